//! A shop with two terminals, and the steps of its payments.

use std::path::Path;

use jiff::{Timestamp, Zoned};
use money::{CashRounding, Currency, Money};
use payment::{
    Approval, AttemptRecord, AttemptReference, AttemptState, Card, DispatchPermit, Dispatched, EftReceipts,
    Event, Inquiry, Intent, Operation, Outcome, Phase, ProviderTransactionId, PurchaseOptions, TerminalKey,
};
use sale::{
    Basket, CatalogueItem, ItemCode, ItemName, Order, OrderNumber, OrderTender, Quantity, TaxMode, TaxRate,
    TaxRounding, TaxRules, Unit, settle_cash,
};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Row};
use store::{
    AttemptEnd, BasketId, CardPayment, CashPayment, NewAccount, NewPerson, NewTerminal, PaidOrder, PinHash,
    Role, Store, StoreError, Terminal,
};
use tempfile::TempDir;

pub(crate) struct Shop {
    pub(crate) store: Store,
    pub(crate) terminals: Vec<Terminal>,
    pub(crate) dir: TempDir,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::open_in(tempfile::tempdir().unwrap()).await
    }

    pub(crate) async fn open_in(dir: TempDir) -> Self {
        let store = open(dir.path()).await;
        let account = NewAccount {
            kind: "merchant-api".to_owned(),
            label: "Practice".to_owned(),
            base_url: "http://127.0.0.1:1".to_owned(),
            fields: "{}".to_owned(),
            secrets: r#"{"api_key":{"kept_in":"file","path":"key"}}"#.to_owned(),
            created_at: now(),
        };
        let account = store.accounts().add(account).await.unwrap();
        let mut terminals = Vec::new();
        for serial in ["A1", "B2"] {
            let new = NewTerminal {
                account_id: account.id,
                key: TerminalKey::new(format!("MAKER-MODEL-{serial}")).unwrap(),
                manufacturer: "Maker".to_owned(),
                model: "Model".to_owned(),
                serial: serial.to_owned(),
                name: serial.to_owned(),
                added_at: now(),
            };
            terminals.push(store.terminals().add(new).await.unwrap());
        }
        Self { store, terminals, dir }
    }

    /// Rings up `basket` and freezes it as the order it would be.
    pub(crate) async fn ring_up(&self, basket: &Basket) -> Result<(BasketId, Order), StoreError> {
        let id = self.store.baskets().save_open(basket, now()).await?;
        let number = self.store.payments().order_number_for(id).await?;
        Ok((id, Order::from_basket(number, basket).unwrap()))
    }

    pub(crate) async fn pay_cash(&self, basket: &Basket, step: i64) -> Result<OrderNumber, StoreError> {
        let (basket_id, mut order) = self.ring_up(basket).await?;
        let rounding = CashRounding::to_step(step).unwrap();
        let tender = settle_cash(order.total(), eur(5_000_000), rounding).unwrap();
        order.add_tender(tender.into()).unwrap();
        let number = order.number;
        self.store.payments().pay_cash(cash_payment(basket_id, order)).await?;
        Ok(number)
    }

    /// Makes the intent of a card payment durable on one of the two terminals.
    pub(crate) async fn intend(
        &self,
        basket: &Basket,
        terminal: usize,
        tail: &str,
    ) -> Result<AttemptRecord, StoreError> {
        let (basket_id, order) = self.ring_up(basket).await?;
        let terminal = &self.terminals[terminal];
        let intent = Intent {
            reference: AttemptReference::new(format!("{}{tail}", order.number)).unwrap(),
            operation: Operation::Purchase,
            amount: order.total(),
            terminal: terminal.key.clone(),
            options: PurchaseOptions::default(),
        };
        let payment = CardPayment {
            basket_id,
            order,
            terminal_id: terminal.id,
            account_id: terminal.account_id,
            at: at(),
            till: "Till 1".to_owned(),
            cashier: "Noor".to_owned(),
        };
        let commit = self.store.payments().intent_commit(payment);
        let permit = DispatchPermit::after_commit(intent, &commit).await?;
        Ok(self.open_record(&permit.intent().reference).await)
    }

    pub(crate) async fn open_record(&self, reference: &AttemptReference) -> AttemptRecord {
        let open = self.store.attempts().open().await.unwrap();
        open.into_iter().map(|open| open.record).find(|record| record.intent.reference == *reference).unwrap()
    }

    /// Tells the store that the provider has it.
    pub(crate) async fn send(&self, record: &mut AttemptRecord) -> Result<(), StoreError> {
        let transaction = transaction();
        let inquiry = Inquiry::InProgress { transaction: transaction.clone(), phase: Phase::WaitingForCard };
        record.state = AttemptState::Pending;
        record.transaction = Some(transaction.clone());
        let event = Event::Dispatched(Box::new(Dispatched { transaction, inquiry, customer_link: None }));
        self.store.payments().record_attempt(record, &event, AttemptEnd::None, &at()).await
    }

    pub(crate) async fn approve(&self, record: &mut AttemptRecord) -> Result<(), StoreError> {
        let event = approved(record, AttemptState::Approved);
        let end = self.paid(record).await?;
        self.store.payments().record_attempt(record, &event, end, &at()).await
    }

    pub(crate) async fn paid(&self, record: &AttemptRecord) -> Result<AttemptEnd, StoreError> {
        let mut order = self.store.orders().snapshot(order_of(record)).await?;
        // An order that is paid already takes no tender; the store is not even asked.
        order
            .add_tender(OrderTender::card(record.intent.amount))
            .map_err(|error| StoreError::Conflict(error.to_string()))?;
        Ok(AttemptEnd::Paid(Box::new(PaidOrder { order, receipt: RECEIPT.to_owned() })))
    }

    pub(crate) async fn decline(
        &self,
        record: &mut AttemptRecord,
        end: AttemptEnd,
    ) -> Result<(), StoreError> {
        let event = declined(record);
        self.store.payments().record_attempt(record, &event, end, &at()).await
    }

    /// Sees the database as another program would, without the store's rules of conduct.
    pub(crate) async fn raw(&self) -> SqliteConnection {
        raw(self.dir.path()).await
    }

    pub(crate) async fn number(&self, query: &'static str) -> i64 {
        sqlx::query(query).fetch_one(&mut self.raw().await).await.unwrap().get(0)
    }
}

pub(crate) const RECEIPT: &str = r#"{"receipt":1}"#;

pub(crate) async fn open(dir: &Path) -> Store {
    Store::open(dir, now()).await.unwrap()
}

pub(crate) async fn raw(dir: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(dir.join("tillbridge.sqlite")).foreign_keys(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

pub(crate) fn cash_payment(basket_id: BasketId, order: Order) -> CashPayment {
    CashPayment {
        basket_id,
        order,
        at: at(),
        till: "Till 1".to_owned(),
        cashier: "Noor".to_owned(),
        receipt: RECEIPT.to_owned(),
    }
}

pub(crate) fn approved(record: &mut AttemptRecord, state: AttemptState) -> Event {
    let approval = Approval {
        transaction: transaction(),
        reference: Some(record.intent.reference.clone()),
        terminal: Some(record.intent.terminal.clone()),
        amount: record.intent.amount,
        tip: None,
        card: Card::default(),
        eft: EftReceipts::default(),
    };
    ended(record, state, Outcome::Approved(Box::new(approval)))
}

pub(crate) fn declined(record: &mut AttemptRecord) -> Event {
    ended(record, AttemptState::Declined, Outcome::Declined(Box::default()))
}

fn ended(record: &mut AttemptRecord, state: AttemptState, outcome: Outcome) -> Event {
    record.state = state;
    record.transaction = Some(transaction());
    record.outcome = Some(outcome.clone());
    Event::Inquired(Box::new(Inquiry::Resolved { transaction: transaction(), outcome }))
}

pub(crate) fn order_of(record: &AttemptRecord) -> OrderNumber {
    record.intent.reference.as_str()[..6].parse().unwrap()
}

pub(crate) fn transaction() -> ProviderTransactionId {
    ProviderTransactionId::new("5456485215432746").unwrap()
}

pub(crate) fn now() -> Timestamp {
    at().timestamp()
}

pub(crate) fn at() -> Zoned {
    "2026-11-21T12:00:00.250+01:00[Europe/Amsterdam]".parse().unwrap()
}

pub(crate) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

pub(crate) fn item(code: &str, name: &str, price: i64) -> CatalogueItem {
    CatalogueItem {
        code: ItemCode::new(code).unwrap(),
        name: ItemName::new(name).unwrap(),
        price: eur(price),
        tax: TaxRate::from_milli_percent(9_000).unwrap(),
        category: None,
        unit: Unit::Piece,
        picture: None,
        colour: None,
        aliases: Vec::new(),
    }
}

pub(crate) fn empty_basket() -> Basket {
    let rules = TaxRules { mode: TaxMode::Inclusive, rounding: TaxRounding::PerRate };
    Basket::new(Currency::EUR, rules)
}

/// One article for each price.
pub(crate) fn basket(prices: &[i64]) -> Basket {
    let mut basket = empty_basket();
    for (index, price) in prices.iter().enumerate() {
        basket.add(&item(&format!("C{index}"), &format!("Article {index}"), *price), Quantity::ONE).unwrap();
    }
    basket
}

pub(crate) fn person(name: &str, role: Role) -> NewPerson {
    NewPerson { name: name.to_owned(), role, pin: pin("first"), added_at: now() }
}

pub(crate) fn pin(hash: &str) -> PinHash {
    PinHash { phc: format!("$argon2id${hash}"), pepper: None }
}
