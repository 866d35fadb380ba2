//! The scene: how the suite opens the cloud, plays the person, and reads the books.

use std::sync::Arc;

use async_trait::async_trait;
use money::{Currency, Money};
use payment::{AttemptReference, Provider, TerminalKey};
use provider_contract::{Act, Call, Key, Limits, Request, Scene, Tips};
use provider_http::FixedKey;

use crate::cloud::{Cloud, GREATEST, KEY};
use crate::provider::Counterpay;

/// A person at Counterpay's terminal.
pub(crate) struct Counter(Cloud);

#[async_trait]
impl Scene for Counter {
    async fn open() -> Self {
        Self(Cloud::open().await)
    }

    fn cloud(&self) -> String {
        self.0.address.clone()
    }

    fn connect(&self, base_url: &str, key: Key) -> Box<dyn Provider> {
        let key = match key {
            Key::Right => KEY,
            Key::Wrong => "somebody-else-s-key",
        };
        Box::new(Counterpay::new(base_url, Arc::new(FixedKey::new(key))).unwrap())
    }

    fn call_of(request: &Request) -> Option<Call> {
        match request.method.as_str() {
            "POST" if request.body.contains("\"refund_of\"") => Some(Call::Refund),
            "POST" => Some(Call::Dispatch),
            "GET" => Some(Call::Inquire),
            "DELETE" => Some(Call::Cancel),
            _ => None,
        }
    }

    fn terminal(&self) -> TerminalKey {
        TerminalKey::new("COUNTER-1").unwrap()
    }

    fn limits(&self) -> Limits {
        let euros = |minor| Money::new(minor, Currency::EUR);
        Limits { smallest: euros(1), greatest: euros(GREATEST), too_much: euros(GREATEST + 1) }
    }

    fn tips(&self) -> Tips {
        Tips::NotOffered
    }

    async fn asks_for_card(&self) {
        self.0.asks_for_card().await;
    }

    async fn act(&self, act: Act) {
        self.asks_for_card().await;
        self.0.end(match act {
            Act::Approve | Act::ApproveWithTip(_) => "paid",
            Act::Decline => "refused",
            Act::WalkAway | Act::PressStop => "stopped",
        });
    }

    fn charged(&self, reference: &AttemptReference) -> Vec<Money> {
        of(&self.0.books().charged, reference)
    }

    fn given_back(&self, purchase: &AttemptReference) -> Vec<Money> {
        of(&self.0.books().given_back, purchase)
    }
}

fn of(movements: &[(String, Money)], reference: &AttemptReference) -> Vec<Money> {
    movements.iter().filter(|(of, _)| of == reference.as_str()).map(|(_, amount)| *amount).collect()
}
