//! Bugs that other tills shipped, planted on purpose to see that they are found. Nothing that ships knows this crate.

use std::cell::Cell;
use std::fmt;
use std::str::FromStr;

/// Declares the bugs with what each does and where it was seen.
macro_rules! bugs {
    ($($name:ident, $what:literal, $seen:literal;)*) => {
        /// A bug that was shipped.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Bug { $(#[doc = $what] $name,)* }

        impl Bug {
            /// Every bug, in the order of their numbers.
            pub const ALL: &'static [Bug] = &[$(Bug::$name,)*];

            /// Its number: `R5`.
            pub const fn name(self) -> &'static str {
                match self { $(Bug::$name => stringify!($name),)* }
            }

            /// What it does.
            pub const fn what(self) -> &'static str {
                match self { $(Bug::$name => $what,)* }
            }

            /// The public report that tells of it.
            pub const fn seen(self) -> &'static str {
                match self { $(Bug::$name => $seen,)* }
            }
        }
    };
}

bugs! {
    R1, "a look-up that fails is taken for a payment that failed", "odoo/odoo#74972";
    R2, "a result goes to the order on the screen", "odoo/odoo#219054";
    R3, "a payment under way counts as paid", "odoo/odoo#261521";
    R4, "a lost answer is taken for a no", "woocommerce/woocommerce-ios#13162";
    R5, "an approval after a failure is not heard", "VivaPayments#2373";
    R6, "a record that contradicts itself is taken at its first word", "VivaPayments#2461";
    R7, "an approval that is there before the request is answered is dropped", "VivaPayments#2374";
    R8, "a payment the terminal never shows is looked up for ever", "VivaPayments#2434";
    R9, "an approval that is taken back stays booked", "VivaPayments#2486";
    R10, "a step that is written twice makes a second order", "odoo/odoo#152259";
    R11, "a paid order is missing at the close", "odoo/odoo#22766";
    R12, "the cashier may force a payment done", "odoo/odoo#228406";
    R13, "a 404 is taken for a payment that does not exist", "sumup/sumup-py#145";
    R14, "a paid attempt is hidden behind a later one", "be-BOP#1622";
    R15, "nothing is looked up after a cancel", "odoo/odoo pos_sumup";
    R16, "2 and then 2 is 22", "odoo/odoo#75710";
    R17, "a barcode becomes the quantity", "odoo/odoo#37411";
}

thread_local! {
    static PLANTED: Cell<Option<Bug>> = const { Cell::new(None) };
}

/// Plants a bug in everything this thread runs from now on, or takes the last one out.
pub fn plant(bug: Option<Bug>) {
    PLANTED.set(bug);
}

/// The bug that is planted in this thread.
pub fn planted() -> Option<Bug> {
    PLANTED.get()
}

/// Whether this bug is planted in this thread.
pub fn is(bug: Bug) -> bool {
    planted() == Some(bug)
}

impl fmt::Display for Bug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Bug {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|bug| bug.name().eq_ignore_ascii_case(text));
        found.copied().ok_or_else(|| format!("no bug {text:?}: they are R1 to R{}", Self::ALL.len()))
    }
}
