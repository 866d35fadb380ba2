//! Pictures that receipts name.

use store::StoreError;

use crate::support::{Shop, now, open};

#[tokio::test]
async fn a_logo_is_found_under_its_name_after_a_restart_and_putting_it_again_changes_nothing() {
    let shop = Shop::open().await;
    let (first, second) = ("1".repeat(64), "2".repeat(64));
    shop.store.logos().put(&first, b"first", now()).await.unwrap();
    shop.store.logos().put(&second, b"second", now()).await.unwrap();
    shop.store.logos().put(&first, b"something else", now()).await.unwrap();
    shop.store.close().await;
    let store = open(shop.dir.path()).await;
    assert_eq!(store.logos().get(&first).await.unwrap(), b"first");
    assert_eq!(store.logos().get(&second).await.unwrap(), b"second");
    assert!(matches!(store.logos().get(&"3".repeat(64)).await, Err(StoreError::NotFound("logo"))));
}
