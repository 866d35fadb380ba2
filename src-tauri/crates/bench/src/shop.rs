//! A shop with one terminal, and sales of five lines: what the durable sale is measured with.

use std::path::Path;

use jiff::{Timestamp, Zoned};
use money::Currency;
use payment::{Approval, AttemptReference, Card, EftReceipts, EntryMode, ProviderTransactionId, TerminalKey};
use receipt::{
    DecimalMark, Issuance, IssuedAt, LogoId, MoneyFormat, ReceiptModel, ReceiptProfile, ShopHeader, Wording,
};
use sale::{
    Basket, CatalogueItem, Order, OrderNumber, OrderTender, Quantity, TaxMode, TaxRounding, TaxRules,
};
use store::{NewAccount, NewTerminal, Store, Terminal};

use crate::{Failure, catalogue};

/// A cardholder's slip of 24 columns.
pub(crate) const SLIP: &str = "       Bench Corner\n        Groningen\n\nTerminal    PL0919CQ0030\n\
    Merchant        92001234\n21/11/2026      11:50:06\nSTAN              000451\n------------------------\n\
    PURCHASE\nV PAY        Contactless\nAID       A0000000032020\nCard    ************1234\n\
    Verified by         none\nAuth. code        7K3M9P\n\nTotal          EUR 16.19\n\n    PAYMENT ACCEPTED\n\n\
    \x20   CARDHOLDER COPY\n  Please keep this slip\n";

/// An opened store with an account and a terminal.
#[derive(Debug)]
pub(crate) struct BenchShop {
    pub(crate) store: Store,
    pub(crate) terminal: Terminal,
    articles: Vec<CatalogueItem>,
}

impl BenchShop {
    pub(crate) async fn make(folder: &Path) -> Result<Self, Failure> {
        let now = Timestamp::now();
        let store = Store::open(folder, now).await?;
        let account = store
            .accounts()
            .add(NewAccount {
                kind: "merchant-api".to_owned(),
                label: "Bench".to_owned(),
                base_url: "http://127.0.0.1:9".to_owned(),
                fields: "{}".to_owned(),
                secrets: "{}".to_owned(),
                created_at: now,
            })
            .await?;
        let terminal = store
            .terminals()
            .add(NewTerminal {
                account_id: account.id,
                key: TerminalKey::new("SUNMI-P2lite-PL0919CQ00305")?,
                manufacturer: "SUNMI".to_owned(),
                model: "P2lite".to_owned(),
                serial: "PL0919CQ00305".to_owned(),
                name: "Counter".to_owned(),
                added_at: now,
            })
            .await?;
        Ok(Self { store, terminal, articles: catalogue::articles(2_000).collect() })
    }

    /// The basket of the sale with this number: `lines` different articles.
    pub(crate) fn basket(&self, sale: usize, lines: usize) -> Result<Basket, Failure> {
        let mut basket = empty_basket();
        for line in 0..lines {
            basket.add(&self.articles[(sale * 7 + line * 131) % self.articles.len()], Quantity::ONE)?;
        }
        Ok(basket)
    }
}

pub(crate) fn empty_basket() -> Basket {
    Basket::new(Currency::EUR, TaxRules { mode: TaxMode::Inclusive, rounding: TaxRounding::PerRate })
}

/// A reference as the till makes them: six digits and eight characters.
pub(crate) fn reference(sale: usize) -> Result<AttemptReference, Failure> {
    Ok(AttemptReference::new(format!("{:06}{sale:08X}", sale % 1_000_000))?)
}

pub(crate) fn transaction(sale: usize) -> Result<ProviderTransactionId, Failure> {
    Ok(ProviderTransactionId::new(format!("0b0f2cbe-6e55-4f0c-9a3a-{sale:012x}"))?)
}

/// The provider's record of the approval of an order's total.
pub(crate) fn approval(order: &Order, sale: usize) -> Result<Approval, Failure> {
    Ok(Approval {
        transaction: transaction(sale)?,
        reference: Some(reference(sale)?),
        terminal: None,
        amount: order.total(),
        tip: None,
        card: Card {
            scheme: Some("V_PAY".to_owned()),
            last_four: Some("1234".to_owned()),
            entry_mode: Some(EntryMode::Contactless),
            authorisation_code: Some("7K3M9P".to_owned()),
            trace_number: Some("000451".to_owned()),
        },
        eft: EftReceipts { cardholder: Some(SLIP.to_owned()), merchant: Some(SLIP.to_owned()) },
    })
}

/// The receipt of a basket paid by card.
pub(crate) fn card_receipt(
    basket: &Basket,
    number: OrderNumber,
    sale: usize,
) -> Result<ReceiptModel, Failure> {
    let mut order = Order::from_basket(number, basket)?;
    let approval = approval(&order, sale)?;
    order.add_tender(OrderTender::card(order.total()))?;
    let at: Zoned = "2026-11-21T11:50:06+01:00[Europe/Amsterdam]".parse()?;
    let issuance =
        Issuance { at: IssuedAt::from(&at), till: "Till 1".to_owned(), cashier: "Noor".to_owned() };
    let profile = ReceiptProfile {
        shop: ShopHeader {
            name: "Bench Corner".to_owned(),
            address: vec!["Brugstraat 12".to_owned(), "9711 HX Groningen".to_owned()],
            vat_id: Some("NL000000000B00".to_owned()),
            phone: Some("+31 50 000 00 00".to_owned()),
            logo: Some(LogoId::Practice1),
        },
        footer: vec!["Thank you, see you soon".to_owned()],
        format: MoneyFormat::spaced(DecimalMark::Comma),
        wording: Wording::default(),
        barcode_prefix: "TB-".to_owned(),
        training: false,
    };
    Ok(ReceiptModel::from_order(&order, &profile, &issuance, &[&approval])?)
}
