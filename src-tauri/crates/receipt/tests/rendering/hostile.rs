//! Text from outside cannot command a printer or deceive a reader.

use proptest::prelude::*;
use receipt::{Paper, PdfRenderer, Printable, ReceiptModel, TextWidth};

use crate::papers;

/// Anything, with a liking for what printers and screens obey.
fn nasty() -> impl Strategy<Value = String> {
    let obeyed = prop::sample::select(vec![
        "\u{1b}@",
        "\u{1d}V\0",
        "\u{1c}p",
        "\u{10}\u{14}\u{1}",
        "\u{9b}2J",
        "\r\n",
        "\t",
        "\u{85}",
        "\u{7f}",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{feff}",
        "\u{2028}",
        "<b>",
        "</script>",
        "%!PS",
        ") Tj ET",
    ]);
    let part = prop_oneof![
        any::<String>(),
        obeyed.prop_map(str::to_owned),
        "[A-Za-z0-9 ]{0,30}".prop_map(String::from)
    ];
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

fn hostile_receipt(text: &str) -> ReceiptModel {
    let mut receipt = papers::training();
    let text = || text.to_owned();
    receipt.shop.name = text();
    receipt.shop.address = vec![text(), text()];
    receipt.shop.vat_id = Some(text());
    receipt.shop.phone = Some(text());
    receipt.footer = vec![text()];
    (receipt.number, receipt.barcode, receipt.till, receipt.cashier) = (text(), text(), text(), text());
    for line in &mut receipt.lines {
        line.name = text();
    }
    let card = receipt.tenders[0].card.as_mut().unwrap();
    (card.scheme, card.last_four, card.authorisation_code) = (Some(text()), Some(text()), Some(text()));
    card.provider_reference = text();
    card.slip = Some(text());
    receipt
}

/// C0 but `\n`, DEL, C1, and what turns or hides text.
fn is_obeyed(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

proptest! {
    #[test]
    fn no_printer_command_survives_and_no_line_is_too_wide(text in nasty()) {
        let receipt = hostile_receipt(&text);
        for width in [TextWidth::Columns32, TextWidth::Columns42, TextWidth::Columns48] {
            let paper = receipt.to_text(width, Some(7));
            prop_assert_eq!(paper.chars().find(|c| is_obeyed(*c)), None);
            prop_assert!(paper.bytes().all(|byte| byte == b'\n' || byte >= b' ' && byte != 0x7f));
            for line in paper.lines() {
                let used: usize = line.chars().filter_map(unicode_width::UnicodeWidthChar::width).sum();
                prop_assert!(used <= width.columns(), "{} of {}: {:?}", used, width.columns(), line);
            }
        }
    }

    #[test]
    fn blocks_for_a_screen_carry_nothing_obeyed_either(text in nasty()) {
        let blocks = serde_json::to_string(&hostile_receipt(&text).to_blocks(None)).unwrap();
        prop_assert_eq!(blocks.chars().find(|c| is_obeyed(*c) || *c == '\n'), None);
        prop_assert!(!blocks.contains("\\u00"), "an escaped control character: {}", blocks);
    }

    #[test]
    fn a_slip_keeps_every_visible_character_in_its_column(text in "[ -~äöü€\n]{0,200}") {
        let kept: Vec<String> = Printable::slip(&text).iter().map(|line| line.as_str().to_owned()).collect();
        let kept = kept.join("\n");
        prop_assert_eq!(kept.as_str(), text.strip_suffix('\n').unwrap_or(&text));
    }
}

#[test]
fn a_hostile_receipt_still_becomes_a_pdf() {
    let renderer = PdfRenderer::new().unwrap();
    let text = "\u{1b}@\u{202e}) Tj ET 緑茶 \u{1F600} <script>".repeat(40);
    for paper in [Paper::Roll80, Paper::Roll58, Paper::A4] {
        let bytes = renderer.receipt(&hostile_receipt(&text), None, paper, None).unwrap();
        let file = lopdf::Document::load_mem(&bytes).unwrap();
        assert!(!file.get_pages().is_empty(), "{paper:?}");
    }
}
