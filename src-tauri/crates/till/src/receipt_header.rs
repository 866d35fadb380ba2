//! What stands on top of receipts, and taking it over from what a provider knows of the merchant.

use payment::capabilities::MerchantProfile;
use sale::clean_line;
use serde::{Deserialize, Serialize};
use store::AccountId;

use crate::{ManagerApproval, Shop, Till, TillError};

/// A longer name does not fit a receipt.
const MAX_NAME: usize = 80;
/// Lines of an address at most.
const MAX_ADDRESS: usize = 6;
/// A longer line of an address is cut.
const MAX_LINE: usize = 80;
/// Longer identifications and numbers are cut.
const MAX_NUMBER: usize = 40;

/// Who the shop is, as its receipts say it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReceiptHeader {
    /// Name of the shop.
    pub name: String,
    /// Address, one entry a line.
    pub address: Vec<String>,
    /// VAT identification, as it must be printed.
    pub vat_id: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

/// What would stand on receipts, beside what stands there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderProposal {
    /// As receipts are printed now.
    pub now: ReceiptHeader,
    /// As the provider knows the merchant. What it does not tell stays as it is.
    pub proposed: ReceiptHeader,
}

impl ReceiptHeader {
    /// The header of a shop.
    pub fn of(shop: &Shop) -> Self {
        Self {
            name: shop.name.clone(),
            address: shop.address.clone(),
            vat_id: shop.vat_id.clone(),
            phone: shop.phone.clone(),
        }
    }

    /// Without line breaks, control characters and empty lines, and no longer than a receipt can show.
    fn tidy(self) -> Self {
        let number = |text: Option<String>| text.and_then(|text| line(&text, MAX_NUMBER));
        Self {
            name: line(&self.name, MAX_NAME).unwrap_or_default(),
            address: self.address.iter().filter_map(|text| line(text, MAX_LINE)).take(MAX_ADDRESS).collect(),
            vat_id: number(self.vat_id),
            phone: number(self.phone),
        }
    }

    /// What `profile` tells in the place of what stands here.
    fn told_by(&self, profile: MerchantProfile) -> Self {
        let MerchantProfile { name, address, vat_id, phone, .. } = profile;
        let told = Self { name, address, vat_id, phone }.tidy();
        let now = self.clone();
        Self {
            name: if told.name.is_empty() { now.name } else { told.name },
            address: if told.address.is_empty() { now.address } else { told.address },
            vat_id: told.vat_id.or(now.vat_id),
            phone: told.phone.or(now.phone),
        }
    }
}

fn line(text: &str, limit: usize) -> Option<String> {
    let clean: String = clean_line(text).trim().chars().take(limit).collect();
    let clean = clean.trim_end().to_owned();
    (!clean.is_empty()).then_some(clean)
}

impl Till {
    /// What the provider knows of the merchant.
    pub async fn merchant_profile(&self, account: AccountId) -> Result<MerchantProfile, TillError> {
        let provider = self.provider(account).await?;
        Ok(provider.profiles().ok_or(TillError::NotOffered)?.profile().await?)
    }

    /// What receipts would say if they said what the provider knows. Nothing is changed.
    pub async fn proposed_header(&self, account: AccountId) -> Result<HeaderProposal, TillError> {
        let profile = self.merchant_profile(account).await?;
        let now = ReceiptHeader::of(&self.shop());
        Ok(HeaderProposal { proposed: now.told_by(profile), now })
    }

    /// Prints `header` on every receipt from now on. Receipts that were issued keep theirs.
    ///
    /// # Errors
    /// `Header` for a shop without a name.
    pub async fn set_receipt_header(
        &self,
        approval: ManagerApproval,
        header: ReceiptHeader,
    ) -> Result<(), TillError> {
        let header = header.tidy();
        if header.name.is_empty() {
            return Err(TillError::Header);
        }
        tracing::info!(by = ?approval.by(), "the header of receipts is changed");
        self.change_shop(|shop| {
            shop.name = header.name;
            shop.address = header.address;
            shop.vat_id = header.vat_id;
            shop.phone = header.phone;
        })
        .await
    }

    /// The accounts whose provider knows who the merchant is.
    pub async fn accounts_with_profiles(&self) -> Result<Vec<AccountId>, TillError> {
        let mut found = Vec::new();
        for account in self.accounts().await? {
            // An account that cannot be connected is mended in the settings, not here.
            if self.offers(account.id).await.is_ok_and(|offers| offers.profiles) {
                found.push(account.id);
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> ReceiptHeader {
        ReceiptHeader {
            name: "Corner".to_owned(),
            address: vec!["Brugstraat 12".to_owned()],
            vat_id: Some("NL1".to_owned()),
            phone: Some("+31 50".to_owned()),
        }
    }

    #[test]
    fn what_the_provider_does_not_tell_stays_as_it_is() {
        assert_eq!(shop().told_by(MerchantProfile::default()), shop());
        let told = MerchantProfile {
            name: "Corner Bakery".to_owned(),
            address: vec![" ".to_owned(), "Kade 1".to_owned()],
            phone: Some(String::new()),
            ..MerchantProfile::default()
        };
        let expected =
            ReceiptHeader { name: "Corner Bakery".to_owned(), address: vec!["Kade 1".to_owned()], ..shop() };
        assert_eq!(shop().told_by(told), expected);
    }

    #[test]
    fn hostile_profiles_become_short_plain_lines() {
        let told = MerchantProfile {
            name: format!("Shop\u{1b}[2J\nTOTAL 0,00 {}", "x".repeat(500)),
            address: (0..50).map(|index| format!("line {index}\r\nPAID")).collect(),
            vat_id: Some("\u{202e}".repeat(200) + &"9".repeat(200)),
            ..MerchantProfile::default()
        };
        let header = shop().told_by(told);
        assert!(header.name.chars().count() <= MAX_NAME && !header.name.chars().any(char::is_control));
        assert_eq!(header.address.len(), MAX_ADDRESS);
        assert!(header.address.iter().all(|line| !line.chars().any(char::is_control)));
        assert!(header.vat_id.is_some_and(|id| id.chars().count() <= MAX_NUMBER));
    }
}
