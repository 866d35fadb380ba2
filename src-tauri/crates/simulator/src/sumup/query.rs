//! Query strings: names may come with or without `[]`, and more than once.

use axum::http::Uri;
use percent_encoding::percent_decode_str;

/// Parameters that are looked at, at most.
const MAX_PARAMETERS: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn of(uri: &Uri) -> Self {
        let pairs = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let decoded =
            |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name).trim_end_matches("[]").to_owned(), decoded(value))
        };
        Self(pairs.take(MAX_PARAMETERS).map(pair).collect())
    }

    /// The first value that is not empty.
    pub(super) fn one(&self, name: &str) -> Option<&str> {
        let fits = |(known, value): &&(String, String)| known == name && !value.is_empty();
        self.0.iter().find(fits).map(|(_, value)| value.as_str())
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let fits = move |(known, value): &&'a (String, String)| known == name && !value.is_empty();
        self.0.iter().filter(fits).map(|(_, value)| value.as_str())
    }

    /// All parameters but some, as a query string again.
    pub(super) fn without(&self, names: &[&str]) -> String {
        let kept = self.0.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
        };
        kept.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
    }
}
