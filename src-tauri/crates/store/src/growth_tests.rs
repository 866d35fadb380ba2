//! A sale costs a shop with a long history what it costs a new one.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::support::{Shop, basket};

/// SQLite's own steps, counted instead of timed.
async fn steps_of_a_sale(shop: &Shop, tail: usize) -> u64 {
    let steps = Arc::new(AtomicU64::new(0));
    let counter = steps.clone();
    shop.store
        .watch_writer(move || {
            counter.fetch_add(1, Ordering::Relaxed);
            true
        })
        .await;
    sell(shop, tail).await;
    steps.load(Ordering::Relaxed)
}

async fn sell(shop: &Shop, tail: usize) {
    let mut record = shop.intend(&basket(&[700, 250]), 0, &format!("{tail:08}")).await.unwrap();
    shop.send(&mut record).await.unwrap();
    shop.approve(&mut record).await.unwrap();
}

#[tokio::test]
async fn no_step_of_a_sale_walks_through_the_sales_before_it() {
    let shop = Shop::open().await;
    for number in 0..10 {
        sell(&shop, number).await;
    }
    let young = steps_of_a_sale(&shop, 10).await;
    for number in 11..200 {
        sell(&shop, number).await;
    }
    let old = steps_of_a_sale(&shop, 200).await;
    assert!(young > 100, "the steps were not counted: {young}");
    // A walk through the attempts would add some steps for each of the 190 sales between the two.
    assert!(old < young + 150, "{young} steps in a new shop, {old} after 200 sales");
}
