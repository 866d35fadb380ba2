//! A refund that its payment system is not ready for waits, and is sent again by itself: till, provider and simulator,
//! joined as the programs join them, on a clock that runs fast.
#![allow(clippy::unwrap_used)]

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use composition::{API_KEY, Accounts, MERCHANT_CODE};
use drive::MonotonicClock;
use jiff::{SignedDuration, Zoned};
use payment::{AttemptState, FaultKind, TerminalKey};
use sale::RefundScope;
use simulator::{Brand, Config, HostedAct, Simulator, SumupConfig, SumupTimings, Timings};
use till::{
    AccountSettings, Clock, MoneyEnd, RefundRequest, RefundStage, SecretLocation, Shop, StageSnapshot,
    TextWidth, Till,
};

/// So many seconds of the till pass in one of ours: what takes it most of a minute is over in one.
const HURRY: u32 = 60;
/// The payment system refuses refunds so long after a payment, in our time: not as long as the till doubts its first try.
const BOOKING: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_secs(60);

struct Hurried {
    zero: Instant,
    wall: Zoned,
}

impl MonotonicClock for Hurried {
    fn tick(&self) -> Duration {
        self.zero.elapsed() * HURRY
    }

    fn sleep_until(&self, tick: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep_until((self.zero + tick / HURRY).into()))
    }
}

impl Clock for Hurried {
    fn wall(&self) -> Zoned {
        let passed = SignedDuration::try_from(self.tick()).unwrap();
        self.wall.checked_add(passed).unwrap()
    }
}

/// A shop whose customer has paid 2.50 at a link a moment ago.
async fn just_paid(simulator: &Simulator, folder: &std::path::Path) -> (Till, sale::OrderNumber) {
    let cloud = simulator.handle();
    let key = folder.join("key");
    std::fs::write(&key, cloud.sumup_api_key()).unwrap();
    let clock = Arc::new(Hurried { zero: Instant::now(), wall: Zoned::now() });
    let shop = Shop::new("Corner", money::Currency::EUR);
    let till = Till::init(&folder.join("data"), shop, Arc::new(Accounts::new()), clock).await.unwrap();
    till.import_catalogue(b"code,name,price,tax\n101,Espresso,2.50,9\n").await.unwrap();
    let place = SecretLocation::File { path: key };
    let mut settings = AccountSettings::with_secret("sumup", cloud.sumup_base_url(), API_KEY, place);
    settings.fields.insert(MERCHANT_CODE.to_owned(), cloud.sumup_merchant_code().to_owned());
    let account = till.add_account("SumUp", settings).await.unwrap();
    let link = till.find_offered(account.id, &TerminalKey::new("PAY-BY-LINK").unwrap()).await.unwrap();
    till.add_terminal(&link, None).await.unwrap();
    till.enter("101").await.unwrap();
    till.pay_card().await.unwrap();
    let mut changes = till.changes();
    let link = loop {
        if let StageSnapshot::Paying(paying) = till.snapshot().await.unwrap().stage
            && let Some(link) = paying.record.customer_link
        {
            break link;
        }
        changes.changed().await.unwrap();
    };
    let checkout = link.rsplit('/').next().unwrap();
    cloud.hosted_act(checkout, &HostedAct::Pay { brand: Brand::Visa }).unwrap();
    till.wait_for_payment(PATIENCE).await.unwrap();
    let StageSnapshot::Finished(finished) = till.snapshot().await.unwrap().stage else { panic!("paid") };
    assert_eq!(finished.end, MoneyEnd::Paid);
    (till, finished.order)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_that_comes_too_early_waits_and_is_made_once() {
    let timings = SumupTimings { refund_too_early: BOOKING, ..SumupTimings::quick() };
    let sumup = SumupConfig { timings, ..SumupConfig::quick() };
    let config = Config { sumup, timings: Timings::quick(), ..Config::default() };
    let simulator = Simulator::start(config).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (till, order) = just_paid(&simulator, folder.path()).await;

    let request =
        RefundRequest { order, to: None, scope: RefundScope::Rest, terminal: None, reason: None, seen: None };
    let refund = till.refund(request, None).await.unwrap();
    let waiting = till.wait_for_refund(refund, PATIENCE).await.unwrap();
    assert_eq!(waiting.stage, RefundStage::Waiting);
    let first = waiting.attempt.unwrap();
    let fault = first.last_fault.unwrap();
    assert_eq!(
        (first.state, fault.kind(), fault.status()),
        (AttemptState::NotSent, FaultKind::TooEarly, Some(409))
    );

    till.wait_for_refunds(&[refund], PATIENCE).await.unwrap();
    let detail = till.refund_detail(refund).await.unwrap();
    let states: Vec<AttemptState> = detail.attempts.iter().map(|attempt| attempt.record.state).collect();
    assert_eq!(states, [AttemptState::NotSent, AttemptState::Approved], "sent again as a new attempt");
    assert_ne!(
        detail.attempts[0].record.intent.reference, detail.attempts[1].record.intent.reference,
        "with a reference of its own"
    );
    let given_back = simulator.handle().sumup_transactions()[0].refunded.clone();
    assert_eq!(given_back.value, "2.50", "once");
    let slip = till.refund_slip(refund).await.unwrap().text(TextWidth::Columns42);
    assert!(slip.contains("2,50") && !slip.contains('|'), "{slip}");
    simulator.shutdown().await;
}
