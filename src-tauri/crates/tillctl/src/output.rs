//! The one place that writes to standard output and standard error.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use serde_json::{Value, json};

use crate::outcome::{Outcome, Refusal};

/// Prints an answer: the JSON document, or its text.
pub(crate) fn answer(json: bool, document: &Value, text: &str) {
    if json {
        println!("{document}");
    } else if !text.is_empty() {
        println!("{}", text.trim_end_matches('\n'));
    }
}

/// Prints a JSON document over several lines: addresses and keys that a person copies.
pub(crate) fn document(document: &Value) {
    println!("{document:#}");
}

/// Says why nothing was done.
pub(crate) fn fault(json: bool, refusal: &Refusal) -> Outcome {
    if json {
        let rows: Vec<Value> =
            refusal.rows.iter().map(|(line, message)| json!({ "line": line, "message": message })).collect();
        println!("{}", json!({ "error": refusal.message, "rows": rows }));
    } else {
        eprintln!("tillctl: {}", refusal.message);
        for (line, message) in &refusal.rows {
            eprintln!("  line {line}: {message}");
        }
    }
    refusal.outcome
}
