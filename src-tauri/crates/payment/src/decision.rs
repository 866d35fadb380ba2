//! What a person decides where the provider's record leaves it open whether money moved.
//!
//! A decision is taken on the evidence at hand and names it. It never sends anything, it leads into the ends that a
//! provider's record leads into, so that every rule about money holds for it too, and whatever the provider tells
//! afterwards is heard as before.

use money::Money;
use serde::{Deserialize, Serialize};

use crate::{
    Approval, AttemptRecord, AttemptState, Card, EftReceipts, Mismatch, Operation, Outcome,
    ProviderTransactionId,
};

/// A person's decision about an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided.
    pub verdict: Verdict,
    /// Who decided.
    pub by: String,
    /// Why, as typed.
    pub reason: String,
    /// What it answers; the engine fills it in.
    #[serde(default)]
    pub answers: Option<Mismatch>,
    /// The state it was taken in; the engine fills it in.
    #[serde(default)]
    pub state: Option<AttemptState>,
}

impl Decision {
    /// A decision about to be taken.
    pub fn new(verdict: Verdict, by: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { verdict, by: by.into(), reason: reason.into(), answers: None, state: None }
    }
}

/// What a person decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Exactly what was asked came in under this name, and pays the order.
    PaysItsOrder {
        /// The provider's name for the transaction, as its portal shows it.
        transaction: ProviderTransactionId,
    },
    /// Money came in that pays nothing: another amount, or for an order that goes on without it.
    CameInTooMuch {
        /// The provider's name for the transaction, as its portal shows it.
        transaction: ProviderTransactionId,
        /// How much, without tip.
        amount: Money,
    },
    /// No money came in.
    NoMoneyCameIn,
    /// Exactly what was asked went back to the customer.
    WentBack,
    /// Nothing went back to the customer.
    DidNotGoBack,
    /// It was settled outside the till; the till's books stay as they are.
    SeenTo,
}

/// What a person is asked, without what the answer carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The money came in: bank or portal shows it.
    MoneyCameIn,
    /// No money came in.
    NoMoneyCameIn,
    /// The money went back.
    WentBack,
    /// It did not go back.
    DidNotGoBack,
    /// It was settled outside the till.
    SeenTo,
}

impl Choice {
    /// Every choice.
    pub const ALL: [Choice; 5] =
        [Choice::MoneyCameIn, Choice::NoMoneyCameIn, Choice::WentBack, Choice::DidNotGoBack, Choice::SeenTo];

    /// The word in machine-readable output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Choice::MoneyCameIn => "money_came_in",
            Choice::NoMoneyCameIn => "no_money_came_in",
            Choice::WentBack => "went_back",
            Choice::DidNotGoBack => "did_not_go_back",
            Choice::SeenTo => "seen_to",
        }
    }
}

impl Verdict {
    /// The word in the database.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Verdict::PaysItsOrder { .. } => "pays_its_order",
            Verdict::CameInTooMuch { .. } => "came_in_too_much",
            Verdict::NoMoneyCameIn => "no_money_came_in",
            Verdict::WentBack => "went_back",
            Verdict::DidNotGoBack => "did_not_go_back",
            Verdict::SeenTo => "seen_to",
        }
    }

    /// Which question it answers.
    pub const fn choice(&self) -> Choice {
        match self {
            Verdict::PaysItsOrder { .. } | Verdict::CameInTooMuch { .. } => Choice::MoneyCameIn,
            Verdict::NoMoneyCameIn => Choice::NoMoneyCameIn,
            Verdict::WentBack => Choice::WentBack,
            Verdict::DidNotGoBack => Choice::DidNotGoBack,
            Verdict::SeenTo => Choice::SeenTo,
        }
    }

    /// The provider's name for the money, where the verdict gives one.
    pub const fn transaction(&self) -> Option<&ProviderTransactionId> {
        match self {
            Verdict::PaysItsOrder { transaction } | Verdict::CameInTooMuch { transaction, .. } => {
                Some(transaction)
            }
            Verdict::NoMoneyCameIn | Verdict::WentBack | Verdict::DidNotGoBack | Verdict::SeenTo => None,
        }
    }
}

impl AttemptRecord {
    /// Whether a person has to look at it: it is not clear whether money moved, money moved that pays nothing, or what was
    /// booked was contradicted or taken back. Not any more once a person has seen to it, until there is news.
    pub fn calls_for_person(&self) -> bool {
        let seen_to = self.decision.as_ref().is_some_and(|decision| {
            decision.verdict == Verdict::SeenTo && decision.state == Some(self.state)
        });
        match self.state {
            AttemptState::NeedsPerson | AttemptState::LateApproved | AttemptState::Reversed => {
                !seen_to || self.mismatch.is_some()
            }
            AttemptState::Approved => self.mismatch.is_some(),
            AttemptState::Intended
            | AttemptState::Pending
            | AttemptState::Unknown
            | AttemptState::Declined
            | AttemptState::Cancelled
            | AttemptState::NotSent => false,
        }
    }

    /// What a person may decide about it now.
    ///
    /// "No" is not offered against a charge that stands on record under our own reference, because the till would lose
    /// hold of money that can only go back through it. "Yes" is not offered where the record says another currency or,
    /// for a refund, another amount, because the books could not say it.
    pub fn choices(&self) -> &'static [Choice] {
        if !self.calls_for_person() {
            return &[];
        }
        if self.state != AttemptState::NeedsPerson {
            return &[Choice::SeenTo];
        }
        let (yes, no, either): (&'static [Choice], &'static [Choice], &'static [Choice]) =
            match self.intent.operation {
                Operation::Purchase => (
                    &[Choice::MoneyCameIn],
                    &[Choice::NoMoneyCameIn],
                    &[Choice::MoneyCameIn, Choice::NoMoneyCameIn],
                ),
                Operation::Refund { .. } | Operation::UnreferencedRefund => {
                    (&[Choice::WentBack], &[Choice::SeenTo], &[Choice::WentBack, Choice::DidNotGoBack])
                }
            };
        let purchase = self.intent.operation == Operation::Purchase;
        match (&self.outcome, &self.mismatch) {
            // Under another reference it may be somebody else's money.
            (Some(Outcome::Approved(_)), Some(Mismatch::Reference { .. })) => either,
            (Some(Outcome::Approved(approval)), _) => {
                let same_currency = approval.amount.currency() == self.intent.amount.currency();
                let bookable = if purchase { same_currency } else { approval.amount == self.intent.amount };
                if bookable { yes } else { no }
            }
            (Some(Outcome::Declined(_) | Outcome::Cancelled(_)) | None, _) => either,
        }
    }

    /// Whether a person has decided on this very contradiction already.
    pub(crate) fn answered(&self, mismatch: &Mismatch) -> bool {
        self.decision.as_ref().and_then(|decision| decision.answers.as_ref()) == Some(mismatch)
    }

    /// What becomes of it by a decision. `None`: it is none of [`AttemptRecord::choices`], or says otherwise than what is on
    /// record.
    #[must_use]
    pub fn decided(&self, decision: Decision) -> Option<Self> {
        let offered = self.choices().contains(&decision.verdict.choice());
        (offered && self.fits(&decision.verdict)).then(|| {
            let mut record = self.clone();
            record.take_down(decision);
            record
        })
    }

    /// What becomes of a payment approved late that pays its own order after all. `None`: it is none, or brought another
    /// amount. What contradicts it still calls for a person: a second charge under its reference is not settled by the first.
    #[must_use]
    pub fn attached(&self) -> Option<Self> {
        let exact = match &self.outcome {
            Some(Outcome::Approved(approval)) => approval.amount == self.intent.amount,
            Some(Outcome::Declined(_) | Outcome::Cancelled(_)) | None => false,
        };
        let late_payment =
            self.state == AttemptState::LateApproved && self.intent.operation == Operation::Purchase;
        (late_payment && exact).then(|| Self {
            state: AttemptState::Approved,
            mismatch: self.mismatch.clone().filter(|why| matches!(why, Mismatch::Contradiction { .. })),
            ..self.clone()
        })
    }

    /// What becomes of a refund that the till does not go on with by itself: a person must look. `None`: money has moved, or
    /// a person has it already.
    #[must_use]
    pub fn handed_over(&self, why: Mismatch) -> Option<Self> {
        let unpaid =
            matches!(self.state, AttemptState::Declined | AttemptState::Cancelled | AttemptState::NotSent);
        let refund = self.intent.operation != Operation::Purchase;
        (refund && (unpaid || self.state.is_open())).then(|| Self {
            state: AttemptState::NeedsPerson,
            mismatch: Some(why),
            ..self.clone()
        })
    }

    fn take_down(&mut self, mut decision: Decision) {
        decision.state = Some(self.state);
        decision.answers = self.mismatch.take().or_else(|| self.decision.take().and_then(|d| d.answers));
        match &decision.verdict {
            Verdict::PaysItsOrder { transaction } => {
                self.book(transaction.clone(), self.intent.amount);
                self.state = AttemptState::Approved;
            }
            Verdict::CameInTooMuch { transaction, amount } => {
                self.book(transaction.clone(), *amount);
                self.state = AttemptState::LateApproved;
            }
            Verdict::WentBack => {
                if let Some(transaction) = self.booked_under() {
                    self.book(transaction, self.intent.amount);
                    self.state = AttemptState::Approved;
                }
            }
            Verdict::NoMoneyCameIn | Verdict::DidNotGoBack => {
                self.outcome = None;
                self.state = AttemptState::Cancelled;
            }
            // The books stay as they are.
            Verdict::SeenTo => {}
        }
        self.decision = Some(Box::new(decision));
    }

    /// Whether the verdict does not say otherwise than what is on record under the same name.
    fn fits(&self, verdict: &Verdict) -> bool {
        let foreign = matches!(self.mismatch, Some(Mismatch::Reference { .. }));
        // A charge on record under our own reference is the one that was meant; no other name may hide it.
        let on_record = |name: &ProviderTransactionId, amount: Money| match &self.outcome {
            Some(Outcome::Approved(approval)) => {
                let same = self.transaction.as_ref() == Some(name);
                if same { approval.amount == amount } else { foreign }
            }
            Some(Outcome::Declined(_) | Outcome::Cancelled(_)) | None => true,
        };
        match verdict {
            Verdict::PaysItsOrder { transaction } => on_record(transaction, self.intent.amount),
            Verdict::CameInTooMuch { transaction, amount } => {
                amount.currency() == self.intent.amount.currency()
                    && amount.is_positive()
                    && on_record(transaction, *amount)
            }
            Verdict::NoMoneyCameIn | Verdict::WentBack | Verdict::DidNotGoBack | Verdict::SeenTo => true,
        }
    }

    /// The name a refund is booked under; our own where the provider gave none.
    fn booked_under(&self) -> Option<ProviderTransactionId> {
        let ours = || ProviderTransactionId::new(self.intent.reference.as_str()).ok();
        self.transaction.clone().or_else(ours)
    }

    /// The approval as the decision has it: amount and name by the person's word, card and slip as far as the provider's
    /// record of the same transaction told them.
    fn book(&mut self, transaction: ProviderTransactionId, amount: Money) {
        let told = match self.outcome.take() {
            Some(Outcome::Approved(approval)) if approval.transaction == transaction => Some(approval),
            _ => None,
        };
        let (card, eft) =
            told.map_or((Card::default(), EftReceipts::default()), |told| (told.card, told.eft));
        self.outcome = Some(Outcome::Approved(Box::new(Approval {
            transaction: transaction.clone(),
            reference: None,
            terminal: None,
            amount,
            tip: None,
            card,
            eft,
        })));
        self.transaction = Some(transaction);
    }
}
