use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::ProviderFault;

/// What the provider knows of the merchant, to fill the header of receipts.
#[async_trait]
pub trait MerchantProfiles: Send + Sync {
    /// The merchant of the account.
    async fn profile(&self) -> Result<MerchantProfile, ProviderFault>;
}

/// A merchant as the provider knows it. Empty where it does not tell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MerchantProfile {
    /// Name of the business.
    pub name: String,
    /// Address, one line each.
    pub address: Vec<String>,
    /// VAT identification number.
    pub vat_id: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// ISO 4217 code of the currency it is paid in.
    pub currency: Option<String>,
}
