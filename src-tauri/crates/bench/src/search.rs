//! Search by name among a million articles, as a cashier types: letter by letter, two words, rare ones, none at all.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use money::Currency;
use store::Store;

use crate::Failure;
use crate::catalogue::{self, Dice};
use crate::ground::{ARTICLES, Ground, on_a_worker};
use crate::report::Report;
use crate::samples::Samples;

const OF_EACH: usize = 500;
const HITS: u32 = 50;
const TARGET: Duration = Duration::from_millis(2);
/// Names queries are made of.
const SAMPLE: usize = 20_000;
/// As people type them, with and without their marks.
const WITH_MARKS: [&str; 10] =
    ["crème", "creme fr", "jalapeño", "jalapeno", "musli", "müsli org", "rosti", "açaí", "pate", "rosé wine"];
/// Nothing has a word like these.
const ABSENT: [&str; 6] = ["zzqx", "bicycle", "milk trombone", "qqq", "umbrella stand", "crèmx"];
/// Words that stand in many names and never in one: both lists are read to their ends.
const NEVER_TOGETHER: [&str; 3] = ["organic classic", "milk bread", "light family"];

/// What is typed.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Letters(usize),
    TwoWords,
    Rare,
    Marks,
    Absent,
}

pub(crate) async fn run(ground: &Ground, report: &mut Report) -> Result<(), Failure> {
    let store = Store::open(ground.million().await?, Timestamp::now()).await?;
    let names: Vec<String> = catalogue::articles(ARTICLES)
        .step_by(ARTICLES / SAMPLE)
        .map(|item| item.name.as_str().to_owned())
        .collect();
    let mut dice = Dice::new(3);
    let mut all = Samples::default();
    for (kind, what) in [
        (Kind::Letters(1), "1 letter"),
        (Kind::Letters(2), "2 letters"),
        (Kind::Letters(3), "3 letters"),
        (Kind::TwoWords, "two words"),
        (Kind::Rare, "a rare word"),
        (Kind::Marks, "with diacritics"),
        (Kind::Absent, "absent"),
    ] {
        let queries = (0..OF_EACH).map(|_| query(kind, &names, &mut dice)).collect();
        let times = on_a_worker(search_all(store.clone(), queries)).await?;
        report.limit(&format!("name search, {what}"), &times, TARGET);
        all.extend(&times);
    }
    report.limit("name search, all of these", &all, TARGET);
    let whole = (0..OF_EACH / 5).map(|_| names[dice.below(names.len())].clone()).collect();
    let whole = on_a_worker(search_all(store.clone(), whole)).await?;
    report.note("name search, a whole name of six words", &whole);
    let never = NEVER_TOGETHER.iter().cycle().take(60).map(|&words| words.to_owned()).collect();
    let worst = on_a_worker(search_all(store.clone(), never)).await?;
    report.note("name search, two frequent words no name has both of", &worst);
    store.close().await;
    Ok(())
}

async fn search_all(store: Store, queries: Vec<String>) -> Result<Samples, Failure> {
    let mut times = Samples::default();
    for text in &queries {
        let begun = Instant::now();
        let hits = store.catalogue().search(text, HITS, Currency::EUR).await?;
        times.add(begun.elapsed());
        std::hint::black_box(hits);
    }
    Ok(times)
}

fn query(kind: Kind, names: &[String], dice: &mut Dice) -> String {
    let name = &names[dice.below(names.len())];
    let words: Vec<&str> = name.split(' ').collect();
    let begin = |word: &str, letters: usize| word.chars().take(letters).collect::<String>();
    match kind {
        Kind::Letters(letters) => begin(words[dice.below(2).min(words.len() - 1)], letters).to_lowercase(),
        Kind::TwoWords => {
            let second = words.get(1 + dice.below(2)).copied().unwrap_or_default();
            format!("{} {}", begin(words[0], 4), begin(second, 3)).to_lowercase()
        }
        Kind::Rare => catalogue::rare_brand(dice),
        Kind::Marks => WITH_MARKS[dice.below(WITH_MARKS.len())].to_owned(),
        Kind::Absent => ABSENT[dice.below(ABSENT.len())].to_owned(),
    }
}
