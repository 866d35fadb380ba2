//! Whatever is asked to be given back, whatever provider and crashes do with it: never more than was charged, and nothing
//! is sent again that may have been done.

use payment::{AttemptRecord, AttemptState, Event, RefundPlace};
use proptest::prelude::*;
use sale::{OrderNumber, RefundNumber, RefundScope};
use sqlx::Row;
use store::{RefundEnd, RefundState, RefundStep, StoreError};

use crate::refunds::{SLIP, declined, intend, made, of_goods, origin_of, route, sent, tell, too_early};
use crate::support::{Shop, at, basket, eur};

#[derive(Debug, Clone)]
enum Act {
    Amount(i64),
    Line(u32),
    Rest,
    Told { attempt: usize, news: News },
    Again,
    Withdraw,
    CloseAndOpen,
}

#[derive(Debug, Clone, Copy)]
enum News {
    Sent,
    Unknown,
    Made,
    Declined,
    TooEarly,
    NeedsPerson,
    MadeLate,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let news = prop_oneof![
        1 => Just(News::Sent),
        1 => Just(News::Unknown),
        4 => Just(News::Made),
        2 => Just(News::Declined),
        2 => Just(News::TooEarly),
        1 => Just(News::NeedsPerson),
        1 => Just(News::MadeLate),
    ];
    let act = prop_oneof![
        3 => (1_i64..900).prop_map(Act::Amount),
        2 => (1_u32..4).prop_map(Act::Line),
        1 => Just(Act::Rest),
        8 => (0_usize..3, news).prop_map(|(attempt, news)| Act::Told { attempt, news }),
        2 => Just(Act::Again),
        1 => Just(Act::Withdraw),
        1 => Just(Act::CloseAndOpen),
    ];
    prop::collection::vec(act, 1..30)
}

struct Play {
    shop: Shop,
    known: Vec<(RefundNumber, AttemptRecord)>,
}

const ORDER: OrderNumber = OrderNumber::new(1);

impl Play {
    async fn begin(&mut self, scope: RefundScope) -> Result<(), StoreError> {
        let origin = origin_of(&self.shop, ORDER).await;
        let Ok(new) = of_goods(&self.shop, ORDER, scope, Some(&origin)).await else { return Ok(()) };
        let amount = new.refund.total;
        self.send(RefundStep::Begin(Box::new(new)), amount).await
    }

    async fn send(&mut self, step: RefundStep, amount: money::Money) -> Result<(), StoreError> {
        let origin = origin_of(&self.shop, ORDER).await;
        let place =
            if self.known.len().is_multiple_of(2) { RefundPlace::Terminal } else { RefundPlace::Provider };
        let reference = format!("R{:05}", self.known.len());
        let route = route(&self.shop, self.known.len() % 2, place);
        self.known.push(intend(&self.shop, step, &origin, amount, route, &reference).await?);
        Ok(())
    }

    async fn told(&mut self, index: usize, news: News) -> Result<(), StoreError> {
        let (number, record) = &self.known[index];
        let (number, mut record, name) = (*number, record.clone(), format!("X{index}"));
        let (event, end) = match news {
            News::Sent => {
                sent(&self.shop, &mut record, &name).await?;
                self.known[index].1 = record;
                return Ok(());
            }
            News::Unknown => {
                record.state = AttemptState::Unknown;
                (Event::Restarted, RefundEnd::None)
            }
            News::Made => {
                let event = made(&mut record, AttemptState::Approved, &name);
                (event, RefundEnd::Refunded(SLIP.to_owned()))
            }
            News::Declined => (declined(&mut record, &name), RefundEnd::NotRefunded),
            News::TooEarly => too_early(&mut record),
            News::NeedsPerson if !record.state.is_open() => return Ok(()),
            News::NeedsPerson => {
                record.state = AttemptState::NeedsPerson;
                (Event::Woke, RefundEnd::NeedsPerson)
            }
            News::MadeLate => {
                // A provider keeps to what it captured, whatever it told before.
                let left = origin_of(&self.shop, ORDER).await.left();
                let head = self.shop.store.refunds().head(number).await?;
                let counted = head.state != RefundState::NotRefunded;
                if !counted && left.minor() < record.intent.amount.minor() {
                    return Ok(());
                }
                let event = made(&mut record, AttemptState::LateApproved, &name);
                let end = match head.state {
                    RefundState::Open | RefundState::Refunded => RefundEnd::None,
                    _ => RefundEnd::Refunded(SLIP.to_owned()),
                };
                (event, end)
            }
        };
        tell(&self.shop, &record, &event, end).await?;
        self.known[index].1 = record;
        Ok(())
    }

    async fn act(&mut self, act: Act) -> Result<(), StoreError> {
        match act {
            Act::Amount(minor) => self.begin(RefundScope::Amount(eur(minor))).await,
            Act::Line(position) => self.begin(RefundScope::Lines(vec![(position, None)])).await,
            Act::Rest => self.begin(RefundScope::Rest).await,
            Act::Told { attempt, news } => match self.known.len().checked_sub(1 + attempt) {
                Some(index) => self.told(index, news).await,
                None => Ok(()),
            },
            Act::Again => match self.shop.store.refunds().waiting().await?.first() {
                Some(head) => self.send(RefundStep::Again(head.number), head.refund.total).await,
                None => Ok(()),
            },
            Act::Withdraw => match self.shop.store.refunds().waiting().await?.first() {
                Some(head) => self.shop.store.refunds().withdraw(head.number, &at()).await,
                None => Ok(()),
            },
            Act::CloseAndOpen => {
                self.shop.store.close().await;
                self.shop.store = crate::support::open(self.shop.dir.path()).await;
                Ok(())
            }
        }
    }
}

/// What would be wrong, each as a count that has to be nothing.
const WRONG: &[(&str, &str)] = &[
    (
        "more given back than was charged",
        "select count(*) from attempts as purchase where tender_id is not null and captured_minor < (
             select coalesce(sum(refunds.total_minor), 0) from refunds
             where original = purchase.reference and refunds.state <> 'not_refunded')",
    ),
    (
        "more than one attempt of a refund that may have moved money",
        "select count(*) from (select 1 from attempts where refund_number is not null
             and state in ('intended', 'pending', 'unknown', 'approved')
             group by refund_number having count(*) > 1)",
    ),
    (
        "a refund that counts as not made although money moved or may have",
        "select count(*) from refunds join attempts on refund_number = number
         where refunds.state in ('not_refunded', 'waiting') and attempts.state not in ('declined', 'cancelled', 'not_sent')",
    ),
    (
        "two refunds of one payment under way",
        "select count(*) from (select 1 from refunds where state = 'open' group by original having count(*) > 1)",
    ),
    (
        "more of a line than was sold",
        "select count(*) from order_lines where gross_minor < (
             select coalesce(sum(refund_lines.gross_minor), 0) from refund_lines
             join refunds on number = refund_number
             where refund_lines.order_number = order_lines.order_number and refund_lines.position = order_lines.position
                 and refunds.state <> 'not_refunded'
                 -- What comes late is a fact, whatever was given back meanwhile.
                 and not exists (select 1 from attempts where attempts.refund_number = number
                     and attempts.state = 'late_approved'))",
    ),
    (
        "a refund that is not its lines",
        "select count(*) from refunds where total_minor <> (
             select coalesce(sum(gross_minor), 0) from refund_lines where refund_number = number)",
    ),
    (
        "a refund without its slip, or a slip without its refund",
        "select count(*) from refunds left join refund_slips on refund_number = number
         where (refunds.state = 'refunded') <> (refund_slips.refund_number is not null)",
    ),
    ("a gap in the numbers", "select count(*) from refund_numbers where next <> 1 + (select count(*) from refunds)"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn never_more_goes_back_than_came_in(acts in acts()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let shop = Shop::open().await;
            let mut paid = shop.intend(&basket(&[333, 250, 417]), 0, "AAAAAAAA").await.unwrap();
            shop.approve(&mut paid).await.unwrap();
            let mut play = Play { shop, known: Vec::new() };
            for act in acts {
                let text = format!("{act:?}");
                if let Err(error) = play.act(act).await {
                    let answer = matches!(
                        error,
                        StoreError::Conflict(_) | StoreError::TerminalRefunding(_) | StoreError::NotFound(_)
                    );
                    assert!(answer, "{error:?} after {text}");
                }
                let mut raw = play.shop.raw().await;
                for (wrong, query) in WRONG {
                    let found: i64 = sqlx::query(*query).fetch_one(&mut raw).await.unwrap().get(0);
                    assert_eq!(found, 0, "{wrong}, after {text}");
                }
            }
        });
    }
}
