//! Pages of lists: `?page=` from 1, `?size=` up to 100, `X-Total-Count` and an RFC 8288 `Link`.

use axum::http::header::LINK;
use axum::http::{HeaderName, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::{Problem, json_response};

const DEFAULT_SIZE: usize = 10;
const MAX_SIZE: usize = 100;
const TOTAL_COUNT: HeaderName = HeaderName::from_static("x-total-count");

/// The page a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paging {
    page: usize,
    size: usize,
}

/// A page of a list.
#[derive(Debug)]
pub(super) struct Page<T> {
    items: Vec<T>,
    total: usize,
    paging: Paging,
}

impl Paging {
    pub(super) fn of(uri: &Uri) -> Result<Self, Problem> {
        let mut paging = Self { page: 1, size: DEFAULT_SIZE };
        for (name, value) in
            uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='))
        {
            match (name, value.parse()) {
                ("page", Ok(page @ 1..)) => paging.page = page,
                ("size", Ok(size @ 1..=MAX_SIZE)) => paging.size = size,
                ("page", _) => return Err(Problem::bad_request(format!("page `{value}` is not 1 or above"))),
                ("size", _) => {
                    return Err(Problem::bad_request(format!("size `{value}` is not 1 to {MAX_SIZE}")));
                }
                _ => {}
            }
        }
        Ok(paging)
    }

    pub(super) fn cut<T>(self, items: Vec<T>) -> Page<T> {
        let total = items.len();
        let start = (self.page - 1).saturating_mul(self.size);
        let items = items.into_iter().skip(start).take(self.size).collect();
        Page { items, total, paging: self }
    }

    /// Empty when one page holds everything.
    fn link(self, base_url: &str, path: &str, total: usize) -> String {
        let last = total.div_ceil(self.size).max(1);
        if last == 1 {
            return String::new();
        }
        let before = (self.page > 1).then(|| ("prev", (self.page - 1).min(last)));
        let after = (self.page < last).then(|| ("next", self.page + 1));
        let links = before.into_iter().chain(after).chain([("first", 1), ("last", last)]);
        let size = self.size;
        links
            .map(|(rel, page)| format!("<{base_url}{path}?size={size}&page={page}>; rel=\"{rel}\""))
            .collect::<Vec<_>>()
            .join(",")
    }
}

impl<T: Serialize> Page<T> {
    pub(super) fn into_response(self, base_url: &str, path: &str) -> Response {
        let link = self.paging.link(base_url, path, self.total);
        let headers = [(TOTAL_COUNT, self.total.to_string()), (LINK, link)];
        (headers, json_response(StatusCode::OK, &self.items)).into_response()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_the_middle_links_to_all_four_neighbours() {
        let paging = Paging::of(&"/stores?page=3&size=10".parse().unwrap()).unwrap();
        let expected = "<http://h/stores?size=10&page=2>; rel=\"prev\",<http://h/stores?size=10&page=4>; rel=\"next\",\
                        <http://h/stores?size=10&page=1>; rel=\"first\",<http://h/stores?size=10&page=7>; rel=\"last\"";
        assert_eq!(paging.link("http://h", "/stores", 67), expected);
    }

    #[test]
    fn one_page_has_an_empty_link_and_a_page_past_the_end_is_empty() {
        let paging = Paging::of(&"/stores".parse().unwrap()).unwrap();
        assert_eq!(paging.link("http://h", "/stores", 10), "");
        let past = Paging::of(&"/stores?page=99".parse().unwrap()).unwrap();
        assert!(past.cut(vec![1, 2, 3]).items.is_empty());
        assert!(past.link("http://h", "/s", 20).contains("page=2>; rel=\"prev\""));
    }

    #[test]
    fn nonsense_pages_are_refused() {
        for query in ["page=0", "page=-1", "page=x", "size=0", "size=101", "page="] {
            assert!(Paging::of(&format!("/stores?{query}").parse().unwrap()).is_err(), "{query}");
        }
    }
}
