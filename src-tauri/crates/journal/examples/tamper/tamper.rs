//! Somebody with the database in their hands: edits, deletions, insertions, swaps, cuts and old copies, clumsy and with the
//! hashes made right again. One seed is one journal and one tampering, the same each time.

use fastrand::Rng;
use journal::{Anchor, Break, Digest, Draft, Entry, Kind, RateAmounts, TillId, Verifier, read_line, to_line};

/// What is done to a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// A field of an entry is changed.
    Edit,
    /// Entries are taken out, not at the end.
    Delete,
    /// An entry is put in.
    Insert,
    /// Two entries change places.
    Swap,
    /// The end is cut off.
    CutTail,
    /// An old copy takes the journal's place, and the till goes on.
    OldCopy,
    /// The journal of another till takes its place.
    OtherTill,
    /// A byte of the exported file is changed.
    ExportedByte,
}

/// How much the tamperer makes right again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// Nothing.
    None,
    /// The hash of the entry that was touched.
    OwnHash,
    /// All numbers, hashes and totals to the end: only what is known outside gives it away.
    WholeChain,
}

impl Act {
    /// Every act.
    pub(crate) const ALL: [Act; 8] = [
        Self::Edit,
        Self::Delete,
        Self::Insert,
        Self::Swap,
        Self::CutTail,
        Self::OldCopy,
        Self::OtherTill,
        Self::ExportedByte,
    ];
}

/// One seed's story.
#[derive(Debug)]
pub(crate) struct Story {
    /// What was done.
    pub(crate) act: Act,
    /// How carefully.
    pub(crate) care: Care,
    /// What the check said of it.
    pub(crate) found: Option<Break>,
    /// What the check said of the journal before.
    pub(crate) whole: bool,
}

/// Plays one seed.
pub(crate) fn play(seed: u64) -> Story {
    let mut dice = Rng::with_seed(seed);
    let act = Act::ALL[usize::try_from(seed).unwrap_or_default() % Act::ALL.len()];
    let care = [Care::None, Care::OwnHash, Care::WholeChain][dice.usize(0..3)];
    let length = dice.usize(4..40);
    let good = journal(&mut dice, length);
    let anchor = good.last().map(|entry| Anchor::at(&entry.head()));
    let whole = check(&good, anchor.clone()).is_none();
    let found = loop {
        let tampered = tamper(&mut dice, &good, act, care);
        match tampered {
            // Nothing was changed; or something was added at the end, as the till itself would have.
            Some(tampered) if tampered.starts_with(&good) => {}
            Some(tampered) => break check(&tampered, anchor.clone()),
            // Not even a journal any more.
            None => break Some(Break { seq: 0, why: journal::Why::Unreadable }),
        }
    };
    Story { act, care, found, whole }
}

fn check(entries: &[Entry], anchor: Option<Anchor>) -> Option<Break> {
    let mut verifier = Verifier::from_genesis();
    if let Some(anchor) = anchor {
        verifier = verifier.with_anchor(anchor);
    }
    entries.iter().try_for_each(|entry| verifier.feed(entry)).and_then(|()| verifier.finish().map(drop)).err()
}

fn journal(dice: &mut Rng, length: usize) -> Vec<Entry> {
    let till = TillId::new(format!("{:032x}", dice.u128(..)));
    let first = Draft::new(Kind::Genesis, time(dice), "", "", serde_json::json!({ "till": till }));
    let mut entries: Vec<Entry> = Entry::genesis(till, &first).into_iter().collect();
    while entries.len() < length
        && let Some(last) = entries.last()
        && let Ok(next) = Entry::after(&last.head(), &draft(dice))
    {
        entries.push(next);
    }
    entries
}

fn time(dice: &mut Rng) -> String {
    format!("2026-11-21T{:02}:{:02}:00.000+01:00", dice.u8(0..24), dice.u8(0..60))
}

fn draft(dice: &mut Rng) -> Draft {
    let kind = Kind::ALL[dice.usize(1..Kind::ALL.len())];
    let order = format!("order {:06}", dice.u32(1..1000));
    let payload = serde_json::json!({ "reference": dice.u64(..).to_string(), "state": "pending" });
    let draft = Draft::new(kind, time(dice), ["Noor", "Ада", ""][dice.usize(0..3)], &order, payload);
    if !matches!(kind, Kind::Sale | Kind::Refund) {
        return draft;
    }
    let rates = (0..dice.usize(1..4)).map(|_| {
        let (net, tax) = (dice.i64(0..100_000), dice.i64(0..20_000));
        RateAmounts { milli_percent: dice.u32(0..30_000), net, tax, gross: net + tax }
    });
    let rates = rates.collect();
    draft.with_amounts("EUR", rates)
}

fn tamper(dice: &mut Rng, good: &[Entry], act: Act, care: Care) -> Option<Vec<Entry>> {
    let mut entries = good.to_vec();
    let at = dice.usize(0..entries.len());
    match act {
        Act::Edit => edit(dice, &mut entries[at]),
        Act::Delete => {
            let from = dice.usize(0..entries.len() - 1);
            let until = dice.usize(from + 1..entries.len());
            entries.drain(from..until);
        }
        Act::Insert => {
            let mut copy = entries[dice.usize(0..entries.len())].clone();
            if dice.bool() {
                edit(dice, &mut copy);
            }
            entries.insert(at, copy);
        }
        Act::Swap => entries.swap(at, dice.usize(0..good.len())),
        Act::CutTail => entries.truncate(at),
        Act::OldCopy => {
            entries.truncate(at.max(1));
            let length = dice.usize(entries.len()..good.len() + 3);
            while entries.len() < length
                && let Some(last) = entries.last()
                && let Ok(next) = Entry::after(&last.head(), &draft(dice))
            {
                entries.push(next);
            }
        }
        Act::OtherTill => entries = journal(dice, good.len()),
        Act::ExportedByte => return exported(dice, good),
    }
    match care {
        Care::None => {}
        Care::OwnHash => {
            if let Some(touched) = entries.get_mut(at) {
                touched.hash = Digest::of(&touched.canonical());
            }
        }
        Care::WholeChain => make_right(&mut entries),
    }
    Some(entries)
}

/// Numbers, totals and hashes fit again from the first entry to the last.
fn make_right(entries: &mut [Entry]) {
    let (mut prev, mut sales, mut refunds) = (Digest::ZERO, 0_i64, 0_i64);
    for (seq, entry) in (1..).zip(entries) {
        let rates = entry.rate_amounts().unwrap_or_default();
        let gross: i64 = rates.iter().map(|row| row.gross).fold(0, i64::wrapping_add);
        if entry.kind == "sale" {
            sales = sales.wrapping_add(gross);
        } else if entry.kind == "refund" {
            refunds = refunds.wrapping_add(gross);
        }
        (entry.seq, entry.prev_hash) = (seq, prev);
        (entry.sales_minor, entry.refunds_minor) = (sales, refunds);
        entry.hash = Digest::of(&entry.canonical());
        prev = entry.hash;
    }
}

fn edit(dice: &mut Rng, entry: &mut Entry) {
    match dice.usize(0..12) {
        0 => entry.seq = entry.seq.wrapping_add(dice.u64(1..5)),
        1 => entry.till = TillId::new(changed(dice, entry.till.as_str())),
        2 => entry.kind = Kind::ALL[dice.usize(0..Kind::ALL.len())].as_str().to_owned(),
        3 => entry.at = changed(dice, &entry.at),
        4 => entry.operator = changed(dice, &entry.operator),
        5 => entry.document = changed(dice, &entry.document),
        6 => entry.payload = changed(dice, &entry.payload),
        7 => entry.currency = changed(dice, &entry.currency),
        8 => entry.rates = changed(dice, &entry.rates),
        9 => entry.sales_minor = entry.sales_minor.wrapping_add(dice.i64(-500..500)),
        10 => entry.prev_hash = Digest::of(&dice.u64(..).to_be_bytes()),
        _ => entry.hash = Digest::of(&dice.u64(..).to_be_bytes()),
    }
}

/// One character is another, gone, or new.
fn changed(dice: &mut Rng, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = dice.usize(0..=characters.len());
    let new = char::from(dice.u8(b' '..b'~'));
    match dice.usize(0..3) {
        0 if at < characters.len() => characters[at] = new,
        1 if at < characters.len() => drop(characters.remove(at)),
        _ => characters.insert(at, new),
    }
    characters.into_iter().collect()
}

/// The journal as a file of lines, with one byte changed; `None` when it is not one any more.
fn exported(dice: &mut Rng, good: &[Entry]) -> Option<Vec<Entry>> {
    let mut bytes = good.iter().map(to_line).collect::<Vec<_>>().join("\n").into_bytes();
    let at = dice.usize(0..bytes.len());
    bytes[at] = dice.u8(..);
    let text = String::from_utf8(bytes).ok()?;
    (1..).zip(text.lines()).map(|(number, line)| read_line(number, line).ok()).collect()
}
