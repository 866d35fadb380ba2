//! Pictures people hand over: unpacked within limits, as shades of grey, and the QR symbols in them.

mod qr;
mod unpack;

pub use image::GrayImage;
pub use qr::{MAX_TEXT, qr_texts};
pub use unpack::{MAX_SIDE, PictureError, unpacked};
