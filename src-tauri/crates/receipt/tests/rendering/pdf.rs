//! The PDF: the same bytes, small, and text that can be searched and copied.

use std::fs;
use std::path::Path;

use receipt::{Paper, PdfRenderer};

use crate::papers;

const MAX_BYTES: usize = 40_000;

/// The text of all pages. Rows come out cell by cell, so what is looked for stands in one cell.
fn text_of(bytes: &[u8]) -> String {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = file.get_pages().keys().copied().collect();
    file.extract_text(&pages).unwrap()
}

/// Left under the target folder to be looked at.
fn keep(name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("receipts");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.pdf")), bytes).unwrap();
}

#[test]
fn every_receipt_is_small_on_every_paper() {
    let renderer = PdfRenderer::new().unwrap();
    for (name, receipt) in papers::all() {
        for (paper, suffix) in [(Paper::Roll80, "80"), (Paper::Roll58, "58"), (Paper::A4, "a4")] {
            let bytes = renderer.receipt(&receipt, None, paper, None).unwrap();
            keep(&format!("{name}-{suffix}"), &bytes);
            assert!(bytes.len() <= MAX_BYTES, "{name} on {paper:?}: {} bytes", bytes.len());
        }
    }
    keep("copy_1-80", &renderer.receipt(&papers::card_sale(), Some(1), Paper::Roll80, None).unwrap());
}

#[test]
fn the_same_receipt_gives_the_same_bytes_even_from_another_renderer() {
    let receipt = papers::long_basket();
    let one = PdfRenderer::new().unwrap();
    let first = one.receipt(&receipt, None, Paper::Roll80, None).unwrap();
    assert_eq!(first, one.receipt(&receipt, None, Paper::Roll80, None).unwrap());
    assert_eq!(first, PdfRenderer::new().unwrap().receipt(&receipt, None, Paper::Roll80, None).unwrap());
    assert_ne!(first, one.receipt(&receipt, Some(1), Paper::Roll80, None).unwrap());
}

#[test]
fn the_terminals_slip_can_be_read_line_by_line() {
    let renderer = PdfRenderer::new().unwrap();
    let text = text_of(&renderer.receipt(&papers::card_sale(), None, Paper::Roll80, None).unwrap());
    let slip = papers::slip("EUR 16.19", "PAYMENT ACCEPTED");
    for line in slip.lines().filter(|line| !line.is_empty()) {
        assert!(text.contains(line), "{line:?} is missing in {text}");
    }
}

#[test]
fn greek_cyrillic_and_the_euro_are_real_text() {
    let renderer = PdfRenderer::new().unwrap();
    let (_, names) = papers::all().into_iter().find(|(name, _)| *name == "long_and_short_names").unwrap();
    let text = text_of(&renderer.receipt(&names, None, Paper::A4, None).unwrap());
    for word in ["Κουλούρι Θεσσαλονίκης", "Борщ с пампушками", "schlüsselanhänger", "€ 86,01"]
    {
        assert!(text.contains(word), "{word:?} is missing in {text}");
    }
}

#[test]
fn the_smallest_and_the_largest_amount_stand_in_one_piece() {
    let renderer = PdfRenderer::new().unwrap();
    for paper in [Paper::Roll80, Paper::Roll58, Paper::A4] {
        let text = |receipt| text_of(&renderer.receipt(&receipt, None, paper, None).unwrap());
        assert!(text(papers::one_cent()).contains("€ 0,01"), "{paper:?}");
        assert!(text(papers::largest()).contains("€ 99 999,99"), "{paper:?}");
    }
}

#[test]
fn a_roll_is_one_page_and_a_long_basket_takes_more_sheets() {
    let renderer = PdfRenderer::new().unwrap();
    let pages = |receipt: &receipt::ReceiptModel, paper| {
        let bytes = renderer.receipt(receipt, None, paper, None).unwrap();
        lopdf::Document::load_mem(&bytes).unwrap().get_pages().len()
    };
    let (short, long) = (papers::training(), papers::long_basket());
    assert_eq!(pages(&long, Paper::Roll80), 1);
    assert_eq!(pages(&long, Paper::Roll58), 1);
    assert_eq!(pages(&short, Paper::A4), 1);
    assert_eq!(pages(&long, Paper::A4), 2);
}

#[test]
fn a_slip_too_wide_or_too_long_loses_nothing() {
    let renderer = PdfRenderer::new().unwrap();
    let mut receipt = papers::card_sale();
    let lines: Vec<String> = (0..300).map(|line| format!("{line:03}{}", "-".repeat(90))).collect();
    receipt.tenders[0].card.as_mut().unwrap().slip = Some(lines.join("\n"));
    for paper in [Paper::Roll80, Paper::A4] {
        let text = text_of(&renderer.receipt(&receipt, None, paper, None).unwrap());
        assert_eq!(text.matches('-').count(), 300 * 90 + 5, "{paper:?}: slip, reference and barcode");
        assert!(text.contains("000-") && text.contains("299-"), "{paper:?}");
    }
}

#[test]
fn one_renderer_serves_many_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<PdfRenderer>();
}

#[test]
fn a_declined_slip_can_be_printed() {
    let renderer = PdfRenderer::new().unwrap();
    let bytes = renderer.decline_slip(&papers::declined(), Paper::Roll80, None).unwrap();
    keep("declined-80", &bytes);
    let text = text_of(&bytes);
    assert!(text.contains("NOT CHARGED") && text.contains("    PAYMENT DECLINED"), "{text}");
}
