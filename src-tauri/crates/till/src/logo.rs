//! The shop's logo: one picture for all receipts to come. Receipts that were issued keep theirs.

use std::sync::Arc;

use receipt::{Logo, LogoId, LogoPicture, ShopHeader};
use store::StoreError;

use crate::{ManagerApproval, Till, TillError};

impl Till {
    /// Makes the logo of a PNG, JPEG or WebP file and prints it on every receipt from now on.
    pub async fn set_logo(&self, approval: ManagerApproval, picture: &[u8]) -> Result<LogoId, TillError> {
        if picture.len() > Logo::MAX_PICTURE_BYTES {
            return Err(receipt::LogoError::TooManyBytes(picture.len()).into());
        }
        let picture = picture.to_vec();
        // Large pictures take a while, and a decoder that panics takes nothing with it.
        let made = tokio::task::spawn_blocking(move || Logo::from_picture(&picture)).await;
        let logo = made.map_err(|error| TillError::Internal(error.to_string()))??;
        let id = logo.id().clone();
        // A shop never names a logo that is not kept; one that is kept and not named does no harm.
        self.store().logos().put(&id.to_string(), logo.png(), self.now()).await?;
        self.change_shop(|shop| shop.logo = Some(id.clone())).await?;
        tracing::info!(logo = %id, by = ?approval.by(), "logo set");
        Ok(id)
    }

    /// Prints no logo from now on.
    pub async fn remove_logo(&self, approval: ManagerApproval) -> Result<(), TillError> {
        self.change_shop(|shop| shop.logo = None).await?;
        tracing::info!(by = ?approval.by(), "logo removed");
        Ok(())
    }

    /// What is printed on top of receipts from now on; `None` without a logo.
    pub async fn logo(&self) -> Result<Option<LogoPicture>, TillError> {
        Ok(match self.shop().logo {
            None => None,
            Some(LogoId::Practice1) => Some(LogoPicture::practice()),
            Some(id) => self.kept_logo(&id).await?.map(|logo| logo.picture()),
        })
    }

    /// The logo a receipt names, if it is one of the shop's own. That of the receipt before is at hand.
    pub(crate) async fn logo_of(&self, shop: &ShopHeader) -> Result<Option<Arc<Logo>>, TillError> {
        match &shop.logo {
            None | Some(LogoId::Practice1) => Ok(None),
            Some(id) => self.kept_logo(id).await,
        }
    }

    async fn kept_logo(&self, id: &LogoId) -> Result<Option<Arc<Logo>>, TillError> {
        if let Some(logo) = self.logo_at_hand().filter(|logo| logo.id() == id) {
            return Ok(Some(logo));
        }
        let png = match self.store().logos().get(&id.to_string()).await {
            // The receipt can still be read as text; only its PDF is refused.
            Err(StoreError::NotFound(_)) => return Ok(None),
            found => found?,
        };
        let logo = Arc::new(Logo::from_stored(png));
        self.keep_logo_at_hand(logo.clone());
        Ok(Some(logo))
    }
}
