//! From a file somebody hands over to shades of grey.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageError, ImageFormat, Limits};

/// The widest and highest picture that is unpacked.
pub const MAX_SIDE: u32 = 4096;
const MAX_UNPACKED_BYTES: u64 = 64 * 1024 * 1024;

/// Why a picture is not unpacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// More bytes than are looked at.
    #[error("picture of {0} bytes is too large")]
    TooManyBytes(usize),
    /// The first bytes are those of none of the three formats, whatever the file is called.
    #[error("not a png, jpeg or webp picture")]
    OtherFormat,
    /// A small file can unpack to gigabytes. Said by the picture itself, before anything is unpacked.
    #[error("picture is larger than 4096 × 4096 or unpacks to more than 64 MiB")]
    TooLarge,
    /// It moves.
    #[error("picture is animated")]
    Animated,
    /// Cut off or damaged.
    #[error("picture is unreadable: {0}")]
    Unreadable(String),
}

/// A PNG, JPEG or WebP file of at most `max_bytes` as it would look printed in shades of grey on white paper, in its own
/// size. May take a second for the largest.
pub fn unpacked(file: &[u8], max_bytes: usize) -> Result<GrayImage, PictureError> {
    if file.len() > max_bytes {
        return Err(PictureError::TooManyBytes(file.len()));
    }
    let picture = match image::guess_format(file) {
        Ok(ImageFormat::Png) => {
            let decoder = PngDecoder::with_limits(Cursor::new(file), limits())?;
            if decoder.is_apng()? {
                return Err(PictureError::Animated);
            }
            decoded(decoder)?
        }
        Ok(ImageFormat::Jpeg) => {
            whole_jpeg(file)?;
            decoded(JpegDecoder::new(Cursor::new(file))?)?
        }
        Ok(ImageFormat::WebP) => {
            honest_webp(file)?;
            let decoder = WebPDecoder::new(Cursor::new(file))?;
            if decoder.has_animation() {
                return Err(PictureError::Animated);
            }
            decoded(decoder)?
        }
        _ => return Err(PictureError::OtherFormat),
    };
    Ok(picture)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_UNPACKED_BYTES);
    limits
}

/// The decoder has read the header only: it learns its limits, and room is counted, before anything is unpacked.
fn decoded(mut decoder: impl ImageDecoder) -> Result<GrayImage, PictureError> {
    let mut limits = limits();
    let (width, height) = decoder.dimensions();
    limits.check_dimensions(width, height)?;
    limits.reserve(decoder.total_bytes())?;
    decoder.set_limits(limits)?;
    // Cameras write down how they were held. What cannot be read turns nothing.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut grey = DynamicImage::ImageLuma8(on_white(DynamicImage::from_decoder(decoder)?));
    grey.apply_orientation(orientation);
    Ok(grey.into_luma8())
}

fn on_white(picture: DynamicImage) -> GrayImage {
    let (width, height) = (picture.width(), picture.height());
    let shaded = picture.into_luma_alpha8();
    let shades = shaded.pixels().map(|pixel| {
        let [shade, alpha] = pixel.0.map(u32::from);
        let mixed = (shade * alpha + 255 * (255 - alpha) + 127) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    });
    GrayImage::from_raw(width, height, shades.collect()).unwrap_or_default()
}

/// The decoder fills what is cut off with grey. Within a scan no marker but restarts occurs, so a whole picture has an end
/// marker (FF D9) behind the beginning of its last scan (FF DA).
fn whole_jpeg(file: &[u8]) -> Result<(), PictureError> {
    let last = |marker: u8| file.windows(2).rposition(|pair| pair == [0xff, marker]);
    match (last(0xda), last(0xd9)) {
        (Some(scan), Some(end)) if scan < end => Ok(()),
        _ => Err(PictureError::Unreadable("cut off".to_owned())),
    }
}

/// What image-webp 0.2.4 does not look at in time: it makes room for chunks that are longer than the file, and unpacks a
/// frame of any size before it compares it with the size the picture is said to have.
fn honest_webp(file: &[u8]) -> Result<(), PictureError> {
    let cut_off = || PictureError::Unreadable("cut off".to_owned());
    let mut rest = file.get(12..).ok_or_else(cut_off)?;
    while let Some((name, length)) = rest.split_first_chunk::<4>() {
        let (length, body) = length.split_first_chunk::<4>().ok_or_else(cut_off)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let (body, after) = body.split_at_checked(length).ok_or_else(cut_off)?;
        // Behind three bytes of flags and three of a mark stand fourteen bits of width and of height.
        if let (b"VP8 ", Some(&[wide, wider, high, higher])) = (name, body.get(6..10)) {
            let side = |bytes: [u8; 2]| u32::from(u16::from_le_bytes(bytes) & 0x3fff);
            limits().check_dimensions(side([wide, wider]), side([high, higher]))?;
        }
        // Chunks begin at even places.
        rest = if length.is_multiple_of(2) { after } else { after.get(1..).unwrap_or_default() };
    }
    Ok(())
}

impl From<ImageError> for PictureError {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooLarge,
            ImageError::Decoding(error) => Self::Unreadable(error.to_string()),
            ImageError::IoError(error) => Self::Unreadable(error.to_string()),
            other => Self::Unreadable(other.to_string()),
        }
    }
}
