use std::fmt;

use jiff::Timestamp;
use journal::Kind;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::row::{count, timestamp_text};
use crate::{Note, Store, StoreError, journalled};

/// Names a person who works at this till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub i64);

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sells.
    Cashier,
    /// Sells, and decides what needs a manager.
    Manager,
}

impl Role {
    /// The word of the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Cashier => "cashier",
            Role::Manager => "manager",
        }
    }

    fn read(text: &str) -> Result<Self, StoreError> {
        [Self::Cashier, Self::Manager]
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| StoreError::unreadable("role", text))
    }
}

/// A person who works at this till.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Its name in the till.
    pub id: PersonId,
    /// What people call them; printed on receipts.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Tries since the last right PIN.
    pub failed_tries: u32,
    /// Whether they have another PIN than the one they were added with.
    pub pin_changed: bool,
}

/// The hash of a PIN. Four digits are quickly tried against it, so it is not shown either.
#[derive(Clone, PartialEq, Eq)]
pub struct PinHash {
    /// Algorithm, parameters, salt and hash as PHC text.
    pub phc: String,
    /// The keychain's entry that was mixed in.
    pub pepper: Option<String>,
}

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PinHash").field("pepper", &self.pepper).finish_non_exhaustive()
    }
}

/// A person to be added.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// What people call them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Their PIN.
    pub pin: PinHash,
    /// When.
    pub added_at: Timestamp,
}

/// The people.
#[derive(Debug, Clone, Copy)]
pub struct People<'a>(pub(crate) &'a Store);

impl People<'_> {
    /// Those who work here now, by name.
    pub async fn list(&self) -> Result<Vec<Person>, StoreError> {
        let rows = sqlx::query("select * from people where removed_at is null order by name collate nocase")
            .fetch_all(&mut *self.0.read().await?)
            .await?;
        rows.iter().map(read).collect()
    }

    /// A person with the hash of their PIN. Somebody who was removed is not found.
    pub async fn with_pin(&self, id: PersonId) -> Result<(Person, PinHash), StoreError> {
        let row = sqlx::query("select * from people where id = ? and removed_at is null")
            .bind(id.0)
            .fetch_optional(&mut *self.0.read().await?)
            .await?
            .ok_or(StoreError::NotFound("person"))?;
        Ok((read(&row)?, PinHash { phc: row.get("pin_hash"), pepper: row.get("pin_pepper") }))
    }

    /// Adds a person.
    ///
    /// # Errors
    /// `Conflict` with `one_person_per_name` or `the_first_person_is_a_manager`.
    pub async fn add(&self, new: NewPerson) -> Result<Person, StoreError> {
        let mut write = self.0.write().await?;
        let row = sqlx::query(
            "insert into people (name, role, pin_hash, pin_pepper, added_at) values (?, ?, ?, ?, ?) returning *",
        )
        .bind(new.name)
        .bind(new.role.as_str())
        .bind(new.pin.phc)
        .bind(new.pin.pepper)
        .bind(timestamp_text(new.added_at))
        .fetch_one(&mut *write)
        .await?;
        let person = read(&row)?;
        write.journal(noted(person.role.as_str(), person.id, &person.name))?;
        write.commit().await?;
        Ok(person)
    }

    /// Takes a person out; their orders keep their name.
    ///
    /// # Errors
    /// `Conflict` with `the_last_manager_stays`.
    pub async fn remove(&self, id: PersonId, at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        let done = sqlx::query("update people set removed_at = ? where id = ? and removed_at is null")
            .bind(timestamp_text(at))
            .bind(id.0)
            .execute(&mut *write)
            .await?;
        if done.rows_affected() == 0 {
            write.rollback().await?;
            return Err(StoreError::NotFound("person"));
        }
        write.journal(noted("removed", id, ""))?;
        write.commit().await
    }

    /// Gives a person a new PIN; the tries begin anew.
    pub async fn set_pin(&self, id: PersonId, pin: PinHash, at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        let done = sqlx::query(
            "update people set pin_hash = ?, pin_pepper = ?, pin_changed_at = ?, failed_tries = 0
             where id = ? and removed_at is null",
        )
        .bind(pin.phc)
        .bind(pin.pepper)
        .bind(timestamp_text(at))
        .bind(id.0)
        .execute(&mut *write)
        .await?;
        if done.rows_affected() == 0 {
            write.rollback().await?;
            return Err(StoreError::NotFound("person"));
        }
        write.journal(noted("new_pin", id, ""))?;
        write.commit().await
    }

    /// Counts a try before it is judged and answers with the number of tries since the last right PIN.
    pub async fn count_try(&self, id: PersonId) -> Result<u32, StoreError> {
        let mut write = self.0.write().await?;
        let row = sqlx::query(
            "update people set failed_tries = failed_tries + 1 where id = ? and removed_at is null returning failed_tries",
        )
        .bind(id.0)
        .fetch_optional(&mut *write)
        .await?
        .ok_or(StoreError::NotFound("person"))?;
        write.commit().await?;
        Ok(count(row.get("failed_tries")))
    }

    /// The PIN was right: the tries begin anew.
    pub async fn clear_tries(&self, id: PersonId) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        sqlx::query("update people set failed_tries = 0 where id = ? and removed_at is null")
            .bind(id.0)
            .execute(&mut *write)
            .await?;
        write.commit().await
    }
}

/// Who is added is named by the role they have from now on.
fn noted(act: &str, id: PersonId, name: &str) -> Note {
    journalled::done(Kind::Person, act, id.0, name)
}

fn read(row: &SqliteRow) -> Result<Person, StoreError> {
    Ok(Person {
        id: PersonId(row.get("id")),
        name: row.get("name"),
        role: Role::read(row.get("role"))?,
        failed_tries: count(row.get("failed_tries")),
        pin_changed: row.get::<Option<String>, _>("pin_changed_at").is_some(),
    })
}
