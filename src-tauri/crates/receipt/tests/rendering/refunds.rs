//! Refund slips: what they say, and as files to look at.

use money::Money;
use payment::{Approval, EftReceipts};
use receipt::{Paper, PdfRenderer, ReceiptError, RefundIssue, RefundSlip, TextWidth};
use sale::{OrderNumber, Quantity, Refund, RefundNumber, RefundScope, lines_left};

use crate::golden::check;
use crate::papers;
use crate::papers::{basket, eur, issuance, item, order, profile};

/// Two coffees and a cup of order 000123, at two rates.
fn goods() -> Refund {
    let mut sold = basket();
    sold.add(&item("1", "Flat white", 340, "9"), Quantity::whole(3).unwrap()).unwrap();
    sold.add(&item("2", "Enamel cup", 1495, "21"), Quantity::ONE).unwrap();
    let order = order(&sold);
    let scope = RefundScope::Lines(vec![(1, Some(Quantity::whole(2).unwrap())), (2, None)]);
    Refund::of_goods(&order, &lines_left(&order, &[]).unwrap(), &scope, order.total()).unwrap()
}

fn part(amount: i64) -> Refund {
    let mut sold = basket();
    sold.add(&item("1", "Flat white", 340, "9"), Quantity::whole(3).unwrap()).unwrap();
    sold.add(&item("2", "Enamel cup", 1495, "21"), Quantity::ONE).unwrap();
    let order = order(&sold);
    let scope = RefundScope::Amount(eur(amount));
    Refund::of_goods(&order, &lines_left(&order, &[]).unwrap(), &scope, order.total()).unwrap()
}

fn approval(amount: Money) -> Approval {
    let slip = papers::slip(&format!("EUR {amount}"), "REFUND ACCEPTED").replace("PURCHASE", "REFUND");
    Approval { eft: EftReceipts { cardholder: Some(slip), merchant: None }, ..papers::approval(amount, None) }
}

fn issue<'a>(
    approval: Option<&'a Approval>,
    reason: Option<&'a str>,
    by: Option<&'a str>,
) -> RefundIssue<'a> {
    RefundIssue { number: RefundNumber::new(12), rounding: eur(0), approval, reason, approved_by: by }
}

fn to_card(refund: &Refund) -> RefundSlip {
    let approval = approval(refund.total);
    RefundSlip::new(refund, &issue(Some(&approval), Some("Cold"), None), &profile(), &issuance()).unwrap()
}

fn in_cash() -> RefundSlip {
    let issue = RefundIssue { rounding: eur(2), ..issue(None, None, None) };
    RefundSlip::new(&part(498), &issue, &profile(), &issuance()).unwrap()
}

fn without_receipt() -> RefundSlip {
    let refund = Refund::of_payment(None, eur(500)).unwrap();
    let approval = approval(eur(500));
    let issue = issue(Some(&approval), Some("Bottle deposit"), Some("Marta"));
    let mut profile = profile();
    profile.training = true;
    RefundSlip::new(&refund, &issue, &profile, &issuance()).unwrap()
}

#[test]
fn every_refund_slip_looks_as_it_always_did() {
    check("refund_goods_card", |width| to_card(&goods()).to_text(width, None));
    check("refund_part_cash", |width| in_cash().to_text(width, None));
    check("refund_without_receipt", |width| without_receipt().to_text(width, None));
}

#[test]
fn a_reprint_says_copy_and_is_the_same_in_every_other_line() {
    let slip = to_card(&goods());
    let original = slip.to_text(TextWidth::Columns42, None);
    let copy = slip.to_text(TextWidth::Columns42, Some(2));
    assert!(!original.contains("COPY 2") && copy.contains("COPY 2"));
    assert!(copy.ends_with(&original), "nothing but the notice on top differs");
}

#[test]
fn it_names_its_order_and_carries_the_terminals_slip_as_it_came() {
    let slip = to_card(&goods());
    let text = slip.to_text(TextWidth::Columns48, None);
    for expected in ["REFUND", "R000012", "000123", "TB-000123", "2 × Flat white", "21,75", "Cold"] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let came = slip.card.as_ref().unwrap().slip.as_ref().unwrap();
    for line in came.lines().filter(|line| !line.trim().is_empty()) {
        assert!(text.contains(line.trim_end()), "{line:?}");
    }
}

#[test]
fn a_payment_that_goes_back_has_no_tax_table() {
    let refund = Refund::of_payment(Some(OrderNumber::new(123)), eur(500)).unwrap();
    let text = to_card(&refund).to_text(TextWidth::Columns42, None);
    assert!(text.contains("Payment returned") && !text.contains("Gross"), "{text}");
}

#[test]
fn what_the_provider_gave_back_must_be_what_was_asked() {
    let refund = goods();
    let other = approval(eur(1));
    let refused = RefundSlip::new(&refund, &issue(Some(&other), None, None), &profile(), &issuance());
    assert!(matches!(refused, Err(ReceiptError::ApprovedAmount { .. })));
}

#[test]
fn a_slip_reads_back_from_its_stored_form_and_its_pdf_is_the_same_for_ever() {
    let slip = to_card(&goods());
    let stored = serde_json::to_string(&slip).unwrap();
    let read: RefundSlip = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, slip);
    let renderer = PdfRenderer::new().unwrap();
    let pdf = |slip: &RefundSlip| renderer.refund_slip(slip, None, Paper::Roll80, None).unwrap();
    assert_eq!(pdf(&slip), pdf(&read));
    assert!(pdf(&slip).starts_with(b"%PDF") && pdf(&slip).len() <= 40_000);
}

#[test]
fn a_hostile_reason_stays_words() {
    let approval = approval(eur(500));
    let refund = Refund::of_payment(None, eur(500)).unwrap();
    let reason = "\u{1b}@\u{202e}<b>why</b>\u{7}";
    let slip = RefundSlip::new(&refund, &issue(Some(&approval), Some(reason), None), &profile(), &issuance())
        .unwrap();
    let text = slip.to_text(TextWidth::Columns42, None);
    assert!(text.contains("<b>why</b>") && !text.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{text:?}");
}
