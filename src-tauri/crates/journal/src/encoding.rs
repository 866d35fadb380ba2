//! The bytes a hash covers, and the text of the amounts.
//!
//! Every field is its length in bytes, a colon, the bytes, a comma (a *netstring*): no two entries have the same bytes,
//! whatever stands in their fields.

use crate::{Digest, Entry, FORMAT, RateAmounts};

/// The longest list of rates that is read.
const MAX_RATES: usize = 64;

/// What [`Entry::hash`] is the SHA-256 of. Its own `hash` is not in it.
pub(crate) fn canonical(entry: &Entry) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(320 + entry.payload.len());
    put(&mut bytes, FORMAT);
    put(&mut bytes, &entry.seq.to_string());
    put(&mut bytes, entry.till.as_str());
    put(&mut bytes, &entry.kind);
    put(&mut bytes, &entry.at);
    put(&mut bytes, &entry.operator);
    put(&mut bytes, &entry.document);
    put(&mut bytes, &entry.payload);
    put(&mut bytes, &entry.currency);
    put(&mut bytes, &entry.rates);
    put(&mut bytes, &entry.sales_minor.to_string());
    put(&mut bytes, &entry.refunds_minor.to_string());
    put(&mut bytes, &entry.prev_hash.to_string());
    bytes
}

pub(crate) fn hash(entry: &Entry) -> Digest {
    Digest::of(&canonical(entry))
}

fn put(bytes: &mut Vec<u8>, field: &str) {
    bytes.extend_from_slice(field.len().to_string().as_bytes());
    bytes.push(b':');
    bytes.extend_from_slice(field.as_bytes());
    bytes.push(b',');
}

/// `9000 934 84 1018;21000 100 21 121`: rate in thousandths of a percent, net, tax, gross.
pub(crate) fn rates_text(rates: &[RateAmounts]) -> String {
    let row = |row: &RateAmounts| format!("{} {} {} {}", row.milli_percent, row.net, row.tax, row.gross);
    rates.iter().map(row).collect::<Vec<_>>().join(";")
}

/// The amounts read back; `None` when the text is not in that form.
pub(crate) fn read_rates(text: &str) -> Option<Vec<RateAmounts>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let rows: Vec<&str> = text.splitn(MAX_RATES + 1, ';').collect();
    if rows.len() > MAX_RATES {
        return None;
    }
    rows.into_iter().map(read_row).collect()
}

fn read_row(text: &str) -> Option<RateAmounts> {
    let mut numbers = text.split(' ');
    let row = RateAmounts {
        milli_percent: numbers.next()?.parse().ok()?,
        net: numbers.next()?.parse().ok()?,
        tax: numbers.next()?.parse().ok()?,
        gross: numbers.next()?.parse().ok()?,
    };
    (numbers.next().is_none() && row.net.checked_add(row.tax)? == row.gross).then_some(row)
}
