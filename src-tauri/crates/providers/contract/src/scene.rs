use async_trait::async_trait;
use money::Money;
use payment::{AttemptReference, Provider, TerminalKey};

/// A request on its way to the cloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST` …
    pub method: String,
    /// Path and query as they stand in the request line.
    pub target: String,
    /// The body as text.
    pub body: String,
    pub(crate) headers: Vec<(String, String)>,
}

impl Request {
    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(&self.target, |(path, _)| path)
    }
}

/// What a request asks of the cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Call {
    /// Take a purchase.
    Dispatch,
    /// Tell how an attempt stands; several requests may make up one look-up.
    Inquire,
    /// Stop an attempt.
    Cancel,
    /// Give money back.
    Refund,
}

/// What the person at the terminal does once it asks for a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Presents a card; the bank agrees.
    Approve,
    /// The same, with a tip of so many minor units on top.
    ApproveWithTip(i64),
    /// Presents a card; the bank refuses, and the terminal gives up.
    Decline,
    /// Leaves; the terminal gives up.
    WalkAway,
    /// Presses the red key.
    PressStop,
}

/// With which secret a provider connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The account's own.
    Right,
    /// One the cloud does not know.
    Wrong,
}

/// Whether a customer can add a tip at the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tips {
    /// The provider passes [`payment::PurchaseOptions::tip`] on.
    Offered,
    /// It has no tips.
    NotOffered,
}

/// The amounts the cloud takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The least.
    pub smallest: Money,
    /// The most.
    pub greatest: Money,
    /// More than the most; the cloud refuses it.
    pub too_much: Money,
}

/// One provider, its cloud and a terminal with a person in front of it, set up for one story.
///
/// The cloud must keep books of its own: what [`Scene::charged`] and [`Scene::given_back`] tell must not come from what
/// the provider under test sent or was told.
#[async_trait]
pub trait Scene: Send + Sync + Sized {
    /// Opens a cloud of its own, with one terminal that is on, idle and waits for a person.
    async fn open() -> Self;

    /// Where the cloud listens, on loopback: `http://127.0.0.1:4711`, perhaps with a path.
    fn cloud(&self) -> String;

    /// A provider that speaks to `base_url`, with a patience of a few seconds for an answer.
    fn connect(&self, base_url: &str, key: Key) -> Box<dyn Provider>;

    /// What a request of the provider asks. `None`: none of the four, a token for instance; the wire leaves it alone.
    fn call_of(request: &Request) -> Option<Call>;

    /// The terminal.
    fn terminal(&self) -> TerminalKey;

    /// The amounts the cloud takes.
    fn limits(&self) -> Limits;

    /// Whether there are tips.
    fn tips(&self) -> Tips;

    /// Returns once the terminal asks for a card.
    async fn asks_for_card(&self);

    /// Waits until the terminal asks for a card, does it, and returns once the cloud's books are right.
    async fn act(&self, act: Act);

    /// What cards were charged under this reference, each charge for itself, tips included.
    fn charged(&self, reference: &AttemptReference) -> Vec<Money>;

    /// What was given back of the purchase with this reference, each refund for itself.
    fn given_back(&self, purchase: &AttemptReference) -> Vec<Money>;
}
