use payment::capabilities::{
    DeviceActivity, DeviceReports, History, HistoryFilter, HistoryState, MerchantProfiles, Pairing,
    PairingCode, PairingState,
};
use payment::{AttemptState, Payments, Readiness, TerminalDirectory};
use simulator::SoloAct;

use crate::shop::{COUNTER, SPARE, Shop};

#[tokio::test]
async fn a_reader_is_paired_by_its_code_and_gets_another_key_when_paired_anew() {
    let shop = Shop::attended().await;
    let mut keys = Vec::new();
    for _ in 0..2 {
        shop.handle.solo_act(SPARE, &SoloAct::ShowPairingCode).unwrap();
        let code = shop.handle.solo(SPARE).unwrap().pairing_code.unwrap();
        let paired = shop.api.pair(&PairingCode::parse(&code).unwrap(), "Garden").await.unwrap();
        assert_eq!((paired.state, paired.device.as_str()), (PairingState::Processing, SPARE));
        shop.handle.solo_act(SPARE, &SoloAct::ConfirmPairing).unwrap();
        let joined = shop.api.paired_terminal(&paired.key).await.unwrap().unwrap();
        assert_eq!(joined.state, PairingState::Paired);
        assert_eq!(shop.api.rename(&paired.key, "Bar").await.unwrap().name, "Bar");
        shop.api.unpair(&paired.key).await.unwrap();
        shop.handle.solo_act(SPARE, &SoloAct::Disconnect).unwrap();
        keys.push(paired.key);
    }
    assert_ne!(keys[0], keys[1]);
    assert!(shop.api.pair(&PairingCode::parse("ZZZZZZZZ").unwrap(), "x").await.is_err());
}

#[tokio::test]
async fn a_reader_tells_how_it_is() {
    let shop = Shop::attended().await;
    let reader = shop.reader(COUNTER);
    let report = shop.api.report(&reader).await.unwrap();
    assert_eq!((report.online, report.activity), (Some(true), Some(DeviceActivity::Idle)));
    assert_eq!(shop.api.readiness(&reader).await.unwrap(), Readiness::Ready);
    shop.handle.solo_act(COUNTER, &SoloAct::SwitchOff).unwrap();
    assert_eq!(shop.api.readiness(&reader).await.unwrap(), Readiness::Offline);
}

#[tokio::test]
async fn lists_and_the_profile_are_read() {
    let shop = Shop::open().await;
    let attempt = shop.pay(shop.purchase("000030LIST", 1_000)).await;
    assert_eq!(attempt.state(), AttemptState::Approved);
    let page = History::history(&shop.api, &HistoryFilter::default(), None).await.unwrap();
    assert_eq!((page.items.len(), page.items[0].state), (1, HistoryState::Approved));
    assert_eq!(page.items[0].transaction, attempt.approval().unwrap().transaction);
    let offered = TerminalDirectory::terminals(&shop.api, 1).await.unwrap().items;
    assert!(offered.iter().any(|terminal| terminal.serial == COUNTER));
    assert_eq!(shop.api.profile().await.unwrap().name, "Practice Bakery");
}
