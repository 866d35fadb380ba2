//! A refund as a screen or a script sees it, while it runs and afterwards.

use std::time::Duration;

use payment::{AttemptRecord, AttemptState};
use sale::{OrderNumber, RefundNumber};
use store::{OrderHead, RefundDetail, RefundHead, RefundState};

use super::RefundRefused;
use crate::{Till, TillError};

/// A refund at one moment.
#[derive(Debug, Clone)]
pub struct RefundSnapshot {
    /// Its terms and where it stands.
    pub head: RefundHead,
    /// What it means for the money.
    pub stage: RefundStage,
    /// Its last attempt; `None` for cash.
    pub attempt: Option<AttemptRecord>,
    /// What the shop calls the terminal it runs on; `None` where none takes part.
    pub terminal: Option<String>,
    /// Somebody at this till asked for it to be stopped.
    pub cancel_wanted: bool,
    /// Since it was sent or taken over, while it runs.
    pub elapsed: Duration,
    /// Whether a slip was issued.
    pub has_slip: bool,
}

/// What a refund means for the money, in the order of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundStage {
    /// Sent, and not decided.
    Running,
    /// The till is not sure, and looks it up.
    Unknown,
    /// Too early at the provider; tried again by itself.
    Waiting,
    /// The customer has the money back.
    Refunded,
    /// Bank, card or terminal said no.
    Declined,
    /// Stopped before money moved.
    Cancelled,
    /// It never came about: not sent, refused by the provider, or withdrawn.
    NotSent,
    /// A manager must decide.
    NeedsPerson,
}

impl Till {
    /// The latest refunds, newest first, before a number if one is given.
    pub async fn refunds(
        &self,
        limit: u32,
        before: Option<RefundNumber>,
    ) -> Result<Vec<RefundHead>, TillError> {
        Ok(self.store().refunds().list(limit, before).await?)
    }

    /// One refund with its attempts and what was observed of them.
    pub async fn refund_detail(&self, number: RefundNumber) -> Result<RefundDetail, TillError> {
        Ok(self.store().refunds().detail(number).await?)
    }

    /// One refund as it stands now.
    pub async fn refund_snapshot(&self, number: RefundNumber) -> Result<RefundSnapshot, TillError> {
        let detail = self.store().refunds().detail(number).await?;
        let stored = detail.attempts.last().map(|attempt| attempt.record.clone());
        let following = stored.as_ref().and_then(|record| self.following(&record.intent.reference));
        // An end is on the disk before whoever follows it says so.
        let attempt = match (&following, stored) {
            (_, Some(stored)) if !stored.state.is_open() => Some(stored),
            (Some(following), _) => Some(following.record()),
            (None, stored) => stored,
        };
        let terminal = match detail.attempts.last() {
            Some(last) if self.takes_terminal(number).await? => {
                Some(self.terminal_name(last.terminal_id).await?)
            }
            Some(_) | None => None,
        };
        Ok(RefundSnapshot {
            stage: stage_of(&detail.head, attempt.as_ref()),
            cancel_wanted: following.as_ref().is_some_and(|following| following.cancel_wanted()),
            elapsed: following
                .map_or(Duration::ZERO, |following| self.clock().tick().saturating_sub(following.since())),
            head: detail.head,
            attempt,
            terminal,
            has_slip: detail.has_slip,
        })
    }

    /// The refund that the refund screen shows, if any: its end makes no notice of its own.
    pub async fn shown_refund(&self) -> Option<RefundNumber> {
        self.session().await.shown_refund
    }

    /// Puts a refund on the refund screen, or takes it off. What runs is followed in the background all the same.
    pub async fn show_refund(&self, number: Option<RefundNumber>) -> Result<(), TillError> {
        let next = match number {
            Some(number) => Some(self.store().refunds().head(number).await?.number),
            None => None,
        };
        let mut session = self.session().await;
        if let Some(number) = next {
            session.forget_refund_notices(number);
        } else if let Some(left) = session.shown_refund {
            let head = self.store().refunds().head(left).await?;
            match head.state {
                RefundState::Open => session.refund_notice(crate::NoticeKind::RefundFollowing, &head),
                RefundState::Waiting => session.refund_notice(crate::NoticeKind::RefundWaiting, &head),
                RefundState::NeedsPerson | RefundState::Refunded | RefundState::NotRefunded => {}
            }
        }
        session.shown_refund = next;
        drop(session);
        self.changed();
        Ok(())
    }

    /// Asks for a running refund to be stopped. It may still win.
    pub async fn cancel_refund(&self, number: RefundNumber) -> Result<(), TillError> {
        self.seller()?;
        let detail = self.store().refunds().detail(number).await?;
        let last = detail.attempts.last().ok_or(TillError::NoPayment)?;
        self.following(&last.record.intent.reference).ok_or(TillError::NoPayment)?.cancel();
        self.changed();
        Ok(())
    }

    /// Waits until a refund has been decided or waits for its next try, or `limit` has passed.
    pub async fn wait_for_refund(
        &self,
        number: RefundNumber,
        limit: Duration,
    ) -> Result<RefundSnapshot, TillError> {
        let mut changes = self.changes();
        let decided = async {
            loop {
                let snapshot = self.refund_snapshot(number).await?;
                if !matches!(snapshot.stage, RefundStage::Running | RefundStage::Unknown)
                    || changes.changed().await.is_err()
                {
                    return Ok::<_, TillError>(snapshot);
                }
            }
        };
        match tokio::time::timeout(limit, decided).await {
            Ok(snapshot) => snapshot,
            Err(_) => self.refund_snapshot(number).await,
        }
    }

    /// Refunds that have no end yet: open, waiting or for a person, oldest first.
    pub async fn undecided_refunds(&self) -> Result<Vec<RefundNumber>, TillError> {
        Ok(self.store().refunds().without_end().await?)
    }

    /// Waits until none of these refunds is open or waiting any more, or `limit` has passed.
    pub async fn wait_for_refunds(&self, numbers: &[RefundNumber], limit: Duration) -> Result<(), TillError> {
        let mut changes = self.changes();
        let decided = async {
            loop {
                let mut moving = false;
                for number in numbers {
                    let state = self.store().refunds().head(*number).await?.state;
                    moving |= matches!(state, RefundState::Open | RefundState::Waiting);
                }
                if !moving || changes.changed().await.is_err() {
                    return Ok::<_, TillError>(());
                }
            }
        };
        tokio::time::timeout(limit, decided).await.unwrap_or(Ok(()))
    }

    /// The order whose receipt carries this barcode, if the text is one of this shop's.
    pub fn order_of_barcode(&self, text: &str) -> Option<OrderNumber> {
        let digits = text.trim().strip_prefix(crate::receipts::BARCODE_PREFIX)?;
        let plain = (6..=18).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().ok()).flatten()
    }

    /// Orders by number, reference, amount or day as a person types them, newest first.
    pub async fn search_orders(&self, text: &str, limit: u32) -> Result<Vec<OrderHead>, TillError> {
        if let Some(number) = self.order_of_barcode(text) {
            return Ok(self.store().orders().find(&number.to_string(), limit).await?);
        }
        let mut found = self.store().orders().find(text, limit).await?;
        let text = text.trim();
        if let Ok(day) = text.parse::<jiff::civil::Date>() {
            found.extend(self.store().orders().of_day(day, limit).await?);
        } else if let Ok(amount) = money::Money::parse(text, self.shop().currency) {
            found.extend(self.store().orders().of_amount(amount, limit).await?);
        }
        let mut seen = std::collections::HashSet::new();
        found.retain(|head| seen.insert(head.number));
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found)
    }

    async fn takes_terminal(&self, number: RefundNumber) -> Result<bool, TillError> {
        Ok(self.store().refunds().takes_terminal(number).await?)
    }
}

fn stage_of(head: &RefundHead, attempt: Option<&AttemptRecord>) -> RefundStage {
    let state = attempt.map(|record| record.state);
    match head.state {
        RefundState::Open if state == Some(AttemptState::Unknown) => RefundStage::Unknown,
        RefundState::Open => RefundStage::Running,
        RefundState::Waiting => RefundStage::Waiting,
        RefundState::Refunded => RefundStage::Refunded,
        RefundState::NeedsPerson => RefundStage::NeedsPerson,
        RefundState::NotRefunded => match state {
            Some(AttemptState::Declined) => RefundStage::Declined,
            Some(AttemptState::Cancelled) => RefundStage::Cancelled,
            _ => RefundStage::NotSent,
        },
    }
}

impl From<sale::RefundError> for TillError {
    fn from(error: sale::RefundError) -> Self {
        RefundRefused::from(error).into()
    }
}
