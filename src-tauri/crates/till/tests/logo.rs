//! A shop's own logo, from the picture to the receipt.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use sale::OrderNumber;
use support::*;
use till::{LogoError, LogoId, ManagerApproval, Till, TillError};

fn asset(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets").join(name)).unwrap()
}

fn yes(till: &Till) -> ManagerApproval {
    till.approval_at_hand().unwrap()
}

async fn sell(till: &Till) -> OrderNumber {
    till.enter("102").await.unwrap();
    till.pay_cash(None).await.unwrap();
    till.next_sale().await.unwrap();
    till.orders(1, None).await.unwrap()[0].number
}

async fn pdf(till: &Till, order: OrderNumber) -> Vec<u8> {
    till.receipt_pdf(&till.receipt(order).await.unwrap()).unwrap()
}

#[tokio::test]
async fn receipts_keep_the_logo_they_were_issued_with_across_changes_and_restarts() {
    let world = world().await;
    let practice = sell(&world.till).await;
    let first = world.till.set_logo(yes(&world.till), &asset("icons/icon.png")).await.unwrap();
    assert_eq!(world.till.shop().logo.as_ref(), Some(&first));
    let with_first = sell(&world.till).await;
    let second = world.till.set_logo(yes(&world.till), &asset("receipt/logo.png")).await.unwrap();
    assert_ne!(first, second);
    let with_second = sell(&world.till).await;
    world.till.remove_logo(yes(&world.till)).await.unwrap();
    let without = sell(&world.till).await;
    let named = [
        (practice, Some(LogoId::Practice1)),
        (with_first, Some(first.clone())),
        (with_second, Some(second)),
        (without, None),
    ];
    let mut before = Vec::new();
    for (order, logo) in &named {
        assert_eq!(world.till.receipt(*order).await.unwrap().model.shop.logo, *logo);
        before.push(pdf(&world.till, *order).await);
    }
    assert_eq!(pdf(&world.till, with_first).await, before[1], "a logo at hand is not taken for another");
    let World { folder, cloud, till } = world;
    till.set_logo(yes(&till), &asset("icons/icon.png")).await.unwrap();
    drop(till);
    let again = open(folder.path(), &cloud).await.unwrap();
    assert_eq!(again.shop().logo, Some(first), "the same picture is the same logo, after a restart too");
    for ((order, _), before) in named.iter().zip(before) {
        assert_eq!(pdf(&again, *order).await, before, "{order}: the same bytes for ever");
    }
}

#[tokio::test]
async fn a_picture_that_is_refused_leaves_the_logo_as_it_was() {
    let world = world().await;
    let logo = world.till.set_logo(yes(&world.till), &asset("icons/icon.png")).await.unwrap();
    let cut_off = asset("icons/icon.png")[..2_000].to_vec();
    for (picture, wanted) in [
        (asset("icons/logo.svg"), LogoError::OtherFormat),
        (vec![0; 3 * 1024 * 1024], LogoError::TooManyBytes(3 * 1024 * 1024)),
        (cut_off, LogoError::Unreadable(String::new())),
    ] {
        let refused = world.till.set_logo(yes(&world.till), &picture).await.unwrap_err();
        let TillError::Logo(refused) = refused else { panic!("{refused:?}") };
        assert_eq!(std::mem::discriminant(&refused), std::mem::discriminant(&wanted), "{refused}");
        assert_eq!(world.till.shop().logo.as_ref(), Some(&logo));
    }
}

#[tokio::test]
async fn what_will_be_printed_can_be_looked_at_before() {
    let world = world().await;
    let practice = world.till.logo().await.unwrap().unwrap();
    assert_eq!((practice.png, practice.width), (asset("receipt/logo-fine.png"), 293));
    world.till.set_logo(yes(&world.till), &asset("icons/icon.png")).await.unwrap();
    let own = world.till.logo().await.unwrap().unwrap();
    assert_eq!(own.width, 200, "a square as high as a logo may be");
    assert!(own.png.starts_with(b"\x89PNG"));
    world.till.remove_logo(yes(&world.till)).await.unwrap();
    assert_eq!(world.till.logo().await.unwrap(), None);
}

#[tokio::test]
async fn a_receipt_whose_logo_is_gone_can_still_be_read_but_not_printed_as_another() {
    let world = world().await;
    world.till.set_logo(yes(&world.till), &asset("icons/icon.png")).await.unwrap();
    let order = sell(&world.till).await;
    let receipt = world.till.receipt(order).await.unwrap();
    let robbed = till::IssuedReceipt { logo: None, ..receipt };
    assert!(robbed.text(till::TextWidth::Columns42).contains("TRAINING"));
    assert!(matches!(world.till.receipt_pdf(&robbed), Err(TillError::Receipt(_))));
}
