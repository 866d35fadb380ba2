//! Version numbers as programs print them.

use std::fmt;

/// The two numbers that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub(crate) major: u32,
    pub(crate) minor: u32,
}

impl Version {
    /// Reads `v20.19.4` or `10.8.2`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().trim_start_matches('v').split('.');
        Some(Self { major: parts.next()?.parse().ok()?, minor: parts.next()?.parse().ok()? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_compared_as_numbers() {
        assert_eq!(Version::parse("v20.9.0\n"), Some(Version { major: 20, minor: 9 }));
        assert!(Version::parse("20.9.0") < Version::parse("v20.19.0"));
        assert!(Version::parse("9.9.9") < Version::parse("10.0.0"));
        assert_eq!(Version::parse("unknown"), None);
    }
}
