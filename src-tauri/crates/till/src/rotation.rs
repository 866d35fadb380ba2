//! The one guided act that changes the key of an account, each step written down before the next.

use payment::ProviderFault;
use payment::capabilities::{ApiKeyInfo, ApiKeyValidity, IssuedApiKey};
use store::{AccountChange, AccountId};

use crate::keys::{
    API_KEY, KeyOverview, KeyRefusal, MAX_LABEL, MAX_REMEMBERED, OwnKey, Rotation, RotationStep,
    RotationWish, in_use, json,
};
use crate::providers::{SecretHome, SecretLocation};
use crate::terminals::settings_of;
use crate::{ConnectError, ManagerApproval, Till, TillError};

impl Till {
    /// Makes a new key, keeps its secret, lets the account use it and proves that it works. What stopped half-way is
    /// taken up by [`Till::continue_rotation`]. The old key is still valid afterwards: [`Till::finish_rotation`].
    pub async fn begin_rotation(
        &self,
        approval: ManagerApproval,
        account: AccountId,
        wish: &RotationWish,
    ) -> Result<KeyOverview, TillError> {
        let label: String = sale::clean_line(&wish.label).chars().take(MAX_LABEL).collect();
        if label.is_empty() || wish.until.is_some_and(|until| until <= self.now()) {
            return Err(KeyRefusal::BadWish.into());
        }
        let mut own = self.own_key(account).await?;
        if own.rotation.is_some() {
            return Err(KeyRefusal::RotationOpen.into());
        }
        // Without a place for the new secret nothing is asked for: it is shown only once.
        if self.connector().secret_place().is_none() {
            return Err(TillError::NotOffered);
        }
        let listed = self.listed_keys(account).await?;
        own.id = in_use(&listed, &own).map(|key| key.id.clone()).or(own.id);
        let before = listed.iter().map(|key| key.id.clone()).take(MAX_REMEMBERED).collect();
        let rotation =
            Rotation { label, until: wish.until, began_at: self.now(), before, step: RotationStep::Creating };
        own.rotation = Some(rotation.clone());
        self.remember(account, &own).await?;
        tracing::info!(account = account.0, by = ?approval.by(), "a key is being changed");
        self.create_and_keep(account, &mut own, &rotation).await?;
        self.rotate_on(account).await
    }

    /// Goes on with a rotation from wherever it stopped, up to the proof that the new key works.
    pub async fn continue_rotation(
        &self,
        _approval: ManagerApproval,
        account: AccountId,
    ) -> Result<KeyOverview, TillError> {
        self.rotate_on(account).await
    }

    async fn rotate_on(&self, account: AccountId) -> Result<KeyOverview, TillError> {
        loop {
            let mut own = self.own_key(account).await?;
            let rotation = own.rotation.clone().ok_or(KeyRefusal::NoRotation)?;
            match rotation.step.clone() {
                // Its secret may be lost: it is shown as such, and a new rotation makes another.
                RotationStep::Creating | RotationStep::Proved { .. } => return self.api_keys(account).await,
                RotationStep::Kept { key, place } => self.switch(account, &mut own, key, place).await?,
                RotationStep::Switched { key, old_place } => {
                    let proof = self.listed_keys(account).await;
                    let listed = proof?;
                    if !listed.iter().any(|found| found.id == key.id) {
                        return Err(ProviderFault::unreadable("the new key is not in the list").into());
                    }
                    let step = RotationStep::Proved { key, old_place };
                    own.rotation = Some(Rotation { step, ..rotation });
                    self.remember(account, &own).await?;
                }
            }
        }
    }

    /// Gives a rotation up: the account uses the old key again. What was made is left in the provider's list, to be
    /// revoked there.
    pub async fn abandon_rotation(
        &self,
        _approval: ManagerApproval,
        account: AccountId,
    ) -> Result<KeyOverview, TillError> {
        let mut own = self.own_key(account).await?;
        let rotation = own.rotation.take().ok_or(KeyRefusal::NoRotation)?;
        match rotation.step {
            RotationStep::Creating => self.remember(account, &own).await?,
            RotationStep::Kept { place, .. } => {
                self.remember(account, &own).await?;
                self.forget_secret(place).await;
            }
            RotationStep::Switched { old_place, .. } | RotationStep::Proved { old_place, .. } => {
                own.id = None;
                own.until = None;
                let new_place = self.use_secret(account, old_place, &own).await?;
                self.forget_secret(new_place).await;
            }
        }
        self.changed();
        self.api_keys(account).await
    }

    /// Ends a rotation: revokes the old key and forgets its secret. `old` names it where the till does not know which one
    /// it was. A key that is gone already counts as revoked.
    pub async fn finish_rotation(
        &self,
        _approval: ManagerApproval,
        account: AccountId,
        old: Option<&str>,
    ) -> Result<KeyOverview, TillError> {
        let mut own = self.own_key(account).await?;
        let rotation = own.rotation.clone().ok_or(KeyRefusal::NoRotation)?;
        let RotationStep::Proved { key, old_place } = rotation.step else {
            return Err(KeyRefusal::NoRotation.into());
        };
        let old = match old.map(str::to_owned).or_else(|| own.id.clone()) {
            Some(old) if old == key.id => return Err(KeyRefusal::InUse.into()),
            Some(old) => old,
            None => return Err(KeyRefusal::OldKeyNotKnown.into()),
        };
        self.revoke(account, &old).await?;
        own = OwnKey { id: Some(key.id), until: key.validity.until, rotation: None };
        self.remember(account, &own).await?;
        self.forget_secret(old_place).await;
        self.changed();
        self.api_keys(account).await
    }

    /// Ends a rotation without revoking anything: other tills may still use the old key.
    pub async fn keep_old_key(
        &self,
        _approval: ManagerApproval,
        account: AccountId,
    ) -> Result<KeyOverview, TillError> {
        let own = self.own_key(account).await?;
        let rotation = own.rotation.ok_or(KeyRefusal::NoRotation)?;
        let RotationStep::Proved { key, .. } = rotation.step else {
            return Err(KeyRefusal::NoRotation.into());
        };
        let own = OwnKey { id: Some(key.id), until: key.validity.until, rotation: None };
        self.remember(account, &own).await?;
        self.changed();
        self.api_keys(account).await
    }

    async fn create_and_keep(
        &self,
        account: AccountId,
        own: &mut OwnKey,
        rotation: &Rotation,
    ) -> Result<(), TillError> {
        let provider = self.provider(account).await?;
        let keys = provider.api_keys().ok_or(TillError::NotOffered)?;
        let validity = ApiKeyValidity { from: None, until: rotation.until };
        let issued = match keys.create_api_key(&rotation.label, &validity).await {
            Ok(issued) => issued,
            Err(fault) => {
                // Proof that nothing was made ends the rotation; anything else leaves a key nobody has the secret of.
                if fault.effect() == payment::Effect::None {
                    own.rotation = None;
                    self.remember(account, own).await?;
                }
                return Err(fault.into());
            }
        };
        let IssuedApiKey { info, secret } = issued;
        let beside = self.secret_of(account).await?;
        let name = format!("account-{}-key-{}", account.0, info.id);
        let place = self.keep_secret(name, secret, SecretHome::Beside(beside)).await?;
        own.rotation = Some(Rotation { step: RotationStep::Kept { key: info, place }, ..rotation.clone() });
        self.remember(account, own).await
    }

    async fn switch(
        &self,
        account: AccountId,
        own: &mut OwnKey,
        key: ApiKeyInfo,
        place: SecretLocation,
    ) -> Result<(), TillError> {
        self.try_secret(account, place.clone()).await?;
        let old_place = self.secret_of(account).await?;
        own.rotation = own
            .rotation
            .take()
            .map(|rotation| Rotation { step: RotationStep::Switched { key, old_place }, ..rotation });
        self.use_secret(account, place, own).await?;
        Ok(())
    }

    /// Reads with another secret before anything depends on it: a till whose key does not work takes no cards.
    async fn try_secret(&self, account: AccountId, place: SecretLocation) -> Result<(), TillError> {
        let mut settings = settings_of(self.account(account).await?)?;
        settings.secrets.insert(API_KEY.to_owned(), place);
        let provider = self.connector().connect(&settings)?;
        provider.api_keys().ok_or(TillError::NotOffered)?.api_keys().await?;
        Ok(())
    }

    /// Lets the account use another secret and remembers why, in one step of the store. Answers with the one it used.
    async fn use_secret(
        &self,
        account: AccountId,
        place: SecretLocation,
        own: &OwnKey,
    ) -> Result<SecretLocation, TillError> {
        let found = self.account(account).await?;
        let mut settings = settings_of(found.clone())?;
        let before =
            settings.secrets.insert(API_KEY.to_owned(), place).ok_or(ConnectError::MissingField(API_KEY))?;
        let change = AccountChange {
            label: found.label,
            base_url: found.base_url,
            fields: found.fields,
            secrets: json(&settings.secrets)?,
            own_key: json(own)?,
        };
        self.store().accounts().change(account, change).await?;
        self.forget_connected(account);
        self.changed();
        Ok(before)
    }
}
