//! Rotation of an API key: every step, every crash, every refusal.
#![allow(clippy::unwrap_used)]

#[path = "support/keyring.rs"]
mod keyring;

use keyring::{Break, Shop};
use till::{KeyRefusal, RotationStep, RotationWish, TillError};

fn wish() -> RotationWish {
    RotationWish { label: "Second half".to_owned(), until: Some("2099-01-01T00:00:00Z".parse().unwrap()) }
}

#[tokio::test]
async fn a_key_is_rotated_from_beginning_to_end() {
    let shop = Shop::open().await;
    let overview = shop.till.begin_rotation(shop.yes(), shop.account, &wish()).await.unwrap();
    let rotation = overview.rotation.unwrap();
    assert!(matches!(rotation.step, RotationStep::Proved { .. }), "{rotation:?}");
    assert_eq!(shop.secret_in_use().await, "secret-2");
    assert_eq!(shop.world().valid, ["secret-1", "secret-2"], "the old key is valid until it is revoked");
    let used: Vec<_> = overview.keys.iter().map(|row| (row.info.id.as_str(), row.in_use)).collect();
    assert_eq!(used, [("1", Some(false)), ("2", Some(true))]);

    let done = shop.till.finish_rotation(shop.yes(), shop.account, None).await.unwrap();
    assert_eq!((done.rotation, done.keys.len()), (None, 1));
    assert_eq!(done.keys[0].in_use, Some(true));
    assert_eq!(shop.world().valid, ["secret-2"]);
    assert_eq!(shop.kept(), ["secret-2"], "the old secret is forgotten");
    shop.till.test_account(shop.account).await.unwrap();
}

#[tokio::test]
async fn a_crash_at_any_step_is_taken_up_where_it_was() {
    for broken in [Break::Keep, Break::ProofBeforeSwitch, Break::ProofAfterSwitch, Break::Revoke] {
        let mut shop = Shop::open().await;
        shop.break_at(broken);
        let begun = shop.till.begin_rotation(shop.yes(), shop.account, &wish()).await;
        let finished = match begun {
            Ok(_) => shop.till.finish_rotation(shop.yes(), shop.account, None).await,
            Err(error) => Err(error),
        };
        assert!(finished.is_err(), "{broken:?}");
        shop.mend();
        shop.restart().await;
        // Whatever happened, the account's key works.
        shop.till.api_keys(shop.account).await.unwrap();
        if broken == Break::Keep {
            let overview = shop.till.continue_rotation(shop.yes(), shop.account).await.unwrap();
            let lost: Vec<_> =
                overview.keys.iter().filter(|row| row.secret_lost).map(|row| row.info.id.clone()).collect();
            assert_eq!(lost, ["2"], "a key whose secret nobody has is named");
            shop.till.revoke_key(shop.yes(), shop.account, "2").await.unwrap();
            shop.till.abandon_rotation(shop.yes(), shop.account).await.unwrap();
            shop.till.begin_rotation(shop.yes(), shop.account, &wish()).await.unwrap();
        } else {
            shop.till.continue_rotation(shop.yes(), shop.account).await.unwrap();
        }
        let done = shop.till.finish_rotation(shop.yes(), shop.account, None).await.unwrap();
        assert_eq!((done.keys.len(), done.rotation), (1, None), "{broken:?}");
        assert_eq!(shop.world().valid.len(), 1, "{broken:?}");
        let valid = shop.world().valid.clone();
        assert_eq!(valid, shop.kept(), "{broken:?}");
    }
}

#[tokio::test]
async fn a_lost_answer_to_the_new_key_leaves_a_key_that_is_named_and_nothing_is_asked_for_twice() {
    let mut shop = Shop::open().await;
    shop.break_at(Break::AnswerOfCreate);
    assert!(shop.till.begin_rotation(shop.yes(), shop.account, &wish()).await.is_err());
    shop.mend();
    shop.restart().await;
    assert_eq!(shop.world().created, 1);
    let overview = shop.till.continue_rotation(shop.yes(), shop.account).await.unwrap();
    assert_eq!(shop.world().created, 1, "going on asks for no second key");
    assert!(overview.keys.iter().any(|row| row.secret_lost && row.info.id == "2"));
    let again = shop.till.begin_rotation(shop.yes(), shop.account, &wish()).await;
    assert!(matches!(again, Err(TillError::Key(KeyRefusal::RotationOpen))));
    let given_up = shop.till.abandon_rotation(shop.yes(), shop.account).await.unwrap();
    assert_eq!(given_up.rotation, None);
    assert_eq!(shop.secret_in_use().await, "secret-1");
    shop.till.revoke_key(shop.yes(), shop.account, "2").await.unwrap();
    assert_eq!(shop.world().valid, ["secret-1"]);
}

#[tokio::test]
async fn a_refused_creation_leaves_everything_as_it_was() {
    let shop = Shop::open().await;
    shop.break_at(Break::Create);
    assert!(shop.till.begin_rotation(shop.yes(), shop.account, &wish()).await.is_err());
    shop.mend();
    assert_eq!(shop.till.api_keys(shop.account).await.unwrap().rotation, None);
    shop.till.begin_rotation(shop.yes(), shop.account, &wish()).await.unwrap();
}

#[tokio::test]
async fn a_new_key_that_does_not_work_is_never_switched_to_and_a_rotation_can_be_given_up() {
    let shop = Shop::open().await;
    shop.break_at(Break::ProofBeforeSwitch);
    assert!(shop.till.begin_rotation(shop.yes(), shop.account, &wish()).await.is_err());
    assert_eq!(shop.secret_in_use().await, "secret-1", "a till whose key does not work takes no cards");
    shop.mend();
    shop.till.continue_rotation(shop.yes(), shop.account).await.unwrap();
    assert_eq!(shop.secret_in_use().await, "secret-2");
    let back = shop.till.abandon_rotation(shop.yes(), shop.account).await.unwrap();
    assert_eq!((back.rotation, shop.secret_in_use().await.as_str()), (None, "secret-1"));
    assert_eq!(shop.kept(), ["secret-1"], "the secret of the key nobody uses is forgotten");
}

#[tokio::test]
async fn the_last_key_and_the_key_in_use_stay() {
    let shop = Shop::open().await;
    let refused = |result: Result<till::KeyOverview, TillError>| match result {
        Err(TillError::Key(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    let last = shop.till.revoke_key(shop.yes(), shop.account, "1").await;
    assert_eq!(refused(last), KeyRefusal::Last);
    shop.till.begin_rotation(shop.yes(), shop.account, &wish()).await.unwrap();
    for id in ["2"] {
        assert_eq!(refused(shop.till.revoke_key(shop.yes(), shop.account, id).await), KeyRefusal::InUse);
    }
    assert_eq!(
        refused(shop.till.finish_rotation(shop.yes(), shop.account, Some("2")).await),
        KeyRefusal::InUse
    );
    assert!(matches!(
        shop.till.revoke_key(shop.yes(), shop.account, "77").await,
        Err(TillError::NotFound(_))
    ));
    shop.till.keep_old_key(shop.yes(), shop.account).await.unwrap();
    assert_eq!(shop.world().valid, ["secret-1", "secret-2"], "another till may still use it");
    assert_eq!(
        refused(shop.till.finish_rotation(shop.yes(), shop.account, None).await),
        KeyRefusal::NoRotation
    );
    shop.till.revoke_key(shop.yes(), shop.account, "1").await.unwrap();
}

#[tokio::test]
async fn a_key_that_ends_soon_is_announced_and_a_rotation_quietens_it() {
    let shop = Shop::open().await;
    shop.till.refresh_key_expiry().await.unwrap();
    assert!(shop.till.expiring_keys().await.unwrap().is_empty());
    let soon = jiff::Timestamp::now().checked_add(jiff::Span::new().hours(72)).unwrap();
    shop.expire_first(soon);
    shop.till.refresh_key_expiry().await.unwrap();
    let expiring = shop.till.expiring_keys().await.unwrap();
    assert_eq!((expiring.len(), expiring[0].account), (1, shop.account));
    assert!((2..=3).contains(&expiring[0].days_left), "{expiring:?}");
    shop.till.begin_rotation(shop.yes(), shop.account, &wish()).await.unwrap();
    shop.till.finish_rotation(shop.yes(), shop.account, None).await.unwrap();
    assert!(shop.till.expiring_keys().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_key_needs_a_label_and_an_end_that_lies_ahead() {
    let shop = Shop::open().await;
    for (label, until) in [(" \u{200b}", None), ("x", Some("2001-01-01T00:00:00Z".parse().unwrap()))] {
        let wish = RotationWish { label: label.to_owned(), until };
        let refused = shop.till.begin_rotation(shop.yes(), shop.account, &wish).await;
        assert!(matches!(refused, Err(TillError::Key(KeyRefusal::BadWish))), "{label:?}");
    }
    assert_eq!(shop.world().created, 0);
}
