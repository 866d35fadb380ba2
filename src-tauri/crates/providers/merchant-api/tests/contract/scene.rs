//! A counter with a virtual terminal and a person in front of it, for the suite every provider is held against.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use money::{Currency, Money};
use payment::{AttemptReference, Provider, TerminalKey};
use provider_contract::{Act, Call, Key, Limits, Request, Scene, Tips};
use provider_http::{FixedKey, Patience};
use provider_merchant_api::{MerchantApi, MerchantApiConfig};
use simulator::{
    Act as Hands, Brand, Config, Decision, Entry, Handle, Kind, Pin, ResponseCode, Simulator, Stage, Timings,
};

use crate::shop::COUNTER;

/// A person at the counter's terminal.
pub(crate) struct Counter {
    _simulator: Simulator,
    handle: Handle,
}

#[async_trait]
impl Scene for Counter {
    async fn open() -> Self {
        let config = Config { decision: Decision::Person, timings: Timings::quick(), ..Config::default() };
        let simulator = Simulator::start(config).await.unwrap();
        let handle = simulator.handle();
        Self { _simulator: simulator, handle }
    }

    fn cloud(&self) -> String {
        self.handle.base_url().to_owned()
    }

    fn connect(&self, base_url: &str, key: Key) -> Box<dyn Provider> {
        let key = match key {
            Key::Right => self.handle.api_key(),
            Key::Wrong => "a-key-nobody-was-given",
        };
        let config = MerchantApiConfig::new(base_url, Arc::new(FixedKey::new(key)));
        let patience = Patience { back_off: Duration::from_millis(1), ..Patience::default() };
        Box::new(MerchantApi::new(MerchantApiConfig { patience, ..config }).unwrap())
    }

    fn call_of(request: &Request) -> Option<Call> {
        match (request.method.as_str(), request.path().contains("/transactions")) {
            ("POST", true) if request.body.contains("\"REFUND\"") => Some(Call::Refund),
            ("POST", true) => Some(Call::Dispatch),
            ("GET", true) => Some(Call::Inquire),
            ("DELETE", true) => Some(Call::Cancel),
            _ => None,
        }
    }

    fn terminal(&self) -> TerminalKey {
        TerminalKey::new(COUNTER).unwrap()
    }

    fn limits(&self) -> Limits {
        let euros = |minor| Money::new(minor, Currency::EUR);
        Limits { smallest: euros(1), greatest: euros(99_999_999), too_much: euros(100_000_000) }
    }

    fn tips(&self) -> Tips {
        Tips::NotOffered
    }

    async fn asks_for_card(&self) {
        self.until(|| self.stage() == Stage::WaitingForCard).await;
    }

    async fn act(&self, act: Act) {
        self.asks_for_card().await;
        let charges = self.handle.ledger().len();
        match act {
            Act::Approve | Act::ApproveWithTip(_) => {
                self.hands(Hands::PresentCard { brand: Brand::VPay, entry: Entry::Contactless });
                if self.stage() == Stage::EnterPin {
                    self.hands(Hands::EnterPin { pin: Pin::Right });
                }
                self.until(|| self.handle.ledger().len() > charges).await;
            }
            Act::Decline => {
                self.hands(Hands::Decline { code: ResponseCode::DO_NOT_HONOUR });
                self.until(|| self.stage() != Stage::Processing).await;
            }
            Act::WalkAway => self.hands(Hands::WalkAway),
            Act::PressStop => self.hands(Hands::CancelOnTerminal),
        }
    }

    fn charged(&self, reference: &AttemptReference) -> Vec<Money> {
        let ledger = self.handle.ledger().into_iter();
        ledger
            .filter(|charge| charge.kind == Kind::Purchase)
            .filter(|charge| charge.merchant_order_reference == reference.as_str())
            .map(|charge| Money::new(i64::try_from(charge.minor).unwrap(), charge.currency.parse().unwrap()))
            .collect()
    }

    fn given_back(&self, purchase: &AttemptReference) -> Vec<Money> {
        let transactions = self.handle.transactions();
        let find = |id: &str| transactions.iter().find(|found| found.id == id).unwrap();
        let ledger = self.handle.ledger().into_iter();
        ledger
            .filter(|charge| charge.kind == Kind::Refund)
            .filter(|charge| {
                let original = find(&charge.transaction).refund_of.as_deref().map(find);
                original.is_some_and(|found| found.merchant_order_reference == purchase.as_str())
            })
            .map(|charge| Money::new(i64::try_from(charge.minor).unwrap(), charge.currency.parse().unwrap()))
            .collect()
    }
}

impl Counter {
    fn stage(&self) -> Stage {
        self.handle.terminal(COUNTER).unwrap().stage
    }

    fn hands(&self, act: Hands) {
        self.handle.act(COUNTER, act).unwrap();
    }

    async fn until(&self, seen: impl Fn() -> bool + Send) {
        let mut changes = self.handle.subscribe();
        while !seen() {
            changes.changed().await.unwrap();
        }
    }
}
