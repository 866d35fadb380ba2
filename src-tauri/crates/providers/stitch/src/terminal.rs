//! Reading terminals: an object, `{"data":[…]}` or a bare list, with members missing or unknown.

use payment::ProviderFault;
use payment::capabilities::{FleetState, FleetTerminal};
use provider_http::{Answer, scalar_text};
use serde::Deserialize;
use serde_json::value::RawValue;

/// Longest text of a member that is kept.
const MAX_TEXT: usize = 200;
/// More terminals than the vendor's largest page are not read.
const MAX_ITEMS: usize = 2_000;

/// A terminal as the guide shows it, and the other names its members plausibly have.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TerminalMembers {
    id: Option<Box<RawValue>>,
    tid: Option<Box<RawValue>>,
    manufacturer_serial_number: Option<Box<RawValue>>,
    serial_number: Option<Box<RawValue>>,
    manufacturer: Option<Box<RawValue>>,
    model: Option<Box<RawValue>>,
    merchant_id: Option<Box<RawValue>>,
    external_reference: Option<Box<RawValue>>,
    status: Option<Box<RawValue>>,
    status_reason: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Wrapped {
    data: Box<RawValue>,
}

/// Every terminal of an answer.
pub(crate) fn read_terminals(answer: &Answer) -> Result<Vec<FleetTerminal>, ProviderFault> {
    let whole: Box<RawValue> = answer.json()?;
    let wrapped = serde_json::from_str::<Wrapped>(whole.get()).ok();
    let content = wrapped.map_or(whole, |wrapped| wrapped.data);
    let items: Vec<Box<RawValue>> = match content.get().trim_start().as_bytes().first() {
        Some(b'[') => {
            serde_json::from_str(content.get()).map_err(|_| answer.unreadable("the list is not JSON"))?
        }
        Some(b'{') => vec![content],
        _ => return Err(answer.unreadable("the answer is no terminal")),
    };
    if items.len() > MAX_ITEMS {
        return Err(answer.unreadable("more terminals than a page may hold"));
    }
    // A page with a terminal that cannot be named is an error: a terminal must not vanish silently.
    let read = items.iter().enumerate().map(|(index, item)| {
        terminal(item).map_err(|why| answer.unreadable(&format!("terminal {}: {why}", index + 1)))
    });
    read.collect()
}

/// The terminal with this identifier; an answer about another one is unreadable.
pub(crate) fn read_terminal(answer: &Answer, id: &str) -> Result<FleetTerminal, ProviderFault> {
    let found = read_terminals(answer)?.into_iter().find(|terminal| terminal.id == id);
    found.ok_or_else(|| answer.unreadable("the answer is about another terminal"))
}

fn terminal(item: &RawValue) -> Result<FleetTerminal, &'static str> {
    let members: TerminalMembers = serde_json::from_str(item.get()).map_err(|_| "not readable")?;
    let id = text(&members.id).ok_or("no id")?;
    let serial = text(&members.manufacturer_serial_number).or_else(|| text(&members.serial_number));
    let state = match text(&members.status) {
        Some(word) => match word.to_ascii_lowercase().as_str() {
            "active" => FleetState::Active,
            "suspended" => FleetState::Suspended,
            "unallocated" => FleetState::Unallocated,
            _ => FleetState::Other(word),
        },
        None => FleetState::Other(String::new()),
    };
    Ok(FleetTerminal {
        id,
        tid: text(&members.tid),
        serial: serial.unwrap_or_default(),
        manufacturer: text(&members.manufacturer).unwrap_or_default(),
        model: text(&members.model).unwrap_or_default(),
        merchant: text(&members.merchant_id),
        external_reference: text(&members.external_reference),
        state,
        state_reason: text(&members.status_reason),
    })
}

/// A non-empty text without control characters, cut.
fn text(raw: &Option<Box<RawValue>>) -> Option<String> {
    let text = raw.as_deref().and_then(scalar_text)?;
    let text: String = text.trim().chars().filter(|c| !c.is_control()).take(MAX_TEXT).collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<FleetTerminal, &'static str> {
        terminal(&serde_json::from_str::<Box<RawValue>>(json).unwrap())
    }

    #[test]
    fn a_terminal_is_read_with_members_missing_unknown_or_null() {
        let bare = read(r#"{"id":"a"}"#).unwrap();
        assert_eq!((bare.id.as_str(), bare.serial.as_str(), bare.tid), ("a", "", None));
        assert_eq!(bare.state, FleetState::Other(String::new()), "not told is not active");
        let full = read(
            r#"{"id":"a","serialNumber":"SN","tid":"EP1","merchantId":null,"status":"SUSPENDED",
                "statusReason":"lost","colour":{"deep":[1]},"model":7}"#,
        )
        .unwrap();
        assert_eq!((full.serial.as_str(), full.model.as_str(), full.merchant), ("SN", "7", None));
        assert_eq!((full.state, full.state_reason.as_deref()), (FleetState::Suspended, Some("lost")));
    }

    #[test]
    fn a_state_this_till_does_not_know_is_kept_in_the_providers_word() {
        let odd = read(r#"{"id":"a","status":"in_transit"}"#).unwrap();
        assert_eq!(odd.state, FleetState::Other("in_transit".to_owned()));
    }

    #[test]
    fn what_has_no_name_is_no_terminal() {
        for (json, why) in [
            ("{}", "no id"),
            (r#"{"id":""}"#, "no id"),
            (r#"{"id":["a"]}"#, "no id"),
            (r#"{"id":"a","id":"b"}"#, "not readable"),
            (r#""a""#, "not readable"),
        ] {
            assert_eq!(read(json).unwrap_err(), why, "{json}");
        }
        let long = format!(r#"{{"id":"a","model":"{}\u0007"}}"#, "m".repeat(5_000));
        assert_eq!(read(&long).unwrap().model.len(), MAX_TEXT);
    }
}
