//! The QR symbol of a link the customer pays at.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

/// Light modules around the symbol, as ISO/IEC 18004 asks for.
const QUIET_ZONE: usize = 4;

/// The symbol as an SVG picture, one unit per module. `None` when the text is longer than a symbol can hold.
pub fn qr_svg(text: &str) -> Option<String> {
    let code = QrCode::new(text).ok()?;
    let width = code.width();
    let side = width + 2 * QUIET_ZONE;
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (index % width + QUIET_ZONE, index / width + QUIET_ZONE);
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_has_a_symbol_and_its_text_is_not_in_the_picture() {
        let svg = qr_svg("https://checkout.example/pay/<script>").unwrap_or_default();
        assert!(svg.starts_with("<svg") && !svg.contains("script"), "{svg}");
        assert_eq!(qr_svg(&"x".repeat(5_000)), None);
    }
}
