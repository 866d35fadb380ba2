//! An article by its code among a million, beside a bare prepared `select` of the same join.

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use money::Currency;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Row};
use store::Store;

use crate::Failure;
use crate::catalogue::{self, Dice};
use crate::ground::{ARTICLES, Ground, on_a_worker};
use crate::report::Report;
use crate::samples::{Samples, Side};

const ROUNDS: usize = 100;
const IN_A_ROUND: usize = 500;
/// Seconds, not moments: a virtual processor wakes threads quickly only after it has been busy for a while.
const WARM_UP: usize = 50_000;
const TARGET: f64 = 1.5;
const BARE: &str = "select items.name, items.price_minor, items.tax_milli_percent \
    from item_codes join items on items.id = item_codes.item_id where item_codes.code = ? and items.currency = ?";

pub(crate) async fn run(ground: &Ground, report: &mut Report) -> Result<(), Failure> {
    let store = Store::open(ground.million().await?, Timestamp::now()).await?;
    let bare = connect(store.file()).await?;
    let (ours, theirs) = on_a_worker(in_turns(store.clone(), bare)).await?;
    report.ratio("code → article, price, tax among 1 000 000", &ours, &theirs, TARGET);
    store.close().await;
    Ok(())
}

async fn in_turns(store: Store, mut bare: SqliteConnection) -> Result<(Samples, Samples), Failure> {
    let (mut ours, mut theirs) = (Samples::default(), Samples::default());
    let mut dice = Dice::new(2);
    // Both sides' connections have a page cache of their own; both are warmed alike.
    for _ in 0..WARM_UP {
        look_up(&store, &mut dice).await?;
        select(&mut bare, &mut dice).await?;
    }
    for round in 0..ROUNDS {
        for side in Side::of_round(round) {
            for _ in 0..IN_A_ROUND {
                match side {
                    Side::Ours => ours.add(look_up(&store, &mut dice).await?),
                    Side::Bare => theirs.add(select(&mut bare, &mut dice).await?),
                }
            }
        }
    }
    bare.close().await?;
    Ok((ours, theirs))
}

async fn connect(file: &Path) -> Result<SqliteConnection, Failure> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .read_only(true)
        .pragma("trusted_schema", "off")
        .pragma("query_only", "on");
    Ok(SqliteConnection::connect_with(&options).await?)
}

async fn look_up(store: &Store, dice: &mut Dice) -> Result<Duration, Failure> {
    let code = catalogue::code(dice.below(ARTICLES)).ok_or("no such article")?;
    let begun = Instant::now();
    let found = store.catalogue().find_by_code(&code, Currency::EUR).await?;
    let took = begun.elapsed();
    found.map(|_| took).ok_or_else(|| format!("{code} was not found").into())
}

async fn select(connection: &mut SqliteConnection, dice: &mut Dice) -> Result<Duration, Failure> {
    let code = catalogue::code(dice.below(ARTICLES)).ok_or("no such article")?;
    let begun = Instant::now();
    let row = sqlx::query(BARE).bind(code.as_str()).bind("EUR").fetch_one(connection).await?;
    let (name, price, tax): (String, i64, i64) = (row.get(0), row.get(1), row.get(2));
    let took = begun.elapsed();
    std::hint::black_box((name, price, tax));
    Ok(took)
}
