//! A card sale from its number to its receipt, through the store, beside a bare loop that inserts the same rows.

use std::time::{Duration, Instant};

use jiff::Zoned;
use payment::{
    Attempt, AttemptRecord, DispatchPermit, Dispatched, Event, Inquiry, Intent, Operation, Outcome,
    PaymentPolicy, Phase, PurchaseOptions,
};
use sale::{Basket, Order, OrderNumber, OrderTender};
use store::{AttemptEnd, CardPayment, PaidOrder};

use crate::Failure;
use crate::durable_sale_bare::{BareLoop, Rows};
use crate::ground::{Ground, on_a_worker};
use crate::report::Report;
use crate::samples::{Samples, Side};
use crate::shop::{BenchShop, approval, card_receipt, reference, transaction};

const LINES: usize = 5;
const ROUNDS: usize = 40;
const SALES_IN_A_ROUND: usize = 50;
const WARM_UP: usize = 100;
const TARGET: f64 = 1.25;

pub(crate) async fn run(ground: &Ground, report: &mut Report) -> Result<(), Failure> {
    let shop = BenchShop::make(&ground.folder("sale-ours")?).await?;
    // The same tables and indexes, made by the same migrations.
    let bare_folder = ground.folder("sale-bare")?;
    let twin = BenchShop::make(&bare_folder).await?;
    twin.store.close().await;
    let bare = BareLoop::open(twin.store.file(), &twin.terminal).await?;
    let (shop, mut bare, ours, theirs) = on_a_worker(in_turns(shop, bare)).await?;
    report.ratio("durable card sale, 5 lines, 4 commits", &ours, &theirs, TARGET);
    report.note("one bare commit of one small row", &bare.one_commit(500).await?);
    report.note("one trip to SQLite's thread and back", &bare.one_trip(5_000).await?);
    shop.store.close().await;
    bare.close().await
}

async fn in_turns(
    shop: BenchShop,
    mut bare: BareLoop,
) -> Result<(BenchShop, BareLoop, Samples, Samples), Failure> {
    let (mut ours, mut theirs) = (Samples::default(), Samples::default());
    let mut sale = 0;
    for _ in 0..WARM_UP {
        sale += 1;
        sell(&shop, sale).await?;
        bare.insert(&rows(&shop, sale)?).await?;
    }
    for round in 0..ROUNDS {
        for side in Side::of_round(round) {
            for number in 1..=SALES_IN_A_ROUND {
                let sale = sale + number;
                match side {
                    Side::Ours => ours.add(sell(&shop, sale).await?),
                    Side::Bare => theirs.add(bare.insert(&rows(&shop, sale)?).await?),
                }
            }
        }
        sale += SALES_IN_A_ROUND;
    }
    Ok((shop, bare, ours, theirs))
}

/// One sale. Ringing up is not in the time; freezing the order and the engine's steps are.
async fn sell(shop: &BenchShop, sale: usize) -> Result<Duration, Failure> {
    let basket = shop.basket(sale, LINES)?;
    let at = Zoned::now();
    let basket_id = shop.store.baskets().save_open(&basket, at.timestamp()).await?;
    let receipt = receipt_text(&basket, sale)?;
    let payments = shop.store.payments();

    let begun = Instant::now();
    let number = payments.reserve_order_number(basket_id, at.timestamp()).await?;
    let mut order = Order::from_basket(number, &basket)?;
    let intent = intent(shop, &order, sale)?;
    let commit = payments.intent_commit(CardPayment {
        basket_id,
        order: order.clone(),
        terminal_id: shop.terminal.id,
        account_id: shop.terminal.account_id,
        at: at.clone(),
        till: "Till 1".to_owned(),
        cashier: "Noor".to_owned(),
    });
    let permit = DispatchPermit::after_commit(intent, &commit).await?;
    let [(sent, dispatched), (paid, approved)] = steps(permit.intent().clone(), &order, sale)?;
    payments.record_attempt(&sent, &dispatched, AttemptEnd::None, &at).await?;
    order.add_tender(OrderTender::card(order.total()))?;
    let end = AttemptEnd::Paid(Box::new(PaidOrder { order, receipt }));
    payments.record_attempt(&paid, &approved, end, &at).await?;
    Ok(begun.elapsed())
}

/// What the store has written when the same sale is over.
fn rows(shop: &BenchShop, sale: usize) -> Result<Rows, Failure> {
    let basket = shop.basket(sale, LINES)?;
    let number = OrderNumber::new(u64::try_from(sale)?);
    let mut order = Order::from_basket(number, &basket)?;
    let [(_, dispatched), (paid, approved)] = steps(intent(shop, &order, sale)?, &order, sale)?;
    order.add_tender(OrderTender::card(order.total()))?;
    Ok(Rows {
        order_text: serde_json::to_string(&order)?,
        record: serde_json::to_string(&paid)?,
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

pub(crate) fn intent(shop: &BenchShop, order: &Order, sale: usize) -> Result<Intent, Failure> {
    Ok(Intent {
        reference: reference(sale)?,
        operation: Operation::Purchase,
        amount: order.total(),
        terminal: shop.terminal.key.clone(),
        options: PurchaseOptions::default(),
    })
}

/// The engine's two steps: taken by the provider, approved. Each with the record it leads to.
pub(crate) fn steps(
    intent: Intent,
    order: &Order,
    sale: usize,
) -> Result<[(AttemptRecord, Event); 2], Failure> {
    let second = Duration::from_secs(1);
    let policy = PaymentPolicy {
        poll_interval: second,
        poll_interval_limit: second * 10,
        customer_deadline: second * 180,
        not_found_counts_after: second * 45,
        not_found_spacing: second * 5,
        terminal_window: None,
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
