//! How a reader is: online, at work, its battery.

use async_trait::async_trait;
use payment::capabilities::{DeviceActivity, DeviceReport, DeviceReports};
use payment::{Phase, ProviderFault, TerminalKey};
use serde::Deserialize;

use crate::fault::{accepted, refusal};
use crate::member::{Member, inner, object, word};
use crate::{PAY_BY_LINK, Sumup};

#[derive(Deserialize)]
struct Body {
    data: Member,
}

#[derive(Deserialize)]
struct Members {
    status: Member,
    state: Member,
    battery_level: Member,
    battery_temperature: Member,
    connection_type: Member,
    firmware_version: Member,
    last_activity: Member,
}

/// What a reader's status says about a payment on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occupation {
    /// Online, and it shows nothing.
    Idle,
    /// It is at a payment.
    Paying(Phase),
    /// Offline, updating, or it does not tell.
    NotTold,
}

#[async_trait]
impl DeviceReports for Sumup {
    /// Readers with old firmware answer 400 or 404: nothing is known of them, which is not "offline".
    async fn report(&self, terminal: &TerminalKey) -> Result<DeviceReport, ProviderFault> {
        if terminal.as_str() == PAY_BY_LINK {
            return Ok(DeviceReport::default());
        }
        let path = ["v0.1", "merchants", &self.merchant, "readers", terminal.as_str(), "status"];
        let answer = self.http.read_once(&path, &[]).await?;
        match answer.status() {
            400 | 404 => Ok(DeviceReport::default()),
            200..300 => {
                read(answer.text()?).ok_or_else(|| answer.unreadable("the answer is no reader's status"))
            }
            401 | 403 => Err(refusal(&answer)),
            _ => accepted(answer).map(|_| DeviceReport::default()),
        }
    }
}

impl Sumup {
    /// What occupies the reader. A report that cannot be had tells nothing.
    pub(crate) async fn occupation(&self, terminal: &TerminalKey) -> Occupation {
        match self.report(terminal).await {
            Ok(report) => occupation(&report),
            Err(_) => Occupation::NotTold,
        }
    }
}

pub(crate) fn occupation(report: &DeviceReport) -> Occupation {
    // The state of a reader that is offline is the last one it told.
    if report.online != Some(true) {
        return Occupation::NotTold;
    }
    match report.activity {
        Some(DeviceActivity::Idle) => Occupation::Idle,
        Some(DeviceActivity::SelectingTip) => Occupation::Paying(Phase::SelectingTip),
        Some(DeviceActivity::WaitingForCard) => Occupation::Paying(Phase::WaitingForCard),
        Some(DeviceActivity::WaitingForPin) => Occupation::Paying(Phase::EnteringPin),
        Some(DeviceActivity::WaitingForSignature) => Occupation::Paying(Phase::Signing),
        Some(DeviceActivity::UpdatingFirmware | DeviceActivity::Other(_)) | None => Occupation::NotTold,
    }
}

fn read(json: &str) -> Option<DeviceReport> {
    let body: Body = object(json)?;
    let members: Members = inner(&body.data)?;
    Some(DeviceReport {
        online: word(&members.status).and_then(|word| match word.to_ascii_uppercase().as_str() {
            "ONLINE" => Some(true),
            "OFFLINE" => Some(false),
            _ => None,
        }),
        activity: word(&members.state).map(activity),
        battery_percent: word(&members.battery_level).and_then(|text| whole(&text)?.try_into().ok()),
        battery_celsius: word(&members.battery_temperature).and_then(|text| whole(&text)),
        connection: word(&members.connection_type),
        firmware: word(&members.firmware_version),
        last_activity: word(&members.last_activity).and_then(|text| text.parse().ok()),
    })
}

fn activity(word: String) -> DeviceActivity {
    match word.to_ascii_uppercase().as_str() {
        "IDLE" => DeviceActivity::Idle,
        "SELECTING_TIP" => DeviceActivity::SelectingTip,
        "WAITING_FOR_CARD" => DeviceActivity::WaitingForCard,
        "WAITING_FOR_PIN" => DeviceActivity::WaitingForPin,
        "WAITING_FOR_SIGNATURE" => DeviceActivity::WaitingForSignature,
        "UPDATING_FIRMWARE" => DeviceActivity::UpdatingFirmware,
        _ => DeviceActivity::Other(word),
    }
}

/// The whole part of a number as it was written: `10.5` is 10.
fn whole(text: &str) -> Option<i16> {
    text.split('.').next()?.parse().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_as_the_guide_shows_it() {
        let report = read(
            r#"{"data":{"battery_level":10.5,"battery_temperature":35,"connection_type":"Wi-Fi",
            "firmware_version":"3.3.3.21","last_activity":"2025-09-25T15:20:00Z","state":"IDLE","status":"ONLINE"}}"#,
        )
        .unwrap();
        assert_eq!((report.online, report.activity.clone()), (Some(true), Some(DeviceActivity::Idle)));
        assert_eq!((report.battery_percent, report.battery_celsius), (Some(10), Some(35)));
        assert_eq!(occupation(&report), Occupation::Idle);
    }

    #[test]
    fn only_a_reader_that_is_online_can_be_idle() {
        for (json, expected) in [
            (r#"{"data":{"status":"OFFLINE","state":"IDLE"}}"#, Occupation::NotTold),
            (r#"{"data":{"status":"ONLINE"}}"#, Occupation::NotTold),
            (r#"{"data":{"status":"ONLINE","state":"UPDATING_FIRMWARE"}}"#, Occupation::NotTold),
            (r#"{"data":{"status":"ONLINE","state":"DANCING"}}"#, Occupation::NotTold),
            (
                r#"{"data":{"status":"ONLINE","state":"WAITING_FOR_CARD"}}"#,
                Occupation::Paying(Phase::WaitingForCard),
            ),
            (r#"{"data":{}}"#, Occupation::NotTold),
        ] {
            assert_eq!(occupation(&read(json).unwrap()), expected, "{json}");
        }
        assert_eq!(read(r#"{"data":[]}"#), None);
    }
}
