//! Managers' approvals between the PIN and the act: kept here, known to the window by a random word alone.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use till::{ManagerApproval, PeopleError, TillError};

/// An approval that is not used at once was for something that did not come about.
const LIFE: Duration = Duration::from_secs(90);
/// More than one window can ask for; the oldest goes.
const MAX_WAITING: usize = 16;

/// Approvals that wait for their act.
#[derive(Debug, Default)]
pub(crate) struct Approvals {
    waiting: Mutex<HashMap<String, (ManagerApproval, Instant)>>,
}

impl Approvals {
    /// Keeps an approval and answers with the word it is taken by, once.
    pub(crate) fn keep(&self, approval: ManagerApproval, now: Instant) -> Result<String, TillError> {
        let mut random = [0_u8; 16];
        getrandom::fill(&mut random).map_err(|error| TillError::Internal(error.to_string()))?;
        let token: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (_, since)| now.saturating_duration_since(*since) < LIFE);
        if waiting.len() >= MAX_WAITING
            && let Some(oldest) =
                waiting.iter().min_by_key(|(_, (_, since))| *since).map(|(word, _)| word.clone())
        {
            waiting.remove(&oldest);
        }
        waiting.insert(token.clone(), (approval, now));
        Ok(token)
    }

    /// Hands an approval out; it is gone from here.
    pub(crate) fn take(&self, token: &str, now: Instant) -> Result<ManagerApproval, TillError> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.remove(token) {
            Some((approval, since)) if now.saturating_duration_since(since) < LIFE => Ok(approval),
            _ => Err(PeopleError::ManagerNeeded.into()),
        }
    }

    /// Whoever signs in or out takes no approval over.
    pub(crate) fn forget(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use composition::Accounts;
    use till::{Shop, SystemClock, Till};

    use super::*;

    #[tokio::test]
    async fn an_approval_is_good_for_one_act_and_not_for_long() {
        let folder = tempfile::tempdir().unwrap();
        let shop = Shop::new("Corner", money::Currency::EUR);
        let clock = Arc::new(SystemClock::new());
        let till = Till::init(folder.path(), shop, Arc::new(Accounts::new()), clock).await.unwrap();
        let (approvals, now) = (Approvals::default(), Instant::now());
        let keep = || approvals.keep(till.approval_at_hand().unwrap(), now).unwrap();
        let (first, late, dropped) = (keep(), keep(), keep());
        assert!(approvals.take(&first, now).is_ok());
        assert!(approvals.take(&first, now).is_err(), "once");
        assert!(approvals.take("", now).is_err());
        assert!(approvals.take(&late, now + LIFE).is_err(), "not for long");
        approvals.forget();
        assert!(approvals.take(&dropped, now).is_err());
        let many: Vec<String> = (0..=MAX_WAITING).map(|_| keep()).collect();
        assert_eq!(many.iter().filter(|token| approvals.take(token, now).is_ok()).count(), MAX_WAITING);
    }
}
