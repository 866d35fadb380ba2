//! Whatever a cashier, the terminals and the network do in whatever order: the books hold.

use payment::{AttemptRecord, AttemptState, Decision, Event, Verdict};
use proptest::prelude::*;
use sqlx::Row;
use store::{AttemptEnd, CaseEnd, StoreError};

use crate::support::{Shop, approved, at, basket, declined, empty_basket, now, transaction};

#[derive(Debug, Clone)]
enum Act {
    Ring(Vec<i64>),
    Clear,
    Park,
    Recall,
    Cash { prices: Vec<i64>, step: i64 },
    Card { prices: Vec<i64>, terminal: usize },
    Told { attempt: usize, news: News },
    Decided { attempt: usize, choice: usize, minor: i64 },
    Attached { attempt: usize },
    CloseAndOpen,
}

#[derive(Debug, Clone, Copy)]
enum News {
    Sent,
    Unknown,
    Approved,
    Declined,
    DeclinedAside,
    NeedsPerson,
    LateApproved,
    Reversed,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let prices = || prop::collection::vec(1_i64..3000, 1..4);
    let news = prop_oneof![
        1 => Just(News::Sent),
        1 => Just(News::Unknown),
        3 => Just(News::Approved),
        3 => Just(News::Declined),
        1 => Just(News::DeclinedAside),
        2 => Just(News::NeedsPerson),
        2 => Just(News::LateApproved),
        1 => Just(News::Reversed),
    ];
    let act = prop_oneof![
        2 => prices().prop_map(Act::Ring),
        1 => Just(Act::Clear),
        1 => Just(Act::Park),
        1 => Just(Act::Recall),
        2 => (prices(), prop_oneof![Just(1), Just(5), Just(10)]).prop_map(|(prices, step)| Act::Cash { prices, step }),
        4 => (prices(), 0_usize..2).prop_map(|(prices, terminal)| Act::Card { prices, terminal }),
        8 => (0_usize..3, news).prop_map(|(attempt, news)| Act::Told { attempt, news }),
        3 => (0_usize..3, 0_usize..2, 1_i64..3000)
            .prop_map(|(attempt, choice, minor)| Act::Decided { attempt, choice, minor }),
        2 => (0_usize..3).prop_map(|attempt| Act::Attached { attempt }),
        1 => Just(Act::CloseAndOpen),
    ];
    prop::collection::vec(act, 1..24)
}

/// A refusal the till knows how to tell a cashier; anything else is a fault.
fn is_an_answer(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict(_) | StoreError::TerminalOccupied(_) | StoreError::NotFound(_))
}

async fn play(shop: &mut Shop, known: &mut Vec<AttemptRecord>, act: Act) -> Result<(), StoreError> {
    match act {
        Act::Ring(prices) => shop.store.baskets().save_open(&basket(&prices), now()).await.map(|_| ()),
        Act::Clear => shop.store.baskets().save_open(&empty_basket(), now()).await.map(|_| ()),
        Act::Park => {
            let Some(on_screen) = shop.store.baskets().open().await? else { return Ok(()) };
            let id = shop.store.baskets().save_open(&on_screen, now()).await?;
            shop.store.baskets().park(id, "customer", now()).await
        }
        Act::Recall => {
            let parked = shop.store.baskets().list_parked().await?;
            let Some(first) = parked.first() else { return Ok(()) };
            shop.store.baskets().recall(first.id, now()).await.map(|_| ())
        }
        Act::Cash { prices, step } => shop.pay_cash(&basket(&prices), step).await.map(|_| ()),
        Act::Card { prices, terminal } => {
            let tail = format!("{:08}", known.len());
            known.push(shop.intend(&basket(&prices), terminal, &tail).await?);
            Ok(())
        }
        Act::Told { attempt, news } => {
            let last = known.len().checked_sub(1 + attempt);
            let Some(record) = last.map(|index| &mut known[index]) else { return Ok(()) };
            let mut told = record.clone();
            tell(shop, &mut told, news).await?;
            *record = told;
            Ok(())
        }
        Act::Decided { attempt, choice, minor } => {
            let Some(index) = known.len().checked_sub(1 + attempt) else { return Ok(()) };
            let Some(decided) = decide(shop, &known[index], choice, minor).await? else { return Ok(()) };
            known[index] = decided;
            Ok(())
        }
        Act::Attached { attempt } => {
            let Some(index) = known.len().checked_sub(1 + attempt) else { return Ok(()) };
            let Some(record) = known[index].attached() else { return Ok(()) };
            let AttemptEnd::Paid(paid) = shop.paid(&record).await? else { return Ok(()) };
            let event = Event::Attached { by: "Noor".to_owned() };
            shop.store.cases().attach(&known[index], &record, &event, &paid, &at()).await?;
            known[index] = record;
            Ok(())
        }
        Act::CloseAndOpen => {
            shop.store.close().await;
            shop.store = crate::support::open(shop.dir.path()).await;
            Ok(())
        }
    }
}

/// A person decides, rightly or not; the books have to hold either way.
async fn decide(
    shop: &Shop,
    before: &AttemptRecord,
    choice: usize,
    minor: i64,
) -> Result<Option<AttemptRecord>, StoreError> {
    let awaited = shop.store.cases().get(&before.intent.reference).await?.awaited;
    let transaction = before.transaction.clone().unwrap_or_else(transaction);
    let asked = before.intent.amount;
    let verdicts = [
        Verdict::PaysItsOrder { transaction: transaction.clone() },
        Verdict::CameInTooMuch { transaction, amount: money::Money::new(minor, asked.currency()) },
        Verdict::NoMoneyCameIn,
        Verdict::SeenTo,
    ];
    let mut offered = verdicts
        .into_iter()
        .filter_map(|verdict| before.decided(Decision::new(verdict, "Ada", "seen in the portal")));
    let Some(record) = offered.nth(choice) else { return Ok(None) };
    let decision = record.decision.clone().expect("it was decided");
    let end = match record.state {
        _ if !awaited || record.state == before.state => AttemptEnd::None,
        AttemptState::Approved => shop.paid(&record).await?,
        _ => AttemptEnd::NotPaidParked,
    };
    shop.store.cases().decide(before, &record, &decision, CaseEnd::Payment(end), &at()).await?;
    Ok(Some(record))
}

async fn tell(shop: &Shop, record: &mut AttemptRecord, news: News) -> Result<(), StoreError> {
    let nothing_follows = |event: Event| (event, AttemptEnd::None);
    let (event, end) = match news {
        News::Sent => return shop.send(record).await,
        News::Approved => return shop.approve(record).await,
        News::Unknown => {
            record.state = AttemptState::Unknown;
            nothing_follows(Event::Restarted)
        }
        News::Declined => (declined(record), AttemptEnd::NotPaid),
        News::DeclinedAside => (declined(record), AttemptEnd::NotPaidParked),
        News::NeedsPerson => nothing_follows(approved(record, AttemptState::NeedsPerson)),
        News::LateApproved => nothing_follows(approved(record, AttemptState::LateApproved)),
        News::Reversed => {
            record.state = AttemptState::Reversed;
            nothing_follows(Event::Woke)
        }
    };
    shop.store.payments().record_attempt(record, &event, end, &at()).await
}

/// What would be wrong, each as a count that has to be nothing.
const WRONG: &[(&str, &str)] = &[
    (
        "a paid order whose tenders are not its total",
        "select count(*) from orders where state = 'paid' and total_minor <> (
             select coalesce(sum(amount_minor - rounding_minor), 0) from tenders
             where order_number = number and tenders.state = 'paid')",
    ),
    ("cash that does not add up", "select count(*) from tenders where kind = 'cash' and given_minor - change_minor <> amount_minor"),
    (
        "a total that is not its lines",
        "select count(*) from orders where total_minor <> (select sum(gross_minor) from order_lines where order_number = number)",
    ),
    (
        "a terminal with two open attempts",
        "select count(*) from (select 1 from attempts where state in ('intended', 'pending', 'unknown')
             group by terminal_id having count(*) > 1)",
    ),
    (
        "an order charged twice",
        "select count(*) from (select 1 from attempts where state = 'approved' group by order_number having count(*) > 1)",
    ),
    (
        "an open attempt on an order that is not being paid",
        "select count(*) from attempts join orders on number = order_number
             where attempts.state in ('intended', 'pending', 'unknown') and orders.state <> 'paying'",
    ),
    (
        "a paid order without a receipt, or a receipt without a paid order",
        "select count(*) from orders left join receipts on order_number = number
             where (orders.state = 'paid') <> (receipts.order_number is not null)",
    ),
    (
        "a gap in the numbers",
        "select count(*) from order_numbers where next <> 1 + (select count(*) from orders)
             or next <> 1 + (select coalesce(max(number), 0) from orders)",
    ),
    (
        "a basket whose state is not its order's",
        "select count(*) from baskets join orders on number = order_number
             where (orders.state = 'paying') <> (baskets.state = 'paying')
             or orders.state = 'paid' and baskets.state <> 'done'",
    ),
    (
        "an order paid by another amount than was charged",
        "select count(*) from tenders join attempts on tender_id = tenders.id or reference = tenders.attached
             where tenders.kind = 'card' and tenders.state = 'paid' and attempts.state in ('approved', 'reversed')
                 and (captured_minor <> tenders.amount_minor or attempts.order_number <> tenders.order_number)",
    ),
    (
        "an end by a person's word without the decision",
        "select count(*) from attempts where record ->> '$.decision.verdict' is not null
             and not exists (select 1 from decisions where decisions.reference = attempts.reference)",
    ),
    ("two baskets on the screen", "select max(count(*), 1) - 1 from baskets where state = 'open'"),
    (
        "a step without its observation",
        "select count(*) from attempts where state <> 'intended' and state is not (
             select state from observations where observations.reference = attempts.reference order by seq desc limit 1)",
    ),
];

async fn books_hold(shop: &Shop, after: &str) {
    let mut raw = shop.raw().await;
    for (wrong, query) in WRONG {
        let found: i64 = sqlx::query(*query).fetch_one(&mut raw).await.unwrap().get(0);
        assert_eq!(found, 0, "{wrong}, after {after}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_books_hold_whatever_happens(acts in acts()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut shop = Shop::open().await;
            let mut known = Vec::new();
            for act in acts {
                let text = format!("{act:?}");
                if let Err(error) = play(&mut shop, &mut known, act).await {
                    assert!(is_an_answer(&error), "{error:?} after {text}");
                }
                books_hold(&shop, &text).await;
            }
            for open in shop.store.attempts().open().await.unwrap() {
                assert!(known.contains(&open.record), "what is kept is what was told last");
            }
        });
    }
}
