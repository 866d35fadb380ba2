//! The application in its real window, as a person in front of it uses it.
//!
//! Everything here panics with a sentence when it does not come true in time: a test is a story, and the line of
//! the story that broke is what one wants to see.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use serde_json::{Value, json};

use crate::child::{self, Owned};
use crate::close_button;
use crate::screen::Screen;
use crate::webdriver::{Element, Fault, Session};

/// How long anything on screen may take; far above what it does take, so that a busy machine fails no test.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a process may take to come up or to go.
const PROCESS_LIMIT: Duration = Duration::from_secs(30);
/// Between two looks at the page.
const LOOK_AGAIN: Duration = Duration::from_millis(25);
/// Starts of the application before giving up: the driver now and then misses one.
const START_TRIES: u32 = 3;

/// The display: the till's window and the virtual terminal fit side by side.
const DISPLAY: (u16, u16) = (1800, 768);
/// The till's window: a 15.6 inch touch screen of a counter.
const TILL: (u16, u16) = (1366, 768);

/// Keys that have no character (W3C WebDriver, "keyboard actions").
pub mod key {
    /// Enter.
    pub const ENTER: &str = "\u{e007}";
    /// Escape.
    pub const ESCAPE: &str = "\u{e00c}";
    /// Tabulator.
    pub const TAB: &str = "\u{e004}";
    /// Backspace.
    pub const BACKSPACE: &str = "\u{e003}";
    /// Arrow down.
    pub const DOWN: &str = "\u{e015}";
    /// Arrow up.
    pub const UP: &str = "\u{e013}";
    /// Function key `number`, 1 to 12.
    #[must_use]
    pub fn function(number: u8) -> String {
        char::from_u32(0xe030 + u32::from(number)).map(String::from).unwrap_or_default()
    }
}

/// A window of the application, by its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Where the cashier works.
    Till,
    /// The terminal of practice mode.
    VirtualTerminal,
}

impl Window {
    fn title(self) -> &'static str {
        match self {
            Self::Till => "Tillbridge",
            Self::VirtualTerminal => "Virtual terminal",
        }
    }
}

/// A running till on a display of its own, with its own data folder.
#[derive(Debug)]
pub struct Till {
    folder: PathBuf,
    pictures: u32,
    // Dropped in this order: the application before its bus, the bus before its display.
    running: Option<Running>,
    bus: Bus,
    screen: Screen,
}

#[derive(Debug)]
struct Running {
    session: Session,
    driver: Owned,
}

impl Till {
    /// Starts the till on an empty data folder. Its pictures, data and logs stay in `target/e2e/<name>`.
    #[must_use]
    #[track_caller]
    pub fn start(name: &str) -> Self {
        let folder = target().join("e2e").join(name);
        Self::start_in(&folder)
    }

    /// Starts the till on an empty data folder under `folder`, which is emptied first.
    #[must_use]
    #[track_caller]
    pub fn start_in(folder: &Path) -> Self {
        prepare(folder).unwrap_or_else(|error| panic!("{} cannot be emptied: {error}", folder.display()));
        let (width, height) = DISPLAY;
        let screen =
            Screen::open(width, height, &folder.join("logs")).unwrap_or_else(|error| panic!("{error}"));
        let bus = Bus::start(&folder.join("logs")).unwrap_or_else(|error| panic!("{error}"));
        let mut till = Self { folder: folder.to_owned(), pictures: 0, running: None, bus, screen };
        till.launch();
        till
    }

    /// The data folder of this till.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Ends the application as a power cut would, then waits until it is gone.
    #[track_caller]
    pub fn kill(&mut self) {
        let running = self.running.take().expect("the till runs");
        let app =
            child::find_below(running.driver.id(), &binary()).expect("the application is the driver's child");
        child::kill(app);
        assert!(child::wait_gone(app, PROCESS_LIMIT), "the application outlived its end");
    }

    /// Presses the close button of a window.
    #[track_caller]
    pub fn close(&self, window: Window) {
        let pressed = close_button::press(self.screen.display(), window.title());
        pressed.unwrap_or_else(|error| panic!("the close button of `{}` is out of reach: {error}", window.title()));
    }

    /// Waits until the application has ended by itself, as it does once its windows are closed.
    #[track_caller]
    pub fn wait_ended(&mut self) {
        let running = self.running.take().expect("the till runs");
        let deadline = Instant::now() + PROCESS_LIMIT;
        while child::find_below(running.driver.id(), &binary()).is_some_and(child::is_alive) {
            assert!(Instant::now() < deadline, "the application does not end");
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// Starts the application again on the same data folder.
    #[track_caller]
    pub fn launch(&mut self) {
        assert!(self.running.is_none(), "the till runs already");
        let mut trouble = String::new();
        for _ in 0..START_TRIES {
            match self.try_launch() {
                Ok(running) => {
                    self.running = Some(running);
                    self.arrange();
                    return;
                }
                Err(why) => trouble = why,
            }
        }
        panic!("the till did not start: {trouble}; see {}", self.folder.join("logs").display());
    }

    /// Works in another window from now on.
    #[track_caller]
    pub fn switch_to(&self, window: Window) {
        self.until(&format!("no window is titled `{}`", window.title()), |session| {
            for handle in session.windows()? {
                session.switch_to(&handle)?;
                if session.title()? == window.title() {
                    return Ok(Some(()));
                }
            }
            Ok(None)
        });
    }

    /// Taps an element by its `data-testid`.
    #[track_caller]
    pub fn tap(&self, id: &str) {
        let selector = by_id(id);
        self.until(&format!("`{id}` cannot be tapped"), |session| {
            let Some(element) = first(session, &selector)? else { return Ok(None) };
            if session.attribute(&element, "disabled")?.is_some() {
                return Ok(None);
            }
            // Brings it into view and refuses what lies under something else; then the finger follows.
            session.scroll_to(&element)?;
            session.tap(&element).map(Some)
        });
    }

    /// Presses keys wherever the focus is, as a keyboard or a scanner that types does.
    #[track_caller]
    pub fn keys(&self, keys: &str) {
        self.session().type_keys(keys).unwrap_or_else(|fault| panic!("keys cannot be pressed: {fault}"));
    }

    /// A scanner that types: the code, then Enter.
    #[track_caller]
    pub fn scan(&self, code: &str) {
        self.keys(&format!("{code}{}", key::ENTER));
    }

    /// Waits for an element and gives its text as a person sees it.
    #[track_caller]
    pub fn text(&self, id: &str) -> String {
        let selector = by_id(id);
        self.until(&format!("`{id}` is not there"), |session| {
            first(session, &selector)?.map(|element| session.text(&element)).transpose()
        })
    }

    /// The texts of all elements with this `data-testid`, as they are now.
    #[track_caller]
    pub fn texts(&self, id: &str) -> Vec<String> {
        let selector = by_id(id);
        self.until(&format!("`{id}` cannot be read"), |session| {
            session
                .elements(&selector)?
                .iter()
                .map(|element| session.text(element))
                .collect::<Result<_, _>>()
                .map(Some)
        })
    }

    /// Waits until an element shows a text; capitals do not matter, as styles may change them.
    #[track_caller]
    pub fn wait_for_text(&self, id: &str, wanted: &str) {
        let selector = by_id(id);
        let mut seen = String::from("nothing");
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            for element in self.session().elements(&selector).unwrap_or_default() {
                seen = self.session().text(&element).unwrap_or_default();
                if seen.to_lowercase().contains(&wanted.to_lowercase()) {
                    return;
                }
            }
            thread::sleep(LOOK_AGAIN);
        }
        panic!("`{id}` shows {seen:?}, not {wanted:?}");
    }

    /// Waits until an attribute of an element has a value.
    #[track_caller]
    pub fn wait_for_value(&self, id: &str, name: &str, wanted: &str) {
        let selector = by_id(id);
        let mut seen = None;
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Ok(Some(element)) = first(self.session(), &selector) {
                seen = self.session().attribute(&element, name).unwrap_or_default();
                if seen.as_deref() == Some(wanted) {
                    return;
                }
            }
            thread::sleep(LOOK_AGAIN);
        }
        panic!("`{name}` of `{id}` is {seen:?}, not {wanted:?}");
    }

    /// Waits until an element is on screen.
    #[track_caller]
    pub fn wait_for(&self, id: &str) {
        let selector = by_id(id);
        self.until(&format!("`{id}` is not there"), |session| Ok(first(session, &selector)?.map(drop)));
    }

    /// Waits until no such element is on screen.
    #[track_caller]
    pub fn wait_gone(&self, id: &str) {
        let selector = by_id(id);
        self.until(&format!("`{id}` is still there"), |session| {
            Ok(first(session, &selector)?.is_none().then_some(()))
        });
    }

    /// Whether such an element is on screen now.
    #[must_use]
    #[track_caller]
    pub fn shows(&self, id: &str) -> bool {
        let selector = by_id(id);
        self.until("the page cannot be read", |session| {
            first(session, &selector).map(|found| Some(found.is_some()))
        })
    }

    /// An attribute of an element.
    #[must_use]
    #[track_caller]
    pub fn attribute(&self, id: &str, name: &str) -> Option<String> {
        let selector = by_id(id);
        self.until(&format!("`{id}` is not there"), |session| {
            first(session, &selector)?.map(|element| session.attribute(&element, name)).transpose()
        })
    }

    /// Runs a script as the body of a function, for what no person can see: sizes, styles.
    #[track_caller]
    pub fn run(&self, script: &str) -> Value {
        self.session()
            .run(script, &json!([]))
            .unwrap_or_else(|fault| panic!("the script does not run: {fault}"))
    }

    /// Keeps a picture of the whole display, numbered in the order taken.
    #[track_caller]
    pub fn picture(&mut self, name: &str) {
        self.pictures += 1;
        let path = self.folder.join(format!("{:02}-{name}.png", self.pictures));
        self.screen.picture(&path).unwrap_or_else(|error| panic!("no picture {}: {error}", path.display()));
    }

    fn session(&self) -> &Session {
        &self.running.as_ref().expect("the till runs").session
    }

    /// Looks at the page until `look` sees what it wants. What the page replaced meanwhile is looked at again.
    #[track_caller]
    fn until<T>(&self, trouble: &str, look: impl Fn(&Session) -> Result<Option<T>, Fault>) -> T {
        let deadline = Instant::now() + PATIENCE;
        let mut last = None;
        while Instant::now() < deadline {
            match look(self.session()) {
                Ok(Some(seen)) => return seen,
                Ok(None) => last = None,
                Err(fault) => last = Some(fault),
            }
            thread::sleep(LOOK_AGAIN);
        }
        match last {
            Some(fault) => panic!("{trouble}: {fault}"),
            None => panic!("{trouble}"),
        }
    }

    fn try_launch(&self) -> Result<Running, String> {
        let port = free_port().map_err(|error| error.to_string())?;
        let home = self.folder.join("home");
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("DISPLAY", self.screen.display())
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address)
            .env("TILLBRIDGE_DATA_DIR", self.data())
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("NO_AT_BRIDGE", "1")
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
            .env("GDK_BACKEND", "x11")
            .env("LANG", "C.UTF-8")
            .env("HOME", &home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null());
        let driver = Owned::start(&mut command, &self.folder.join("logs/till.log"))
            .map_err(|error| error.to_string())?;
        wait_for_port(port)?;
        let session = Session::start(port, &binary(), &[]).map_err(|fault| fault.to_string())?;
        Ok(Running { session, driver })
    }

    /// Puts the windows side by side; the display has no window manager that would.
    fn arrange(&self) {
        let (width, height) = TILL;
        self.switch_to(Window::VirtualTerminal);
        let _stays_where_it_is = self.session().place(width, 0, DISPLAY.0 - width, height);
        self.switch_to(Window::Till);
        let _stays_where_it_is = self.session().place(0, 0, width, height);
    }
}

impl Drop for Till {
    fn drop(&mut self) {
        if thread::panicking() {
            let _best_effort = self.screen.picture(&self.folder.join("broke-here.png"));
        }
    }
}

/// A session bus that knows no services.
#[derive(Debug)]
struct Bus {
    address: String,
    _daemon: Owned,
}

impl Bus {
    fn start(logs: &Path) -> io::Result<Self> {
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("session-bus.conf");
        let mut command = Command::new("dbus-daemon");
        command.args(["--nofork", "--print-address=1", "--config-file"]).arg(config).stdout(Stdio::piped());
        let mut daemon = Owned::start(&mut command, &logs.join("bus.log"))?;
        let mut address = String::new();
        if let Some(stdout) = daemon.stdout() {
            BufReader::new(stdout).read_line(&mut address)?;
        }
        Ok(Self { address: address.trim().to_owned(), _daemon: daemon })
    }
}

/// The program under test: `TILLBRIDGE_BINARY`, else the debug build beside this test.
fn binary() -> PathBuf {
    env::var_os("TILLBRIDGE_BINARY").map_or_else(|| target().join("debug/tillbridge"), PathBuf::from)
}

/// Cargo's target folder: this program lies in `target/<profile>[/deps]`.
fn target() -> PathBuf {
    let here = env::current_exe().unwrap_or_default();
    let profile = here.ancestors().find(|folder| folder.ends_with("debug") || folder.ends_with("release"));
    profile.and_then(Path::parent).map_or_else(|| PathBuf::from("target"), Path::to_owned)
}

fn prepare(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    ["logs", "home", "data"].iter().try_for_each(|part| fs::create_dir_all(folder.join(part)))
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn wait_for_port(port: u16) -> Result<(), String> {
    let deadline = Instant::now() + PROCESS_LIMIT;
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() > deadline {
            return Err("the WebDriver does not listen".to_owned());
        }
        thread::sleep(LOOK_AGAIN);
    }
    Ok(())
}

fn by_id(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}

fn first(session: &Session, selector: &str) -> Result<Option<Element>, Fault> {
    Ok(session.elements(selector)?.into_iter().next())
}
