use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

/// The shop, as far as screens need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ShopView {
    /// Its name.
    pub name: String,
    /// ISO code of its currency.
    pub currency: String,
    /// Sign of its currency: `€`.
    pub symbol: String,
    /// `,` or `.`
    pub decimal_mark: String,
    /// Decimals of an amount.
    pub decimals: u8,
    /// What stands before the order number in the barcode of a receipt.
    pub receipt_prefix: String,
}

/// A provider account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccountView {
    /// Names it in commands.
    pub id: String,
    /// `merchant-api`.
    pub kind: String,
    /// Name of the payment system for people.
    pub provider: String,
    /// Its label.
    pub label: String,
    /// Where it is reached.
    pub base_url: String,
    /// Whether it is the practice account.
    pub practice: bool,
    /// Whether it takes new payments.
    pub enabled: bool,
    /// What the payment system knows beside its address, by the names of its form.
    pub fields: BTreeMap<String, String>,
}

/// What stands on top of receipts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LogoView {
    /// The logo as it is printed, for an image: `data:image/png;base64,…`. None without a logo.
    pub picture: Option<String>,
    /// How many of the 576 dots of the 80 mm roll it is wide.
    pub width: u16,
}

/// Whether this program practises or sells, and whether it can change over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ShopSwitchView {
    /// Practice shop.
    pub practice: bool,
    /// Whether the program may change over; not when it was started on a folder of its own.
    pub possible: bool,
    /// Whether the own shop exists already.
    pub own_shop_exists: bool,
    /// Whether this machine has a keychain for secrets.
    pub keychain: bool,
    /// ISO codes of the currencies a shop can have.
    pub currencies: Vec<String>,
}
