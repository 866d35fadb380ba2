//! Refund slips: made once with the refund that they witness, rendered as often as wanted.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Zoned;
use payment::Approval;
use receipt::{Issuance, IssuedAt, Logo, Paper, RefundIssue, RefundSlip, TextWidth};
use sale::RefundNumber;
use store::{AccountId, NewRefund};

use crate::receipts::profile;
use crate::{Till, TillError};

/// A refund slip read back as it was issued.
#[derive(Debug, Clone)]
pub struct IssuedRefundSlip {
    /// The refund it belongs to.
    pub refund: RefundNumber,
    /// The slip as it was issued.
    pub model: RefundSlip,
    /// Which copy this is; `None` for the original.
    pub copy: Option<u32>,
    /// The shop's own logo that the slip names.
    pub logo: Option<Arc<Logo>>,
}

impl IssuedRefundSlip {
    /// The slip as text.
    pub fn text(&self, width: TextWidth) -> String {
        self.model.to_text(width, self.copy)
    }
}

impl Till {
    /// The slip of a refund that was made, as it was issued.
    pub async fn refund_slip(&self, number: RefundNumber) -> Result<IssuedRefundSlip, TillError> {
        let stored = self.store().refunds().slip(number).await?;
        let mut model: RefundSlip =
            serde_json::from_str(&stored.model).map_err(|error| TillError::Receipt(error.to_string()))?;
        model.journal = Some(stored.journal_mark);
        let logo = self.logo_of(&model.shop).await?;
        Ok(IssuedRefundSlip { refund: number, model, copy: None, logo })
    }

    /// Issues a copy: the same slip, marked COPY with a number that is counted before anything is rendered.
    pub async fn reprint_refund_slip(&self, number: RefundNumber) -> Result<IssuedRefundSlip, TillError> {
        let original = self.refund_slip(number).await?;
        let copy = self.store().refunds().next_slip_copy(number).await?;
        self.changed();
        Ok(IssuedRefundSlip { copy: Some(copy), ..original })
    }

    /// The slip as PDF for an 80 mm roll.
    pub fn refund_slip_pdf(&self, slip: &IssuedRefundSlip) -> Result<Vec<u8>, TillError> {
        self.renderer()
            .refund_slip(&slip.model, slip.copy, Paper::Roll80, slip.logo.as_deref())
            .map_err(|error| TillError::Receipt(error.to_string()))
    }

    /// Writes the slip of a refund as PDF into the data folder and names the file.
    pub async fn save_refund_slip_pdf(&self, number: RefundNumber) -> Result<PathBuf, TillError> {
        let slip = self.refund_slip(number).await?;
        let pdf = self.refund_slip_pdf(&slip)?;
        let folder = self.data_dir().join("receipts");
        let path = folder.join(format!("{number}.pdf"));
        let write = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, pdf));
        write.map_err(|source| TillError::File { path: path.display().to_string(), source })?;
        Ok(path)
    }

    /// What people can look the refund up by at its provider. An account that cannot be connected now says what it has.
    pub(crate) async fn shown_name(&self, account: AccountId, approval: &Approval) -> String {
        match self.provider(account).await {
            Ok(provider) => provider.shown_name(&approval.transaction),
            Err(_) => approval.transaction.to_string(),
        }
    }

    /// The slip of a refund that is about to be booked, as the JSON document that is stored. Beside an approval stands what
    /// people can look it up by.
    pub(crate) fn refund_slip_model(
        &self,
        number: RefundNumber,
        refund: &NewRefund,
        at: &Zoned,
        approval: Option<(&Approval, String)>,
    ) -> Result<String, TillError> {
        let issuance =
            Issuance { at: IssuedAt::from(at), till: refund.till.clone(), cashier: refund.cashier.clone() };
        let issue = RefundIssue {
            number,
            rounding: refund.rounding,
            approval: approval.as_ref().map(|(approval, _)| *approval),
            reason: refund.reason.as_deref(),
            approved_by: refund.approved_by.as_deref(),
        };
        let mut slip = RefundSlip::new(&refund.refund, &issue, &profile(&self.shop()), &issuance)
            .map_err(|error| TillError::Receipt(error.to_string()))?;
        if let (Some(card), Some((_, shown))) = (&mut slip.card, approval) {
            card.provider_reference = shown;
        }
        serde_json::to_string(&slip).map_err(|error| TillError::Receipt(error.to_string()))
    }
}
