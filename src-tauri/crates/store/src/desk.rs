use jiff::Zoned;
use jiff::tz::TimeZone;

/// What the journal wants to know of where the till stands, whenever a step does not say it itself.
pub trait Desk: Send + Sync {
    /// The time on the wall in the shop's zone.
    fn wall(&self) -> Zoned;
    /// Who is at the till; empty when nobody is known.
    fn operator(&self) -> String;
}

/// Before a till says where it stands: the moment the database was opened, and nobody.
#[derive(Debug)]
pub(crate) struct EmptyDesk(Zoned);

impl EmptyDesk {
    pub(crate) fn at(now: jiff::Timestamp) -> Self {
        Self(now.to_zoned(TimeZone::UTC))
    }
}

impl Desk for EmptyDesk {
    fn wall(&self) -> Zoned {
        self.0.clone()
    }

    fn operator(&self) -> String {
        String::new()
    }
}
