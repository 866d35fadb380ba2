//! The input box of the sale screen: what a cashier types and scans must be rung up as meant. Quantities and codes only; what
//! comes of a basket is proved in `sale`.

use fastrand::Rng;
use sale::{Entry, Quantity, parse_entry};

use crate::run::Outcome;

/// Sales of one shift.
const SALES: u32 = 12;
/// Articles of one sale.
const ARTICLES: usize = 4;
const BARCODES: [&str; 4] = ["8712345678906", "96385074", "036000291452", "4006381333931"];

/// One shift at the input box. The same seed gives the same shift.
pub fn typed(seed: u64) -> Outcome {
    let mut rng = Rng::with_seed(seed);
    let mut outcome = Outcome { seed, ..Outcome::default() };
    for _ in 0..SALES {
        outcome.sales += 1;
        let mut counter = Counter::default();
        for _ in 0..rng.usize(1..=ARTICLES) {
            let typed = lines(&mut rng);
            for line in &typed.lines {
                counter.enter(line);
            }
            if let Some(what) = counter.differs_from(&typed) {
                outcome.violations.push(what);
            }
        }
    }
    outcome
}

/// What is typed for one article.
struct Typed {
    lines: Vec<String>,
    code: &'static str,
    /// How many are meant. Any of them where the line says two numbers at once.
    meant: Vec<u32>,
}

fn lines(rng: &mut Rng) -> Typed {
    let code = BARCODES[rng.usize(..BARCODES.len())];
    let (first, second) = (rng.u32(1..=99), rng.u32(1..=99));
    let sign = ["*", " *", "x", " × "][rng.usize(..4)];
    let line = |text: String| vec![text, code.to_owned()];
    let (lines, meant) = match rng.u8(..6) {
        0 => (vec![code.to_owned()], vec![1]),
        1 => (vec![format!("{first}{sign}{code}")], vec![first]),
        2 => (line(format!("{first}{sign}")), vec![first]),
        3 => (vec![format!("{first}*"), format!("{second}*"), code.to_owned()], vec![second]),
        4 => (line(format!("{first}*{second}*")), vec![1, first, second]),
        _ => (line(code.to_owned()), vec![1]),
    };
    Typed { lines, code, meant }
}

/// What the till does with entries, without its database.
#[derive(Default)]
struct Counter {
    pending: Option<Quantity>,
    rung_up: Vec<(Quantity, String)>,
}

impl Counter {
    fn enter(&mut self, line: &str) {
        match parse_entry(line) {
            Ok(Entry::Multiplier(quantity)) => self.pending = Some(quantity),
            Ok(Entry::Lookup { multiplier, text }) => {
                // An unknown code is refused out loud and uses nothing up.
                if BARCODES.contains(&text.as_str()) {
                    let quantity = multiplier.or(self.pending.take()).unwrap_or(Quantity::ONE);
                    self.rung_up.push((quantity, text));
                }
            }
            Ok(Entry::Nothing) | Err(_) => {}
        }
    }

    fn differs_from(&mut self, typed: &Typed) -> Option<String> {
        let rung_up = std::mem::take(&mut self.rung_up);
        let scans = typed.lines.iter().filter(|line| line.ends_with(typed.code)).count();
        let pending = self.pending.take();
        let is_meant = |quantity: &Quantity| {
            typed.meant.iter().any(|count| Quantity::whole(*count).is_ok_and(|meant| meant == *quantity))
        };
        let as_meant = rung_up.iter().all(|(quantity, code)| code == typed.code && is_meant(quantity));
        if as_meant && rung_up.len() == scans && pending.is_none() {
            return None;
        }
        let rung_up: Vec<String> =
            rung_up.iter().map(|(quantity, code)| format!("{quantity} × {code}")).collect();
        let left = pending.map_or_else(String::new, |quantity| format!(", {quantity} × waits"));
        Some(format!("wrong quantity: typed {:?}, rung up [{}]{left}", typed.lines, rung_up.join(", ")))
    }
}
