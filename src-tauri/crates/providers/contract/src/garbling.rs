//! Answers as no cloud should give them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use money::Money;
use serde_json::Value;

use crate::wire::{Reply, Rewriting, Strike};

/// What takes the place of a member's value.
const WRONG_VALUES: [&str; 6] = ["null", "7", "1e400", "\"x\"", "[]", "{}"];

/// Whole answers that are nonsense, with status 200.
pub(crate) fn nonsense() -> Vec<Reply> {
    let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    let huge = format!("[\"{}\"]", "x".repeat(2 << 20));
    let bodies =
        ["", "null", "true", "1e400", "\"ok\"", "[]", "{}", "{\"id\":", "{\"data\":{}}", "{\"status\":\"\"}"];
    let texts = bodies.into_iter().map(str::to_owned).chain([deep, huge]);
    let mut replies: Vec<Reply> = texts.map(|body| Reply::json(200, body)).collect();
    replies.push(Reply::json(200, b"\xff\xfe{}".as_slice()));
    replies.push(Reply::web_page(200));
    replies
}

/// Strikes that put a wrong value in the place of one of the answer's values, each in turn.
#[derive(Debug, Default)]
pub(crate) struct WrongMembers {
    next: usize,
    past_the_end: Arc<AtomicBool>,
}

impl WrongMembers {
    /// The next one. `None`: the last one changed nothing any more.
    pub(crate) fn next_strike(&mut self) -> Option<Strike> {
        if self.past_the_end.load(Ordering::SeqCst) {
            return None;
        }
        let (leaf, wrong) = (self.next / WRONG_VALUES.len(), WRONG_VALUES[self.next % WRONG_VALUES.len()]);
        self.next += 1;
        let past_the_end = self.past_the_end.clone();
        Some(Strike::Rewrite(Rewriting::by(move |body| {
            let Ok(mut json) = serde_json::from_str::<Value>(body) else {
                past_the_end.store(true, Ordering::SeqCst);
                return body.to_owned();
            };
            let mut at = leaf;
            match leaf_at(&mut json, &mut at) {
                Some(found) => *found = serde_json::from_str(wrong).expect("written as JSON"),
                None => past_the_end.store(true, Ordering::SeqCst),
            }
            json.to_string()
        })))
    }

    /// How many answers were changed.
    pub(crate) fn count(&self) -> usize {
        self.next.saturating_sub(1)
    }
}

/// Leaf number `at`, depth first.
fn leaf_at<'a>(json: &'a mut Value, at: &mut usize) -> Option<&'a mut Value> {
    match json {
        Value::Object(members) => members.values_mut().find_map(|member| leaf_at(member, at)),
        Value::Array(items) => items.iter_mut().find_map(|item| leaf_at(item, at)),
        leaf if *at == 0 => Some(leaf),
        _ => {
            *at -= 1;
            None
        }
    }
}

/// Halves the amount wherever it stands in the answer, in major or minor units. The flag tells whether it did.
pub(crate) fn half_amount(amount: Money) -> (Strike, Arc<AtomicBool>) {
    let half = Money::new(amount.minor() / 2, amount.currency());
    let spellings =
        [(amount.to_string(), half.to_string()), (amount.minor().to_string(), half.minor().to_string())];
    let done = Arc::new(AtomicBool::new(false));
    let told = done.clone();
    let rewriting = Rewriting::by(move |body| {
        let Ok(mut json) = serde_json::from_str::<Value>(body) else { return body.to_owned() };
        let mut number = 0;
        while let Some(leaf) = leaf_at(&mut json, &mut { number }) {
            let text = match &*leaf {
                Value::Number(number) => number.to_string(),
                Value::String(text) => text.clone(),
                _ => String::new(),
            };
            if let Some((_, half)) = spellings.iter().find(|(whole, _)| *whole == text) {
                told.store(true, Ordering::SeqCst);
                *leaf = match leaf {
                    Value::Number(_) => serde_json::from_str(half).expect("an amount is a number"),
                    _ => Value::String(half.clone()),
                };
            }
            number += 1;
        }
        json.to_string()
    });
    (Strike::Rewrite(rewriting), done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_are_counted_through_objects_and_lists() {
        let mut json: Value = serde_json::json!({"a": [1, {"b": 2}], "c": 3, "d": {}});
        for (at, expected) in [(0, Some(1)), (1, Some(2)), (2, Some(3)), (3, None)] {
            let found = leaf_at(&mut json, &mut { at }).and_then(|leaf| leaf.as_i64());
            assert_eq!(found, expected, "leaf {at}");
        }
    }
}
