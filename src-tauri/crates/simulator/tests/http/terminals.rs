//! The person at the terminal, the table of amounts, the script.

use serde_json::{Value, json};
use simulator::{
    Act, ActError, Brand, Clock, Config, Decision, Entry, Outcome, Pin, ResponseCode, Stage, Timings,
    UnknownTerminal,
};

use crate::shop::{COUNTER, Shop, WINDOW, impatient, quick, transaction, unhurried};

fn tap() -> Act {
    Act::PresentCard { brand: Brand::Mastercard, entry: Entry::Contactless }
}

fn insert() -> Act {
    Act::PresentCard { brand: Brand::Maestro, entry: Entry::Chip }
}

/// A payment the counter's terminal asks a card for.
async fn asked(shop: &Shop, value: &str) -> String {
    let id = shop.till.purchase(COUNTER, "ORDER", value).await.id();
    shop.stage(COUNTER, Stage::WaitingForCard).await;
    id
}

async fn ended(shop: &Shop, id: &str) -> (Value, Value, String) {
    shop.until(|handle| {
        let transactions = handle.transactions();
        let found = transactions.iter().find(|transaction| transaction.id == id).unwrap();
        matches!(found.status, simulator::Status::Cleared | simulator::Status::Cancelled)
    })
    .await;
    let body = shop.till.transaction(COUNTER, id).await.json();
    let slip = body["receipt"].as_str().unwrap_or_default().to_owned();
    (body["status"].clone(), body.get("result").cloned().unwrap_or(Value::Null), slip)
}

#[tokio::test]
async fn a_small_contactless_payment_needs_no_pin_and_an_inserted_card_does() {
    let shop = Shop::with(unhurried()).await;
    let small = asked(&shop, "50.00").await;
    shop.handle.act(COUNTER, tap()).unwrap();
    assert_eq!(shop.handle.terminal(COUNTER).unwrap().stage, Stage::Processing);
    let (status, result, slip) = ended(&shop, &small).await;
    assert_eq!((status, result), (json!("CLEARED"), json!("APPROVED")));
    assert!(slip.contains("MASTERCARD   Contactless") && slip.contains("A0000000041010"), "{slip}");

    shop.stage(COUNTER, Stage::Idle).await;
    let large = asked(&shop, "50.01").await;
    shop.handle.act(COUNTER, tap()).unwrap();
    assert_eq!(shop.handle.terminal(COUNTER).unwrap().stage, Stage::EnterPin, "above the limit");
    shop.handle.act(COUNTER, Act::EnterPin { pin: Pin::Right }).unwrap();
    ended(&shop, &large).await;

    shop.stage(COUNTER, Stage::Idle).await;
    let chip = asked(&shop, "1.00").await;
    shop.handle.act(COUNTER, insert()).unwrap();
    assert_eq!(shop.handle.terminal(COUNTER).unwrap().pin_tries_left, Some(3));
    shop.handle.act(COUNTER, Act::EnterPin { pin: Pin::Right }).unwrap();
    let (_, _, slip) = ended(&shop, &chip).await;
    assert!(slip.contains("Verified by          PIN"), "{slip}");
}

#[tokio::test]
async fn three_wrong_pins_end_in_a_refusal() {
    let shop = Shop::with(unhurried()).await;
    let id = asked(&shop, "1.00").await;
    shop.handle.act(COUNTER, insert()).unwrap();
    for tries_left in [2, 1] {
        shop.handle.act(COUNTER, Act::EnterPin { pin: Pin::Wrong }).unwrap();
        assert_eq!(shop.handle.terminal(COUNTER).unwrap().pin_tries_left, Some(tries_left));
    }
    shop.handle.act(COUNTER, Act::EnterPin { pin: Pin::Wrong }).unwrap();
    shop.stage(COUNTER, Stage::Declined).await;
    assert_eq!(shop.handle.terminal(COUNTER).unwrap().response_code, ResponseCode::new(75));
    let (status, result, slip) = ended(&shop, &id).await;
    assert_eq!((status, result), (json!("CANCELLED"), json!("DECLINED")));
    assert!(slip.contains("PAYMENT DECLINED") && slip.contains("75"), "{slip}");
    assert!(shop.handle.ledger().is_empty());
}

#[tokio::test]
async fn a_refused_card_a_red_key_and_a_customer_who_leaves_cost_nothing() {
    let shop = Shop::open().await;
    let stories = [
        (Act::Decline { code: ResponseCode::INSUFFICIENT_FUNDS }, json!("DECLINED"), "DECLINED"),
        (Act::CancelOnTerminal, Value::Null, "PAYMENT CANCELLED"),
        (Act::WalkAway, Value::Null, "Time is over"),
    ];
    for (act, expected, words) in stories {
        let id = asked(&shop, "5.00").await;
        shop.handle.act(COUNTER, act.clone()).unwrap();
        let (status, result, slip) = ended(&shop, &id).await;
        assert_eq!((status, result), (json!("CANCELLED"), expected), "{act:?}");
        assert!(slip.contains(words), "{act:?}: {slip}");
        assert_eq!(shop.handle.terminal(COUNTER).unwrap().last_slip, Some(slip));
        shop.stage(COUNTER, Stage::Idle).await;
    }
    assert!(shop.handle.ledger().is_empty());
}

#[tokio::test]
async fn a_terminal_nobody_comes_to_gives_up_by_itself() {
    let shop = Shop::with(impatient()).await;
    let id = shop.till.purchase(COUNTER, "ALONE", "5.00").await.id();
    let (status, result, _) = ended(&shop, &id).await;
    assert_eq!((status, result), (json!("CANCELLED"), Value::Null));
}

#[tokio::test]
async fn acts_out_of_place_are_refused_and_change_nothing() {
    let shop = Shop::with(unhurried()).await;
    for act in [tap(), Act::EnterPin { pin: Pin::Right }, Act::WalkAway, Act::CancelOnTerminal] {
        assert_eq!(shop.handle.act(COUNTER, act), Err(ActError::NotNow(Stage::Idle)));
    }
    let nowhere = UnknownTerminal("SUNMI-P9-X".to_owned());
    assert_eq!(shop.handle.act("SUNMI-P9-X", Act::SwitchOn), Err(nowhere.into()));
    asked(&shop, "5.00").await;
    assert!(shop.handle.terminal(COUNTER).unwrap().stage_ends_in_ms.is_some_and(|left| left <= 8_000));
    shop.handle.act(COUNTER, tap()).unwrap();
    let late = shop.handle.act(COUNTER, Act::CancelOnTerminal);
    assert_eq!(late, Err(ActError::NotNow(Stage::Processing)), "the red key comes too late");
}

#[tokio::test]
async fn a_payment_approved_while_the_network_is_gone_is_charged_but_stays_created() {
    let shop = Shop::with(unhurried()).await;
    let id = asked(&shop, "5.00").await;
    shop.handle.act(COUNTER, tap()).unwrap();
    shop.handle.act(COUNTER, Act::LoseNetwork).unwrap();
    shop.stage(COUNTER, Stage::NoNetwork).await;
    assert_eq!(shop.handle.ledger().len(), 1, "the bank has the money");
    assert_eq!(shop.till.transaction(COUNTER, &id).await.json()["status"], "CREATED");
    assert_eq!(shop.till.delete(&transaction(COUNTER, &id)).await.status, 409);
    shop.handle.act(COUNTER, Act::RestoreNetwork).unwrap();
    let (status, result, _) = ended(&shop, &id).await;
    assert_eq!((status, result), (json!("CLEARED"), json!("APPROVED")));
    assert_eq!(shop.handle.ledger().len(), 1);
}

#[tokio::test]
async fn a_payment_cancelled_behind_an_offline_terminals_back_is_never_charged() {
    let shop = Shop::with(unhurried()).await;
    let id = asked(&shop, "5.00").await;
    shop.handle.act(COUNTER, Act::LoseNetwork).unwrap();
    shop.handle.act(COUNTER, tap()).unwrap();
    assert_eq!(shop.handle.terminal(COUNTER).unwrap().stage, Stage::Connecting);
    assert_eq!(shop.till.delete(&transaction(COUNTER, &id)).await.status, 204, "the cloud knows of no card");
    shop.handle.act(COUNTER, Act::RestoreNetwork).unwrap();
    shop.stage(COUNTER, Stage::Idle).await;
    assert!(shop.handle.ledger().is_empty());
}

#[tokio::test]
async fn a_card_held_against_an_offline_terminal_ends_without_connection() {
    let shop = Shop::with(unhurried()).await;
    let id = asked(&shop, "5.00").await;
    shop.handle.act(COUNTER, Act::LoseNetwork).unwrap();
    shop.handle.act(COUNTER, tap()).unwrap();
    shop.stage(COUNTER, Stage::NoNetwork).await;
    assert_eq!(shop.till.transaction(COUNTER, &id).await.json()["status"], "CREATED", "not reported yet");
    shop.handle.act(COUNTER, Act::RestoreNetwork).unwrap();
    let (status, _, slip) = ended(&shop, &id).await;
    assert_eq!(status, "CANCELLED");
    assert!(slip.contains("No connection"), "{slip}");
}

#[tokio::test]
async fn a_terminal_switched_off_at_the_card_reports_when_it_is_on_again() {
    let shop = Shop::open().await;
    let id = asked(&shop, "5.00").await;
    shop.handle.act(COUNTER, Act::SwitchOff).unwrap();
    assert_eq!(shop.handle.terminal(COUNTER).unwrap().stage, Stage::Off);
    assert_eq!(shop.till.transaction(COUNTER, &id).await.json()["status"], "CREATED");
    shop.handle.act(COUNTER, Act::SwitchOn).unwrap();
    let (status, result, _) = ended(&shop, &id).await;
    assert_eq!((status, result), (json!("CANCELLED"), Value::Null));
    shop.stage(COUNTER, Stage::Idle).await;
}

#[tokio::test]
async fn a_terminal_without_paper_takes_no_work() {
    let shop = Shop::with(Config { decision: Decision::Script, ..quick() }).await;
    shop.handle.act(COUNTER, Act::RunOutOfPaper).unwrap();
    let id = shop.till.purchase(COUNTER, "PAPER", "1.00").await.id();
    shop.pay(WINDOW, "MEANWHILE", "1.00").await;
    let terminal = shop.handle.terminal(COUNTER).unwrap();
    assert_eq!((terminal.stage, terminal.work_waits), (Stage::PaperOut, true));
    shop.handle.act(COUNTER, Act::RefillPaper).unwrap();
    shop.status(&id, "CLEARED").await;
}

#[tokio::test]
async fn the_cents_of_the_amount_decide() {
    let shop = Shop::with(Config { decision: Decision::Amount, ..quick() }).await;
    let stories = [
        ("12.00", json!("CLEARED"), json!("APPROVED")),
        ("3.51", json!("CANCELLED"), json!("DECLINED")),
        ("100.91", json!("CANCELLED"), json!("DECLINED")),
        ("0.69", json!("CANCELLED"), Value::Null),
        ("10.10", json!("CLEARED"), json!("APPROVED")),
    ];
    for (value, status, result) in stories {
        let id = shop.till.purchase(COUNTER, "TABLE", value).await.id();
        let (is, was, _) = ended(&shop, &id).await;
        assert_eq!((is, was), (status, result), "{value}");
        shop.stage(COUNTER, Stage::Idle).await;
    }
}

#[tokio::test]
async fn a_script_is_played_once_per_payment_and_terminal() {
    let shop = Shop::with(Config { decision: Decision::Script, ..impatient() }).await;
    let own = vec![Outcome::Decline(ResponseCode::default()), Outcome::CancelOnTerminal, Outcome::WalkAway];
    shop.handle.script(Some(COUNTER), own).unwrap();
    shop.handle.script(None, vec![Outcome::ApproveWith(Brand::Amex)]).unwrap();
    let mut ends = Vec::new();
    for _ in 0..5 {
        let id = shop.till.purchase(COUNTER, "SCRIPT", "1.00").await.id();
        let (status, result, slip) = ended(&shop, &id).await;
        ends.push((status, result, slip.contains("AMERICAN EXPRESS")));
        shop.stage(COUNTER, Stage::Idle).await;
    }
    let cancelled = (json!("CANCELLED"), Value::Null, false);
    assert_eq!(ends[0].1, "DECLINED");
    assert_eq!(ends[1..3], [cancelled.clone(), cancelled]);
    assert_eq!(ends[3], (json!("CLEARED"), json!("APPROVED"), true), "the shared list comes next");
    assert_eq!(ends[4].1, "APPROVED", "an empty script approves");
    assert!(shop.handle.script(Some("SUNMI-P9-X"), Vec::new()).is_err());
}

#[tokio::test]
async fn a_scripted_terminal_can_lose_its_network_with_the_money_taken() {
    let shop = Shop::with(Config { decision: Decision::Script, ..quick() }).await;
    shop.handle.script(None, vec![Outcome::ApproveThenOffline]).unwrap();
    let id = shop.till.purchase(COUNTER, "LOST", "1.00").await.id();
    shop.stage(COUNTER, Stage::NoNetwork).await;
    assert_eq!(shop.handle.ledger()[0].transaction, id);
    assert_eq!(shop.till.transaction(COUNTER, &id).await.json()["status"], "CREATED");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_ids_cards_and_numbers() {
    let run = async || {
        let clock = Clock::StartingAt("2026-03-01T12:00:00Z".parse().unwrap());
        let timings = Timings::quick();
        let config = Config { seed: 77, clock, timings, decision: Decision::Script, ..Config::default() };
        let shop = Shop::with(config).await;
        let mut seen = Vec::new();
        for value in ["1.00", "70.00"] {
            let id = shop.pay(COUNTER, "SEED", value).await;
            let body = shop.till.transaction(COUNTER, &id).await.json();
            let slip = body["receipt"].as_str().unwrap();
            let untimed: Vec<String> =
                slip.lines().filter(|line| !line.starts_with("01/03/2026")).map(str::to_owned).collect();
            seen.push((id, body["system_trace_audit_number"].clone(), untimed));
        }
        shop.simulator.shutdown().await;
        seen
    };
    assert_eq!(run().await, run().await);
}

#[tokio::test]
async fn the_qr_symbol_names_the_terminal() {
    let shop = Shop::open().await;
    let text = shop.handle.terminal_qr_text(COUNTER).unwrap();
    assert_eq!(text, r#"{"manufacturer":"SUNMI","model":"P2lite","serial":"PL0919CQ00305"}"#);
    let svg = shop.handle.terminal_qr_svg(COUNTER).unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>") && svg.len() > 2_000);
    assert!(shop.handle.terminal_qr_svg("SUNMI-P9-X").is_err());
}
