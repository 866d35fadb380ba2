//! Who works at the till: PINs, signing in, what needs a manager.

mod approval;
mod error;
mod pepper;
mod pin;
mod presence;

use std::collections::HashMap;
use std::time::Duration;

use journal::Kind;
use payment::Tick;
use serde_json::json;
use store::{NewPerson, Person, PersonId, PinHash, Role, StoreError};

pub use approval::{Approver, ManagerApproval};
pub use error::PeopleError;
pub use pepper::{PepperError, PepperKeeper};
pub use pin::Pin;
pub(crate) use presence::Presence;
pub use presence::{Access, MAX_IDLE_MINUTES};

use crate::{Till, TillError};

/// After so many wrong PINs in a row only a new PIN helps.
pub const MAX_TRIES: u32 = 10;
/// So many wrong PINs in a row cost nothing but the walk to the next digit.
const FREE_TRIES: u32 = 3;
/// The wait after the last free try; each further one doubles it.
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// The most people a till has.
const MAX_PEOPLE: usize = 100;
/// The longest name, in characters.
const MAX_NAME: usize = 40;

/// When this process last saw each person's PIN being tried. Held while a PIN is judged: one after the other.
#[derive(Debug, Default)]
pub(crate) struct Tries {
    /// When this till was opened: what an earlier process counted is waited for from here.
    opened: Tick,
    last: HashMap<PersonId, Tick>,
}

impl Tries {
    pub(crate) fn since(opened: Tick) -> Self {
        Self { opened, last: HashMap::new() }
    }

    /// Whether the next try may be made now. Only the number of tries is remembered across processes, never a time: a
    /// clock that is put forward shortens no wait, and a restart begins it anew.
    fn admit(&self, person: &Person, now: Tick) -> Result<(), PeopleError> {
        let failed = person.failed_tries;
        if failed >= MAX_TRIES {
            return Err(PeopleError::Locked);
        }
        if failed < FREE_TRIES {
            return Ok(());
        }
        let wait = FIRST_WAIT.saturating_mul(1 << (failed - FREE_TRIES));
        let since = self.last.get(&person.id).copied().unwrap_or(self.opened);
        let left = (since + wait).saturating_sub(now);
        if left.is_zero() {
            return Ok(());
        }
        Err(PeopleError::Wait { seconds: left.as_secs() + u64::from(left.subsec_nanos() > 0) })
    }
}

impl Till {
    /// The people who work here, by name.
    pub async fn people(&self) -> Result<Vec<Person>, TillError> {
        Ok(self.store().people().list().await?)
    }

    /// Signs a person in, in place of whoever was.
    ///
    /// # Errors
    /// `WrongPin`, `Wait` or `Locked`; `Pepper` when the keychain is not what it was. Whoever was signed in stays so.
    pub async fn sign_in(&self, id: PersonId, pin: &Pin) -> Result<Person, TillError> {
        let person = self.verify(id, pin).await?;
        self.journal_sign_in(&person, self.current_person()).await?;
        tracing::info!(person = person.id.0, "signed in");
        self.let_in(person.clone(), Some(self.clock().tick()));
        Ok(person)
    }

    /// Signs a person in without a PIN, in a practice shop, whose PINs stand on the screen anyway.
    ///
    /// # Errors
    /// `NobodySignedIn` in a real shop.
    pub async fn sign_in_to_practise(&self, id: PersonId) -> Result<(), TillError> {
        if !self.shop().practice {
            return Err(PeopleError::NobodySignedIn.into());
        }
        let (person, _) = self.store().people().with_pin(id).await?;
        self.journal_sign_in(&person, self.current_person()).await?;
        self.let_in(person, None);
        Ok(())
    }

    /// Adds a person. In a shop without people anybody may add the first, who must be a manager.
    ///
    /// # Errors
    /// `NotAName`, `NameTaken`, `TrivialPin`, `FirstIsAManager`, `TooMany`.
    pub async fn add_person(
        &self,
        approval: ManagerApproval,
        name: &str,
        role: Role,
        pin: &Pin,
    ) -> Result<Person, TillError> {
        let name = sale::clean_line(name);
        if name.is_empty() || name.chars().count() > MAX_NAME {
            return Err(PeopleError::NotAName.into());
        }
        // SQLite folds the case of English letters only; a shop has other names too.
        let people = self.people().await?;
        if people.iter().any(|person| person.name.to_lowercase() == name.to_lowercase()) {
            return Err(PeopleError::NameTaken.into());
        }
        if people.len() >= MAX_PEOPLE {
            return Err(PeopleError::TooMany.into());
        }
        if people.is_empty() && role != Role::Manager {
            return Err(PeopleError::FirstIsAManager.into());
        }
        let pin = self.hashed(pin).await?;
        let new = NewPerson { name, role, pin, added_at: self.now() };
        let person = self.store().people().add(new).await.map_err(broken_rule)?;
        tracing::info!(person = person.id.0, role = role.as_str(), by = ?approval.by(), "person added");
        self.somebody_works_here();
        Ok(person)
    }

    /// Takes a person out; their orders keep their name. Whoever removes themselves is signed out.
    ///
    /// # Errors
    /// `LastManager`.
    pub async fn remove_person(&self, approval: ManagerApproval, id: PersonId) -> Result<(), TillError> {
        self.store().people().remove(id, self.now()).await.map_err(broken_rule)?;
        tracing::info!(person = id.0, by = ?approval.by(), "person removed");
        self.sign_out_if(id);
        self.changed();
        Ok(())
    }

    /// Gives a person a new PIN, which also unlocks them.
    pub async fn set_pin(&self, approval: ManagerApproval, id: PersonId, pin: &Pin) -> Result<(), TillError> {
        self.replace_pin(id, pin).await?;
        tracing::info!(person = id.0, by = ?approval.by(), "PIN set");
        Ok(())
    }

    /// Gives a manager a new PIN when no manager can sign in any more: all are locked, or the keychain has lost what was
    /// mixed into their PINs. For support, with the data folder at hand; no window offers it.
    ///
    /// # Errors
    /// `NotLockedOut` while a manager could still do it, `NotAManager` for a cashier.
    pub async fn rescue_manager(&self, id: PersonId, pin: &Pin) -> Result<(), TillError> {
        for person in self.people().await?.iter().filter(|person| person.role == Role::Manager) {
            let (_, hash) = self.store().people().with_pin(person.id).await?;
            match self.pepper_of(hash.pepper.as_deref()).await {
                Ok(_) if person.failed_tries < MAX_TRIES => return Err(PeopleError::NotLockedOut.into()),
                // Its passphrase lets a manager in again.
                Err(locked @ TillError::Connect(_)) => return Err(locked),
                Ok(_) | Err(_) => {}
            }
        }
        if self.store().people().with_pin(id).await?.0.role != Role::Manager {
            return Err(PeopleError::NotAManager.into());
        }
        self.forget_lost_pepper().await?;
        self.replace_pin(id, pin).await?;
        tracing::warn!(person = id.0, "a manager's PIN was set without a manager: nobody else could");
        Ok(())
    }

    /// Sets after how many idle minutes the till locks itself; zero never.
    pub async fn set_idle_minutes(&self, approval: ManagerApproval, minutes: u32) -> Result<(), TillError> {
        self.keep_idle_minutes(minutes).await?;
        tracing::info!(minutes, by = ?approval.by(), "idle lock set");
        Ok(())
    }

    async fn replace_pin(&self, id: PersonId, pin: &Pin) -> Result<(), TillError> {
        let hash = self.hashed(pin).await?;
        let mut tries = self.tries().await;
        self.store().people().set_pin(id, hash, self.now()).await?;
        tries.last.remove(&id);
        drop(tries);
        // Whoever is signed in with the old PIN proves the new one before it counts as a manager's.
        self.sign_out_if(id);
        self.changed();
        Ok(())
    }

    /// Judges a PIN. The try is on the disk before its answer is known, so ending the program in between gives nobody
    /// another one.
    pub(crate) async fn verify(&self, id: PersonId, pin: &Pin) -> Result<Person, TillError> {
        let mut tries = self.tries().await;
        let (person, hash) = self.store().people().with_pin(id).await?;
        tries.admit(&person, self.clock().tick())?;
        let pepper = self.pepper_of(hash.pepper.as_deref()).await?;
        let failed = self.store().people().count_try(id).await?;
        tries.last.insert(id, self.clock().tick());
        let typed = pin.clone();
        let judged =
            tokio::task::spawn_blocking(move || pin::matches(&typed, &hash.phc, pepper.as_ref())).await;
        let right = judged
            .unwrap_or_else(|error| Err(error.to_string()))
            .map_err(|reason| TillError::Internal(format!("stored PIN: {reason}")))?;
        if right {
            self.store().people().clear_tries(id).await?;
            tries.last.remove(&id);
            return Ok(Person { failed_tries: 0, ..person });
        }
        // The wait begins when the answer is out, not while it is worked out.
        tries.last.insert(id, self.clock().tick());
        self.journal(Kind::SignInFailed, json!({ "person": id.0, "tries": failed })).await?;
        tracing::warn!(person = id.0, failed, "wrong PIN");
        self.changed();
        Err(match MAX_TRIES.saturating_sub(failed) {
            0 => PeopleError::Locked.into(),
            left => PeopleError::WrongPin { left }.into(),
        })
    }

    /// The hash of a new PIN, with the shop's pepper where there is a keychain.
    async fn hashed(&self, pin: &Pin) -> Result<PinHash, TillError> {
        let practice = self.shop().practice;
        if !practice && pin.is_trivial() {
            return Err(PeopleError::TrivialPin.into());
        }
        let (entry, pepper) = if practice { (None, None) } else { self.pepper_for_new_pins().await? };
        let typed = pin.clone();
        let phc = tokio::task::spawn_blocking(move || pin::hash(&typed, pepper.as_ref())).await;
        let phc = phc.unwrap_or_else(|error| Err(error.to_string())).map_err(TillError::Internal)?;
        Ok(PinHash { phc, pepper: entry })
    }
}

/// A rule of the database as what it means to whoever asked.
fn broken_rule(error: StoreError) -> TillError {
    match error {
        StoreError::Conflict(rule) if rule == "one_person_per_name" => PeopleError::NameTaken.into(),
        StoreError::Conflict(rule) if rule == "the_last_manager_stays" => PeopleError::LastManager.into(),
        StoreError::Conflict(rule) if rule == "the_first_person_is_a_manager" => {
            PeopleError::FirstIsAManager.into()
        }
        other => other.into(),
    }
}
