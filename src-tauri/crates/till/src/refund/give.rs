//! Beginning a refund: in cash at once, to a card by an attempt that is followed to its end.

use std::sync::Arc;

use jiff::Zoned;
use money::Money;
use payment::{
    Attempt, DispatchPermit, Intent, Operation, OperationKind, Provider, PurchaseOptions, RefundPlace,
    TerminalKey,
};
use sale::{Refund, RefundNumber};
use store::{CardOrigin, NewRefund, RefundRoute, RefundStep, RefundSubject, StoreError, TerminalId};

use super::choose::{Plan, Way};
use super::{RefundRefused, RefundRequest, clean_reason};
use crate::in_doubt::{RefundInDoubt, may_be_on_disk};
use crate::pay::on_its_own;
use crate::reference::new_refund_reference;
use crate::session::Session;
use crate::{ManagerApproval, Till, TillError};

/// Where an attempt of a refund is sent.
pub(super) struct Send {
    pub(super) route: RefundRoute,
    pub(super) terminal: TerminalKey,
    pub(super) operation: Operation,
    pub(super) amount: Money,
    pub(super) provider: Arc<dyn Provider>,
}

impl Till {
    /// Gives back what `request` says, the way it was paid. To a card it is sent and followed in the background; the
    /// number names it from now on.
    ///
    /// `approval` is kept with the refund; it is needed only where the shop asks a manager for every refund.
    pub async fn refund(
        &self,
        request: RefundRequest,
        approval: Option<ManagerApproval>,
    ) -> Result<RefundNumber, TillError> {
        self.demand_whole_journal()?;
        self.demand_sound_storage()?;
        let cashier = self.seller()?;
        let approved_by = match approval {
            Some(approval) => Some(self.approver(&approval)),
            None if self.refunds_need_manager().await? => {
                let approval = self.approval_at_hand()?;
                Some(self.approver(&approval))
            }
            None => None,
        };
        let till = self.clone();
        // A task of its own: a caller that goes away in the middle leaves no half refund behind.
        on_its_own(async move { till.refund_now(request, cashier, approved_by).await }).await
    }

    async fn refund_now(
        &self,
        request: RefundRequest,
        cashier: String,
        approved_by: Option<String>,
    ) -> Result<RefundNumber, TillError> {
        let Plan { subject, refund, rounding, to } = self.plan_refund(&request).await?;
        let mut new = NewRefund {
            subject,
            refund,
            original: None,
            rounding,
            reason: clean_reason(request.reason.as_deref()),
            till: self.shop().till,
            cashier,
            approved_by,
            seen: request.seen,
        };
        match to {
            Way::Cash => self.refund_in_cash(new).await,
            Way::Card(origin) => {
                new.original = Some(origin.record.intent.reference.clone());
                let send = self.send_to_card(&origin, request.terminal, new.refund.total).await?;
                self.begin_refund(RefundStep::Begin(Box::new(new)), send).await
            }
        }
    }

    /// Gives back an amount without a purchase, on a terminal, where its provider offers that. A manager stands for it,
    /// with a reason.
    pub async fn refund_without_purchase(
        &self,
        amount: Money,
        reason: &str,
        terminal: Option<TerminalId>,
        approval: ManagerApproval,
    ) -> Result<RefundNumber, TillError> {
        self.demand_whole_journal()?;
        self.demand_sound_storage()?;
        let cashier = self.seller()?;
        let reason = clean_reason(Some(reason)).ok_or(RefundRefused::ReasonMissing)?;
        let refund = Refund::of_payment(None, amount).map_err(RefundRefused::from)?;
        if amount.currency() != self.shop().currency
            || amount.minor() > sale::largest_total(amount.currency()).minor()
        {
            return Err(TillError::Amount(amount.to_string()));
        }
        let terminal = match terminal {
            Some(id) => self.terminals().await?.into_iter().find(|terminal| terminal.id == id),
            None => self.chosen_terminal().await?,
        };
        let terminal = terminal.ok_or(TillError::NoTerminal)?;
        let provider = self.provider(terminal.account_id).await?;
        if !provider.descriptor().operations.contains(&OperationKind::UnreferencedRefund) {
            return Err(TillError::NotOffered);
        }
        let new = NewRefund {
            subject: RefundSubject::Free,
            refund,
            original: None,
            rounding: Money::zero(amount.currency()),
            reason: Some(reason),
            till: self.shop().till,
            cashier,
            approved_by: Some(self.approver(&approval)),
            seen: None,
        };
        let send = Send {
            route: RefundRoute {
                account_id: terminal.account_id,
                terminal_id: terminal.id,
                // Without a purchase there is no card on record: the customer presents one.
                place: RefundPlace::Terminal,
            },
            terminal: terminal.key,
            operation: Operation::UnreferencedRefund,
            amount,
            provider,
        };
        let till = self.clone();
        on_its_own(async move { till.begin_refund(RefundStep::Begin(Box::new(new)), send).await }).await
    }

    /// Whether a refund of a purchase needs a manager too.
    pub async fn refunds_need_manager(&self) -> Result<bool, TillError> {
        Ok(self.store().settings().get(REFUNDS_NEED_MANAGER).await?.unwrap_or(false))
    }

    /// Sets whether a refund of a purchase needs a manager too.
    pub async fn set_refunds_need_manager(
        &self,
        needed: bool,
        approval: ManagerApproval,
    ) -> Result<(), TillError> {
        // The approval is for this act and is used up by it.
        drop(approval);
        self.store().settings().set(REFUNDS_NEED_MANAGER, &needed).await?;
        self.changed();
        Ok(())
    }

    /// Who approved, for the record; in a shop without people whoever stands at the till.
    pub(crate) fn approver(&self, approval: &ManagerApproval) -> String {
        approval.name().map_or_else(|| self.shop().cashier, ToOwned::to_owned)
    }

    async fn refund_in_cash(&self, new: NewRefund) -> Result<RefundNumber, TillError> {
        let at = self.clock().wall();
        let written = |number| {
            self.refund_slip_model(number, &new, &at, None)
                .map_err(|error| StoreError::Other(error.to_string()))
        };
        // Held over the commit: nothing is given back while a copy is put in the place of the database.
        let mut session = self.session().await;
        let number = match self.was_given_back(&mut session, &new).await? {
            Some(number) => number,
            None => self.book_in_cash(&new, &at, &mut session, written).await?,
        };
        session.shown_refund = Some(number);
        drop(session);
        self.changed();
        Ok(number)
    }

    /// A disk that reports a failure may have written all the same: then the drawer has been told of it.
    async fn book_in_cash(
        &self,
        new: &NewRefund,
        at: &Zoned,
        session: &mut Session,
        written: impl FnOnce(RefundNumber) -> Result<String, StoreError>,
    ) -> Result<RefundNumber, TillError> {
        let order = new.refund.order.ok_or(RefundRefused::NotPaid)?;
        let before = self.store().refunds().of_order(order).await?;
        let before = before.into_iter().map(|head| head.number).collect();
        let error = match self.store().refunds().pay_cash(new, at, written).await {
            Ok(number) => return Ok(number),
            Err(error) => error,
        };
        let total = new.refund.total;
        session.refund_in_doubt = may_be_on_disk(&error).then_some(RefundInDoubt { order, total, before });
        self.was_given_back(session, new).await?.ok_or_else(|| refused(error))
    }

    /// How a refund of a purchase is sent: on a terminal of its account, or between till and provider.
    pub(super) async fn send_to_card(
        &self,
        origin: &CardOrigin,
        terminal: Option<TerminalId>,
        amount: Money,
    ) -> Result<Send, TillError> {
        let provider = self.provider(origin.account_id).await?;
        let descriptor = provider.descriptor();
        if provider.payments().is_none() || !descriptor.operations.contains(&OperationKind::Refund) {
            return Err(TillError::NotOffered);
        }
        let original = origin.record.transaction.clone().ok_or(RefundRefused::NotAPayment)?;
        let (terminal_id, key) = match descriptor.refunds {
            RefundPlace::Provider => (origin.terminal_id, origin.record.intent.terminal.clone()),
            RefundPlace::Terminal => {
                let mut terminals = self.refund_terminals(origin).await?.into_iter();
                let found = match terminal {
                    Some(id) => {
                        terminals.find(|terminal| terminal.id == id).ok_or(RefundRefused::WrongTerminal)?
                    }
                    None => terminals.next().ok_or(TillError::NoTerminal)?,
                };
                (found.id, found.key)
            }
        };
        Ok(Send {
            route: RefundRoute { account_id: origin.account_id, terminal_id, place: descriptor.refunds },
            terminal: key,
            operation: Operation::Refund { original },
            amount,
            provider,
        })
    }

    /// Makes the intent durable, sends it once and follows it.
    pub(super) async fn begin_refund(&self, step: RefundStep, send: Send) -> Result<RefundNumber, TillError> {
        let (order, original) = match &step {
            RefundStep::Begin(new) => (new.refund.order, new.original.clone()),
            RefundStep::Again(number) => (self.store().refunds().head(*number).await?.order, None),
        };
        let shown = matches!(step, RefundStep::Begin(_));
        let reference =
            new_refund_reference(order).map_err(|error| TillError::Internal(error.to_string()))?;
        let intent = Intent {
            reference,
            operation: send.operation,
            amount: send.amount,
            terminal: send.terminal,
            options: PurchaseOptions::default(),
        };
        let account = send.route.account_id;
        // Held over the commit: nothing is given back while a copy is put in the place of the database.
        let mut session = self.session().await;
        let commit = self.store().refunds().intent_commit(step, send.route, self.clock().wall());
        let permit = match DispatchPermit::after_commit(intent.clone(), &commit).await {
            Ok(permit) => permit,
            Err(error) => {
                // A disk that reports a failure may have written all the same: then it runs, and is looked up.
                if may_be_on_disk(&error) {
                    self.take_over_later();
                }
                return Err(refused(error));
            }
        };
        let number =
            commit.number().ok_or_else(|| TillError::Internal("refund without number".to_owned()))?;
        let policy = send.provider.policy_for(&intent);
        let attempt = Attempt::new(intent, policy, self.clock().tick());
        if shown {
            session.shown_refund = Some(number);
        }
        if let Some(payment) = &original {
            session.settle_payment(payment);
        }
        session.forget_refund_notices(number);
        self.follow_refund(number, attempt, Some(permit), account);
        drop(session);
        if original.is_some() {
            self.count_cases().await;
        }
        self.changed();
        Ok(number)
    }
}

/// The setting that asks a manager for every refund.
const REFUNDS_NEED_MANAGER: &str = "refunds_need_manager";

/// What the store's rules mean to whoever asked.
pub(super) fn refused(error: StoreError) -> TillError {
    match error {
        StoreError::TerminalOccupied(order) => TillError::TerminalOccupied(order),
        StoreError::TerminalRefunding(refund) => TillError::TerminalRefunding(refund),
        StoreError::Conflict(rule) if rule == "one_open_refund_per_payment" => RefundRefused::Running.into(),
        StoreError::Conflict(rule) if rule == "refunds_as_seen" => RefundRefused::MadeMeanwhile.into(),
        // Somebody else's refund took what was left between the look and the step.
        StoreError::Conflict(rule)
            if matches!(
                rule.as_str(),
                "card_refunds_stay_within_their_payment"
                    | "cash_refunds_stay_within_their_payment"
                    | "refund_lines_stay_within_the_sale"
            ) =>
        {
            RefundRefused::Amount(sale::RefundError::NothingLeft).into()
        }
        error => error.into(),
    }
}
