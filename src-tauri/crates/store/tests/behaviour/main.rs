//! What the store promises, as stories, as broken rules and as random sequences of steps.
#![allow(clippy::unwrap_used, missing_docs)]

mod accounts;
mod backups;
mod baskets;
mod cases;
mod catalogue;
mod crashes;
mod days;
mod decision_rules;
mod journal;
mod journal_books;
mod journal_check;
mod logos;
mod opening;
mod payments;
mod people;
mod refund_rules;
mod refund_sequences;
mod refunds;
mod rules;
mod sequences;
mod support;
