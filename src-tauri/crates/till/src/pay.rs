//! Taking the money: cash at once, cards by an attempt that is followed to its end.

use std::sync::Arc;

use async_trait::async_trait;
use drive::{AttemptLog, Following, follow, watch};
use money::Money;
use payment::{
    Attempt, AttemptRecord, AttemptReference, AttemptState, DispatchPermit, Event, Intent, Operation,
    Outcome, PaymentPolicy, ProviderTransactionId,
};
use sale::{Basket, Order, OrderNumber, OrderTender, SaleError, cash_due, settle_cash};
use store::{
    AccountId, AttemptEnd, AttemptPurpose, CardPayment, CashPayment, OpenAttempt, PaidOrder, StoreError,
    TerminalId,
};

use crate::account_payments::AccountPayments;
use crate::in_doubt::{SaleInDoubt, may_be_on_disk};
use crate::reference::new_reference;
use crate::session::{Finished, MoneyEnd, NoticeKind, Session, Stage};
use crate::till::waits_at_link;
use crate::{Till, TillError};

impl Till {
    /// Pays the basket in cash: `given` as typed, or exactly what is due. The order, its tender and its receipt become
    /// durable in one step.
    pub async fn pay_cash(&self, given: Option<&str>) -> Result<(), TillError> {
        let shop = self.shop();
        let given = given
            .map(|text| {
                Money::parse(text, shop.currency)
                    .map_err(|_| TillError::Amount(text.chars().take(40).collect()))
            })
            .transpose()?;
        let till = self.clone();
        // A task of its own: a caller that goes away in the middle leaves no half payment behind.
        on_its_own(async move { till.pay_cash_now(given).await }).await
    }

    async fn pay_cash_now(&self, given: Option<Money>) -> Result<(), TillError> {
        self.demand_whole_journal()?;
        let shop = self.shop();
        self.demand_sound_storage()?;
        let cashier = self.seller()?;
        let mut session = self.session().await;
        if self.was_booked(&mut session).await? {
            drop(session);
            self.changed();
            return Ok(());
        }
        let basket = session.open_basket(&shop)?.clone();
        let total = payable(&basket)?;
        let (due, _) = cash_due(total, shop.cash_rounding)?;
        let tender = settle_cash(total, given.unwrap_or(due), shop.cash_rounding)?;
        let basket_id = self.save_basket(&session).await?;
        self.demand_no_late_money(basket_id).await?;
        let number = self.store().payments().order_number_for(basket_id).await?;
        let mut order = Order::from_basket(number, &basket)?;
        let (paid, cash) = (tender.due, (tender.given, tender.change));
        order.add_tender(tender.into())?;
        let at = self.clock().wall();
        let receipt = self.receipt_model(&order, &at, cashier.clone(), None)?;
        let payment = CashPayment { basket_id, order, at, till: shop.till.clone(), cashier, receipt };
        let finished =
            Finished { order: number, end: MoneyEnd::Paid, total: paid, cash: Some(cash), attempt: None };
        if let Err(error) = self.store().payments().pay_cash(payment).await {
            // A disk that reports a failure may have written all the same.
            session.sale_in_doubt =
                may_be_on_disk(&error).then_some(SaleInDoubt { on_screen: true, finished });
            if !self.was_booked(&mut session).await? {
                return Err(error.into());
            }
        } else {
            session.stage = Stage::Finished(Box::new(finished));
        }
        drop(session);
        if self.cases_waiting() > 0 {
            self.count_cases().await;
        }
        self.changed();
        Ok(())
    }

    /// Sends the exact total to the chosen terminal and follows the payment to its end.
    pub async fn pay_card(&self) -> Result<(), TillError> {
        self.pay_card_once(None).await
    }

    /// As [`Till::pay_card`], on a terminal that need not be the chosen one: a link for this one customer.
    pub async fn pay_card_on(&self, terminal: TerminalId) -> Result<(), TillError> {
        self.pay_card_once(Some(terminal)).await
    }

    /// `looked_for` is the basket whose earlier attempts were looked up for this one: where somebody has gone on with the sale
    /// meanwhile, no card is asked for.
    pub(crate) async fn pay_card_now(
        &self,
        wanted: Option<TerminalId>,
        looked_for: Option<&Basket>,
    ) -> Result<(), TillError> {
        self.demand_whole_journal()?;
        let shop = self.shop();
        self.demand_sound_storage()?;
        let cashier = self.seller()?;
        let mut session = self.session().await;
        if self.was_booked(&mut session).await? {
            drop(session);
            self.changed();
            return Ok(());
        }
        if looked_for.is_some_and(|basket| session.went_on_from(basket)) {
            return Ok(());
        }
        let basket = session.open_basket(&shop)?.clone();
        let total = payable(&basket)?;
        if total.is_zero() {
            return Err(TillError::NothingToCharge);
        }
        let terminal = match wanted {
            Some(id) => self.terminals().await?.into_iter().find(|terminal| terminal.id == id),
            None => self.chosen_terminal().await?,
        };
        let terminal = terminal.ok_or(TillError::NoTerminal)?;
        if !self.account(terminal.account_id).await?.enabled {
            return Err(TillError::AccountDisabled);
        }
        let provider = self.provider(terminal.account_id).await?;
        if provider.payments().is_none() {
            return Err(TillError::NotOffered);
        }
        let basket_id = self.save_basket(&session).await?;
        self.demand_no_late_money(basket_id).await?;
        let number = self.store().payments().order_number_for(basket_id).await?;
        let order = Order::from_basket(number, &basket)?;
        let reference = new_reference(number).map_err(|error| TillError::Internal(error.to_string()))?;
        let intent = Intent {
            reference,
            operation: Operation::Purchase,
            options: self.purchase_options(terminal.account_id, &shop, number).await?,
            amount: total,
            terminal: terminal.key.clone(),
        };
        let payment = CardPayment {
            basket_id,
            order,
            terminal_id: terminal.id,
            account_id: terminal.account_id,
            place: provider.purchase_place(&terminal.key),
            at: self.clock().wall(),
            till: shop.till.clone(),
            cashier,
        };
        let commit = self.store().payments().intent_commit(payment);
        let (reference, policy) = (intent.reference.clone(), provider.policy_for(&intent));
        let now = self.clock().tick();
        let (attempt, permit) = match DispatchPermit::after_commit(intent.clone(), &commit).await {
            Ok(permit) => (Attempt::new(intent, policy, now), Some(permit)),
            Err(StoreError::TerminalOccupied(order)) => return Err(TillError::TerminalOccupied(order)),
            Err(StoreError::TerminalRefunding(refund)) => return Err(TillError::TerminalRefunding(refund)),
            // A disk that reports a failure may have written all the same. Nothing was sent; it is looked up on the screen, as
            // what an earlier process left behind, before the basket is paid in any other way.
            Err(error) if may_be_on_disk(&error) && self.is_open_on_disk(&reference).await => {
                tracing::warn!(%error, %reference, "on the disk all the same");
                (Attempt::recover(AttemptRecord::new(intent), policy, now), None)
            }
            Err(error) => {
                if may_be_on_disk(&error) {
                    self.take_over_later();
                }
                return Err(error.into());
            }
        };
        session.stage = Stage::Paying { order: number, attempt: reference };
        self.follow_attempt(number, attempt, permit, terminal.account_id);
        drop(session);
        self.changed();
        Ok(())
    }

    async fn is_open_on_disk(&self, reference: &AttemptReference) -> bool {
        let open = self.store().attempts().open().await;
        open.is_ok_and(|open| open.iter().any(|one| one.record.intent.reference == *reference))
    }

    /// Asks for the payment on the screen to be stopped. The payment may still win.
    pub async fn cancel_payment(&self) -> Result<(), TillError> {
        self.seller()?;
        let session = self.session().await;
        let Stage::Paying { attempt, .. } = &session.stage else { return Err(TillError::NoPayment) };
        self.following(attempt).ok_or(TillError::NoPayment)?.cancel();
        drop(session);
        self.changed();
        Ok(())
    }

    /// As [`Till::cancel_payment`], for an order that need not be on the screen: a link that is withdrawn later.
    pub async fn cancel_payment_of(&self, order: OrderNumber) -> Result<(), TillError> {
        let attempts = self.order(order).await?.attempts;
        let open = attempts.iter().find(|attempt| attempt.record.state.is_open());
        let reference = &open.ok_or(TillError::NoPayment)?.record.intent.reference;
        self.following(reference).ok_or(TillError::NoPayment)?.cancel();
        self.changed();
        Ok(())
    }

    /// Sets the sale on the screen aside while its payment is looked up. The attempt is followed in the background and
    /// its outcome comes back to its own order.
    pub async fn set_aside(&self) -> Result<(), TillError> {
        let shop = self.shop();
        self.seller()?;
        let mut session = self.session().await;
        let Stage::Paying { order, attempt } = session.stage.clone() else {
            return Err(TillError::NoPayment);
        };
        let record = self.following(&attempt).ok_or(TillError::NoPayment)?.record();
        session.notice(following_notice(&record), order, record.intent.amount);
        session.begin(Basket::new(shop.currency, shop.tax_rules));
        drop(session);
        self.changed();
        Ok(())
    }

    /// Takes over every attempt an earlier process left open: looked up by its reference, never sent again.
    pub(crate) async fn recover(&self) -> Result<(), TillError> {
        self.hand_over_after_a_restore().await?;
        let mut session = self.session().await;
        self.take_over(&mut session).await?;
        self.tell_cases(&mut session).await?;
        drop(session);
        self.watch_again().await?;
        self.recover_refunds().await?;
        self.count_cases().await;
        self.changed();
        Ok(())
    }

    /// Follows every open attempt nobody follows.
    pub(crate) async fn take_over(&self, session: &mut Session) -> Result<(), TillError> {
        for open in self.store().attempts().open().await? {
            let OpenAttempt { record, order, account_id, basket } = open;
            if self.following(&record.intent.reference).is_some() {
                continue;
            }
            let provider = match self.connection(account_id).await {
                Ok(provider) => provider,
                Err(error) => {
                    // It stays open and keeps its terminal until the account can be reached again.
                    tracing::error!(%error, %order, "an open payment cannot be followed");
                    session.notice(NoticeKind::Following, order, record.intent.amount);
                    continue;
                }
            };
            self.remember_taken_over(AttemptPurpose::Order(order));
            let reference = record.intent.reference.clone();
            let (amount, kind) = (record.intent.amount, following_notice(&record));
            let policy = provider.policy_for(&record.intent);
            let attempt = Attempt::recover(record, policy, self.clock().tick());
            self.follow_attempt(order, attempt, None, account_id);
            // What the cashier saw last comes back to the screen; further ones are followed behind it.
            if session.basket.is_empty() && matches!(session.stage, Stage::Ringing) {
                session.begin(basket);
                session.stage = Stage::Paying { order, attempt: reference };
            } else {
                session.notice(kind, order, amount);
            }
        }
        Ok(())
    }

    pub(crate) fn follow_attempt(
        &self,
        order: OrderNumber,
        attempt: Attempt,
        permit: Option<DispatchPermit>,
        account: AccountId,
    ) {
        let reference = attempt.record().intent.reference.clone();
        // A process that took the attempt over does not know when it was sent, so it counts nothing down.
        let window = attempt.terminal_window().filter(|_| permit.is_some());
        let following = Following::new(attempt.record().clone(), self.clock().tick())
            .with_window(window)
            .certain_after(attempt.certain_after());
        let following = Arc::new(following);
        self.keep_following(reference.clone(), following.clone(), account);
        let late = OrderLog::late(self, order, attempt.policy().clone());
        let log = OrderLog { till: self.clone(), order, onto: None };
        let till = self.clone();
        let followed = self.followed(reference, following.clone());
        let mut steps = following.subscribe();
        tokio::spawn(async move {
            let payments = &AccountPayments::new(till.clone(), account);
            let shown = async {
                while steps.changed().await.is_ok() {
                    till.changed();
                }
            };
            let attempt = tokio::select! {
                attempt = follow(attempt, permit, payments, &log, till.clock(), &following) => attempt,
                () = shown => return,
            };
            drop(followed);
            till.changed();
            till.refresh_readiness().await;
            watch(attempt, payments, &late, till.clock(), &following).await;
        });
    }

    /// Brings what an attempt came to onto the screen, or into a notice when its order is not on the screen.
    pub(crate) fn show_end(&self, session: &mut Session, number: OrderNumber, record: &AttemptRecord) {
        let (end, news) = match record.state {
            AttemptState::Approved if record.mismatch.is_some() => (MoneyEnd::Paid, NoticeKind::NeedsPerson),
            AttemptState::Approved => (MoneyEnd::Paid, NoticeKind::FoundPaid),
            AttemptState::Declined => (MoneyEnd::Declined, NoticeKind::FoundNotCharged),
            AttemptState::Cancelled => (MoneyEnd::Cancelled, NoticeKind::FoundNotCharged),
            AttemptState::NotSent => (MoneyEnd::NotSent, NoticeKind::FoundNotCharged),
            AttemptState::LateApproved => (MoneyEnd::Paid, NoticeKind::LateApproved),
            AttemptState::NeedsPerson | AttemptState::Reversed => {
                (MoneyEnd::NeedsPerson, NoticeKind::NeedsPerson)
            }
            AttemptState::Intended | AttemptState::Pending | AttemptState::Unknown => return,
        };
        let amount = record.intent.amount;
        if session.shows(record) {
            self.keep_awake();
            let attempt = Some(Box::new(record.clone()));
            session.stage = Stage::Finished(Box::new(Finished {
                order: number,
                end,
                total: amount,
                cash: None,
                attempt,
            }));
        } else {
            session.payment_notice(news, number, record);
        }
    }
}

/// The order an attempt pays: where its steps are written down.
pub(crate) struct OrderLog {
    till: Till,
    order: OrderNumber,
    /// For news of an attempt that had ended: a person may have decided about it meanwhile.
    onto: Option<PaymentPolicy>,
}

impl OrderLog {
    /// For news of an attempt that had ended.
    pub(crate) fn late(till: &Till, order: OrderNumber, policy: PaymentPolicy) -> Self {
        Self { till: till.clone(), order, onto: Some(policy) }
    }
}

#[async_trait]
impl AttemptLog for OrderLog {
    async fn record(&self, record: &AttemptRecord, event: &Event) -> Result<(), String> {
        let at = self.till.clock().wall();
        let payments = self.till.store().payments();
        let written = |error: store::StoreError| error.to_string();
        if record.state.is_open() {
            return payments.record_attempt(record, event, AttemptEnd::None, &at).await.map_err(written);
        }
        // Held until the end is both written down and shown: whether the basket goes back to the screen or to the parked
        // ones is decided by what the screen shows, and the two must not part.
        let mut session = self.till.session().await;
        let Some((record, awaited)) =
            &self.till.onto_stored(record, event, self.onto.as_ref()).await.map_err(written)?
        else {
            return Ok(());
        };
        let end = match (record.state, &record.outcome) {
            _ if !awaited => AttemptEnd::None,
            // Booked already; that there is more to it is told, and a person decides.
            (AttemptState::Approved, _) if record.mismatch.is_some() => AttemptEnd::None,
            (AttemptState::Approved, Some(Outcome::Approved(approval))) => {
                let mut order = self.till.store().orders().snapshot(self.order).await.map_err(written)?;
                order.add_tender(OrderTender::card(approval.amount)).map_err(|e| e.to_string())?;
                // Whoever is signed in now may be somebody else: the receipt names who sold.
                let cashier = self.till.store().orders().cashier(self.order).await.map_err(written)?;
                let receipt = self
                    .till
                    .receipt_model(&order, &at, cashier.clone(), Some(approval))
                    .map_err(|e| e.to_string())?;
                AttemptEnd::Paid(Box::new(PaidOrder { order, receipt, cashier }))
            }
            (AttemptState::Declined | AttemptState::Cancelled | AttemptState::NotSent, _)
                if session.shows(record) =>
            {
                AttemptEnd::NotPaid
            }
            (AttemptState::Declined | AttemptState::Cancelled | AttemptState::NotSent, _) => {
                AttemptEnd::NotPaidParked
            }
            // A person had been called. That it came in after all pays nothing before somebody has seen to it.
            (AttemptState::LateApproved, _) => AttemptEnd::NotPaidParked,
            _ => AttemptEnd::None,
        };
        payments.record_attempt(record, event, end, &at).await.map_err(written)?;
        self.till.show_end(&mut session, self.order, record);
        drop(session);
        if self.onto.is_some() || record.calls_for_person() || self.till.cases_waiting() > 0 {
            self.till.count_cases().await;
        }
        self.till.changed();
        Ok(())
    }

    /// Of a payment that has ended: what this till gave back of it. A record that says so is no contradiction then.
    async fn claimed(&self, record: &AttemptRecord) -> Option<Vec<ProviderTransactionId>> {
        if record.state.is_open() {
            return Some(Vec::new());
        }
        let found = self.till.store().refunds().names_of(&record.intent.reference).await;
        found.unwrap_or_else(|error| {
            tracing::error!(%error, order = %self.order, "names of its refunds could not be read");
            None
        })
    }
}

/// What is told of a payment that goes on behind the screen.
fn following_notice(record: &AttemptRecord) -> NoticeKind {
    if waits_at_link(record) { NoticeKind::LinkOpen } else { NoticeKind::Following }
}

/// The total, refused when there is nothing in the basket.
fn payable(basket: &Basket) -> Result<Money, TillError> {
    if basket.is_empty() {
        return Err(SaleError::EmptyBasket.into());
    }
    Ok(basket.totals()?.gross)
}

/// Runs to its end even if the caller goes away.
pub(crate) async fn on_its_own<T: Send + 'static>(
    act: impl Future<Output = Result<T, TillError>> + Send + 'static,
) -> Result<T, TillError> {
    tokio::spawn(act).await.unwrap_or_else(|error| Err(TillError::Internal(error.to_string())))
}
