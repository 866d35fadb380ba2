//! What the check of a journal promises.
#![allow(clippy::unwrap_used, missing_docs)]

use journal::{
    Anchor, Break, Digest, Draft, Entry, JournalError, Kind, MAX_PAYLOAD, PerpetualTotals, RateAmounts,
    TillId, Verifier, Why, read_line, to_line,
};
use serde_json::json;

fn draft(kind: Kind, payload: serde_json::Value) -> Draft {
    Draft::new(kind, "2026-11-21T12:00:00.250+01:00", "Noor", "order 000001", payload)
}

fn sale(gross: i64) -> Draft {
    let rates = vec![RateAmounts { milli_percent: 21_000, net: gross - 1, tax: 1, gross }];
    draft(Kind::Sale, json!({})).with_amounts("EUR", rates)
}

/// Genesis, sales of 100, 200 and so on, and a refund of 50 at the end.
fn chain(sales: i64) -> Vec<Entry> {
    let till = TillId::new("00112233445566778899aabbccddeeff");
    let mut entries = vec![Entry::genesis(till, &draft(Kind::Genesis, json!({}))).unwrap()];
    for number in 1..=sales {
        entries.push(Entry::after(&entries.last().unwrap().head(), &sale(100 * number)).unwrap());
    }
    let rates = vec![RateAmounts { milli_percent: 0, net: 50, tax: 0, gross: 50 }];
    let refund = draft(Kind::Refund, json!({})).with_amounts("EUR", rates);
    entries.push(Entry::after(&entries.last().unwrap().head(), &refund).unwrap());
    entries
}

fn verify(entries: &[Entry]) -> Result<u64, Break> {
    let mut verifier = Verifier::from_genesis();
    entries.iter().try_for_each(|entry| verifier.feed(entry))?;
    let checked = verifier.checked();
    verifier.finish().map(|_| checked)
}

fn broken(entries: &[Entry]) -> (u64, &'static str) {
    let Break { seq, why } = verify(entries).unwrap_err();
    (seq, why.as_str())
}

/// A forger who knows the format: the entry's hash is right for its new content.
fn rehashed(mut entry: Entry) -> Entry {
    entry.hash = Digest::of(&entry.canonical());
    entry
}

#[test]
fn the_hashed_bytes_are_those_of_the_documented_example() {
    let entry = &chain(1)[1];
    let bytes = String::from_utf8(entry.canonical()).unwrap();
    let prev = entry.prev_hash.to_string();
    let expected = format!(
        "20:tillbridge-journal-1,1:2,32:00112233445566778899aabbccddeeff,4:sale,\
         29:2026-11-21T12:00:00.250+01:00,4:Noor,12:order 000001,2:{{}},3:EUR,14:21000 99 1 100,3:100,1:0,64:{prev},"
    );
    assert_eq!(bytes, expected);
    assert_eq!(
        entry.hash.to_string(),
        "3cb7cdd74522443c77fa647d382430dcf4851cd9de28743f5f6a8dfdc4b45f46",
        "docs/journal.md shows the same"
    );
}

#[test]
fn a_whole_chain_fits_and_its_totals_are_what_was_ever_sold() {
    let entries = chain(4);
    assert_eq!(verify(&entries), Ok(6));
    assert_eq!(entries[5].totals(), PerpetualTotals { sales: 1000, refunds: 50 });
}

#[test]
fn the_first_entry_that_does_not_fit_is_named_with_its_reason() {
    let good = chain(4);
    let mut altered = good.clone();
    altered[2].payload = r#"{"x":1}"#.to_owned();
    assert_eq!(broken(&altered), (3, "altered"));
    let mut forged = good.clone();
    forged[2] = rehashed(altered[2].clone());
    assert_eq!(broken(&forged), (4, "not_chained"), "the next entry gives it away");
    let mut gone = good.clone();
    gone.remove(2);
    assert_eq!(broken(&gone), (3, "out_of_order"));
    let mut swapped = good.clone();
    swapped.swap(2, 3);
    assert_eq!(broken(&swapped), (3, "out_of_order"));
    let mut cheaper = good.clone();
    cheaper[5] = rehashed(Entry { sales_minor: 900, ..cheaper[5].clone() });
    assert_eq!(broken(&cheaper), (6, "totals"));
    let mut foreign = good.clone();
    foreign[5] = rehashed(Entry { till: TillId::new("another"), ..foreign[5].clone() });
    assert_eq!(broken(&foreign), (6, "other_till"));
    let mut dollars = good.clone();
    dollars[5] = rehashed(Entry { currency: "USD".to_owned(), ..dollars[5].clone() });
    assert_eq!(broken(&dollars), (6, "currency"));
    let mut torn = good.clone();
    torn[5] = rehashed(Entry { rates: "0 50 0 51".to_owned(), ..torn[5].clone() });
    assert_eq!(broken(&torn), (6, "unreadable"));
    let mut twice = good;
    twice[5] = rehashed(Entry { kind: "genesis".to_owned(), ..twice[5].clone() });
    assert_eq!(broken(&twice), (6, "not_genesis"));
    assert_eq!(broken(&[]), (1, "not_genesis"));
}

#[test]
fn a_cut_tail_and_an_old_copy_that_went_on_are_found_by_the_anchor() {
    let entries = chain(4);
    let anchor = Anchor::at(&entries[5].head());
    let held = |entries: &[Entry], anchor: &Anchor| {
        let mut verifier = Verifier::from_genesis().with_anchor(anchor.clone());
        entries.iter().try_for_each(|entry| verifier.feed(entry)).and_then(|()| verifier.finish().map(drop))
    };
    assert_eq!(held(&entries, &anchor), Ok(()));
    let lagging = Anchor::at(&entries[3].head());
    assert_eq!(held(&entries, &lagging), Ok(()), "an anchor may lag behind");
    let cut = Break { seq: 5, why: Why::CutOff { anchored: 6 } };
    assert_eq!(held(&entries[..4], &anchor), Err(cut));
    let mut other = entries[..5].to_vec();
    other.push(Entry::after(&other[4].head(), &sale(999)).unwrap());
    assert_eq!(held(&other, &anchor), Err(Break { seq: 6, why: Why::NotAnchored }));
    let foreign = Anchor { till: TillId::new("another"), ..anchor.clone() };
    assert_eq!(held(&entries, &foreign), Err(Break { seq: 1, why: Why::OtherTill }));
    assert_eq!(Anchor::read(&anchor.to_text()).unwrap(), anchor);
    assert!(Anchor::read(&anchor.to_text()[..40]).is_err(), "a torn anchor is not one");
}

#[test]
fn a_check_may_begin_behind_an_entry_that_is_known() {
    let entries = chain(4);
    let mut verifier = Verifier::from_head(entries[2].head());
    entries[3..].iter().for_each(|entry| verifier.feed(entry).unwrap());
    assert_eq!(verifier.checked(), 3);
}

#[test]
fn amounts_move_the_totals_only_where_they_belong_and_never_down() {
    let head = chain(1).last().unwrap().head();
    let mut misplaced = sale(100);
    misplaced.kind = Kind::Setting;
    assert_eq!(Entry::after(&head, &misplaced), Err(JournalError::TotalOutOfRange));
    assert_eq!(Entry::after(&head, &sale(-100)), Err(JournalError::TotalOutOfRange));
    assert_eq!(Entry::after(&head, &sale(i64::MAX)), Err(JournalError::TotalOutOfRange));
    let genesis = draft(Kind::Genesis, json!({}));
    assert_eq!(Entry::after(&head, &genesis), Err(JournalError::Misplaced("genesis")));
    let long = draft(Kind::Start, json!({ "x": "y".repeat(MAX_PAYLOAD) }));
    assert!(matches!(Entry::after(&head, &long), Err(JournalError::PayloadTooLong(_))));
}

#[test]
fn hostile_text_stays_where_it_stands() {
    let head = chain(1).last().unwrap().head();
    let hostile = "\u{202e}3:EUR,\n\"}\0";
    let entry = Entry::after(&head, &Draft::new(Kind::Start, "t", hostile, hostile, json!({ "x": hostile })));
    let entry = entry.unwrap();
    let line = to_line(&entry);
    assert!(!line.contains('\n') && !line.contains('\0'), "one entry is one line: {line}");
    assert_eq!(read_line(1, &line).unwrap(), entry);
    let moved = Entry { operator: String::new(), document: hostile.repeat(2), ..entry.clone() };
    assert_ne!(moved.canonical(), entry.canonical(), "no two entries have the same bytes");
}

#[test]
fn an_exported_chain_is_read_back_as_it_was() {
    let entries = chain(3);
    let lines: Vec<String> = entries.iter().map(to_line).collect();
    let back: Vec<Entry> = (1..).zip(&lines).map(|(number, line)| read_line(number, line).unwrap()).collect();
    assert_eq!(back, entries);
    let error = read_line(7, "{").unwrap_err();
    assert!(error.to_string().starts_with("line 7 is not a journal entry"), "{error}");
}

#[test]
fn no_two_kinds_share_a_word() {
    let mut words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Kind::ALL.len());
}
