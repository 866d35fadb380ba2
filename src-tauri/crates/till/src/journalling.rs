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

    pub(crate) async fn journal_sign_in(&self, person: &Person) -> Result<(), TillError> {
        let note =
            Note::new(Kind::SignIn, "", json!({ "person": person.id.0, "role": person.role.as_str() }));
        self.store().journal().append(note.by(&person.name)).await?;
        Ok(())
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
