//! A terminal as Stitch keeps it.

use serde::{Deserialize, Serialize};

/// What the guide lists.
const MANUFACTURER: &str = "sunmi";
const MODELS: [&str; 3] = ["p2_se", "p2_mini", "p2_lite_se"];
const REASONS: [&str; 8] = [
    "damaged",
    "stolen",
    "lost",
    "fraudulent",
    "outstanding_compliance",
    "outstanding_debt",
    "merchant_left",
    "other",
];
/// Longest text of a terminal.
const MAX_TEXT: usize = 100;
/// Longest start of a terminal id; the card schemes' field has eight characters.
const MAX_PREFIX: usize = 4;

/// A terminal of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StitchTerminal {
    /// Stitch's identifier.
    pub id: String,
    /// Terminal id of the card schemes.
    pub tid: String,
    /// The maker's serial number.
    pub serial: String,
    /// Maker.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// The merchant it belongs to.
    pub merchant_id: Option<String>,
    /// The shop's own reference.
    pub external_reference: Option<String>,
    /// Why it is suspended, if it is: the reason, empty when none was given.
    pub suspended: Option<String>,
}

/// How a terminal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StitchStatus {
    /// Belongs to a merchant and may take payments.
    Active,
    /// Stopped, whoever it belongs to.
    Suspended,
    /// Belongs to nobody.
    Unallocated,
}

impl StitchStatus {
    fn as_str(self) -> &'static str {
        match self {
            StitchStatus::Active => "active",
            StitchStatus::Suspended => "suspended",
            StitchStatus::Unallocated => "unallocated",
        }
    }
}

impl StitchTerminal {
    /// How it stands.
    #[must_use]
    pub fn status(&self) -> StitchStatus {
        match (&self.suspended, &self.merchant_id) {
            (Some(_), _) => StitchStatus::Suspended,
            (None, Some(_)) => StitchStatus::Active,
            (None, None) => StitchStatus::Unallocated,
        }
    }

    /// As the guide shows it.
    pub(super) fn body(&self) -> serde_json::Value {
        let mut body = serde_json::json!({
            "id": self.id,
            "manufacturerSerialNumber": self.serial,
            "manufacturer": self.manufacturer,
            "model": self.model,
            "tid": self.tid,
            "status": self.status().as_str(),
        });
        let reason = self.suspended.as_ref().filter(|reason| !reason.is_empty());
        let optional = [
            ("merchantId", self.merchant_id.as_ref()),
            ("externalReference", self.external_reference.as_ref()),
            ("statusReason", reason),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                body[name] = value.clone().into();
            }
        }
        body
    }
}

/// The body of a registration.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Registration {
    pub(super) manufacturer_serial_number: String,
    pub(super) manufacturer: String,
    pub(super) model: String,
    pub(super) merchant_id: Option<String>,
    pub(super) external_reference: Option<String>,
    pub(super) prefix: Option<String>,
}

impl Registration {
    /// Why it is refused, if it is.
    pub(super) fn fault(&self) -> Option<String> {
        if !is_text(&self.manufacturer_serial_number) {
            return Some(format!("manufacturerSerialNumber needs 1 to {MAX_TEXT} characters."));
        }
        if self.manufacturer != MANUFACTURER {
            return Some(format!("manufacturer `{}` is not supported.", self.manufacturer));
        }
        if !MODELS.contains(&self.model.as_str()) {
            return Some(format!("model `{}` is not supported.", self.model));
        }
        if self.external_reference.as_deref().is_some_and(|reference| !is_text(reference)) {
            return Some(format!("externalReference needs 1 to {MAX_TEXT} characters."));
        }
        let prefix_fits = self.prefix.as_deref().is_none_or(|prefix| {
            (1..=MAX_PREFIX).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        if !prefix_fits {
            return Some(format!("prefix needs 1 to {MAX_PREFIX} letters or digits."));
        }
        self.merchant_id.as_deref().and_then(merchant_fault)
    }
}

fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= MAX_TEXT
}

/// A merchant's identifier is base64 of `merchant/…`; the acquirer's number (MID) is another thing, as the guide says.
pub(super) fn merchant_fault(merchant: &str) -> Option<String> {
    use base64::Engine as _;
    let decoded = base64::engine::general_purpose::STANDARD.decode(merchant).unwrap_or_default();
    let is_merchant = decoded.strip_prefix(b"merchant/").is_some_and(|rest| !rest.is_empty());
    (!is_merchant).then(|| "merchantId is not a merchant's identifier.".to_owned())
}

/// An identifier: base64 of `terminal/…` or `merchant/…`.
pub(super) fn identifier(kind: &str, uuid: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(format!("{kind}/{uuid}"))
}

/// The body of a change. All members are optional, says the guide.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Change {
    status: Option<String>,
    status_reason: Option<String>,
}

impl Change {
    /// Changes `terminal`, or says why not.
    pub(super) fn apply(&self, terminal: &mut StitchTerminal) -> Result<(), String> {
        let reason = self.status_reason.as_deref();
        if let Some(unknown) = reason.filter(|reason| !REASONS.contains(reason)) {
            return Err(format!("statusReason `{unknown}` is not supported."));
        }
        match self.status.as_deref() {
            None => {}
            Some("suspended") => terminal.suspended = Some(reason.unwrap_or_default().to_owned()),
            Some("active") => terminal.suspended = None,
            Some(unknown) => return Err(format!("status `{unknown}` is not supported.")),
        }
        Ok(())
    }
}
