use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A kind of account that can be added, as a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccountFormView {
    /// Which provider; the words of its entries are under `account.<kind>.<name>`.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// Its usual address.
    pub default_address: Option<String>,
    /// What it wants to know beside its address.
    pub fields: Vec<FormFieldView>,
    /// The secrets it needs.
    pub secrets: Vec<FormFieldView>,
}

/// One entry of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FormFieldView {
    /// Its name.
    pub name: String,
    /// Whether it must be given.
    pub required: bool,
}

/// A filled-in form.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct AccountEntry {
    /// What people call it.
    pub label: String,
    /// Where it is reached.
    pub base_url: String,
    /// By the names of the form.
    pub fields: BTreeMap<String, String>,
    /// Typed secrets, by the names of the form. They go to the keychain and nowhere else.
    #[ts(as = "BTreeMap<String, String>")]
    pub secrets: BTreeMap<String, secrecy::SecretString>,
    /// Paths of files that hold secrets, by the names of the form.
    pub secret_files: BTreeMap<String, String>,
}
