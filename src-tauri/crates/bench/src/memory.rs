//! The memory of a till after a long day: this program a second time, doing nothing but selling.

use std::path::Path;
use std::pin::Pin;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use composition::Accounts;
use drive::MonotonicClock;
use jiff::Zoned;
use payment::Tick;
use till::{Clock, Till};
use tokio::sync::watch;

use crate::Failure;
use crate::catalogue::{self, Dice};
use crate::cloud::{Cloud, add_account, wait_finished};
use crate::ground::{ARTICLES, Ground};
use crate::report::{Report, first_value};

/// First word of the command line of the second program.
pub(crate) const CHILD: &str = "sell-for-the-memory-benchmark";
/// By then the pages of the catalogue SQLite keeps in memory are as many as there will be, and every part of the till has run.
const WARM_UP: usize = 200;
const SALES: usize = 10_000;
/// A busy till: 200 sales are 100 minutes, longer than an ended payment is looked up again.
const A_SALE_TAKES: Duration = Duration::from_secs(30);
/// A PDF is wanted for one sale in so many.
const PDF_EVERY: usize = 10;
const TARGET: f64 = 1.05;
/// Lines of a sale, each another article.
const LINES: usize = 3;
const WHAT: &str = "resident memory after 10 000 more sales, beside that after 200";
const TARGET_TEXT: &str = "≤ 1.05 ×";

/// Leaves its account and its sales in the shop of a million articles, so it is the last to use it.
pub(crate) async fn run(ground: &Ground, report: &mut Report) -> Result<(), Failure> {
    if resident_kb().is_none() {
        report.not_measured(WHAT, TARGET_TEXT, "this system has no /proc/self/status");
        return Ok(());
    }
    // The cloud stays on this side: its memory is not the till's.
    let cloud = Cloud::listen()?;
    let program = std::env::current_exe()?;
    let child =
        Command::new(program).arg(CHILD).arg(&cloud.base_url).arg(ground.million().await?).output()?;
    let text = String::from_utf8_lossy(&child.stdout);
    print!("{text}");
    if !child.status.success() {
        return Err(String::from_utf8_lossy(&child.stderr).into_owned().into());
    }
    let (idle, after) = (figure(&text, "idle")?, figure(&text, "after")?);
    let ratio = f64::from(after) / f64::from(idle);
    let megabytes = |kb: u32| format!("{:.1} MB", f64::from(kb) / 1024.0);
    report.amount(
        WHAT,
        &megabytes(after),
        &megabytes(idle),
        &format!("{ratio:.3} ×"),
        TARGET_TEXT,
        ratio <= TARGET,
    );
    Ok(())
}

/// The till's clock: it stands still during a sale and then jumps to the next. Ended payments are looked up again for over
/// an hour; at the speed of this benchmark those of many hours would wait at once, as in no shop.
#[derive(Debug)]
struct ShopHours(watch::Sender<Duration>);

impl ShopHours {
    fn pass(&self, time: Duration) {
        self.0.send_modify(|now| *now += time);
    }
}

impl Clock for ShopHours {
    fn wall(&self) -> Zoned {
        Zoned::now()
    }
}

impl MonotonicClock for ShopHours {
    fn tick(&self) -> Tick {
        *self.0.borrow()
    }

    fn sleep_until(&self, tick: Tick) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut now = self.0.subscribe();
        Box::pin(async move {
            // The sender is ours: it cannot be gone.
            let _passed = now.wait_for(|now| *now >= tick).await;
        })
    }
}

/// What the second program does: sells, and prints its memory.
pub(crate) async fn sell(words: &[&str]) -> Result<(), Failure> {
    let [base_url, folder] = words else { return Err("an address and a folder are needed".into()) };
    let clock = Arc::new(ShopHours(watch::Sender::new(Duration::ZERO)));
    let till = Till::open(Path::new(folder), Arc::new(Accounts::new()), clock.clone()).await?;
    add_account(&till, base_url).await?;
    say("opened");
    let mut dice = Dice::new(9);
    for number in 0..WARM_UP {
        sell_one(&till, number, &mut dice).await?;
        clock.pass(A_SALE_TAKES);
    }
    say("idle");
    for number in 0..SALES {
        sell_one(&till, number, &mut dice).await?;
        clock.pass(A_SALE_TAKES);
        if number % 1_000 == 999 {
            say(&format!("sold {}", number + 1));
        }
    }
    say("after");
    Ok(())
}

/// One sale as the screen drives it: every act answers with a whole view; card and cash in turns.
async fn sell_one(till: &Till, number: usize, dice: &mut Dice) -> Result<(), Failure> {
    for _ in 0..LINES {
        let code = catalogue::code(dice.below(ARTICLES)).ok_or("no such article")?;
        till.enter(code.as_str()).await?;
        till.snapshot().await?;
    }
    if number.is_multiple_of(2) {
        till.pay_card().await?
    } else {
        till.pay_cash(None).await?
    }
    let finished = wait_finished(till).await?;
    let receipt = till.receipt(finished.order).await?;
    if number.is_multiple_of(PDF_EVERY) {
        till.receipt_pdf(&receipt)?;
    }
    till.next_sale().await?;
    Ok(())
}

fn say(when: &str) {
    println!("{when}: {} kB resident", resident_kb().unwrap_or_default());
}

fn figure(text: &str, when: &str) -> Result<u32, Failure> {
    let lines = text.lines().filter_map(|line| line.split_once(": "));
    let found =
        lines.filter(|(name, _)| *name == when).find_map(|(_, rest)| rest.split(' ').next()?.parse().ok());
    Ok(found.ok_or_else(|| format!("no figure `{when}`"))?)
}

fn resident_kb() -> Option<u32> {
    first_value("/proc/self/status", "VmRSS")?.split(' ').next()?.parse().ok()
}
