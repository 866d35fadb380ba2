//! A manager's yes, as a thing that an act takes and uses up.

use std::time::Duration;

use journal::Kind;
use serde_json::json;
use store::{PersonId, Role};

use super::{PeopleError, Pin};
use crate::{Till, TillError};

/// A manager's PIN counts as fresh for so long after it was entered at sign-in.
const FRESH: Duration = Duration::from_secs(120);

/// Who approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approver {
    /// A manager, whose PIN was right.
    Manager {
        /// Which one.
        id: PersonId,
        /// Their name at that time.
        name: String,
    },
    /// The shop has no people: whoever stands at the till decides, as the shop wants it.
    ShopWithoutPeople,
}

/// Proof that a manager approved one act. Made by [`Till::approve`] and [`Till::approval_at_hand`] alone, neither copied
/// nor stored: the act that needs it takes it.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "an approval is for an act"]
pub struct ManagerApproval {
    by: Approver,
}

impl ManagerApproval {
    /// Who approved, for the record of the act.
    pub fn by(&self) -> &Approver {
        &self.by
    }

    /// The approver's name; `None` in a shop without people.
    pub fn name(&self) -> Option<&str> {
        match &self.by {
            Approver::Manager { name, .. } => Some(name),
            Approver::ShopWithoutPeople => None,
        }
    }
}

impl Till {
    /// A manager approves one act with their PIN. Who is signed in stays so.
    ///
    /// # Errors
    /// As [`Till::sign_in`], and `NotAManager`. A cashier's PIN is not even tried: it would tell whether it is right.
    pub async fn approve(&self, id: PersonId, pin: &Pin) -> Result<ManagerApproval, TillError> {
        if self.store().people().with_pin(id).await?.0.role != Role::Manager {
            return Err(PeopleError::NotAManager.into());
        }
        let person = self.verify(id, pin).await?;
        self.journal(Kind::Approval, json!({ "manager": person.id.0, "name": person.name })).await?;
        tracing::info!(manager = person.id.0, "approved by PIN");
        Ok(ManagerApproval { by: Approver::Manager { id: person.id, name: person.name } })
    }

    /// The approval that needs no further PIN: the signed-in person is a manager who entered theirs just now, or the shop
    /// has no people.
    ///
    /// # Errors
    /// `NobodySignedIn`, or `ManagerNeeded`: ask a manager for their PIN and call [`Till::approve`].
    pub fn approval_at_hand(&self) -> Result<ManagerApproval, TillError> {
        if !self.has_people() {
            return Ok(ManagerApproval { by: Approver::ShopWithoutPeople });
        }
        self.seller()?;
        let now = self.clock().tick();
        match self.presence().signed_in() {
            Some(signed_in)
                if signed_in.person.role == Role::Manager
                    && signed_in.pin_at.is_some_and(|at| now.saturating_sub(at) < FRESH) =>
            {
                let person = signed_in.person.clone();
                Ok(ManagerApproval { by: Approver::Manager { id: person.id, name: person.name } })
            }
            _ => Err(PeopleError::ManagerNeeded.into()),
        }
    }
}
