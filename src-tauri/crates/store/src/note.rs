use jiff::Zoned;
use journal::{Draft, Kind, RateAmounts};
use serde_json::Value;

use crate::Desk;
use crate::row::time_text;

/// What the journal is told. Time and operator are those of the desk unless they are said.
///
/// No card number and no secret belongs in one: a payload names where something is, never what must not be seen.
#[derive(Debug, Clone)]
pub struct Note {
    kind: Kind,
    document: String,
    payload: Value,
    at: Option<String>,
    operator: Option<String>,
    currency: String,
    rates: Vec<RateAmounts>,
}

impl Note {
    /// A note on a document, `order 000123`, or on none. The payload is a JSON object.
    pub fn new(kind: Kind, document: impl Into<String>, payload: Value) -> Self {
        let document = document.into();
        Self { kind, document, payload, at: None, operator: None, currency: String::new(), rates: Vec::new() }
    }

    /// With one more field in its payload.
    #[must_use]
    pub(crate) fn with(mut self, field: &str, value: Value) -> Self {
        if let Value::Object(fields) = &mut self.payload {
            fields.insert(field.to_owned(), value);
        }
        self
    }

    /// With the time of the step it belongs to.
    #[must_use]
    pub fn at(self, at: &Zoned) -> Self {
        Self { at: Some(time_text(at)), ..self }
    }

    /// With the one who did it, where that need not be whoever is at the till now.
    #[must_use]
    pub fn by(self, operator: &str) -> Self {
        Self { operator: Some(operator.to_owned()), ..self }
    }

    /// With the amounts that move a perpetual total.
    #[must_use]
    pub(crate) fn amounts(self, currency: &str, rates: Vec<RateAmounts>) -> Self {
        Self { currency: currency.to_owned(), rates, ..self }
    }

    pub(crate) fn draft(self, desk: &dyn Desk) -> Draft {
        let at = self.at.unwrap_or_else(|| time_text(&desk.wall()));
        let operator = self.operator.unwrap_or_else(|| desk.operator());
        Draft::new(self.kind, at, &operator, &self.document, self.payload)
            .with_amounts(&self.currency, self.rates)
    }
}
