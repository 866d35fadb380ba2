//! What a broken or hostile window might send, read as Tauri reads it: from JSON. Nothing panics, nothing is made up, and
//! what an act turns into is one of the acts there are.

use std::collections::BTreeMap;
use std::fmt::Debug;

use fuzz::Mutator;
use serde::de::DeserializeOwned;

use super::{
    AccountEntry, FleetActRequest, FleetRegistration, FleetSearch, PersonRole, RefundAsk, VirtualAct,
    VirtualSoloAct,
};
use crate::convert;

/// Inputs for each kind of argument.
const INPUTS: u32 = 4_000;

/// Arguments as the screens send them.
const SENT: &[&str] = &[
    r#"{"label":"Counter","base_url":"https://api.example","fields":{"merchant_code":"M1"},"secret_home":"keychain","secrets":{"api_key":"k"},"secret_files":{}}"#,
    r#"{"tid":"","serial":"SN-1","merchant":"","reference":"","model":"p2"}"#,
    r#"{"serial":"SN-1","model":{"manufacturer":"sunmi","model":"p2"},"merchant":"m1","reference":"","prefix":"EP"}"#,
    r#"{"allocate":"m1"}"#,
    r#""deallocate""#,
    r#"{"decommission":"EP000001"}"#,
    r#""manager""#,
    r#"{"order":"000001","to":null,"amount":"12,50","lines":[{"position":1,"pieces":2}],"terminal":"1","reason":"Cold","seen":0}"#,
    r#"{"order":"000001","to":"cash","amount":null,"lines":[],"terminal":null,"reason":null,"seen":1}"#,
    r#"{"act":"tap","brand":"visa"}"#,
    r#"{"act":"pin","right":true}"#,
    r#"{"act":"power","on":false}"#,
    r#"{"act":"tip","percent":"10"}"#,
    r#"{"act":"battery","low":true}"#,
    r#"{"act":"insert_to_sign","brand":"mastercard"}"#,
];

fn read<T: DeserializeOwned + Debug>(json: &[u8]) -> Option<T> {
    let read: T = serde_json::from_slice(json).ok()?;
    // Escapes make what is shown longer, names of members too; a little input never becomes a lot.
    let shown = format!("{read:?}").len();
    assert!(shown <= 400 + 10 * json.len(), "{shown} characters out of {} bytes", json.len());
    Some(read)
}

#[test]
fn garbage_from_a_window_is_refused_or_means_what_it_says() {
    let corpus = SENT.iter().map(|text| text.as_bytes().to_vec()).collect();
    let mut mutator = Mutator::seeded(1, corpus);
    let mut understood = BTreeMap::<&str, u32>::new();
    let mut count = |kind, was: bool| *understood.entry(kind).or_default() += u32::from(was);
    for _ in 0..INPUTS {
        let json = mutator.grow();
        count("account", read::<AccountEntry>(&json).is_some());
        count("search", read::<FleetSearch>(&json).map(convert::fleet_filter).is_some());
        count("device", read::<FleetRegistration>(&json).map(convert::new_fleet_terminal).is_some());
        count("fleet act", read::<FleetActRequest>(&json).is_some());
        count("role", read::<PersonRole>(&json).is_some());
        count("refund", read::<RefundAsk>(&json).is_some());
        count("act", read::<VirtualAct>(&json).as_ref().and_then(convert::act).is_some());
        count("solo act", read::<VirtualSoloAct>(&json).as_ref().and_then(convert::solo_act).is_some());
    }
    assert!(understood.values().all(|count| *count > 0), "what is read at all: {understood:?}");
}
