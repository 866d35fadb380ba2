//! What a terminal's QR code, its label or a person's fingers say about which terminal it is.
//!
//! The guide promises a QR code with the serial number and shows none, so every form the vendor's platform uses is
//! read. The text is data: nothing in it is ever opened.

use payment::{TerminalIdentity, TerminalKey};
use serde_json::Value;
use url::Url;

/// Longer texts are no terminal's.
const MAX_TEXT: usize = 512;
/// Maker, model and serial each have at most so many characters.
const MAX_NAME: usize = 40;
/// A serial number has at least so many.
const MIN_SERIAL: usize = 6;
/// Makers whose name may stand in a path segment of its own.
const MAKERS: [&str; 1] = ["SUNMI"];

/// Reads, in this order: JSON with maker, model and serial; an address with them as query or path; the vendor's device
/// name `E_SUNMI_P2lite_PL02196J00565`; the form of paths `SUNMI-P2lite-PL0919CQ00305`; a bare serial number.
///
/// White space around it and what scanners add (line ends, `]Q3`) do not matter. Text without a single capital is taken
/// for typed in haste: maker and serial get their capitals. `None`: none of these forms.
pub fn parse_identity(text: &str) -> Option<TerminalIdentity> {
    if text.len() > 2 * MAX_TEXT {
        return None;
    }
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\0' | '\u{feff}' | '\u{1d}' | '\u{4}'));
    let text = without_symbology(text);
    if text.is_empty() || text.len() > MAX_TEXT || text.chars().any(|c| c.is_control() && !c.is_whitespace())
    {
        return None;
    }
    let parts = if text.starts_with('{') {
        from_json(text)
    } else if text.contains("://") {
        from_address(text)
    } else {
        from_name(text).or_else(|| from_label(text))
    };
    parts?.identity()
}

/// What was understood, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Parts {
    manufacturer: Option<String>,
    model: Option<String>,
    serial: Option<String>,
}

impl Parts {
    fn complete(manufacturer: &str, model: &str, serial: &str) -> Self {
        let owned = |text: &str| Some(text.to_owned());
        Self { manufacturer: owned(manufacturer), model: owned(model), serial: owned(serial) }
    }

    fn serial(serial: &str) -> Self {
        Self { serial: Some(serial.to_owned()), ..Self::default() }
    }

    fn identity(self) -> Option<TerminalIdentity> {
        let serial = self.serial.filter(|serial| is_serial(serial))?;
        let (Some(manufacturer), Some(model)) = (self.manufacturer, self.model) else {
            return Some(TerminalIdentity::SerialOnly { serial: capitals(&serial, &[]) });
        };
        if !is_name(&manufacturer)
            || !is_name(&model)
            || !manufacturer.bytes().any(|byte| byte.is_ascii_alphabetic())
        {
            return None;
        }
        let others = [manufacturer.as_str(), model.as_str()];
        let serial_capital = capitals(&serial, &others);
        let manufacturer_capital = capitals(&manufacturer, &[model.as_str(), serial.as_str()]);
        let key = TerminalKey::new(format!("{manufacturer_capital}-{model}-{serial_capital}")).ok()?;
        Some(TerminalIdentity::Complete {
            manufacturer: manufacturer_capital,
            model,
            serial: serial_capital,
            key,
        })
    }

    /// Takes the value of a member or query parameter if its name is known.
    fn learn(&mut self, name: &str, value: &str) {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let place = match name.to_ascii_lowercase().as_str() {
            "manufacturer" | "brand" | "make" | "maker" => &mut self.manufacturer,
            "model" => &mut self.model,
            "serial" | "serialnumber" | "serialno" | "sn" => &mut self.serial,
            _ => return,
        };
        let value = value.trim();
        if place.is_none() && !value.is_empty() {
            *place = Some(value.to_owned());
        }
    }
}

/// `text` in capitals if neither it nor `others` has one: a person who never pressed shift.
fn capitals(text: &str, others: &[&str]) -> String {
    let has_capital = |text: &str| text.bytes().any(|byte| byte.is_ascii_uppercase());
    if has_capital(text) || others.iter().any(|other| has_capital(other)) {
        text.to_owned()
    } else {
        text.to_ascii_uppercase()
    }
}

fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'+');
    (1..=MAX_NAME).contains(&text.len())
        && text.bytes().all(allowed)
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

fn is_serial(text: &str) -> bool {
    (MIN_SERIAL..=MAX_NAME).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Some scanners put the kind of symbol in front (ISO/IEC 15424): `]Q3`.
fn without_symbology(text: &str) -> &str {
    match text.as_bytes() {
        [b']', kind, modifier, ..] if kind.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() => {
            &text[3..]
        }
        _ => text,
    }
}

fn from_json(text: &str) -> Option<Parts> {
    let value: Value = serde_json::from_str(text).ok()?;
    let mut parts = Parts::default();
    learn_members(&mut parts, &value);
    if parts.serial.is_none() {
        // One level down: {"terminal":{…}}.
        value.as_object()?.values().for_each(|inner| learn_members(&mut parts, inner));
    }
    Some(parts)
}

fn learn_members(parts: &mut Parts, value: &Value) {
    for (name, value) in value.as_object().into_iter().flatten() {
        match value {
            Value::String(text) => parts.learn(name, text),
            Value::Number(number) => parts.learn(name, &number.to_string()),
            _ => {}
        }
    }
}

fn from_address(text: &str) -> Option<Parts> {
    let url = Url::parse(text).ok()?;
    let mut parts = Parts::default();
    let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    query.iter().for_each(|(name, value)| parts.learn(name, value));
    if parts.serial.is_some() {
        return Some(parts);
    }
    if let Some(named) = query.iter().find_map(|(_, value)| from_name(value)) {
        return Some(named);
    }
    // Ids of terminals are plain characters, which no path encodes.
    let segments: Vec<&str> = url.path_segments()?.filter(|segment| !segment.is_empty()).collect();
    if let Some(named) = segments.iter().find_map(|segment| from_name(segment)) {
        return Some(named);
    }
    let maker =
        segments.iter().position(|segment| MAKERS.iter().any(|maker| segment.eq_ignore_ascii_case(maker)));
    match maker.and_then(|at| segments.get(at..at + 3)) {
        Some([manufacturer, model, serial]) => Some(Parts::complete(manufacturer, model, serial)),
        _ => segments.last().map(|serial| Parts::serial(serial)),
    }
}

/// `E_SUNMI_P2lite_PL02196J00565`, `SUNMI_P2lite_…`, `SUNMI-P2lite-…`: maker first, serial last, the model between.
fn from_name(text: &str) -> Option<Parts> {
    let separator = if text.contains('-') { '-' } else { '_' };
    let mut names: Vec<&str> = text.split(separator).map(str::trim).collect();
    if separator == '_' && names.len() > 3 && names[0].eq_ignore_ascii_case("e") {
        names.remove(0);
    }
    let [manufacturer, model @ .., serial] = names.as_slice() else { return None };
    let model = model.join(&separator.to_string());
    (!model.is_empty() && is_serial(serial)).then(|| Parts::complete(manufacturer, &model, serial))
}

/// A serial number, perhaps with what a label prints before it.
fn from_label(text: &str) -> Option<Parts> {
    let serial = match text.split_once(':') {
        Some((label, serial))
            if matches!(
                label.trim().to_ascii_lowercase().as_str(),
                "s/n" | "sn" | "serial" | "serial number"
            ) =>
        {
            serial.trim()
        }
        Some(_) => return None,
        None => text,
    };
    Some(Parts::serial(serial))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        match parse_identity(text) {
            Some(TerminalIdentity::Complete { manufacturer, model, serial, key }) => {
                assert_eq!(key.as_str(), format!("{manufacturer}-{model}-{serial}"), "{text:?}");
                format!("{manufacturer} {model} {serial}")
            }
            Some(TerminalIdentity::SerialOnly { serial }) => serial,
            None => "-".to_owned(),
        }
    }

    #[test]
    fn every_form_a_terminal_is_named_in_is_read() {
        let whole = "SUNMI P2lite PL0919CQ00305";
        for text in [
            r#"{"manufacturer":"SUNMI","model":"P2lite","serial":"PL0919CQ00305"}"#,
            r#"{"brand":"SUNMI","model":"P2lite","serialNumber":"PL0919CQ00305","v":1}"#,
            r#"{ "Manufacturer" : "SUNMI", "MODEL": "P2lite", "serial_number": " PL0919CQ00305 " }"#,
            r#"{"terminal":{"brand":"SUNMI","model":"P2lite","sn":"PL0919CQ00305"}}"#,
            "SUNMI-P2lite-PL0919CQ00305",
            "  SUNMI-P2lite-PL0919CQ00305\r\n",
            "SUNMI - P2lite - PL0919CQ00305",
            "\u{feff}SUNMI-P2lite-PL0919CQ00305\0",
            "]Q3SUNMI-P2lite-PL0919CQ00305",
            "E_SUNMI_P2lite_PL0919CQ00305",
            "e_SUNMI_P2lite_PL0919CQ00305\n",
            "SUNMI_P2lite_PL0919CQ00305",
            "https://pos.example/terminals/SUNMI-P2lite-PL0919CQ00305/transactions",
            "https://pos.example/t/E_SUNMI_P2lite_PL0919CQ00305",
            "https://pos.example/SUNMI/P2lite/PL0919CQ00305",
            "https://pos.example/?manufacturer=SUNMI&model=P2lite&serial=PL0919CQ00305",
            "https://pos.example/?terminal=SUNMI-P2lite-PL0919CQ00305",
            "cmpos://pair/SUNMI-P2lite-PL0919CQ00305",
        ] {
            assert_eq!(shown(text), whole, "{text:?}");
        }
    }

    #[test]
    fn a_serial_alone_is_left_to_the_providers_list() {
        for text in [
            "PL0919CQ00305",
            "pl0919cq00305\r",
            "S/N: PL0919CQ00305",
            r#"{"serial":"PL0919CQ00305"}"#,
            r#"{"model":"P2lite","serial":"PL0919CQ00305"}"#,
            "https://pos.example/t/PL0919CQ00305",
            "https://pos.example/t?sn=PL0919CQ00305",
        ] {
            assert_eq!(shown(text), "PL0919CQ00305", "{text:?}");
        }
    }

    #[test]
    fn models_keep_their_own_dashes_and_haste_gets_its_capitals() {
        assert_eq!(shown("SUNMI-V2-PRO-VB01198A00123"), "SUNMI V2-PRO VB01198A00123");
        assert_eq!(shown("E_SUNMI_p2_se_PS1122DE00418"), "SUNMI p2_se PS1122DE00418");
        assert_eq!(shown("sunmi-p2lite-pl0919cq00305"), "SUNMI p2lite PL0919CQ00305");
        assert_eq!(
            shown("Sunmi-P2lite-pl0919cq00305"),
            "Sunmi P2lite pl0919cq00305",
            "capitals are somebody's choice"
        );
    }

    #[test]
    fn everything_else_is_refused() {
        let long = format!("SUNMI-P2-{}", "1".repeat(600));
        for text in [
            "",
            " \r\n",
            "hello",
            "hello-big-world",
            "2026-01-18",
            "2026-01-180000",
            "Pay 12.50",
            "PL09",
            "SUNMI-P2lite",
            "SUNMI--PL0919CQ00305",
            "-P2lite-PL0919CQ00305",
            "SUNMI-P2 lite-PL0919CQ00305",
            "SUNMI-P2lite-PL0919CQ00305\u{1b}[31m",
            "SUNMI-P2lite-PL0919\nCQ00305",
            "SUNMI-P2lité-PL0919CQ00305",
            "{",
            "{}",
            "[]",
            r#"{"serial":null}"#,
            r#"{"serial":"../../x1"}"#,
            r#"{"manufacturer":"SUNMI","model":"P2/x","serial":"PL0919CQ00305"}"#,
            "https://pos.example/",
            "https://pos.example/welcome",
            "http://",
            "javascript:alert(1)",
            "PL0919CQ00305; rm",
            "４２４２４２４２",
            long.as_str(),
        ] {
            assert_eq!(shown(text), "-", "{text:?}");
        }
        let deep = format!("{}1{}", "{\"a\":".repeat(90), "}".repeat(90));
        assert_eq!(shown(&deep), "-");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_it_finds_fits_a_path(text in "\\PC{0,80}|[{}\":a-zA-Z0-9_/?=&.\\-]{0,120}|https?://.{0,60}") {
            match parse_identity(&text) {
                Some(TerminalIdentity::Complete { key, serial, .. }) => {
                    prop_assert!(key.as_str().ends_with(&serial));
                    prop_assert!(!key.as_str().contains(['/', '?', '#', '%', ' ']));
                }
                Some(TerminalIdentity::SerialOnly { serial }) => prop_assert!(is_serial(&serial)),
                None => {}
            }
        }

        #[test]
        fn every_plain_terminal_is_understood_in_every_form(
            manufacturer in "[A-Z]{2,10}",
            model in "[A-Z][A-Za-z0-9]{1,9}",
            serial in "[A-Z]{2}[0-9]{4}[A-Z0-9]{2,8}",
        ) {
            let expected = format!("{manufacturer} {model} {serial}");
            for text in [
                format!("{manufacturer}-{model}-{serial}"),
                format!("E_{manufacturer}_{model}_{serial}"),
                format!(r#"{{"manufacturer":"{manufacturer}","model":"{model}","serial":"{serial}"}}"#),
                format!("https://h/x?brand={manufacturer}&model={model}&serialNumber={serial}"),
            ] {
                prop_assert_eq!(shown(&text), expected.clone(), "{}", text);
            }
        }
    }
}
