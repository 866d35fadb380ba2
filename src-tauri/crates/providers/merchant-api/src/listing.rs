//! One page of any listing: an array of items and what its headers tell.

use std::collections::BTreeMap;

use payment::ProviderFault;
use provider_http::Answer;
use serde_json::value::RawValue;

/// The largest page the guide allows.
pub(crate) const PAGE_SIZE: usize = 100;

/// A page as it came; the items are read one by one, so that one bad item does not hide the others.
#[derive(Debug)]
pub(crate) struct Listing {
    pub(crate) items: Vec<Box<RawValue>>,
    /// `X-Total-Count`.
    pub(crate) total: Option<usize>,
    /// Whether `Link` names a next page. A hint: the guide's own example of it is wrong.
    pub(crate) link_next: bool,
}

impl Listing {
    /// Reads a JSON array, or an object with exactly one array in it: the guide does not show which.
    pub(crate) fn read(answer: &Answer) -> Result<Self, ProviderFault> {
        let items = if answer.text()?.trim_start().starts_with('{') {
            let members: BTreeMap<String, Box<RawValue>> = answer.json()?;
            let mut arrays = members.values().filter(|member| member.get().starts_with('['));
            match (arrays.next(), arrays.next()) {
                (Some(items), None) => serde_json::from_str(items.get())
                    .map_err(|_| answer.unreadable("the list is not JSON"))?,
                _ => return Err(answer.unreadable("the answer is no list")),
            }
        } else {
            answer.json()?
        };
        let total = answer.header("x-total-count").and_then(|text| text.trim().parse().ok());
        let link_next = answer
            .header("link")
            .is_some_and(|link| link.contains("rel=\"next\"") || link.contains("rel=next"));
        Ok(Self { items, total, link_next })
    }

    /// Whether another page follows this one, number `page` from 1.
    pub(crate) fn has_more(&self, page: usize) -> bool {
        let up_to_here = (page - 1).saturating_mul(PAGE_SIZE).saturating_add(self.items.len());
        !self.items.is_empty() && (self.link_next || self.total.is_some_and(|total| total > up_to_here))
    }
}

/// The query of a page.
pub(crate) fn page_query(page: &str) -> [(&'static str, &str); 2] {
    [("page", page), ("size", "100")]
}
