//! The report of a day.

use jiff::Zoned;
use money::Currency;
use receipt::{
    CardFigures, DayReport, DifferenceKind, Figure, IssuedAt, Paper, PdfRenderer, ReportDifference,
    ReportTax, ReportTender, ReportTerminal, ShopHeader, TextWidth, Wording,
};
use sale::{TaxRate, TenderKind};

use crate::golden::check;
use crate::papers::{eur, profile};

fn figure(count: u64, minor: i64) -> Figure {
    Figure { count, amount: eur(minor) }
}

fn difference(kind: DifferenceKind, name: &str, order: Option<&str>, minor: Option<i64>) -> ReportDifference {
    let order = order.map(str::to_owned);
    ReportDifference { kind, name: name.to_owned(), order, amount: minor.map(eur) }
}

pub(crate) fn day() -> DayReport {
    let at: Zoned = "2026-11-21T18:05:59+01:00[Europe/Amsterdam]".parse().unwrap();
    let tax = |rate: &str, net, tax, gross| ReportTax {
        rate: TaxRate::parse(rate).unwrap(),
        net: eur(net),
        tax: eur(tax),
        gross: eur(gross),
    };
    let slip = "   Tillbridge Corner\n\nTerminal    PL0919CQ0030\n------------------------\n       DAY TOTALS\n\nPURCHASES\nVISA\n2 x            EUR 25.00\n";
    DayReport {
        shop: ShopHeader { logo: None, ..profile().shop },
        day: at.date(),
        issued_at: IssuedAt::from(&at),
        till: "Till 1".to_owned(),
        cashier: "Noor".to_owned(),
        currency: Currency::EUR,
        sales: figure(41, 123_456),
        refunds: figure(1, 250),
        tenders: vec![
            ReportTender {
                kind: TenderKind::Cash,
                taken: figure(30, 90_055),
                given_back: figure(1, 250),
                rounding: eur(-1),
            },
            ReportTender {
                kind: TenderKind::Card,
                taken: figure(11, 33_400),
                given_back: figure(0, 0),
                rounding: eur(0),
            },
        ],
        taxes: vec![tax("9", 103_170, 9_286, 112_456), tax("21", 9_091, 1_909, 11_000)],
        terminals: vec![
            ReportTerminal {
                name: "Counter".to_owned(),
                serial: "PL0919CQ00305".to_owned(),
                ours: CardFigures { charged: figure(11, 33_400), refunded: figure(0, 0) },
                theirs: Some(CardFigures { charged: figure(12, 34_100), refunded: figure(0, 0) }),
                differences: vec![
                    difference(DifferenceKind::ChargeWithoutSale, "inv2112280004", None, Some(700)),
                    difference(
                        DifferenceKind::SaleWithoutCharge,
                        "000123A7K2M9QX",
                        Some("000123"),
                        Some(1_619),
                    ),
                    difference(DifferenceKind::Unclear, "5456485215432746823746654987115", None, None),
                ],
                slip: Some(slip.to_owned()),
            },
            ReportTerminal {
                name: "Garden".to_owned(),
                serial: "P20414AB00017".to_owned(),
                ours: CardFigures { charged: figure(0, 0), refunded: figure(0, 0) },
                theirs: Some(CardFigures { charged: figure(0, 0), refunded: figure(0, 0) }),
                differences: Vec::new(),
                slip: None,
            },
            ReportTerminal {
                name: "Van".to_owned(),
                serial: "P20414AB00044".to_owned(),
                ours: CardFigures { charged: figure(0, 0), refunded: figure(0, 0) },
                theirs: None,
                differences: Vec::new(),
                slip: None,
            },
        ],
        accounts: Vec::new(),
        journal: None,
        training: false,
        format: profile().format,
        wording: Wording::English1,
    }
}

#[test]
fn the_report_of_a_day_looks_as_it_always_did() {
    check("day_totals", |width| day().to_text(width));
}

#[test]
fn a_report_of_practice_says_so_and_a_hostile_name_stays_a_name() {
    let mut report = day();
    report.training = true;
    report.terminals[0].name = "\u{1b}@Cou\u{202e}nter\n".to_owned();
    report.terminals[0].differences[0].name = "\u{1d}V\u{0}evil".to_owned();
    for width in [TextWidth::Columns32, TextWidth::Columns42, TextWidth::Columns48] {
        let text = report.to_text(width);
        assert_eq!(text.matches("TRAINING").count(), 2);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
        assert!(!text.contains('\u{202e}'));
    }
}

#[test]
fn the_same_report_gives_the_same_pdf_and_survives_being_stored() {
    let stored: DayReport = serde_json::from_str(&serde_json::to_string(&day()).unwrap()).unwrap();
    assert_eq!(stored, day());
    let renderer = PdfRenderer::new().unwrap();
    for paper in [Paper::Roll80, Paper::Roll58, Paper::A4] {
        let pdf = |report: &DayReport| renderer.render(&report.to_document(), paper, None).unwrap();
        assert_eq!(pdf(&day()), pdf(&stored));
        assert!(pdf(&day()).starts_with(b"%PDF"));
    }
}
