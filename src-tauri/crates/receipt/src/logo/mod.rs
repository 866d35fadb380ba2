//! The shop's logo: any picture a shop has, made once into the black dots that every paper can show.

mod dots;
mod fit;

use std::fmt;
use std::str::FromStr;

use picture::{PictureError, unpacked};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::logo::dots::Dots;
use crate::logo::fit::fitted;

/// Names the logo of a receipt. What a name stands for never changes, so a receipt prints the same for ever.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum LogoId {
    /// The first edition of the practice shop's logo, which is part of the program: `practice-1`. Another drawing would
    /// be another edition with a name of its own.
    Practice1,
    /// A shop's own: the SHA-256 of [`Logo::png`].
    Content([u8; 32]),
}

/// Not the name of a logo. Holds what was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a logo: {0:?}")]
pub struct NotALogoId(String);

/// A shop's own logo: at most 384 × 200 dots, black and white. A dot is one of a printer with 203 dots an inch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    id: LogoId,
    png: Vec<u8>,
}

/// A logo for a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoPicture {
    /// A PNG in black and white.
    pub png: Vec<u8>,
    /// How many dots of a printer with 203 dots an inch it is wide on the 80 mm roll, which has 576.
    pub width: u16,
}

/// Why a picture does not become a logo.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogoError {
    /// More than [`Logo::MAX_PICTURE_BYTES`].
    #[error("picture of {0} bytes is larger than 2 MiB")]
    TooManyBytes(usize),
    /// The first bytes are those of none of the three formats, whatever the file is called.
    #[error("not a png, jpeg or webp picture")]
    OtherFormat,
    /// A small file can unpack to gigabytes. Said by the picture itself, before anything is unpacked.
    #[error("picture is larger than 4096 × 4096 or unpacks to more than 64 MiB")]
    TooLarge,
    /// It moves, and paper does not.
    #[error("picture is animated")]
    Animated,
    /// Cut off or damaged.
    #[error("picture is unreadable: {0}")]
    Unreadable(String),
    /// Nothing of it can be seen in black on white: empty, or white on a transparent ground.
    #[error("picture shows nothing on white paper")]
    Blank,
}

impl Logo {
    /// The largest file that is looked at: 2 MiB.
    pub const MAX_PICTURE_BYTES: usize = 2 * 1024 * 1024;

    /// Makes the logo of a PNG, JPEG or WebP file: transparent parts become white, colours become shades, what is too
    /// large becomes smaller (what is small stays small), and shades become dots.
    ///
    /// Takes up to a second for the largest pictures. The same file gives the same logo.
    pub fn from_picture(file: &[u8]) -> Result<Self, LogoError> {
        let dots = Dots::of(&fitted(unpacked(file, Self::MAX_PICTURE_BYTES)?));
        if dots.is_blank() {
            return Err(LogoError::Blank);
        }
        dots.to_png().map(Self::from_stored)
    }

    /// The logo of a [`Logo::png`] that was stored. Its id is that of the content; whoever asked for an id compares.
    pub fn from_stored(png: Vec<u8>) -> Self {
        Self { id: LogoId::Content(Sha256::digest(&png).into()), png }
    }

    /// Its name.
    pub fn id(&self) -> &LogoId {
        &self.id
    }

    /// As it comes out of the printer: a dot of the picture is a dot on paper.
    pub fn picture(&self) -> LogoPicture {
        LogoPicture { png: self.png.clone(), width: width_of(&self.png).unwrap_or(MAX_WIDTH) }
    }

    /// What is stored: a PNG of one bit greyscale, not interlaced.
    pub fn png(&self) -> &[u8] {
        &self.png
    }
}

impl LogoPicture {
    /// That of [`LogoId::Practice1`].
    pub fn practice() -> Self {
        Self { png: PRACTICE_LOGO.to_vec(), width: PRACTICE_LOGO_WIDTH }
    }
}

impl From<PictureError> for LogoError {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::TooManyBytes(bytes) => Self::TooManyBytes(bytes),
            PictureError::OtherFormat => Self::OtherFormat,
            PictureError::TooLarge => Self::TooLarge,
            PictureError::Animated => Self::Animated,
            PictureError::Unreadable(reason) => Self::Unreadable(reason),
        }
    }
}

/// The width a PNG says it has: a number of four bytes behind the signature and the head of the first chunk.
fn width_of(png: &[u8]) -> Option<u16> {
    let bytes = png.get(16..20)?.try_into().ok()?;
    u16::try_from(u32::from_be_bytes(bytes)).ok()
}

const PRACTICE_1: &str = "practice-1";
/// What [`LogoId::Practice1`] names. It has more dots than most printers.
pub(crate) const PRACTICE_LOGO: &[u8] = include_bytes!("../../../../../assets/receipt/logo-fine.png");
/// 104 points, see `pdf`.
const PRACTICE_LOGO_WIDTH: u16 = 293;
/// Dots; 48 mm, what a 58 mm roll can show.
const MAX_WIDTH: u16 = 384;

impl fmt::Display for LogoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Practice1 => f.write_str(PRACTICE_1),
            Self::Content(hash) => hash.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
        }
    }
}

impl FromStr for LogoId {
    type Err = NotALogoId;

    fn from_str(text: &str) -> Result<Self, NotALogoId> {
        if text == PRACTICE_1 {
            return Ok(Self::Practice1);
        }
        let refused = || NotALogoId(text.chars().take(80).collect());
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let mut hash = [0; 32];
        if pairs.len() != hash.len() || !rest.is_empty() {
            return Err(refused());
        }
        for (byte, pair) in hash.iter_mut().zip(pairs) {
            *byte = hex(pair[0]).zip(hex(pair[1])).map(|(high, low)| high << 4 | low).ok_or_else(refused)?;
        }
        Ok(Self::Content(hash))
    }
}

/// Lower case only: one logo has one name.
fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl From<LogoId> for String {
    fn from(id: LogoId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for LogoId {
    type Error = NotALogoId;

    fn try_from(text: String) -> Result<Self, NotALogoId> {
        text.parse()
    }
}
