use async_trait::async_trait;
use payment::capabilities::{History, HistoryEntry, HistoryFilter, HistoryPage, HistoryState};
use payment::{OperationKind, ProviderFault, ProviderTransactionId};
use serde::Deserialize;
use serde_json::value::RawValue;
use url::form_urlencoded;

use crate::Sumup;
use crate::fault::accepted;
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
        let read = |item: &RawValue| {
            entry(item.get()).ok_or_else(|| answer.unreadable("a transaction of the list is not readable"))
        };
        let entries = body.items.iter().map(|item| read(item)).collect::<Result<Vec<_>, _>>()?;
        let next = if entries.is_empty() { None } else { next_page(&body.links) };
        // A page that leads to itself would never end.
        let next = next.filter(|next| Some(next.as_str()) != cursor);
        Ok(HistoryPage { items: entries, next, total: None })
    }
}

fn entry(json: &str) -> Option<HistoryEntry> {
    let record = Record::read(json)?;
    let refund = record.kind.as_deref() == Some("REFUND");
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
        amount: record.total.clone().ok(),
        tip: record.tip.clone().ok().flatten(),
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
        state_text: record.status_text,
        card: record.card,
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
