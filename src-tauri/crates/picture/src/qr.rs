//! QR symbols in a picture.

use image::GrayImage;
use image::imageops::{self, FilterType};
use rqrr::PreparedImage;

/// Longer texts are no terminal's.
pub const MAX_TEXT: usize = 1024;
/// So many symbols of one picture are read.
const MAX_SYMBOLS: usize = 8;
/// Below this side a symbol may have one dot to a module, which is too few to be found.
const SMALL: u32 = 400;
/// The sides a larger picture is tried at, one after the other. Smaller ones hide the noise of a camera and the screen's
/// own dots in a photograph of a screen.
const SIDES: [u32; 3] = [1600, 800, 400];

/// The texts of the QR symbols in a picture; none when there is no symbol that can be read. Plain text only: a symbol with
/// control characters or more than [`MAX_TEXT`] characters counts as none.
///
/// Takes up to a second for a photograph without a symbol.
pub fn qr_texts(picture: &GrayImage) -> Vec<String> {
    let side = picture.width().max(picture.height());
    if side == 0 {
        return Vec::new();
    }
    if side < SMALL {
        let times = SMALL.div_ceil(side);
        let (width, height) = (picture.width() * times, picture.height() * times);
        return symbols(framed(&imageops::resize(picture, width, height, FilterType::Nearest)));
    }
    for wanted in SIDES {
        let texts = match side.cmp(&wanted) {
            std::cmp::Ordering::Less => symbols(framed(picture)),
            _ => symbols(framed(&fitted(picture, wanted))),
        };
        if !texts.is_empty() {
            return texts;
        }
    }
    Vec::new()
}

fn fitted(picture: &GrayImage, side: u32) -> GrayImage {
    let longest = picture.width().max(picture.height());
    let part = |of: u32| (of * side / longest).max(1);
    imageops::resize(picture, part(picture.width()), part(picture.height()), FilterType::Triangle)
}

/// With a white margin: a picture that was cut close to its symbol has none of the quiet zone that a reader looks for.
fn framed(picture: &GrayImage) -> GrayImage {
    const MARGIN: u32 = 16;
    let (width, height) = picture.dimensions();
    let mut framed = GrayImage::from_pixel(width + 2 * MARGIN, height + 2 * MARGIN, image::Luma([255]));
    imageops::replace(&mut framed, picture, i64::from(MARGIN), i64::from(MARGIN));
    framed
}

fn symbols(picture: GrayImage) -> Vec<String> {
    let mut prepared = PreparedImage::prepare(picture);
    let grids = prepared.detect_grids();
    let read = grids.iter().take(MAX_SYMBOLS).filter_map(|grid| grid.decode().ok());
    read.map(|(_, text)| text).filter(|text| is_plain(text)).collect()
}

fn is_plain(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= MAX_TEXT && !text.chars().any(char::is_control)
}
