//! The SumUp side of a [`Handle`]: the person at the Solos and on the page of a hosted checkout.

use crate::simulator::Handle;
use crate::world::World;
use crate::{
    Additions, HostedAct, HostedActError, HostedCheckoutSnapshot, RefundEventStatus, SoloAct, SoloActError,
    SoloSnapshot, SumupTransactionSnapshot, UnknownTerminal,
};

/// What a till needs to know of the account.
#[derive(Debug)]
pub(crate) struct Access {
    merchant_code: String,
    api_key: String,
}

impl Access {
    /// The configured key, else the remembered one, else a new one.
    pub(crate) fn open<E>(world: &mut World, fresh: impl FnOnce() -> Result<String, E>) -> Result<Self, E> {
        let api_key = world.sumup.open(fresh)?;
        Ok(Self { merchant_code: world.sumup.config.merchant_code.clone(), api_key })
    }
}

impl Handle {
    /// `http://127.0.0.1:PORT`, what a till is given as SumUp's base address. The same as the other system's: their
    /// paths differ.
    #[must_use]
    pub fn sumup_base_url(&self) -> &str {
        self.base_url()
    }

    /// The merchant code of the SumUp account.
    #[must_use]
    pub fn sumup_merchant_code(&self) -> &str {
        &self.sumup_access().merchant_code
    }

    /// The bearer key of the SumUp account.
    #[must_use]
    pub fn sumup_api_key(&self) -> &str {
        &self.sumup_access().api_key
    }

    /// All Solos, in the order of the account.
    #[must_use]
    pub fn solos(&self) -> Vec<SoloSnapshot> {
        self.read(|world, now| world.solo_snapshots(now))
    }

    /// One Solo.
    ///
    /// # Errors
    /// When no Solo has this serial.
    pub fn solo(&self, serial: &str) -> Result<SoloSnapshot, UnknownTerminal> {
        self.read(|world, now| world.solo_snapshot(serial, now))
    }

    /// Does something at a Solo.
    ///
    /// # Errors
    /// When no Solo has this serial, when it is at a stage where the act makes no sense, or when what happened could
    /// not be saved.
    pub fn solo_act(&self, serial: &str, act: &SoloAct) -> Result<(), SoloActError> {
        let (done, saved) = self.with(|world, now| world.solo_act(serial, act, now));
        done.and_then(|()| saved.map_err(SoloActError::StateFile))
    }

    /// The transactions SumUp remembers, in the order of their creation. There is none before a card is presented.
    #[must_use]
    pub fn sumup_transactions(&self) -> Vec<SumupTransactionSnapshot> {
        self.read(|world, _| world.sumup_snapshots())
    }

    /// The hosted checkouts, in the order of their creation.
    #[must_use]
    pub fn hosted_checkouts(&self) -> Vec<HostedCheckoutSnapshot> {
        self.read(|world, now| world.hosted_snapshots(now))
    }

    /// Does something on the page of a hosted checkout.
    ///
    /// # Errors
    /// When there is no such checkout, when it is paid or expired, or when what happened could not be saved.
    pub fn hosted_act(&self, id: &str, act: &HostedAct) -> Result<(), HostedActError> {
        let (done, saved) = self.with(|world, now| world.hosted_act(id, act, now));
        done.and_then(|()| saved.map_err(HostedActError::StateFile))
    }

    /// Which newer parts of SumUp's interface the account has from now on. Not remembered.
    pub fn set_sumup_additions(&self, additions: Additions) {
        self.configure(|config| config.additions = additions);
    }

    /// What the merchant's balance can pay back from now on, in minor units; none: everything. Not remembered.
    pub fn set_sumup_balance(&self, minor: Option<u64>) {
        self.configure(|config| config.refund_balance = minor);
    }

    /// How the events of refunds stand from now on when they are taken. Not remembered.
    pub fn set_sumup_refunds(&self, status: RefundEventStatus) {
        self.configure(|config| config.refunds_become = status);
    }

    /// What becomes of the newest refund of a transaction: one that was pending comes about or fails, one that had come
    /// about fails after all. False: there is no such refund.
    pub fn settle_sumup_refund(&self, transaction: &str, status: RefundEventStatus) -> bool {
        self.with(|world, now| world.sumup_settle_refund(transaction, status, now)).0
    }

    fn configure(&self, change: impl FnOnce(&mut super::SumupConfig)) {
        self.with(|world, _| change(&mut world.sumup.config)).0
    }
}
