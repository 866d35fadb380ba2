use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use money::{Currency, Money};
use payment::{
    AttemptHandle, AttemptReference, DispatchPermit, Intent, IntentLog, Operation, ProviderTransactionId,
    PurchaseOptions, TerminalKey,
};
use provider_http::{FixedKey, Patience};
use provider_sumup::{Affiliate, PAY_BY_LINK, Sumup, SumupConfig};

use crate::stub::{Reply, Request, Stub, json};

pub(crate) const REFERENCE: &str = "000123A7K2M9QX";
pub(crate) const READER: &str = "rdr_3MSAFM23CK82VSTT4BN6RWSQ65";
pub(crate) const CLIENT: &str = "reader|C1";

struct Durable;

#[async_trait]
impl IntentLog for Durable {
    type Error = Infallible;

    async fn commit_intent(&self, _: &Intent) -> Result<(), Infallible> {
        Ok(())
    }
}

pub(crate) fn affiliate() -> Affiliate {
    Affiliate { app_id: "com.example.till".to_owned(), key: Arc::new(FixedKey::new("CANARY-AFFILIATE")) }
}

pub(crate) fn api_with(stub: &Stub, affiliate: Option<Affiliate>) -> Sumup {
    let config = SumupConfig::new(Arc::new(FixedKey::new("CANARY-KEY")), "MH4H92C7", affiliate);
    Sumup::new(SumupConfig {
        base_url: stub.base_url.clone(),
        patience: Patience { back_off: Duration::from_millis(1), ..Patience::default() },
        now: || Timestamp::new(1_800_000_000, 0).unwrap(),
        ..config
    })
    .unwrap()
}

pub(crate) fn api(stub: &Stub) -> Sumup {
    api_with(stub, Some(affiliate()))
}

pub(crate) fn intent(operation: Operation) -> Intent {
    Intent {
        reference: AttemptReference::new(REFERENCE).unwrap(),
        operation,
        amount: Money::new(1_000, Currency::EUR),
        terminal: TerminalKey::new(READER).unwrap(),
        options: PurchaseOptions::default(),
    }
}

pub(crate) fn link_intent() -> Intent {
    Intent { terminal: TerminalKey::new(PAY_BY_LINK).unwrap(), ..intent(Operation::Purchase) }
}

pub(crate) fn refund() -> Operation {
    Operation::Refund { original: id("T1") }
}

pub(crate) fn id(text: &str) -> ProviderTransactionId {
    ProviderTransactionId::new(text).unwrap()
}

pub(crate) fn attempt(transaction: Option<&str>) -> AttemptHandle {
    AttemptHandle { transaction: transaction.map(id), ..AttemptHandle::of(&intent(Operation::Purchase)) }
}

pub(crate) async fn permit(intent: Intent) -> DispatchPermit {
    DispatchPermit::after_commit(intent, &Durable).await.unwrap()
}

/// What the interface knows; everything else is 404.
#[derive(Default, Clone)]
pub(crate) struct World {
    /// By the names `id=…`, `client_transaction_id=…`, `foreign_transaction_id=…`.
    pub(crate) transactions: Vec<(&'static str, String)>,
    pub(crate) history: Vec<String>,
    pub(crate) status: Option<&'static str>,
    pub(crate) checkout: Option<String>,
    pub(crate) receipt: Option<String>,
}

impl World {
    pub(crate) async fn start(self) -> Stub {
        Stub::start(move |_, request| self.answer(request)).await
    }

    fn answer(&self, request: &Request) -> Reply {
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let nothing = json(404, r#"{"error_code":"NOT_FOUND","message":"Resource not found"}"#);
        let found = |body: Option<String>| body.map_or(nothing.clone(), |body| json(200, body));
        if path.ends_with("/history") {
            return json(200, format!(r#"{{"items":[{}],"links":[]}}"#, self.history.join(",")));
        }
        if path.ends_with("/transactions") {
            let wanted = self.transactions.iter().find(|(name, _)| *name == query);
            return found(wanted.map(|(_, body)| body.clone()));
        }
        if path.ends_with("/status") {
            return found(self.status.map(str::to_owned));
        }
        if path.contains("/checkout/") {
            return found(self.checkout.clone());
        }
        if path.starts_with("/v1.1/receipts/") {
            return found(self.receipt.clone());
        }
        if path.ends_with("/terminate") {
            return json(202, "");
        }
        nothing
    }
}

pub(crate) const IDLE: &str = r#"{"data":{"status":"ONLINE","state":"IDLE"}}"#;
pub(crate) const WAITING: &str = r#"{"data":{"status":"ONLINE","state":"WAITING_FOR_CARD"}}"#;
pub(crate) const OFFLINE: &str = r#"{"data":{"status":"OFFLINE","state":"IDLE"}}"#;

/// A transaction of this attempt.
pub(crate) fn transaction(status: &str, rest: &str) -> String {
    format!(
        r#"{{"id":"T1","client_transaction_id":"C1","foreign_transaction_id":"{REFERENCE}","amount":10.00,
        "currency":"EUR","status":"{status}","merchant_code":"MH4H92C7","entry_mode":"CONTACTLESS",
        "card":{{"last_4_digits":"3456","type":"VISA"}},"auth_code":"053201"{rest}}}"#
    )
}
