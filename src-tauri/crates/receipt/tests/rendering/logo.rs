//! Pictures from a shop's drawer, and from somebody who means harm, as logos.

use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;

use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, GrayImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;
use receipt::{Logo, LogoError, LogoId, Paper, PdfError, PdfRenderer, ReceiptModel};

use crate::papers;

const PAPERS: [Paper; 3] = [Paper::Roll80, Paper::Roll58, Paper::A4];

fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The logo as a picture again: 0 for a black dot, 255 for paper.
fn seen(logo: &Logo) -> GrayImage {
    image::load_from_memory_with_format(logo.png(), ImageFormat::Png).unwrap().into_luma8()
}

fn black(dots: &GrayImage) -> usize {
    dots.as_raw().iter().filter(|dot| **dot == 0).count()
}

fn asset(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets").join(name)).unwrap()
}

/// A sky over a hill with a sun: ramps in three colours.
fn photo() -> RgbImage {
    let byte = |value: u32| u8::try_from(value.min(255)).unwrap();
    RgbImage::from_fn(1200, 800, |x, y| {
        let (dx, dy) = (x.abs_diff(300), y.abs_diff(200));
        if dx * dx + dy * dy < 100 * 100 {
            Rgb([255, 240, 150])
        } else if y > 450 + x / 8 {
            Rgb([byte(30 + x / 20), byte(60 + y / 10), 20])
        } else {
            Rgb([byte(60 + y / 4), byte(120 + y / 5), byte(200 + y / 20)])
        }
    })
}

fn receipt_with(logo: &Logo) -> ReceiptModel {
    let mut receipt = papers::card_sale();
    receipt.shop.logo = Some(logo.id().clone());
    receipt
}

fn keep(name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("receipts");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

#[test]
fn png_jpeg_and_webp_become_black_dots_of_the_right_size() {
    let drawing = RgbImage::from_fn(800, 400, |x, _| if x < 400 { Rgb([200, 60, 0]) } else { Rgb([255; 3]) });
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let logo = Logo::from_picture(&file(drawing.clone(), format)).unwrap();
        let dots = seen(&logo);
        assert_eq!(dots.dimensions(), (384, 192), "{format:?}");
        assert!(dots.as_raw().iter().all(|dot| [0, 255].contains(dot)), "{format:?}");
        let half = 192 * 192;
        assert!(black(&dots).abs_diff(half) <= 2 * 192, "{format:?}: {} of {half}", black(&dots));
    }
}

#[test]
fn what_is_transparent_is_paper_and_hidden_colour_does_not_print() {
    let badge = RgbaImage::from_fn(60, 60, |x, _| match x {
        0..20 => Rgba([0, 0, 0, 0]),
        20..40 => Rgba([0, 0, 120, 255]),
        _ => Rgba([0, 0, 0, 8]),
    });
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let dots = seen(&Logo::from_picture(&file(badge.clone(), format)).unwrap());
        assert_eq!(black(&dots), 20 * 60, "{format:?}");
        assert!(dots.enumerate_pixels().all(|(x, _, dot)| (dot.0 == [0]) == (20..40).contains(&x)));
    }
    let white_on_glass =
        RgbaImage::from_fn(60, 60, |x, _| Rgba([255, 255, 255, if x < 30 { 0 } else { 255 }]));
    assert_eq!(Logo::from_picture(&file(white_on_glass, ImageFormat::Png)), Err(LogoError::Blank));
}

#[test]
fn a_colour_photo_keeps_its_shades() {
    let dots = seen(&Logo::from_picture(&file(photo(), ImageFormat::Jpeg)).unwrap());
    assert_eq!(dots.dimensions(), (300, 200));
    let share = |x: u32, y: u32| {
        let corner = image::imageops::crop_imm(&dots, x, y, 30, 30).to_image();
        black(&corner) * 100 / 900
    };
    let (sun, sky, hill) = (share(60, 35), share(200, 20), share(20, 160));
    assert!(sun < 20 && sky > sun + 20 && hill > sky + 15, "sun {sun} %, sky {sky} %, hill {hill} % black");
}

#[test]
fn a_photo_held_upright_stands_upright() {
    let lying = RgbImage::from_fn(100, 50, |x, _| if x < 50 { Rgb([0; 3]) } else { Rgb([255; 3]) });
    let plain = file(lying, ImageFormat::Jpeg);
    // Exif with one entry: orientation 6, to be turned a quarter clockwise.
    let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let turned = [&plain[..2], exif, &plain[2..]].concat();
    let dots = seen(&Logo::from_picture(&turned).unwrap());
    assert_eq!(dots.dimensions(), (50, 100));
    assert!(dots.get_pixel(25, 10).0 == [0] && dots.get_pixel(25, 90).0 == [255], "the dark half is on top");
}

#[test]
fn the_same_picture_is_the_same_logo_with_the_same_name() {
    let picture = file(photo(), ImageFormat::Png);
    let (one, other) = (Logo::from_picture(&picture).unwrap(), Logo::from_picture(&picture).unwrap());
    assert_eq!(one, other);
    assert_eq!(one, Logo::from_stored(one.png().to_vec()));
    let name = one.id().to_string();
    assert_eq!(name.len(), 64);
    assert_eq!(name.parse::<LogoId>().as_ref(), Ok(one.id()));
    assert_eq!(serde_json::to_string(one.id()).unwrap(), format!("\"{name}\""));
    let mut blacker = photo();
    blacker.put_pixel(0, 0, Rgb([0; 3]));
    for x in 0..100 {
        blacker.put_pixel(x, 5, Rgb([0; 3]));
    }
    assert_ne!(Logo::from_picture(&file(blacker, ImageFormat::Png)).unwrap().id(), one.id());
}

#[test]
fn a_logo_has_one_name_and_nothing_else_is_one() {
    let name = "0123456789abcdef".repeat(4);
    assert_eq!(name.parse::<LogoId>().unwrap().to_string(), name);
    assert_eq!("practice-1".parse::<LogoId>(), Ok(LogoId::Practice1));
    for other in
        ["", "practice-2", &name[1..], &format!("{name}0"), &name.to_uppercase(), &"é".repeat(32), "true"]
    {
        assert!(other.parse::<LogoId>().is_err(), "{other:?}");
    }
}

/// A new drawing would change receipts that were issued: it needs an edition of its own.
#[test]
fn the_first_edition_of_the_practice_logo_is_never_redrawn() {
    let picture = Logo::from_stored(asset("receipt/logo-fine.png"));
    assert_eq!(picture.id().to_string(), "f1b3ebc45fd2ce7945a6e39ace3da7e4155172e5f8a7bf43d3ce239b3026ffd3");
}

#[test]
fn a_receipt_is_printed_with_the_logo_it_names_and_with_no_other() {
    let renderer = PdfRenderer::new().unwrap();
    let logo = Logo::from_picture(&asset("icons/icon.png")).unwrap();
    let other = Logo::from_picture(&file(photo(), ImageFormat::Jpeg)).unwrap();
    let receipt = receipt_with(&logo);
    for paper in PAPERS {
        let pdf = renderer.receipt(&receipt, None, paper, Some(&logo)).unwrap();
        assert_eq!(pdf, renderer.receipt(&receipt, None, paper, Some(&logo)).unwrap());
        assert!(pdf.len() <= 40_000, "{paper:?}: {}", pdf.len());
        let missing = Err(PdfError::LogoMissing(logo.id().clone()));
        assert_eq!(renderer.receipt(&receipt, None, paper, None), missing);
        assert_eq!(renderer.receipt(&receipt, None, paper, Some(&other)), missing);
    }
    let practice = papers::training();
    let alone = renderer.receipt(&practice, None, Paper::Roll80, None);
    assert_eq!(renderer.receipt(&practice, None, Paper::Roll80, Some(&logo)), alone);
}

#[test]
fn the_pdf_holds_the_dots_of_the_logo_one_for_one() {
    let renderer = PdfRenderer::new().unwrap();
    for (name, picture) in [("icon", asset("icons/icon.png")), ("photo", file(photo(), ImageFormat::Jpeg))] {
        let logo = Logo::from_picture(&picture).unwrap();
        keep(&format!("logo-{name}.png"), logo.png());
        for (paper, suffix) in PAPERS.into_iter().zip(["80", "58", "a4"]) {
            let pdf = renderer.receipt(&receipt_with(&logo), None, paper, Some(&logo)).unwrap();
            keep(&format!("logo-{name}-{suffix}.pdf"), &pdf);
            let read = lopdf::Document::load_mem(&pdf).unwrap();
            let pictures: Vec<_> = read
                .objects
                .values()
                .filter_map(|object| object.as_stream().ok())
                .filter(|stream| {
                    stream
                        .dict
                        .get(b"Subtype")
                        .is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"Image"))
                })
                .collect();
            assert_eq!(pictures.len(), 1, "the built-in logo is not carried along");
            let side = |key: &[u8]| pictures[0].dict.get(key).and_then(lopdf::Object::as_i64).unwrap();
            let dots = seen(&logo);
            assert_eq!((side(b"Width"), side(b"Height")), (dots.width().into(), dots.height().into()));
        }
    }
    let mut nameless = papers::card_sale();
    nameless.shop.logo = None;
    let pdf = renderer.receipt(&nameless, None, Paper::Roll80, None).unwrap();
    assert!(!pdf.windows(6).any(|word| word == b"/Image"), "no logo, no picture");
}

#[test]
fn the_tallest_and_the_widest_logo_leave_room_for_the_receipt() {
    let renderer = PdfRenderer::new().unwrap();
    for (width, height) in [(1, 4096), (4096, 1), (3, 200), (384, 200), (2000, 2000)] {
        let line = GrayImage::from_fn(width, height, |_, _| image::Luma([0]));
        let logo = Logo::from_picture(&file(line, ImageFormat::Png)).unwrap();
        for paper in PAPERS {
            let pdf = renderer.receipt(&receipt_with(&logo), None, paper, Some(&logo)).unwrap();
            assert_eq!(lopdf::Document::load_mem(&pdf).unwrap().get_pages().len(), 1, "{width} × {height}");
        }
    }
}

/// Only the header of a PNG; the rest would be as large as it says.
fn png_header(width: u32, height: u32, color: png::ColorType, depth: png::BitDepth) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(png::chunk::IDAT, b"\x78\x9c").unwrap();
    drop(writer);
    bytes
}

#[test]
fn a_picture_that_would_unpack_to_too_much_is_refused_by_what_it_says_of_itself() {
    use png::{BitDepth, ColorType};
    for (width, height, color, depth) in [
        (60_000, 60_000, ColorType::Grayscale, BitDepth::One),
        (4097, 1, ColorType::Grayscale, BitDepth::Eight),
        (1, 4097, ColorType::Grayscale, BitDepth::Eight),
        (4096, 4096, ColorType::Rgba, BitDepth::Sixteen),
    ] {
        let refused = Logo::from_picture(&png_header(width, height, color, depth));
        assert_eq!(refused, Err(LogoError::TooLarge), "{width} × {height}");
    }
    let mut jpeg = file(photo(), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].fill(0xff);
    assert_eq!(Logo::from_picture(&jpeg), Err(LogoError::TooLarge));
    let mut webp = file(photo(), ImageFormat::WebP);
    let lossless = webp.windows(4).position(|word| word == b"VP8L").unwrap();
    // Behind the mark: fourteen bits of width and of height, each less one.
    webp[lossless + 9..lossless + 12].fill(0xfe);
    assert_eq!(Logo::from_picture(&webp), Err(LogoError::TooLarge));
}

#[test]
fn a_webp_whose_frame_or_chunk_is_larger_than_it_says_is_refused_before_room_is_made() {
    let extended = |flags: u8| webp_chunk(b"VP8X", &[flags, 0, 0, 0, 99, 0, 0, 99, 0, 0]);
    let frame = webp_chunk(b"VP8 ", &[0, 0, 0, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f]);
    let inner = webp_chunk(b"RIFF", &[b"WEBP".to_vec(), extended(0), frame].concat());
    assert_eq!(Logo::from_picture(&inner), Err(LogoError::TooLarge));
    let mut exif = webp_chunk(b"EXIF", &[0; 8]);
    exif[4..8].fill(0xff);
    let mut still = Vec::new();
    WebPEncoder::new_lossless(&mut still).encode(&[0; 12], 2, 2, ExtendedColorType::Rgb8).unwrap();
    let parts = [b"WEBP".to_vec(), extended(0b1000), still[12..].to_vec(), exif];
    let refused = Logo::from_picture(&webp_chunk(b"RIFF", &parts.concat()));
    assert_eq!(refused, Err(LogoError::Unreadable("cut off".to_owned())));
}

#[test]
fn the_largest_picture_that_is_allowed_is_read() {
    let picture = GrayImage::from_fn(4096, 4096, |x, _| image::Luma([if x < 2048 { 0 } else { 255 }]));
    let file = file(picture, ImageFormat::Png);
    assert!(file.len() < 400_000, "a small file: {}", file.len());
    assert_eq!(seen(&Logo::from_picture(&file).unwrap()).dimensions(), (200, 200));
}

#[test]
fn too_many_bytes_are_not_even_looked_at() {
    let mut picture = file(photo(), ImageFormat::Png);
    picture.resize(Logo::MAX_PICTURE_BYTES, 0);
    assert!(Logo::from_picture(&picture).is_ok(), "what follows the end of a picture does no harm");
    picture.push(0);
    assert_eq!(Logo::from_picture(&picture), Err(LogoError::TooManyBytes(Logo::MAX_PICTURE_BYTES + 1)));
}

#[test]
fn other_formats_and_other_files_are_refused_whatever_they_are_called() {
    let gif = b"GIF89a\x01\0\x01\0\0\0\0;".to_vec();
    let bmp = b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0".to_vec();
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#.to_vec();
    for other in [gif, bmp, svg, b"%PDF-1.7".to_vec(), b"RIFF\0\0\0\0WAVE".to_vec(), Vec::new()] {
        assert_eq!(Logo::from_picture(&other), Err(LogoError::OtherFormat), "{other:?}");
    }
}

#[test]
fn a_picture_that_is_cut_off_is_refused_at_every_length() {
    let small = image::imageops::thumbnail(&photo(), 60, 40);
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let whole = file(small.clone(), format);
        assert!(Logo::from_picture(&whole).is_ok(), "{format:?}");
        for length in (0..whole.len() - 16).step_by(7) {
            let refused = Logo::from_picture(&whole[..length]);
            assert!(
                matches!(refused, Err(LogoError::Unreadable(_) | LogoError::OtherFormat)),
                "{format:?} of {length} bytes: {refused:?}"
            );
        }
    }
}

fn webp_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    let padding = vec![0; body.len() % 2];
    [name.as_slice(), &length, body, &padding].concat()
}

#[test]
fn what_moves_is_refused() {
    let mut still = Vec::new();
    WebPEncoder::new_lossless(&mut still).encode(&[0; 12], 2, 2, ExtendedColorType::Rgb8).unwrap();
    // Behind RIFF, the length and WEBP stands the chunk of the picture.
    let frame = [[0; 6].as_slice(), &[1, 0, 0, 1, 0, 0], &[100, 0, 0, 0], &still[12..]].concat();
    let body = [
        b"WEBP".to_vec(),
        webp_chunk(b"VP8X", &[0b10, 0, 0, 0, 1, 0, 0, 1, 0, 0]),
        webp_chunk(b"ANIM", &[0; 6]),
        webp_chunk(b"ANMF", &frame),
        webp_chunk(b"ANMF", &frame),
    ]
    .concat();
    assert_eq!(Logo::from_picture(&webp_chunk(b"RIFF", &body)), Err(LogoError::Animated));

    let mut moving = Vec::new();
    let mut encoder = png::Encoder::new(&mut moving, 2, 2);
    encoder.set_animated(2, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0; 4]).unwrap();
    writer.write_image_data(&[255; 4]).unwrap();
    writer.finish().unwrap();
    assert_eq!(Logo::from_picture(&moving), Err(LogoError::Animated));
}

static SMALL: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let small = image::imageops::thumbnail(&photo(), 24, 16);
    [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP]
        .map(|format| file(small.clone(), format))
        .to_vec()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damage_of_any_kind_is_refused_or_harmless(
        whole in prop::sample::select(SMALL.as_slice()),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = whole;
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(logo) = Logo::from_picture(&bytes) {
            let (width, height) = seen(&logo).dimensions();
            prop_assert!(width <= 384 && height <= 200 && logo.png().len() <= 16_384);
        }
    }
}
