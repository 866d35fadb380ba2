//! Faults of the network and the cloud, injected into the answers of the payment interface.

use serde::{Deserialize, Serialize};

/// Faults that wait at the same time, at most.
const MAX_FAULTS: usize = 64;

/// A fault and the requests it befalls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// `GET`, `POST`, `DELETE`; none: every method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The last segments of the path, `*` standing for any one: `/transactions`, `/transactions/*`; empty: every
    /// path.
    #[serde(default)]
    pub path: String,
    /// So many matching requests pass unharmed first.
    #[serde(default)]
    pub skip: u32,
    /// So many matching requests are befallen.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens to them.
    pub fault: FaultKind,
}

const fn once() -> u32 {
    1
}

impl Fault {
    /// The next request with this method and path ending suffers `fault`.
    #[must_use]
    pub fn next(method: &str, path: &str, fault: FaultKind) -> Self {
        Self { method: Some(method.to_owned()), path: path.to_owned(), skip: 0, times: 1, fault }
    }

    /// The same for so many requests.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        let method_fits = self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
        method_fits && path_ends_with(path, &self.path)
    }
}

fn path_ends_with(path: &str, pattern: &str) -> bool {
    let mut segments = path.rsplit('/').filter(|segment| !segment.is_empty());
    pattern
        .rsplit('/')
        .filter(|wanted| !wanted.is_empty())
        .all(|wanted| segments.next().is_some_and(|segment| wanted == "*" || wanted == segment))
}

/// What happens to a request. "Acting" is what the request asks for: the transaction is created, the key revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The connection breaks; nothing was done.
    DropBefore,
    /// It is done, then the connection breaks without an answer.
    DropAfter,
    /// It is done so many milliseconds late.
    DelayBefore(u64),
    /// It is done at once, answered so many milliseconds late.
    DelayAfter(u64),
    /// It is done; half of the answer's body arrives, then the connection breaks.
    Truncate,
    /// Answered with this status; nothing was done.
    StatusBefore(u16),
    /// It is done, but answered with this status.
    StatusAfter(u16),
    /// It is done, but the answer is a web page with status 200, as from a captive portal.
    WebPage,
    /// Answered with 404 although it exists; nothing was done.
    NotFound,
    /// It is done; these members are merged into the JSON answer (RFC 7396), into each item of a list.
    Merge(serde_json::Value),
}

/// Too many faults wait already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {MAX_FAULTS} faults at the same time")]
pub struct FaultLimitReached;

/// The faults that wait for their request, in the order they were given.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) -> Result<(), FaultLimitReached> {
        if self.0.len() >= MAX_FAULTS {
            return Err(FaultLimitReached);
        }
        self.0.push(fault);
        self.drop_spent();
        Ok(())
    }

    pub(crate) fn waiting(&self) -> Vec<Fault> {
        self.0.clone()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The first fault that fits the request. Fitting faults in front of it count the request as passed.
    pub(crate) fn take(&mut self, method: &str, path: &str) -> Option<FaultKind> {
        let mut taken = None;
        for fault in self.0.iter_mut().filter(|fault| fault.matches(method, path)) {
            if fault.skip > 0 {
                fault.skip -= 1;
                continue;
            }
            fault.times = fault.times.saturating_sub(1);
            taken = Some(fault.fault.clone());
            break;
        }
        self.drop_spent();
        taken
    }

    fn drop_spent(&mut self) {
        self.0.retain(|fault| fault.times > 0);
    }
}

/// Merges `patch` into `target` as RFC 7396 says; into every item when `target` is a list.
pub(crate) fn merge(target: &mut serde_json::Value, patch: &serde_json::Value) {
    use serde_json::Value;
    if let Value::Array(items) = target {
        for item in items {
            merge_one(item, patch);
        }
    } else {
        merge_one(target, patch);
    }

    fn merge_one(target: &mut Value, patch: &Value) {
        let Value::Object(members) = patch else {
            *target = patch.clone();
            return;
        };
        if !target.is_object() {
            *target = Value::Object(serde_json::Map::new());
        }
        let Value::Object(object) = target else { return };
        for (name, value) in members {
            if value.is_null() {
                object.remove(name);
            } else {
                merge_one(object.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_the_end_of_a_path_segment_by_segment() {
        let list = "/terminals/SUNMI-P2-1/transactions";
        let one = "/terminals/SUNMI-P2-1/transactions/42";
        assert!(path_ends_with(list, "/transactions") && !path_ends_with(one, "/transactions"));
        assert!(path_ends_with(one, "/transactions/*") && path_ends_with(one, "transactions/42"));
        assert!(!path_ends_with(list, "/transactions/*") && !path_ends_with(list, "actions"));
        assert!(path_ends_with(list, ""));
    }

    #[test]
    fn a_fault_lets_requests_pass_strikes_its_times_and_is_spent() {
        let mut faults = Faults::default();
        let fault = Fault { skip: 1, ..Fault::next("GET", "/stores", FaultKind::NotFound) }.times(2);
        faults.add(fault).unwrap();
        let strikes: Vec<bool> = (0..4).map(|_| faults.take("GET", "/stores").is_some()).collect();
        assert_eq!(strikes, [false, true, true, false]);
        assert!(faults.waiting().is_empty());
    }

    #[test]
    fn merging_replaces_adds_and_removes_members_in_every_item() {
        let mut list = serde_json::json!([{"a": 1, "b": {"c": 2, "d": 3}}]);
        merge(&mut list, &serde_json::json!({"a": null, "b": {"c": "x"}, "e": 4}));
        assert_eq!(list, serde_json::json!([{"b": {"c": "x", "d": 3}, "e": 4}]));
    }
}
