//! Every act of the till that takes text, with garbage for text: whatever a window, a scanner or a script sends, the basket
//! adds up, nothing invisible stays, and the next customer is served.
#![allow(clippy::unwrap_used)]

#[path = "../../../src-tauri/crates/till/tests/support/mod.rs"]
mod support;

use fastrand::Rng;
use fuzz::Mutator;
use money::{Currency, Money};
use sale::MAX_LINES;
use support::{CATALOGUE, world};
use till::{StageSnapshot, Till};

const ACTS: u32 = 1_200;

const WORDS: &[&str] = &[
    "101",
    "102",
    "3*",
    "2 x 101",
    "2104011007508",
    "2100123012342",
    "espresso",
    "10 %",
    "1.50",
    "20",
    "Anna",
    "000001",
    "TB-000001",
    "2026-11-21",
    "S0001",
    "MAKER-M1-S0001",
    "1,250",
    "code,name,price,tax\n101,Tea,1.00,9\n",
];

#[test]
fn whatever_is_typed_the_basket_adds_up_and_the_next_customer_is_served() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let world = world().await;
        let till = &world.till;
        let mut rng = Rng::with_seed(1);
        let mut mutator = Mutator::seeded(2, WORDS.iter().map(|word| word.as_bytes().to_vec()).collect());
        for number in 0..ACTS {
            let text = String::from_utf8_lossy(&mutator.grow()).into_owned();
            act(till, &mut rng, &text).await;
            adds_up(till, number, &text).await;
        }
        till.import_catalogue(CATALOGUE.as_bytes()).await.unwrap();
        if matches!(till.snapshot().await.unwrap().stage, StageSnapshot::Finished(_)) {
            till.next_sale().await.unwrap();
        }
        till.clear_basket().await.unwrap();
        till.clear_pending().await;
        till.enter("101").await.unwrap();
        till.pay_cash(None).await.unwrap();
    });
}

/// One act. Whether it is refused does not matter.
async fn act(till: &Till, rng: &mut Rng, text: &str) {
    let line = till.snapshot().await.unwrap().basket.lines().first().map(|line| line.id);
    match (rng.u8(..16), line) {
        (0..=2, _) => drop(till.enter(text).await),
        (3, _) => drop(till.add_item(text).await),
        (4, _) => assert!(till.search(text).await.unwrap().len() <= 50),
        (5, _) => drop(till.discount_order(Some(text)).await),
        (6, Some(line)) => drop(till.discount_line(line, Some(text)).await),
        (7, Some(line)) => drop(till.set_quantity(line, text).await),
        (8, _) => drop(till.park(Some(text)).await),
        (9, _) => {
            let parked = till.parked().await.unwrap();
            assert!(!parked.iter().any(|it| it.label.chars().any(char::is_control)));
            if let Some(basket) = parked.first() {
                drop(till.recall(basket.id).await);
            }
        }
        (10, _) => drop(till.search_orders(text, 20).await.unwrap()),
        (11, _) => drop(till.read_terminal_text(text).await),
        (12, _) => drop(till.import_catalogue(text.as_bytes()).await),
        (13, _) => {
            drop(till.pay_cash(Some(text)).await);
            drop(till.next_sale().await);
        }
        (14, Some(line)) => drop(till.change_quantity(line, rng.i32(..)).await),
        _ => drop(till.enter("101").await),
    }
}

async fn adds_up(till: &Till, number: u32, text: &str) {
    let snapshot = till.snapshot().await.unwrap();
    let lines = snapshot.basket.lines();
    assert!(lines.len() <= MAX_LINES, "act {number}, {text:?}");
    let totals = &snapshot.totals;
    assert!(!totals.gross.is_negative(), "act {number}, {text:?}: {}", totals.gross);
    let taxed: i64 = totals.tax_rows.iter().map(|row| row.gross.minor()).sum();
    assert_eq!(Money::new(taxed, Currency::EUR), totals.gross, "act {number}, {text:?}");
    for line in lines {
        assert!(!line.name.as_str().chars().any(char::is_control), "act {number}, {text:?}: {:?}", line.name);
    }
}
