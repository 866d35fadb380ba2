//! Books somebody had in their hands: what is in them that the journal does not tell of, and what it tells of that is gone.

use proptest::prelude::*;
use sale::RefundScope;
use sqlx::{Connection, Row};
use store::{JournalCheck, RefundSubject};

use crate::refunds::{SLIP, new_refund, of_goods};
use crate::support::{Shop, at, basket, eur};

/// Five paid orders (entries 5 to 9), and the first two given back in part (each two entries, 10 to 13).
async fn sold_and_given_back() -> Shop {
    let shop = Shop::open().await;
    for price in [100, 200, 300, 400, 500] {
        shop.pay_cash(&basket(&[price]), 1).await.unwrap();
    }
    for order in ["1", "2"] {
        let order = order.parse().unwrap();
        let new = of_goods(&shop, order, RefundScope::Amount(eur(50)), None).await.unwrap();
        let new = new_refund(RefundSubject::Goods, new.refund, None);
        shop.store.refunds().pay_cash(&new, &at(), |_| Ok(SLIP.to_owned())).await.unwrap();
    }
    shop
}

/// The books after somebody took their rules away and did this.
async fn tampered(shop: &Shop, statements: &str) {
    let mut raw = shop.raw().await;
    sqlx::query("pragma foreign_keys = off").execute(&mut raw).await.unwrap();
    let triggers = sqlx::query("select name from sqlite_master where type = 'trigger'");
    for trigger in triggers.fetch_all(&mut raw).await.unwrap() {
        let drop = format!("drop trigger {}", trigger.get::<String, _>(0));
        sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&mut raw).await.unwrap();
    }
    sqlx::raw_sql(sqlx::AssertSqlSafe(statements.to_owned())).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
}

/// The quick check of a start, and the one of everything.
async fn checked(shop: &Shop) -> [JournalCheck; 2] {
    let journal = shop.store.journal();
    [journal.check_tail().await.unwrap(), journal.check_all().await.unwrap()]
}

/// What is found, as it is told.
fn told(check: &JournalCheck) -> Vec<String> {
    check.broken.iter().map(ToString::to_string).collect()
}

fn unwritten(document: &str) -> String {
    format!("{document} is in the database, and no entry of the journal tells of it")
}

fn lost(document: &str, entry: u64) -> String {
    format!("{document} is lost: entry {entry} tells of it, and the database does not have it as ended")
}

fn changed(entry: u64) -> String {
    format!("what entry {entry} tells of was changed in the database: its order, refund, receipt or slip")
}

/// What somebody may do to the books of an order or refund, and how it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tampering {
    OrderMadeUp,
    OrderMadeUpWithReceipt,
    ReceiptMadeUp,
    OrderTakenOut,
    OrderTakenBack,
    TotalChanged,
    ReceiptTakenOut,
    ReceiptNamesAnother,
    RefundMadeUp,
    SlipMadeUp,
    RefundTakenOut,
    RefundTakenBack,
    RefundTotalChanged,
    SlipChanged,
    SlipTakenOut,
}

impl Tampering {
    const ALL: [Tampering; 15] = [
        Self::OrderMadeUp,
        Self::OrderMadeUpWithReceipt,
        Self::ReceiptMadeUp,
        Self::OrderTakenOut,
        Self::OrderTakenBack,
        Self::TotalChanged,
        Self::ReceiptTakenOut,
        Self::ReceiptNamesAnother,
        Self::RefundMadeUp,
        Self::SlipMadeUp,
        Self::RefundTakenOut,
        Self::RefundTakenBack,
        Self::RefundTotalChanged,
        Self::SlipChanged,
        Self::SlipTakenOut,
    ];

    /// Each does it to its own order or refund, so that they do not get into each other's way.
    fn done(self) -> (String, String) {
        let order = |number: u32, columns: &str| {
            format!(
                "insert into orders select {number}, {columns}, currency, total_minor, net_minor, tax_minor, snapshot, till,
                     cashier, created_at, case {columns} when 'paid' then paid_at end from orders where number = 5;"
            )
        };
        let refund = |number: u32, state: &str, ended: &str| {
            format!(
                "insert into refunds select {number}, subject, order_number, kind, original, {state}, currency, total_minor,
                     net_minor, tax_minor, rounding_minor, snapshot, reason, till, cashier, approved_by, created_at, {ended},
                     tries, next_try_at from refunds where number = 1;"
            )
        };
        let receipt = "insert into receipts select 92, model, issued_at, copies, journal_mark from receipts
             where order_number = 5;";
        match self {
            Self::OrderMadeUp => (order(91, "'paid'"), unwritten("order 000091")),
            Self::OrderMadeUpWithReceipt => (order(92, "'paid'") + receipt, unwritten("order 000092")),
            Self::ReceiptMadeUp => (
                order(93, "'unpaid'") + &receipt.replace("92", "93"),
                unwritten("the receipt of order 000093"),
            ),
            Self::OrderTakenOut => {
                let out = "delete from receipts where order_number = 3; delete from orders where number = 3;";
                (out.to_owned(), lost("order 000003", 7))
            }
            Self::OrderTakenBack => {
                let back = "update orders set state = 'unpaid', paid_at = null where number = 4;";
                (back.to_owned(), lost("order 000004", 8))
            }
            Self::TotalChanged => {
                let less = "update orders set total_minor = total_minor - 1, net_minor = net_minor - 1 where number = 1;";
                (less.to_owned(), changed(5))
            }
            Self::ReceiptTakenOut => {
                ("delete from receipts where order_number = 2;".to_owned(), changed(6))
            }
            Self::ReceiptNamesAnother => {
                let mark = "update receipts set journal_mark = '7 0000 0000' where order_number = 5;";
                (mark.to_owned(), changed(9))
            }
            Self::RefundMadeUp => {
                (refund(91, "'refunded'", "created_at"), unwritten("refund R000091"))
            }
            Self::SlipMadeUp => (
                refund(92, "'not_refunded'", "created_at")
                    + "insert into refund_slips select 92, model, issued_at, copies, journal_mark from refund_slips
                         where refund_number = 1;",
                unwritten("the slip of refund R000092"),
            ),
            Self::RefundTakenOut => {
                let out = "delete from refund_slips where refund_number = 1; delete from refunds where number = 1;";
                (out.to_owned(), lost("refund R000001", 11))
            }
            Self::RefundTakenBack => {
                ("update refunds set state = 'not_refunded' where number = 1;".to_owned(), lost("refund R000001", 11))
            }
            Self::RefundTotalChanged => {
                let more = "update refunds set total_minor = total_minor + 1, net_minor = net_minor + 1 where number = 2;";
                (more.to_owned(), changed(13))
            }
            Self::SlipChanged => {
                ("update refund_slips set model = '{}' where refund_number = 2;".to_owned(), changed(13))
            }
            Self::SlipTakenOut => {
                ("delete from refund_slips where refund_number = 2;".to_owned(), changed(13))
            }
        }
    }
}

#[tokio::test]
async fn books_and_journal_that_agree_are_said_to_agree() {
    let shop = sold_and_given_back().await;
    for check in checked(&shop).await {
        assert_eq!((told(&check), check.checked), (vec![], 13));
    }
}

#[tokio::test]
async fn whatever_is_made_up_lost_or_changed_is_named_in_a_sentence() {
    for tampering in Tampering::ALL {
        let shop = sold_and_given_back().await;
        let (statement, sentence) = tampering.done();
        tampered(&shop, &statement).await;
        for check in checked(&shop).await {
            assert_eq!(told(&check), *std::slice::from_ref(&sentence), "{tampering:?}");
        }
    }
}

#[tokio::test]
async fn what_the_books_have_too_much_is_found_however_many_orders_came_after_it() {
    let shop = sold_and_given_back().await;
    tampered(&shop, &Tampering::ReceiptMadeUp.done().0.replace("93", "0")).await;
    // More than a start looks at, and more than one page.
    tampered(
        &shop,
        "insert into orders with recursive more(number) as (values (1000) union select number + 1 from more where number < 3200)
             select more.number, 'unpaid', currency, total_minor, net_minor, tax_minor, snapshot, till, cashier, created_at, null
             from more join orders on orders.number = 5",
    )
    .await;
    let [start, everything] = checked(&shop).await;
    assert_eq!(told(&start), Vec::<String>::new());
    assert_eq!(told(&everything), [unwritten("the receipt of order 000000")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is done to the books in one go, each of it is told, and nothing else.
    #[test]
    fn several_tamperings_are_all_found(chosen in proptest::collection::btree_set(0..Tampering::ALL.len(), 1..6)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let shop = sold_and_given_back().await;
            let mut expected = std::collections::BTreeSet::new();
            for index in chosen {
                let (statement, sentence) = Tampering::ALL[index].done();
                tampered(&shop, &statement).await;
                expected.insert(sentence);
            }
            for check in checked(&shop).await {
                let found: std::collections::BTreeSet<String> = told(&check).into_iter().collect();
                assert_eq!(found, expected);
            }
        });
    }
}
