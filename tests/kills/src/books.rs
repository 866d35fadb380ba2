//! The cloud's ledger against the till's orders and refunds, and these against its journal.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;
use simulator::{Charge, Kind};

use crate::journal::{self, Happened};
use crate::shop::{Ended, Shop};

/// Orders or refunds a shop can have at most here.
const ALL: &str = "100000";

/// What was compared.
#[derive(Debug, Default)]
pub(crate) struct Books {
    orders: u64,
    paid: u64,
    refunds: u64,
    attempts: u64,
    charges: u64,
    open: u64,
    persons: u64,
    entries: u64,
}

/// What the till told a script: it must still be so in the end.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    command: [&'static str; 2],
    number: String,
    state: &'static str,
}

impl Answered {
    pub(crate) fn sale(order: &str, ended: &Ended) -> Option<Self> {
        let paid = ended.code == Some(0);
        paid.then(|| Self { command: ["order", "show"], number: order.to_owned(), state: "paid" })
    }

    pub(crate) fn refund(refund: &str, ended: &Ended) -> Option<Self> {
        let done = ended.code == Some(0);
        done.then(|| Self { command: ["refund", "show"], number: refund.to_owned(), state: "refunded" })
    }
}

/// One attempt as the till keeps it.
struct Attempt {
    of: String,
    kind: Kind,
    state: String,
    minor: Option<u64>,
}

impl Books {
    /// Every difference, in words.
    pub(crate) fn compare(shop: &Shop, told: &[Answered]) -> (Self, Vec<String>) {
        let (mut books, mut found) = (Self::default(), Vec::new());
        let (mut attempts, mut happened) = (BTreeMap::new(), Happened::default());
        let numbers = listed(shop, "order", &mut found);
        for number in &numbers {
            let order = shop.run(&["order", "show", number]).answer;
            let mine = kept(&order, number, Kind::Purchase);
            books.read_order(&order, number, &mine, &mut found);
            if order["state"] == "paid" {
                happened.sales.insert(number.clone(), minor(&order["total"]).unwrap_or_default());
            }
            attempts.extend(mine);
        }
        gaps(&numbers, &mut found);
        for number in listed(shop, "refund", &mut found) {
            let refund = shop.run(&["refund", "show", &number]).answer;
            let mine = kept(&refund, &number, Kind::Refund);
            books.read_refund(&refund, &number, &mine, &mut found);
            if refund["state"] == "refunded" {
                happened.refunds.insert(number, minor(&refund["total"]).unwrap_or_default());
            }
            attempts.extend(mine);
        }
        let intents = attempts.iter().map(|(name, it)| (name.clone(), it.minor.unwrap_or_default()));
        happened.intents.extend(intents);
        books.hold_against(&shop.cloud.ledger(), &attempts, &mut found);
        for answer in told {
            let now = shop.run(&[answer.command[0], answer.command[1], &answer.number]).answer;
            if now["state"] != answer.state {
                found.push(format!(
                    "{} was told to be {} and is {}",
                    answer.number, answer.state, now["state"]
                ));
            }
        }
        books.entries = journal::verified(shop, &mut found);
        match shop.journal() {
            Ok(exported) => journal::hold_against(&exported, &happened, &mut found),
            Err(error) => found.push(format!("the journal cannot be exported: {error}")),
        }
        (books, found)
    }

    fn read_order(
        &mut self,
        order: &Value,
        number: &str,
        attempts: &BTreeMap<String, Attempt>,
        found: &mut Vec<String>,
    ) {
        self.orders += 1;
        let approved = attempts.values().filter(|attempt| attempt.state == "approved").count();
        let cash = order["tenders"]
            .as_array()
            .is_some_and(|tenders| tenders.iter().any(|t| t["kind"] == "cash" && t["state"] == "paid"));
        let paid = order["state"] == "paid";
        self.paid += u64::from(paid);
        if approved > 1 {
            found.push(format!("order {number} has {approved} approvals"));
        }
        if paid != (approved > 0 || cash) {
            found.push(format!("order {number} is {} with {approved} approvals", order["state"]));
        }
        if paid && order["has_receipt"] != true {
            found.push(format!("order {number} is paid and has no receipt"));
        }
        let amounts = attempts.values().filter(|attempt| attempt.state == "approved");
        for attempt in amounts.filter(|attempt| attempt.minor != minor(&order["total"])) {
            found.push(format!(
                "order {number} over {} has an approval of {:?}",
                order["total"], attempt.minor
            ));
        }
    }

    fn read_refund(
        &mut self,
        refund: &Value,
        number: &str,
        attempts: &BTreeMap<String, Attempt>,
        found: &mut Vec<String>,
    ) {
        self.refunds += 1;
        let approved = attempts.values().filter(|attempt| attempt.state == "approved").count();
        let (done, card) = (refund["state"] == "refunded", refund["to"] == "card");
        if approved > 1 || (card && done != (approved == 1)) {
            found.push(format!("refund {number} is {} with {approved} approvals", refund["state"]));
        }
        if done && refund["has_slip"] != true {
            found.push(format!("refund {number} is done and has no slip"));
        }
    }

    /// Every charge is on the till's books with its amount, and everything booked was charged, once.
    fn hold_against(
        &mut self,
        ledger: &[Charge],
        attempts: &BTreeMap<String, Attempt>,
        found: &mut Vec<String>,
    ) {
        let mut charged: BTreeMap<&str, Vec<&Charge>> = BTreeMap::new();
        for charge in ledger {
            self.charges += 1;
            charged.entry(&charge.merchant_order_reference).or_default().push(charge);
        }
        for (reference, charges) in &charged {
            if charges.len() > 1 {
                found.push(format!("{reference} was charged {} times", charges.len()));
            }
            if !attempts.contains_key(*reference) {
                found.push(format!("{reference} was charged and the till does not know it"));
            }
        }
        for (reference, attempt) in attempts {
            self.attempts += 1;
            let charge = charged.get(reference.as_str()).and_then(|charges| charges.first());
            let of = &attempt.of;
            match (attempt.state.as_str(), charge) {
                ("approved" | "late_approved", Some(charge)) => {
                    if (Some(charge.minor), charge.kind) != (attempt.minor, attempt.kind) {
                        found.push(format!(
                            "{reference} of {of}: booked {:?}, charged {}",
                            attempt.minor, charge.minor
                        ));
                    }
                }
                ("approved" | "late_approved", None) => {
                    found.push(format!("{reference} of {of} is booked and was never charged"));
                }
                ("needs_person", _) => self.persons += 1,
                ("intended" | "pending" | "unknown", _) => self.open += 1,
                (state, Some(charge)) => {
                    found.push(format!("{reference} of {of} is {state}, and {} was charged", charge.minor));
                }
                (_, None) => {}
            }
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.orders += other.orders;
        self.paid += other.paid;
        self.refunds += other.refunds;
        self.attempts += other.attempts;
        self.charges += other.charges;
        self.open += other.open;
        self.persons += other.persons;
        self.entries += other.entries;
    }
}

fn listed(shop: &Shop, what: &str, found: &mut Vec<String>) -> Vec<String> {
    let ended = shop.run(&[what, "list", "--limit", ALL]);
    if ended.code != Some(0) {
        found.push(format!("the {what}s cannot be listed: {:?}", ended.code));
    }
    let list = ended.answer[format!("{what}s")].as_array().cloned().unwrap_or_default();
    list.iter().filter_map(|head| head[what].as_str().map(str::to_owned)).collect()
}

/// Numbers of orders have no gaps, whatever was killed.
fn gaps(numbers: &[String], found: &mut Vec<String>) {
    let mut numbers: Vec<u64> =
        numbers.iter().filter_map(|number| number.trim_start_matches('0').parse().ok()).collect();
    numbers.sort_unstable();
    for (expected, number) in (1..).zip(&numbers) {
        if expected != *number {
            found.push(format!("order number {expected} is missing"));
            return;
        }
    }
}

fn kept(document: &Value, of: &str, kind: Kind) -> BTreeMap<String, Attempt> {
    let attempts = document["attempts"].as_array().into_iter().flatten();
    attempts
        .filter_map(|attempt| {
            let state = attempt["state"].as_str()?.to_owned();
            let attempt_of = Attempt { of: of.to_owned(), kind, state, minor: minor(&attempt["amount"]) };
            Some((attempt["reference"].as_str()?.to_owned(), attempt_of))
        })
        .collect()
}

/// Minor units of an amount in text with two decimals.
fn minor(amount: &Value) -> Option<u64> {
    let (whole, cents) = amount.as_str()?.split_once('.')?;
    (cents.len() == 2).then(|| format!("{whole}{cents}").parse().ok())?
}

impl fmt::Display for Books {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "orders            {} ({} paid)", self.orders, self.paid)?;
        writeln!(f, "refunds           {}", self.refunds)?;
        writeln!(
            f,
            "attempts          {} ({} open, {} with a person)",
            self.attempts, self.open, self.persons
        )?;
        writeln!(f, "charges           {}", self.charges)?;
        writeln!(f, "journal entries   {}", self.entries)
    }
}
