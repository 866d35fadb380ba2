//! The close button of a window.
//!
//! WebDriver's own command takes the page out of the window and leaves the window; the application is never asked.
//! This sends what a window manager sends (ICCCM 4.2.8.1, `WM_DELETE_WINDOW`).

use std::error::Error;

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window};
use x11rb::rust_connection::RustConnection;

/// Longer than any title, in units of four bytes.
const TITLE_LIMIT: u32 = 64;

/// Asks the window with this title to close.
pub(crate) fn press(display: &str, title: &str) -> Result<(), Box<dyn Error>> {
    let (connection, screen) = x11rb::connect(Some(display))?;
    let root = connection.setup().roots.get(screen).ok_or("the display has no screen")?.root;
    let protocols = connection.intern_atom(false, b"WM_PROTOCOLS")?.reply()?.atom;
    let delete = connection.intern_atom(false, b"WM_DELETE_WINDOW")?.reply()?.atom;
    for window in connection.query_tree(root)?.reply()?.children {
        if titled(&connection, window, title)? {
            let message =
                ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
            connection.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
            return Ok(());
        }
    }
    Err("there is no such window".into())
}

fn titled(connection: &RustConnection, window: Window, title: &str) -> Result<bool, Box<dyn Error>> {
    let name = connection.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, TITLE_LIMIT)?;
    // A window can go between being listed and being asked.
    Ok(name.reply().is_ok_and(|name| name.value == title.as_bytes()))
}
