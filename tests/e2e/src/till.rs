//! The application on a display of its own: started, killed, closed, pictured.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use crate::bus::Bus;
use crate::child::{self, Owned};
use crate::clipboard::Copied;
use crate::input::Input;
use crate::screen::Screen;
use crate::webdriver::Session;

/// How long a process may take to come up or to go.
const PROCESS_LIMIT: Duration = Duration::from_secs(30);
/// Between two looks at what should change.
pub(crate) const LOOK_AGAIN: Duration = Duration::from_millis(25);
/// Starts of the application before giving up: the driver now and then misses one.
const START_TRIES: u32 = 3;

/// The display: the till's window and the virtual terminal fit side by side.
const DISPLAY: (u16, u16) = (1800, 768);
/// The till's window: a 15.6 inch touch screen of a counter.
const TILL: (u16, u16) = (1366, 768);

/// A window of the application, by its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Where the cashier works.
    Till,
    /// The terminal of practice mode.
    VirtualTerminal,
    /// The page behind a payment link, as the customer of a practice shop sees it.
    CustomerPage,
}

impl Window {
    fn title(self) -> &'static str {
        match self {
            Self::Till => "Tillbridge",
            Self::VirtualTerminal => "Virtual terminal",
            Self::CustomerPage => "Customer's page",
        }
    }
}

/// Where the application keeps its data.
#[derive(Debug)]
enum Data {
    /// In the folder it is started on.
    Folder(PathBuf),
    /// Where the system puts the data of applications, as after a fresh installation.
    System,
}

/// A running till on a display of its own, with its own data folder.
#[derive(Debug)]
pub struct Till {
    pub(crate) folder: PathBuf,
    data: Data,
    pictures: u32,
    // Dropped in this order: the application before its bus, the bus before its display.
    running: Option<Running>,
    pub(crate) input: Input,
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
        Self::start_in(&folder_of(name))
    }

    /// Starts the till on an empty data folder under `folder`, which is emptied first.
    #[must_use]
    #[track_caller]
    pub fn start_in(folder: &Path) -> Self {
        empty(folder);
        Self::open(folder, Data::Folder(folder.join("data")))
    }

    /// Starts the till as it is after a fresh installation: on no folder, for a person who has never used it.
    #[must_use]
    #[track_caller]
    pub fn start_as_installed(name: &str) -> Self {
        let folder = folder_of(name);
        empty(&folder);
        Self::open(&folder, Data::System)
    }

    /// Starts the till on the data folder `data`, whatever is there. Its pictures and logs stay in `target/e2e/<name>`.
    #[must_use]
    #[track_caller]
    pub fn start_on(name: &str, data: &Path) -> Self {
        let folder = folder_of(name);
        empty(&folder);
        Self::open(&folder, Data::Folder(data.to_owned()))
    }

    /// Starts the till on the data a test has put into `folder`.
    #[track_caller]
    pub(crate) fn start_prepared(folder: &Path) -> Self {
        Self::open(folder, Data::Folder(folder.join("data")))
    }

    #[track_caller]
    fn open(folder: &Path, data: Data) -> Self {
        let (width, height) = DISPLAY;
        let screen =
            Screen::open(width, height, &folder.join("logs")).unwrap_or_else(|error| panic!("{error}"));
        let bus = Bus::start(&folder.join("logs")).unwrap_or_else(|error| panic!("{error}"));
        let input =
            Input::connect(screen.display()).unwrap_or_else(|error| panic!("no way to the display: {error}"));
        let mut till =
            Self { folder: folder.to_owned(), data, pictures: 0, running: None, input, bus, screen };
        till.launch();
        till
    }

    /// The folder that all data of this till lies in.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        match &self.data {
            Data::Folder(folder) => folder.clone(),
            Data::System => self.home().join("data"),
        }
    }

    fn home(&self) -> PathBuf {
        self.folder.join("home")
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
        let pressed = self.input.close(window.title());
        pressed.unwrap_or_else(|error| {
            panic!("the close button of `{}` is out of reach: {error}", window.title())
        });
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

    /// Waits until the application has ended and come back by itself, as it does when it changes over to another shop.
    /// The new one is out of the driver's reach: look at it, close it with [`Till::close`], then [`Till::launch`].
    #[track_caller]
    pub fn wait_restarted(&mut self) {
        let running = self.running.take().expect("the till runs");
        let before = child::find_below(running.driver.id(), &binary());
        let deadline = Instant::now() + PROCESS_LIMIT;
        let came_back = || {
            let now = child::find_at_home(&binary(), &self.home());
            now.iter().any(|id| Some(*id) != before)
                && !before.is_some_and(child::is_alive)
                && self.input.shows(Window::Till.title())
                && self.screen.is_painted().unwrap_or(false)
        };
        while !came_back() {
            assert!(Instant::now() < deadline, "the application did not come back by itself");
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// Waits until no application of this till is left.
    #[track_caller]
    pub fn wait_closed(&self) {
        let deadline = Instant::now() + PROCESS_LIMIT;
        while !child::find_at_home(&binary(), &self.home()).is_empty() {
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
                    return Ok(self.input.focus(window.title()).unwrap_or(false).then_some(()));
                }
            }
            Ok(None)
        });
    }

    /// Copies a PNG picture in another program: it can be pasted as long as the answer lives.
    #[must_use]
    #[track_caller]
    pub fn copy_picture(&self, picture: Vec<u8>) -> Copied {
        let copied = Copied::png(self.screen.display(), picture);
        copied.unwrap_or_else(|error| panic!("nothing can be copied: {error}"))
    }

    /// The receipts saved as PDF so far.
    #[must_use]
    pub fn saved_receipts(&self) -> Vec<PathBuf> {
        files_below(&self.data())
            .into_iter()
            .filter(|file| file.extension().is_some_and(|it| it == "pdf"))
            .collect()
    }

    /// Keeps a picture of the newest receipt saved as PDF, as it comes out of a printer.
    #[track_caller]
    pub fn picture_of_receipt(&mut self, name: &str) -> PathBuf {
        let receipts = self.saved_receipts();
        let newest = receipts.last().expect("a receipt was saved");
        self.pictures += 1;
        let path = self.folder.join(format!("{:02}-{name}", self.pictures));
        let mut printer = Command::new("pdftoppm");
        let status = printer.args(["-png", "-singlefile", "-r", "150"]).arg(newest).arg(&path).status();
        assert!(status.is_ok_and(|status| status.success()), "{} cannot be drawn", newest.display());
        newest.clone()
    }

    /// Keeps a picture of the whole display, numbered in the order taken.
    #[track_caller]
    pub fn picture(&mut self, name: &str) {
        self.pictures += 1;
        let path = self.folder.join(format!("{:02}-{name}.png", self.pictures));
        self.screen.picture(&path).unwrap_or_else(|error| panic!("no picture {}: {error}", path.display()));
    }

    pub(crate) fn session(&self) -> &Session {
        &self.running.as_ref().expect("the till runs").session
    }

    fn try_launch(&self) -> Result<Running, String> {
        let port = free_port().map_err(|error| error.to_string())?;
        let home = self.home();
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("DISPLAY", self.screen.display())
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address)
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
        match &self.data {
            Data::Folder(folder) => command.env("TILLBRIDGE_DATA_DIR", folder),
            Data::System => command.env_remove("TILLBRIDGE_DATA_DIR"),
        };
        let driver = Owned::start(&mut command, &self.folder.join("logs/till.log"))
            .map_err(|error| error.to_string())?;
        wait_for_port(port)?;
        let session = Session::start(port, &binary(), &[]).map_err(|fault| fault.to_string())?;
        Ok(Running { session, driver })
    }

    /// Puts the windows side by side; the display has no window manager that would.
    fn arrange(&self) {
        let (width, height) = TILL;
        // The virtual terminal, where there is one, comes up first.
        self.switch_to(Window::Till);
        if self.input.shows(Window::VirtualTerminal.title()) {
            self.switch_to(Window::VirtualTerminal);
            let _stays_where_it_is = self.session().place(width, 0, DISPLAY.0 - width, height);
            self.switch_to(Window::Till);
        }
        let _stays_where_it_is = self.session().place(0, 0, width, height);
    }
}

impl Drop for Till {
    fn drop(&mut self) {
        if thread::panicking() {
            let _best_effort = self.screen.picture(&self.folder.join("broke-here.png"));
        }
        // One that came back by itself is nobody's child.
        for left in child::find_at_home(&binary(), &self.home()) {
            child::kill(left);
        }
    }
}

/// The program under test: `TILLBRIDGE_BINARY`, else the debug build beside this test.
pub(crate) fn binary() -> PathBuf {
    env::var_os("TILLBRIDGE_BINARY").map_or_else(|| target().join("debug/tillbridge"), PathBuf::from)
}

/// Cargo's target folder: this program lies in `target/<profile>[/deps]`.
fn target() -> PathBuf {
    let here = env::current_exe().unwrap_or_default();
    let profile = here.ancestors().find(|folder| folder.ends_with("debug") || folder.ends_with("release"));
    profile.and_then(Path::parent).map_or_else(|| PathBuf::from("target"), Path::to_owned)
}

/// Where everything of the story `name` lies.
pub(crate) fn folder_of(name: &str) -> PathBuf {
    target().join("e2e").join(name)
}

/// Makes `folder` anew, with room for logs, a home and data.
#[track_caller]
pub(crate) fn empty(folder: &Path) {
    let emptied = match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => ["logs", "home", "data"].iter().try_for_each(|part| fs::create_dir_all(folder.join(part))),
    };
    emptied.unwrap_or_else(|error| panic!("{} cannot be emptied: {error}", folder.display()));
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn wait_for_port(port: u16) -> Result<(), String> {
    let deadline = Instant::now() + PROCESS_LIMIT;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() > deadline {
            return Err("the WebDriver does not listen".to_owned());
        }
        thread::sleep(LOOK_AGAIN);
    }
    Ok(())
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
