use payment::capabilities::{DeviceActivity, DeviceReport, PairedTerminal, PairingState};
use store::AccountId;

use super::manager::day_and_time;
use crate::wire::{DeviceReportView, PairedDeviceView, PairingStage};

/// A device of an account.
pub(crate) fn paired_view(account: AccountId, paired: &PairedTerminal) -> PairedDeviceView {
    PairedDeviceView {
        account: account.0.to_string(),
        key: paired.key.to_string(),
        // The provider's own words: nothing in them may act on a screen.
        name: sale::clean_line(&paired.name),
        state: match paired.state {
            PairingState::Processing => PairingStage::Processing,
            PairingState::Paired => PairingStage::Paired,
            PairingState::Expired => PairingStage::Expired,
            PairingState::Unknown => PairingStage::Unknown,
        },
        device: sale::clean_line(&paired.device),
        model: sale::clean_line(&paired.model),
    }
}

/// How a device is.
pub(crate) fn report_view(report: &DeviceReport) -> DeviceReportView {
    let clean = |text: &Option<String>| text.as_deref().map(sale::clean_line);
    DeviceReportView {
        online: match report.online {
            Some(true) => "online",
            Some(false) => "offline",
            None => "unknown",
        }
        .to_owned(),
        activity: report.activity.as_ref().map(|activity| match activity {
            DeviceActivity::Idle => "idle".to_owned(),
            DeviceActivity::SelectingTip => "selecting_tip".to_owned(),
            DeviceActivity::WaitingForCard => "waiting_for_card".to_owned(),
            DeviceActivity::WaitingForPin => "waiting_for_pin".to_owned(),
            DeviceActivity::WaitingForSignature => "waiting_for_signature".to_owned(),
            DeviceActivity::UpdatingFirmware => "updating_firmware".to_owned(),
            DeviceActivity::Other(word) => sale::clean_line(word),
        }),
        battery_percent: report.battery_percent,
        battery_celsius: report.battery_celsius,
        connection: clean(&report.connection),
        firmware: clean(&report.firmware),
        last_activity: report.last_activity.map(day_and_time),
    }
}
