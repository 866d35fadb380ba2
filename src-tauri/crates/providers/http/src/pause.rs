//! How long to wait before a read is repeated.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// What a provider may ask for at most; longer wishes are cut.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(3_600);

/// The wait a provider asks for: seconds, or a date that is measured against the answer's own `Date`, because the
/// till's clock may be wrong.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let (until, now) = (date(text)?, date(headers.get(DATE)?.to_str().ok()?.trim())?);
            Duration::try_from(until.duration_since(now)).unwrap_or(Duration::ZERO)
        }
    };
    Some(wait.min(MAX_RETRY_AFTER))
}

fn date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text).ok()
}

/// The pause before try number `tries` (2, 3 …): doubling, of which a random half is left out, so that tills that
/// lost the same provider do not all come back at once.
pub(crate) fn back_off(base: Duration, tries: u32) -> Duration {
    let full = base.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(2).min(10)));
    let half = full / 2;
    let millis = u32::try_from(half.as_millis()).unwrap_or(u32::MAX);
    // Without randomness the pause is merely regular.
    let random = getrandom::u32().unwrap_or(0);
    half + Duration::from_millis(u64::from(random.checked_rem(millis.max(1)).unwrap_or(0)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date_on_the_providers_own_clock() {
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        for (pairs, seconds) in [
            (vec![("retry-after", "7")], Some(7)),
            (vec![("retry-after", "99999999")], Some(3_600)),
            (vec![("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT"), date], Some(3)),
            (vec![("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT"), date], Some(0)),
            (vec![("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT")], None),
            (vec![("retry-after", "soon"), date], None),
            (vec![("retry-after", "-1")], None),
            (vec![date], None),
        ] {
            assert_eq!(retry_after(&headers(&pairs)).map(|wait| wait.as_secs()), seconds, "{pairs:?}");
        }
    }

    #[test]
    fn pauses_grow_and_keep_their_bounds() {
        let base = Duration::from_millis(200);
        for (tries, full) in [(2, 200), (3, 400), (4, 800)] {
            for _ in 0..50 {
                let pause = back_off(base, tries).as_millis();
                assert!((full / 2..=full).contains(&pause), "{tries}: {pause}");
            }
        }
        assert_eq!(back_off(Duration::ZERO, 2), Duration::ZERO);
    }
}
