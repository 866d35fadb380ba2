//! Who works at the till, and how often a PIN was tried.

use store::{PersonId, Role, StoreError};

use crate::support::{Shop, now, open, person, pin};

async fn names(shop: &Shop) -> Vec<String> {
    shop.store.people().list().await.unwrap().into_iter().map(|person| person.name).collect()
}

fn rule(refused: StoreError) -> String {
    match refused {
        StoreError::Conflict(rule) => rule,
        other => panic!("not a rule: {other}"),
    }
}

#[tokio::test]
async fn the_first_is_a_manager_and_the_last_manager_stays() {
    let shop = Shop::open().await;
    let people = shop.store.people();
    let early = people.add(person("Anna", Role::Cashier)).await.unwrap_err();
    assert_eq!(rule(early), "the_first_person_is_a_manager");
    let marta = people.add(person("Marta", Role::Manager)).await.unwrap();
    people.add(person("Anna", Role::Cashier)).await.unwrap();
    assert_eq!(rule(people.remove(marta.id, now()).await.unwrap_err()), "the_last_manager_stays");
    people.add(person("bea", Role::Manager)).await.unwrap();
    people.remove(marta.id, now()).await.unwrap();
    assert_eq!(names(&shop).await, ["Anna", "bea"]);
}

#[tokio::test]
async fn a_removed_person_is_gone_and_the_name_is_free_again() {
    let shop = Shop::open().await;
    let people = shop.store.people();
    people.add(person("Marta", Role::Manager)).await.unwrap();
    let anna = people.add(person("Anna", Role::Cashier)).await.unwrap();
    assert_eq!(rule(people.add(person("ANNA", Role::Cashier)).await.unwrap_err()), "one_person_per_name");
    people.remove(anna.id, now()).await.unwrap();
    for gone in [anna.id, PersonId(99)] {
        assert!(matches!(people.with_pin(gone).await, Err(StoreError::NotFound(_))));
        assert!(matches!(people.count_try(gone).await, Err(StoreError::NotFound(_))));
        assert!(matches!(people.set_pin(gone, pin("other"), now()).await, Err(StoreError::NotFound(_))));
        assert!(matches!(people.remove(gone, now()).await, Err(StoreError::NotFound(_))));
    }
    let again = people.add(person("Anna", Role::Cashier)).await.unwrap();
    assert_ne!(again.id, anna.id, "somebody else, though the name is the same");
}

#[tokio::test]
async fn tries_are_counted_across_a_restart_until_the_pin_is_right_or_new() {
    let shop = Shop::open().await;
    let marta = shop.store.people().add(person("Marta", Role::Manager)).await.unwrap();
    for expected in 1..=3 {
        assert_eq!(shop.store.people().count_try(marta.id).await.unwrap(), expected);
    }
    let again = open(shop.dir.path()).await;
    assert_eq!(again.people().with_pin(marta.id).await.unwrap().0.failed_tries, 3);
    again.people().set_pin(marta.id, pin("second"), now()).await.unwrap();
    let (person, hash) = again.people().with_pin(marta.id).await.unwrap();
    assert_eq!((person.failed_tries, person.pin_changed, hash), (0, true, pin("second")));
    again.people().count_try(marta.id).await.unwrap();
    again.people().clear_tries(marta.id).await.unwrap();
    assert_eq!(again.people().with_pin(marta.id).await.unwrap().0.failed_tries, 0);
    assert!(!format!("{:?}", pin("shown")).contains("shown"));
}
