use money::Currency;
use sale::{CatalogueItem, ItemCode};
use store::{CatalogueHit, StoreError};

use crate::support::{Shop, item};

fn wines() -> Vec<CatalogueItem> {
    let names = [
        "House wine red",
        "Red wine",
        "White wine",
        "Redcurrant jam",
        "Crème brûlée",
        "Cre\u{301}me fraîche",
    ];
    let codes = ["101", "102", "103", "104", "105", "106"];
    codes.iter().zip(names).map(|(code, name)| item(code, name, 250)).collect()
}

async fn shop_with(items: Vec<CatalogueItem>) -> Shop {
    let shop = Shop::open().await;
    shop.store.catalogue().replace(items).await.unwrap();
    shop
}

async fn search(shop: &Shop, text: &str) -> Vec<String> {
    let hits = shop.store.catalogue().search(text, 50, Currency::EUR).await.unwrap();
    hits.into_iter().map(|CatalogueHit { item }| item.code.to_string()).collect()
}

#[tokio::test]
async fn an_article_answers_to_its_code_and_its_aliases() {
    let mut tea = item("201", "Tea", 190);
    tea.aliases = vec!["8712345000004".to_owned(), "TEA".to_owned()];
    tea.category = Some("Drinks".to_owned());
    let shop = shop_with(vec![item("200", "Coffee", 210), tea.clone()]).await;
    for code in ["201", "TEA", "8712345000004"] {
        let found =
            shop.store.catalogue().find_by_code(&ItemCode::new(code).unwrap(), Currency::EUR).await.unwrap();
        assert_eq!(found, Some(CatalogueItem { aliases: Vec::new(), ..tea.clone() }), "{code}");
    }
    let unknown = ItemCode::new("tea").unwrap();
    assert_eq!(
        shop.store.catalogue().find_by_code(&unknown, Currency::EUR).await.unwrap(),
        None,
        "compared exactly"
    );
    let pounds: Currency = "GBP".parse().unwrap();
    let code = ItemCode::new("201").unwrap();
    assert_eq!(
        shop.store.catalogue().find_by_code(&code, pounds).await.unwrap(),
        None,
        "no price in that currency"
    );
}

#[tokio::test]
async fn names_that_begin_with_what_was_typed_come_first() {
    let shop = shop_with(wines()).await;
    assert_eq!(search(&shop, "re").await, ["102", "104", "101"]);
    assert_eq!(search(&shop, "red wi").await, ["102", "101"]);
    assert_eq!(search(&shop, "wine r").await, ["101", "102"]);
    assert_eq!(search(&shop, "wi").await, ["101", "102", "103"]);
    assert_eq!(search(&shop, "wine beer").await, [""; 0]);
}

#[tokio::test]
async fn accents_and_case_do_not_matter_in_either_form_of_writing() {
    let shop = shop_with(wines()).await;
    for text in ["CREME", "crème", "cre\u{300}me"] {
        assert_eq!(search(&shop, text).await, ["105", "106"], "{text}");
    }
    assert_eq!(search(&shop, "brulee").await, ["105"]);
}

#[tokio::test]
async fn an_exact_code_stands_before_every_name() {
    let shop =
        shop_with(vec![item("7", "7 up", 200), item("8", "Seven 7", 100), item("up", "Other", 300)]).await;
    assert_eq!(search(&shop, "up").await, ["up", "7"]);
    assert_eq!(search(&shop, "7").await, ["7", "8"]);
}

#[tokio::test]
async fn whatever_is_typed_a_search_answers() {
    let shop = shop_with(wines()).await;
    let long = "wine ".repeat(5000);
    for text in [
        "",
        " ",
        "\"",
        "red\"",
        "a* OR b",
        "NEAR(x",
        "name:red",
        "^red",
        "-",
        "ꙮ",
        "Ⓐb",
        "हिन्दी",
        "𞤀𞤣x",
        "\u{10D4D}a",
        "'; drop",
        &long,
    ] {
        let hits = shop.store.catalogue().search(text, 50, Currency::EUR).await;
        assert!(hits.is_ok(), "{text:.20}: {hits:?}");
    }
    assert_eq!(search(&shop, &long).await, ["101", "102", "103"]);
    assert_eq!(search(&shop, "redcurrantjamthatisfartoolong").await, [""; 0]);
}

#[tokio::test]
async fn a_search_stops_at_its_limit() {
    let shop =
        shop_with((0..500).map(|i| item(&format!("{i}"), &format!("Red wine no {i}"), 100)).collect()).await;
    let hits = shop.store.catalogue().search("wi r", 50, Currency::EUR).await.unwrap();
    assert_eq!(hits.len(), 50);
    assert_eq!(hits[49].item.code.as_str(), "49", "the first of the file come first");
}

#[tokio::test]
async fn groups_and_tiles_keep_the_order_of_the_file() {
    let grouped = |code: &str, group: &str| CatalogueItem {
        category: Some(group.to_owned()),
        ..item(code, "Thing", 100)
    };
    let items = vec![grouped("1", "Wine"), grouped("2", "Bread"), grouped("3", "Wine"), item("4", "Bag", 10)];
    let shop = shop_with(items).await;
    let groups = shop.store.catalogue().categories().await.unwrap();
    assert_eq!(groups, [("Wine".to_owned(), 2), ("Bread".to_owned(), 1)]);
    let tiles = async |group: &str, limit, offset| -> Vec<String> {
        let hits =
            shop.store.catalogue().items_of_category(group, limit, offset, Currency::EUR).await.unwrap();
        hits.into_iter().map(|hit| hit.item.code.to_string()).collect()
    };
    assert_eq!(tiles("Wine", 10, 0).await, ["1", "3"]);
    assert_eq!(tiles("Wine", 1, 1).await, ["3"]);
    assert_eq!(tiles("", 3, 1).await, ["2", "3", "4"], "the empty name is the whole catalogue");
    assert_eq!(shop.store.catalogue().count().await.unwrap(), 4);
}

#[tokio::test]
async fn a_new_catalogue_takes_the_place_of_the_old_one_as_a_whole_or_not_at_all() {
    let shop = shop_with(wines()).await;
    let mut twice: Vec<CatalogueItem> =
        (0..1200).map(|i| item(&format!("N{i}"), "New article", 100)).collect();
    twice.push(item("N7", "The same code again", 100));
    match shop.store.catalogue().replace(twice.clone()).await {
        Err(StoreError::Conflict(rule)) => assert_eq!(rule, "one_article_per_code"),
        other => panic!("{other:?}"),
    }
    assert_eq!(search(&shop, "red").await, ["102", "104", "101"], "the old one is whole");
    assert_eq!(shop.store.catalogue().count().await.unwrap(), 6);
    twice.pop();
    shop.store.catalogue().replace(twice).await.unwrap();
    assert_eq!(search(&shop, "red").await, [""; 0]);
    assert_eq!(search(&shop, "new").await.len(), 50);
    assert_eq!(shop.store.catalogue().count().await.unwrap(), 1200);
    shop.store.catalogue().replace(Vec::new()).await.unwrap();
    assert_eq!(shop.store.catalogue().count().await.unwrap(), 0);
}
