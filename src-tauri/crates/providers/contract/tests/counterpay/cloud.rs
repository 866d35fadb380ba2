//! The cloud: an HTTP server with a terminal, a person's hands, and books of its own.

use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use money::{Currency, Money};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What a till must send along.
pub(crate) const KEY: &str = "the-account-s-own-key";
/// The most a payment may be, in cents.
pub(crate) const GREATEST: i64 = 9_999_999;

/// A running cloud.
#[derive(Clone)]
pub(crate) struct Cloud {
    pub(crate) address: String,
    books: Arc<Mutex<Books>>,
    changes: Arc<watch::Sender<u64>>,
}

#[derive(Default)]
pub(crate) struct Books {
    payments: Vec<Payment>,
    /// Reference of a purchase and what a card was charged for it.
    pub(crate) charged: Vec<(String, Money)>,
    /// Reference of a purchase and what was given back of it.
    pub(crate) given_back: Vec<(String, Money)>,
}

#[derive(Clone)]
struct Payment {
    id: String,
    reference: String,
    terminal: String,
    amount: Money,
    state: &'static str,
    refund_of: Option<String>,
}

#[derive(Deserialize)]
struct NewPayment {
    reference: String,
    terminal: String,
    amount: String,
    currency: Currency,
    #[serde(default)]
    refund_of: Option<String>,
}

#[derive(Deserialize)]
struct Wanted {
    reference: String,
}

impl Cloud {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let cloud = Self { address, books: Arc::default(), changes: Arc::new(watch::Sender::new(0)) };
        let routes = Router::new()
            .route("/payments", post(create).get(find))
            .route("/payments/{id}", get(read).delete(cancel))
            .layer(from_fn(authenticate))
            .with_state(cloud.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        cloud
    }

    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap()
    }

    /// Returns once the terminal asks for a card.
    pub(crate) async fn asks_for_card(&self) {
        let mut changes = self.changes.subscribe();
        while !self.books().payments.iter().any(Payment::is_open) {
            changes.changed().await.unwrap();
        }
    }

    /// The payment on the terminal ends. `paid` moves money, whoever hears of it.
    pub(crate) fn end(&self, state: &'static str) {
        let mut books = self.books();
        let shown = books.payments.iter_mut().find(|payment| payment.is_open()).unwrap();
        shown.state = state;
        let (reference, amount) = (shown.reference.clone(), shown.amount);
        if state == "paid" {
            books.charged.push((reference, amount));
        }
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }
}

impl Payment {
    fn is_open(&self) -> bool {
        self.state == "open"
    }

    fn body(&self) -> Value {
        json!({
            "id": self.id, "reference": self.reference, "terminal": self.terminal, "state": self.state,
            "amount": self.amount.to_string(), "currency": self.amount.currency().to_string(),
        })
    }
}

async fn authenticate(request: Request, next: Next) -> Response {
    let key = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    if key != Some(&format!("Bearer {KEY}")) {
        return (StatusCode::UNAUTHORIZED, Json(json!({"message": "unknown key"}))).into_response();
    }
    next.run(request).await
}

async fn create(State(cloud): State<Cloud>, Json(new): Json<NewPayment>) -> Response {
    let amount = Money::parse(&new.amount, new.currency);
    let Some(amount) = amount.ok().filter(|amount| amount.is_positive() && amount.minor() <= GREATEST) else {
        let body = Json(json!({"message": "the amount is not possible"}));
        return (StatusCode::UNPROCESSABLE_ENTITY, body).into_response();
    };
    let mut books = cloud.books();
    let mut payment = Payment {
        id: format!("cp-{}", books.payments.len() + 1),
        reference: new.reference,
        terminal: new.terminal,
        amount,
        state: "open",
        refund_of: new.refund_of,
    };
    if let Some(purchase) = &payment.refund_of {
        let Some(reference) = books.room_to_refund(purchase, amount) else {
            let body = Json(json!({"message": "more than is left to give back"}));
            return (StatusCode::CONFLICT, body).into_response();
        };
        books.given_back.push((reference, amount));
        payment.state = "paid";
    }
    let body = payment.body();
    books.payments.push(payment);
    drop(books);
    cloud.changed();
    (StatusCode::CREATED, Json(body)).into_response()
}

async fn find(State(cloud): State<Cloud>, Query(wanted): Query<Wanted>) -> Json<Value> {
    let books = cloud.books();
    let found = books.payments.iter().filter(|payment| payment.reference == wanted.reference);
    let found: Vec<Value> = found.map(Payment::body).collect();
    Json(json!({"payments": found, "terminal_idle": !books.payments.iter().any(Payment::is_open)}))
}

async fn read(State(cloud): State<Cloud>, Path(id): Path<String>) -> Response {
    let books = cloud.books();
    match books.payments.iter().find(|payment| payment.id == id) {
        Some(payment) => Json(payment.body()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn cancel(State(cloud): State<Cloud>, Path(id): Path<String>) -> StatusCode {
    match cloud.books().payments.iter_mut().find(|payment| payment.id == id) {
        None => StatusCode::NOT_FOUND,
        Some(payment) if payment.is_open() => {
            payment.state = "stopped";
            StatusCode::NO_CONTENT
        }
        Some(_) => StatusCode::CONFLICT,
    }
}

impl Books {
    /// The reference of a paid purchase of which so much is left.
    fn room_to_refund(&self, purchase: &str, amount: Money) -> Option<String> {
        let paid = self.payments.iter().find(|payment| payment.id == purchase && payment.state == "paid")?;
        let gone = self.given_back.iter().filter(|(reference, _)| *reference == paid.reference);
        let gone: i64 = gone.map(|(_, amount)| amount.minor()).sum();
        (gone + amount.minor() <= paid.amount.minor()).then(|| paid.reference.clone())
    }
}
