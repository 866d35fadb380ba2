//! Reading JSON member by member, so that no surprise in one hides another.

use money::{Currency, Money};
use provider_http::{read_amount, scalar_text};
use serde::Deserialize;
use serde_json::value::RawValue;

/// Longer words are cut.
const MAX_WORD: usize = 200;

/// A member as it stands in the JSON; absent and `null` are the same.
pub(crate) type Member = Option<Box<RawValue>>;

/// Reads an object. `None`: something else, or a member occurs twice. (A derived struct would also take an array.)
pub(crate) fn object<'a, T: Deserialize<'a>>(json: &'a str) -> Option<T> {
    json.trim_start().starts_with('{').then(|| serde_json::from_str(json).ok()).flatten()
}

/// Reads an object that is a member.
pub(crate) fn inner<'a, T: Deserialize<'a>>(member: &'a Member) -> Option<T> {
    object(member.as_deref()?.get())
}

/// The items of an array that is a member; nothing for anything else.
pub(crate) fn items(member: &Member) -> Vec<Box<RawValue>> {
    member.as_deref().and_then(|member| serde_json::from_str(member.get()).ok()).unwrap_or_default()
}

/// A string or number as text, without control characters, trimmed and cut. `None` when nothing is left.
pub(crate) fn word(member: &Member) -> Option<String> {
    let text = scalar_text(member.as_deref()?)?;
    let word: String = text.trim().chars().filter(|c| !c.is_control()).take(MAX_WORD).collect();
    (!word.is_empty()).then_some(word)
}

/// An amount in major units, exact or absent with the reason.
pub(crate) fn amount(member: &Member, currency: Currency) -> Result<Money, String> {
    let raw = member.as_deref().ok_or("there is no amount")?;
    read_amount(raw, currency).map_err(|fault| fault.detail().to_owned())
}

/// A currency by its code.
pub(crate) fn currency(member: &Member) -> Result<Currency, String> {
    let code = word(member).ok_or("there is no currency")?;
    code.parse().map_err(|error: money::UnknownCurrency| error.to_string())
}
