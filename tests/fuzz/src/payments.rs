//! What MerchantAPI and SumUp answer about payments. The promise: whatever comes, an approval is booked only when the
//! bytes spell it out: our reference, our amount, and the words for it, in one JSON document.

use std::cell::OnceCell;
use std::convert::Infallible;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use money::{Currency, Money};
use payment::capabilities::HistoryFilter;
use payment::{
    Attempt, AttemptHandle, AttemptRecord, AttemptReference, AttemptState, DispatchPermit, Event, Inquiry,
    Intent, IntentLog, Operation, Payments, Provider, ProviderTransactionId, PurchaseOptions, TerminalKey,
    Tick,
};
use provider_http::FixedKey;
use provider_merchant_api::{MerchantApi, MerchantApiConfig};
use provider_sumup::{Affiliate, Sumup, SumupConfig};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::rig::{answered, body, impatient};

const REFERENCE: &str = "000123A7K2M9QX";
const TERMINAL: &str = "SUNMI-P2lite-PL0919CQ00305";
const READER: &str = "rdr_3MSAFM23CK82VSTT4BN6RWSQ65";
/// 10.00
const MINOR: i64 = 1_000;

struct Durable;

#[async_trait]
impl IntentLog for Durable {
    type Error = Infallible;

    async fn commit_intent(&self, _: &Intent) -> Result<(), Infallible> {
        Ok(())
    }
}

fn intent(terminal: &str) -> Intent {
    Intent {
        reference: AttemptReference::new(REFERENCE).expect("a reference"),
        operation: Operation::Purchase,
        amount: Money::new(MINOR, Currency::EUR),
        terminal: TerminalKey::new(terminal).expect("a terminal"),
        options: PurchaseOptions::default(),
    }
}

fn handle(terminal: &str, transaction: Option<&str>) -> AttemptHandle {
    let transaction = transaction.map(|id| ProviderTransactionId::new(id).expect("a name"));
    AttemptHandle { transaction, ..AttemptHandle::of(&intent(terminal)) }
}

// A client loads the system's certificates when it is made: once for each thread, not for each input.
thread_local! {
    static MERCHANT: OnceCell<Arc<MerchantApi>> = const { OnceCell::new() };
    static SUMUP: OnceCell<Arc<Sumup>> = const { OnceCell::new() };
}

fn merchant(base_url: &str) -> Arc<MerchantApi> {
    let connect = || {
        let config = MerchantApiConfig::new(base_url, Arc::new(FixedKey::new("KEY")));
        let config = MerchantApiConfig { patience: impatient(), ..config };
        Arc::new(MerchantApi::new(config).expect("a loopback address"))
    };
    MERCHANT.with(|place| place.get_or_init(connect).clone())
}

fn sumup(base_url: &str) -> Arc<Sumup> {
    let connect = || {
        let affiliate =
            Affiliate { app_id: "com.example.till".to_owned(), key: Arc::new(FixedKey::new("AFFILIATE")) };
        let config = SumupConfig::new(Arc::new(FixedKey::new("KEY")), "MH4H92C7", Some(affiliate));
        let config = SumupConfig {
            base_url: base_url.to_owned(),
            patience: impatient(),
            now: || Timestamp::new(1_800_000_000, 0).expect("a moment"),
            ..config
        };
        Arc::new(Sumup::new(config).expect("a loopback address"))
    };
    SUMUP.with(|place| place.get_or_init(connect).clone())
}

pub(crate) fn merchant_by_name(input: &[u8]) {
    inquire(input, TERMINAL, Some("5456"), merchant, "APPROVED");
}

pub(crate) fn merchant_by_reference(input: &[u8]) {
    inquire(input, TERMINAL, None, merchant, "APPROVED");
}

pub(crate) fn sumup_by_name(input: &[u8]) {
    inquire(input, READER, Some("reader|C1"), sumup, "SUCCESSFUL");
}

pub(crate) fn merchant_create(input: &[u8]) {
    create(input, TERMINAL, merchant, "APPROVED");
}

pub(crate) fn sumup_create(input: &[u8]) {
    create(input, READER, sumup, "SUCCESSFUL");
}

fn inquire<P: Payments + Provider>(
    input: &[u8],
    terminal: &str,
    transaction: Option<&str>,
    connect: fn(&str) -> Arc<P>,
    word: &str,
) {
    let handle = handle(terminal, transaction);
    let inquiry = answered(input, |base_url| {
        let provider = connect(base_url);
        async move { provider.inquire(&handle).await }
    });
    if let Ok(inquiry) = inquiry {
        let mut record = AttemptRecord::new(intent(terminal));
        record.state = AttemptState::Pending;
        judge(record, Event::Inquired(Box::new(inquiry)), body(input), word);
    }
}

fn create<P: Payments + Provider>(input: &[u8], terminal: &str, connect: fn(&str) -> Arc<P>, word: &str) {
    let dispatched = answered(input, |base_url| {
        let provider = connect(base_url);
        async move {
            let permit =
                DispatchPermit::after_commit(intent(terminal), &Durable).await.expect("a log without faults");
            provider.dispatch(permit).await
        }
    });
    let event = match dispatched {
        Ok(dispatched) => {
            let link = dispatched.customer_link.as_deref().unwrap_or("https://");
            assert!(
                link.starts_with("https://") || link.starts_with("http://127.0.0.1"),
                "a link to pay at: {link}"
            );
            Event::Dispatched(Box::new(dispatched))
        }
        Err(fault) => Event::DispatchFaulted(fault),
    };
    judge(AttemptRecord::new(intent(terminal)), event, body(input), word);
}

/// What the engine makes of it.
fn judge(record: AttemptRecord, event: Event, body: &[u8], word: &str) {
    let policy = provider_merchant_api::payment_policy();
    let mut attempt = match record.state {
        AttemptState::Intended => Attempt::new(record.intent, policy, Tick::ZERO),
        _ => Attempt::recover(record, policy, Tick::ZERO),
    };
    let short = |inquiry: &Inquiry| match inquiry {
        Inquiry::Contradictory { detail, .. } => assert!(detail.len() <= 4_000, "a sentence, not a book"),
        Inquiry::Resolved { .. } | Inquiry::InProgress { .. } | Inquiry::NotFound { .. } => {}
    };
    match &event {
        Event::Inquired(inquiry) => short(inquiry),
        Event::Dispatched(dispatched) => short(&dispatched.inquiry),
        _ => {}
    }
    attempt.apply(event, Tick::ZERO);
    if attempt.state() == AttemptState::Approved {
        assert!(
            spells_out(body, word),
            "booked, and the answer does not say so: {}",
            String::from_utf8_lossy(body)
        );
    }
}

/// Whether the answer is one JSON document that says, in one object, the word of an approval, our reference and 10.00 EUR.
fn spells_out(body: &[u8], word: &str) -> bool {
    let text = std::str::from_utf8(body).unwrap_or_default().trim_start_matches('\u{feff}');
    serde_json::from_str::<Value>(text).is_ok_and(|document| holds(&document, word))
}

fn holds(value: &Value, word: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| holds(item, word)),
        Value::Object(members) => {
            let texts = || members.values().filter_map(Value::as_str);
            let named = texts().any(|text| text == REFERENCE);
            let approved = texts().any(|text| text.trim().eq_ignore_ascii_case(word));
            (named && approved && amount(value)) || members.values().any(|member| holds(member, word))
        }
        _ => false,
    }
}

/// 10.00 EUR, as `{"value", "currency"}` or as members of the record; a tip may stand on top.
fn amount(record: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::Number(number) => decimal(&number.to_string()),
        Value::String(text) => decimal(text),
        _ => None,
    };
    let asked = Decimal::new(MINOR, 2);
    let (inner, currency) = match &record["amount"] {
        Value::Object(members) => (members.get("value").and_then(number), members.get("currency")),
        plain => (number(plain), record.get("currency")),
    };
    let tip = number(&record["tip_amount"]).unwrap_or_default();
    let euro = currency.and_then(Value::as_str).is_some_and(|text| text.trim().eq_ignore_ascii_case("EUR"));
    euro && inner.is_some_and(|inner| inner == asked || inner - tip == asked)
}

fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    Decimal::from_scientific(text).ok().or_else(|| text.parse().ok())
}

/// Listings end, whatever their headers claim, and are cut at what the till keeps.
pub(crate) fn merchant_pages(input: &[u8]) {
    answered(input, |base_url| {
        let provider = merchant(base_url);
        async move {
            let terminal = TerminalKey::new(TERMINAL).expect("a terminal");
            if let Some(directory) = provider.terminals() {
                for page in [1, 2, u32::MAX] {
                    if let Ok(page) = directory.terminals(page).await {
                        assert!(page.items.len() <= 1_000, "a page is a page");
                    }
                    let _ = directory.stores(page).await;
                }
            }
            if let Some(history) = provider.history() {
                let filter = HistoryFilter { terminal: Some(terminal.clone()), since: None };
                let _ = history.history(&filter, None).await;
            }
            if let Some(keys) = provider.api_keys() {
                let _ = keys.api_keys().await;
            }
            if let Some(totals) = provider.day_totals() {
                let _ = totals.today(&terminal).await;
            }
            let _ = provider.readiness(&terminal).await;
        }
    });
}

pub(crate) fn sumup_history(input: &[u8]) {
    answered(input, |base_url| {
        let provider = sumup(base_url);
        async move {
            let reader = TerminalKey::new(READER).expect("a reader");
            if let Some(history) = provider.history() {
                let filter = HistoryFilter { terminal: Some(reader.clone()), since: None };
                let _ = history.history(&filter, None).await;
            }
            if let Some(directory) = provider.terminals() {
                let _ = directory.terminals(1).await;
            }
            let _ = provider.readiness(&reader).await;
        }
    });
}
