//! The list of a terminal's transactions: the way to find an attempt whose answer was lost.

use std::collections::HashSet;

use payment::{AttemptReference, ProviderFault, ProviderTransactionId, TerminalKey};

use crate::MerchantApi;
use crate::listing::{Listing, PAGE_SIZE, page_query};
use crate::record::Record;

/// Pages that are read of one list at most: 5000 transactions.
const MAX_PAGES: usize = 50;

/// What to look for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) reference: &'a AttemptReference,
    pub(crate) transaction: Option<&'a ProviderTransactionId>,
}

/// What the list of a terminal brought.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// Records with the wanted reference or id, each transaction once.
    pub(crate) matches: Vec<Record>,
    /// Whether anything still occupies the terminal.
    pub(crate) occupied: bool,
    /// Whether everything a new transaction could hide behind was read.
    pub(crate) complete: bool,
    seen: HashSet<ProviderTransactionId>,
    counted: usize,
    unreadable: bool,
}

impl MerchantApi {
    /// Reads the terminal's list. `None`: the provider does not know the terminal (404).
    ///
    /// The list is read to its end, page by page by number, whatever `Link` says. One that is longer than the limit is
    /// read from both ends, where the newest stand in either order. Repeated pages and unreadable records make it
    /// incomplete, so that absence from it proves nothing.
    pub(crate) async fn scan(
        &self,
        terminal: &TerminalKey,
        wanted: Wanted<'_>,
    ) -> Result<Option<Scan>, ProviderFault> {
        let Some(first) = self.page_of(terminal, 1).await? else { return Ok(None) };
        let mut scan = Scan::default();
        let mut total = first.total;
        let per_page = first.items.len().max(1);
        let mut full = first.items.len() >= PAGE_SIZE;
        let mut fresh = scan.take(&first, wanted)?;
        let pages = total.map_or(MAX_PAGES, |total| total.div_ceil(per_page));
        if pages > MAX_PAGES {
            return self.scan_both_ends(terminal, wanted, scan, pages).await.map(Some);
        }
        for page in 2..=MAX_PAGES {
            // A full page may have a successor, even if the total denies it.
            if !fresh || (!full && total.is_some_and(|total| scan.counted >= total)) {
                break;
            }
            // A terminal that vanishes between two pages leaves the list incomplete.
            let Some(listing) = self.page_of(terminal, page).await? else { break };
            total = listing.total.or(total);
            if listing.items.is_empty() {
                scan.complete = total.is_none();
                break;
            }
            full = listing.items.len() >= PAGE_SIZE;
            fresh = scan.take(&listing, wanted)?;
        }
        scan.complete |=
            total.is_some_and(|total| scan.counted >= total) || (total.is_none() && scan.counted == 0);
        scan.complete &= !scan.unreadable;
        Ok(Some(scan))
    }

    async fn scan_both_ends(
        &self,
        terminal: &TerminalKey,
        wanted: Wanted<'_>,
        mut scan: Scan,
        pages: usize,
    ) -> Result<Scan, ProviderFault> {
        let half = MAX_PAGES / 2;
        let mut whole = true;
        for page in (2..=half).chain(pages - half + 1..=pages) {
            let Some(listing) = self.page_of(terminal, page).await? else { return Ok(scan) };
            whole &= scan.take(&listing, wanted)?;
        }
        scan.complete = whole && !scan.unreadable;
        Ok(scan)
    }

    /// Whether the newest of the terminal's transactions, at either end of its list, occupy it. `None`: 404.
    pub(crate) async fn occupied(&self, terminal: &TerminalKey) -> Result<Option<bool>, ProviderFault> {
        let Some(first) = self.page_of(terminal, 1).await? else { return Ok(None) };
        let last = first.total.map_or(1, |total| total.div_ceil(first.items.len().max(1)));
        let mut occupied = occupies(&first);
        if !occupied && last > 1 {
            occupied = self.page_of(terminal, last).await?.is_some_and(|listing| occupies(&listing));
        }
        Ok(Some(occupied))
    }

    /// One page of the terminal's list. `None`: the provider does not know the terminal (404).
    pub(crate) async fn page_of(
        &self,
        terminal: &TerminalKey,
        page: usize,
    ) -> Result<Option<Listing>, ProviderFault> {
        let number = page.to_string();
        let answer = self
            .http
            .read_once(&["terminals", terminal.as_str(), "transactions"], &page_query(&number))
            .await?;
        if answer.status() == 404 {
            return Ok(None);
        }
        let listing = Listing::read(&answer.accepted()?)?;
        if listing.items.len() > 10 * PAGE_SIZE {
            return Err(ProviderFault::unreadable("a page has ten times the items it was asked for"));
        }
        Ok(Some(listing))
    }
}

impl Scan {
    /// Takes in one page. `false`: it brought nothing new, so the pages repeat themselves or are over.
    fn take(&mut self, listing: &Listing, wanted: Wanted<'_>) -> Result<bool, ProviderFault> {
        let mut fresh = false;
        for item in &listing.items {
            let Some(record) = Record::read(item.get()) else {
                if item.get().contains(wanted.reference.as_str()) {
                    return Err(ProviderFault::unreadable("the record of this attempt is not readable"));
                }
                self.unreadable = true;
                continue;
            };
            if let Some(id) = &record.id
                && !self.seen.insert(id.clone())
            {
                continue;
            }
            fresh = true;
            self.counted += 1;
            self.occupied |= record.occupies_terminal();
            let by_reference = record.reference.as_deref() == Some(wanted.reference.as_str());
            if by_reference || (record.id.is_some() && record.id.as_ref() == wanted.transaction) {
                self.matches.push(record);
            }
        }
        Ok(fresh)
    }
}

fn occupies(listing: &Listing) -> bool {
    listing.items.iter().filter_map(|item| Record::read(item.get())).any(|record| record.occupies_terminal())
}
