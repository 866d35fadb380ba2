//! The size of a logo.

use image::GrayImage;
use image::imageops::FilterType;

/// 25 mm.
const MAX_HEIGHT: u32 = 200;

/// Makes the picture smaller where it is larger than a logo may be.
pub(super) fn fitted(picture: GrayImage) -> GrayImage {
    let (width, height) = fitted_size(picture.width(), picture.height());
    if (width, height) == picture.dimensions() {
        return picture;
    }
    image::imageops::resize(&picture, width, height, FilterType::CatmullRom)
}

/// Both sides are at most [`picture::MAX_SIDE`].
fn fitted_size(width: u32, height: u32) -> (u32, u32) {
    const MAX_WIDTH: u32 = super::MAX_WIDTH as u32;
    let part = |side: u32, of: u32, whole: u32| ((side * of + whole / 2) / whole.max(1)).max(1);
    if width <= MAX_WIDTH && height <= MAX_HEIGHT {
        (width, height)
    } else if width * MAX_HEIGHT >= height * MAX_WIDTH {
        (MAX_WIDTH, part(height, MAX_WIDTH, width).min(MAX_HEIGHT))
    } else {
        (part(width, MAX_HEIGHT, height).min(MAX_WIDTH), MAX_HEIGHT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_fits_its_box_keeps_its_shape_and_never_grows() {
        for (picture, logo) in [
            ((384, 200), (384, 200)),
            ((1, 1), (1, 1)),
            ((1152, 450), (384, 150)),
            ((1000, 1000), (200, 200)),
            ((385, 10), (384, 10)),
            ((10, 201), (10, 200)),
            ((4096, 1), (384, 1)),
            ((1, 4096), (1, 200)),
            ((4096, 4096), (200, 200)),
        ] {
            assert_eq!(fitted_size(picture.0, picture.1), logo, "{picture:?}");
        }
    }
}
