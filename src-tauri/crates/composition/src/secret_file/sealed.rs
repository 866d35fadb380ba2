//! The bytes of a secret file.
//!
//! ```text
//! mark 16 · version 1 · salt 16 · nonce 24 | sealed secrets, tag 16 | SHA-256 of all before 32
//! ```
//!
//! The key is made of the passphrase and the salt by Argon2id (19 MiB, 2 passes, 1 lane). XChaCha20-Poly1305 seals the secrets
//! and vouches for everything before them. The checksum protects nothing against people: it tells a damaged file from a wrong
//! passphrase, which the seal alone cannot. Whoever alters the file on purpose can mend the checksum; then the seal does not
//! open, and the answer is "wrong passphrase".

use std::collections::BTreeMap;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use till::{Passphrase, SecretFileError};
use zeroize::Zeroizing;

/// Secrets by the names of their entries.
pub(super) type Entries = BTreeMap<String, SecretString>;

const MARK: &[u8; 16] = b"tillbridge/keys\n";
const VERSION: u8 = 1;
const SALT: usize = 16;
const NONCE: usize = 24;
const HEADER: usize = MARK.len() + 1 + SALT + NONCE;
const TAG: usize = 16;
const CHECKSUM: usize = 32;

/// Memory of one derivation, in KiB; with [`PASSES`] and [`LANES`] what OWASP recommends at least for Argon2id.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The largest file that is read, and so the largest that is written.
pub(super) const MAX_BYTES: usize = 1024 * 1024;
/// So many secrets at most.
const MAX_ENTRIES: usize = 1000;

/// What a passphrase becomes with the salt of a file. Wiped when dropped.
pub(super) struct Key {
    salt: [u8; SALT],
    bytes: Zeroizing<[u8; 32]>,
}

impl Key {
    /// A key with a salt of its own.
    pub(super) fn new(passphrase: &Passphrase) -> Result<Self, SecretFileError> {
        Self::derive(passphrase, random()?)
    }

    fn derive(passphrase: &Passphrase, salt: [u8; SALT]) -> Result<Self, SecretFileError> {
        let unusable = |error: argon2::Error| SecretFileError::Unusable(error.to_string());
        let params = Params::new(MEMORY, PASSES, LANES, None).map_err(unusable)?;
        let mut bytes = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose().as_bytes(), &salt, &mut *bytes)
            .map_err(unusable)?;
        Ok(Self { salt, bytes })
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.bytes).into())
    }
}

/// The whole file: a fresh nonce at every write.
pub(super) fn seal(key: &Key, entries: &Entries) -> Result<Vec<u8>, SecretFileError> {
    let nonce: [u8; NONCE] = random()?;
    let mut file = Vec::with_capacity(HEADER);
    file.extend_from_slice(MARK);
    file.push(VERSION);
    file.extend_from_slice(&key.salt);
    file.extend_from_slice(&nonce);
    let plain = written(entries)?;
    let sealed = key.cipher().encrypt(&XNonce::from(nonce), Payload { msg: &plain, aad: &file });
    file.extend(sealed.map_err(|_| SecretFileError::Full)?);
    let checksum = Sha256::digest(&file);
    file.extend_from_slice(&checksum);
    if file.len() > MAX_BYTES { Err(SecretFileError::Full) } else { Ok(file) }
}

/// The secrets of a file, and the key to write it again.
pub(super) fn unseal(file: &[u8], passphrase: &Passphrase) -> Result<(Key, Entries), SecretFileError> {
    let damaged = |what: &str| SecretFileError::Damaged(what.to_owned());
    if !file.starts_with(MARK) {
        return Err(damaged("it does not begin as one"));
    }
    if file.get(MARK.len()).is_some_and(|version| *version > VERSION) && checksum_is_right(file) {
        return Err(SecretFileError::Newer);
    }
    if file.len() < HEADER + TAG + CHECKSUM || file.len() > MAX_BYTES {
        return Err(damaged("its length"));
    }
    if !checksum_is_right(file) || file[MARK.len()] != VERSION {
        return Err(damaged("its checksum"));
    }
    let (header, rest) = file.split_at(HEADER);
    let sealed = &rest[..rest.len() - CHECKSUM];
    let (salt, nonce) = header[MARK.len() + 1..].split_at(SALT);
    let salt: [u8; SALT] = salt.try_into().map_err(|_| damaged("its salt"))?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| damaged("its nonce"))?;
    let key = Key::derive(passphrase, salt)?;
    let opened = key.cipher().decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: header });
    let plain = Zeroizing::new(opened.map_err(|_| SecretFileError::WrongPassphrase)?);
    let entries = read(&plain).ok_or_else(|| damaged("its content"))?;
    Ok((key, entries))
}

fn checksum_is_right(file: &[u8]) -> bool {
    let Some(at) = file.len().checked_sub(CHECKSUM) else { return false };
    let (covered, checksum) = file.split_at(at);
    Sha256::digest(covered)[..] == *checksum
}

/// Every entry as its name and its secret, each behind its length. The room is made in one piece: memory that is left behind
/// by growing is wiped by nobody.
fn written(entries: &Entries) -> Result<Zeroizing<Vec<u8>>, SecretFileError> {
    if entries.len() > MAX_ENTRIES {
        return Err(SecretFileError::Full);
    }
    let texts = || entries.iter().flat_map(|(name, secret)| [name.as_str(), secret.expose_secret()]);
    let room: usize = texts().map(|text| text.len() + 4).sum();
    if room > MAX_BYTES {
        return Err(SecretFileError::Full);
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(room));
    for text in texts() {
        let length = u32::try_from(text.len()).map_err(|_| SecretFileError::Full)?;
        plain.extend_from_slice(&length.to_be_bytes());
        plain.extend_from_slice(text.as_bytes());
    }
    Ok(plain)
}

fn read(mut plain: &[u8]) -> Option<Entries> {
    let mut entries = Entries::new();
    while !plain.is_empty() {
        let name = text(&mut plain)?.to_owned();
        entries.insert(name, SecretString::from(text(&mut plain)?));
    }
    Some(entries)
}

fn text<'a>(plain: &mut &'a [u8]) -> Option<&'a str> {
    let (length, rest) = plain.split_first_chunk::<4>()?;
    let (text, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    *plain = rest;
    std::str::from_utf8(text).ok()
}

fn random<const BYTES: usize>() -> Result<[u8; BYTES], SecretFileError> {
    let mut random = [0; BYTES];
    getrandom::fill(&mut random).map_err(|error| SecretFileError::Unusable(error.to_string()))?;
    Ok(random)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text.into()).unwrap()
    }

    fn entries() -> Entries {
        let pairs = [("account-1", "canary-key-4f1c"), ("pepper-2", ""), ("ключ", "ß\u{1f511}")];
        pairs.into_iter().map(|(name, secret)| (name.to_owned(), secret.into())).collect()
    }

    fn exposed(entries: &Entries) -> Vec<(&str, &str)> {
        entries.iter().map(|(name, secret)| (name.as_str(), secret.expose_secret())).collect()
    }

    #[test]
    fn secrets_come_back_with_their_passphrase_and_with_no_other() {
        let right = passphrase("correct horse battery");
        let file = seal(&Key::new(&right).unwrap(), &entries()).unwrap();
        let (key, read) = unseal(&file, &right).unwrap();
        assert_eq!(exposed(&read), exposed(&entries()));
        for wrong in ["correct horse batterY", "correct horse battery ", "another passphrase"] {
            let refused = unseal(&file, &passphrase(wrong)).map(|_| ());
            assert_eq!(refused, Err(SecretFileError::WrongPassphrase), "{wrong}");
        }
        let again = seal(&key, &read).unwrap();
        assert_eq!(again[..HEADER - NONCE], file[..HEADER - NONCE], "the salt stays");
        assert_ne!(again[HEADER - NONCE..HEADER], file[HEADER - NONCE..HEADER], "no nonce is used twice");
        let other = seal(&Key::new(&right).unwrap(), &entries()).unwrap();
        assert_ne!(other[17..33], file[17..33], "every file has a salt of its own");
    }

    #[test]
    fn nothing_of_a_secret_stands_in_the_file() {
        let file = seal(&Key::new(&passphrase("correct horse battery")).unwrap(), &entries()).unwrap();
        for text in ["canary", "account-1", "pepper", "correct horse", "4f1c"] {
            assert!(!file.windows(text.len()).any(|window| window == text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn every_flipped_byte_and_every_cut_is_a_damaged_file() {
        let right = passphrase("correct horse battery");
        let file = seal(&Key::new(&right).unwrap(), &entries()).unwrap();
        for at in 0..file.len() {
            let mut flipped = file.clone();
            flipped[at] ^= 0x20;
            let refused = unseal(&flipped, &right).map(|_| ());
            assert!(matches!(refused, Err(SecretFileError::Damaged(_))), "byte {at}: {refused:?}");
            let refused = unseal(&file[..at], &right).map(|_| ());
            assert!(matches!(refused, Err(SecretFileError::Damaged(_))), "cut at {at}: {refused:?}");
        }
        let longer = [file.as_slice(), b"\n"].concat();
        assert!(matches!(unseal(&longer, &right), Err(SecretFileError::Damaged(_))));
    }

    #[test]
    fn a_byte_flipped_by_somebody_who_mends_the_checksum_does_not_open() {
        let right = passphrase("correct horse battery");
        let file = seal(&Key::new(&right).unwrap(), &entries()).unwrap();
        let sealed_until = file.len() - CHECKSUM;
        // Each derivation takes its time, so: every byte of the header, and of the sealed part each fifth and the tag.
        let places = (0..sealed_until).filter(|at| *at < HEADER || at % 5 == 0 || *at >= sealed_until - TAG);
        for at in places {
            let mut altered = file[..sealed_until].to_vec();
            altered[at] ^= 1;
            let checksum = Sha256::digest(&altered);
            altered.extend_from_slice(&checksum);
            assert!(unseal(&altered, &right).is_err(), "byte {at}");
        }
        let mut newer = file[..sealed_until].to_vec();
        newer[MARK.len()] = VERSION + 1;
        let checksum = Sha256::digest(&newer);
        newer.extend_from_slice(&checksum);
        assert_eq!(unseal(&newer, &right).map(|_| ()), Err(SecretFileError::Newer));
    }

    #[test]
    fn more_than_may_be_read_again_is_not_written() {
        let key = Key::new(&passphrase("correct horse battery")).unwrap();
        let large = Entries::from([("a".to_owned(), "x".repeat(MAX_BYTES).into())]);
        assert_eq!(seal(&key, &large).map(|_| ()), Err(SecretFileError::Full));
        let many: Entries = (0..=MAX_ENTRIES).map(|n| (n.to_string(), "x".into())).collect();
        assert_eq!(seal(&key, &many).map(|_| ()), Err(SecretFileError::Full));
    }
}
