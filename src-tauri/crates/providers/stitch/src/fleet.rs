use async_trait::async_trait;
use payment::ProviderFault;
use payment::capabilities::{
    Fleet, FleetFilter, FleetModel, FleetPage, FleetTerminal, NewFleetTerminal, SuspensionReason,
};
use provider_http::Verb;
use serde_json::{Map, Value, json};

use crate::Stitch;
use crate::terminal::{read_terminal, read_terminals};

/// The path of the interface.
const ROOT: [&str; 2] = ["v2", "terminals"];
/// The largest page that is asked for; the vendor would give 2000, which is more than a screen can show.
const MAX_PAGE: u32 = 200;
/// What the guide lists under "supported vendors".
const MODELS: [FleetModel; 3] = [
    FleetModel { manufacturer: "sunmi", model: "p2_se" },
    FleetModel { manufacturer: "sunmi", model: "p2_mini" },
    FleetModel { manufacturer: "sunmi", model: "p2_lite_se" },
];

#[async_trait]
impl Fleet for Stitch {
    fn models(&self) -> &'static [FleetModel] {
        &MODELS
    }

    async fn fleet(&self, filter: &FleetFilter, offset: u32, limit: u32) -> Result<FleetPage, ProviderFault> {
        let limit = limit.clamp(1, MAX_PAGE);
        let (offset_text, limit_text) = (offset.to_string(), limit.to_string());
        let mut query = vec![("offset", offset_text.as_str()), ("limit", limit_text.as_str())];
        let filters = [
            ("tid", &filter.tid),
            ("manufacturer", &filter.manufacturer),
            ("merchantId", &filter.merchant),
            ("model", &filter.model),
            ("serialNumber", &filter.serial),
            ("externalReference", &filter.external_reference),
        ];
        query.extend(filters.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))));
        let answer = self.read(&ROOT, &query).await?.accepted()?;
        let mut items = read_terminals(&answer)?;
        // The interface tells no total: a full page may have a successor.
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = items.len() >= limit;
        items.truncate(limit);
        Ok(FleetPage { items, offset, has_more })
    }

    async fn fleet_terminal(&self, id: &str) -> Result<Option<FleetTerminal>, ProviderFault> {
        let answer = self.read(&path(id, None), &[]).await?;
        if matches!(answer.status(), 404 | 410) {
            return Ok(None);
        }
        let answer = answer.accepted()?;
        // An empty list says the same as 404.
        if read_terminals(&answer)?.is_empty() {
            return Ok(None);
        }
        read_terminal(&answer, id).map(Some)
    }

    async fn register(&self, new: &NewFleetTerminal) -> Result<FleetTerminal, ProviderFault> {
        let mut body = Map::new();
        let members = [
            ("manufacturerSerialNumber", Some(&new.serial)),
            ("manufacturer", Some(&new.manufacturer)),
            ("model", Some(&new.model)),
            ("merchantId", new.merchant.as_ref()),
            ("externalReference", new.external_reference.as_ref()),
            ("prefix", new.tid_prefix.as_ref()),
        ];
        for (name, value) in members {
            if let Some(value) = value {
                body.insert(name.to_owned(), Value::from(value.as_str()));
            }
        }
        let answer = self.effect(Verb::Post, &ROOT, Some(&Value::Object(body))).await?;
        let registered = read_terminals(&answer)?.into_iter().find(|terminal| {
            // Where the answer leaves the serial number out, it is the answer to this call all the same.
            terminal.serial.is_empty() || terminal.serial.eq_ignore_ascii_case(&new.serial)
        });
        registered.ok_or_else(|| answer.unreadable("the answer is about another terminal"))
    }

    async fn allocate(&self, id: &str, merchant: &str) -> Result<FleetTerminal, ProviderFault> {
        let body = json!({ "merchantId": merchant });
        let answer = self.effect(Verb::Put, &path(id, Some("allocate")), Some(&body)).await?;
        read_terminal(&answer, id)
    }

    async fn deallocate(&self, id: &str) -> Result<FleetTerminal, ProviderFault> {
        let answer = self.effect(Verb::Put, &path(id, Some("deallocate")), None).await?;
        read_terminal(&answer, id)
    }

    async fn suspend(&self, id: &str, reason: SuspensionReason) -> Result<FleetTerminal, ProviderFault> {
        self.change(id, &json!({ "status": "suspended", "statusReason": reason.as_str() })).await
    }

    async fn reactivate(&self, id: &str) -> Result<FleetTerminal, ProviderFault> {
        self.change(id, &json!({ "status": "active" })).await
    }

    /// The answer has no body; its status tells.
    async fn decommission(&self, id: &str) -> Result<(), ProviderFault> {
        self.effect(Verb::Delete, &path(id, None), None).await.map(drop)
    }
}

impl Stitch {
    async fn change(&self, id: &str, body: &Value) -> Result<FleetTerminal, ProviderFault> {
        let answer = self.effect(Verb::Patch, &path(id, None), Some(body)).await?;
        read_terminal(&answer, id)
    }
}

fn path<'a>(id: &'a str, act: Option<&'a str>) -> Vec<&'a str> {
    ROOT.into_iter().chain([id]).chain(act).collect()
}
