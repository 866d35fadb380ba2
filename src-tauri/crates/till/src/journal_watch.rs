//! Whether the journal is whole: looked at before the till works, and what happens when it is not.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use journal::{Kind, Why};
use serde_json::json;
use store::{JournalCheck, Note, Store};

use crate::refund::clean_reason;
use crate::till::Inner;
use crate::{ManagerApproval, Till, TillError};

/// What is wrong with the journal, until somebody decides to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalTrouble {
    /// How many places do not fit, as far as they were counted.
    pub places: usize,
    /// The number of the first.
    pub seq: u64,
    /// What it looks like from the outside.
    pub kind: JournalTroubleKind,
    /// The same exactly, for support.
    pub details: String,
}

/// What a broken journal looks like to whoever must decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalTroubleKind {
    /// Entries were changed, taken out, put in or moved, or the books are not what they tell of.
    Changed,
    /// Its end is missing, or an old copy took its place.
    RolledBack,
    /// It belongs to another till.
    OtherTill,
    /// What was written down outside is gone.
    NoAnchor,
}

/// The last check, while it stands in the way.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    found: Mutex<Option<JournalCheck>>,
}

impl Watch {
    /// Remembers what a check found; answers whether the journal is whole.
    pub(crate) fn take(&self, check: JournalCheck) -> bool {
        let whole = check.broken.is_empty();
        if let Some(first) = check.broken.first() {
            tracing::error!(%first, places = check.broken.len(), "the journal is broken");
            *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(check);
        }
        whole
    }

    fn found(&self) -> Option<JournalCheck> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn clear(&self) {
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Till {
    /// What is wrong with the journal; `None` when it is whole or somebody decided to go on.
    pub fn journal_trouble(&self) -> Option<JournalTrouble> {
        let found = self.journal_watch().found()?;
        let first = found.broken.first()?;
        Some(JournalTrouble {
            places: found.broken.len(),
            seq: first.seq,
            kind: match first.why {
                Why::CutOff { .. } | Why::NotAnchored => JournalTroubleKind::RolledBack,
                Why::OtherTill => JournalTroubleKind::OtherTill,
                Why::NoAnchor => JournalTroubleKind::NoAnchor,
                Why::OutOfOrder { .. }
                | Why::Altered
                | Why::NotChained
                | Why::NotGenesis
                | Why::Totals
                | Why::Currency
                | Why::NotAsBooked
                | Why::NotInBooks { .. }
                | Why::NotJournalled { .. }
                | Why::Unreadable => JournalTroubleKind::Changed,
            },
            details: first.to_string(),
        })
    }

    /// Somebody decides to go on selling although the journal is broken. Who and why is written into it; what was found
    /// stays in it for good and is not asked about again.
    ///
    /// # Errors
    /// `JournalReason` without a reason.
    pub async fn go_on_despite_journal(
        &self,
        approval: ManagerApproval,
        reason: &str,
    ) -> Result<(), TillError> {
        let reason = clean_reason(Some(reason)).ok_or(TillError::JournalReason)?;
        let Some(found) = self.journal_watch().found() else { return Ok(()) };
        let payload = json!({ "reason": reason, "approved_by": approval.name() });
        self.store().journal().go_on(&found, Note::new(Kind::FailedCheck, "", payload)).await?;
        self.journal_watch().clear();
        self.changed();
        Ok(())
    }

    /// Money is neither taken nor given while nobody has decided about a broken journal.
    pub(crate) fn demand_whole_journal(&self) -> Result<(), TillError> {
        if self.journal_watch().found().is_some() { Err(TillError::JournalBroken) } else { Ok(()) }
    }

    /// Checks all of it, and what is known of it outside.
    pub async fn check_journal(&self) -> Result<JournalCheck, TillError> {
        let check = self.store().journal().check_all().await?;
        self.journal_watch().take(check.clone());
        self.changed();
        Ok(check)
    }

    /// The quick look of a start. The end of a whole journal is written down outside from now on; that of a broken one is not,
    /// or nobody could see any more that it is.
    pub(crate) async fn look_at_journal(&self) -> Result<(), TillError> {
        let whole = self.journal_watch().take(self.store().journal().check_tail().await?);
        self.journal_start().await?;
        if whole {
            self.store().keep_anchors();
            self.store().journal().anchor_now().await;
        }
        Ok(())
    }

    /// Reads the whole journal while the till sells; a till that is closed meanwhile is not held open by it.
    pub(crate) fn check_journal_in_the_background(&self, inner: Weak<Inner>) {
        let store: Store = self.store().clone();
        tokio::spawn(async move {
            let checked = store.journal().check_all().await;
            let Some(inner) = inner.upgrade() else { return };
            let till = Till::of(inner);
            match checked {
                Ok(check) => {
                    tracing::debug!(entries = check.checked, "the journal was read");
                    if !till.journal_watch().take(check) {
                        till.changed();
                    }
                }
                Err(error) => tracing::error!(%error, "the journal could not be read"),
            }
        });
    }
}

impl Till {
    pub(crate) fn of(inner: Arc<Inner>) -> Self {
        Self { inner }
    }
}
