//! Texts and files: what is typed, scanned, imported, printed.

use money::{Currency, Money};
use payment::TerminalIdentity;
use provider_http::{BaseUrl, Problem, decimal_text};
use receipt::{Logo, Printable};
use sale::{EmbeddedBarcodeRules, Entry, MAX_ENTRY_CHARS, Quantity, Scan, parse_entry, parse_scan};
use till::read_catalogue;

/// Longest name of a terminal, a code or a word anywhere.
const MAX_WORD: usize = 500;

fn text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// One with cents and one without.
fn currencies() -> [Currency; 2] {
    [Currency::EUR, "JPY".parse().expect("a currency")]
}

pub(crate) fn problem(input: &[u8]) {
    let problem = Problem::read(input);
    assert!(format!("{problem:?}").len() <= 20_000, "what is kept of an error is bounded");
}

pub(crate) fn address(input: &[u8]) {
    let text = text(input);
    if let Ok(address) = BaseUrl::parse(&text) {
        let shown = address.as_str();
        assert!(
            shown.starts_with("https://") || (shown.starts_with("http://") && address.is_loopback()),
            "a key is sent in the open to {shown}"
        );
        if let Ok(joined) = address.join(&["terminals", &text], &[("q", &text)]) {
            assert!(joined.as_str().starts_with(shown.trim_end_matches('/')), "{joined} left {shown}");
        }
    }
}

pub(crate) fn qr(input: &[u8]) {
    let text = text(input);
    let short = |word: &str| assert!(word.chars().count() <= MAX_WORD && !word.chars().any(char::is_control));
    match provider_merchant_api::parse_identity(&text) {
        Some(TerminalIdentity::Complete { manufacturer, model, serial, key }) => {
            [manufacturer.as_str(), &model, &serial, key.as_str()].into_iter().for_each(short);
        }
        Some(TerminalIdentity::SerialOnly { serial }) => short(&serial),
        None => {}
    }
}

pub(crate) fn entry(input: &[u8]) {
    let text = text(input);
    if let Ok(Entry::Lookup { text, .. }) = parse_entry(&text) {
        assert!(
            !text.is_empty()
                && text.chars().count() <= MAX_ENTRY_CHARS
                && !text.chars().any(char::is_control)
        );
    }
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits {
        let read = parse_entry(&text);
        assert!(
            matches!(read, Ok(Entry::Lookup { multiplier: None, .. })),
            "digits alone are a code: {read:?}"
        );
    }
}

pub(crate) fn label(input: &[u8]) {
    let text = text(input);
    let rules = EmbeddedBarcodeRules::default();
    for currency in currencies() {
        if let Ok(Scan::Embedded { code, content }) = parse_scan(&text, &rules, currency) {
            assert!(code.as_str().len() < text.len(), "{code:?} is part of {text:?}");
            let positive = match content {
                sale::EmbeddedContent::Price(price) => !price.is_negative(),
                sale::EmbeddedContent::Weight(weight) => weight.thousandths() > 0,
            };
            assert!(positive, "{content:?} of {text:?}");
        }
    }
}

pub(crate) fn amount(input: &[u8]) {
    let text = text(input);
    if let Ok(quantity) = Quantity::parse(&text) {
        assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity), "{text:?}");
    }
    for currency in currencies() {
        // Trillions are longer than what a person may type.
        let typed = Money::parse(&text, currency).ok().filter(|money| money.to_string().len() <= 20);
        if let Some(money) = typed {
            assert_eq!(Money::parse(&money.to_string(), currency), Ok(money), "{text:?}");
        }
    }
    if let Some(decimal) = decimal_text(&text) {
        assert!(decimal.to_string().len() <= 64);
    }
}

pub(crate) fn catalogue(input: &[u8]) {
    match read_catalogue(input, Currency::EUR) {
        Ok(items) => {
            assert!(items.len() <= input.len(), "no article out of nothing");
            for item in &items {
                assert!(!item.price.is_negative(), "{item:?}");
                assert!(!item.name.as_str().chars().any(char::is_control), "{item:?}");
            }
        }
        Err(bad) => {
            assert!(bad.rows.len() <= 100 && bad.count >= bad.rows.len(), "a report a person can read")
        }
    }
}

pub(crate) fn slip(input: &[u8]) {
    let text = text(input);
    for line in Printable::slip(&text).iter().chain([&Printable::line(&text)]) {
        assert!(!line.as_str().chars().any(char::is_control), "a printer would obey {line:?}");
        let hides = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!line.as_str().chars().any(hides), "a reader would be deceived by {line:?}");
    }
}

pub(crate) fn picture(input: &[u8]) {
    if let Ok(logo) = Logo::from_picture(input) {
        assert!(logo.png().len() <= 1 << 20, "dots of a receipt, not a photograph");
    }
}
