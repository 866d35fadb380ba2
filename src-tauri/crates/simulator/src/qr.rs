//! The QR symbol a terminal shows in its menu.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

use crate::TerminalSpec;

/// Light modules around the symbol, as ISO/IEC 18004 asks for.
const QUIET_ZONE: usize = 4;

/// What the symbol says: manufacturer, model and serial as JSON.
pub(crate) fn text(terminal: &TerminalSpec) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    format!(
        r#"{{"manufacturer":{},"model":{},"serial":{}}}"#,
        quoted(&terminal.manufacturer),
        quoted(&terminal.model),
        quoted(&terminal.serial)
    )
}

/// The symbol as an SVG picture, one unit per module. None when the text is longer than a symbol can hold.
pub(crate) fn svg(text: &str) -> Option<String> {
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
