//! What a provider knows of the money it owes the shop, and of the shop itself.

use jiff::civil::Date;
use payment::capabilities::{MerchantProfile, Payout};
use store::AccountId;

use crate::{Till, TillError};

/// Days of one report at most.
const MAX_DAYS: i32 = 370;

impl Till {
    /// What was paid out from `first` to `last`, both included, newest first.
    pub async fn payouts(
        &self,
        account: AccountId,
        first: Date,
        last: Date,
    ) -> Result<Vec<Payout>, TillError> {
        let days = first.until(last).map_err(|error| TillError::Internal(error.to_string()))?.get_days();
        if !(0..=MAX_DAYS).contains(&days) {
            return Err(TillError::NotFound("period"));
        }
        let provider = self.provider(account).await?;
        Ok(provider.payouts().ok_or(TillError::NotOffered)?.payouts(first, last).await?)
    }

    /// What the provider knows of the merchant.
    pub async fn merchant_profile(&self, account: AccountId) -> Result<MerchantProfile, TillError> {
        let provider = self.provider(account).await?;
        Ok(provider.profiles().ok_or(TillError::NotOffered)?.profile().await?)
    }
}
