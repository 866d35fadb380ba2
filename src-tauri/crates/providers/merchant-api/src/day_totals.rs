use std::collections::BTreeMap;

use async_trait::async_trait;
use payment::capabilities::{DayTotals, DayTotalsSlip};
use payment::{ProviderFault, TerminalKey};
use provider_http::Answer;
use serde_json::value::RawValue;

use crate::MerchantApi;

/// A longer slip is none: a terminal's roll has about thirty lines of 24 columns.
const MAX_SLIP: usize = 32 * 1024;

#[async_trait]
impl DayTotals for MerchantApi {
    /// The guide promises "a formatted receipt" and does not show how it is wrapped: plain text is taken as it is, JSON
    /// when it holds exactly one text.
    async fn today(&self, terminal: &TerminalKey) -> Result<DayTotalsSlip, ProviderFault> {
        let answer = self.http.read(&["terminals", terminal.as_str(), "daytotals", "today"], &[]).await?;
        let answer = answer.accepted()?;
        let text = slip(&answer)?;
        if text.trim().is_empty() || text.len() > MAX_SLIP {
            return Err(answer.unreadable("the day totals are empty or too long for a slip"));
        }
        Ok(DayTotalsSlip { text })
    }
}

fn slip(answer: &Answer) -> Result<String, ProviderFault> {
    let body = answer.text()?;
    let declared = answer.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let is_json = declared.contains("json")
        || (!declared.starts_with("text/") && body.trim_start().starts_with(['"', '{', '[']));
    if !is_json {
        return Ok(body.to_owned());
    }
    if body.trim_start().starts_with('"') {
        return answer.json();
    }
    let members: BTreeMap<String, Box<RawValue>> = answer.json()?;
    let mut texts = members.values().filter(|member| member.get().starts_with('"'));
    match (texts.next(), texts.next()) {
        (Some(text), None) => {
            serde_json::from_str(text.get()).map_err(|_| answer.unreadable("the day totals are not a text"))
        }
        _ => Err(answer.unreadable("the day totals are not one text")),
    }
}
