//! Receipts: made once with the payment that they witness, rendered as often as wanted.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Zoned;
use payment::Approval;
use receipt::{
    DecimalMark, Issuance, IssuedAt, Logo, MoneyFormat, Paper, ReceiptModel, ReceiptProfile, ShopHeader,
    TextWidth, Wording,
};
use sale::{Order, OrderNumber};

use crate::{Shop, Till, TillError};

/// What stands before the order number in the barcode of a receipt.
pub const BARCODE_PREFIX: &str = "TB-";

/// A receipt read back as it was issued.
#[derive(Debug, Clone)]
pub struct IssuedReceipt {
    /// The order it belongs to.
    pub order: OrderNumber,
    /// The receipt as it was issued.
    pub model: ReceiptModel,
    /// Which copy this is; `None` for the original.
    pub copy: Option<u32>,
    /// The shop's own logo that the receipt names.
    pub logo: Option<Arc<Logo>>,
}

impl Till {
    /// The receipt of a paid order, as it was issued.
    pub async fn receipt(&self, order: OrderNumber) -> Result<IssuedReceipt, TillError> {
        let stored = self.store().receipts().get(order).await?;
        let mut model: ReceiptModel =
            serde_json::from_str(&stored.model).map_err(|error| TillError::Receipt(error.to_string()))?;
        // The entry that holds the receipt's hash is printed on it, so it cannot stand in what is hashed.
        model.journal = Some(stored.journal_mark);
        let logo = self.logo_of(&model.shop).await?;
        Ok(IssuedReceipt { order, model, copy: None, logo })
    }

    /// Issues a copy: the same receipt, marked COPY with a number that is counted before anything is rendered.
    pub async fn reprint(&self, order: OrderNumber) -> Result<IssuedReceipt, TillError> {
        let original = self.receipt(order).await?;
        let copy = self.store().receipts().next_copy(order).await?;
        self.changed();
        Ok(IssuedReceipt { copy: Some(copy), ..original })
    }

    /// The receipt as PDF for an 80 mm roll.
    pub fn receipt_pdf(&self, receipt: &IssuedReceipt) -> Result<Vec<u8>, TillError> {
        self.renderer()
            .receipt(&receipt.model, receipt.copy, Paper::Roll80, receipt.logo.as_deref())
            .map_err(|error| TillError::Receipt(error.to_string()))
    }

    /// Writes the receipt of an order as PDF into the data folder and names the file.
    pub async fn save_receipt_pdf(&self, order: OrderNumber) -> Result<PathBuf, TillError> {
        let receipt = self.receipt(order).await?;
        let pdf = self.receipt_pdf(&receipt)?;
        let folder = self.data_dir().join("receipts");
        let path = folder.join(format!("{order}.pdf"));
        let write = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, pdf));
        write.map_err(|source| TillError::File { path: path.display().to_string(), source })?;
        Ok(path)
    }

    /// The receipt of an order that is about to be paid, as the JSON document that is stored.
    pub(crate) fn receipt_model(
        &self,
        order: &Order,
        at: &Zoned,
        cashier: String,
        approval: Option<&Approval>,
    ) -> Result<String, TillError> {
        let shop = self.shop();
        let issuance = Issuance { at: IssuedAt::from(at), till: shop.till.clone(), cashier };
        let approvals: Vec<&Approval> = approval.into_iter().collect();
        let model = ReceiptModel::from_order(order, &profile(&shop), &issuance, &approvals)
            .map_err(|error| TillError::Receipt(error.to_string()))?;
        serde_json::to_string(&model).map_err(|error| TillError::Receipt(error.to_string()))
    }
}

impl IssuedReceipt {
    /// The receipt as text.
    pub fn text(&self, width: TextWidth) -> String {
        self.model.to_text(width, self.copy)
    }
}

pub(crate) fn profile(shop: &Shop) -> ReceiptProfile {
    ReceiptProfile {
        shop: ShopHeader {
            name: shop.name.clone(),
            address: shop.address.clone(),
            vat_id: shop.vat_id.clone(),
            phone: shop.phone.clone(),
            logo: shop.logo.clone(),
        },
        footer: shop.footer.clone(),
        format: MoneyFormat::spaced(if shop.decimal_mark == ',' {
            DecimalMark::Comma
        } else {
            DecimalMark::Point
        }),
        wording: Wording::default(),
        barcode_prefix: BARCODE_PREFIX.to_owned(),
        training: shop.practice,
    }
}
