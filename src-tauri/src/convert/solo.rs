use simulator::{Entry, Pin, SoloAct, SoloLink, SoloSnapshot, SoloStage, TipChoice, Verification};

use super::amount;
use super::simulator::{brand_of, money_of};
use crate::wire::{VirtualSoloAct, VirtualSoloStage, VirtualSoloView, VirtualTip};

/// A battery that wants to be charged, and one that has been.
const LOW_BATTERY: u8 = 4;
const FULL_BATTERY: u8 = 100;

/// A virtual Solo.
pub(crate) fn virtual_solo(solo: &SoloSnapshot, mark: char) -> VirtualSoloView {
    let charged = solo.total.as_ref().or(solo.amount.as_ref()).and_then(money_of);
    let tip = solo.tip.as_ref().and_then(money_of).filter(|tip| !tip.is_zero());
    VirtualSoloView {
        serial: solo.serial.clone(),
        firmware: solo.firmware.clone(),
        name: solo.reader_name.clone(),
        removed: solo.link == SoloLink::Deleted,
        on: solo.on,
        online: solo.online,
        battery_percent: solo.battery_percent,
        stage: stage(solo.stage),
        pairing_code: solo.pairing_code.clone(),
        symbol: charged.map(|money| money.currency().symbol().to_owned()).unwrap_or_default(),
        amount: charged.map(|money| amount(money, mark)),
        tip: tip.map(|money| amount(money, mark)),
        tips: solo.tip_choices.iter().filter_map(|choice| offered_tip(choice, mark)).collect(),
        pin_tries_left: solo.pin_tries_left,
    }
}

fn offered_tip(choice: &TipChoice, mark: char) -> Option<VirtualTip> {
    let tip = amount(money_of(&choice.tip)?, mark);
    Some(VirtualTip { percent: choice.percent.to_string(), tip })
}

const fn stage(stage: SoloStage) -> VirtualSoloStage {
    match stage {
        SoloStage::Off => VirtualSoloStage::Off,
        SoloStage::LoggedOut => VirtualSoloStage::LoggedOut,
        SoloStage::PairingCode => VirtualSoloStage::PairingCode,
        SoloStage::ConfirmPairing => VirtualSoloStage::ConfirmPairing,
        SoloStage::Idle => VirtualSoloStage::Idle,
        SoloStage::NoNetwork => VirtualSoloStage::NoNetwork,
        SoloStage::UpdatingFirmware => VirtualSoloStage::UpdatingFirmware,
        SoloStage::SelectingTip => VirtualSoloStage::SelectingTip,
        SoloStage::WaitingForCard => VirtualSoloStage::WaitingForCard,
        SoloStage::EnterPin => VirtualSoloStage::EnteringPin,
        SoloStage::Sign => VirtualSoloStage::Signing,
        SoloStage::Connecting | SoloStage::Processing => VirtualSoloStage::Processing,
        SoloStage::Approved => VirtualSoloStage::Approved,
        SoloStage::Declined => VirtualSoloStage::Declined,
        SoloStage::Cancelled => VirtualSoloStage::Cancelled,
    }
}

/// What a person does at a virtual Solo; `None` for what happens to the cloud instead, and for a tip that is no number.
pub(crate) fn solo_act(act: &VirtualSoloAct) -> Option<SoloAct> {
    let card = |brand: &str, entry, verification| SoloAct::PresentCard {
        brand: brand_of(brand),
        entry,
        verification,
    };
    Some(match act {
        VirtualSoloAct::ShowCode => SoloAct::ShowPairingCode,
        VirtualSoloAct::ConfirmPairing => SoloAct::ConfirmPairing,
        VirtualSoloAct::Disconnect => SoloAct::Disconnect,
        VirtualSoloAct::Tip { percent } => SoloAct::SelectTip { percent: Some(percent.parse().ok()?) },
        VirtualSoloAct::NoTip => SoloAct::SelectTip { percent: None },
        VirtualSoloAct::Tap { brand } => card(brand, Entry::Contactless, Verification::ByRule),
        VirtualSoloAct::Insert { brand } => card(brand, Entry::Chip, Verification::ByRule),
        VirtualSoloAct::InsertToSign { brand } => card(brand, Entry::Chip, Verification::Signature),
        VirtualSoloAct::Pin { right } => {
            SoloAct::EnterPin { pin: if *right { Pin::Right } else { Pin::Wrong } }
        }
        VirtualSoloAct::Sign => SoloAct::Sign,
        VirtualSoloAct::Decline => SoloAct::Decline { code: Default::default() },
        VirtualSoloAct::Stop => SoloAct::CancelOnReader,
        VirtualSoloAct::WalkAway => SoloAct::WalkAway,
        VirtualSoloAct::Power { on: true } => SoloAct::SwitchOn,
        VirtualSoloAct::Power { on: false } => SoloAct::SwitchOff,
        VirtualSoloAct::Network { online: true } => SoloAct::RestoreNetwork,
        VirtualSoloAct::Network { online: false } => SoloAct::LoseNetwork,
        VirtualSoloAct::Battery { low } => {
            SoloAct::SetBattery { percent: if *low { LOW_BATTERY } else { FULL_BATTERY } }
        }
        VirtualSoloAct::UpdateFirmware => SoloAct::UpdateFirmware,
        VirtualSoloAct::LoseNextPayment => SoloAct::LoseNextCheckout,
        VirtualSoloAct::LoseNextAnswer | VirtualSoloAct::SlowNetwork => return None,
    })
}
