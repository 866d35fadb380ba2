//! Another program with a picture on the clipboard.
//!
//! X keeps no clipboard: whoever copied something owns the selection and hands it to whoever asks (ICCCM 2).

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ConnectionExt as _, CreateWindowAux, EventMask, PropMode, SELECTION_NOTIFY_EVENT,
    SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// Between two looks for somebody who pastes.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// A PNG on the clipboard, for as long as this lives.
#[derive(Debug)]
pub struct Copied {
    done: Arc<AtomicBool>,
    program: Option<JoinHandle<()>>,
}

impl Copied {
    /// Puts a PNG on the clipboard of a display. It must fit into one request: 64 KiB are enough for a QR code.
    pub(crate) fn png(display: &str, picture: Vec<u8>) -> Result<Self, Box<dyn Error>> {
        let program = Program::start(display, picture)?;
        let done = Arc::new(AtomicBool::new(false));
        let watched = done.clone();
        let program = thread::spawn(move || {
            while !watched.load(Ordering::Relaxed) {
                if !program.serve() {
                    thread::sleep(LOOK_AGAIN);
                }
            }
        });
        Ok(Self { done, program: Some(program) })
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(program) = self.program.take() {
            // What it could not hand over, the story has seen.
            let _ = program.join();
        }
    }
}

struct Program {
    connection: RustConnection,
    picture: Vec<u8>,
    targets: Atom,
    png: Atom,
}

impl Program {
    fn start(display: &str, picture: Vec<u8>) -> Result<Self, Box<dyn Error>> {
        let (connection, screen) = x11rb::connect(Some(display))?;
        let root = connection.setup().roots.get(screen).ok_or("the display has no screen")?.root;
        let atom = |name: &[u8]| Ok::<_, Box<dyn Error>>(connection.intern_atom(false, name)?.reply()?.atom);
        let (clipboard, targets, png) = (atom(b"CLIPBOARD")?, atom(b"TARGETS")?, atom(b"image/png")?);
        let window = connection.generate_id()?;
        let (only, none) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
        connection.create_window(0, window, root, 0, 0, 1, 1, 0, only, 0, &none)?.check()?;
        connection.set_selection_owner(window, clipboard, x11rb::CURRENT_TIME)?.check()?;
        let owner = connection.get_selection_owner(clipboard)?.reply()?.owner;
        if owner != window {
            return Err("somebody else keeps the clipboard".into());
        }
        Ok(Self { connection, picture, targets, png })
    }

    /// Hands the picture to one who asks. False when nobody does.
    fn serve(&self) -> bool {
        match self.connection.poll_for_event() {
            Ok(Some(Event::SelectionRequest(request))) => {
                let _ = self.hand_over(&request);
                true
            }
            Ok(Some(_)) => true,
            Ok(None) | Err(_) => false,
        }
    }

    fn hand_over(&self, request: &SelectionRequestEvent) -> Result<(), Box<dyn Error>> {
        let (to, name) = (request.requestor, request.property);
        let property = if request.target == self.targets {
            let offered = [self.targets, self.png];
            self.connection.change_property32(PropMode::REPLACE, to, name, AtomEnum::ATOM, &offered)?;
            name
        } else if request.target == self.png {
            self.connection.change_property8(PropMode::REPLACE, to, name, self.png, &self.picture)?;
            name
        } else {
            x11rb::NONE
        };
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: to,
            selection: request.selection,
            target: request.target,
            property,
        };
        self.connection.send_event(false, to, EventMask::NO_EVENT, answer)?;
        Ok(self.connection.flush()?)
    }
}
