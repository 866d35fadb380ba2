//! A payment approved late becomes what pays its own order.

use payment::{AttemptRecord, AttemptReference, Event, Outcome};
use sale::{Basket, Order, OrderNumber, OrderTender};
use store::{Case, OrderMoney, PaidOrder, StoreError};

use super::decide::refused;
use super::{CaseRefused, LateMoney, came_in};
use crate::pay::on_its_own;
use crate::session::{Finished, MoneyEnd, NoticeKind, Stage};
use crate::{Till, TillError};

impl Till {
    /// Lets a payment approved late pay its own order, if that is still unpaid and comes to exactly its amount. Never
    /// another order: whose money it is follows from the reference it was sent under.
    pub async fn attach_late_payment(&self, reference: &AttemptReference) -> Result<OrderNumber, TillError> {
        let by = self.seller()?;
        let (till, reference) = (self.clone(), reference.clone());
        on_its_own(async move { till.attach_now(&reference, by).await }).await
    }

    async fn attach_now(&self, reference: &AttemptReference, by: String) -> Result<OrderNumber, TillError> {
        self.demand_whole_journal()?;
        self.demand_sound_storage()?;
        let mut session = self.session().await;
        let case = self.store().cases().get(reference).await?;
        let number = case.order.ok_or(CaseRefused::NotOffered)?;
        let on_screen = match self.late_money(&case).await?.ok_or(CaseRefused::NotOffered)? {
            (LateMoney::Attachable, OrderMoney::Unpaid(basket)) => basket.is_some_and(|held| held.on_screen),
            (LateMoney::PaidTwice(order), _) => return Err(CaseRefused::PaidOtherwise(order).into()),
            (LateMoney::BeingPaid(order), _) => return Err(CaseRefused::BeingPaid(order).into()),
            (LateMoney::DoesNotFit | LateMoney::Attachable, _) => return Err(CaseRefused::DoesNotFit.into()),
        };
        let record = self.write_attached(&case, number, by).await?;
        session.settle_case(reference);
        if on_screen {
            session.stage = Stage::Finished(Box::new(Finished {
                order: number,
                end: MoneyEnd::Paid,
                total: record.intent.amount,
                cash: None,
                attempt: Some(Box::new(record)),
            }));
        } else {
            session.payment_notice(NoticeKind::FoundPaid, number, &record);
        }
        drop(session);
        self.count_cases().await;
        self.changed();
        Ok(number)
    }

    async fn write_attached(
        &self,
        case: &Case,
        number: OrderNumber,
        by: String,
    ) -> Result<AttemptRecord, TillError> {
        let event = Event::Attached { by };
        let record = case.record.attached().ok_or(CaseRefused::DoesNotFit)?;
        let Some(Outcome::Approved(approval)) = &record.outcome else {
            return Err(CaseRefused::NotOffered.into());
        };
        let at = self.clock().wall();
        let mut order = self.store().orders().snapshot(number).await?;
        order.add_tender(OrderTender::card(approval.amount))?;
        let cashier = self.store().orders().cashier(number).await?;
        let receipt = self.receipt_model(&order, &at, cashier.clone(), Some(approval))?;
        let paid = PaidOrder { order, receipt, cashier };
        let written = self.store().cases().attach(&case.record, &record, &event, &paid, &at).await;
        written.map_err(|error| match error {
            StoreError::Conflict(rule) if rule == "attached_tenders_fit_their_approval" => {
                CaseRefused::DoesNotFit.into()
            }
            StoreError::Conflict(rule) if rule == "order_is_paid_otherwise" => {
                CaseRefused::PaidOtherwise(number).into()
            }
            error => refused(error),
        })?;
        Ok(record)
    }

    /// Whether it pays the order to the minor unit, and the basket the sale went back to is still what was sold then.
    pub(super) async fn pays_exactly(
        &self,
        record: &AttemptRecord,
        number: OrderNumber,
        basket: Option<&Basket>,
    ) -> Result<bool, TillError> {
        let order = self.store().orders().snapshot(number).await?;
        let exact = came_in(record) == Some(order.total()) && order.total() == record.intent.amount;
        let same = match basket {
            Some(basket) if !basket.is_empty() => Order::from_basket(number, basket)? == order,
            Some(_) | None => true,
        };
        Ok(exact && same)
    }
}
