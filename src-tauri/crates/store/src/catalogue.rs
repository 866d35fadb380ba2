use money::{Currency, Money};
use sale::{CatalogueItem, ItemCode, ItemName, TaxRate, Unit};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::row::count;
use crate::{Store, StoreError};

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
/// The first tiles, where no group is named.
const FAVOURITES: &str = "";

impl Catalogue<'_> {
    /// The article that answers to a code. Articles priced in another currency are not found.
    pub async fn find_by_code(&self, code: &ItemCode, currency: Currency) -> Result<Option<CatalogueItem>, StoreError> {
        let row = sqlx::query(
            "select items.* from item_codes join items on items.id = item_codes.item_id
             where item_codes.code = ? and items.currency = ?",
        )
        .bind(code.as_str())
        .bind(currency.code())
        .fetch_optional(self.0.readers())
        .await?;
        row.as_ref().map(|row| read(row, currency)).transpose()
    }

    /// Articles with a code of exactly this text, then those whose name has a word beginning with each word of it.
    pub async fn search(&self, text: &str, limit: u32, currency: Currency) -> Result<Vec<CatalogueHit>, StoreError> {
        let mut hits = Vec::new();
        if let Ok(code) = ItemCode::new(text)
            && let Some(item) = self.find_by_code(&code, currency).await?
        {
            hits.push(CatalogueHit { item });
        }
        let Some(wanted) = prefixes(text) else { return Ok(hits) };
        let rows = sqlx::query(
            "select items.* from (select rowid from item_names where item_names match ? order by rowid limit ?) as found
             join items on items.id = found.rowid where items.currency = ?",
        )
        .bind(wanted)
        .bind(limit)
        .bind(currency.code())
        .fetch_all(self.0.readers())
        .await?;
        for row in &rows {
            let item = read(row, currency)?;
            if hits.first().is_none_or(|first| first.item.code != item.code) {
                hits.push(CatalogueHit { item });
            }
        }
        Ok(hits)
    }

    /// The groups with the number of their articles, in the order in which they first stand in the file.
    pub async fn categories(&self) -> Result<Vec<(String, u32)>, StoreError> {
        let rows = sqlx::query("select category, articles from category_counts order by position")
            .fetch_all(self.0.readers())
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
            "select * from items where ?1 = '' order by position limit ?2 offset ?3"
        } else {
            "select * from items where category = ?1 order by position limit ?2 offset ?3"
        };
        let rows = sqlx::query(query).bind(category).bind(limit).bind(offset).fetch_all(self.0.readers()).await?;
        rows.iter().map(|row| Ok(CatalogueHit { item: read(row, currency)? })).collect()
    }

    /// How many articles there are.
    pub async fn count(&self) -> Result<u32, StoreError> {
        let row = sqlx::query("select count(*) as articles from items").fetch_one(self.0.readers()).await?;
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
        for (id, item) in (1_i64..).zip(items) {
            insert(&mut write, id, &item).await?;
        }
        sqlx::query(
            "insert into category_counts (category, position, articles)
             select category, min(position), count(*) from items where category is not null group by category",
        )
        .execute(&mut *write)
        .await?;
        // Merged into one segment, a search by two letters reads one list instead of dozens.
        sqlx::query("insert into item_names (item_names) values ('optimize')").execute(&mut *write).await?;
        write.commit().await?;
        Ok(())
    }
}

async fn insert(write: &mut SqliteConnection, id: i64, item: &CatalogueItem) -> Result<(), StoreError> {
    sqlx::query(
        "insert into items (id, position, code, name, price_minor, currency, tax_milli_percent, category, unit, picture, colour)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(id)
    .bind(id)
    .bind(item.code.as_str())
    .bind(item.name.as_str())
    .bind(item.price.minor())
    .bind(item.price.currency().code())
    .bind(item.tax.milli_percent())
    .bind(&item.category)
    .bind(unit_text(item.unit))
    .bind(&item.picture)
    .bind(&item.colour)
    .execute(&mut *write)
    .await?;
    for code in std::iter::once(item.code.as_str()).chain(item.aliases.iter().map(String::as_str)) {
        sqlx::query("insert into item_codes (code, item_id) values (?, ?)").bind(code).bind(id).execute(&mut *write).await?;
    }
    sqlx::query("insert into item_names (rowid, name) values (?, ?)")
        .bind(id)
        .bind(item.name.as_str())
        .execute(&mut *write)
        .await?;
    Ok(())
}

/// The words of a search as an FTS5 query: each a quoted prefix, all of them required. `None` without a word.
fn prefixes(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        .map(|word| format!("\"{}\"*", word.chars().take(40).collect::<String>()))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
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
        tax: TaxRate::from_milli_percent(row.get("tax_milli_percent")).map_err(|error| bad(error.to_string()))?,
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
        assert_eq!(prefixes("crè brû").as_deref(), Some("\"crè\"* \"brû\"*"));
        assert_eq!(prefixes("a\" OR b*(NEAR").as_deref(), Some("\"a\"* \"OR\"* \"b\"* \"NEAR\"*"));
        assert_eq!(prefixes(" \"*:^ "), None);
    }
}
