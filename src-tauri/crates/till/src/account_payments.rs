//! The payments of an account as it is connected now: a payment that is followed for an hour outlives a change of key.

use async_trait::async_trait;
use payment::{
    AttemptHandle, CancelAnswer, DispatchPermit, Dispatched, Inquiry, Payments, Provider, ProviderFault,
    Readiness, TerminalKey,
};
use store::AccountId;

use crate::{Till, TillError};

/// Looks the connection up at each call instead of keeping one.
pub(crate) struct AccountPayments {
    till: Till,
    account: AccountId,
}

impl AccountPayments {
    pub(crate) fn new(till: Till, account: AccountId) -> Self {
        Self { till, account }
    }

    async fn provider(&self) -> Result<std::sync::Arc<dyn Provider>, ProviderFault> {
        // Nothing was sent yet: connecting makes no request.
        self.till.connection(self.account).await.map_err(|error| match error {
            TillError::Provider(fault) => fault,
            other => ProviderFault::misconfigured(other.to_string()),
        })
    }
}

/// What an account without payments answers: it had them when the attempt began.
fn gone() -> ProviderFault {
    ProviderFault::misconfigured("the account takes no payments any more")
}

#[async_trait]
impl Payments for AccountPayments {
    async fn readiness(&self, terminal: &TerminalKey) -> Result<Readiness, ProviderFault> {
        self.provider().await?.payments().ok_or_else(gone)?.readiness(terminal).await
    }

    async fn dispatch(&self, permit: DispatchPermit) -> Result<Dispatched, ProviderFault> {
        self.provider().await?.payments().ok_or_else(gone)?.dispatch(permit).await
    }

    async fn inquire(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        self.provider().await?.payments().ok_or_else(gone)?.inquire(attempt).await
    }

    async fn cancel(&self, attempt: &AttemptHandle) -> Result<CancelAnswer, ProviderFault> {
        self.provider().await?.payments().ok_or_else(gone)?.cancel(attempt).await
    }
}
