use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::task::Poll;

use payment::AttemptState;
use store::{AttemptEnd, OrderState, Store};
use tempfile::{TempDir, tempdir};

use crate::support::{Shop, approved, at, basket, item, now, open, order_of};

/// What a till that died now would find: the files as they are, without the memory of any process.
fn power_cut(dir: &Path) -> TempDir {
    let copy = tempdir().unwrap();
    for name in ["tillbridge.sqlite", "tillbridge.sqlite-wal"] {
        if dir.join(name).exists() {
            std::fs::copy(dir.join(name), copy.path().join(name)).unwrap();
        }
    }
    copy
}

async fn after_power_cut(shop: &Shop) -> (Store, TempDir) {
    let files = power_cut(shop.dir.path());
    let store = open(files.path()).await;
    store.check().await.unwrap();
    (store, files)
}

#[tokio::test]
async fn every_confirmed_step_of_a_payment_survives_a_power_cut() {
    let shop = Shop::open().await;
    shop.store.baskets().save_open(&basket(&[250]), now()).await.unwrap();
    let (store, _files) = after_power_cut(&shop).await;
    assert_eq!(store.baskets().open().await.unwrap(), Some(basket(&[250])));

    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    let (store, _files) = after_power_cut(&shop).await;
    assert_eq!(store.attempts().open().await.unwrap()[0].record, record);

    shop.send(&mut record).await.unwrap();
    let (store, _files) = after_power_cut(&shop).await;
    assert_eq!(store.attempts().open().await.unwrap()[0].record, record);

    shop.approve(&mut record).await.unwrap();
    let (store, _files) = after_power_cut(&shop).await;
    assert!(store.attempts().open().await.unwrap().is_empty());
    let detail = store.orders().detail(order_of(&record)).await.unwrap();
    assert_eq!((detail.head.state, detail.has_receipt), (OrderState::Paid, true));

    assert_eq!(shop.store.receipts().next_copy(order_of(&record)).await.unwrap(), 1);
    let (store, _files) = after_power_cut(&shop).await;
    assert_eq!(store.receipts().next_copy(order_of(&record)).await.unwrap(), 2, "no copy number twice");
}

#[tokio::test]
async fn a_power_cut_in_the_middle_of_an_import_leaves_the_old_catalogue() {
    let shop = Shop::open().await;
    shop.store.catalogue().replace([item("1", "Old", 100)]).await.unwrap();
    let mut files = None;
    let new = (0..30_000).map(|i| {
        // Far enough in for SQLite to have spilled uncommitted pages into the log.
        if i == 29_000 {
            files = Some(power_cut(shop.dir.path()));
        }
        item(&format!("N{i}"), "New article of some length, so that pages fill", 100)
    });
    shop.store.catalogue().replace(new).await.unwrap();
    let files = files.unwrap();
    let spilled = std::fs::metadata(files.path().join("tillbridge.sqlite-wal")).unwrap().len();
    assert!(spilled > 1_000_000, "the cut came before anything was written: {spilled}");
    let store = open(files.path()).await;
    assert_eq!(store.catalogue().count().await.unwrap(), 1);
    store.check().await.unwrap();
    assert_eq!(shop.store.catalogue().count().await.unwrap(), 30_000);
}

/// Polls `future` at most `polls` times, then drops it: what happens to a task whose caller goes away.
async fn given_up_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

#[tokio::test]
async fn a_step_whose_caller_goes_away_happened_as_a_whole_or_not_at_all() {
    // How often a step must be polled depends on how busy the machine is, so sweeps are made until enough were cut short.
    let mut cut_short = 0;
    for sweep in 0.. {
        cut_short += give_up_at_every_poll().await;
        if cut_short > 5 {
            return;
        }
        assert!(sweep < 50, "only {cut_short} places to give up at");
    }
}

/// Gives a step up after one poll, two, three … until it is done. Answers how often it was really cut short.
async fn give_up_at_every_poll() -> u32 {
    let mut cut_short = 0;
    for polls in 1.. {
        let shop = Shop::open().await;
        let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
        let event = approved(&mut record, AttemptState::Approved);
        let end = shop.paid(&record).await.unwrap();
        let answer =
            given_up_after(polls, shop.store.payments().record_attempt(&record, &event, end.clone(), &at()))
                .await;
        // Whatever was under way has ended once the next writer got its turn.
        shop.store.settings().set("next", &polls).await.unwrap();
        let detail = shop.store.orders().detail(order_of(&record)).await.unwrap();
        let whole = (OrderState::Paid, true, AttemptState::Approved, 1);
        let nothing = (OrderState::Paying, false, AttemptState::Intended, 0);
        let seen = &detail.attempts[0];
        let found = (detail.head.state, detail.has_receipt, seen.record.state, seen.observations.len());
        assert!(found == whole || found == nothing, "after {polls} polls: {found:?}");
        // Told again, it is whole.
        shop.store.payments().record_attempt(&record, &event, end, &at()).await.unwrap();
        assert_eq!(shop.store.orders().detail(order_of(&record)).await.unwrap().head.state, OrderState::Paid);
        if let Some(answer) = answer {
            answer.unwrap();
            assert_eq!(found, whole);
            break;
        }
        cut_short += 1;
    }
    cut_short
}

#[tokio::test]
async fn an_intent_whose_caller_goes_away_is_whole_or_not_there() {
    for polls in 0.. {
        let shop = Shop::open().await;
        let done = given_up_after(polls, shop.intend(&basket(&[250]), 0, "AAAAAAAA")).await.is_some();
        shop.store.settings().set("next", &polls).await.unwrap();
        let open = shop.store.attempts().open().await.unwrap();
        let screen = shop.store.baskets().open().await.unwrap();
        match open.as_slice() {
            [] => assert!(!done && screen.is_none_or(|on_screen| on_screen == basket(&[250]))),
            [one] => {
                assert!(screen.is_none());
                let mut record = one.record.clone();
                shop.decline(&mut record, AttemptEnd::NotPaid).await.unwrap();
                assert_eq!(shop.store.baskets().open().await.unwrap(), Some(basket(&[250])));
            }
            more => panic!("{more:?}"),
        }
        if done {
            break;
        }
    }
}
