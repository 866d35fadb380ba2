//! The shop's logo: chosen in Settings, seen there as it will be printed, and on the receipts from then on.

use std::path::Path;

use e2e::stories::End;
use e2e::{Shop, Till, key};

use crate::goods::CROISSANT;

/// A picture in colour with soft shades: an evening over a hill.
fn photo() -> Vec<u8> {
    let (width, height) = (600_u32, 400_u32);
    let byte = |value: u32| u8::try_from(value.min(255)).unwrap_or(u8::MAX);
    let mut dots = Vec::new();
    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        let (across, down) = (x.abs_diff(400), y.abs_diff(140));
        dots.extend(if across * across + down * down < 70 * 70 {
            [255, 236, 150]
        } else if y > 220 + x / 6 {
            [byte(20 + x / 12), byte(40 + y / 8), 30]
        } else {
            [byte(120 + y / 3), byte(90 + y / 4), byte(230_u32.saturating_sub(y / 2))]
        });
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("the size is plain");
    writer.write_image_data(&dots).expect("every dot has three bytes");
    writer.finish().expect("memory takes it");
    file
}

/// A drawing in colour: the program's own icon.
fn badge() -> Vec<u8> {
    let icon = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/icons/icon.png");
    std::fs::read(icon).expect("the program has an icon")
}

/// Sells one article and keeps a picture of its receipt on paper. Answers whether there is a picture on it.
fn receipt_of_a_sale(till: &mut Till, name: &str) -> bool {
    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.tap("receipt-pdf");
    till.wait_for_text("receipt-pdf", "Saved");
    let pdf = std::fs::read(till.picture_of_receipt(name)).expect("the receipt was saved");
    till.tap("next-sale");
    till.keys(&key::function(12));
    till.wait_for("settings-screen");
    pdf.windows(6).any(|word| word == b"/Image")
}

#[test]
fn a_shops_own_logo_is_seen_before_it_is_printed_and_is_on_the_receipts_from_then_on() {
    let shop = Shop::make("logo");
    let mut till = shop.open();
    till.wait_until_ready();
    till.keys(&key::function(12));
    till.wait_for("logo-none");
    till.picture("none-yet");
    assert!(!receipt_of_a_sale(&mut till, "receipt-without"));

    till.choose_file("logo-file", "badge.png", badge());
    till.wait_for_value("logo-picture", "width", "200");
    till.picture("badge");
    assert!(receipt_of_a_sale(&mut till, "receipt-with-badge"));

    till.choose_file("logo-file", "evening.png", photo());
    till.wait_for_value("logo-picture", "width", "300");
    till.picture("photo");
    assert!(receipt_of_a_sale(&mut till, "receipt-with-photo"));

    // What is refused leaves the logo as it was.
    let before = till.attribute("logo-picture", "src");
    till.choose_file("logo-file", "list.png", "code;name;price");
    till.wait_for_text("logo-trouble", "not a picture for a receipt");
    till.picture("refused");
    assert_eq!(till.attribute("logo-picture", "src"), before);

    till.tap("logo-remove");
    till.wait_for("logo-none");
    assert!(!till.shows("logo-trouble"), "what works takes the sentence away");
    assert!(!receipt_of_a_sale(&mut till, "receipt-without-again"));
}

#[test]
fn a_cashiers_picture_is_printed_once_a_manager_approved_it() {
    let mut till = Till::start("logo-approved");
    till.wait_until_ready();
    till.keys(&key::function(12));
    till.wait_for("logo-picture");
    let before = till.attribute("logo-picture", "src");
    till.choose_file("logo-file", "badge.png", badge());
    till.wait_for_text("manager-pin", "Print this picture on top of receipts");
    till.picture("asked");
    till.keys(key::ESCAPE);
    till.wait_gone("manager-pin");
    assert_eq!(till.attribute("logo-picture", "src"), before, "nobody approved");

    till.choose_file("logo-file", "badge.png", badge());
    till.wait_for("manager-pin");
    till.keys(&format!("9999{}", key::ENTER));
    till.wait_for_value("logo-picture", "width", "200");
    till.picture("approved");
    assert!(receipt_of_a_sale(&mut till, "receipt"));
}
