//! The journal against the books: each paid order and each refund that was made has one entry with its amount, each attempt
//! its intent, and no entry tells of anything else.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::shop::Shop;

/// Minor units by the number of an order or refund, or by the reference of an attempt.
pub(crate) type Amounts = BTreeMap<String, u64>;

/// What has happened, as the books or as a journal tell it.
#[derive(Debug, Default)]
pub(crate) struct Happened {
    /// Paid orders.
    pub(crate) sales: Amounts,
    /// Refunds that were made.
    pub(crate) refunds: Amounts,
    /// Attempts.
    pub(crate) intents: Amounts,
}

/// What `tillctl journal verify` finds: how many entries there are, and everything that does not fit.
pub(crate) fn verified(shop: &Shop, found: &mut Vec<String>) -> u64 {
    let ended = shop.run(&["journal", "verify"]);
    match ended.code {
        Some(0) => {}
        Some(5) => {
            let broken = ended.answer["broken"].as_array().into_iter().flatten();
            found.extend(broken.map(|place| format!("the journal: {}", place["text"])));
        }
        code => found.push(format!("the journal cannot be verified: {code:?}")),
    }
    ended.answer["checked"].as_u64().unwrap_or_default()
}

/// Holds an exported journal, one entry a line, against the books.
pub(crate) fn hold_against(exported: &str, booked: &Happened, found: &mut Vec<String>) {
    let mut told = Happened::default();
    let mut totals = (0, 0);
    for (number, line) in (1..).zip(exported.lines()) {
        let Ok(entry) = serde_json::from_str::<Value>(line) else {
            found.push(format!("line {number} of the journal cannot be read"));
            continue;
        };
        totals = (minor(&entry["sales_minor"]), minor(&entry["refunds_minor"]));
        if let Some(twice) = told.take(&entry) {
            found.push(format!("the journal tells of {twice} twice"));
        }
    }
    let booked_totals = (booked.sales.values().sum(), booked.refunds.values().sum());
    if totals != booked_totals {
        found
            .push(format!("the journal ends with totals of {totals:?}, the books come to {booked_totals:?}"));
    }
    for (what, told, booked) in [
        ("order", &told.sales, &booked.sales),
        ("refund", &told.refunds, &booked.refunds),
        ("attempt", &told.intents, &booked.intents),
    ] {
        differences(what, told, booked, found);
    }
}

fn differences(what: &str, told: &Amounts, booked: &Amounts, found: &mut Vec<String>) {
    for (name, amount) in booked {
        match told.get(name) {
            None => found.push(format!("{what} {name} is on the books and not in the journal")),
            Some(other) if other != amount => {
                found.push(format!("{what} {name} is booked with {amount} and journalled with {other}"));
            }
            Some(_) => {}
        }
    }
    for name in told.keys().filter(|name| !booked.contains_key(*name)) {
        found.push(format!("{what} {name} is in the journal and not on the books"));
    }
}

impl Happened {
    /// Takes an entry in; answers with what it tells of when that has been told before.
    fn take(&mut self, entry: &Value) -> Option<String> {
        let payload: Value =
            serde_json::from_str(entry["payload"].as_str().unwrap_or_default()).unwrap_or(Value::Null);
        let document = entry["document"].as_str().unwrap_or_default();
        let number = document.split_once(' ').map_or(document, |(_, number)| number);
        let (amounts, name, amount) = match entry["kind"].as_str()? {
            "sale" => (&mut self.sales, number, &payload["total_minor"]),
            "refund" => (&mut self.refunds, number, &payload["total_minor"]),
            "attempt_intended" => (
                &mut self.intents,
                payload["reference"].as_str().unwrap_or_default(),
                &payload["amount_minor"],
            ),
            _ => return None,
        };
        amounts.insert(name.to_owned(), minor(amount)).map(|_| format!("{document} {name}"))
    }
}

fn minor(amount: &Value) -> u64 {
    amount.as_u64().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn line(kind: &str, document: &str, payload: &Value, totals: (u64, u64)) -> String {
        let (sales, refunds) = totals;
        json!({
            "kind": kind, "document": document, "payload": payload.to_string(),
            "sales_minor": sales, "refunds_minor": refunds,
        })
        .to_string()
    }

    /// Two sales, one of them by card, and a refund.
    fn day() -> (Vec<String>, Happened) {
        let intended = json!({ "reference": "000001AB", "amount_minor": 250 });
        let lines = vec![
            line("genesis", "", &json!({}), (0, 0)),
            line("attempt_intended", "order 000001", &intended, (0, 0)),
            line("sale", "order 000001", &json!({ "total_minor": 250 }), (250, 0)),
            line("sale", "order 000002", &json!({ "total_minor": 100 }), (350, 0)),
            line("refund", "refund R000001", &json!({ "total_minor": 50 }), (350, 50)),
        ];
        let amounts = |entries: &[(&str, u64)]| {
            entries.iter().map(|(name, amount)| ((*name).to_owned(), *amount)).collect()
        };
        let booked = Happened {
            sales: amounts(&[("000001", 250), ("000002", 100)]),
            refunds: amounts(&[("R000001", 50)]),
            intents: amounts(&[("000001AB", 250)]),
        };
        (lines, booked)
    }

    fn found(lines: &[String], booked: &Happened) -> Vec<String> {
        let mut found = Vec::new();
        hold_against(&lines.join("\n"), booked, &mut found);
        found
    }

    #[test]
    fn a_journal_that_tells_what_the_books_tell_is_no_difference() {
        let (lines, booked) = day();
        assert_eq!(found(&lines, &booked), Vec::<String>::new());
    }

    #[test]
    fn an_entry_that_is_missing_made_up_doubled_or_changed_is_named() {
        for (index, name) in [(1, "attempt 000001AB"), (3, "order 000002"), (4, "refund R000001")] {
            let (mut lines, booked) = day();
            lines.remove(index);
            let all = found(&lines, &booked);
            let missing = format!("{name} is on the books and not in the journal");
            assert!(all.contains(&missing), "{all:?}");
        }
        type Of = fn(&mut Happened) -> &mut Amounts;
        let kinds: [Of; 3] = [|it| &mut it.sales, |it| &mut it.refunds, |it| &mut it.intents];
        for of in kinds {
            let (lines, mut booked) = day();
            let (removed, _) = of(&mut booked).pop_last().expect("the day has one");
            let all = found(&lines, &booked);
            let made_up = all.iter().any(|it| it.contains(&removed) && it.contains("not on the books"));
            assert!(made_up, "{removed}: {all:?}");
        }
        let (mut lines, booked) = day();
        lines.push(lines[3].clone());
        assert!(found(&lines, &booked).iter().any(|it| it.contains("order 000002") && it.contains("twice")));
        let (mut lines, booked) = day();
        lines[3] = lines[3].replace(":100", ":101");
        assert!(
            found(&lines, &booked).iter().any(|it| it.contains("booked with 100 and journalled with 101"))
        );
    }

    #[test]
    fn totals_that_are_not_the_sum_of_the_books_are_named() {
        let (mut lines, booked) = day();
        let last = lines.len() - 1;
        lines[last] = lines[last].replace("\"sales_minor\":350", "\"sales_minor\":340");
        let all = found(&lines, &booked);
        assert!(all.iter().any(|it| it.contains("totals of (340, 50)")), "{all:?}");
    }
}
