//! From the till's own types to what a window shows. No decisions: names and formats only.

mod cases;
mod catalogue;
mod error;
mod fleet;
mod journal;
mod logo;
mod manager;
mod orders;
mod pairing;
mod payouts;
mod people;
mod refunds;
mod simulator;
mod solo;
mod storage;
mod terminals;
mod till;

pub(crate) use cases::{case_ask, case_detail_view, case_view, look_view};
pub(crate) use catalogue::bad_row;
pub(crate) use error::{not_open, refused};
pub(crate) use fleet::{fleet_end_view, fleet_filter, fleet_terminal_view, new_fleet_terminal};
pub(crate) use journal::journal_view;
pub(crate) use logo::logo_view;
pub(crate) use manager::{day_totals_view, history_row, history_view, key_warning, keys_view};
pub(crate) use orders::{order_summary, order_view};
pub(crate) use pairing::{paired_view, report_view};
pub(crate) use payouts::{
    behind_payout_view, header_proposal_view, payout_period, payouts_view, receipt_header,
};
pub(crate) use people::{person_view, role};
pub(crate) use refunds::{refund_request, refund_view, refundable_view, terminal_id};
pub(crate) use simulator::{act, brands, virtual_terminal};
pub(crate) use solo::{solo_act, virtual_solo};
pub(crate) use storage::backup_view;
pub(crate) use terminals::{account_form_view, account_view, found_view, offered_view, terminal_view};
pub(crate) use till::{item_view, parked_view, till_view};

use money::Money;

use crate::wire::Amount;

/// An amount in the shop's format.
pub(crate) fn amount(money: Money, decimal_mark: char) -> Amount {
    Amount { minor: money.minor().to_string(), text: ::till::format_amount(money, decimal_mark) }
}

/// A decimal number in the shop's format: quantities, percentages.
pub(crate) fn number(text: &str, decimal_mark: char) -> String {
    text.replace('.', &decimal_mark.to_string())
}

/// The clock part of an RFC 3339 time, seconds included or not.
pub(crate) fn clock(at: &str, length: usize) -> String {
    at.get(11..11 + length).unwrap_or(at).to_owned()
}
