//! What is stored, and what is refused.

use money::{CashRounding, Money};
use receipt::{Block, DecimalMark, Grouping, IssuedAt, MoneyFormat, ReceiptError, ReceiptModel, SymbolPlace};
use sale::{OrderTender, Quantity, settle_cash};

use crate::papers::{self, approval, basket, eur, issuance, item, order, profile};

#[test]
fn a_receipt_survives_being_stored_and_reads_the_same() {
    for (name, receipt) in papers::all() {
        let stored = serde_json::to_string(&receipt).unwrap();
        let read: ReceiptModel = serde_json::from_str(&stored).unwrap();
        assert_eq!(read, receipt, "{name}");
        assert_eq!(serde_json::to_string(&read).unwrap(), stored, "{name}: a second storing changes no byte");
    }
}

#[test]
fn a_receipt_stored_by_the_first_version_can_be_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/card_sale.json");
    let stored = std::fs::read_to_string(path).unwrap();
    let read: ReceiptModel = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, papers::card_sale());
}

#[test]
fn an_unpaid_order_gets_no_receipt() {
    let mut coffee = basket();
    coffee.add(&item("1", "Espresso", 250, "9"), Quantity::ONE).unwrap();
    let order = order(&coffee);
    let refused = ReceiptModel::from_order(&order, &profile(), &issuance(), &[]);
    assert_eq!(refused, Err(ReceiptError::NotPaid(order.number)));
}

#[test]
fn a_card_tender_needs_its_approval_of_the_same_amount() {
    let mut coffee = basket();
    coffee.add(&item("1", "Espresso", 250, "9"), Quantity::ONE).unwrap();
    let mut order = order(&coffee);
    order.add_tender(OrderTender::card(eur(250))).unwrap();
    let issue = |approvals: &[&payment::Approval]| {
        ReceiptModel::from_order(&order, &profile(), &issuance(), approvals)
    };
    assert_eq!(issue(&[]), Err(ReceiptError::Approvals { tenders: 1, approvals: 0 }));
    let less = approval(eur(200), None);
    assert_eq!(issue(&[&less]), Err(ReceiptError::ApprovedAmount { approved: eur(200), booked: eur(250) }));
    assert!(issue(&[&approval(eur(250), None)]).is_ok());
}

#[test]
fn the_total_is_what_the_customer_paid_in_cash() {
    let mut coffee = basket();
    coffee.add(&item("1", "Tea", 218, "9"), Quantity::ONE).unwrap();
    let mut order = order(&coffee);
    let tender = settle_cash(eur(218), eur(500), CashRounding::to_step(5).unwrap()).unwrap();
    order.add_tender(tender.into()).unwrap();
    let receipt = ReceiptModel::from_order(&order, &profile(), &issuance(), &[]).unwrap();
    assert_eq!((receipt.total, receipt.cash_rounding), (eur(220), eur(2)));
    let taxed = Money::sum(receipt.currency, receipt.tax_rows.iter().map(|row| row.gross)).unwrap();
    assert_eq!(taxed, eur(218), "cash rounding is not taxed");
}

#[test]
fn the_slip_is_stored_byte_for_byte() {
    let slip = "A\u{1b}@ B\r\n\u{7f}C \n\n";
    let mut coffee = basket();
    coffee.add(&item("1", "Espresso", 250, "9"), Quantity::ONE).unwrap();
    let receipt = papers::paid_with_slip(&coffee, &profile(), Some(slip));
    let stored = serde_json::to_string(&receipt).unwrap();
    let read: ReceiptModel = serde_json::from_str(&stored).unwrap();
    assert_eq!(read.tenders[0].card.as_ref().unwrap().slip.as_deref(), Some(slip));
}

#[test]
fn a_screen_gets_typed_blocks() {
    let blocks = papers::training().to_blocks(None);
    assert!(matches!(blocks.first(), Some(Block::Notice { .. })));
    assert!(matches!(blocks.last(), Some(Block::Notice { .. })));
    let json = serde_json::to_value(&blocks).unwrap();
    assert_eq!(json[0]["type"], "notice");
    assert_eq!(json[0]["text"], "TRAINING – NOT A RECEIPT");
    let total = json.as_array().unwrap().iter().find(|block| block["type"] == "total").unwrap();
    assert_eq!(total["amount"], "€ 16,19");
}

#[test]
fn amounts_are_written_as_the_shop_writes_them() {
    let dutch = MoneyFormat::default();
    assert_eq!(dutch.amount(eur(750)), "7,50");
    assert_eq!(dutch.total(eur(9_999_999)), "€ 99 999,99");
    assert_eq!(dutch.total(eur(-123_456_789)), "−€ 1 234 567,89");
    let british = MoneyFormat { symbol: SymbolPlace::Before, ..MoneyFormat::spaced(DecimalMark::Point) };
    assert_eq!(british.total(Money::new(1, "GBP".parse().unwrap())), "£0.01");
    let german = MoneyFormat { grouping: Grouping::OtherMark, symbol: SymbolPlace::AfterSpaced, ..dutch };
    assert_eq!(german.total(eur(123_456)), "1.234,56 €");
    let swiss = MoneyFormat { grouping: Grouping::Apostrophe, ..MoneyFormat::spaced(DecimalMark::Point) };
    assert_eq!(swiss.total(Money::new(123_456, "CHF".parse().unwrap())), "CHF 1'234.56");
    let yen = Money::new(1500, "JPY".parse().unwrap());
    assert_eq!(MoneyFormat { grouping: Grouping::None, ..dutch }.total(yen), "¥ 1500");
}

#[test]
fn a_time_keeps_its_offset_and_loses_its_zone_and_fractions() {
    let at: jiff::Zoned = "2026-07-01T23:59:59.987-03:30[-03:30]".parse().unwrap();
    let issued = IssuedAt::from(&at);
    assert_eq!(issued.to_string(), "2026-07-01T23:59:59-03:30");
    assert_eq!(issued.to_string().parse::<IssuedAt>().unwrap(), issued);
    assert!("2026-07-01T23:59:59".parse::<IssuedAt>().is_err(), "no offset");
    assert!("2026-07-01".parse::<IssuedAt>().is_err(), "no time");
}
