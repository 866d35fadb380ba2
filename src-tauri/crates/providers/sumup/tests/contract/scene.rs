//! A counter with a virtual Solo and a person in front of it, for the suite every provider is held against.

use std::marker::PhantomData;
use std::sync::Arc;

use async_trait::async_trait;
use money::{Currency, Money};
use payment::{AttemptReference, Provider, TerminalKey};
use provider_contract::{Act, Call, Key, Limits, Request, Scene, Tips};
use provider_http::FixedKey;
use provider_sumup::{Affiliate, Sumup, SumupConfig};
use simulator::{
    Additions, Brand, Config, Decision, Entry, Handle, Kind, Pin, ResponseCode, Simulator, SoloAct,
    SoloStage, SumupConfig as Account, Timings, Verification,
};

use crate::shop::COUNTER;

/// Which parts of the vendor's interface the account has.
pub(crate) trait Age: Send + Sync {
    fn additions() -> Additions;
}

/// None of the additions.
pub(crate) struct Older;

/// All of them.
pub(crate) struct Newer;

impl Age for Older {
    fn additions() -> Additions {
        Additions::default()
    }
}

impl Age for Newer {
    fn additions() -> Additions {
        Additions::all()
    }
}

/// A person at the counter's Solo.
pub(crate) struct Counter<A: Age> {
    _simulator: Simulator,
    handle: Handle,
    age: PhantomData<A>,
}

#[async_trait]
impl<A: Age> Scene for Counter<A> {
    async fn open() -> Self {
        let config = Config {
            decision: Decision::Person,
            timings: Timings::quick(),
            sumup: Account { additions: A::additions(), ..Account::quick() },
            ..Config::default()
        };
        let simulator = Simulator::start(config).await.unwrap();
        let handle = simulator.handle();
        Self { _simulator: simulator, handle, age: PhantomData }
    }

    fn cloud(&self) -> String {
        self.handle.sumup_base_url().to_owned()
    }

    fn connect(&self, base_url: &str, key: Key) -> Box<dyn Provider> {
        let key = match key {
            Key::Right => self.handle.sumup_api_key(),
            Key::Wrong => "a-key-nobody-was-given",
        };
        let affiliate = Affiliate {
            app_id: "com.example.till".to_owned(),
            key: Arc::new(FixedKey::new("affiliate-key")),
        };
        let merchant = self.handle.sumup_merchant_code();
        let config = SumupConfig::new(Arc::new(FixedKey::new(key)), merchant, Some(affiliate));
        Box::new(Sumup::new(SumupConfig { base_url: base_url.to_owned(), ..config }).unwrap())
    }

    fn call_of(request: &Request) -> Option<Call> {
        match (request.method.as_str(), request.path().rsplit('/').next()) {
            ("POST", Some("checkout")) => Some(Call::Dispatch),
            ("POST", Some("terminate")) => Some(Call::Cancel),
            ("POST", Some("refunds")) => Some(Call::Refund),
            ("GET", _) => Some(Call::Inquire),
            _ => None,
        }
    }

    fn terminal(&self) -> TerminalKey {
        TerminalKey::new(self.handle.solo(COUNTER).unwrap().reader.unwrap()).unwrap()
    }

    fn limits(&self) -> Limits {
        let euros = |minor| Money::new(minor, Currency::EUR);
        Limits { smallest: euros(1), greatest: euros(99_999_999), too_much: euros(100_000_000) }
    }

    fn tips(&self) -> Tips {
        Tips::Offered
    }

    async fn asks_for_card(&self) {
        self.until(|| matches!(self.stage(), SoloStage::SelectingTip | SoloStage::WaitingForCard)).await;
    }

    async fn act(&self, act: Act) {
        self.asks_for_card().await;
        if self.stage() == SoloStage::SelectingTip {
            let amount = self.handle.solo(COUNTER).unwrap().amount.unwrap();
            let amount = Money::parse(&amount.value, Currency::EUR).unwrap().minor();
            let percent = match act {
                Act::ApproveWithTip(tip) => Some(u8::try_from(tip * 100 / amount).unwrap()),
                Act::Approve | Act::Decline | Act::WalkAway | Act::PressStop => None,
            };
            self.hands(&SoloAct::SelectTip { percent });
        }
        let charges = self.handle.ledger().len();
        match act {
            Act::Approve | Act::ApproveWithTip(_) => {
                let (brand, entry) = (Brand::VPay, Entry::Contactless);
                self.hands(&SoloAct::PresentCard { brand, entry, verification: Verification::ByRule });
                if self.stage() == SoloStage::EnterPin {
                    self.hands(&SoloAct::EnterPin { pin: Pin::Right });
                }
                self.until(|| self.handle.ledger().len() > charges).await;
            }
            Act::Decline => {
                self.hands(&SoloAct::Decline { code: ResponseCode::DO_NOT_HONOUR });
                self.until(|| self.stage() != SoloStage::Processing).await;
            }
            Act::WalkAway => self.hands(&SoloAct::WalkAway),
            Act::PressStop => self.hands(&SoloAct::CancelOnReader),
        }
    }

    fn charged(&self, reference: &AttemptReference) -> Vec<Money> {
        self.booked(Kind::Purchase, reference)
    }

    fn given_back(&self, purchase: &AttemptReference) -> Vec<Money> {
        self.booked(Kind::Refund, purchase)
    }
}

impl<A: Age> Counter<A> {
    /// A refund is booked under the reference of its purchase.
    fn booked(&self, kind: Kind, reference: &AttemptReference) -> Vec<Money> {
        let ledger = self.handle.ledger().into_iter();
        ledger
            .filter(|charge| charge.kind == kind && charge.merchant_order_reference == reference.as_str())
            .map(|charge| Money::new(i64::try_from(charge.minor).unwrap(), charge.currency.parse().unwrap()))
            .collect()
    }

    fn stage(&self) -> SoloStage {
        self.handle.solo(COUNTER).unwrap().stage
    }

    fn hands(&self, act: &SoloAct) {
        self.handle.solo_act(COUNTER, act).unwrap();
    }

    async fn until(&self, seen: impl Fn() -> bool + Send) {
        let mut changes = self.handle.subscribe();
        while !seen() {
            changes.changed().await.unwrap();
        }
    }
}
