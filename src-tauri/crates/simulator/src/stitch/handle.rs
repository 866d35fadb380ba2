//! What a handle tells and does about Stitch.

use std::time::Duration;

use super::{PREFIX, StitchTerminal, TOKEN_PATH};
use crate::simulator::Handle;

impl Handle {
    /// What a till is given as Stitch's base address.
    #[must_use]
    pub fn stitch_base_url(&self) -> String {
        format!("{}{PREFIX}", self.base_url())
    }

    /// Where a till asks for Stitch's tokens.
    #[must_use]
    pub fn stitch_token_url(&self) -> String {
        format!("{}{PREFIX}{TOKEN_PATH}", self.base_url())
    }

    /// The client a till is at Stitch.
    #[must_use]
    pub fn stitch_client_id(&self) -> String {
        self.with(|world, _| world.stitch.client_id.clone()).0
    }

    /// The client's secret.
    #[must_use]
    pub fn stitch_client_secret(&self) -> String {
        self.with(|world, _| world.stitch.client_secret().to_owned()).0
    }

    /// The terminals of the account at Stitch, in the order of their registration.
    #[must_use]
    pub fn stitch_terminals(&self) -> Vec<StitchTerminal> {
        self.with(|world, _| world.stitch.terminals().to_vec()).0
    }

    /// Every token Stitch has issued is refused from now on.
    pub fn expire_stitch_tokens(&self) {
        let ((), _) = self.with(|world, _| world.stitch.expire_tokens());
    }

    /// How long tokens live that Stitch issues from now on.
    pub fn set_stitch_token_life(&self, life: Duration) {
        let ((), _) = self.with(|world, _| world.stitch.token_life = life);
    }
}
