//! Pay by link: a page of SumUp's where the customer types the card, for when no reader is at hand.

use jiff::SignedDuration;
use payment::{
    Approval, AttemptHandle, AttemptReference, CancelAnswer, Card, Dispatched, EftReceipts, Inquiry, Intent,
    Outcome, Phase, ProviderFault,
};
use provider_http::{Verb, json_amount};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use serde_json::value::RawValue;
use url::{Host, Url};

use crate::Sumup;
use crate::fault::{accepted, is_called, refusal};
use crate::lookup::By;
use crate::member::{Member, amount, currency, items, object, word};
use crate::names::Name;
use crate::record::{Record, Status};
use crate::request::WireAmount;
use crate::verdict::verdict;

/// Checkouts of one reference that are read; ours is the only one.
const MAX_CHECKOUTS: usize = 20;
/// Longer addresses make no QR symbol.
const MAX_LINK: usize = 1_000;

#[derive(Serialize)]
struct NewCheckout<'a> {
    checkout_reference: &'a str,
    amount: Number,
    currency: money::Currency,
    merchant_code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<String>,
    hosted_checkout: Hosted,
}

#[derive(Serialize)]
struct Hosted {
    enabled: bool,
}

#[derive(Deserialize)]
struct Members {
    id: Member,
    checkout_reference: Member,
    merchant_code: Member,
    status: Member,
    amount: Member,
    currency: Member,
    valid_until: Member,
    hosted_checkout_url: Member,
    transaction_id: Member,
    transactions: Member,
}

impl Sumup {
    pub(crate) async fn dispatch_link(&self, intent: &Intent) -> Result<Dispatched, ProviderFault> {
        WireAmount::of(intent.amount)?;
        let validity = SignedDuration::try_from(self.link_validity).unwrap_or(SignedDuration::from_mins(30));
        let body = NewCheckout {
            checkout_reference: intent.reference.as_str(),
            amount: json_amount(intent.amount)?,
            currency: intent.amount.currency(),
            merchant_code: &self.merchant,
            description: intent.options.description.as_deref(),
            valid_until: (self.now)().checked_add(validity).ok().map(|until| format!("{until:.0}")),
            hosted_checkout: Hosted { enabled: true },
        };
        let answer = accepted(self.http.effect(Verb::Post, &["v0.1", "checkouts"], Some(&body)).await?)?;
        let made: Members =
            object(answer.text()?).ok_or_else(|| answer.unreadable("the answer is no checkout"))?;
        if word(&made.checkout_reference).as_deref() != Some(intent.reference.as_str()) {
            return Err(answer.unreadable("the answer does not name this attempt"));
        }
        let id = word(&made.id).ok_or_else(|| answer.unreadable("the answer names no checkout"))?;
        let link = word_of_link(&made.hosted_checkout_url).filter(|link| self.may_be_shown(link));
        let link = link.ok_or_else(|| answer.unreadable("the answer has no safe address to pay at"))?;
        let transaction = Name::Link { checkout: id }.id()?;
        let inquiry = Inquiry::InProgress { transaction: transaction.clone(), phase: Phase::Sent };
        Ok(Dispatched { transaction, inquiry, customer_link: Some(link) })
    }

    /// By the checkout's id, else by our reference in the list of checkouts.
    pub(crate) async fn inquire_link(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        match attempt.transaction.as_ref().map(Name::of) {
            Some(Name::Link { checkout }) => {
                let answer = self.http.read_once(&["v0.1", "checkouts", &checkout], &[]).await?;
                if answer.status() != 404 {
                    let answer = accepted(answer)?;
                    return self.checkout_verdict(answer.text()?, attempt);
                }
            }
            // Ended before: the transaction says whether it still stands.
            Some(Name::Transaction(id)) => {
                if let Some(record) = self.transaction(By::Id, &id).await? {
                    return verdict(&record, &self.merchant, attempt);
                }
            }
            Some(Name::Reader { .. } | Name::Refund { .. }) | None => {}
        }
        let query = [("checkout_reference", attempt.reference.as_str())];
        let answer = accepted(self.http.read_once(&["v0.1", "checkouts"], &query).await?)?;
        let listed: Vec<Box<RawValue>> = answer.json()?;
        let mut ours = Vec::new();
        for item in listed.iter().take(MAX_CHECKOUTS) {
            let members: Members = object(item.get())
                .ok_or_else(|| answer.unreadable("a checkout of the list is not readable"))?;
            if word(&members.checkout_reference).as_deref() == Some(attempt.reference.as_str()) {
                ours.push(item);
            }
        }
        match ours.as_slice() {
            [] => Ok(Inquiry::NotFound { terminal_idle: listed.len() <= MAX_CHECKOUTS }),
            [one] => self.checkout_verdict(one.get(), attempt),
            _ => Err(answer.unreadable("two checkouts for one reference")),
        }
    }

    /// Withdraws the link. One that was paid meanwhile is too late.
    pub(crate) async fn cancel_link(&self, attempt: &AttemptHandle) -> Result<CancelAnswer, ProviderFault> {
        let Some(Name::Link { checkout }) = attempt.transaction.as_ref().map(Name::of) else {
            return Ok(CancelAnswer::NotFound);
        };
        let answer = self.http.effect(Verb::Delete, &["v0.1", "checkouts", &checkout], None::<&()>).await?;
        match answer.status() {
            200..300 => Ok(CancelAnswer::Taken),
            409 if is_called(&answer, "CHECKOUT_PROCESSED") => Ok(CancelAnswer::TooLate),
            404 => Ok(CancelAnswer::NotFound),
            _ => Err(refusal(&answer)),
        }
    }

    /// | status | meaning |
    /// |---|---|
    /// | PENDING | runs |
    /// | PAID | approved by its successful transaction |
    /// | FAILED | a card was refused; the page takes another one, until the link's time is over |
    /// | EXPIRED | cancelled, unless one of its transactions was charged |
    /// | other word | runs |
    fn checkout_verdict(&self, json: &str, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        let unreadable = ProviderFault::unreadable;
        let members: Members = object(json).ok_or_else(|| unreadable("the answer is no checkout"))?;
        let id = word(&members.id).ok_or_else(|| unreadable("the checkout has no id"))?;
        let link = Name::Link { checkout: id }.id()?;
        if word(&members.checkout_reference).as_deref() != Some(attempt.reference.as_str())
            || word(&members.merchant_code).is_some_and(|found| !found.eq_ignore_ascii_case(&self.merchant))
        {
            return Err(unreadable("the checkout is another one"));
        }
        let attempts: Vec<Record> =
            items(&members.transactions).iter().filter_map(|item| Record::read(item.get())).collect();
        let charged = attempts.iter().find(|record| record.status == Status::Successful);
        let over = word(&members.valid_until)
            .and_then(|text| text.parse::<jiff::Timestamp>().ok())
            .is_some_and(|until| until < (self.now)());
        let running = |phase| Ok(Inquiry::InProgress { transaction: link.clone(), phase });
        let resolved = |outcome| Ok(Inquiry::Resolved { transaction: link.clone(), outcome });
        match word(&members.status).unwrap_or_default().to_ascii_uppercase().as_str() {
            "PAID" => paid(&members, charged, attempt),
            _ if charged.is_some() => {
                let detail = "a payment of the link was charged, but the link is not paid".to_owned();
                Ok(Inquiry::Contradictory { transaction: link, detail })
            }
            "EXPIRED" => resolved(Outcome::Cancelled(Box::default())),
            "FAILED" if over => resolved(Outcome::Declined(Box::default())),
            "FAILED" => running(Phase::WaitingForCard),
            "PENDING" if attempts.is_empty() => running(Phase::Sent),
            _ => running(Phase::Processing),
        }
    }

    /// HTTPS; plain HTTP only where the interface itself is on this computer.
    fn may_be_shown(&self, link: &str) -> bool {
        let Ok(url) = Url::parse(link) else { return false };
        if link.len() > MAX_LINK || !url.username().is_empty() || url.password().is_some() {
            return false;
        }
        let here = match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => return false,
        };
        url.scheme() == "https" || (url.scheme() == "http" && here && self.loopback)
    }
}

fn paid(
    members: &Members,
    charged: Option<&Record>,
    attempt: &AttemptHandle,
) -> Result<Inquiry, ProviderFault> {
    let id = charged.and_then(|record| record.id.clone()).or_else(|| word(&members.transaction_id));
    let id = id.ok_or_else(|| ProviderFault::unreadable("the link is paid, but names no transaction yet"))?;
    let transaction = Name::Transaction(id).id()?;
    let (total, tip) = match charged {
        Some(record) => (record.total.clone(), record.tip.clone()),
        None => (currency(&members.currency).and_then(|code| amount(&members.amount, code)), Ok(None)),
    };
    let (amount, tip) = match (total, tip) {
        (Ok(total), Ok(tip)) if total != attempt.amount => match tip.map(|tip| total.checked_sub(tip)) {
            Some(Ok(amount)) => (amount, tip),
            Some(Err(_)) | None => (total, tip),
        },
        (Ok(total), Ok(tip)) => (total, tip),
        (Err(detail), _) | (_, Err(detail)) => {
            return Ok(Inquiry::Contradictory { transaction, detail: format!("paid, but {detail}") });
        }
    };
    let approval = Approval {
        transaction: transaction.clone(),
        reference: word(&members.checkout_reference).and_then(|text| AttemptReference::new(text).ok()),
        terminal: None,
        amount,
        tip,
        card: charged.map_or_else(Card::default, |record| record.card.clone()),
        eft: EftReceipts::default(),
    };
    Ok(Inquiry::Resolved { transaction, outcome: Outcome::Approved(Box::new(approval)) })
}

/// An address, whole or not at all: cut, it would lead elsewhere.
fn word_of_link(member: &Member) -> Option<String> {
    let text = provider_http::scalar_text(member.as_deref()?)?;
    text.bytes().all(|byte| byte.is_ascii_graphic()).then_some(text)
}
