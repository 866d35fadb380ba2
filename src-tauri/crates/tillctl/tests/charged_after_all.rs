//! A card that was charged although the payment system had said that it was not: the next try finds out before it asks for the
//! card. Till, provider and simulator over HTTP, joined as the programs join them.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use composition::{API_KEY, Accounts};
use payment::AttemptState;
use serde_json::json;
use simulator::{Config, Decision, Fault, FaultKind, Simulator, Timings};
use till::{AccountSettings, LateMoney, SecretLocation, Shop, SystemClock, Till, TillError};

const PATIENCE: Duration = Duration::from_secs(20);

async fn shop(cloud: &simulator::Handle, folder: &std::path::Path) -> Till {
    let key = folder.join("key");
    std::fs::write(&key, cloud.api_key()).unwrap();
    let (shop, clock) = (Shop::new("Corner", money::Currency::EUR), Arc::new(SystemClock::new()));
    let till = Till::init(&folder.join("data"), shop, Arc::new(Accounts::new()), clock).await.unwrap();
    till.import_catalogue(b"code,name,price,tax\n101,Espresso,2.50,9\n").await.unwrap();
    let place = SecretLocation::File { path: key };
    let settings = AccountSettings::with_secret("merchant-api", cloud.base_url(), API_KEY, place);
    till.add_account("MerchantAPI", settings).await.unwrap();
    let found = till.read_terminal_text("PL0919CQ00305").await.unwrap();
    till.add_terminal(&found, None).await.unwrap();
    till
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_turns_from_declined_to_approved_stops_the_second_charge() {
    let config = Config { decision: Decision::Amount, timings: Timings::quick(), ..Config::default() };
    let simulator = Simulator::start(config).await.unwrap();
    let cloud = simulator.handle();
    let folder = tempfile::tempdir().unwrap();
    let till = shop(&cloud, folder.path()).await;

    // The card is charged; for a while its record says otherwise.
    let lies = FaultKind::Merge(json!({ "status": "CANCELLED", "result": "DECLINED" }));
    cloud.add_fault(Fault::next("GET", "", lies).times(100_000)).unwrap();
    till.enter("101").await.unwrap();
    till.pay_card().await.unwrap();
    assert_eq!(till.wait_for_payment(PATIENCE).await.unwrap().state, AttemptState::Declined);
    assert_eq!(cloud.ledger().len(), 1, "the premise: money moved");
    cloud.clear_faults();

    let refused = till.pay_card().await;
    assert!(matches!(refused, Err(TillError::CameInLate(_))), "{refused:?}");
    assert_eq!(cloud.ledger().len(), 1, "charged once");
    let cases = till.cases().await.unwrap();
    assert_eq!(cases[0].late, Some(LateMoney::Attachable));
    till.attach_late_payment(&cases[0].record.intent.reference).await.unwrap();
    assert!(till.receipt(cases[0].order.unwrap()).await.is_ok(), "and it pays the order it was for");
    simulator.shutdown().await;
}
