use async_trait::async_trait;
use jiff::civil::Date;
use payment::ProviderFault;
use payment::capabilities::{Payout, Payouts};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::Sumup;
use crate::fault::accepted;
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
}

fn payout(json: &str) -> Option<Payout> {
    let members: Members = object(json)?;
    let read = |member: &Member| amount(member, currency(&members.currency).ok()?).ok();
    Some(Payout {
        id: word(&members.id)?,
        date: word(&members.date)?.get(..10)?.parse().ok()?,
        amount: read(&members.amount),
        fee: read(&members.fee),
        kind: word(&members.r#type).unwrap_or_default(),
        status: word(&members.status).unwrap_or_default(),
        reference: word(&members.reference).or_else(|| word(&members.transaction_code)),
    })
}
