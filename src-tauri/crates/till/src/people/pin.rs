//! PINs and their hashes.

use std::fmt;

use argon2::password_hash::{Error as HashError, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};

use super::PeopleError;

/// A PIN has so many digits at least and at most.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;
/// Memory of one hash in KiB, passes over it, lanes: the first choice of OWASP's password storage cheat sheet for
/// Argon2id. A try takes some hundredths of a second here, which ten tries do not need to be slower than.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Four to eight digits. Wiped when dropped, never shown.
#[derive(Clone)]
pub struct Pin(SecretString);

impl Pin {
    /// Takes what was typed, blanks and line ends around it aside.
    ///
    /// # Errors
    /// `NotAPin` for anything but four to eight digits.
    pub fn new(typed: &SecretString) -> Result<Self, PeopleError> {
        let digits = typed.expose_secret().trim();
        if DIGITS.contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit()) {
            Ok(Self(SecretString::from(digits)))
        } else {
            Err(PeopleError::NotAPin)
        }
    }

    /// Whether somebody who looks over a shoulder, or guesses, has it at once: one digit, two in turn, or a row.
    pub fn is_trivial(&self) -> bool {
        let digits = self.0.expose_secret().as_bytes();
        let steps = |by: u8| digits.windows(2).all(|pair| (pair[0] - b'0' + by) % 10 == pair[1] - b'0');
        let in_turn = digits.iter().skip(2).zip(digits).all(|(later, earlier)| later == earlier);
        in_turn || steps(1) || steps(9)
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// The PHC text of a PIN. Takes memory and time: not for the runtime's own threads.
pub(super) fn hash(pin: &Pin, pepper: Option<&SecretString>) -> Result<String, String> {
    let argon = argon(pepper)?;
    let hashed = argon.hash_password(pin.0.expose_secret().as_bytes()).map_err(|error| error.to_string())?;
    Ok(hashed.to_string())
}

/// Whether a PIN is the one that was hashed. Takes as long as hashing it did.
pub(super) fn matches(pin: &Pin, phc: &str, pepper: Option<&SecretString>) -> Result<bool, String> {
    match argon(pepper)?.verify_password(pin.0.expose_secret().as_bytes(), phc) {
        Ok(()) => Ok(true),
        Err(HashError::PasswordInvalid) => Ok(false),
        Err(error) => Err(error.to_string()),
    }
}

fn argon(pepper: Option<&SecretString>) -> Result<Argon2<'_>, String> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| error.to_string())?;
    let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
    match pepper {
        None => Ok(Argon2::new(algorithm, version, params)),
        Some(pepper) => {
            Argon2::new_with_secret(pepper.expose_secret().as_bytes(), algorithm, version, params)
                .map_err(|error| error.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(text: &str) -> Pin {
        Pin::new(&SecretString::from(text)).expect("a PIN")
    }

    #[test]
    fn a_pin_has_four_to_eight_digits() {
        for good in ["0007", "12345678", " 4821\n"] {
            assert!(Pin::new(&SecretString::from(good)).is_ok(), "{good}");
        }
        for bad in ["", "123", "123456789", "12a4", "12 34", "１２３４", "-123"] {
            assert!(Pin::new(&SecretString::from(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_everybody_tries_first_is_trivial() {
        for trivial in ["0000", "99999999", "1234", "4321", "7890", "2109", "1212", "090909"] {
            assert!(pin(trivial).is_trivial(), "{trivial}");
        }
        for fine in ["4821", "1235", "1224", "9999998", "1357"] {
            assert!(!pin(fine).is_trivial(), "{fine}");
        }
    }

    #[test]
    fn a_hash_fits_its_pin_and_its_pepper_alone() {
        let pepper = SecretString::from("pepper");
        let peppered = hash(&pin("4821"), Some(&pepper)).expect("a hash");
        assert!(peppered.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{peppered}");
        assert_ne!(peppered, hash(&pin("4821"), Some(&pepper)).expect("a hash"), "each has its own salt");
        assert_eq!(matches(&pin("4821"), &peppered, Some(&pepper)), Ok(true));
        assert_eq!(matches(&pin("4822"), &peppered, Some(&pepper)), Ok(false));
        assert_eq!(matches(&pin("4821"), &peppered, None), Ok(false));
        assert_eq!(matches(&pin("4821"), &peppered, Some(&SecretString::from("salt"))), Ok(false));
        assert!(matches(&pin("4821"), "$argon2id$torn", None).is_err());
        assert_eq!(format!("{:?}", pin("4821")), "Pin(…)");
    }
}
