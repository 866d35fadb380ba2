//! Looks at what a power loss left, with the eyes of the real store.

use std::path::Path;

use fastrand::Rng;
use sqlx::{Connection, Row};
use store::Store;
use tempfile::TempDir;

use crate::books::{Books, beside};
use crate::disk::{Disk, Honesty};
use crate::image::{Image, State};
use crate::report::Report;
use crate::shift::{Shift, Step, open_references};
use crate::support::{basket, eur, now};

/// Every so many images the power goes again while the first loss is being mended.
const AGAIN: u64 = 4;
/// Every so many images the till sells on; others than those, whose tape must hold the mending alone.
const SELL_ON: u64 = 6;

/// A promise that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The shift.
    pub seed: u64,
    /// Which of its images.
    pub number: u64,
    /// In words.
    pub what: String,
}

/// Makes `images` images of a shift, at moments that the dice choose, and looks at each.
pub async fn look(seed: u64, shift: &Shift, images: u64, report: &mut Report) {
    let mut dice = Rng::with_seed(seed);
    let mut moments: Vec<usize> = (0..images).map(|_| dice.usize(0..=shift.acts.len())).collect();
    moments.sort_unstable();
    let mut state = State::default();
    let mut done = 0;
    for (number, moment) in (0..).zip(moments) {
        shift.acts[done..moment].iter().for_each(|act| state.apply(act));
        done = moment;
        let image = state.image(&mut dice);
        report.count(&image);
        if let Err(what) = look_at(&state, shift, &image, number, &mut dice, report).await {
            let told = state.told.and_then(|told| shift.steps.get(told)).map_or("nothing", |step| step.what);
            let what = format!("{:?} of {}-byte sectors after \"{told}\": {what}", image.loss, image.sector);
            report.broken.push(Broken { seed, number, what });
        }
    }
}

async fn look_at(
    state: &State,
    shift: &Shift,
    image: &Image,
    number: u64,
    dice: &mut Rng,
    report: &mut Report,
) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    image.write(folder.path()).map_err(|error| error.to_string())?;
    let disk = Disk::watch(folder.path(), Honesty::Honest);
    let found = found(folder.path(), !number.is_multiple_of(AGAIN) && number % SELL_ON == 1).await;
    disk.leave();
    let found = found?;
    let Some(told) = state.told else {
        // Nothing had been told to anybody: it opens, and that is all it owes.
        return Ok(());
    };
    let due = &shift.steps[told];
    let under_way = shift.steps.get(told + 1);
    if agrees(&found, due) {
        report.without_the_last += 1;
    } else if under_way.is_some_and(|next| agrees(&found, next)) {
        report.with_the_last += 1;
    } else {
        return Err(differs(&found, due, under_way));
    }
    if number.is_multiple_of(AGAIN) {
        report.again += 1;
        again(image, &disk, &found, dice).await?;
    }
    Ok(())
}

/// The power goes while the till mends what the first loss left. What it showed then must stay.
async fn again(image: &Image, disk: &Disk, first: &Step, dice: &mut Rng) -> Result<(), String> {
    let acts = disk.tape();
    let mut state = State::holding(image);
    acts[..dice.usize(0..=acts.len())].iter().for_each(|act| state.apply(act));
    let image = state.image(dice);
    let folder: TempDir = tempfile::tempdir().map_err(|error| error.to_string())?;
    image.write(folder.path()).map_err(|error| error.to_string())?;
    let disk = Disk::watch(folder.path(), Honesty::Honest);
    let second = found(folder.path(), false).await;
    disk.leave();
    let second = second.map_err(|what| format!("lost again while mending ({:?}): {what}", image.loss))?;
    if agrees(&second, first) {
        Ok(())
    } else {
        Err(format!("lost again while mending ({:?}): {}", image.loss, differs(&second, first, None)))
    }
}

fn agrees(found: &Step, step: &Step) -> bool {
    found.books == step.books && found.open == step.open
}

fn differs(found: &Step, due: &Step, under_way: Option<&Step>) -> String {
    let mut words =
        format!("neither the books after \"{}\" ({})", due.what, found.books.difference(&due.books));
    if let Some(next) = under_way {
        words += &format!(" nor those after \"{}\" ({})", next.what, found.books.difference(&next.books));
    }
    words + &format!("; open payments {:?}, due {:?}", found.open, due.open)
}

/// Opens a folder as a till would and reads all of it.
async fn found(folder: &Path, sell_on: bool) -> Result<Step, String> {
    let store = Store::open(folder, now()).await.map_err(|error| format!("it does not open: {error}"))?;
    let read = async {
        let mut look = beside(folder).await?;
        let sound = sqlx::query("pragma integrity_check(1)").fetch_one(&mut look).await?.get::<String, _>(0);
        let hanging = sqlx::query("pragma foreign_key_check").fetch_optional(&mut look).await?.is_some();
        let books = Books::read(&mut look).await?;
        look.close().await?;
        Ok::<_, sqlx::Error>((sound, hanging, books))
    };
    let read = read.await.map_err(|error| format!("it cannot be read: {error}"));
    let open = open_references(&store).await.map_err(|error| format!("its payments cannot be read: {error}"));
    let sold = if sell_on { sell(&store).await } else { Ok(()) };
    store.close().await;
    let (sound, hanging, books) = read?;
    if sound != "ok" || hanging {
        return Err(format!("it is not whole: {sound}, rows without their other half: {hanging}"));
    }
    sold?;
    Ok(Step { what: "found", books, open: open? })
}

/// One more sale in cash.
async fn sell(store: &Store) -> Result<(), String> {
    use sale::{Order, settle_cash};
    let sold = async {
        let basket = basket(&[100]);
        let id = store.baskets().save_open(&basket, now()).await?;
        let number = store.payments().order_number_for(id).await?;
        let mut order = Order::from_basket(number, &basket).expect("a basket");
        let rounding = money::CashRounding::to_step(1).expect("a step");
        let tender = settle_cash(order.total(), eur(100), rounding).expect("enough");
        order.add_tender(tender.into()).expect("it balances");
        store.payments().pay_cash(crate::support::cash_payment(id, order)).await
    };
    sold.await.map_err(|error: store::StoreError| format!("it does not sell on: {error}"))
}
