//! Refunds that are not sent again by the till itself any more: a person looks what became of them.

use payment::{Event, Mismatch};
use sale::RefundNumber;
use store::{PUT_BACK, RefundEnd, RefundState};

use crate::{Till, TillError};

impl Till {
    /// After an older copy of the till's memory took its place nobody knows what was sent since the copy was made: a refund
    /// that waits in it may have been given back under a reference it has never seen. Such refunds are a person's matter.
    pub(crate) async fn hand_over_after_a_restore(&self) -> Result<(), TillError> {
        let put_back = self.store().settings().get(PUT_BACK).await?.unwrap_or(false);
        // A copy that was put there by hand has no mark; its journal does not fit what was written down outside.
        if !put_back && self.journal_trouble().is_none() {
            return Ok(());
        }
        for number in self.store().refunds().without_end().await? {
            self.hand_over(number, Mismatch::PutBack).await?;
        }
        if put_back {
            self.store().settings().set(PUT_BACK, &false).await?;
        }
        Ok(())
    }

    /// Gives a refund that waits, or runs in a copy that was put back, to a person. It counts as given back until somebody has
    /// decided. One that was sent again meanwhile is followed to its end instead. Called with nothing followed yet, or with the
    /// session held.
    pub(super) async fn hand_over(&self, number: RefundNumber, why: Mismatch) -> Result<(), TillError> {
        let detail = self.store().refunds().detail(number).await?;
        let taken = match detail.head.state {
            RefundState::Waiting => true,
            RefundState::Open => why == Mismatch::PutBack,
            RefundState::Refunded | RefundState::NotRefunded | RefundState::NeedsPerson => false,
        };
        if !taken {
            return Ok(());
        }
        let last = detail.attempts.last().ok_or(TillError::NotFound("attempt"))?;
        let Some(record) = last.record.handed_over(why.clone()) else { return Ok(()) };
        let (event, at) = (Event::HandedOver(why), self.clock().wall());
        self.store().refunds().record_attempt(&record, &event, RefundEnd::NeedsPerson, &at).await?;
        tracing::warn!(refund = %number, "a refund is not sent again by itself: a person decides");
        Ok(())
    }
}
