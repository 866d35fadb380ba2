//! Measures the store with a million articles: import, look-ups, searches, and sales on top. Prints one line per figure.
//!
//! `cargo run --release -p store --example million [ARTICLES]`
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::time::{Duration, Instant};

use jiff::Zoned;
use money::{CashRounding, Currency, Money};
use sale::{
    Basket, CatalogueItem, ItemCode, ItemName, Order, Quantity, TaxMode, TaxRate, TaxRounding, TaxRules,
    Unit, settle_cash,
};
use store::{CashPayment, Store};

const BRANDS: [&str; 40] = [
    "Albona",
    "Bakhuis",
    "Campina",
    "Delfina",
    "Edelweiss",
    "Frisia",
    "Gouden",
    "Hollands",
    "Iberica",
    "Jansen",
    "Karvan",
    "Lindahl",
    "Molen",
    "Noorder",
    "Oosthoek",
    "Perla",
    "Quorn",
    "Ravensberg",
    "Saint Michel",
    "Tivall",
    "Urtekram",
    "Verkade",
    "Wilhelmina",
    "Xocolatl",
    "Yorkshire",
    "Zaanse",
    "Brinta",
    "Calvé",
    "Duyvis",
    "Euroma",
    "Grand'Italia",
    "Honig",
    "Koopmans",
    "Lassie",
    "Melkunie",
    "Nutella",
    "Optimel",
    "Pickwick",
    "Remia",
    "Senseo",
];
const KINDS: [&str; 40] = [
    "coffee",
    "chocolate",
    "cheese",
    "yoghurt",
    "crème fraîche",
    "wine red",
    "wine white",
    "bread",
    "biscuits",
    "pasta",
    "tomato sauce",
    "olive oil",
    "sparkling water",
    "apple juice",
    "orange juice",
    "tea",
    "milk",
    "butter",
    "crisps",
    "peanut butter",
    "honey",
    "muesli",
    "rice",
    "noodles",
    "soup",
    "ice cream",
    "chicken",
    "salmon",
    "ham",
    "salami",
    "eggs",
    "beer",
    "cider",
    "cola",
    "lemonade",
    "detergent",
    "shampoo",
    "toothpaste",
    "candles",
    "batteries",
];
const SORTS: [&str; 20] = [
    "classic",
    "organic",
    "light",
    "extra",
    "family",
    "mild",
    "dark",
    "salted",
    "unsalted",
    "vanilla",
    "strawberry",
    "lemon",
    "hazelnut",
    "almond",
    "smoked",
    "sliced",
    "grated",
    "whole",
    "fresh",
    "frozen",
];

/// A small generator of our own, so that every run measures the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let articles: usize = std::env::args().nth(1).map_or(1_000_000, |text| text.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Zoned::now().timestamp()).await.unwrap();
    let begun = Instant::now();
    store.catalogue().replace(catalogue(articles)).await.unwrap();
    println!("import              {:.1?} for {articles} articles", begun.elapsed());
    let begun = Instant::now();
    store.catalogue().replace(catalogue(articles)).await.unwrap();
    println!("import over another {:.1?}", begun.elapsed());
    println!("file                {} MB", std::fs::metadata(store.file()).unwrap().len() / 1_000_000);
    store.close().await;
    let begun = Instant::now();
    let store = Store::open(dir.path(), Zoned::now().timestamp()).await.unwrap();
    store.catalogue().items_of_category("", 60, 0, Currency::EUR).await.unwrap();
    println!("open, first tiles   {:.1?}", begun.elapsed());
    look_up(&store, articles).await;
    search(&store).await;
    sell(&store).await;
}

fn catalogue(articles: usize) -> impl Iterator<Item = CatalogueItem> {
    let mut dice = Dice(1);
    (0..articles).map(move |number| {
        let kind = dice.one_of(&KINDS);
        let (brand, sort, size) = (dice.one_of(&BRANDS), dice.one_of(&SORTS), dice.below(900));
        CatalogueItem {
            code: ItemCode::new(&format!("{}", 2_000_000_000 + number)).unwrap(),
            name: ItemName::new(&format!("{brand} {kind} {sort} {size} g no {number}")).unwrap(),
            price: Money::new(i64::try_from(dice.below(5000)).unwrap(), Currency::EUR),
            tax: TaxRate::from_milli_percent(9_000).unwrap(),
            category: Some(kind.to_owned()),
            unit: Unit::Piece,
            picture: None,
            colour: None,
            aliases: Vec::new(),
        }
    })
}

async fn look_up(store: &Store, articles: usize) {
    let mut dice = Dice(2);
    let mut times = Vec::new();
    for _ in 0..5000 {
        let code = ItemCode::new(&format!("{}", 2_000_000_000 + dice.below(articles))).unwrap();
        let begun = Instant::now();
        assert!(store.catalogue().find_by_code(&code, Currency::EUR).await.unwrap().is_some());
        times.push(begun.elapsed());
    }
    report("look-up by code", times);
}

async fn search(store: &Store) {
    let mut dice = Dice(3);
    for letters in [1, 2, 3, 4, 6, 20] {
        let mut times = Vec::new();
        for _ in 0..500 {
            let begin = |word: &str| word.chars().take(letters).collect::<String>();
            let text = match dice.below(3) {
                0 => begin(dice.one_of(&BRANDS)),
                1 => begin(dice.one_of(&KINDS)),
                _ => format!("{} {}", begin(dice.one_of(&BRANDS)), begin(dice.one_of(&SORTS))),
            };
            let begun = Instant::now();
            assert!(!store.catalogue().search(&text, 50, Currency::EUR).await.unwrap().is_empty(), "{text}");
            times.push(begun.elapsed());
        }
        report(&format!("search, {letters} letters"), times);
    }
    let mut times = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        store.catalogue().search("classic organic", 50, Currency::EUR).await.unwrap();
        times.push(begun.elapsed());
    }
    report("two frequent words that never meet", times);
}

async fn sell(store: &Store) {
    let mut dice = Dice(4);
    let articles: Vec<CatalogueItem> = catalogue(200).collect();
    let mut times = Vec::new();
    for _ in 0..500 {
        let rules = TaxRules { mode: TaxMode::Inclusive, rounding: TaxRounding::PerRate };
        let mut basket = Basket::new(Currency::EUR, rules);
        for _ in 0..5 {
            basket.add(&articles[dice.below(articles.len())], Quantity::ONE).unwrap();
        }
        let at = Zoned::now();
        let basket_id = store.baskets().save_open(&basket, at.timestamp()).await.unwrap();
        let begun = Instant::now();
        let number = store.payments().order_number_for(basket_id).await.unwrap();
        let mut order = Order::from_basket(number, &basket).unwrap();
        let tender =
            settle_cash(order.total(), Money::new(100_000, Currency::EUR), CashRounding::EXACT).unwrap();
        order.add_tender(tender.into()).unwrap();
        let (till, cashier, receipt) = ("Till 1".to_owned(), "Noor".to_owned(), "{}".to_owned());
        store
            .payments()
            .pay_cash(CashPayment { basket_id, order, at, till, cashier, receipt })
            .await
            .unwrap();
        times.push(begun.elapsed());
    }
    report("cash sale, one durable step", times);
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    println!("{what:36} p50 {:>9.1?}  p99 {:>9.1?}  max {:>9.1?}", at(50), at(99), at(100));
}
