use async_trait::async_trait;
use payment::capabilities::{Pairing, PairingState};
use payment::{
    OfferedTerminal, Page, ProviderFault, StoreSummary, TerminalDirectory, TerminalIdentity, TerminalKey,
};

use crate::Sumup;

/// The key of the terminal that is none: its payments are made at a page of SumUp's, by the customer.
pub const PAY_BY_LINK: &str = "PAY-BY-LINK";

const MAKER: &str = "SumUp";

#[async_trait]
impl TerminalDirectory for Sumup {
    /// The readers that are paired, and pay by link. All stand on page 1: the interface has no pages.
    async fn terminals(&self, page: u32) -> Result<Page<OfferedTerminal>, ProviderFault> {
        let mut items = Vec::new();
        let readers = self.paired_terminals().await?;
        if page <= 1 {
            items.extend(readers.into_iter().filter(|reader| reader.state == PairingState::Paired).map(
                |reader| OfferedTerminal {
                    key: reader.key,
                    manufacturer: MAKER.to_owned(),
                    model: reader.model,
                    serial: reader.device,
                    store: None,
                },
            ));
            items.extend(self.link_terminal());
        }
        let total = u64::try_from(items.len()).ok();
        Ok(Page { items, page: page.max(1), total, has_more: false })
    }

    /// SumUp knows no stores; an account is one merchant's.
    async fn stores(&self, page: u32) -> Result<Page<StoreSummary>, ProviderFault> {
        Ok(Page { items: Vec::new(), page: page.max(1), total: Some(0), has_more: false })
    }

    /// Only pay by link can be named. A pairing code is used up by pairing, so it is no identity.
    fn parse_identity(&self, text: &str) -> Option<TerminalIdentity> {
        if !text.trim().eq_ignore_ascii_case(PAY_BY_LINK) {
            return None;
        }
        let OfferedTerminal { key, manufacturer, model, serial, .. } = self.link_terminal()?;
        Some(TerminalIdentity::Complete { manufacturer, model, serial, key })
    }
}

impl Sumup {
    fn link_terminal(&self) -> Option<OfferedTerminal> {
        Some(OfferedTerminal {
            key: TerminalKey::new(PAY_BY_LINK).ok()?,
            manufacturer: MAKER.to_owned(),
            model: "Pay by link".to_owned(),
            serial: self.merchant.clone(),
            store: None,
        })
    }
}
