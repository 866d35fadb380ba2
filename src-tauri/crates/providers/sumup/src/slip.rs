//! The slip of a card payment, composed: SumUp issues none as text. 24 columns, like those terminals print.

use money::Money;

/// Columns of a slip.
const WIDTH: usize = 24;
/// Lines of a slip at most, whatever a receipt contains.
const MAX_LINES: usize = 60;

/// For whom a slip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Copy {
    Customer,
    Merchant,
}

/// What a slip tells. Absent is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SlipFacts {
    /// Name and address, one line each.
    pub(crate) merchant: Vec<String>,
    /// `SALE` or `REFUND`.
    pub(crate) operation: &'static str,
    /// Date and time, as the receipt says them.
    pub(crate) at: Option<String>,
    /// What was charged without the tip, the tip, and the sum.
    pub(crate) amount: Option<Money>,
    pub(crate) tip: Option<Money>,
    pub(crate) total: Option<Money>,
    pub(crate) card: Option<String>,
    pub(crate) last_four: Option<String>,
    pub(crate) entry: Option<String>,
    pub(crate) verification: Option<String>,
    /// Further rows: label and value.
    pub(crate) rows: Vec<(String, String)>,
}

/// Writes the slip.
pub(crate) fn compose(copy: Copy, facts: &SlipFacts) -> String {
    let mut lines = Vec::new();
    for line in &facts.merchant {
        lines.extend(wrapped(line).into_iter().map(|line| centred(&line)));
    }
    if !facts.merchant.is_empty() {
        lines.push(String::new());
    }
    lines.push(centred(facts.operation));
    lines.push(centred(match copy {
        Copy::Customer => "CUSTOMER COPY",
        Copy::Merchant => "MERCHANT COPY",
    }));
    lines.push("-".repeat(WIDTH));
    if let Some(at) = &facts.at {
        lines.extend(wrapped(at));
    }
    let number = facts.last_four.as_deref().map(|digits| format!("************{digits}"));
    for (label, value) in [
        ("Card", facts.card.as_deref()),
        ("", number.as_deref()),
        ("Entry", facts.entry.as_deref()),
        ("Verified", facts.verification.as_deref()),
    ] {
        if let Some(value) = value {
            lines.extend(row(label, value));
        }
    }
    lines.push("-".repeat(WIDTH));
    if let (Some(amount), Some(tip)) = (facts.amount, facts.tip) {
        lines.extend(row("Amount", &shown(amount)));
        lines.extend(row("Tip", &shown(tip)));
    }
    if let Some(total) = facts.total {
        lines.extend(row("TOTAL", &shown(total)));
    }
    lines.push("-".repeat(WIDTH));
    for (label, value) in &facts.rows {
        lines.extend(row(label, value));
    }
    lines.push(String::new());
    lines.push(centred("APPROVED"));
    let by_signature =
        facts.verification.as_deref().is_some_and(|how| how.to_lowercase().contains("signature"));
    if copy == Copy::Merchant && by_signature {
        lines.extend([String::new(), String::new(), "Signature".to_owned(), "_".repeat(WIDTH)]);
    }
    lines.truncate(MAX_LINES);
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n") + "\n"
}

fn shown(amount: Money) -> String {
    format!("{} {amount}", amount.currency())
}

/// Label left, value right; on two lines where they do not fit beside each other.
fn row(label: &str, value: &str) -> Vec<String> {
    let (label, value) = (plain(label), plain(value));
    let (left, right) = (label.chars().count(), value.chars().count());
    if left + right < WIDTH {
        return vec![format!("{label}{}{value}", " ".repeat(WIDTH - left - right))];
    }
    let mut lines: Vec<String> = wrapped(&label);
    lines.extend(wrapped(&value).into_iter().map(|line| format!("{line:>WIDTH$}")));
    lines
}

fn centred(text: &str) -> String {
    let text = plain(text);
    let left = WIDTH.saturating_sub(text.chars().count()) / 2;
    format!("{}{text}", " ".repeat(left))
}

/// Broken at blanks, and within words that are longer than a line.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in plain(text).split_whitespace() {
        let mut letters: Vec<char> = word.chars().collect();
        while !letters.is_empty() {
            let rest = letters.split_off(letters.len().min(WIDTH));
            let piece: String = letters.into_iter().collect();
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + piece.chars().count() <= WIDTH => {
                    line.push(' ');
                    line.push_str(&piece);
                }
                _ => lines.push(piece),
            }
            letters = rest;
        }
    }
    lines
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use money::Currency;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slip_shows_what_was_charged_and_how() {
        let facts = SlipFacts {
            merchant: vec!["Example Coffee".to_owned(), "10999 Berlin".to_owned()],
            operation: "SALE",
            at: Some("2026-11-21 14:31".to_owned()),
            amount: Some(Money::new(1_000, Currency::EUR)),
            tip: Some(Money::new(110, Currency::EUR)),
            total: Some(Money::new(1_110, Currency::EUR)),
            card: Some("VISA".to_owned()),
            last_four: Some("3456".to_owned()),
            entry: Some("CONTACTLESS".to_owned()),
            verification: Some("signature".to_owned()),
            rows: vec![("Auth. code".to_owned(), "053201".to_owned())],
        };
        let expected = "     Example Coffee
      10999 Berlin

          SALE
     MERCHANT COPY
------------------------
2026-11-21 14:31
Card                VISA
        ************3456
Entry        CONTACTLESS
Verified       signature
------------------------
Amount         EUR 10.00
Tip             EUR 1.10
TOTAL          EUR 11.10
------------------------
Auth. code        053201

        APPROVED


Signature
________________________
";
        assert_eq!(compose(Copy::Merchant, &facts), expected);
        assert!(!compose(Copy::Customer, &facts).contains("Signature"));
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_paper(texts in proptest::collection::vec("\\PC{0,80}", 6), digits in "[0-9]{4}") {
            let facts = SlipFacts {
                merchant: vec![texts[0].clone(), texts[1].clone()],
                operation: "SALE",
                at: Some(texts[2].clone()),
                total: Some(Money::new(i64::MAX, Currency::EUR)),
                card: Some(texts[3].clone()),
                last_four: Some(digits),
                rows: vec![(texts[4].clone(), texts[5].clone())],
                ..SlipFacts::default()
            };
            for line in compose(Copy::Customer, &facts).lines() {
                prop_assert!(line.chars().count() <= WIDTH, "{}", line);
            }
        }
    }
}
