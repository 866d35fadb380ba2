//! A large catalogue, the same in every run: names like those on shelves, some words in a tenth of them, some in ten.

use money::{Currency, Money};
use sale::{CatalogueItem, ItemCode, ItemName, TaxRate, Unit};

/// Words for goods. The first ones stand in far more names than the last ones.
const KINDS: [&str; 48] = [
    "milk",
    "bread",
    "cheese",
    "chocolate",
    "wine red",
    "yoghurt",
    "coffee",
    "juice orange",
    "biscuits",
    "tomato sauce",
    "crème fraîche",
    "pasta",
    "tea",
    "crisps",
    "butter",
    "beer",
    "müsli",
    "soup",
    "sparkling water",
    "apple",
    "shampoo",
    "rice",
    "olive oil",
    "peanut butter",
    "honey",
    "noodles",
    "ice cream",
    "salmon",
    "chicken fillet",
    "ham",
    "eggs",
    "cider",
    "jalapeño",
    "detergent",
    "toothpaste",
    "candles",
    "batteries",
    "pâté",
    "rösti",
    "smörgås",
    "açaí",
    "kefir",
    "tahini",
    "quinoa",
    "miso",
    "nori",
    "zaatar",
    "yuzu",
];
const SORTS: [&str; 24] = [
    "organic",
    "classic",
    "light",
    "family",
    "extra",
    "mild",
    "dark",
    "vanilla",
    "salted",
    "fresh",
    "frozen",
    "sliced",
    "grated",
    "smoked",
    "strawberry",
    "lemon",
    "hazelnut",
    "almond",
    "whole",
    "unsalted",
    "ginger",
    "décaf",
    "rosé",
    "à la carte",
];
const SIZES: [&str; 10] =
    ["250 g", "500 g", "1 kg", "330 ml", "500 ml", "1 l", "6 x 33 cl", "100 g", "2 pieces", "750 ml"];
/// Brands are made of these, three for each.
const SYLLABLES: [&str; 40] = [
    "al", "ba", "cam", "del", "ede", "fri", "gou", "hol", "ibe", "jan", "kar", "lin", "mol", "noor", "oos",
    "per", "qui", "rav", "sai", "tiv", "urt", "ver", "wil", "xo", "yor", "zaa", "brin", "cal", "duy", "eu",
    "gran", "hö", "koo", "las", "mel", "nu", "opt", "pick", "rem", "sen",
];
/// Brands there are.
const BRANDS: usize = 4_000;
const RATES: [u32; 3] = [9_000, 21_000, 0];
/// The code of the first article; thirteen digits like those on shelves.
const FIRST_CODE: u64 = 8_700_000_000_000;

/// Numbers that look drawn and are the same in every run (Knuth's MMIX generator).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Below `limit`, all alike.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }

    /// Below `limit`, small ones far more often: words of a language and brands of a shop are spread like this.
    fn skewed(&mut self, limit: usize) -> usize {
        let upper = self.below(limit) + 1;
        self.below(upper)
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.skewed(words.len())]
    }
}

/// The first `count` articles.
pub(crate) fn articles(count: usize) -> impl Iterator<Item = CatalogueItem> {
    let mut dice = Dice::new(1);
    (0..count).filter_map(move |number| article(number, &mut dice))
}

/// The code of the article with this number.
pub(crate) fn code(number: usize) -> Option<ItemCode> {
    let number = u64::try_from(number).ok()?;
    ItemCode::new(&(FIRST_CODE + number).to_string()).ok()
}

fn article(number: usize, dice: &mut Dice) -> Option<CatalogueItem> {
    let brand = brand(dice.skewed(BRANDS));
    let kind = dice.one_of(&KINDS);
    let (sort, size) = (dice.one_of(&SORTS), dice.one_of(&SIZES));
    Some(CatalogueItem {
        code: code(number)?,
        name: ItemName::new(&format!("{brand} {kind} {sort} {size}")).ok()?,
        price: Money::new(i64::try_from(dice.below(5_000)).ok()? + 1, Currency::EUR),
        tax: TaxRate::from_milli_percent(RATES[dice.skewed(RATES.len())]).ok()?,
        category: Some(kind.to_owned()),
        unit: Unit::Piece,
        picture: None,
        colour: None,
        aliases: Vec::new(),
    })
}

/// A brand that stands on few of a million articles.
pub(crate) fn rare_brand(dice: &mut Dice) -> String {
    brand(BRANDS - 1 - dice.below(40))
}

fn brand(number: usize) -> String {
    let mut dice = Dice::new(u64::try_from(number).unwrap_or_default() + 77);
    // The first draws of neighbouring seeds are alike.
    for _ in 0..4 {
        dice.below(2);
    }
    let parts: String = (0..3).map(|_| SYLLABLES[dice.below(SYLLABLES.len())]).collect();
    let mut letters = parts.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
