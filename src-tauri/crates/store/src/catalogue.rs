use journal::Kind;
use money::{Currency, Money};
use sale::{CatalogueItem, ItemCode, ItemName, TaxRate, Unit};
use serde::Serialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};

use crate::row::{count, to_json};
use crate::{Note, Store, StoreError};

/// An article as tile or search hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueHit {
    /// The article; its aliases are left out.
    pub item: CatalogueItem,
}

/// The articles.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue<'a>(pub(crate) &'a Store);

/// Words of a search beyond these are ignored.
const MAX_WORDS: usize = 6;
/// Letters of a searched word beyond these are ignored: the longest prefix that has an index, less the mark.
const MAX_WORD_CHARS: usize = 12;
/// Stands before the first word of a name in the search index. A letter (Cyrillic multiocular O) that no shop uses.
const FIRST_WORD: &str = "ꙮ";
/// Articles sent to SQLite at once.
const CHUNK: usize = 500;
/// The first tiles, where no group is named.
const FAVOURITES: &str = "";

impl Catalogue<'_> {
    /// The article that answers to a code. Articles priced in another currency are not found.
    pub async fn find_by_code(
        &self,
        code: &ItemCode,
        currency: Currency,
    ) -> Result<Option<CatalogueItem>, StoreError> {
        let row = sqlx::query(
            "select items.code, name, price_minor, tax_milli_percent, category, unit, picture, colour
             from item_codes join items on items.id = item_codes.item_id where item_codes.code = ? and currency = ?",
        )
        .bind(code.as_str())
        .bind(currency.code())
        .fetch_optional(&mut *self.0.read().await?)
        .await?;
        row.as_ref().map(|row| read(row, currency)).transpose()
    }

    /// Articles with a code of exactly this text; then those whose name begins with its first word and has a word that
    /// begins with each further one; then those that have all of them anywhere. Within each, in the order of the file.
    pub async fn search(
        &self,
        text: &str,
        limit: u32,
        currency: Currency,
    ) -> Result<Vec<CatalogueHit>, StoreError> {
        let mut hits: Vec<CatalogueHit> = Vec::new();
        if let Ok(code) = ItemCode::new(text) {
            hits.extend(self.find_by_code(&code, currency).await?.map(|item| CatalogueHit { item }));
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        for query in [prefixes(text, FIRST_WORD), prefixes(text, "")].into_iter().flatten() {
            for item in self.matching(&query, limit, currency).await? {
                if hits.len() < limit && !hits.iter().any(|hit| hit.item.code == item.code) {
                    hits.push(CatalogueHit { item });
                }
            }
            if hits.len() >= limit {
                break;
            }
        }
        Ok(hits)
    }

    async fn matching(
        &self,
        query: &str,
        limit: usize,
        currency: Currency,
    ) -> Result<Vec<CatalogueItem>, StoreError> {
        let found = sqlx::query(
            "select items.* from (select rowid from item_names where item_names match ? order by rowid limit ?) as found
             join items on items.id = found.rowid where items.currency = ? order by found.rowid",
        )
        .bind(query)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .bind(currency.code())
        .fetch_all(&mut *self.0.read().await?)
        .await;
        match found {
            Ok(rows) => rows.iter().map(|row| read(row, currency)).collect(),
            // A word in letters younger than SQLite's tables falls apart into several, which the index cannot look for.
            Err(sqlx::Error::Database(error)) if error.message().contains("phrase queries") => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// The groups with the number of their articles, in the order in which they first stand in the file.
    pub async fn categories(&self) -> Result<Vec<(String, u32)>, StoreError> {
        let rows = sqlx::query("select category, articles from category_counts order by position")
            .fetch_all(&mut *self.0.read().await?)
            .await?;
        Ok(rows.iter().map(|row| (row.get("category"), count(row.get("articles")))).collect())
    }

    /// Articles of one group in the order of the file; the empty name stands for the whole catalogue.
    pub async fn items_of_category(
        &self,
        category: &str,
        limit: u32,
        offset: u32,
        currency: Currency,
    ) -> Result<Vec<CatalogueHit>, StoreError> {
        let query = if category == FAVOURITES {
            "select * from items where ?1 = '' order by id limit ?2 offset ?3"
        } else {
            "select * from items where category = ?1 order by id limit ?2 offset ?3"
        };
        let rows = sqlx::query(query)
            .bind(category)
            .bind(limit)
            .bind(offset)
            .fetch_all(&mut *self.0.read().await?)
            .await?;
        rows.iter().map(|row| Ok(CatalogueHit { item: read(row, currency)? })).collect()
    }

    /// How many articles there are.
    pub async fn count(&self) -> Result<u32, StoreError> {
        let row = sqlx::query("select count(*) as articles from items")
            .fetch_one(&mut *self.0.read().await?)
            .await?;
        Ok(count(row.get("articles")))
    }

    /// Puts `items` in the place of the whole catalogue, or leaves it as it was.
    pub async fn replace(&self, items: impl IntoIterator<Item = CatalogueItem>) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        for statement in [
            "delete from item_codes",
            "delete from items",
            "delete from category_counts",
            "insert into item_names (item_names) values ('delete-all')",
        ] {
            sqlx::query(statement).execute(&mut *write).await?;
        }
        let mut count = 0;
        let mut rows = (1_i64..).zip(items).map(|(id, item)| Article::new(id, item)).peekable();
        while rows.peek().is_some() {
            let chunk: Vec<Article> = rows.by_ref().take(CHUNK).collect();
            count += chunk.len();
            insert(&mut write, &to_json("articles", &chunk)?).await?;
        }
        sqlx::query(
            "insert into category_counts (category, position, articles)
             select category, min(id), count(*) from items where category is not null group by category",
        )
        .execute(&mut *write)
        .await?;
        // Merged into one segment, a search by two letters reads one list instead of dozens.
        sqlx::query("insert into item_names (item_names) values ('optimize')").execute(&mut *write).await?;
        write.journal(Note::new(Kind::Import, "", serde_json::json!({ "articles": count })))?;
        write.commit().await?;
        self.0.fold_log().await;
        Ok(())
    }
}

/// An article as it is handed to SQLite. One JSON document for many articles: a statement for each of a million rows would
/// spend its time between threads.
#[derive(Serialize)]
struct Article {
    id: i64,
    code: String,
    aliases: Vec<String>,
    name: String,
    words: String,
    price: i64,
    currency: String,
    tax: u32,
    category: Option<String>,
    unit: &'static str,
    picture: Option<String>,
    colour: Option<String>,
}

impl Article {
    fn new(id: i64, item: CatalogueItem) -> Self {
        let CatalogueItem { code, name, price, tax, category, unit, picture, colour, aliases } = item;
        Self {
            id,
            words: searchable(name.as_str()),
            code: code.into(),
            aliases,
            name: name.into(),
            price: price.minor(),
            currency: price.currency().code().to_owned(),
            tax: tax.milli_percent(),
            category,
            unit: unit_text(unit),
            picture,
            colour,
        }
    }
}

async fn insert(write: &mut SqliteConnection, articles: &str) -> Result<(), StoreError> {
    for statement in [
        "insert into items (id, code, name, price_minor, currency, tax_milli_percent, category, unit, picture, colour)
         select value ->> 'id', value ->> 'code', value ->> 'name', value ->> 'price', value ->> 'currency', value ->> 'tax',
             value ->> 'category', value ->> 'unit', value ->> 'picture', value ->> 'colour'
         from json_each(?)",
        "insert into item_codes (code, item_id) select value ->> 'code', value ->> 'id' from json_each(?)",
        "insert into item_codes (code, item_id)
         select alias.value, article.value ->> 'id' from json_each(?) as article, json_each(article.value, '$.aliases') as alias",
        "insert into item_names (rowid, name) select value ->> 'id', value ->> 'words' from json_each(?)",
    ] {
        sqlx::query(statement).bind(articles).execute(&mut *write).await?;
    }
    Ok(())
}

/// What the search index holds of a name: its words, and the first of them a second time behind the mark.
fn searchable(name: &str) -> String {
    match words(name).next() {
        Some(first) => format!("{name} {FIRST_WORD}{first}"),
        None => name.to_owned(),
    }
}

/// What SQLite's tokenizer takes for words: letters, digits and the marks that combine with them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(is_letter(c) || is_mark(c))).filter(|word| !word.is_empty())
}

fn is_letter(c: char) -> bool {
    // Circled and squared letters count as letters here and as symbols there.
    c.is_alphanumeric() && !matches!(c, '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F189}')
}

/// Marks that are part of a word without being letters: accents, vowel points, viramas and nuktas, tone marks.
fn is_mark(c: char) -> bool {
    let in_indic_block = ('\u{900}'..='\u{DFF}').contains(&c);
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}'..='\u{5C2}'
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{DCA}' | '\u{E3A}' | '\u{E47}'..='\u{E4E}')
        || in_indic_block && matches!(u32::from(c) & 0x7F, 0x3C | 0x4D)
}

/// The words of a search as an FTS5 query: each a quoted prefix, all of them required, the first behind `mark`. `None`
/// without a word.
fn prefixes(text: &str, mark: &str) -> Option<String> {
    let query: Vec<String> = words(text)
        .take(MAX_WORDS)
        .map(|word| word.chars().take(MAX_WORD_CHARS).collect::<String>())
        .zip(std::iter::once(mark).chain(std::iter::repeat("")))
        .map(|(word, mark)| format!("\"{mark}{word}\"*"))
        .collect();
    (!query.is_empty()).then(|| query.join(" "))
}

pub(crate) fn unit_text(unit: Unit) -> &'static str {
    match unit {
        Unit::Piece => "piece",
        Unit::Kilogram => "kilogram",
    }
}

fn read(row: &SqliteRow, currency: Currency) -> Result<CatalogueItem, StoreError> {
    let bad = |reason: String| StoreError::unreadable("article", reason);
    let unit: String = row.get("unit");
    Ok(CatalogueItem {
        code: ItemCode::new(row.get("code")).map_err(|error| bad(error.to_string()))?,
        name: ItemName::new(row.get("name")).map_err(|error| bad(error.to_string()))?,
        price: Money::new(row.get("price_minor"), currency),
        tax: TaxRate::from_milli_percent(row.get("tax_milli_percent"))
            .map_err(|error| bad(error.to_string()))?,
        category: row.get("category"),
        unit: if unit == "kilogram" { Unit::Kilogram } else { Unit::Piece },
        picture: row.get("picture"),
        colour: row.get("colour"),
        aliases: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_person_types_is_search_syntax() {
        assert_eq!(prefixes("crè brû", "").as_deref(), Some("\"crè\"* \"brû\"*"));
        assert_eq!(prefixes("a\" OR b*(NEAR", "").as_deref(), Some("\"a\"* \"OR\"* \"b\"* \"NEAR\"*"));
        assert_eq!(prefixes(" \"*:^ ", ""), None);
        assert_eq!(prefixes("red wine", FIRST_WORD).as_deref(), Some("\"ꙮred\"* \"wine\"*"));
    }

    #[test]
    fn no_search_is_longer_than_what_the_index_holds() {
        let query = prefixes(&"verbeteringsgesticht ".repeat(9), FIRST_WORD).expect("words");
        assert_eq!(query, format!("\"ꙮverbeterings\"*{}", " \"verbeterings\"*".repeat(5)));
    }

    #[test]
    fn a_word_keeps_its_marks_and_loses_its_symbols() {
        let of = |text| words(text).collect::<Vec<_>>();
        assert_eq!(
            of("cre\u{301}me-bru\u{302}le\u{301}e Ⓐ l'eau"),
            ["cre\u{301}me", "bru\u{302}le\u{301}e", "l", "eau"]
        );
        assert_eq!(of("हिन्दी"), ["हिन्दी"]);
    }
}
