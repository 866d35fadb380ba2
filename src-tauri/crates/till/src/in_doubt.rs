//! Money in cash whose booking the disk reported as failed: it may be on the disk all the same, so it is looked up there
//! before anything is booked a second time.

use money::Money;
use sale::{OrderNumber, RefundNumber, TenderKind};
use store::{NewRefund, OrderState, StoreError};

use crate::session::{Finished, NoticeKind, Session, Stage};
use crate::{Till, TillError};

/// A sale in cash that may have been booked.
#[derive(Debug, Clone)]
pub(crate) struct SaleInDoubt {
    /// Whether its basket is still the one on the screen.
    pub(crate) on_screen: bool,
    /// What the screen shows once it is found.
    pub(crate) finished: Finished,
}

/// A refund in cash that may have been booked.
#[derive(Debug, Clone)]
pub(crate) struct RefundInDoubt {
    /// Of this order.
    pub(crate) order: OrderNumber,
    /// So much of its price.
    pub(crate) total: Money,
    /// The refunds it had before.
    pub(crate) before: Vec<RefundNumber>,
}

impl Till {
    /// Whether the sale that was in doubt is booked, and is the one on the screen: then it is shown as paid and nothing is
    /// left to do. Where the disk still cannot be read it stays in doubt, and nothing else is booked.
    pub(crate) async fn was_booked(&self, session: &mut Session) -> Result<bool, TillError> {
        let Some(doubt) = session.sale_in_doubt.clone() else { return Ok(false) };
        let booked = match self.store().orders().head_of(doubt.finished.order).await {
            Ok(head) => head.state == OrderState::Paid,
            Err(StoreError::NotFound(_)) => false,
            Err(error) => return Err(error.into()),
        };
        session.sale_in_doubt = None;
        if !booked {
            return Ok(false);
        }
        if !doubt.on_screen {
            // Something else is rung up by now: that goes on, and the sale before it is told of.
            session.notice(NoticeKind::FoundPaid, doubt.finished.order, doubt.finished.total);
            return Ok(false);
        }
        session.stage = Stage::Finished(Box::new(doubt.finished));
        Ok(true)
    }

    /// The refund in cash that was in doubt, if it is booked and is the one that is asked for again. Another one that turns
    /// out to be booked is told of, and stands in nobody's way.
    pub(crate) async fn was_given_back(
        &self,
        session: &mut Session,
        asked: &NewRefund,
    ) -> Result<Option<RefundNumber>, TillError> {
        let Some(doubt) = session.refund_in_doubt.clone() else { return Ok(None) };
        let now = self.store().refunds().of_order(doubt.order).await?;
        session.refund_in_doubt = None;
        let booked = now.into_iter().find(|head| {
            head.kind == TenderKind::Cash
                && head.refund.total == doubt.total
                && !doubt.before.contains(&head.number)
        });
        let Some(head) = booked else { return Ok(None) };
        if asked.refund.order == Some(doubt.order) && asked.refund.total == doubt.total {
            return Ok(Some(head.number));
        }
        session.refund_notice(NoticeKind::Refunded, &head);
        Ok(None)
    }
}

/// Whether a step that failed may be on the disk: a rule that refused it is proof that it is not.
pub(crate) fn may_be_on_disk(error: &StoreError) -> bool {
    !matches!(
        error,
        StoreError::Conflict(_)
            | StoreError::NotFound(_)
            | StoreError::TerminalOccupied(_)
            | StoreError::TerminalRefunding(_)
    )
}
