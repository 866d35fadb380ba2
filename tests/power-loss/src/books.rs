//! All rows of a database, as something two of which can be compared.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, Row};

/// The rows of each table: how many, and a sum of what stands in them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Books(BTreeMap<String, (usize, u64)>);

impl Books {
    /// Reads every table but those an index keeps for itself.
    pub async fn read(connection: &mut SqliteConnection) -> Result<Self, sqlx::Error> {
        let tables = sqlx::query(
            "select name, (select group_concat('quote(\"' || info.name || '\")', '|| '','' ||')
                 from pragma_table_info(sqlite_schema.name) as info) as columns
             from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'item_names%'",
        );
        let mut books = BTreeMap::new();
        for table in tables.fetch_all(&mut *connection).await? {
            let (name, columns): (String, String) = (table.get(0), table.get(1));
            let query = format!("select {columns} from \"{name}\" order by 1");
            let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&mut *connection).await?;
            let mut sum = DefaultHasher::new();
            rows.iter().for_each(|row| row.get::<String, _>(0).hash(&mut sum));
            books.insert(name, (rows.len(), sum.finish()));
        }
        Ok(Self(books))
    }

    /// The tables in which two differ, with how many rows each has.
    pub fn difference(&self, other: &Self) -> String {
        let differing = self.0.iter().filter(|(table, rows)| other.0.get(*table) != Some(rows));
        let told = differing.map(|(table, (rows, _))| {
            format!("{table}: {rows} rows here, {:?} there", other.0.get(table).map(|(rows, _)| rows))
        });
        told.collect::<Vec<_>>().join("; ")
    }
}

/// A look at a database from beside the store.
pub(crate) async fn beside(folder: &Path) -> Result<SqliteConnection, sqlx::Error> {
    let options = SqliteConnectOptions::new().filename(folder.join(store::FILE_NAME)).read_only(true);
    SqliteConnection::connect_with(&options).await
}
