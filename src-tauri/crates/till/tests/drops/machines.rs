//! Accounts, their keys, terminals that are managed, devices that are paired.

use std::collections::BTreeMap;

use payment::TerminalKey;
use payment::capabilities::{FleetFilter, NewFleetTerminal};
use store::AccountId;
use till::{
    AccountEdit, AccountSettings, FleetAct, NewSecret, PRACTICE_ADDRESS, Passphrase, PayoutPeriod,
    RotationWish, Till,
};

use crate::scene::Scene;
use crate::support::machines::KIND;
use crate::support::{Cloud, World};
use crate::{act, each};

/// The account of the payment system without payments.
const ACCOUNT: AccountId = AccountId(2);

async fn with_machines(world: &World) {
    let place = world.cloud.machines().set_up();
    let settings = AccountSettings::with_secret(KIND, PRACTICE_ADDRESS, "api_key", place);
    assert_eq!(world.till.add_account("Machines", settings).await.unwrap().id, ACCOUNT);
    world.till.paired_terminals(ACCOUNT).await.unwrap();
}

async fn rotating(world: &World) {
    with_machines(world).await;
    world.till.begin_rotation(world.till.approval_at_hand().unwrap(), ACCOUNT, &wish()).await.unwrap();
}

fn wish() -> RotationWish {
    RotationWish { label: "Second half".to_owned(), until: None }
}

fn device() -> TerminalKey {
    TerminalKey::new("rdr_1").unwrap()
}

fn new_terminal() -> NewFleetTerminal {
    NewFleetTerminal {
        serial: "SERIAL-2".to_owned(),
        manufacturer: "maker".to_owned(),
        model: "m1".to_owned(),
        merchant: None,
        external_reference: None,
        tid_prefix: None,
    }
}

fn passphrase() -> Passphrase {
    Passphrase::typed("correct horse battery".into())
}

/// The account's key works, a rotation that was begun can be ended, and nothing was sent twice.
pub(crate) async fn settled(till: &Till, cloud: &Cloud, what: &str) {
    if cloud.0.lock().unwrap().machines.is_none() {
        return;
    }
    let machines = cloud.machines();
    let known = machines.known().clone();
    assert!(known.acts <= 1, "{what}: {} acts on terminals", known.acts);
    assert!(known.devices.len() <= 2 && known.created <= 1, "{what}: {known:?}");
    let still_there = till.accounts().await.unwrap().into_iter().find(|account| account.id == ACCOUNT);
    let Some(account) = still_there else { return };
    if !account.enabled {
        return;
    }
    let overview = till.api_keys(ACCOUNT).await.unwrap_or_else(|error| panic!("{what}: {error}"));
    if overview.rotation.is_some() {
        let yes = || till.approval_at_hand().unwrap();
        if till.continue_rotation(yes(), ACCOUNT).await.is_err()
            || till.finish_rotation(yes(), ACCOUNT, None).await.is_err()
        {
            till.abandon_rotation(yes(), ACCOUNT).await.unwrap_or_else(|error| panic!("{what}: {error}"));
        }
        let after = till.api_keys(ACCOUNT).await.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(after.rotation.is_none(), "{what}: the rotation has an end");
    }
}

#[test]
fn the_rotation_of_a_key_can_be_dropped_anywhere() {
    let scene = Scene::after(with_machines);
    each(
        &scene,
        &[
            ("api_keys", act!(|world| world.till.api_keys(ACCOUNT))),
            ("accounts_with_keys", act!(|world| world.till.accounts_with_keys())),
            ("refresh_key_expiry", act!(|world| world.till.refresh_key_expiry())),
            ("expiring_keys", act!(|world| world.till.expiring_keys())),
            (
                "begin_rotation",
                act!(|world| async {
                    world.till.begin_rotation(world.till.approval_at_hand()?, ACCOUNT, &wish()).await
                }),
            ),
        ],
    );
    let scene = Scene::after(rotating);
    each(
        &scene,
        &[
            (
                "continue_rotation",
                act!(|world| async {
                    world.till.continue_rotation(world.till.approval_at_hand()?, ACCOUNT).await
                }),
            ),
            (
                "finish_rotation",
                act!(|world| async {
                    world.till.finish_rotation(world.till.approval_at_hand()?, ACCOUNT, None).await
                }),
            ),
            (
                "abandon_rotation",
                act!(|world| async {
                    world.till.abandon_rotation(world.till.approval_at_hand()?, ACCOUNT).await
                }),
            ),
            (
                "keep_old_key",
                act!(|world| async {
                    world.till.keep_old_key(world.till.approval_at_hand()?, ACCOUNT).await
                }),
            ),
            (
                "keep_old_key and revoke_key",
                act!(|world| async {
                    world.till.keep_old_key(world.till.approval_at_hand()?, ACCOUNT).await?;
                    world.till.revoke_key(world.till.approval_at_hand()?, ACCOUNT, "1").await
                }),
            ),
        ],
    );
}

#[test]
fn managing_terminals_can_be_dropped_anywhere() {
    let scene = Scene::after(with_machines);
    each(
        &scene,
        &[
            ("fleet_accounts", act!(|world| world.till.fleet_accounts())),
            ("fleet_models", act!(|world| world.till.fleet_models(ACCOUNT))),
            ("fleet", act!(|world| world.till.fleet(ACCOUNT, FleetFilter::default(), 0, 10))),
            ("fleet_terminal", act!(|world| world.till.fleet_terminal(ACCOUNT, "t1"))),
            (
                "register_terminal",
                act!(|world| async {
                    let yes = world.till.approval_at_hand()?;
                    world.till.register_terminal(yes, ACCOUNT, new_terminal()).await
                }),
            ),
            (
                "act_on_fleet",
                act!(|world| async {
                    let yes = world.till.approval_at_hand()?;
                    world.till.act_on_fleet(yes, ACCOUNT, "t1", FleetAct::Allocate("m1".to_owned())).await
                }),
            ),
            (
                "decommission_terminal",
                act!(|world| async {
                    let yes = world.till.approval_at_hand()?;
                    world.till.decommission_terminal(yes, ACCOUNT, "t1", "SERIAL-1").await
                }),
            ),
        ],
    );
}

#[test]
fn pairing_can_be_dropped_anywhere() {
    let scene = Scene::after(with_machines);
    each(
        &scene,
        &[
            ("offers", act!(|world| world.till.offers(ACCOUNT))),
            (
                "pair_terminal and follow_pairing",
                act!(|world| async {
                    let yes = world.till.approval_at_hand()?;
                    let joined = world.till.pair_terminal(yes, ACCOUNT, "4WLF-DSBF", "Garden").await?;
                    world.till.follow_pairing(ACCOUNT, &joined.key).await
                }),
            ),
            ("paired_terminals", act!(|world| world.till.paired_terminals(ACCOUNT))),
            (
                "rename_paired",
                act!(|world| async {
                    let yes = world.till.approval_at_hand()?;
                    world.till.rename_paired(yes, ACCOUNT, &device(), "Garden").await
                }),
            ),
            (
                "note_about_paired",
                act!(|world| async {
                    world.till.note_about_paired(ACCOUNT, &device(), &BTreeMap::new()).await
                }),
            ),
            (
                "unpair_terminal",
                act!(|world| async {
                    let yes = world.till.approval_at_hand()?;
                    world.till.unpair_terminal(yes, ACCOUNT, &device()).await
                }),
            ),
            ("stop_device", act!(|world| async { world.till.stop_device(ACCOUNT, &device()).await })),
            ("device_report", act!(|world| async { world.till.device_report(ACCOUNT, &device()).await })),
        ],
    );
}

#[test]
fn changes_of_accounts_can_be_dropped_anywhere() {
    let scene = Scene::after(with_machines);
    each(
        &scene,
        &[
            ("accounts", act!(|world| world.till.accounts())),
            ("account", act!(|world| world.till.account(ACCOUNT))),
            ("test_account", act!(|world| world.till.test_account(ACCOUNT))),
            (
                "add_account",
                act!(|world| async {
                    let place = till::SecretLocation::File { path: "first".into() };
                    let settings = AccountSettings::with_secret(KIND, PRACTICE_ADDRESS, "api_key", place);
                    world.till.add_account("Another", settings).await
                }),
            ),
            (
                "add_account_by_form",
                act!(|world| async {
                    world.till.add_account_by_form(world.till.approval_at_hand()?, KIND, renamed()).await
                }),
            ),
            (
                "edit_account",
                act!(|world| async {
                    world.till.edit_account(world.till.approval_at_hand()?, ACCOUNT, renamed()).await
                }),
            ),
            (
                "disable_account and enable_account",
                act!(|world| async {
                    world.till.disable_account(world.till.approval_at_hand()?, ACCOUNT).await?;
                    world.till.enable_account(world.till.approval_at_hand()?, ACCOUNT).await
                }),
            ),
            (
                "remove_account",
                act!(|world| async {
                    world.till.remove_account(world.till.approval_at_hand()?, ACCOUNT).await
                }),
            ),
            ("listing_accounts", act!(|world| world.till.listing_accounts())),
            ("takes_payments", act!(|world| world.till.takes_payments(ACCOUNT))),
            ("provider_name", act!(|world| world.till.provider_name(ACCOUNT))),
            ("purchase_place", act!(|world| async { world.till.purchase_place(ACCOUNT, &device()).await })),
            ("accounts_with_payouts", act!(|world| world.till.accounts_with_payouts())),
            (
                "payout_report",
                act!(|world| world.till.payout_report(ACCOUNT, PayoutPeriod::Last { days: 7 })),
            ),
            (
                "payouts",
                act!(|world| async {
                    let day = jiff::civil::date(2026, 11, 21);
                    world.till.payouts(ACCOUNT, day, day).await
                }),
            ),
            ("behind_payout", act!(|world| world.till.behind_payout(ACCOUNT, "T1"))),
            ("accounts_with_profiles", act!(|world| world.till.accounts_with_profiles())),
            ("merchant_profile", act!(|world| world.till.merchant_profile(ACCOUNT))),
            ("proposed_header", act!(|world| world.till.proposed_header(ACCOUNT))),
        ],
    );
}

#[test]
fn the_file_for_secrets_can_be_dropped_anywhere() {
    let scene = Scene::after(with_machines);
    each(
        &scene,
        &[
            ("has_keychain", act!(|world| world.till.has_keychain())),
            ("accounts_in_secret_file", act!(|world| world.till.accounts_in_secret_file())),
            (
                "make_secret_file",
                act!(|world| async {
                    world.till.make_secret_file(world.till.approval_at_hand()?, passphrase()).await
                }),
            ),
            ("unlock_secret_file", act!(|world| world.till.unlock_secret_file(passphrase()))),
            (
                "change_passphrase",
                act!(|world| async {
                    let yes = world.till.approval_at_hand()?;
                    world.till.change_passphrase(yes, passphrase(), passphrase()).await
                }),
            ),
            ("put_into_secret_file", act!(|world| world.till.put_into_secret_file("key", "secret".into()))),
        ],
    );
}

/// Another label, and the same key typed anew.
fn renamed() -> AccountEdit {
    AccountEdit {
        label: "Renamed".to_owned(),
        base_url: PRACTICE_ADDRESS.to_owned(),
        fields: BTreeMap::new(),
        secrets: BTreeMap::from([("api_key".to_owned(), NewSecret::Typed("secret-1".into()))]),
    }
}
