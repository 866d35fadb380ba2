//! Slips as card terminals print them: plain text, 24 columns, lines separated by `\n`.
//!
//! A slip names the shop, the terminal, the card by its last four digits and never its expiry date, and says in
//! capitals how it ended.

use jiff::Zoned;

use crate::StoreSpec;
use crate::card::{Brand, Card};
use crate::world::{Amount, Ending, Kind, major_units};

/// Characters in a line.
const COLUMNS: usize = 24;

/// For whom a slip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Copy {
    Cardholder,
    Merchant,
}

/// Everything that stands on a slip.
#[derive(Debug)]
pub(crate) struct Slip<'a> {
    pub(crate) store: &'a StoreSpec,
    pub(crate) serial: &'a str,
    pub(crate) kind: Kind,
    pub(crate) amount: &'a Amount,
    pub(crate) ending: Ending,
    pub(crate) card: Option<&'a Card>,
    pub(crate) stan: &'a str,
    pub(crate) auth_code: Option<&'a str>,
    pub(crate) at: Zoned,
}

impl Slip<'_> {
    pub(crate) fn text(&self, copy: Copy) -> String {
        let mut paper = Paper::default();
        paper.head(self.store, self.serial, &self.at);
        paper.pair("STAN", self.stan);
        paper.rule();
        paper.line(match self.kind {
            Kind::Purchase => "PURCHASE",
            Kind::Refund => "REFUND",
        });
        if let Some(card) = self.card {
            paper.pair(card.brand.label(), card.entry.label());
            paper.pair("AID", card.brand.aid());
            paper.pair("Card", &format!("{}{}", "*".repeat(card.brand.hidden_digits()), card.last_four));
            paper.pair("Verified by", if card.pin_verified { "PIN" } else { "none" });
        }
        if let Some(code) = self.auth_code {
            paper.pair("Auth. code", code);
        }
        if let Ending::Declined(code) = self.ending {
            paper.pair("Response code", &code.to_string());
        }
        paper.blank();
        paper.pair("Total", &format!("{} {}", self.amount.currency, self.amount.value()));
        paper.blank();
        paper.center(self.headline());
        if let Some(reason) = self.reason() {
            paper.center(reason);
        }
        paper.blank();
        if copy == Copy::Merchant && self.kind == Kind::Refund && self.ending == Ending::Approved {
            paper.line("Signature of cashier");
            paper.blank();
            paper.rule();
        }
        match copy {
            Copy::Cardholder => {
                paper.center("CARDHOLDER COPY");
                paper.center("Please keep this slip");
            }
            Copy::Merchant => paper.center("MERCHANT COPY"),
        }
        paper.text()
    }

    const fn headline(&self) -> &'static str {
        match (self.kind, self.ending) {
            (Kind::Purchase, Ending::Approved) => "PAYMENT ACCEPTED",
            (Kind::Purchase, Ending::Declined(_)) => "PAYMENT DECLINED",
            (Kind::Purchase, _) => "PAYMENT CANCELLED",
            (Kind::Refund, Ending::Approved) => "REFUND ACCEPTED",
            (Kind::Refund, Ending::Declined(_)) => "REFUND DECLINED",
            (Kind::Refund, _) => "REFUND CANCELLED",
        }
    }

    const fn reason(&self) -> Option<&'static str> {
        match self.ending {
            Ending::Approved | Ending::Declined(_) => None,
            Ending::CancelledOnTerminal => Some("Cancelled on terminal"),
            Ending::TimedOut => Some("Time is over"),
            Ending::NoConnection => Some("No connection"),
            Ending::NoAnswer => Some("No answer from bank"),
            Ending::SwitchedOff => Some("Terminal switched off"),
            Ending::CancelledByTill => Some("Cancelled by till"),
        }
    }
}

/// Approved transactions of one kind, brand and currency.
#[derive(Debug)]
pub(crate) struct TotalsRow {
    pub(crate) kind: Kind,
    pub(crate) brand: Brand,
    pub(crate) currency: String,
    pub(crate) count: u64,
    pub(crate) minor: u64,
}

impl TotalsRow {
    pub(crate) fn add(&mut self, minor: u64) {
        self.count += 1;
        self.minor = self.minor.saturating_add(minor);
    }
}

/// The slip a terminal prints at the end of the day.
#[derive(Debug)]
pub(crate) struct DayTotals<'a> {
    pub(crate) store: &'a StoreSpec,
    pub(crate) serial: &'a str,
    pub(crate) at: Zoned,
    pub(crate) rows: &'a [TotalsRow],
}

impl DayTotals<'_> {
    pub(crate) fn text(&self) -> String {
        let mut paper = Paper::default();
        paper.head(self.store, self.serial, &self.at);
        paper.rule();
        paper.center("DAY TOTALS");
        for (kind, title) in [(Kind::Purchase, "PURCHASES"), (Kind::Refund, "REFUNDS")] {
            paper.blank();
            paper.line(title);
            for row in self.rows.iter().filter(|row| row.kind == kind) {
                paper.line(row.brand.label());
                let amount = format!("{} {}", row.currency, major_units(row.minor, &row.currency));
                paper.pair(&format!("{} x", row.count), &amount);
            }
            for (currency, count, minor) in self.sums(kind) {
                paper.pair(&format!("Total {count} x"), "");
                paper.pair("", &format!("{currency} {}", major_units(minor, currency)));
            }
            if !self.rows.iter().any(|row| row.kind == kind) {
                paper.line("none");
            }
        }
        paper.rule();
        paper.text()
    }

    fn sums(&self, kind: Kind) -> Vec<(&str, u64, u64)> {
        let mut sums: Vec<(&str, u64, u64)> = Vec::new();
        for row in self.rows.iter().filter(|row| row.kind == kind) {
            match sums.iter_mut().find(|(currency, ..)| *currency == row.currency) {
                Some((_, count, minor)) => {
                    *count += row.count;
                    *minor = minor.saturating_add(row.minor);
                }
                None => sums.push((&row.currency, row.count, row.minor)),
            }
        }
        sums
    }
}

/// Lines of [`COLUMNS`] characters.
#[derive(Debug, Default)]
struct Paper(Vec<String>);

impl Paper {
    fn head(&mut self, store: &StoreSpec, serial: &str, at: &Zoned) {
        self.center(&store.name);
        self.center(&store.city);
        self.blank();
        self.pair("Terminal", serial);
        self.pair("Merchant", &store.merchant_id);
        self.pair(&at.strftime("%d/%m/%Y").to_string(), &at.strftime("%H:%M:%S").to_string());
    }

    fn blank(&mut self) {
        self.0.push(String::new());
    }

    fn rule(&mut self) {
        self.0.push("-".repeat(COLUMNS));
    }

    fn line(&mut self, text: &str) {
        self.0.extend(wrapped(text));
    }

    fn center(&mut self, text: &str) {
        for part in wrapped(text) {
            let indent = (COLUMNS - part.chars().count()) / 2;
            self.0.push(format!("{}{part}", " ".repeat(indent)));
        }
    }

    /// Left and right in one line, or below each other when they do not fit.
    fn pair(&mut self, left: &str, right: &str) {
        let width = COLUMNS.saturating_sub(left.chars().count());
        if right.chars().count() < width {
            self.0.push(format!("{left}{right:>width$}"));
            return;
        }
        self.line(left);
        for part in wrapped(right) {
            self.0.push(format!("{part:>COLUMNS$}"));
        }
    }

    fn text(self) -> String {
        let lines: Vec<&str> = self.0.iter().map(|line| line.trim_end()).collect();
        lines.join("\n") + "\n"
    }
}

/// Pieces of at most [`COLUMNS`] characters, broken between words where there are any. What is not a character
/// to print becomes a space.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let printable: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    for word in printable.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for piece in letters.chunks(COLUMNS) {
            let piece: String = piece.iter().collect();
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + piece.chars().count() <= COLUMNS => {
                    line.push(' ');
                    line.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    lines
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Account, Entry, ResponseCode};

    const ENDINGS: [Ending; 8] = [
        Ending::Approved,
        Ending::Declined(ResponseCode::INSUFFICIENT_FUNDS),
        Ending::CancelledOnTerminal,
        Ending::TimedOut,
        Ending::NoConnection,
        Ending::NoAnswer,
        Ending::SwitchedOff,
        Ending::CancelledByTill,
    ];

    fn store() -> StoreSpec {
        Account::practice().stores[0].clone()
    }

    fn card(brand: Brand, entry: Entry) -> Card {
        Card { brand, entry, last_four: "4242".to_owned(), pin_verified: entry == Entry::Chip }
    }

    fn slip<'a>(
        store: &'a StoreSpec,
        card: Option<&'a Card>,
        amount: &'a Amount,
        kind: Kind,
        ending: Ending,
    ) -> Slip<'a> {
        let at = "2026-01-18T14:31:02+01:00[Europe/Amsterdam]".parse().unwrap();
        let auth_code = (ending == Ending::Approved).then_some("731904");
        Slip { store, serial: "PL0919CQ00305", kind, amount, ending, card, stan: "155890", auth_code, at }
    }

    fn euros(minor: u64) -> Amount {
        Amount { minor, currency: "EUR".to_owned() }
    }

    #[test]
    fn every_line_of_every_slip_fits_24_columns_and_says_how_it_ended() {
        let (store, amount) = (store(), euros(99_999_999));
        for brand in Brand::ALL {
            for entry in [Entry::Contactless, Entry::Chip] {
                let card = card(brand, entry);
                for (kind, ending) in
                    ENDINGS.into_iter().flat_map(|e| [(Kind::Purchase, e), (Kind::Refund, e)])
                {
                    for copy in [Copy::Cardholder, Copy::Merchant] {
                        let text = slip(&store, Some(&card), &amount, kind, ending).text(copy);
                        let widest = text.lines().map(|line| line.chars().count()).max();
                        assert!(widest <= Some(COLUMNS), "{brand:?} {kind:?} {ending:?}:\n{text}");
                        let word = match ending.approved() {
                            Some(true) => "ACCEPTED",
                            Some(false) => "DECLINED",
                            None => "CANCELLED",
                        };
                        assert!(text.contains(word), "{word} missing in\n{text}");
                        assert!(text.contains(brand.aid()) && text.contains("*4242"), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_approved_purchase_looks_like_a_slip() {
        let (store, amount, card) = (store(), euros(9_875), card(Brand::VPay, Entry::Chip));
        let text =
            slip(&store, Some(&card), &amount, Kind::Purchase, Ending::Approved).text(Copy::Cardholder);
        let expected = "    Practice Bakery
       Amsterdam

Terminal   PL0919CQ00305
Merchant         1002345
18/01/2026      14:31:02
STAN              155890
------------------------
PURCHASE
V PAY               Chip
AID       A0000000032020
Card    ************4242
Verified by          PIN
Auth. code        731904

Total          EUR 98.75

    PAYMENT ACCEPTED

    CARDHOLDER COPY
 Please keep this slip
";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_slip_without_a_card_names_none() {
        let (store, amount) = (store(), euros(1));
        let text = slip(&store, None, &amount, Kind::Purchase, Ending::TimedOut).text(Copy::Merchant);
        assert!(!text.contains("AID") && !text.contains('*'), "{text}");
        assert!(text.contains("EUR 0.01") && text.contains("Time is over"), "{text}");
    }

    #[test]
    fn day_totals_add_up_per_kind_and_currency() {
        let row = |kind, brand, currency: &str, count, minor| TotalsRow {
            kind,
            brand,
            currency: currency.to_owned(),
            count,
            minor,
        };
        let rows = [
            row(Kind::Purchase, Brand::Visa, "EUR", 2, 3_000),
            row(Kind::Purchase, Brand::Amex, "EUR", 1, 550),
            row(Kind::Purchase, Brand::Visa, "JPY", 1, 700),
        ];
        let at = "2026-01-18T23:00:00+01:00[Europe/Amsterdam]".parse().unwrap();
        let store = store();
        let text = DayTotals { store: &store, serial: "PL0919CQ00305", at, rows: &rows }.text();
        assert!(text.contains("Total 3 x\n               EUR 35.50\n"), "{text}");
        assert!(text.contains("JPY 700\n") && text.contains("REFUNDS\nnone\n"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= COLUMNS), "{text}");
    }

    proptest! {
        #[test]
        fn no_shop_name_breaks_the_paper(name in "\\PC{0,80}", city in ".{0,80}", minor in 1..=99_999_999_u64) {
            let store = StoreSpec { name, city, ..store() };
            let (amount, card) = (euros(minor), card(Brand::Maestro, Entry::Contactless));
            let text = slip(&store, Some(&card), &amount, Kind::Refund, Ending::Approved).text(Copy::Merchant);
            prop_assert!(text.lines().all(|line| line.chars().count() <= COLUMNS), "{}", text);
        }
    }
}
