//! The bare loop's journal: the four entries a card sale leaves, sealed before its clock starts.

use journal::{Digest, Draft, Entry, Head, Kind, RateAmounts};
use serde_json::json;
use store::Terminal;

use crate::Failure;
use crate::durable_sale_bare::Rows;

/// A chain that goes on from sale to sale.
#[derive(Debug)]
pub(crate) struct Chain {
    head: Head,
}

/// Intended, sent, ended, sold.
pub(crate) type Entries = [Entry; 4];

impl Chain {
    pub(crate) const fn after(head: Head) -> Self {
        Self { head }
    }

    /// What the store's journal says of such a sale, field for field.
    pub(crate) fn seal(&mut self, rows: &Rows, terminal: &Terminal) -> Result<Entries, Failure> {
        let total = rows.order.total();
        let currency = total.currency();
        let intended = json!({
            "reference": rows.reference,
            "operation": "purchase",
            "amount_minor": total.minor(),
            "currency": currency.code(),
            "terminal": terminal.key.as_str(),
            "account": terminal.account_id.0,
        });
        let sold = json!({
            "total_minor": total.minor(),
            "tenders": [{
                "kind": "card",
                "amount_minor": total.minor(),
                "given_minor": null,
                "change_minor": null,
                "rounding_minor": 0,
            }],
            "order_sha256": Digest::of(rows.snapshots[1].as_bytes()),
            "receipt_sha256": Digest::of(rows.receipt.as_bytes()),
        });
        let rates = rows.order.totals.tax_rows.iter().map(|row| RateAmounts {
            milli_percent: row.rate.milli_percent(),
            net: row.net.minor(),
            tax: row.tax.minor(),
            gross: row.gross.minor(),
        });
        let draft = |kind, operator: &str, payload| {
            Draft::new(kind, &rows.at, operator, &format!("order {}", rows.order.number), payload)
        };
        Ok([
            self.next(&draft(Kind::AttemptIntended, "Noor", intended))?,
            self.next(&draft(Kind::AttemptSent, "", observed(rows, 0, "dispatched", "pending")))?,
            self.next(&draft(Kind::AttemptEnded, "", observed(rows, 1, "inquired", "approved")))?,
            self.next(&draft(Kind::Sale, "Noor", sold).with_amounts(currency.code(), rates.collect()))?,
        ])
    }

    fn next(&mut self, draft: &Draft) -> Result<Entry, Failure> {
        let entry = Entry::after(&self.head, draft)?;
        self.head = entry.head();
        Ok(entry)
    }
}

fn observed(rows: &Rows, step: usize, event: &str, state: &str) -> serde_json::Value {
    json!({
        "reference": rows.reference,
        "event": event,
        "state": state,
        "transaction": rows.transaction,
        "event_sha256": Digest::of(rows.events[step].as_bytes()),
        "record_sha256": Digest::of(rows.records[step + 1].as_bytes()),
    })
}
