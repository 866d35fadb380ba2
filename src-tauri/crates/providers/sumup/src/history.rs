use async_trait::async_trait;
use money::Money;
use payment::capabilities::{History, HistoryEntry, HistoryFilter, HistoryPage, HistoryScope, HistoryState};
use payment::{OperationKind, ProviderFault, ProviderTransactionId};
use serde::Deserialize;
use serde_json::value::RawValue;
use url::form_urlencoded;

use crate::Sumup;
use crate::fault::accepted;
use crate::lookup::By;
use crate::member::{Member, items, object, word};
use crate::record::{Record, Status};

/// Transactions of a page.
const PAGE_SIZE: &str = "50";
/// A page that has more has not heard what it was asked.
const MAX_ITEMS: usize = 1_000;
/// What the link to the next page may ask for; other parameters of it are dropped.
const PAGING: [&str; 8] = [
    "limit",
    "order",
    "newest_ref",
    "newest_time",
    "oldest_ref",
    "oldest_time",
    "changes_since",
    "skip_tx_result",
];
/// Refunds of a page whose purchase is looked up by the code they share, where the page does not show it.
const MAX_LOOKED_UP: usize = 10;
/// Longer links are none.
const MAX_CURSOR: usize = 1_000;

#[derive(Deserialize)]
struct Body {
    items: Vec<Box<RawValue>>,
    links: Member,
}

#[derive(Deserialize)]
struct Link {
    rel: Member,
    href: Member,
}

#[async_trait]
impl History for Sumup {
    fn scope(&self) -> HistoryScope {
        HistoryScope::Account
    }

    /// SumUp's records name no reader, so the terminal of the filter is not looked at.
    async fn history(
        &self,
        filter: &HistoryFilter,
        cursor: Option<&str>,
    ) -> Result<HistoryPage, ProviderFault> {
        let asked: Vec<(String, String)> = match cursor {
            Some(cursor) => paging(cursor),
            None => {
                let owned = |name: &str, value: &str| (name.to_owned(), value.to_owned());
                let mut first = vec![owned("limit", PAGE_SIZE), owned("order", "descending")];
                first.extend(filter.since.map(|since| ("changes_since".to_owned(), format!("{since:.3}"))));
                first
            }
        };
        let query: Vec<(&str, &str)> =
            asked.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let path = ["v2.1", "merchants", &self.merchant, "transactions", "history"];
        let answer = accepted(self.http.read(&path, &query).await?)?;
        let body: Body = answer.json()?;
        if body.items.len() > MAX_ITEMS {
            return Err(answer.unreadable("a page has far more transactions than it was asked for"));
        }
        let unreadable = || answer.unreadable("a transaction of the list is not readable");
        let read = |item: &RawValue| Record::read(item.get()).ok_or_else(unreadable);
        let records = body.items.iter().map(|item| read(item)).collect::<Result<Vec<_>, _>>()?;
        let mut entries = Vec::with_capacity(records.len());
        let mut looked_up = 0;
        for record in &records {
            let original = match purchase_of(record, &records) {
                Purchase::Named(id) => Some(id),
                Purchase::ByCode(code) if looked_up < MAX_LOOKED_UP => {
                    looked_up += 1;
                    self.transaction(By::Code, &code).await?.and_then(|found| found.id)
                }
                Purchase::ByCode(_) | Purchase::NotTold => None,
            };
            entries.push(entry(record, original).ok_or_else(unreadable)?);
        }
        let next = if entries.is_empty() { None } else { next_page(&body.links) };
        // A page that leads to itself would never end.
        let next = next.filter(|next| Some(next.as_str()) != cursor);
        Ok(HistoryPage { items: entries, next, total: None })
    }
}

/// What a line tells about the purchase it gave back.
enum Purchase {
    Named(String),
    /// Only by the code both share.
    ByCode(String),
    NotTold,
}

/// A refund is a line with an id of its own. It names its purchase, or shares its names with the purchase's line.
fn purchase_of(record: &Record, page: &[Record]) -> Purchase {
    if !is_refund(record) {
        return Purchase::NotTold;
    }
    if let Some(purchase) = record.transaction.as_ref().filter(|name| record.id.as_ref() != Some(name)) {
        return Purchase::Named(purchase.clone());
    }
    let shares = |other: &&Record| {
        let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
        other.kind.as_deref() == Some("PAYMENT")
            && (same(&record.client, &other.client) || same(&record.code, &other.code))
    };
    let listed = page.iter().find(shares).and_then(|purchase| purchase.id.clone());
    match (listed, &record.code) {
        (Some(id), _) => Purchase::Named(id),
        (None, Some(code)) => Purchase::ByCode(code.clone()),
        (None, None) => Purchase::NotTold,
    }
}

fn is_refund(record: &Record) -> bool {
    record.kind.as_deref() == Some("REFUND")
}

/// A purchase's line tells what was charged in all and not how much of it is tip, unless it says so.
fn entry(record: &Record, original: Option<String>) -> Option<HistoryEntry> {
    let refund = is_refund(record);
    // What was given back is seen with either sign.
    let positive = |money: Money| {
        if money.is_negative() { Money::zero(money.currency()).checked_sub(money).ok() } else { Some(money) }
    };
    let total =
        record.total.clone().ok().and_then(|total| if refund { positive(total) } else { Some(total) });
    let tip = record.tip.clone().ok().flatten();
    let amount = match (total, tip) {
        (Some(total), Some(tip)) => total.checked_sub(tip).ok(),
        (total, _) => total.filter(|_| refund),
    };
    let given_back = match (&record.refunded, &record.total) {
        (Some(refunded), Ok(total)) => refunded.is_positive() && refunded.minor() >= total.minor(),
        _ => false,
    };
    Some(HistoryEntry {
        transaction: ProviderTransactionId::new(record.id.clone()?).ok()?,
        reference: record.foreign.clone(),
        operation: match record.kind.as_deref() {
            Some("PAYMENT") | None => Some(OperationKind::Purchase),
            Some("REFUND") => Some(OperationKind::Refund),
            Some(_) => None,
        },
        at: record.at,
        amount,
        tip,
        total,
        original: original.and_then(|id| ProviderTransactionId::new(id).ok()),
        state: match record.status {
            Status::Successful if given_back && !refund => HistoryState::Refunded,
            Status::Successful => HistoryState::Approved,
            Status::Cancelled => HistoryState::Cancelled,
            Status::Failed => HistoryState::Declined,
            Status::Pending => HistoryState::Open,
            // A refund's own line is money that moved.
            Status::Refunded if refund => HistoryState::Approved,
            Status::Refunded => HistoryState::Refunded,
            Status::Other => HistoryState::Unclear,
        },
        state_text: record.status_text.clone(),
        card: record.card.clone(),
        terminal: None,
    })
}

/// The query of the link called `next`, whether it stands alone or at the end of an address.
fn next_page(links: &Member) -> Option<String> {
    let links = items(links);
    let links = links.iter().take(20).filter_map(|link| object::<Link>(link.get()));
    let mut next = links.filter(|link| word(&link.rel).as_deref() == Some("next"));
    let href = provider_http::scalar_text(next.next()?.href.as_deref()?)?;
    let query = href.split_once('?').map_or(href.as_str(), |(_, query)| query);
    let kept = paging(query);
    if href.len() > MAX_CURSOR || kept.is_empty() {
        return None;
    }
    Some(form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish())
}

fn paging(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| PAGING.contains(&name.as_ref()))
        .take(PAGING.len())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}
