use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Somebody who works at the till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PersonView {
    /// Names them in commands.
    pub id: String,
    /// What people call them.
    pub name: String,
    /// What they may do.
    pub role: PersonRole,
    /// Ten wrong PINs: a manager must give them a new one.
    pub locked: bool,
    /// Their PIN, in the practice shop, where it is part of the furniture.
    pub practice_pin: Option<String>,
}

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PersonRole {
    /// Sells.
    Cashier,
    /// Sells, and decides what needs a manager.
    Manager,
}

/// Who works here, and when the till locks itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PeopleView {
    /// By name.
    pub people: Vec<PersonView>,
    /// Minutes without a touch after which the till locks itself; zero never.
    pub idle_minutes: u32,
    /// Every refund needs a manager, not only one without a purchase.
    pub refunds_need_manager: bool,
}

/// A manager's yes to one act, to be handed in with that act soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ApprovalView {
    /// Good for one act.
    pub token: String,
    /// Who approved; none in a shop without people.
    pub by: Option<String>,
}
