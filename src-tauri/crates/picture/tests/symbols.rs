//! Symbols as people bring them: from the screen, turned, photographed; and what is no picture of one.

#![allow(clippy::unwrap_used, clippy::float_arithmetic)]

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, imageops};
use picture::{MAX_SIDE, MAX_TEXT, PictureError, qr_texts, unpacked};
use qrcode::{Color, QrCode};

const TEXT: &str = "SUNMI-P2lite-PL0919CQ00305";
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// The symbol as the terminal's menu shows it, `module` dots to a module.
fn symbol(text: &str, module: u32) -> GrayImage {
    let code = QrCode::new(text).unwrap();
    let modules = u32::try_from(code.width()).unwrap();
    let colors = code.to_colors();
    GrayImage::from_fn((modules + 8) * module, (modules + 8) * module, |x, y| {
        let (x, y) = ((x / module).wrapping_sub(4), (y / module).wrapping_sub(4));
        let dark = x < modules && y < modules && colors[(y * modules + x) as usize] == Color::Dark;
        Luma([if dark { 0 } else { 255 }])
    })
}

/// Every dot of a picture of `width` × `height` taken from where `place` says, mid-grey outside.
fn bent(from: &GrayImage, width: u32, height: u32, place: impl Fn(f64, f64) -> (f64, f64)) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| {
        let (u, v) = place(f64::from(x), f64::from(y));
        let inside = |at: f64, side: u32| at >= 0.0 && at < f64::from(side);
        if inside(u, from.width()) && inside(v, from.height()) {
            *from.get_pixel(u as u32, v as u32)
        } else {
            Luma([140])
        }
    })
}

fn file(picture: GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageLuma8(picture);
    match format {
        ImageFormat::Jpeg => picture.to_rgb8().write_to(&mut bytes, format).unwrap(),
        _ => picture.write_to(&mut bytes, format).unwrap(),
    }
    bytes.into_inner()
}

#[test]
fn a_symbol_is_read_in_every_size_a_screen_or_a_scanner_gives_it() {
    for module in [1, 2, 3, 5, 8, 20, 60] {
        assert_eq!(qr_texts(&symbol(TEXT, module)), [TEXT], "{module} dots to a module");
    }
}

#[test]
fn a_symbol_is_read_however_the_picture_was_turned() {
    let straight = symbol(TEXT, 6);
    let turned =
        [imageops::rotate90(&straight), imageops::rotate180(&straight), imageops::rotate270(&straight)];
    for picture in turned {
        assert_eq!(qr_texts(&picture), [TEXT]);
    }
    let middle = f64::from(straight.width()) / 2.0;
    for degrees in [7.0_f64, 20.0, 33.0, 45.0, 71.0] {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let picture = bent(&straight, 700, 500, |x, y| {
            let (x, y) = (x - 350.0, y - 250.0);
            (x * cos + y * sin + middle, y * cos - x * sin + middle)
        });
        assert_eq!(qr_texts(&picture), [TEXT], "{degrees} degrees");
    }
}

#[test]
fn a_symbol_is_read_from_a_photograph_taken_aslant_in_bad_light() {
    let straight = symbol(TEXT, 8);
    let middle = f64::from(straight.width()) / 2.0;
    // The upper edge is further away than the lower one, the lamp stands on the left, and the sensor is noisy.
    let mut picture = bent(&straight, 1300, 1000, |x, y| {
        let near = 0.75 + 0.5 * y / 1000.0;
        ((x - 650.0) / near / 2.6 + middle, (y - 500.0) / near / 2.2 + middle)
    });
    let mut dice: u32 = 7;
    for (x, _, dot) in picture.enumerate_pixels_mut() {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = i32::try_from(dice >> 26).unwrap() - 32;
        let lamp = 130 - i32::try_from(x / 13).unwrap();
        let shade = 40 + i32::from(dot.0[0]) * 100 / 255 + lamp / 2 + noise / 2;
        dot.0[0] = u8::try_from(shade.clamp(0, 255)).unwrap();
    }
    let jpeg = file(imageops::blur(&picture, 1.2), ImageFormat::Jpeg);
    assert_eq!(qr_texts(&unpacked(&jpeg, MAX_BYTES).unwrap()), [TEXT]);
}

#[test]
fn a_picture_cut_close_to_its_symbol_is_read_and_several_symbols_are() {
    let whole = symbol(TEXT, 7);
    let side = whole.width() - 8 * 7;
    assert_eq!(qr_texts(&imageops::crop_imm(&whole, 28, 28, side, side).to_image()), [TEXT]);

    let other = symbol("https://vendor.example/manual", 7);
    let mut both = GrayImage::from_pixel(900, 500, Luma([255]));
    imageops::replace(&mut both, &whole, 20, 40);
    imageops::replace(&mut both, &other, 460, 120);
    let mut texts = qr_texts(&both);
    texts.sort();
    assert_eq!(texts, [TEXT, "https://vendor.example/manual"]);
}

#[test]
fn what_has_no_symbol_or_no_plain_text_has_no_text() {
    for picture in [
        GrayImage::new(0, 0),
        GrayImage::new(1, 1),
        GrayImage::new(640, 480),
        GrayImage::from_pixel(640, 480, Luma([255])),
        GrayImage::from_fn(640, 480, |x, y| Luma([if (x / 8 + y / 8) % 2 == 0 { 0 } else { 255 }])),
        GrayImage::from_fn(4096, 2, |x, _| Luma([if x % 3 == 0 { 0 } else { 255 }])),
    ] {
        assert_eq!(qr_texts(&picture), Vec::<String>::new(), "{:?}", picture.dimensions());
    }
    for text in ["SUNMI-P2\u{1b}[2J", "  ", &"x".repeat(MAX_TEXT + 1)] {
        assert_eq!(qr_texts(&symbol(text, 4)), Vec::<String>::new(), "{} characters", text.len());
    }
}

#[test]
fn a_photograph_has_limits_before_it_is_unpacked() {
    let picture = file(symbol(TEXT, 4), ImageFormat::Png);
    assert_eq!(unpacked(&picture, 100), Err(PictureError::TooManyBytes(picture.len())));
    for (width, height) in [(MAX_SIDE + 1, 1), (1, MAX_SIDE + 1), (60_000, 60_000)] {
        let refused = unpacked(&claims(width, height), MAX_BYTES);
        assert_eq!(refused, Err(PictureError::TooLarge), "{width} × {height}");
    }
    for other in [&b"GIF89a"[..], b"BM", b"<svg/>", b"", b"%PDF-1.7"] {
        assert_eq!(unpacked(other, MAX_BYTES), Err(PictureError::OtherFormat), "{other:?}");
    }
    let cut = &picture[..picture.len() / 2];
    assert!(matches!(unpacked(cut, MAX_BYTES), Err(PictureError::Unreadable(_))));
}

/// A PNG of a few bytes that says it is as large as that.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut picture = file(GrayImage::new(1, 1), ImageFormat::Png);
    picture[16..20].copy_from_slice(&width.to_be_bytes());
    picture[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&picture[12..29]);
    picture[29..33].copy_from_slice(&sum.to_be_bytes());
    picture
}

/// The checksum of a PNG's chunk.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    })
}
