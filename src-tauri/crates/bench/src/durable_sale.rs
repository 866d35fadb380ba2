//! A card sale from its number to its receipt, through the store, beside a bare loop that leaves the same rows after each commit.

use std::time::{Duration, Instant};

use jiff::Zoned;
use payment::{
    Attempt, AttemptRecord, DispatchPermit, Dispatched, Event, Inquiry, Intent, Operation, Outcome,
    PaymentPolicy, Phase, PurchaseOptions, RecordsAppear,
};
use sale::{Basket, Order, OrderNumber, OrderTender};
use store::{AttemptEnd, CardPayment, PaidOrder};

use crate::Failure;
use crate::durable_sale_bare::{BareLoop, Rows};
use crate::ground::{Ground, on_a_worker};
use crate::report::Report;
use crate::samples::Samples;
use crate::shop::{BenchShop, approval, card_receipt, reference, transaction};

const LINES: usize = 5;
const ROUNDS: usize = 40;
const SALES_IN_A_ROUND: usize = 50;
const WARM_UP_ROUNDS: usize = 6;
const TARGET: f64 = 1.25;

pub(crate) async fn run(ground: &Ground, report: &mut Report) -> Result<(), Failure> {
    let shop = BenchShop::make(&ground.folder("sale-ours")?).await?;
    // The bare sides have the same tables and indexes, made by the same migrations.
    let bare = bare_loop(ground, "sale-bare").await?;
    let floor = bare_loop(ground, "sale-floor").await?;
    let (shop, mut bare, [ours, theirs, at_once]) = on_a_worker(in_turns(shop, bare, floor)).await?;
    report.ratio("durable card sale, 5 lines, 3 commits", &ours, &theirs, TARGET);
    report.note("each of those rows once in its last form, handed over in one trip", &at_once);
    report.note("one bare commit of one small row", &bare.one_commit(500).await?);
    report.note("one trip to SQLite's thread and back", &bare.one_trip(5_000).await?);
    shop.store.close().await;
    bare.close().await
}

async fn bare_loop(ground: &Ground, name: &str) -> Result<BareLoop, Failure> {
    let twin = BenchShop::make(&ground.folder(name)?).await?;
    let head = twin.store.journal().head().await?;
    twin.store.close().await;
    BareLoop::open(twin.store.file(), twin.terminal, head).await
}

async fn in_turns(
    shop: BenchShop,
    mut bare: BareLoop,
    mut floor: BareLoop,
) -> Result<(BenchShop, BareLoop, [Samples; 3]), Failure> {
    let mut times = [Samples::default(), Samples::default(), Samples::default()];
    for round in 0..WARM_UP_ROUNDS + ROUNDS {
        for turn in 0..times.len() {
            // Another one goes first in each round.
            let side = (turn + round) % times.len();
            for number in 1..=SALES_IN_A_ROUND {
                let sale = round * SALES_IN_A_ROUND + number;
                let took = match side {
                    0 => sell(&shop, sale).await?,
                    1 => bare.insert(&rows(&shop, sale)?).await?,
                    _ => floor.insert_at_once(&rows(&shop, sale)?).await?,
                };
                if round >= WARM_UP_ROUNDS {
                    times[side].add(took);
                }
            }
        }
    }
    floor.close().await?;
    Ok((shop, bare, times))
}

/// One sale. Ringing up is not in the time; freezing the order and the engine's steps are.
async fn sell(shop: &BenchShop, sale: usize) -> Result<Duration, Failure> {
    let basket = shop.basket(sale, LINES)?;
    let at = Zoned::now();
    let basket_id = shop.store.baskets().save_open(&basket, at.timestamp()).await?;
    let receipt = receipt_text(&basket, sale)?;
    let payments = shop.store.payments();

    let begun = Instant::now();
    let number = payments.order_number_for(basket_id).await?;
    let mut order = Order::from_basket(number, &basket)?;
    let intent = intent(shop, &order, sale)?;
    let commit = payments.intent_commit(CardPayment {
        basket_id,
        order: order.clone(),
        terminal_id: shop.terminal.id,
        account_id: shop.terminal.account_id,
        place: payment::PurchasePlace::Device,
        at: at.clone(),
        till: "Till 1".to_owned(),
        cashier: "Noor".to_owned(),
    });
    let permit = DispatchPermit::after_commit(intent, &commit).await?;
    let [(sent, dispatched), (paid, approved)] = steps(permit.intent().clone(), &order, sale)?;
    payments.record_attempt(&sent, &dispatched, AttemptEnd::None, &at).await?;
    order.add_tender(OrderTender::card(order.total()))?;
    let end = AttemptEnd::Paid(Box::new(PaidOrder { order, receipt, cashier: "Noor".to_owned() }));
    payments.record_attempt(&paid, &approved, end, &at).await?;
    Ok(begun.elapsed())
}

/// What the store has written when the same sale is over.
fn rows(shop: &BenchShop, sale: usize) -> Result<Rows, Failure> {
    let basket = shop.basket(sale, LINES)?;
    let number = OrderNumber::new(u64::try_from(sale)?);
    let mut order = Order::from_basket(number, &basket)?;
    let intent = intent(shop, &order, sale)?;
    let intended = AttemptRecord::new(intent.clone());
    let [(sent, dispatched), (paid, approved)] = steps(intent, &order, sale)?;
    let before = serde_json::to_string(&order)?;
    order.add_tender(OrderTender::card(order.total()))?;
    Ok(Rows {
        snapshots: [before, serde_json::to_string(&order)?],
        basket: serde_json::to_string(&basket)?,
        records: [
            serde_json::to_string(&intended)?,
            serde_json::to_string(&sent)?,
            serde_json::to_string(&paid)?,
        ],
        events: [serde_json::to_string(&dispatched)?, serde_json::to_string(&approved)?],
        receipt: receipt_text(&basket, sale)?,
        reference: paid.intent.reference.to_string(),
        transaction: transaction(sale)?.to_string(),
        at: Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string(),
        number: i64::try_from(sale)?,
        order,
    })
}

fn receipt_text(basket: &Basket, sale: usize) -> Result<String, Failure> {
    let number = OrderNumber::new(u64::try_from(sale)?);
    Ok(serde_json::to_string(&card_receipt(basket, number, sale)?)?)
}

fn intent(shop: &BenchShop, order: &Order, sale: usize) -> Result<Intent, Failure> {
    Ok(Intent {
        reference: reference(sale)?,
        operation: Operation::Purchase,
        amount: order.total(),
        terminal: shop.terminal.key.clone(),
        options: PurchaseOptions::default(),
    })
}

/// The engine's two steps: taken by the provider, approved. Each with the record it leads to.
fn steps(intent: Intent, order: &Order, sale: usize) -> Result<[(AttemptRecord, Event); 2], Failure> {
    let second = Duration::from_secs(1);
    let policy = PaymentPolicy {
        poll_interval: second,
        poll_interval_limit: second * 10,
        customer_deadline: second * 180,
        not_found_counts_after: second * 45,
        not_found_spacing: second * 5,
        terminal_window: None,
        records: RecordsAppear::AtOnce,
        give_up_after: Duration::from_secs(600),
        late_looks: Vec::new(),
    };
    let transaction = transaction(sale)?;
    let mut attempt = Attempt::new(intent, policy, Duration::ZERO);
    let inquiry = Inquiry::InProgress { transaction: transaction.clone(), phase: Phase::Sent };
    let dispatched = Event::Dispatched(Box::new(Dispatched {
        transaction: transaction.clone(),
        inquiry,
        customer_link: None,
    }));
    attempt.apply(dispatched.clone(), Duration::ZERO);
    let sent = attempt.record().clone();
    let outcome = Outcome::Approved(Box::new(approval(order, sale)?));
    let approved = Event::Inquired(Box::new(Inquiry::Resolved { transaction, outcome }));
    attempt.apply(approved.clone(), second);
    let paid = attempt.record().clone();
    if !paid.state.is_paid() {
        return Err(format!("the engine says {}", paid.state).into());
    }
    Ok([(sent, dispatched), (paid, approved)])
}
