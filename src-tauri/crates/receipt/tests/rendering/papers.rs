//! Receipts of a bakery in Groningen, one for each thing that can stand on paper.

use jiff::Zoned;
use money::{CashRounding, Currency, Money};
use payment::{Approval, Card, EftReceipts, EntryMode, ProviderTransactionId};
use receipt::{
    DecimalMark, DeclineSlip, Issuance, IssuedAt, LogoId, MoneyFormat, ReceiptModel, ReceiptProfile,
    ShopHeader, Wording,
};
use sale::{
    Basket, CatalogueItem, Discount, ItemCode, ItemName, Order, OrderNumber, OrderTender, Percent, Quantity,
    TaxMode, TaxRate, TaxRounding, TaxRules, Unit, settle_cash,
};

/// A cardholder's slip of 24 columns.
pub(crate) fn slip(total: &str, ending: &str) -> String {
    let head = "   Tillbridge Corner\n       Groningen\n\nTerminal    PL0919CQ0030\nMerchant        92001234\n\
                21/11/2026      11:50:06\nSTAN              000451\n------------------------\nPURCHASE\n\
                V PAY        Contactless\nAID       A0000000032020\nCard    ************1234\n\
                Verified by         none\nAuth. code        7K3M9P\n\n";
    format!("{head}Total{total:>19}\n\n{ending:>20}\n\n    CARDHOLDER COPY\n  Please keep this slip\n")
}

fn approved_slip(amount: Money) -> String {
    slip(&format!("{} {amount}", amount.currency().code()), "PAYMENT ACCEPTED")
}

pub(crate) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

pub(crate) fn profile() -> ReceiptProfile {
    ReceiptProfile {
        shop: ShopHeader {
            name: "Tillbridge Corner".to_owned(),
            address: vec!["Brugstraat 12".to_owned(), "9711 HX Groningen".to_owned()],
            vat_id: Some("NL000000000B00".to_owned()),
            phone: Some("+31 50 000 00 00".to_owned()),
            logo: Some(LogoId::Practice1),
        },
        footer: vec!["Thank you, see you soon".to_owned()],
        format: MoneyFormat::spaced(DecimalMark::Comma),
        wording: Wording::English1,
        barcode_prefix: "TB-".to_owned(),
        training: false,
    }
}

pub(crate) fn issuance() -> Issuance {
    let at: Zoned = "2026-11-21T11:50:06+01:00[Europe/Amsterdam]".parse().unwrap();
    Issuance { at: IssuedAt::from(&at), till: "Till 1".to_owned(), cashier: "Noor".to_owned() }
}

pub(crate) fn item(code: &str, name: &str, minor: i64, rate: &str) -> CatalogueItem {
    CatalogueItem {
        code: ItemCode::new(code).unwrap(),
        name: ItemName::new(name).unwrap(),
        price: eur(minor),
        tax: TaxRate::parse(rate).unwrap(),
        category: None,
        unit: Unit::Piece,
        picture: None,
        colour: None,
        aliases: Vec::new(),
    }
}

fn weighed(code: &str, name: &str, minor: i64, rate: &str) -> CatalogueItem {
    CatalogueItem { unit: Unit::Kilogram, ..item(code, name, minor, rate) }
}

pub(crate) fn basket() -> Basket {
    let rules = TaxRules { mode: TaxMode::Inclusive, rounding: TaxRounding::PerRate };
    Basket::new(Currency::EUR, rules)
}

fn percent(text: &str) -> Discount {
    Discount::Percent(Percent::parse(text).unwrap())
}

pub(crate) fn order(basket: &Basket) -> Order {
    Order::from_basket(OrderNumber::new(123), basket).unwrap()
}

pub(crate) fn approval(amount: Money, slip: Option<&str>) -> Approval {
    Approval {
        transaction: ProviderTransactionId::new("0b0f2cbe-6e55-4f0c-9a3a-8d3f1f9c2b11").unwrap(),
        reference: None,
        terminal: None,
        amount,
        tip: None,
        card: Card {
            scheme: Some("V_PAY".to_owned()),
            last_four: Some("1234".to_owned()),
            entry_mode: Some(EntryMode::Contactless),
            authorisation_code: Some("7K3M9P".to_owned()),
            trace_number: None,
        },
        eft: EftReceipts { cardholder: slip.map(str::to_owned), merchant: None },
    }
}

pub(crate) fn paid_by_card(basket: &Basket, profile: &ReceiptProfile) -> ReceiptModel {
    let slip = approved_slip(order(basket).total());
    paid_with_slip(basket, profile, Some(&slip))
}

pub(crate) fn paid_with_slip(basket: &Basket, profile: &ReceiptProfile, slip: Option<&str>) -> ReceiptModel {
    let mut order = order(basket);
    let total = order.total();
    order.add_tender(OrderTender::card(total)).unwrap();
    ReceiptModel::from_order(&order, profile, &issuance(), &[&approval(total, slip)]).unwrap()
}

pub(crate) fn paid_in_cash(basket: &Basket, given: i64) -> ReceiptModel {
    let mut order = order(basket);
    let step = CashRounding::to_step(5).unwrap();
    order.add_tender(settle_cash(order.total(), eur(given), step).unwrap().into()).unwrap();
    ReceiptModel::from_order(&order, &profile(), &issuance(), &[]).unwrap()
}

fn cafe() -> Basket {
    let mut basket = basket();
    basket.add(&item("1", "Espresso", 250, "9"), Quantity::whole(3).unwrap()).unwrap();
    basket.add(&item("2", "Croissant", 185, "9"), Quantity::ONE).unwrap();
    let flat_white = basket.add(&item("3", "Oat flat white", 380, "9"), Quantity::whole(2).unwrap()).unwrap();
    basket.discount_line(flat_white, percent("10")).unwrap();
    basket
}

pub(crate) fn card_sale() -> ReceiptModel {
    paid_by_card(&cafe(), &profile())
}

fn cash_with_rounding() -> ReceiptModel {
    let mut basket = cafe();
    basket.add(&item("9", "Paper bag", 3, "21"), Quantity::ONE).unwrap();
    paid_in_cash(&basket, 2000)
}

pub(crate) fn long_basket() -> ReceiptModel {
    let names = [
        "Sourdough loaf",
        "Rye bread sliced",
        "Cinnamon bun",
        "Semi-skimmed milk 1 l",
        "Free-range eggs, 10",
        "Butter unsalted 250 g",
        "Greek yoghurt",
        "Orange juice fresh",
        "Ground coffee 500 g",
        "Chamomile tea",
        "Dark chocolate 70 %",
        "Olive oil extra virgin",
        "Sea salt",
        "Washing-up liquid",
        "Kitchen roll",
    ];
    let mut basket = basket();
    for (index, name) in (0_i64..).zip(names) {
        let rate = if index < 13 { "9" } else { "21" };
        let code = format!("a{index}");
        basket.add(&item(&code, name, 149 + 73 * index, rate), Quantity::whole(1).unwrap()).unwrap();
        let grams = Quantity::from_thousandths(185 + 97 * index).unwrap();
        let loose = format!("{name} (loose)");
        basket.add(&weighed(&format!("w{index}"), &loose, 899 + 151 * index, rate), grams).unwrap();
    }
    paid_by_card(&basket, &profile())
}

fn long_and_short_names() -> ReceiptModel {
    let mut basket = basket();
    let eighty = "Organic stone-ground wholemeal sourdough loaf with sunflower and pumpkin seeds B";
    assert_eq!(eighty.chars().count(), 80);
    basket.add(&item("1", eighty, 595, "9"), Quantity::whole(12).unwrap()).unwrap();
    basket.add(&item("2", "Espresso", 250, "9"), Quantity::ONE).unwrap();
    let no_spaces = "Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselanhängerverpackungen1";
    assert_eq!(no_spaces.chars().count(), 80);
    basket.add(&item("3", no_spaces, 1, "21"), Quantity::ONE).unwrap();
    basket.add(&item("4", "Κουλούρι Θεσσαλονίκης", 120, "9"), Quantity::ONE).unwrap();
    basket.add(&item("5", "Борщ с пампушками", 640, "9"), Quantity::ONE).unwrap();
    basket.add(&item("6", "緑茶 抹茶ラテ", 450, "9"), Quantity::ONE).unwrap();
    paid_with_slip(&basket, &profile(), None)
}

pub(crate) fn one_cent() -> ReceiptModel {
    let mut basket = basket();
    basket.add(&item("1", "Sugar stick", 1, "9"), Quantity::ONE).unwrap();
    paid_by_card(&basket, &profile())
}

pub(crate) fn largest() -> ReceiptModel {
    let mut basket = basket();
    basket.add(&item("1", "Espresso machine, three groups", 9_999_999, "21"), Quantity::ONE).unwrap();
    paid_by_card(&basket, &profile())
}

fn several_rates() -> ReceiptModel {
    let mut basket = basket();
    basket.add(&item("1", "Cookbook", 2495, "9"), Quantity::ONE).unwrap();
    basket.add(&item("2", "Red wine", 895, "21"), Quantity::whole(2).unwrap()).unwrap();
    basket.add(&item("3", "Gift card", 2500, "0"), Quantity::ONE).unwrap();
    basket.add(&weighed("4", "Aged Gouda", 1890, "5.5"), Quantity::from_thousandths(350).unwrap()).unwrap();
    paid_by_card(&basket, &profile())
}

fn discounts() -> ReceiptModel {
    let mut basket = cafe();
    let bag = basket.add(&item("9", "Tote bag", 1250, "21"), Quantity::ONE).unwrap();
    basket.discount_line(bag, Discount::Amount(eur(250))).unwrap();
    basket.set_order_discount(percent("12.5")).unwrap();
    paid_by_card(&basket, &profile())
}

fn exclusive() -> ReceiptModel {
    let rules = TaxRules { mode: TaxMode::Exclusive, rounding: TaxRounding::PerRate };
    let usd = |minor| Money::new(minor, "USD".parse().unwrap());
    let mut basket = Basket::new("USD".parse().unwrap(), rules);
    let bagel = CatalogueItem { price: usd(349), ..item("1", "Everything bagel", 0, "8.875") };
    let water = CatalogueItem { price: usd(150), ..item("2", "Still water", 0, "0") };
    basket.add(&bagel, Quantity::whole(2).unwrap()).unwrap();
    basket.add(&water, Quantity::ONE).unwrap();
    let format =
        MoneyFormat { symbol: receipt::SymbolPlace::Before, ..MoneyFormat::spaced(DecimalMark::Point) };
    paid_with_slip(&basket, &ReceiptProfile { format, ..profile() }, None)
}

fn split_with_tip() -> ReceiptModel {
    let mut order = order(&cafe());
    order.add_tender(OrderTender::part_cash(eur(600))).unwrap();
    let rest = order.outstanding().unwrap();
    order.add_tender(OrderTender::card(rest)).unwrap();
    let approval = Approval { tip: Some(eur(150)), ..approval(rest, Some(&approved_slip(rest))) };
    ReceiptModel::from_order(&order, &profile(), &issuance(), &[&approval]).unwrap()
}

pub(crate) fn training() -> ReceiptModel {
    paid_by_card(&cafe(), &ReceiptProfile { training: true, ..profile() })
}

/// Every receipt of the golden files.
pub(crate) fn all() -> Vec<(&'static str, ReceiptModel)> {
    vec![
        ("card_sale", card_sale()),
        ("cash_with_rounding", cash_with_rounding()),
        ("thirty_lines", long_basket()),
        ("long_and_short_names", long_and_short_names()),
        ("one_cent", one_cent()),
        ("largest", largest()),
        ("several_rates", several_rates()),
        ("discounts", discounts()),
        ("exclusive", exclusive()),
        ("split_with_tip", split_with_tip()),
        ("training", training()),
    ]
}

pub(crate) fn declined() -> DeclineSlip {
    let slips = EftReceipts { cardholder: Some(slip("EUR 16.19", "PAYMENT DECLINED")), merchant: None };
    DeclineSlip::new(OrderNumber::new(123), eur(1619), &slips, &profile(), &issuance())
}
