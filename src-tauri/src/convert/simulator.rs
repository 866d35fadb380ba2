use money::{Currency, Money};
use rust_decimal::Decimal;
use simulator::{Act, AmountView, Brand, Entry, Handle, Kind, Pin, Stage, TerminalSnapshot};

use super::amount;
use crate::wire::{VirtualAct, VirtualStage, VirtualTerminalView};

/// A virtual terminal with its QR code.
pub(crate) fn virtual_terminal(
    handle: &Handle,
    terminal: &TerminalSnapshot,
    mark: char,
) -> VirtualTerminalView {
    let shown = terminal.amount.as_ref().and_then(money_of);
    VirtualTerminalView {
        key: terminal.key.clone(),
        manufacturer: terminal.manufacturer.clone(),
        model: terminal.model.clone(),
        serial: terminal.serial.clone(),
        on: terminal.on,
        online: terminal.online,
        stage: match terminal.stage {
            Stage::Idle => VirtualStage::Idle,
            Stage::WaitingForCard => VirtualStage::WaitingForCard,
            Stage::EnterPin => VirtualStage::EnteringPin,
            Stage::Connecting | Stage::Processing => VirtualStage::Processing,
            Stage::Approved => VirtualStage::Approved,
            Stage::Declined => VirtualStage::Declined,
            Stage::Cancelled => VirtualStage::Cancelled,
            Stage::Off => VirtualStage::Off,
            Stage::NoNetwork => VirtualStage::NoNetwork,
            Stage::PaperOut => VirtualStage::PaperOut,
        },
        symbol: shown.map(|money| money.currency().symbol().to_owned()).unwrap_or_default(),
        amount: shown.map(|money| amount(money, mark)),
        refund: terminal.kind == Some(Kind::Refund),
        last_slip: terminal.last_slip.clone(),
        qr_text: handle.terminal_qr_text(&terminal.key).unwrap_or_default(),
        qr_svg: handle.terminal_qr_svg(&terminal.key).unwrap_or_default(),
    }
}

/// What a device shows, unless the simulator means something that is no money.
pub(super) fn money_of(shown: &AmountView) -> Option<Money> {
    let currency: Currency = shown.currency.parse().ok()?;
    let value: Decimal = shown.value.parse().ok()?;
    Money::from_decimal(value, currency).ok()
}

/// The brands a virtual card can have, in the vendor's words.
pub(crate) fn brands() -> Vec<String> {
    Brand::ALL.iter().map(|brand| brand.code().to_owned()).collect()
}

/// What a person does at a virtual terminal; `None` for what happens to the cloud instead.
pub(crate) fn act(act: &VirtualAct) -> Option<Act> {
    Some(match act {
        VirtualAct::Tap { brand } => Act::PresentCard { brand: brand_of(brand), entry: Entry::Contactless },
        VirtualAct::Insert { brand } => Act::PresentCard { brand: brand_of(brand), entry: Entry::Chip },
        VirtualAct::Pin { right } => Act::EnterPin { pin: if *right { Pin::Right } else { Pin::Wrong } },
        VirtualAct::Decline => Act::Decline { code: Default::default() },
        VirtualAct::Stop => Act::CancelOnTerminal,
        VirtualAct::WalkAway => Act::WalkAway,
        VirtualAct::Power { on: true } => Act::SwitchOn,
        VirtualAct::Power { on: false } => Act::SwitchOff,
        VirtualAct::Network { online: true } => Act::RestoreNetwork,
        VirtualAct::Network { online: false } => Act::LoseNetwork,
        VirtualAct::LoseNextAnswer | VirtualAct::SlowNetwork => return None,
    })
}

pub(super) fn brand_of(code: &str) -> Brand {
    Brand::ALL.into_iter().find(|brand| brand.code() == code).unwrap_or_default()
}
