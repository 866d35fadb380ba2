//! What a person in front of the window does and sees.
//!
//! Everything here panics with a sentence when it does not come true in time: a test is a story, and the line of
//! the story that broke is what one wants to see.

use std::time::{Duration, Instant};
use std::{fs, thread};

use serde_json::{Value, json};

use crate::till::LOOK_AGAIN;
use crate::webdriver::{Element, Fault, Session};
use crate::{Till, key};

/// How long anything on screen may take; far above what it does take, so that a busy machine fails no test.
const PATIENCE: Duration = Duration::from_secs(20);
/// From key to key of a quick typist.
const HAND: Duration = Duration::from_millis(70);

impl Till {
    /// Taps an element by its `data-testid`.
    #[track_caller]
    pub fn tap(&self, id: &str) {
        self.until(&format!("`{id}` cannot be tapped"), |session| {
            within_reach(session, id)?.map(|element| session.tap(&element)).transpose()
        });
    }

    /// Taps an element that ends the application, which may be gone before it answers.
    #[track_caller]
    pub fn tap_last(&self, id: &str) {
        self.until(&format!("`{id}` cannot be tapped"), |session| {
            Ok(within_reach(session, id)?.map(|element| drop(session.tap(&element))))
        });
    }

    /// Types at the pace of a quick hand, wherever the focus is.
    #[track_caller]
    pub fn keys(&self, keys: &str) {
        self.input.press(keys, HAND).unwrap_or_else(|error| panic!("keys cannot be pressed: {error}"));
    }

    /// A scanner that types: the code, then Enter, faster than any hand.
    #[track_caller]
    pub fn scan(&self, code: &str) {
        let keys = format!("{code}{}", key::ENTER);
        self.input.scan(&keys).unwrap_or_else(|error| panic!("the scanner does not type: {error}"));
    }

    /// Presses a key together with the control key.
    #[track_caller]
    pub fn key_with_control(&self, key: char) {
        self.input.press_with_control(key).unwrap_or_else(|error| panic!("keys cannot be pressed: {error}"));
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

    /// The texts of all elements whose `data-testid` begins so, as they are now.
    #[must_use]
    #[track_caller]
    pub fn texts_of_all(&self, prefix: &str) -> Vec<String> {
        let selector = format!("[data-testid^=\"{prefix}\"]");
        self.until(&format!("`{prefix}…` cannot be read"), |session| {
            session
                .elements(&selector)?
                .iter()
                .map(|element| session.text(element))
                .collect::<Result<_, _>>()
                .map(Some)
        })
    }

    /// Hands a file to a file input, as the system's file dialog would.
    #[track_caller]
    pub fn choose_file(&self, id: &str, name: &str, content: impl AsRef<[u8]>) {
        let path = self.folder.join(name);
        fs::write(&path, content)
            .unwrap_or_else(|error| panic!("{} cannot be written: {error}", path.display()));
        let selector = by_id(id);
        self.until(&format!("`{id}` takes no file"), |session| {
            first(session, &selector)?.map(|element| session.send_path(&element, &path)).transpose()
        });
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
        self.wait_for_value_within(PATIENCE, id, name, wanted);
    }

    /// The same for what a payment system makes everybody wait for.
    #[track_caller]
    pub fn wait_for_value_within(&self, patience: Duration, id: &str, name: &str, wanted: &str) {
        let selector = by_id(id);
        let mut seen = None;
        let deadline = Instant::now() + patience;
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

    /// The same as [`Till::wait_for`] for what takes its time by intention.
    #[track_caller]
    pub fn wait_for_within(&self, patience: Duration, id: &str) {
        let deadline = Instant::now() + patience;
        while !self.shows(id) {
            assert!(Instant::now() < deadline, "`{id}` does not come");
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// Waits until no such element is on screen.
    #[track_caller]
    pub fn wait_gone(&self, id: &str) {
        let selector = by_id(id);
        self.until(&format!("`{id}` is still there"), |session| {
            Ok(first(session, &selector)?.is_none().then_some(()))
        });
    }

    /// Waits until the page and its pictures are painted and the window has nothing left to do, as a cashier would
    /// before the first scan of the day.
    #[track_caller]
    pub fn wait_until_idle(&self) {
        let script = "
            const inView = (it) => it.getBoundingClientRect().top < innerHeight;
            return document.readyState === 'complete' && [...document.images].every((it) => !inView(it) || it.complete)";
        self.until("the window is never painted", |session| {
            Ok((session.run(script, &json!([]))? == true).then_some(()))
        });
        // The pictures just loaded are still to be painted; no event tells when that is done.
        thread::sleep(Duration::from_millis(300));
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

    /// Looks at the page until `look` sees what it wants. What the page replaced meanwhile is looked at again.
    #[track_caller]
    pub(crate) fn until<T>(&self, trouble: &str, look: impl Fn(&Session) -> Result<Option<T>, Fault>) -> T {
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
}

/// An element that can be tapped: there, enabled, and nothing over it.
fn within_reach(session: &Session, id: &str) -> Result<Option<Element>, Fault> {
    let Some(element) = first(session, &by_id(id))? else { return Ok(None) };
    let disabled = session.attribute(&element, "disabled")?.is_some();
    Ok((!disabled && session.reach(&element)?).then_some(element))
}

fn by_id(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}

fn first(session: &Session, selector: &str) -> Result<Option<Element>, Fault> {
    Ok(session.elements(selector)?.into_iter().next())
}
