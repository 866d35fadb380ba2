use std::collections::HashSet;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use payment::capabilities::{ApiKeyInfo, ApiKeyValidity, ApiKeys, IssuedApiKey};
use payment::{FaultKind, ProviderFault};
use provider_http::{Answer, Verb, scalar_text};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::MerchantApi;
use crate::listing::{Listing, page_query};
use crate::record::{moment, object, word};

/// Pages of keys that are read: a thousand keys.
const MAX_PAGES: usize = 10;
/// Longer names of keys are no names.
const MAX_ID: usize = 40;
/// Labels are cut here.
const MAX_LABEL: usize = 100;

#[derive(Serialize)]
struct NewKey<'a> {
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    validity: Option<NewValidity>,
}

#[derive(Serialize)]
struct NewValidity {
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

#[derive(Deserialize)]
struct KeyMembers {
    id: Option<Box<RawValue>>,
    label: Option<Box<RawValue>>,
    apikey: Option<SecretString>,
    #[serde(rename = "lastUsage")]
    last_usage: Option<Box<RawValue>>,
    validity: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct ValidityMembers {
    from: Option<Box<RawValue>>,
    until: Option<Box<RawValue>>,
}

#[async_trait]
impl ApiKeys for MerchantApi {
    async fn api_keys(&self) -> Result<Vec<ApiKeyInfo>, ProviderFault> {
        let mut keys = Vec::new();
        let mut seen = HashSet::new();
        for page in 1..=MAX_PAGES {
            let number = page.to_string();
            let answer = self.http.read(&["apikeys"], &page_query(&number)).await?.accepted()?;
            let listing = Listing::read(&answer)?;
            let before = keys.len();
            for (index, item) in listing.items.iter().enumerate() {
                let unreadable =
                    || ProviderFault::unreadable(format!("key {} of page {page} is not readable", index + 1));
                let info = object(item.get()).and_then(|members| info(&members)).ok_or_else(unreadable)?;
                if seen.insert(info.id.clone()) {
                    keys.push(info);
                }
            }
            if keys.len() == before || !listing.has_more(page) {
                return Ok(keys);
            }
        }
        Ok(keys)
    }

    /// Sent once: an answer that is lost takes the secret with it, and a second request would make a second key.
    async fn create_api_key(
        &self,
        label: &str,
        validity: &ApiKeyValidity,
    ) -> Result<IssuedApiKey, ProviderFault> {
        let limited = validity.from.is_some() || validity.until.is_some();
        let validity = limited.then(|| NewValidity {
            from: validity.from.map(guide_time),
            until: validity.until.map(guide_time),
        });
        let body = NewKey { label, validity };
        let answer = self.http.effect(Verb::Post, &["apikeys"], Some(&body)).await?.accepted()?;
        let members: KeyMembers = object(answer.text()?)
            .ok_or_else(|| answer.unreadable("the answer to the new key is not readable"))?;
        let info = info(&members)
            .ok_or_else(|| answer.unreadable("the answer names no key by an id and a label"))?;
        let secret = members.apikey.ok_or_else(|| answer.unreadable("the answer holds no key"))?;
        Ok(IssuedApiKey { info, secret })
    }

    /// The guide says that the last key and the key of the call itself are refused, but not with which status; 409 is
    /// taken for it.
    async fn revoke_api_key(&self, id: &str) -> Result<(), ProviderFault> {
        if !is_id(id) {
            return Err(ProviderFault::misconfigured("this is no name of a key"));
        }
        let answer = self.http.effect(Verb::Delete, &["apikeys", id], None::<&()>).await?;
        match answer.status() {
            200..300 => Ok(()),
            409 => Err(refused(&answer)),
            _ => Err(answer.refusal()),
        }
    }
}

fn refused(answer: &Answer) -> ProviderFault {
    let said = answer.problem().to_string();
    let detail = format!("the last key and the key in use cannot be revoked ({said})");
    ProviderFault::refused(FaultKind::Refused, detail).with_status(answer.status())
}

fn info(members: &KeyMembers) -> Option<ApiKeyInfo> {
    let validity = members.validity.as_deref().filter(|raw| raw.get() != "null");
    let validity = match validity {
        Some(raw) => {
            let read: ValidityMembers = object(raw.get())?;
            ApiKeyValidity { from: limit(&read.from)?, until: limit(&read.until)? }
        }
        None => ApiKeyValidity::default(),
    };
    Some(ApiKeyInfo {
        // The guide's ids are numbers of twelve digits; the text is kept.
        id: word(&members.id).filter(|id| is_id(id))?,
        label: label(members.label.as_deref()),
        last_used: moment(&members.last_usage),
        validity,
    })
}

fn label(raw: Option<&RawValue>) -> String {
    let text = raw.and_then(scalar_text).unwrap_or_default();
    text.trim().chars().filter(|c| !c.is_control()).take(MAX_LABEL).collect()
}

/// A limit that is there and cannot be read must not look like none.
fn limit(raw: &Option<Box<RawValue>>) -> Option<Option<Timestamp>> {
    match raw.as_deref().filter(|raw| raw.get() != "null") {
        Some(_) => moment(raw).map(Some),
        None => Some(None),
    }
}

fn is_id(id: &str) -> bool {
    (1..=MAX_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// As the guide writes them: `2022-07-01T00:00:00+00:00`.
fn guide_time(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}
