//! Scratch.
#![allow(
    missing_docs,
    dead_code,
    unreachable_pub,
    clippy::all,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::float_arithmetic
)]
#[path = "../src/catalogue.rs"]
mod catalogue;
#[path = "../src/durable_sale_bare.rs"]
mod durable_sale_bare;
#[path = "../src/samples.rs"]
mod samples;
#[path = "../src/shop.rs"]
mod shop;
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
use money::*;
use payment::*;
use sale::*;
use samples::{Samples, shown};
use shop::*;
use sqlx::{Connection, Row, sqlite::*};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::*;
fn opts(f: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(f)
        .read_only(true)
        .pragma("trusted_schema", "off")
        .pragma("query_only", "on")
        .statement_cache_capacity(200)
}
fn read(row: &SqliteRow) -> CatalogueItem {
    CatalogueItem {
        code: ItemCode::new(row.get("code")).unwrap(),
        name: ItemName::new(row.get("name")).unwrap(),
        price: Money::new(row.get("price_minor"), Currency::EUR),
        tax: TaxRate::from_milli_percent(row.get("tax_milli_percent")).unwrap(),
        category: row.get("category"),
        unit: {
            let u: String = row.get("unit");
            if u == "kilogram" { Unit::Kilogram } else { Unit::Piece }
        },
        picture: row.get("picture"),
        colour: row.get("colour"),
        aliases: vec![],
    }
}
const FULL: &str = "select items.* from item_codes join items on items.id = item_codes.item_id where item_codes.code = ? and items.currency = ?";
const FEW: &str = "select items.name, items.price_minor, items.tax_milli_percent from item_codes join items on items.id = item_codes.item_id where item_codes.code = ? and items.currency = ?";
async fn lookups(store: Store) -> Result<(), Failure> {
    let f = store.file().to_owned();
    let mut bare = SqliteConnection::connect_with(&opts(&f)).await?;
    let pool1 = SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(opts(&f))
        .await?;
    let pool3 = SqlitePoolOptions::new()
        .max_connections(3)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(opts(&f))
        .await?;
    let m = Arc::new(tokio::sync::Mutex::new(SqliteConnection::connect_with(&opts(&f)).await?));
    let big = Arc::new(tokio::sync::Mutex::new(
        SqliteConnection::connect_with(&opts(&f).pragma("mmap_size", "1073741824")).await?,
    ));
    let mut s: Vec<Samples> = vec![Samples::default(); 7];
    let mut dice = catalogue::Dice::new(5);
    for round in 0..24 {
        for k in 0..7 {
            for _ in 0..400 {
                let code = catalogue::code(dice.below(1_000_000)).unwrap();
                let b = Instant::now();
                match k {
                    0 => {
                        let r = sqlx::query(FEW).bind(code.as_str()).bind("EUR").fetch_one(&mut bare).await?;
                        let x: (String, i64, i64) = (r.get(0), r.get(1), r.get(2));
                        std::hint::black_box(x);
                    }
                    1 => {
                        std::hint::black_box(
                            store.catalogue().find_by_code(&code, Currency::EUR).await?.unwrap(),
                        );
                    }
                    2 => {
                        let r = sqlx::query(FULL).bind(code.as_str()).bind("EUR").fetch_one(&pool1).await?;
                        std::hint::black_box(read(&r));
                    }
                    3 => {
                        let r = sqlx::query(FULL).bind(code.as_str()).bind("EUR").fetch_one(&pool3).await?;
                        std::hint::black_box(read(&r));
                    }
                    4 => {
                        let mut c = m.lock().await;
                        let r = sqlx::query(FULL).bind(code.as_str()).bind("EUR").fetch_one(&mut *c).await?;
                        drop(c);
                        std::hint::black_box(read(&r));
                    }
                    5 => {
                        let mut c = m.clone().lock_owned().await;
                        let r =
                            sqlx::query(FULL).bind(code.as_str()).bind("EUR").fetch_optional(&mut *c).await?;
                        drop(c);
                        std::hint::black_box(read(&r.unwrap()));
                    }
                    _ => {
                        let mut c = big.lock().await;
                        let r = sqlx::query(FULL).bind(code.as_str()).bind("EUR").fetch_one(&mut *c).await?;
                        drop(c);
                        std::hint::black_box(read(&r));
                    }
                }
                if round > 3 {
                    s[k].add(b.elapsed());
                }
            }
        }
    }
    for (n, x) in [
        "bare few",
        "store",
        "pool1 full",
        "pool3 full",
        "mutex conn full",
        "mutex owned optional",
        "mutex + mmap",
    ]
    .iter()
    .zip(&s)
    {
        let f = x.figures();
        println!("{n:24} p50 {} p99 {}", shown(f.p50), shown(f.p99));
    }
    for batch in [500usize, 50, 5] {
        for mode in 0..3 {
            let mut t: Vec<Vec<Duration>> = vec![vec![]; 3];
            for round in 0..(20000 / batch) {
                for k in [0, 1, 2] {
                    if mode == 0 && k == 2 {
                        continue;
                    }
                    if mode == 1 && k == 1 {
                        continue;
                    }
                    for _ in 0..batch {
                        let code = catalogue::code(dice.below(1_000_000)).unwrap();
                        let b = Instant::now();
                        match k {
                            0 => {
                                let r = sqlx::query(FEW)
                                    .bind(code.as_str())
                                    .bind("EUR")
                                    .fetch_one(&mut bare)
                                    .await?;
                                let x: (String, i64, i64) = (r.get(0), r.get(1), r.get(2));
                                std::hint::black_box(x);
                            }
                            1 => {
                                std::hint::black_box(
                                    store.catalogue().find_by_code(&code, Currency::EUR).await?.unwrap(),
                                );
                            }
                            _ => {
                                let mut c = m.lock().await;
                                let r = sqlx::query(FULL)
                                    .bind(code.as_str())
                                    .bind("EUR")
                                    .fetch_one(&mut *c)
                                    .await?;
                                drop(c);
                                std::hint::black_box(read(&r));
                            }
                        }
                        if round > 4 {
                            t[k].push(b.elapsed());
                        }
                    }
                }
            }
            for (n, x) in ["bare", "store", "mutex"].iter().zip(&mut t) {
                x.sort();
                if !x.is_empty() {
                    println!(
                        "batch {batch} mode {mode} {n:6} {}",
                        [5, 10, 25, 50, 75, 90, 99]
                            .map(|q| format!("{q}:{}", shown(x[x.len() * q / 100])))
                            .join(" ")
                    );
                }
            }
        }
    }
    Ok(())
}
#[path = "../src/durable_sale.rs"]
mod durable_sale;
#[path = "../src/lookup.rs"]
mod lookup;
mod ground {
    pub const ARTICLES: usize = 1_000_000;
    use crate::Failure;
    pub struct Ground;
    impl Ground {
        pub async fn million(&self) -> Result<&std::path::Path, Failure> {
            Ok(Box::leak(
                std::env::current_exe()?.parent().unwrap().join("scratch-data/million").into_boxed_path(),
            ))
        }
        pub fn folder(&self, n: &str) -> Result<std::path::PathBuf, Failure> {
            let p = std::env::current_exe()?.parent().unwrap().join("scratch-data").join(n);
            std::fs::create_dir_all(&p)?;
            Ok(p)
        }
    }
    pub(crate) async fn on_a_worker<T: Send + 'static>(
        m: impl Future<Output = Result<T, Failure>> + Send + 'static,
    ) -> Result<T, Failure> {
        tokio::spawn(m).await?
    }
}
mod report {
    use crate::samples::*;
    pub struct Report;
    impl Report {
        pub fn ratio(&mut self, w: &str, a: &Samples, b: &Samples, _: f64) {
            println!("{w} {:?} {:?}", a.figures(), b.figures());
        }
        pub fn note(&mut self, w: &str, a: &Samples) {
            println!("{w} {:?}", a.figures());
        }
    }
}
async fn steps_timed(store: Store, terminal: Terminal, shop: BenchShop) -> Result<(), Failure> {
    let mut s: Vec<Samples> = vec![Samples::default(); 5];
    let wal = store.file().with_file_name("tillbridge.sqlite-wal");
    for sale in 1..1500usize {
        let basket = shop.basket(sale, 5)?;
        let at = jiff::Zoned::now();
        let w = |n| {
            if sale < 4 {
                println!("{n} wal {}", std::fs::metadata(&wal).unwrap().len());
            }
        };
        let id = store.baskets().save_open(&basket, at.timestamp()).await?;
        w("saved");
        let receipt = serde_json::to_string(&card_receipt(&basket, OrderNumber::new(sale as u64), sale)?)?;
        let p = store.payments();
        let t0 = Instant::now();
        let number = p.reserve_order_number(id, at.timestamp()).await?;
        let t1 = Instant::now();
        w("reserved");
        let mut order = Order::from_basket(number, &basket)?;
        let intent = durable_sale::intent(&shop, &order, sale)?;
        let commit = p.intent_commit(CardPayment {
            basket_id: id,
            order: order.clone(),
            terminal_id: terminal.id,
            account_id: terminal.account_id,
            at: at.clone(),
            till: "Till 1".into(),
            cashier: "Noor".into(),
        });
        let permit = DispatchPermit::after_commit(intent, &commit).await?;
        let t2 = Instant::now();
        w("intent");
        let [(a, b), (c, d)] = durable_sale::steps(permit.intent().clone(), &order, sale)?;
        let t3 = Instant::now();
        p.record_attempt(&a, &b, AttemptEnd::None, &at).await?;
        let t4 = Instant::now();
        w("sent");
        order.add_tender(OrderTender::card(order.total()))?;
        let len = serde_json::to_string(&order)?.len();
        if sale < 3 {
            println!(
                "order json {len} receipt {} record {} event {}",
                receipt.len(),
                serde_json::to_string(&c)?.len(),
                serde_json::to_string(&d)?.len()
            );
        }
        p.record_attempt(&c, &d, AttemptEnd::Paid(Box::new(PaidOrder { order, receipt })), &at).await?;
        let t5 = Instant::now();
        w("paid");
        s[0].add(t1 - t0);
        s[1].add(t2 - t1);
        s[2].add(t3 - t2);
        s[3].add(t4 - t3);
        s[4].add(t5 - t4);
    }
    for (n, x) in ["reserve", "intent", "engine steps", "sent", "paid"].iter().zip(&s) {
        let f = x.figures();
        println!("{n:14} p50 {} p99 {}", shown(f.p50), shown(f.p99));
    }
    Ok(())
}
#[tokio::main]
async fn main() -> Result<(), Failure> {
    let base = std::env::current_exe()?.parent().unwrap().join("scratch-data");
    let folder = base.join("million");
    let fresh = !folder.exists();
    std::fs::create_dir_all(&folder)?;
    let store = Store::open(&folder, jiff::Timestamp::now()).await?;
    if fresh {
        store.catalogue().replace(catalogue::articles(1_000_000)).await?;
    }
    if std::env::args().nth(1).as_deref() == Some("x") {
        store.close().await;
        for _ in 0..3 {
            lookup::run(&ground::Ground, &mut report::Report).await?;
        }
        return Ok(());
    }
    tokio::spawn(lookups(store)).await??;
    let sf = base.join(format!("steps-{}", std::process::id()));
    std::fs::create_dir_all(&sf)?;
    let shop = BenchShop::make(&sf).await?;
    tokio::spawn(steps_timed(shop.store.clone(), shop.terminal.clone(), shop)).await??;
    let _ = Duration::ZERO;
    Ok(())
}
