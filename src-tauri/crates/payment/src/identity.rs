use std::fmt;

use serde::{Deserialize, Serialize};

/// A name that breaks the rules of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid {what}: {text:?}")]
pub struct InvalidIdentity {
    /// What kind of name it should have been.
    pub what: &'static str,
    /// The beginning of what was given, at most 40 characters.
    pub text: String,
}

fn invalid(what: &'static str, text: &str) -> InvalidIdentity {
    InvalidIdentity { what, text: text.chars().take(40).collect() }
}

macro_rules! identity {
    ($(#[$meta:meta])* $name:ident, $what:literal, $rule:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks the text against the rules of this kind of name.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidIdentity> {
                let text = text.into();
                let rule: fn(&str) -> bool = $rule;
                if rule(&text) { Ok(Self(text)) } else { Err(invalid($what, &text)) }
            }

            /// The text as it goes to the provider.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidIdentity;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.0)
            }
        }
    };
}

identity!(
    /// Our own name for one attempt, unique for ever and never reused: 1 to 14 of `A-Z0-9`.
    ///
    /// Fourteen is the shortest limit among the systems (CM.com's Android SDK caps order references there).
    AttemptReference,
    "attempt reference",
    |text| (1..=14).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
);

identity!(
    /// The name a provider gives a terminal, in the form its paths use: `SUNMI-P2lite-PL0919CQ00305`.
    TerminalKey,
    "terminal",
    |text| (1..=120).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
);

identity!(
    /// The provider's own name for a transaction.
    ProviderTransactionId,
    "provider transaction",
    |text| (1..=200).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
);
