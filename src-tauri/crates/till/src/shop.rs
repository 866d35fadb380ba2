use money::{CashRounding, Currency};
use receipt::LogoId;
use sale::{EmbeddedBarcodeRules, TaxMode, TaxRounding, TaxRules};
use serde::{Deserialize, Serialize};

/// What a shop decides once: who it is, its currency, tax and rounding rules, and the name of this till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shop {
    /// Name, printed on top of every receipt.
    pub name: String,
    /// Address, one entry a line.
    pub address: Vec<String>,
    /// VAT identification, as it must be printed.
    pub vat_id: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// The logo on top of every receipt; set by [`Till::set_logo`](crate::Till::set_logo).
    #[serde(default)]
    pub logo: Option<LogoId>,
    /// What stands below every receipt.
    pub footer: Vec<String>,
    /// The one currency of the shop.
    pub currency: Currency,
    /// `,` or `.` on screens and receipts.
    pub decimal_mark: char,
    /// Whether prices contain tax, and where it is rounded.
    pub tax_rules: TaxRules,
    /// The smallest cash step.
    pub cash_rounding: CashRounding,
    /// Barcodes that carry a price or weight.
    pub embedded_barcodes: EmbeddedBarcodeRules,
    /// Name of this till.
    pub till: String,
    /// What stands for the cashier's name on orders and receipts while the shop has no people.
    pub cashier: String,
    /// Practice: nothing is real, and every receipt says so.
    pub practice: bool,
}

impl Shop {
    /// A shop as `init` makes it, to be completed in the settings.
    pub fn new(name: impl Into<String>, currency: Currency) -> Self {
        Self {
            name: name.into(),
            address: Vec::new(),
            vat_id: None,
            phone: None,
            logo: None,
            footer: Vec::new(),
            currency,
            decimal_mark: ',',
            tax_rules: TaxRules { mode: TaxMode::Inclusive, rounding: TaxRounding::PerRate },
            cash_rounding: CashRounding::EXACT,
            embedded_barcodes: EmbeddedBarcodeRules::default(),
            till: "Till 1".to_owned(),
            cashier: "Cashier".to_owned(),
            practice: false,
        }
    }

    /// The practice shop: a café and grocery in the Netherlands, where cash is rounded to five cents.
    pub fn practice() -> Self {
        Self {
            address: vec!["Brugstraat 12".to_owned(), "9711 HX Groningen".to_owned()],
            vat_id: Some("NL000000000B00".to_owned()),
            phone: Some("+31 50 000 00 00".to_owned()),
            logo: Some(LogoId::Practice1),
            footer: vec!["Thank you, see you soon".to_owned()],
            cash_rounding: CashRounding::to_step(5).unwrap_or(CashRounding::EXACT),
            cashier: "Noor".to_owned(),
            practice: true,
            ..Self::new("Tillbridge Corner", Currency::EUR)
        }
    }
}
