//! The PDF of a card receipt of ten lines, with the terminal's slip and the logo.

use std::time::{Duration, Instant};

use receipt::{Paper, PdfRenderer};
use sale::{OrderNumber, Quantity};

use crate::report::Report;
use crate::samples::Samples;
use crate::shop::{card_receipt, empty_basket};
use crate::{Failure, catalogue};

const LINES: usize = 10;
const TIMES: usize = 500;
const WARM_UP: usize = 20;
const TARGET: Duration = Duration::from_millis(5);
const MAX_BYTES: usize = 40_000;

pub(crate) fn run(report: &mut Report) -> Result<(), Failure> {
    let mut basket = empty_basket();
    for item in catalogue::articles(LINES) {
        basket.add(&item, Quantity::ONE)?;
    }
    let model = card_receipt(&basket, OrderNumber::new(123), 123)?;
    let renderer = PdfRenderer::new()?;
    let mut times = Samples::default();
    let mut size = 0;
    for number in 0..WARM_UP + TIMES {
        let begun = Instant::now();
        let bytes = renderer.receipt(&model, None, Paper::Roll80, None)?;
        let took = begun.elapsed();
        size = bytes.len();
        if number >= WARM_UP {
            times.add(took);
        }
    }
    report.limit("receipt PDF, 10 lines, slip, logo", &times, TARGET);
    let (ours, target) = (format!("{size} bytes"), format!("≤ {MAX_BYTES} bytes"));
    report.amount("receipt PDF, size", &ours, "–", &ours, &target, size <= MAX_BYTES);
    Ok(())
}
