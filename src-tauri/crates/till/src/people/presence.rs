//! Who stands at the till now. Nothing of it is kept: a till that starts knows nobody.

use std::time::Duration;

use payment::Tick;
use store::{Person, PersonId, Role};

use super::PeopleError;
use crate::journalling::SignOut;
use crate::session::Stage;
use crate::{Till, TillError};

/// The setting that says after how many idle minutes the till locks itself; zero never.
const IDLE_MINUTES: &str = "idle_minutes";
/// Long enough for a customer who looks for their purse, short enough for a walk to the storeroom.
const USUAL_IDLE_MINUTES: u32 = 5;
/// The longest idle time that can be set: a working day.
pub const MAX_IDLE_MINUTES: u32 = 480;

/// Whether somebody works here, who is signed in, and since when nobody did anything.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    has_people: bool,
    signed_in: Option<SignedIn>,
    last_act: Tick,
    idle_minutes: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) person: Person,
    /// When their PIN was entered; not at all in practice, where the first cashier is there from the start.
    pub(crate) pin_at: Option<Tick>,
}

/// What the sign-in of a till looks like from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// The shop has no people: everybody may sell.
    WithoutPeople,
    /// The shop has people, and none is signed in.
    NobodySignedIn,
    /// Somebody is.
    SignedIn(Person),
}

impl Presence {
    pub(super) fn signed_in(&self) -> Option<&SignedIn> {
        self.signed_in.as_ref()
    }

    fn idle_too_long(&self, now: Tick) -> bool {
        let limit = Duration::from_secs(u64::from(self.idle_minutes) * 60);
        self.signed_in.is_some() && !limit.is_zero() && now.saturating_sub(self.last_act) >= limit
    }
}

impl Till {
    /// Who is signed in.
    pub fn current_person(&self) -> Option<Person> {
        self.presence().signed_in.as_ref().map(|signed_in| signed_in.person.clone())
    }

    /// Whether the till may be used now, and by whom.
    pub fn access(&self) -> Access {
        let presence = self.presence();
        match &presence.signed_in {
            Some(signed_in) => Access::SignedIn(signed_in.person.clone()),
            None if presence.has_people => Access::NobodySignedIn,
            None => Access::WithoutPeople,
        }
    }

    /// Whether anybody works here; a shop without people asks nobody for a PIN.
    pub fn has_people(&self) -> bool {
        self.presence().has_people
    }

    /// Somebody touched the screen or a key.
    pub fn touch(&self) {
        let now = self.clock().tick();
        let mut presence = self.presence();
        // What comes too late does not keep a till open that is locked already, only not yet told so.
        if !presence.idle_too_long(now) {
            presence.last_act = now;
        }
    }

    /// Signs out whoever has done nothing for too long. A card payment on the screen is waited for.
    pub async fn lock_if_idle(&self) {
        let paying = matches!(self.session().await.stage, Stage::Paying { .. });
        if paying {
            self.keep_awake();
        } else if self.presence().idle_too_long(self.clock().tick()) {
            tracing::info!("locked after nobody did anything for a while");
            self.leave(SignOut::Idle);
        }
    }

    /// Waiting for a card is not idling.
    pub(crate) fn keep_awake(&self) {
        self.presence().last_act = self.clock().tick();
    }

    /// Refuses while nobody is signed in to a shop that has people, and counts as an act of whoever is.
    pub fn demand_somebody(&self) -> Result<(), TillError> {
        self.seller().map(drop)
    }

    /// Refuses whoever is no manager; in a shop without people nobody is asked.
    ///
    /// # Errors
    /// `NobodySignedIn`, or `ManagerNeeded`.
    pub fn demand_manager(&self) -> Result<(), TillError> {
        self.seller()?;
        match self.current_person() {
            Some(person) if person.role != Role::Manager => Err(PeopleError::ManagerNeeded.into()),
            Some(_) | None => Ok(()),
        }
    }

    /// Nobody is signed in any more. The basket stays, and payments under way go on.
    pub fn sign_out(&self) {
        self.leave(SignOut::Asked);
    }

    fn leave(&self, because: SignOut) {
        let left = self.presence().signed_in.take();
        if let Some(left) = left {
            self.gone(&left.person, because);
        }
    }

    /// Somebody who was signed in is not any more.
    fn gone(&self, person: &Person, because: SignOut) {
        self.desk().seat("");
        self.journal_sign_out(person, because);
        tracing::info!(person = person.id.0, ?because, "signed out");
        self.changed();
    }

    /// After how many idle minutes the till locks itself; zero never.
    pub fn idle_minutes(&self) -> u32 {
        self.presence().idle_minutes
    }

    pub(super) async fn keep_idle_minutes(&self, minutes: u32) -> Result<(), TillError> {
        let minutes = minutes.min(MAX_IDLE_MINUTES);
        self.store().settings().set(IDLE_MINUTES, &minutes).await?;
        self.presence().idle_minutes = minutes;
        self.changed();
        Ok(())
    }

    /// The name that goes on an order now. Every act of selling asks for it.
    ///
    /// # Errors
    /// `NobodySignedIn` in a shop that has people.
    pub(crate) fn seller(&self) -> Result<String, TillError> {
        let now = self.clock().tick();
        let mut presence = self.presence();
        if presence.idle_too_long(now) {
            let left = presence.signed_in.take();
            drop(presence);
            if let Some(left) = left {
                self.gone(&left.person, SignOut::Idle);
            }
            return Err(PeopleError::NobodySignedIn.into());
        }
        presence.last_act = now;
        match &presence.signed_in {
            Some(signed_in) => Ok(signed_in.person.name.clone()),
            None if presence.has_people => Err(PeopleError::NobodySignedIn.into()),
            None => {
                drop(presence);
                Ok(self.shop().cashier)
            }
        }
    }

    /// Reads what the last process left: whether there are people, and how long the till may be idle.
    pub(crate) async fn take_place(&self) -> Result<(), TillError> {
        let has_people = !self.store().people().list().await?.is_empty();
        let usual = if self.shop().practice { 0 } else { USUAL_IDLE_MINUTES };
        let idle_minutes = self.store().settings().get(IDLE_MINUTES).await?.unwrap_or(usual);
        if !has_people {
            self.desk().seat(&self.shop().cashier);
        }
        let mut presence = self.presence();
        presence.has_people = has_people;
        presence.idle_minutes = idle_minutes;
        Ok(())
    }

    pub(super) fn let_in(&self, person: Person, pin_at: Option<Tick>) {
        self.desk().seat(&person.name);
        let mut presence = self.presence();
        presence.has_people = true;
        presence.last_act = self.clock().tick();
        presence.signed_in = Some(SignedIn { person, pin_at });
        drop(presence);
        self.changed();
    }

    pub(super) fn somebody_works_here(&self) {
        self.presence().has_people = true;
        self.changed();
    }

    pub(super) fn sign_out_if(&self, id: PersonId) {
        if self.current_person().is_some_and(|person| person.id == id) {
            self.leave(SignOut::Changed);
        }
    }
}
