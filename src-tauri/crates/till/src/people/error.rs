/// Why the till does not let somebody in, or does not change who works here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeopleError {
    /// The shop has people, and none of them is signed in.
    #[error("nobody is signed in")]
    NobodySignedIn,
    /// What was asked for needs a manager.
    #[error("a manager must approve")]
    ManagerNeeded,
    /// The PIN is right, but its owner is not a manager.
    #[error("not a manager")]
    NotAManager,
    /// Not this person's PIN.
    #[error("wrong pin, {left} tries left")]
    WrongPin {
        /// Tries until the PIN is locked.
        left: u32,
    },
    /// Too many wrong PINs in a row: the next try comes later.
    #[error("next try in {seconds} s")]
    Wait {
        /// Whole seconds until the next try.
        seconds: u64,
    },
    /// Ten wrong PINs in a row: only a new PIN helps.
    #[error("pin is locked")]
    Locked,
    /// Not four to eight digits.
    #[error("not a pin")]
    NotAPin,
    /// A PIN that everybody tries first.
    #[error("trivial pin")]
    TrivialPin,
    /// A name of nothing, or too long.
    #[error("not a name")]
    NotAName,
    /// Somebody with this name works here already.
    #[error("name is taken")]
    NameTaken,
    /// As many people as a till may have.
    #[error("too many people")]
    TooMany,
    /// The first person of a shop decides for all that follow.
    #[error("the first person must be a manager")]
    FirstIsAManager,
    /// Without a manager nobody could let anybody in.
    #[error("the last manager stays")]
    LastManager,
    /// A rescue is for a shop whose managers are all locked out.
    #[error("a manager can still sign in")]
    NotLockedOut,
    /// The keychain does not give what was mixed into the PINs.
    #[error("pepper not available: {0}")]
    Pepper(String),
}
