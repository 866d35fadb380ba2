//! The few WebDriver commands the tests need (W3C WebDriver, <https://www.w3.org/TR/webdriver2/>).

use std::fmt;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

/// A driver call can hang for good; nothing waits longer than this.
const CALL_LIMIT: Duration = Duration::from_secs(15);
/// The key under which an element's name stands in an answer.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A conversation with one running application.
#[derive(Debug)]
pub(crate) struct Session {
    agent: Agent,
    address: String,
}

/// An element of the page, as the driver calls it.
#[derive(Debug, Clone)]
pub(crate) struct Element(Value);

/// Why a command had no effect.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The driver answered with an error: its code, such as `stale element reference`, and its explanation.
    Refused { code: String, message: String },
    /// No answer, or none that could be read.
    Lost(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { code, message } => write!(out, "{code}: {message}"),
            Self::Lost(why) => out.write_str(why),
        }
    }
}

impl Session {
    /// Lets the driver on `port` start `binary` with `args` and takes hold of its first window.
    pub(crate) fn start(port: u16, binary: &Path, args: &[&str]) -> Result<Self, Fault> {
        let address = format!("http://127.0.0.1:{port}");
        let config = Agent::config_builder().proxy(None).http_status_as_error(false);
        let mut session = Self { agent: config.timeout_global(Some(CALL_LIMIT)).build().into(), address };
        // `browserName` is left out: the driver would compare it with the application's own name.
        let options = json!({ "binary": binary, "args": args });
        let wish = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let answer = session.post("/session", &wish)?;
        let id =
            answer["sessionId"].as_str().ok_or_else(|| Fault::Lost(format!("no session id in {answer}")))?;
        session.address.push_str("/session/");
        session.address.push_str(id);
        Ok(session)
    }

    pub(crate) fn windows(&self) -> Result<Vec<String>, Fault> {
        let answer = self.get("/window/handles")?;
        let handles = answer.as_array().into_iter().flatten();
        Ok(handles.filter_map(Value::as_str).map(str::to_owned).collect())
    }

    pub(crate) fn switch_to(&self, window: &str) -> Result<(), Fault> {
        self.post("/window", &json!({ "handle": window })).map(drop)
    }

    pub(crate) fn title(&self) -> Result<String, Fault> {
        Ok(self.get("/title")?.as_str().unwrap_or_default().to_owned())
    }

    pub(crate) fn place(&self, x: u16, y: u16, width: u16, height: u16) -> Result<(), Fault> {
        self.post("/window/rect", &json!({ "x": x, "y": y, "width": width, "height": height })).map(drop)
    }

    /// All elements that match a CSS selector, in document order.
    pub(crate) fn elements(&self, selector: &str) -> Result<Vec<Element>, Fault> {
        let answer = self.post("/elements", &json!({ "using": "css selector", "value": selector }))?;
        Ok(answer.as_array().into_iter().flatten().cloned().map(Element).collect())
    }

    /// Brings an element into view; whether nothing lies over its middle.
    pub(crate) fn reach(&self, element: &Element) -> Result<bool, Fault> {
        let script = "
            arguments[0].scrollIntoView({ block: 'nearest', inline: 'nearest' });
            const box = arguments[0].getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return arguments[0].contains(top)";
        Ok(self.run(script, &json!([element.0]))? == true)
    }

    /// The text as a person sees it. The driver's own command leaves out what is clipped by a rounded or narrow box.
    pub(crate) fn text(&self, element: &Element) -> Result<String, Fault> {
        let answer = self.run("return arguments[0].innerText", &json!([element.0]))?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    pub(crate) fn attribute(&self, element: &Element, name: &str) -> Result<Option<String>, Fault> {
        let answer = self.get(&format!("/element/{}/attribute/{name}", element.name()))?;
        Ok(answer.as_str().map(str::to_owned))
    }

    /// Puts a finger on the middle of an element and lifts it again.
    pub(crate) fn tap(&self, element: &Element) -> Result<(), Fault> {
        let strokes = json!([
            { "type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": element.0 },
            { "type": "pointerDown", "button": 0 },
            { "type": "pause", "duration": 20 },
            { "type": "pointerUp", "button": 0 },
        ]);
        let parameters = json!({ "pointerType": "touch" });
        self.act(
            &json!([{ "type": "pointer", "id": "finger", "parameters": parameters, "actions": strokes }]),
        )
    }

    /// Chooses a file in a file input.
    pub(crate) fn send_path(&self, input: &Element, path: &Path) -> Result<(), Fault> {
        self.post(&format!("/element/{}/value", input.name()), &json!({ "text": path })).map(drop)
    }

    /// Runs a script as the body of a function and returns what it returns.
    pub(crate) fn run(&self, script: &str, args: &Value) -> Result<Value, Fault> {
        self.post("/execute/sync", &json!({ "script": script, "args": args }))
    }

    fn act(&self, actions: &Value) -> Result<(), Fault> {
        self.post("/actions", &json!({ "actions": actions })).map(drop)
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    fn get(&self, path: &str) -> Result<Value, Fault> {
        self.call(self.agent.get(self.at(path)).call())
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        self.call(self.agent.post(self.at(path)).send_json(body))
    }

    fn call(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, Fault> {
        let mut answer = answer.map_err(|error| Fault::Lost(error.to_string()))?;
        let good = answer.status().is_success();
        let mut body: Value =
            answer.body_mut().read_json().map_err(|error| Fault::Lost(error.to_string()))?;
        let value = body["value"].take();
        if good {
            return Ok(value);
        }
        let word = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        Err(Fault::Refused { code: word("error"), message: word("message") })
    }
}

impl Element {
    fn name(&self) -> &str {
        self.0[ELEMENT].as_str().unwrap_or_default()
    }
}
