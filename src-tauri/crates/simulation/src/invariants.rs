//! What must always hold, by name: a broken rule says which.

/// One of the sentences every till must keep, under the name `docs/reliability.md` lists it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invariant {
    /// The intent is on the disk before a request is sent.
    I1,
    /// One request for each attempt, and no reference twice.
    I2,
    /// One attempt at a time for each order and terminal; one that is unknown keeps the next away.
    I3,
    /// Only proof, or the provider's own word, ends an attempt unpaid.
    I4,
    /// "Not found" ends an attempt only when it can count.
    I5,
    /// What is booked was charged, as it was asked for.
    I6,
    /// An order is paid by its own attempt.
    I7,
    /// Ends are facts; what comes later is a new event.
    I8,
    /// A cancel is a request, and the payment wins.
    I9,
    /// No more goes back than came in.
    I10,
    /// A step and its entry are one transaction.
    I11,
    /// An order is paid with exactly what it comes to.
    I12,
    /// The journal is whole, and its totals are those of the orders.
    I13,
    /// A new process looks up what it finds and sends none of it.
    I14,
    /// Once everything works again every attempt comes to its end, soon.
    I15,
    /// What was decided and is not so is found by the next look or the day's totals.
    I18,
}

impl Invariant {
    /// The words of a broken rule, with its name.
    pub(crate) fn broken(self, what: &str) -> String {
        format!("{self:?} {what}")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// Held by what no shift could break, so by no check here: time is told to the engine as ticks of the monotonic clock alone, and no
    /// card number or secret exists in this world.
    const NOT_HERE: [usize; 2] = [16, 17];

    /// How often the sources of the checks name an invariant.
    fn named(name: &str) -> usize {
        let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("the sources");
        let texts = files.flatten().filter(|file| file.file_name() != "invariants.rs");
        let texts = texts.map(|file| fs::read_to_string(file.path()).expect("a source file"));
        texts.map(|text| text.matches(&format!("Invariant::{name}.broken")).count()).sum()
    }

    #[test]
    fn each_invariant_is_a_check_and_stands_in_the_table() {
        let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/reliability.md");
        let table = fs::read_to_string(table).expect("the page");
        for number in 1..=18 {
            let name = format!("I{number}");
            assert!(table.contains(&format!("| {name} |")), "{name} is not in docs/reliability.md");
            assert_eq!(named(&name) > 0, !NOT_HERE.contains(&number), "{name}");
        }
    }
}
