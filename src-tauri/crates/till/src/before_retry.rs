//! The look before a card is asked for again.
//!
//! A payment that ended unpaid may turn out approved a moment later: a cancel that lost its race, a record that came late. The
//! late looks find it, but a cashier who asks for the card again at once is faster than they are.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use payment::{AttemptReference, AttemptState, Event, ProviderFault};
use sale::Basket;
use store::{Case, TerminalId};

use crate::pay::on_its_own;
use crate::session::Stage;
use crate::{Till, TillError};

/// So long a customer waits for it at most, however many attempts there are.
const LOOK_FOR: Duration = Duration::from_secs(2);
/// An attempt that ended longer ago is not what somebody tries once more.
const RECENT: SignedDuration = SignedDuration::from_hours(24);
/// The newest of them that are looked up.
const AT_MOST: u32 = 5;

/// How many such looks are under way.
#[derive(Debug, Default)]
pub(crate) struct LookingBack(AtomicUsize);

impl LookingBack {
    pub(crate) fn is_under_way(&self) -> bool {
        self.0.load(Ordering::Acquire) > 0
    }
}

/// One of them, shown as long as it lives.
struct Look<'a>(&'a Till);

impl<'a> Look<'a> {
    fn begin(till: &'a Till) -> Self {
        till.looking_back().0.fetch_add(1, Ordering::AcqRel);
        till.changed();
        Self(till)
    }
}

impl Drop for Look<'_> {
    fn drop(&mut self) {
        self.0.looking_back().0.fetch_sub(1, Ordering::AcqRel);
        self.0.changed();
    }
}

impl Till {
    /// Looks back, where there is something to look back at, and asks for the card.
    pub(crate) async fn pay_card_once(&self, wanted: Option<TerminalId>) -> Result<(), TillError> {
        let till = self.clone();
        on_its_own(async move {
            let looked_for = till.look_before_retry().await?;
            till.pay_card_now(wanted, looked_for.as_ref()).await
        })
        .await
    }

    /// Looks the sale's earlier attempts up that ended unpaid. What one of them came to after all is done by the till's usual
    /// way for late news. The session is not held meanwhile: cash is never kept waiting. Answers with the basket it was for, or
    /// `None` where there was nothing to look up.
    ///
    /// # Errors
    /// `CameInLate` or `NotClear`: nothing more may be charged before somebody has seen to it.
    async fn look_before_retry(&self) -> Result<Option<Basket>, TillError> {
        self.seller()?;
        let session = self.session().await;
        if matches!(session.stage, Stage::Paying { .. }) {
            return Ok(None);
        }
        let basket = session.basket.clone();
        drop(session);
        let tried = self.store().attempts().before_retry(self.now() - RECENT, AT_MOST).await?;
        if tried.is_empty() {
            return Ok(None);
        }
        let look = Look::begin(self);
        self.look_all_up(&tried).await?;
        drop(look);
        for reference in &tried {
            self.refuse_charged(&self.store().cases().get(reference).await?)?;
        }
        Ok(Some(basket))
    }

    /// All at the same time, so that one without an answer holds up no other.
    async fn look_all_up(&self, tried: &[AttemptReference]) -> Result<(), TillError> {
        let until = self.clock().tick() + LOOK_FOR;
        let mut asked = Vec::new();
        for reference in tried {
            let case = self.store().cases().get(reference).await?;
            let till = self.clone();
            asked.push(tokio::spawn(async move { (till.ask_until(&case, until).await, case) }));
        }
        for answer in asked {
            let (event, case) = answer.await.map_err(|error| TillError::Internal(error.to_string()))?;
            self.hear(&case, event).await?;
        }
        Ok(())
    }

    async fn ask_until(&self, case: &Case, until: Duration) -> Event {
        tokio::select! {
            answer = self.ask_about(case) => match answer {
                Ok(inquiry) => Event::Inquired(Box::new(inquiry)),
                Err(fault) => Event::InquiryFaulted(fault),
            },
            () = self.clock().sleep_until(until) => {
                Event::InquiryFaulted(ProviderFault::no_answer("not within the look before a second try"))
            }
        }
    }

    fn refuse_charged(&self, case: &Case) -> Result<(), TillError> {
        let Some(order) = case.order else { return Ok(()) };
        match case.record.state {
            // Somebody has seen to it.
            AttemptState::LateApproved | AttemptState::NeedsPerson if !case.record.calls_for_person() => {
                Ok(())
            }
            AttemptState::LateApproved | AttemptState::Approved => Err(TillError::CameInLate(order)),
            AttemptState::NeedsPerson => Err(TillError::NotClear(order)),
            AttemptState::Declined
            | AttemptState::Cancelled
            | AttemptState::NotSent
            | AttemptState::Reversed
            | AttemptState::Intended
            | AttemptState::Pending
            | AttemptState::Unknown => Ok(()),
        }
    }
}
