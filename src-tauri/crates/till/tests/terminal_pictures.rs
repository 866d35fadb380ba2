//! Choosing the terminal by a picture of its QR code.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, imageops};
use qrcode::{Color, QrCode};
use support::*;
use till::{PictureError, TillError};

/// A white sheet with a symbol for each text, one beside the other.
fn sheet(texts: &[&str]) -> GrayImage {
    let mut sheet = GrayImage::from_pixel(600 * u32::try_from(texts.len().max(1)).unwrap(), 600, Luma([255]));
    for (text, left) in texts.iter().zip((0..).step_by(600)) {
        let code = QrCode::new(text).unwrap();
        let (width, colors) = (u32::try_from(code.width()).unwrap(), code.to_colors());
        let symbol = GrayImage::from_fn(width * 8, width * 8, |x, y| {
            Luma([if colors[((y / 8) * width + x / 8) as usize] == Color::Dark { 0 } else { 255 }])
        });
        imageops::replace(&mut sheet, &symbol, left + 100, 100);
    }
    sheet
}

fn png(picture: GrayImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_picture_of_the_code_names_the_terminal_as_its_text_does() {
    let till = world().await.till;
    let by_text = till.read_terminal_text(offered().key.as_str()).await.unwrap();
    for picture in
        [sheet(&["MAKER-M1-S0001"]), imageops::rotate90(&sheet(&["MAKER-M1-S0001"])), sheet(&["S0001"])]
    {
        assert_eq!(till.read_terminal_picture(png(picture)).await.unwrap(), Some(by_text.clone()));
    }
    // A box carries the code of its manual too.
    let both = png(sheet(&["https://maker.example/manual", "MAKER-M1-S0001"]));
    assert_eq!(till.read_terminal_picture(both).await.unwrap(), Some(by_text));
    assert_eq!(till.terminals().await.unwrap().len(), 1, "nothing is added before somebody says so");
}

#[tokio::test]
async fn a_picture_without_a_terminals_code_says_what_is_wrong_with_it() {
    let till = world().await.till;
    assert_eq!(till.read_terminal_picture(png(sheet(&[]))).await.unwrap(), None);
    let other = till.read_terminal_picture(png(sheet(&["https://elsewhere.example/?pay=me"]))).await;
    assert!(
        matches!(&other, Err(TillError::UnknownTerminalText(text)) if text.starts_with("https://")),
        "{other:?}"
    );
    let unlisted = till.read_terminal_picture(png(sheet(&["S9999"]))).await;
    assert!(matches!(unlisted, Err(TillError::TerminalNotListed(_))), "{unlisted:?}");
    let refused = till.read_terminal_picture(b"GIF89a".to_vec()).await;
    assert!(matches!(refused, Err(TillError::Picture(PictureError::OtherFormat))), "{refused:?}");
    let large = till.read_terminal_picture(vec![0; till::MAX_QR_PICTURE_BYTES + 1]).await;
    assert!(matches!(large, Err(TillError::Picture(PictureError::TooManyBytes(_)))));
}
