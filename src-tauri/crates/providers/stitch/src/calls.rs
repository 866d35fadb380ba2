//! Every call to the interface: with the account's token, and with another one if that is refused.

use payment::ProviderFault;
use provider_http::{Answer, Verb};
use serde_json::Value;

use crate::Stitch;

/// By this status the provider says that it did not accept the token, and so did nothing.
const TOKEN_REFUSED: u16 = 401;

impl Stitch {
    /// Reads, with one renewal of the token at most.
    pub(crate) async fn read(
        &self,
        segments: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Answer, ProviderFault> {
        let token = self.tokens.current().await?;
        let answer = self.http.with_key(token.secret()).read(segments, query).await?;
        if answer.status() != TOKEN_REFUSED {
            return Ok(answer);
        }
        let token = self.tokens.renewed(&token).await?;
        self.http.with_key(token.secret()).read(segments, query).await
    }

    /// Sends what changes something exactly once. Only where the provider itself refused the token, which proves that it
    /// did not act, the call goes out a second time with a new one; whatever comes then is the answer.
    pub(crate) async fn effect(
        &self,
        verb: Verb,
        segments: &[&str],
        body: Option<&Value>,
    ) -> Result<Answer, ProviderFault> {
        let token = self.tokens.current().await?;
        let answer = self.http.with_key(token.secret()).effect(verb, segments, body).await?;
        if answer.status() != TOKEN_REFUSED {
            return answer.accepted();
        }
        let token = self.tokens.renewed(&token).await?;
        self.http.with_key(token.secret()).effect(verb, segments, body).await?.accepted()
    }
}
