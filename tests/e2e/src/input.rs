//! A keyboard and a window manager, as the application knows them from a real machine.
//!
//! WebDriver's own keys wait for the page after each one, which no scanner does, and its own closing of a window takes
//! the page out of the window without asking the application. These go through the display instead.

use std::error::Error;
use std::thread;
use std::time::Duration;

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, GetKeyboardMappingReply, InputFocus,
    KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::key;

/// Longer than any title, in units of four bytes.
const TITLE_LIMIT: u32 = 64;
/// The left shift key (`X11/keysymdef.h`).
const SHIFT: u32 = 0xffe1;
/// The left control key.
const CONTROL: u32 = 0xffe3;

/// Hands on the display.
pub(crate) struct Input {
    connection: RustConnection,
    root: Window,
    first_code: u8,
    symbols: GetKeyboardMappingReply,
}

impl Input {
    /// Reaches for the display.
    pub(crate) fn connect(display: &str) -> Result<Self, Box<dyn Error>> {
        let (connection, screen) = x11rb::connect(Some(display))?;
        let setup = connection.setup();
        let root = setup.roots.get(screen).ok_or("the display has no screen")?.root;
        let (first_code, last_code) = (setup.min_keycode, setup.max_keycode);
        let symbols = connection.get_keyboard_mapping(first_code, last_code - first_code + 1)?.reply()?;
        Ok(Self { connection, root, first_code, symbols })
    }

    /// Presses and releases each key as a hand does, with a pause after each; they go to the window that has the focus.
    pub(crate) fn press(&self, keys: &str, pause: Duration) -> Result<(), Box<dyn Error>> {
        for key in keys.chars() {
            let (code, shifted) =
                self.code(symbol(key)).ok_or_else(|| format!("the keyboard has no key {key:?}"))?;
            let shift = if shifted { self.code(SHIFT).map(|(code, _)| code) } else { None };
            let down = shift.into_iter().chain([code]).map(|code| (KEY_PRESS_EVENT, code));
            let up = [code].into_iter().chain(shift).map(|code| (KEY_RELEASE_EVENT, code));
            for (what, code) in down.chain(up) {
                self.connection.xtest_fake_input(what, code, x11rb::CURRENT_TIME, self.root, 0, 0, 0)?;
            }
            self.connection.flush()?;
            thread::sleep(pause);
        }
        Ok(())
    }

    /// A scanner: each key a millisecond after the one before. The display keeps the time, as a scanner does itself: this
    /// process may be put aside by a busy machine in the middle of a code, and then no hand could tell it from typing.
    pub(crate) fn scan(&self, keys: &str) -> Result<(), Box<dyn Error>> {
        for key in keys.chars() {
            let (code, shifted) =
                self.code(symbol(key)).ok_or_else(|| format!("the keyboard has no key {key:?}"))?;
            let shift = if shifted { self.code(SHIFT).map(|(code, _)| code) } else { None };
            let mut wait = 1;
            let down = shift.into_iter().chain([code]).map(|code| (KEY_PRESS_EVENT, code));
            let up = [code].into_iter().chain(shift).map(|code| (KEY_RELEASE_EVENT, code));
            for (what, code) in down.chain(up) {
                self.connection.xtest_fake_input(what, code, wait, self.root, 0, 0, 0)?;
                wait = x11rb::CURRENT_TIME;
            }
        }
        Ok(self.connection.flush()?)
    }

    /// Presses a key while the control key is held.
    pub(crate) fn press_with_control(&self, key: char) -> Result<(), Box<dyn Error>> {
        let of = |symbol| self.code(symbol).map(|(code, _)| code).ok_or("the keyboard has no such key");
        let (control, code) = (of(CONTROL)?, of(symbol(key))?);
        let down = [control, code].map(|code| (KEY_PRESS_EVENT, code));
        let up = [code, control].map(|code| (KEY_RELEASE_EVENT, code));
        for (what, code) in down.into_iter().chain(up) {
            self.connection.xtest_fake_input(what, code, x11rb::CURRENT_TIME, self.root, 0, 0, 0)?;
        }
        Ok(self.connection.flush()?)
    }

    /// Gives the window with this title the focus. False while there is no such window.
    pub(crate) fn focus(&self, title: &str) -> Result<bool, Box<dyn Error>> {
        let Some(window) = self.find(title)? else { return Ok(false) };
        let focus = self.connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)?;
        // Refused while the window is not on screen yet.
        Ok(focus.check().is_ok())
    }

    /// Asks the window with this title to close, as its close button does (ICCCM 4.2.8.1, `WM_DELETE_WINDOW`).
    pub(crate) fn close(&self, title: &str) -> Result<(), Box<dyn Error>> {
        let window = self.find(title)?.ok_or("there is no such window")?;
        let protocols = self.connection.intern_atom(false, b"WM_PROTOCOLS")?.reply()?.atom;
        let delete = self.connection.intern_atom(false, b"WM_DELETE_WINDOW")?.reply()?.atom;
        let message = ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
        self.connection.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
        Ok(())
    }

    /// Whether a window with this title is on the display.
    pub(crate) fn shows(&self, title: &str) -> bool {
        self.find(title).is_ok_and(|window| window.is_some())
    }

    fn find(&self, title: &str) -> Result<Option<Window>, Box<dyn Error>> {
        for window in self.connection.query_tree(self.root)?.reply()?.children {
            let name = self.connection.get_property(
                false,
                window,
                AtomEnum::WM_NAME,
                AtomEnum::ANY,
                0,
                TITLE_LIMIT,
            )?;
            // A window can go between being listed and being asked.
            if name.reply().is_ok_and(|name| name.value == title.as_bytes()) {
                return Ok(Some(window));
            }
        }
        Ok(None)
    }

    /// The key that gives a symbol, and whether with the shift key.
    fn code(&self, symbol: u32) -> Option<(u8, bool)> {
        let per_key = usize::from(self.symbols.keysyms_per_keycode).max(1);
        let of_level = |level: usize| {
            let mut keys = self.symbols.keysyms.chunks(per_key);
            let index = keys.position(|symbols| symbols.get(level) == Some(&symbol))?;
            self.first_code.checked_add(u8::try_from(index).ok()?)
        };
        let plain = of_level(0).map(|code| (code, false));
        plain.or_else(|| of_level(1).map(|code| (code, true)))
    }
}

impl std::fmt::Debug for Input {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Input").finish_non_exhaustive()
    }
}

/// X's number of a key (`X11/keysymdef.h`): a character's own for Latin 1, a table for keys without a character.
fn symbol(key: char) -> u32 {
    let is = |name: &str| name.starts_with(key);
    match key {
        _ if is(key::ENTER) => 0xff0d,
        _ if is(key::ESCAPE) => 0xff1b,
        _ if is(key::TAB) => 0xff09,
        _ if is(key::BACKSPACE) => 0xff08,
        _ if is(key::DELETE) => 0xffff,
        _ if is(key::UP) => 0xff52,
        _ if is(key::DOWN) => 0xff54,
        '\u{e031}'..='\u{e03c}' => u32::from(key) - 0xe031 + 0xffbe,
        _ => u32::from(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_keys_and_characters_have_the_numbers_of_x() {
        assert_eq!(symbol('7'), 0x37);
        assert_eq!(key::function(1).chars().map(symbol).collect::<Vec<_>>(), [0xffbe]);
        assert_eq!(key::function(12).chars().map(symbol).collect::<Vec<_>>(), [0xffc9]);
        assert_eq!(key::ENTER.chars().map(symbol).collect::<Vec<_>>(), [0xff0d]);
    }
}
