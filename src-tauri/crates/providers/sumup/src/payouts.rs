use async_trait::async_trait;
use jiff::civil::Date;
use money::Money;
use payment::capabilities::{Payout, PayoutState, Payouts};
use payment::{ProviderFault, ProviderTransactionId};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::Sumup;
use crate::fault::accepted;
use crate::lookup::By;
use crate::member::{Member, amount, currency, object, word};

/// Lines that are asked for at once; more than this many in one report would be cut off unseen.
const LIMIT: usize = 3_000;

#[derive(Deserialize)]
struct Members {
    id: Member,
    r#type: Member,
    amount: Member,
    date: Member,
    currency: Member,
    fee: Member,
    status: Member,
    reference: Member,
    transaction_code: Member,
}

#[async_trait]
impl Payouts for Sumup {
    async fn payouts(&self, first: Date, last: Date) -> Result<Vec<Payout>, ProviderFault> {
        let (first, last, limit) = (first.to_string(), last.to_string(), LIMIT.to_string());
        let query =
            [("start_date", first.as_str()), ("end_date", &last), ("limit", &limit), ("order", "desc")];
        let path = ["v1.0", "merchants", &self.merchant, "payouts"];
        let answer = accepted(self.http.read(&path, &query).await?)?;
        let items: Vec<Box<RawValue>> = answer.json()?;
        if items.len() >= LIMIT {
            return Err(answer.unreadable("too many payouts for one report; choose fewer days"));
        }
        let read = |item: &RawValue| {
            payout(item.get()).ok_or_else(|| answer.unreadable("a payout of the list is not readable"))
        };
        items.iter().map(|item| read(item)).collect()
    }

    async fn transaction_of(&self, code: &str) -> Result<Option<ProviderTransactionId>, ProviderFault> {
        let record = self.transaction(By::Code, code).await?;
        let id = record.and_then(|record| record.id);
        id.map(ProviderTransactionId::new)
            .transpose()
            .map_err(|error| ProviderFault::unreadable(error.to_string()))
    }
}

fn payout(json: &str) -> Option<Payout> {
    let members: Members = object(json)?;
    let read = |member: &Member| amount(member, currency(&members.currency).ok()?).ok();
    let kind = word(&members.r#type).unwrap_or_default();
    let status = word(&members.status).unwrap_or_default();
    Some(Payout {
        id: word(&members.id)?,
        date: word(&members.date)?.get(..10)?.parse().ok()?,
        amount: read(&members.amount).and_then(|amount| signed(amount, &kind)),
        fee: read(&members.fee),
        state: match status.as_str() {
            "SUCCESSFUL" => PayoutState::Done,
            "FAILED" => PayoutState::Failed,
            _ => PayoutState::Unclear,
        },
        kind,
        status,
        reference: word(&members.reference),
        code: word(&members.transaction_code),
    })
}

/// The vendor names deductions in the kind and does not say whether their amount has a sign.
fn signed(amount: Money, kind: &str) -> Option<Money> {
    if kind.ends_with("_DEDUCTION") && amount.is_positive() {
        amount.checked_neg().ok()
    } else {
        Some(amount)
    }
}
