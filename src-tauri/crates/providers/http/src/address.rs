use payment::ProviderFault;
use url::{Host, Url};

/// Longer addresses are refused.
const MAX_ADDRESS: usize = 1_000;

/// The address of a provider's interface: HTTPS, or plain HTTP on this computer for practice and tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    loopback: bool,
}

/// Why an address is refused as a provider's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// Not an address at all.
    #[error("not an address: {0}")]
    NotAnAddress(String),
    /// Keys would travel in clear.
    #[error("address is not https: {0}")]
    NotHttps(String),
    /// Name or password before the host: it would be sent, logged and stored.
    #[error("address carries a user name or password")]
    UserInfo,
    /// Query or fragment, which a base address cannot have.
    #[error("address has a query or fragment")]
    QueryOrFragment,
}

impl From<BadAddress> for ProviderFault {
    fn from(bad: BadAddress) -> Self {
        ProviderFault::misconfigured(bad.to_string())
    }
}

impl BaseUrl {
    /// Reads what a person typed or a file holds. A path is kept and extended: `https://host/pos/v1`.
    ///
    /// # Errors
    /// [`BadAddress`], without repeating a password.
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let text = text.trim();
        if text.len() > MAX_ADDRESS {
            return Err(BadAddress::NotAnAddress("longer than 1000 characters".to_owned()));
        }
        let url = Url::parse(text).map_err(|error| BadAddress::NotAnAddress(error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadAddress::UserInfo);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BadAddress::QueryOrFragment);
        }
        let loopback = match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => return Err(BadAddress::NotAnAddress("no host".to_owned())),
        };
        match url.scheme() {
            "https" => Ok(Self { url, loopback }),
            "http" if loopback => Ok(Self { url, loopback }),
            scheme => Err(BadAddress::NotHttps(scheme.to_owned())),
        }
    }

    /// Whether it is this computer.
    pub const fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// The address of one call. Every segment is percent-encoded, so no id can add a segment, a query or another host.
    ///
    /// # Errors
    /// `Misconfigured` for segments no path can carry: nothing, `.` and `..`.
    pub fn join(&self, segments: &[&str], query: &[(&str, &str)]) -> Result<Url, ProviderFault> {
        if let Some(bad) = segments.iter().find(|segment| matches!(**segment, "" | "." | "..")) {
            return Err(ProviderFault::misconfigured(format!("path segment {bad:?}")));
        }
        let mut url = self.url.clone();
        url.path_segments_mut()
            .map_err(|()| ProviderFault::misconfigured("address has no path"))?
            .pop_if_empty()
            .extend(segments);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_travel_over_https_or_stay_on_this_computer() {
        for good in [
            "https://api.example",
            "http://127.0.0.1:8080",
            "http://localhost:1",
            "http://[::1]:9/",
            " https://h/v1/ ",
        ] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://api.example",
            "http://127.0.0.1.example",
            "http://localhost.example",
            "ftp://api.example",
            "https://key:secret@api.example",
            "https://key@api.example",
            "https://api.example/?a=1",
            "https://api.example/#x",
            "file:///etc/passwd",
            "data:text/plain,x",
            "api.example",
            "",
            "https://",
        ] {
            let error = BaseUrl::parse(bad).expect_err(bad);
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn the_path_of_the_base_is_kept_with_and_without_a_slash() {
        for base in ["https://h/pos/v1", "https://h/pos/v1/"] {
            let url = BaseUrl::parse(base).unwrap().join(&["stores"], &[("page", "2")]).unwrap();
            assert_eq!(url.as_str(), "https://h/pos/v1/stores?page=2");
        }
    }

    #[test]
    fn no_id_can_leave_its_segment() {
        let base = BaseUrl::parse("https://h/v1").unwrap();
        let url = base.join(&["terminals", "a/../b?c#d%2f\\"], &[]).unwrap();
        assert_eq!(url.as_str(), "https://h/v1/terminals/a%2F..%2Fb%3Fc%23d%252f%5C");
        for unspeakable in ["", ".", ".."] {
            assert!(base.join(&["terminals", unspeakable], &[]).is_err(), "{unspeakable:?}");
        }
    }

    proptest! {
        #[test]
        fn any_id_stays_one_segment_of_the_same_host(id in "\\PC{1,40}") {
            let base = BaseUrl::parse("https://h/v1").unwrap();
            if let Ok(url) = base.join(&["t", &id], &[]) {
                prop_assert_eq!(url.host_str(), Some("h"));
                prop_assert_eq!(url.path_segments().unwrap().count(), 3);
                prop_assert!(url.query().is_none() && url.fragment().is_none());
            }
        }

        #[test]
        fn no_text_makes_parsing_panic(text in ".{0,200}") {
            let _ = BaseUrl::parse(&text);
        }
    }
}
