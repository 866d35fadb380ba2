//! What a day came to, and which attempt a name belongs to.

use std::slice;

use money::Currency;
use sale::TenderKind;

use crate::support::{Shop, at, basket, eur};

#[tokio::test]
async fn a_day_adds_up_to_its_paid_orders_and_to_nothing_else() {
    let shop = Shop::open().await;
    shop.pay_cash(&basket(&[252]), 5).await.unwrap();
    shop.pay_cash(&basket(&[100, 200]), 1).await.unwrap();
    let mut paid = shop.intend(&basket(&[1_000]), 0, "PAID").await.unwrap();
    shop.send(&mut paid).await.unwrap();
    shop.approve(&mut paid).await.unwrap();
    let mut open = shop.intend(&basket(&[5_000]), 1, "OPEN").await.unwrap();

    let day = shop.store.days().figures(at().date(), Currency::EUR).await.unwrap();
    assert_eq!((day.sales, day.total), (3, eur(1_552)));
    let tenders: Vec<_> =
        day.tenders.iter().map(|row| (row.kind, row.count, row.amount, row.rounding)).collect();
    assert_eq!(
        tenders,
        [(TenderKind::Cash, 2, eur(550), eur(-2)), (TenderKind::Card, 1, eur(1_000), eur(0))]
    );
    assert_eq!(day.taxes.len(), 1);
    let tax = &day.taxes[0];
    assert_eq!(tax.gross, eur(1_552));
    assert_eq!(tax.net.checked_add(tax.tax).unwrap(), tax.gross);

    for other in [at().date().yesterday().unwrap(), at().date().tomorrow().unwrap()] {
        let day = shop.store.days().figures(other, Currency::EUR).await.unwrap();
        assert_eq!((day.sales, day.tenders.len(), day.taxes.len()), (0, 0, 0), "{other}");
        assert!(shop.store.days().attempts(other).await.unwrap().is_empty());
    }
    let attempts = shop.store.days().attempts(at().date()).await.unwrap();
    assert_eq!(attempts.len(), 2);
    shop.send(&mut open).await.unwrap();
}

#[tokio::test]
async fn an_attempt_is_found_by_reference_or_by_the_providers_name_within_its_account() {
    let shop = Shop::open().await;
    let mut paid = shop.intend(&basket(&[1_000]), 0, "PAID").await.unwrap();
    shop.send(&mut paid).await.unwrap();
    let account = shop.terminals[0].account_id;
    let reference = paid.intent.reference.to_string();
    let transaction = paid.transaction.as_ref().unwrap().to_string();
    let found = async |references: &[String], transactions: &[String]| {
        shop.store.days().linked(account, references, transactions).await.unwrap().len()
    };
    assert_eq!(found(slice::from_ref(&reference), &[]).await, 1);
    assert_eq!(found(&[], slice::from_ref(&transaction)).await, 1);
    assert_eq!(found(slice::from_ref(&reference), slice::from_ref(&transaction)).await, 1);
    let strangers = ["'); drop table attempts; --".to_owned(), "\"\\\u{0}".to_owned(), String::new()];
    assert_eq!(found(&strangers, &strangers).await, 0);
    let elsewhere = shop.store.days().linked(store::AccountId(99), &[reference], &[]).await.unwrap();
    assert!(elsewhere.is_empty());
}
