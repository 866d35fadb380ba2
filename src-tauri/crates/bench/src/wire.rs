//! From *Card* to the first byte of the request at the payment system.

use std::time::{Duration, Instant};

use crate::Failure;
use crate::cloud::{CODES, Cloud, till_at, wait_finished};
use crate::ground::Ground;
use crate::report::Report;
use crate::samples::Samples;

const SALES: usize = 300;
const WARM_UP: usize = 20;
const TARGET: Duration = Duration::from_millis(20);

pub(crate) async fn run(ground: &Ground, report: &mut Report) -> Result<(), Failure> {
    let mut cloud = Cloud::listen()?;
    let till = till_at(&cloud.base_url, &ground.folder("wire")?).await?;
    let mut times = Samples::default();
    for number in 0..WARM_UP + SALES {
        for code in CODES {
            till.enter(code).await?;
        }
        let pressed = Instant::now();
        till.pay_card().await?;
        let arrived = cloud.arrival().await?;
        if number >= WARM_UP {
            times.add(arrived.saturating_duration_since(pressed));
        }
        let finished = wait_finished(&till).await?;
        if finished.end != till::MoneyEnd::Paid {
            return Err(format!("the payment ended {:?}", finished.end).into());
        }
        till.next_sale().await?;
    }
    report.limit("Card pressed → first byte at the payment system", &times, TARGET);
    Ok(())
}
