//! `?offset=` from 0 and `?limit=` up to 2000, beside the filters.

use super::Problem;
use super::device::StitchTerminal;
use super::form;

/// What the guide calls the default page, taken for the largest as well.
const DEFAULT_LIMIT: usize = 2_000;

/// Which terminals a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    offset: usize,
    limit: usize,
    filters: Vec<(Filter, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    Tid,
    Manufacturer,
    Merchant,
    Model,
    Serial,
    ExternalReference,
}

impl Wanted {
    /// Reads a query. Names the guide does not list are ignored.
    pub(super) fn of(query: &str) -> Result<Self, Problem> {
        let mut wanted = Self { offset: 0, limit: DEFAULT_LIMIT, filters: Vec::new() };
        for (name, value) in form::pairs(query) {
            let filter = match name.as_str() {
                "offset" => {
                    wanted.offset = value.parse().map_err(|_| bad(&name, &value))?;
                    continue;
                }
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| (1..=DEFAULT_LIMIT).contains(limit));
                    wanted.limit = limit.ok_or_else(|| bad(&name, &value))?;
                    continue;
                }
                "tid" => Filter::Tid,
                "manufacturer" => Filter::Manufacturer,
                "merchantId" => Filter::Merchant,
                "model" => Filter::Model,
                "serialNumber" => Filter::Serial,
                "externalReference" => Filter::ExternalReference,
                _ => continue,
            };
            wanted.filters.push((filter, value));
        }
        Ok(wanted)
    }

    /// The terminals of this page, in the order of their registration.
    pub(super) fn cut(&self, terminals: &[StitchTerminal]) -> Vec<StitchTerminal> {
        let matching = terminals.iter().filter(|terminal| self.matches(terminal));
        matching.skip(self.offset).take(self.limit).cloned().collect()
    }

    fn matches(&self, terminal: &StitchTerminal) -> bool {
        self.filters.iter().all(|(filter, value)| {
            let member = match filter {
                Filter::Tid => Some(&terminal.tid),
                Filter::Manufacturer => Some(&terminal.manufacturer),
                Filter::Merchant => terminal.merchant_id.as_ref(),
                Filter::Model => Some(&terminal.model),
                Filter::Serial => Some(&terminal.serial),
                Filter::ExternalReference => terminal.external_reference.as_ref(),
            };
            member == Some(value)
        })
    }
}

fn bad(name: &str, value: &str) -> Problem {
    Problem::Invalid(format!("{name} `{value}` is not allowed."))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_pages_are_refused_and_strange_names_are_not() {
        for query in ["limit=0", "limit=2001", "limit=x", "offset=-1", "offset="] {
            assert!(Wanted::of(query).is_err(), "{query}");
        }
        assert_eq!(Wanted::of("colour=red").unwrap(), Wanted::of("").unwrap());
    }
}
