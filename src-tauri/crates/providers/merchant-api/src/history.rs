use async_trait::async_trait;
use payment::capabilities::{History, HistoryEntry, HistoryFilter, HistoryPage, HistoryScope, HistoryState};
use payment::{FaultKind, ProviderFault, TerminalKey};
use serde_json::value::RawValue;

use crate::MerchantApi;
use crate::listing::Listing;
use crate::record::{BankResult, Record, Status};

/// The last page that is ever asked for: a hundred thousand transactions of one terminal.
const MAX_PAGE: usize = 1000;

/// Which page comes next. The guide does not say in which order a list comes, so both are read newest first: a list that
/// begins with its oldest from its last page down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The list begins with its newest: `3`.
    Up(usize),
    /// The list begins with its oldest: `-3`.
    Down(usize),
}

#[async_trait]
impl History for MerchantApi {
    fn scope(&self) -> HistoryScope {
        HistoryScope::Terminal
    }

    /// The interface lists transactions per terminal, a hundred a page, by page number. An entry that cannot be understood
    /// is an error that names it: money must not vanish silently.
    async fn history(
        &self,
        filter: &HistoryFilter,
        cursor: Option<&str>,
    ) -> Result<HistoryPage, ProviderFault> {
        let terminal = filter
            .terminal
            .as_ref()
            .ok_or_else(|| ProviderFault::misconfigured("transactions are listed per terminal"))?;
        let (place, listing) = match cursor {
            Some(cursor) => {
                let place = Place::read(cursor)
                    .ok_or_else(|| ProviderFault::misconfigured("this is no page of a history"))?;
                (place, self.listed(terminal, place.page()).await?)
            }
            None => self.newest_page(terminal).await?,
        };
        let mut items = entries(&listing, place.page(), terminal)?;
        if matches!(place, Place::Down(_)) {
            items.reverse();
        }
        let mut next = place.next(&listing);
        if let Some(since) = filter.since {
            // Newest first: once a page reaches further back, so do all that follow.
            if items.last().and_then(|entry| entry.at).is_some_and(|at| at < since) {
                next = None;
            }
            items.retain(|entry| entry.at.is_none_or(|at| at >= since));
        }
        let total = listing.total.and_then(|total| u64::try_from(total).ok());
        Ok(HistoryPage { items, next: next.map(Place::cursor), total })
    }
}

impl MerchantApi {
    async fn listed(&self, terminal: &TerminalKey, page: usize) -> Result<Listing, ProviderFault> {
        self.page_of(terminal, page).await?.ok_or_else(|| {
            ProviderFault::refused(FaultKind::NotKnown, format!("no terminal {terminal}")).with_status(404)
        })
    }

    async fn newest_page(&self, terminal: &TerminalKey) -> Result<(Place, Listing), ProviderFault> {
        let first = self.listed(terminal, 1).await?;
        if !oldest_first(&first) {
            return Ok((Place::Up(1), first));
        }
        let last = first.total.map_or(1, |total| total.div_ceil(first.items.len().max(1))).min(MAX_PAGE);
        let listing = if last > 1 { self.listed(terminal, last).await? } else { first };
        Ok((Place::Down(last), listing))
    }
}

impl Place {
    fn read(cursor: &str) -> Option<Self> {
        let number = |text: &str| text.parse().ok().filter(|page| (1..=MAX_PAGE).contains(page));
        match cursor.strip_prefix('-') {
            Some(page) => number(page).map(Place::Down),
            None => number(cursor).map(Place::Up),
        }
    }

    fn cursor(self) -> String {
        match self {
            Place::Up(page) => page.to_string(),
            Place::Down(page) => format!("-{page}"),
        }
    }

    fn page(self) -> usize {
        match self {
            Place::Up(page) | Place::Down(page) => page,
        }
    }

    fn next(self, listing: &Listing) -> Option<Self> {
        match self {
            Place::Up(page) if page < MAX_PAGE && listing.has_more(page) => Some(Place::Up(page + 1)),
            Place::Down(page) if page > 1 => Some(Place::Down(page - 1)),
            Place::Up(_) | Place::Down(_) => None,
        }
    }
}

fn oldest_first(listing: &Listing) -> bool {
    let time = |item: &RawValue| Record::read(item.get()).and_then(|record| record.at);
    let first = listing.items.first().and_then(|item| time(item));
    let last = listing.items.last().and_then(|item| time(item));
    first.zip(last).is_some_and(|(first, last)| first < last)
}

fn entries(
    listing: &Listing,
    page: usize,
    terminal: &TerminalKey,
) -> Result<Vec<HistoryEntry>, ProviderFault> {
    let entry = |(index, item): (usize, &RawValue)| {
        let place = format!("transaction {} of page {page}", index + 1);
        let record = Record::read(item.get())
            .ok_or_else(|| ProviderFault::unreadable(format!("{place}: not readable")))?;
        entry_of(record, terminal).ok_or_else(|| ProviderFault::unreadable(format!("{place}: no id")))
    };
    listing.items.iter().map(AsRef::as_ref).enumerate().map(entry).collect()
}

fn entry_of(record: Record, terminal: &TerminalKey) -> Option<HistoryEntry> {
    Some(HistoryEntry {
        state: state_of(record.status, record.result),
        transaction: record.id?,
        reference: record.reference.map(|text| text.chars().filter(|c| !c.is_control()).take(64).collect()),
        operation: record.operation,
        at: record.at,
        amount: record.amount.clone().ok(),
        tip: None,
        total: record.amount.ok(),
        // A refund carries our own reference; that is enough.
        original: None,
        state_text: record.words,
        card: record.card,
        terminal: Some(terminal.clone()),
    })
}

/// A list may be abridged, so a missing slip says nothing here; everything else as for a single record.
fn state_of(status: Status, result: Option<BankResult>) -> HistoryState {
    match (status, result) {
        (Status::Created, _) | (Status::Authorized, None) => HistoryState::Open,
        (Status::Authorized | Status::Cleared, Some(BankResult::Approved)) => HistoryState::Approved,
        (Status::Cancelled, None) => HistoryState::Cancelled,
        (Status::Cancelled, Some(BankResult::Declined)) => HistoryState::Declined,
        (Status::Authorized, Some(BankResult::Declined | BankResult::Other))
        | (Status::Cleared, None | Some(BankResult::Declined | BankResult::Other))
        | (Status::Cancelled, Some(BankResult::Approved | BankResult::Other))
        | (Status::Other, _) => HistoryState::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_page_of_either_direction_and_nothing_else() {
        for (cursor, place) in [
            ("1", Some(Place::Up(1))),
            ("-7", Some(Place::Down(7))),
            ("1000", Some(Place::Up(1000))),
            ("0", None),
            ("-0", None),
            ("1001", None),
            ("", None),
            ("--1", None),
            ("1&size=9999", None),
        ] {
            assert_eq!(Place::read(cursor), place, "{cursor}");
        }
    }

    #[test]
    fn only_an_authorised_or_cleared_approval_counts_as_money() {
        use BankResult::{Approved, Declined, Other};
        for (status, result, state) in [
            (Status::Created, None, HistoryState::Open),
            (Status::Created, Some(Approved), HistoryState::Open),
            (Status::Authorized, None, HistoryState::Open),
            (Status::Authorized, Some(Approved), HistoryState::Approved),
            (Status::Authorized, Some(Declined), HistoryState::Unclear),
            (Status::Cleared, Some(Approved), HistoryState::Approved),
            (Status::Cleared, None, HistoryState::Unclear),
            (Status::Cleared, Some(Declined), HistoryState::Unclear),
            (Status::Cancelled, None, HistoryState::Cancelled),
            (Status::Cancelled, Some(Declined), HistoryState::Declined),
            (Status::Cancelled, Some(Approved), HistoryState::Unclear),
            (Status::Cleared, Some(Other), HistoryState::Unclear),
            (Status::Other, Some(Approved), HistoryState::Unclear),
        ] {
            assert_eq!(state_of(status, result), state, "{status:?} {result:?}");
        }
    }
}
