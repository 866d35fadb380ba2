//! The terminal is chosen by a picture of its QR code.

use e2e::{Till, Window, key};
use qrcode::{Color, QrCode};

/// Dots to a module, as on a terminal's small screen.
const MODULE: usize = 4;

/// A PNG of a text's symbol with its quiet zone.
fn symbol(text: &str) -> Vec<u8> {
    let code = QrCode::new(text).expect("a terminal's text fits into a symbol");
    let (modules, colors) = (code.width(), code.to_colors());
    let side = (modules + 8) * MODULE;
    let dot = |at: usize| {
        let (x, y) = (at % side / MODULE, at / side / MODULE);
        let inside = |of: usize| (4..modules + 4).contains(&of);
        let dark = inside(x) && inside(y) && colors[(y - 4) * modules + x - 4] == Color::Dark;
        if dark { 0 } else { 255 }
    };
    png_of(side, &(0..side * side).map(dot).collect::<Vec<u8>>())
}

fn png_of(side: usize, dots: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let side = u32::try_from(side).expect("a small picture");
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("the header fits");
    writer.write_image_data(dots).expect("all dots are there");
    writer.finish().expect("the file ends");
    file
}

/// The text of the code in the menu of the first virtual terminal.
fn first_terminals_text(till: &Till) -> String {
    till.switch_to(Window::VirtualTerminal);
    till.tap("vt-menu");
    let text = till.text("vt-qr-text");
    till.tap("vt-menu");
    till.switch_to(Window::Till);
    text
}

#[test]
fn a_terminal_is_added_from_a_picture_file_and_a_wrong_picture_says_what_is_wrong() {
    let mut till = Till::start("terminal-by-picture-file");
    till.wait_until_ready();
    let second =
        first_terminals_text(&till).replace("P2lite", "P2").replace("PL0919CQ00305", "PB0420BK01177");
    till.keys(&key::function(9));
    till.wait_for("qr-picture");
    till.picture("three-ways");

    till.choose_file("qr-file", "page.png", b"<html>no picture</html>");
    till.wait_for_value("qr-trouble", "data-code", "picture_unreadable");
    till.choose_file("qr-file", "white.png", png_of(200, &vec![255; 200 * 200]));
    till.wait_for_value("qr-note", "data-note", "no_code");
    till.picture("no-code-in-it");
    till.choose_file("qr-file", "manual.png", symbol("https://vendor.example/manual"));
    till.wait_for_value("qr-trouble", "data-code", "unknown_terminal_text");
    till.picture("not-a-terminal");

    till.choose_file("qr-file", "terminal.png", symbol(&second));
    till.wait_for_text("candidate-summary", "SUNMI · P2 · PB0420BK01177");
    till.picture("read");
    till.keys(&format!("Garden{}", key::ENTER));
    till.wait_for_text("terminal-PB0420BK01177", "Garden");
}

#[test]
fn a_terminal_is_added_from_a_pasted_picture_and_the_camera_says_when_there_is_none() {
    let mut till = Till::start("terminal-by-paste");
    till.wait_until_ready();
    till.keys(&key::function(9));
    till.wait_for("qr-picture");
    till.tap("qr-camera");
    till.wait_for("qr-note");
    till.picture("no-camera");

    let copied = till.copy_picture(symbol("PB0420BK01177"));
    till.key_with_control('v');
    till.wait_for_text("candidate-summary", "SUNMI · P2 · PB0420BK01177");
    till.picture("pasted");
    drop(copied);
    till.keys(&format!("Bar{}", key::ENTER));
    till.wait_for_text("terminal-PB0420BK01177", "Bar");
}
