//! Articles of the sample catalogue that the stories use. `assets/catalogue` says the same.

/// An article and its price as shown.
pub(crate) struct Article {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) price: &'static str,
    pub(crate) category: &'static str,
}

pub(crate) const CROISSANT: Article =
    Article { code: "201", name: "Croissant", price: "1,85", category: "Bakery" };
pub(crate) const MILK: Article =
    Article { code: "9521822064427", name: "Whole milk 1 l", price: "1,29", category: "Cheese & deli" };
