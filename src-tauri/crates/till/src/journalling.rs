//! What the till itself tells the journal, beside what the store writes with each step: who is at the till, starts and stops,
//! totals that were read.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::Zoned;
use jiff::civil::Date;
use journal::{Kind, Mark};
use serde_json::{Value, json};
use store::{DayFigures, Desk, Note, Person};

use crate::{Clock, Till, TillError};

/// Where the till stands, for the journal: its clock, and whoever is signed in.
pub(crate) struct TillDesk {
    clock: Arc<dyn Clock>,
    operator: RwLock<String>,
}

impl TillDesk {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, operator: RwLock::default() }
    }

    /// Whoever is at the till from now on; empty for nobody.
    pub(crate) fn seat(&self, name: &str) {
        name.clone_into(&mut self.operator.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Desk for TillDesk {
    fn wall(&self) -> Zoned {
        self.clock.wall()
    }

    fn operator(&self) -> String {
        self.operator.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Why somebody is not signed in any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignOut {
    /// They wanted it so.
    Asked,
    /// Nobody did anything for too long.
    Idle,
    /// Somebody else signed in.
    Switched,
    /// They were removed, or have a new PIN.
    Changed,
}

impl SignOut {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Idle => "idle",
            Self::Switched => "switched",
            Self::Changed => "changed",
        }
    }
}

fn signed_out(person: &Person, because: SignOut) -> Note {
    let payload = json!({ "person": person.id.0, "because": because.as_str() });
    Note::new(Kind::SignOut, "", payload).by(&person.name)
}

impl Till {
    /// Writes something into the journal that changes nothing else.
    pub(crate) async fn journal(&self, kind: Kind, payload: Value) -> Result<Mark, TillError> {
        Ok(self.store().journal().append(Note::new(kind, "", payload)).await?)
    }

    /// The till works from now on, in this version of the program.
    pub(crate) async fn journal_start(&self) -> Result<(), TillError> {
        self.journal(Kind::Start, json!({ "version": env!("CARGO_PKG_VERSION") })).await.map(drop)
    }

    /// The till is being closed in good order.
    pub async fn stop(&self) -> Result<(), TillError> {
        self.journal(Kind::Stop, json!({})).await?;
        self.store().journal().anchor_now().await;
        Ok(())
    }

    /// Somebody signed in, in place of `left`.
    pub(crate) async fn journal_sign_in(
        &self,
        person: &Person,
        left: Option<Person>,
    ) -> Result<(), TillError> {
        let other = left.filter(|left| left.id != person.id);
        let sign_out = other.map(|left| signed_out(&left, SignOut::Switched));
        let sign_in =
            Note::new(Kind::SignIn, "", json!({ "person": person.id.0, "role": person.role.as_str() }));
        self.store().journal().append_all(sign_out.into_iter().chain([sign_in.by(&person.name)])).await?;
        Ok(())
    }

    /// Somebody signed out, or was signed out. Nobody stays signed in because a disk is full, so nobody waits for the entry: it is
    /// written at once, beside what goes on.
    pub(crate) fn journal_sign_out(&self, person: &Person, because: SignOut) {
        let note = signed_out(person, because).at(&self.clock().wall());
        let store = self.store().clone();
        let written = async move {
            if let Err(error) = store.journal().append(note).await {
                tracing::warn!(%error, "a sign-out was not journalled");
            }
        };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(written)),
            Err(error) => tracing::warn!(%error, "a sign-out was not journalled"),
        }
    }

    /// Totals were read: what they said. Answers with the mark that is printed on them.
    pub(crate) async fn journal_day_totals(
        &self,
        day: Date,
        figures: &DayFigures,
    ) -> Result<String, TillError> {
        let payload = json!({
            "day": day.to_string(),
            "sales": figures.sales,
            "total_minor": figures.total.minor(),
        });
        Ok(self.journal(Kind::DayTotals, payload).await?.to_string())
    }
}
