//! API keys: rotation as the MerchantAPI documents it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Keys an account may have at the same time.
const MAX_KEYS: usize = 50;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ApiKey {
    pub(crate) id: u64,
    pub(crate) label: String,
    pub(crate) secret: String,
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
    pub(crate) last_usage: Option<Timestamp>,
}

impl ApiKey {
    fn is_valid_at(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

/// Why a key stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KeyRefusal {
    #[error("there is no such API key")]
    Unknown,
    #[error("the last API key cannot be revoked")]
    Last,
    #[error("the API key used for this request cannot be revoked")]
    InUse,
    #[error("there are {MAX_KEYS} API keys already")]
    TooMany,
}

#[derive(Debug, Default)]
pub(crate) struct Keys {
    pub(crate) all: Vec<ApiKey>,
    pub(crate) changed: bool,
}

impl Keys {
    /// The id of the key, when it is valid now. Its last use is kept in memory only: it is not worth a write
    /// for every request.
    pub(crate) fn authenticate(&mut self, secret: &str, now: Timestamp) -> Option<u64> {
        let key = self.all.iter_mut().find(|key| key.secret == secret && key.is_valid_at(now))?;
        key.last_usage = Some(now);
        Some(key.id)
    }

    pub(crate) fn add(&mut self, key: ApiKey) -> Result<(), KeyRefusal> {
        if self.all.len() >= MAX_KEYS {
            return Err(KeyRefusal::TooMany);
        }
        self.all.push(key);
        self.changed = true;
        Ok(())
    }

    /// Keys that are valid now or will be.
    pub(crate) fn listed(&self, now: Timestamp) -> impl Iterator<Item = &ApiKey> {
        self.all.iter().filter(move |key| key.until.is_none_or(|until| now < until))
    }

    pub(crate) fn revoke(&mut self, id: u64, caller: u64) -> Result<(), KeyRefusal> {
        let place = self.all.iter().position(|key| key.id == id).ok_or(KeyRefusal::Unknown)?;
        if self.all.len() == 1 {
            return Err(KeyRefusal::Last);
        }
        if id == caller {
            return Err(KeyRefusal::InUse);
        }
        self.all.remove(place);
        self.changed = true;
        Ok(())
    }
}
