//! A shift of the real store on a recorded disk.

use std::sync::Arc;

use fastrand::Rng;
use money::Money;
use payment::AttemptRecord;
use sale::{Basket, OrderNumber, Refund, RefundScope, lines_left};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use store::{AttemptEnd, NewRefund, RefundSubject, Role, Store};

use crate::books::{Books, beside};
use crate::disk::{Act, Disk, Honesty};
use crate::support::{Shop, at, basket, eur, item, now, order_of, person};

/// How many sales a shift has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sales(pub u32);

/// What happened: the tape of the disk, and the books after each step the till was told of.
#[derive(Debug)]
pub struct Shift {
    /// What was asked of the disk.
    pub acts: Vec<Act>,
    /// The books after each step; [`Act::Told`] counts them.
    pub steps: Vec<Step>,
}

/// The state after a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was done.
    pub what: &'static str,
    /// All rows.
    pub books: Books,
    /// References of the payments that have not ended: those a start looks up.
    pub open: Vec<String>,
}

struct Till {
    shop: Shop,
    disk: Arc<Disk>,
    look: Option<SqliteConnection>,
    steps: Vec<Step>,
    dice: Rng,
}

/// Sells, with refunds, declines, imports and restarts; what comes when is the dice's.
pub async fn work(seed: u64, sales: Sales, honesty: Honesty) -> Shift {
    let dir = tempfile::tempdir().expect("a folder");
    let disk = Disk::watch(dir.path(), honesty);
    let shop = Shop::open_in(dir).await;
    let mut till = Till { shop, disk, look: None, steps: Vec::new(), dice: Rng::with_seed(seed) };
    till.told("a shop with two terminals").await;
    for _ in 0..sales.0 {
        till.sale().await;
        till.something_else().await;
    }
    let Till { shop, disk, look, steps, .. } = till;
    if let Some(look) = look {
        look.close().await.expect("closed");
    }
    let acts = disk.tape();
    disk.leave();
    shop.store.close().await;
    Shift { acts, steps }
}

impl Till {
    /// The till was told that a step is done: nothing may take it back from here on.
    async fn told(&mut self, what: &'static str) {
        if self.look.is_none() {
            self.look = Some(beside(self.shop.dir.path()).await.expect("a database"));
        }
        let Some(look) = &mut self.look else { return };
        let books = Books::read(look).await.expect("readable");
        let open = open_references(&self.shop.store).await.expect("readable");
        self.disk.told(self.steps.len());
        self.steps.push(Step { what, books, open });
    }

    fn basket(&mut self) -> Basket {
        let prices: Vec<i64> = (0..self.dice.u32(1..8)).map(|_| self.dice.i64(1..5_000)).collect();
        basket(&prices)
    }

    fn tail(&mut self) -> String {
        (0..8).map(|_| char::from(b"ABCDEFGHJKMNPQRSTVWXYZ23456789"[self.dice.usize(0..30)])).collect()
    }

    async fn sale(&mut self) {
        let basket = self.basket();
        self.shop.store.baskets().save_open(&basket, now()).await.expect("saved");
        self.told("basket").await;
        if self.dice.u32(0..4) == 0 {
            let number = self.shop.pay_cash(&basket, 1).await.expect("paid");
            self.told("paid in cash").await;
            if self.dice.bool() {
                self.refund_in_cash(number).await;
            }
            return;
        }
        let free = self.free_terminal().await;
        let tail = self.tail();
        let mut record = self.shop.intend(&basket, free, &tail).await.expect("an intent");
        self.told("intent").await;
        // Now and then the till is stopped here, and the payment stays open on its terminal.
        if free == 1 && self.dice.bool() {
            return;
        }
        self.shop.send(&mut record).await.expect("written down");
        self.told("sent").await;
        self.end(record).await;
    }

    async fn end(&mut self, mut record: AttemptRecord) {
        match self.dice.u32(0..5) {
            0 => {
                self.shop.decline(&mut record, AttemptEnd::NotPaid).await.expect("written down");
                self.told("declined").await;
            }
            1 => {
                self.shop.decline(&mut record, AttemptEnd::NotPaidParked).await.expect("written down");
                self.told("declined, parked").await;
            }
            _ => {
                self.shop.approve(&mut record).await.expect("written down");
                self.told("approved").await;
                if self.dice.u32(0..3) == 0 {
                    self.shop.store.receipts().next_copy(order_of(&record)).await.expect("a copy");
                    self.told("copy of the receipt").await;
                }
            }
        }
    }

    /// A terminal without a payment; an open one of an earlier sale is ended first where both are taken.
    async fn free_terminal(&mut self) -> usize {
        let open = self.shop.store.attempts().open().await.expect("readable");
        let takes = |at: usize| {
            let key = &self.shop.terminals[at].key;
            open.iter().find(|open| open.record.intent.terminal == *key).map(|open| open.record.clone())
        };
        let (first, second) = (takes(0), takes(1));
        if second.is_none() && self.dice.u32(0..3) == 0 {
            return 1;
        }
        if let Some(mut record) = second {
            self.shop.approve(&mut record).await.expect("written down");
            self.told("found paid later").await;
        }
        usize::from(first.is_some())
    }

    async fn refund_in_cash(&mut self, number: OrderNumber) {
        let store = &self.shop.store;
        let sold = store.orders().snapshot(number).await.expect("an order");
        let left = lines_left(&sold, &store.refunds().taken(number).await.expect("readable")).expect("lines");
        let limit = store.refunds().cash_origin(number).await.expect("cash").price_left;
        let Ok(refund) = Refund::of_goods(&sold, &left, &RefundScope::Amount(eur(1)), limit) else { return };
        let new = NewRefund {
            subject: RefundSubject::Goods,
            rounding: Money::zero(refund.currency),
            refund,
            original: None,
            reason: None,
            till: "Till 1".to_owned(),
            cashier: "Noor".to_owned(),
            approved_by: None,
            seen: None,
        };
        let slip = |_| Ok(r#"{"slip":1}"#.to_owned());
        store.refunds().pay_cash(&new, &at(), slip).await.expect("given back");
        self.told("refund in cash").await;
    }

    async fn something_else(&mut self) {
        match self.dice.u32(0..12) {
            0 => {
                let value = self.dice.u32(..);
                self.shop.store.settings().set("dice", &value).await.expect("set");
                self.told("setting").await;
            }
            1 => {
                let (count, price) = (self.dice.u32(1..400), self.dice.i64(1..900));
                let articles = (0..count).map(|i| item(&format!("N{i}"), "Some article of the shop", price));
                let articles: Vec<_> = articles.collect();
                self.shop.store.catalogue().replace(articles).await.expect("imported");
                self.told("catalogue").await;
            }
            2 => {
                let name = format!("Person {}", self.steps.len());
                self.shop.store.people().add(person(&name, Role::Manager)).await.expect("added");
                self.told("person").await;
            }
            3 => {
                // The last to close folds the log into the file and removes it.
                if let Some(look) = self.look.take() {
                    look.close().await.expect("closed");
                }
                self.shop.store.close().await;
                self.shop.store = Store::open(self.shop.dir.path(), now()).await.expect("opened");
                self.told("closed and opened").await;
            }
            _ => {}
        }
    }
}

/// References of the payments that have not ended.
pub(crate) async fn open_references(store: &Store) -> Result<Vec<String>, store::StoreError> {
    let open = store.attempts().open().await?;
    Ok(open.iter().map(|open| open.record.intent.reference.to_string()).collect())
}
