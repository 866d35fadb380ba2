//! What a payment is called at SumUp, through its life.

use payment::{ProviderFault, ProviderTransactionId};

/// Joins the parts of a name; no id SumUp shows contains it.
const SEPARATOR: char = '|';

/// A [`ProviderTransactionId`] of this provider, taken apart.
///
/// A transaction gets its id when a card is presented. Until then it is named by what the checkout was given: the
/// client's transaction id and, on newer accounts, the id of the checkout itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Name {
    /// SumUp's id of a transaction.
    Transaction(String),
    /// A checkout on a reader.
    Reader { client: String, checkout: Option<String> },
    /// A checkout that is paid by its link.
    Link { checkout: String },
    /// A refund of a transaction.
    Refund { original: String, mark: RefundMark },
}

/// How a refund is told from others of the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RefundMark {
    /// The event it left in the transaction.
    Event(String),
    /// SumUp took it, and its event had not been seen yet. In minor units, with our reference.
    Accepted { minor: i64, reference: String },
}

impl Name {
    /// Takes a name apart. What has no form of ours is SumUp's id of a transaction.
    pub(crate) fn of(id: &ProviderTransactionId) -> Self {
        let text = id.as_str();
        let parts: Vec<&str> = text.split(SEPARATOR).collect();
        let owned = |part: &str| part.to_owned();
        match parts.as_slice() {
            ["reader", client] => Self::Reader { client: owned(client), checkout: None },
            ["reader", client, checkout] => {
                Self::Reader { client: owned(client), checkout: Some(owned(checkout)) }
            }
            ["link", checkout] => Self::Link { checkout: owned(checkout) },
            ["refund", original, "event", event] => {
                Self::Refund { original: owned(original), mark: RefundMark::Event(owned(event)) }
            }
            ["refund", original, "accepted", minor, reference] if minor.parse::<i64>().is_ok() => {
                let minor = minor.parse().unwrap_or_default();
                let mark = RefundMark::Accepted { minor, reference: owned(reference) };
                Self::Refund { original: owned(original), mark }
            }
            _ => Self::Transaction(owned(text)),
        }
    }

    /// The name as people can look it up at SumUp: the transaction's id, and that of its event for a refund.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Transaction(id) => id.clone(),
            Self::Reader { client, .. } => client.clone(),
            Self::Link { checkout } => checkout.clone(),
            Self::Refund { original, mark: RefundMark::Event(event) } => format!("{original} / {event}"),
            // The event was not told when the slip was made; the transaction lists it.
            Self::Refund { original, mark: RefundMark::Accepted { .. } } => original.clone(),
        }
    }

    /// The name as the till keeps it.
    ///
    /// # Errors
    /// `Unreadable` when SumUp's part of it is no plain word.
    pub(crate) fn id(&self) -> Result<ProviderTransactionId, ProviderFault> {
        let parts: Vec<&str> = match self {
            Self::Transaction(id) => vec![id],
            Self::Reader { client, checkout: None } => vec!["reader", client],
            Self::Reader { client, checkout: Some(checkout) } => vec!["reader", client, checkout],
            Self::Link { checkout } => vec!["link", checkout],
            Self::Refund { original, mark: RefundMark::Event(event) } => {
                vec!["refund", original, "event", event]
            }
            Self::Refund { original, mark: RefundMark::Accepted { minor, reference } } => {
                let text = format!("refund|{original}|accepted|{minor}|{reference}");
                return checked(text);
            }
        };
        if parts.iter().any(|part| part.is_empty() || part.contains(SEPARATOR)) {
            return Err(ProviderFault::unreadable("the provider's name of the transaction is no plain word"));
        }
        checked(parts.join("|"))
    }
}

fn checked(text: String) -> Result<ProviderTransactionId, ProviderFault> {
    ProviderTransactionId::new(text).map_err(|error| ProviderFault::unreadable(error.to_string()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_name_survives_being_written_down() {
        let text = str::to_owned;
        for name in [
            Name::Transaction(text("410fc44a-5956-44e1-b5cc-19c6f8d727a4")),
            Name::Reader { client: text("urn:sumup:pos:sale:MNKKNGST:1D4E;2"), checkout: None },
            Name::Reader { client: text("3fa85f64"), checkout: Some(text("4e42")) },
            Name::Link { checkout: text("64553e20") },
            Name::Refund { original: text("410fc44a"), mark: RefundMark::Event(text("9567461191")) },
            Name::Refund {
                original: text("410fc44a"),
                mark: RefundMark::Accepted { minor: 500, reference: text("000123A7K2M9QX") },
            },
        ] {
            assert_eq!(Name::of(&name.id().unwrap()), name);
        }
    }

    #[test]
    fn what_people_read_is_what_the_vendor_shows() {
        for (name, shown) in [
            ("410fc44a-5956", "410fc44a-5956"),
            ("reader|3fa85f64|4e42", "3fa85f64"),
            ("link|64553e20", "64553e20"),
            ("refund|410fc44a|event|9567461191", "410fc44a / 9567461191"),
            ("refund|410fc44a|accepted|500|000123A7K2M9QX", "410fc44a"),
        ] {
            assert_eq!(Name::of(&ProviderTransactionId::new(name).unwrap()).shown(), shown);
        }
    }

    #[test]
    fn an_id_that_could_be_taken_for_another_form_is_refused() {
        for client in ["a|b", "", "two words"] {
            assert!(Name::Reader { client: client.to_owned(), checkout: None }.id().is_err(), "{client}");
        }
    }
}
