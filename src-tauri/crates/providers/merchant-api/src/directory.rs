use async_trait::async_trait;
use payment::{
    OfferedTerminal, Page, ProviderFault, StoreSummary, TerminalDirectory, TerminalIdentity, TerminalKey,
};
use provider_http::scalar_text;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::listing::{Listing, page_query};
use crate::{MerchantApi, parse_identity};

/// A terminal of the list. The guide does not show one, so every plausible name is read.
#[derive(Deserialize)]
struct TerminalMembers {
    manufacturer: Option<Box<RawValue>>,
    brand: Option<Box<RawValue>>,
    model: Option<Box<RawValue>>,
    serial: Option<Box<RawValue>>,
    #[serde(rename = "serialNumber")]
    serial_number_camel: Option<Box<RawValue>>,
    serial_number: Option<Box<RawValue>>,
    store: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct StoreMembers {
    uuid: Option<Box<RawValue>>,
    id: Option<Box<RawValue>>,
    name: Option<Box<RawValue>>,
}

#[async_trait]
impl TerminalDirectory for MerchantApi {
    /// A page with an item that cannot be understood is an error that names it: a terminal must not vanish silently.
    async fn terminals(&self, page: u32) -> Result<Page<OfferedTerminal>, ProviderFault> {
        let listing = self.list("terminals", page).await?;
        read_items(&listing, page, "terminal", offered_terminal)
    }

    async fn stores(&self, page: u32) -> Result<Page<StoreSummary>, ProviderFault> {
        let listing = self.list("stores", page).await?;
        read_items(&listing, page, "store", store_summary)
    }

    fn parse_identity(&self, text: &str) -> Option<TerminalIdentity> {
        parse_identity(text)
    }
}

impl MerchantApi {
    async fn list(&self, what: &str, page: u32) -> Result<Listing, ProviderFault> {
        let number = page.max(1).to_string();
        let answer = self.http.read(&[what], &page_query(&number)).await?;
        Listing::read(&answer.accepted()?)
    }
}

fn read_items<T>(
    listing: &Listing,
    page: u32,
    what: &str,
    read: impl Fn(&RawValue) -> Result<T, &'static str>,
) -> Result<Page<T>, ProviderFault> {
    let page = page.max(1);
    let items = listing.items.iter().enumerate().map(|(index, item)| {
        let place = format!("{what} {} of page {page}", index + 1);
        read(item).map_err(|why| ProviderFault::unreadable(format!("{place}: {why}")))
    });
    Ok(Page {
        items: items.collect::<Result<_, _>>()?,
        page,
        total: listing.total.and_then(|total| u64::try_from(total).ok()),
        has_more: listing.has_more(usize::try_from(page).unwrap_or(usize::MAX)),
    })
}

fn offered_terminal(item: &RawValue) -> Result<OfferedTerminal, &'static str> {
    if let Some(text) = scalar_text(item) {
        // A list of bare names.
        return match parse_identity(&text) {
            Some(TerminalIdentity::Complete { manufacturer, model, serial, key }) => {
                Ok(OfferedTerminal { key, manufacturer, model, serial, store: None })
            }
            Some(TerminalIdentity::SerialOnly { .. }) | None => Err("not a terminal's name"),
        };
    }
    let members: TerminalMembers = serde_json::from_str(item.get()).map_err(|_| "not readable")?;
    let manufacturer =
        name(&members.manufacturer).or_else(|| name(&members.brand)).ok_or("no manufacturer")?;
    let model = name(&members.model).ok_or("no model")?;
    let serial =
        [&members.serial, &members.serial_number_camel, &members.serial_number].into_iter().find_map(name);
    let serial = serial.ok_or("no serial number")?;
    let key = TerminalKey::new(format!("{manufacturer}-{model}-{serial}"))
        .map_err(|_| "names that no path can carry")?;
    let store = members.store.as_deref().and_then(|store| {
        scalar_text(store).or_else(|| name(&serde_json::from_str::<StoreMembers>(store.get()).ok()?.name))
    });
    Ok(OfferedTerminal { key, manufacturer, model, serial, store })
}

fn store_summary(item: &RawValue) -> Result<StoreSummary, &'static str> {
    let members: StoreMembers = serde_json::from_str(item.get()).map_err(|_| "not readable")?;
    let id = name(&members.uuid).or_else(|| name(&members.id)).ok_or("no id")?;
    let name = name(&members.name).unwrap_or_else(|| id.clone());
    Ok(StoreSummary { id, name })
}

/// A non-empty name without control characters, at most 120 characters.
fn name(raw: &Option<Box<RawValue>>) -> Option<String> {
    let text = raw.as_deref().and_then(scalar_text)?;
    let name: String = text.trim().chars().filter(|c| !c.is_control()).take(120).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn terminal(json: &str) -> Result<OfferedTerminal, &'static str> {
        offered_terminal(&serde_json::from_str::<Box<RawValue>>(json).unwrap())
    }

    #[test]
    fn a_terminal_is_read_under_every_plausible_name_of_its_members() {
        for (json, store) in [
            (r#"{"manufacturer":"SUNMI","model":"P2lite","serial":"PL0919CQ00305"}"#, None),
            (
                r#"{"brand":"SUNMI","model":"P2lite","serialNumber":"PL0919CQ00305","store":"Shop"}"#,
                Some("Shop"),
            ),
            (
                r#"{"manufacturer":"SUNMI","brand":"Other","model":"P2lite","serial_number":"PL0919CQ00305","store":{"uuid":"u","name":"Shop"},"x":1}"#,
                Some("Shop"),
            ),
            (r#""SUNMI-P2lite-PL0919CQ00305""#, None),
            (r#"{"manufacturer":"SUNMI","model":"P2lite","serial":"PL0919CQ00305","store":null}"#, None),
            (r#"{"manufacturer":"SUNMI","model":"P2lite","serial":"PL0919CQ00305","store":["?"]}"#, None),
        ] {
            let read = terminal(json).unwrap();
            assert_eq!(read.key.as_str(), "SUNMI-P2lite-PL0919CQ00305", "{json}");
            assert_eq!(read.store.as_deref(), store, "{json}");
        }
    }

    #[test]
    fn a_terminal_that_cannot_be_named_says_why() {
        for (json, why) in [
            ("{}", "no manufacturer"),
            (r#"{"manufacturer":"SUNMI","serial":"1"}"#, "no model"),
            (r#"{"manufacturer":"SUNMI","model":"P2","serial":""}"#, "no serial number"),
            (r#"{"manufacturer":"SUNMI","model":"P 2","serial":"1"}"#, "names that no path can carry"),
            ("[]", "not readable"),
            ("null", "not readable"),
            (r#""hello""#, "not a terminal's name"),
        ] {
            assert_eq!(terminal(json).unwrap_err(), why, "{json}");
        }
    }
}
