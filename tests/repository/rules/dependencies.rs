//! Who may depend on whom.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::checkout::{assert_none, read, root};

/// The allowed directions between our own crates: what a crate may use in the product, then what only its tests may
/// use besides. The same table stands in `ARCHITECTURE.md` as a picture.
const DIRECTIONS: &[(&str, &[&str], &[&str])] = &[
    ("money", &[], &[]),
    // Bugs planted on purpose, behind a feature that nothing that ships turns on.
    ("planted", &[], &[]),
    ("sale", &["money", "planted"], &[]),
    ("payment", &["money", "planted"], &[]),
    ("drive", &["payment"], &[]),
    ("journal", &[], &[]),
    // Bytes in, shades of grey and texts out.
    ("picture", &[], &[]),
    ("receipt", &["sale", "payment", "money", "picture"], &[]),
    ("store", &["sale", "payment", "journal", "money"], &[]),
    (
        "till",
        &["sale", "payment", "drive", "store", "journal", "receipt", "money", "picture"],
        &["simulator", "provider-merchant-api", "provider-stitch"],
    ),
    ("provider-http", &["payment", "money"], &[]),
    // What providers owe the engine: tests of theirs, and a stub of its own.
    ("provider-contract", &["payment", "drive", "money"], &["provider-http"]),
    ("provider-merchant-api", &["payment", "money", "provider-http"], &["simulator", "provider-contract"]),
    ("provider-stitch", &["payment", "provider-http"], &["simulator"]),
    ("provider-sumup", &["payment", "money", "provider-http"], &["simulator", "provider-contract"]),
    // Speaks the systems' own words and knows nothing of the till, so that it cannot agree with our mistakes.
    ("simulator", &[], &[]),
    // The one place that names concrete providers and secret stores.
    (
        "composition",
        &["payment", "till", "provider-http", "provider-merchant-api", "provider-stitch", "provider-sumup"],
        &[],
    ),
    (
        "tillctl",
        &["till", "sale", "payment", "store", "journal", "receipt", "money", "simulator", "composition"],
        // Tests put a clock of their own into a whole till.
        &["drive"],
    ),
    (
        "tillbridge",
        &["till", "sale", "payment", "store", "journal", "receipt", "money", "simulator", "composition"],
        &["fuzz"],
    ),
    // The engine and its driver in a world of dice, and the grammar of the input box; nothing else of the product.
    ("simulation", &["payment", "drive", "journal", "sale", "money", "planted"], &[]),
    // Measures the product from outside, part by part.
    (
        "bench",
        &["till", "drive", "sale", "payment", "store", "journal", "receipt", "money", "composition"],
        &[],
    ),
    // Tools stand beside the product, not on it.
    ("xtask", &[], &[]),
    ("e2e", &[], &[]),
    ("kills", &["simulator"], &[]),
    // Calls everything that reads what a stranger wrote.
    (
        "fuzz",
        &[
            "till",
            "sale",
            "payment",
            "receipt",
            "money",
            "provider-http",
            "provider-merchant-api",
            "provider-sumup",
            "provider-stitch",
        ],
        &[],
    ),
    // Takes the power away from the real store.
    ("power-loss", &["store", "sale", "payment", "money"], &[]),
    ("repository-rules", &[], &[]),
];

/// Crates that only compute: time, ids and bytes come in and go out by argument.
const PURE: [&str; 4] = ["money", "sale", "payment", "journal"];
/// What would bring input and output.
const INPUT_OUTPUT: [&str; 8] = ["tokio", "sqlx", "sqlx-core", "reqwest", "axum", "hyper", "ureq", "keyring"];
/// What would bring a window.
const WINDOW: [&str; 3] = ["tauri", "wry", "tao"];

/// What cargo knows of every package, own and foreign.
struct Metadata(Value);

impl Metadata {
    fn read() -> Self {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let args = ["metadata", "--format-version", "1", "--locked", "--offline"];
        let output = Command::new(cargo).args(args).current_dir(root()).output().expect("cargo runs");
        let trouble = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "run `cargo fetch` once, the packages of all systems are read: {trouble}"
        );
        Self(serde_json::from_slice(&output.stdout).expect("cargo prints JSON"))
    }

    fn packages(&self) -> impl Iterator<Item = &Value> {
        self.0["packages"].as_array().into_iter().flatten()
    }

    fn ours(&self) -> impl Iterator<Item = &Value> {
        self.packages().filter(|package| package["source"].is_null())
    }

    /// Names of everything `package` uses in the product, directly or not.
    fn reached_from(&self, package: &str) -> BTreeSet<&str> {
        let names: BTreeMap<&str, &str> =
            self.packages().filter_map(|it| Some((it["id"].as_str()?, it["name"].as_str()?))).collect();
        let nodes: BTreeMap<&str, &Value> = self.0["resolve"]["nodes"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|node| Some((node["id"].as_str()?, node)))
            .collect();
        let mut open: Vec<&str> =
            self.ours().filter(|it| it["name"] == package).filter_map(|it| it["id"].as_str()).collect();
        let mut reached = BTreeSet::new();
        while let Some(id) = open.pop() {
            let uses =
                nodes.get(id).into_iter().flat_map(|node| node["deps"].as_array().into_iter().flatten());
            for used in uses.filter(|used| is_in_product(used)) {
                let id = used["pkg"].as_str().unwrap_or_default();
                if reached.insert(id) {
                    open.push(id);
                }
            }
        }
        reached.into_iter().filter_map(|id| names.get(id).copied()).collect()
    }
}

/// Whether an edge of the graph is neither for tests nor for build scripts only.
fn is_in_product(edge: &Value) -> bool {
    edge["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"].is_null())
}

fn name(package: &Value) -> &str {
    package["name"].as_str().unwrap_or_default()
}

#[test]
fn our_crates_depend_on_each_other_in_the_agreed_directions_only() {
    let metadata = Metadata::read();
    let ours: BTreeSet<&str> = metadata.ours().map(name).collect();
    let mut offences = Vec::new();
    for package in metadata.ours() {
        let Some((user, product, tests)) = DIRECTIONS.iter().find(|(user, ..)| *user == name(package)) else {
            offences.push(format!("{} has no line in the table", name(package)));
            continue;
        };
        for used in
            package["dependencies"].as_array().into_iter().flatten().filter(|used| ours.contains(name(used)))
        {
            let for_tests = used["kind"] == "dev" && tests.contains(&name(used));
            if !for_tests && !product.contains(&name(used)) {
                offences.push(format!("{user} must not use {}", name(used)));
            }
        }
    }
    assert_none(&offences, "directions between our crates");
    assert_eq!(DIRECTIONS.len(), ours.len(), "a line of the table names a crate that is gone");
}

#[test]
fn nothing_below_the_shell_sees_the_window() {
    let metadata = Metadata::read();
    let shell = metadata.reached_from("tillbridge");
    assert!(
        WINDOW.iter().all(|window| shell.contains(window)),
        "the rule looks for names that are gone: {WINDOW:?}"
    );
    let mut offences = Vec::new();
    for package in metadata.ours().map(name).filter(|package| *package != "tillbridge") {
        let reached = metadata.reached_from(package);
        let seen = WINDOW.into_iter().filter(|window| reached.contains(window));
        offences.extend(seen.map(|window| format!("{package} reaches {window}")));
    }
    assert_none(&offences, "only the shell knows the window");
}

#[test]
fn what_only_computes_reaches_no_input_or_output() {
    let metadata = Metadata::read();
    let mut offences = Vec::new();
    for package in PURE {
        let reached = metadata.reached_from(package);
        let seen = INPUT_OUTPUT.into_iter().filter(|crate_| reached.contains(crate_));
        offences.extend(seen.map(|crate_| format!("{package} reaches {crate_}")));
    }
    assert_none(&offences, "pure crates stay pure");
}

#[test]
fn nothing_but_the_simulation_reaches_a_planted_bug() {
    let metadata = Metadata::read();
    assert!(
        metadata.reached_from("simulation").contains("planted"),
        "the rule looks for a name that is gone"
    );
    let offences: Vec<&str> = metadata
        .ours()
        .map(name)
        .filter(|package| *package != "simulation" && metadata.reached_from(package).contains("planted"))
        .collect();
    assert_none(
        &offences.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>(),
        "programs with planted bugs",
    );
}

#[test]
fn every_licence_we_ship_with_is_on_the_list() {
    let list: toml::Table = read("deny.toml").parse().expect("deny.toml is TOML");
    let allowed: BTreeSet<&str> =
        list["licenses"]["allow"].as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect();
    let metadata = Metadata::read();
    let mut offences = Vec::new();
    for package in metadata.packages() {
        let licence = package["license"].as_str().unwrap_or_default();
        // Old manifests write `A/B` for `A OR B`; the lax mode reads it so.
        let good = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX)
            .is_ok_and(|terms| terms.evaluate(|term| allowed.contains(term.to_string().as_str())));
        if !good {
            offences.push(format!("{} {}: {licence:?}", name(package), package["version"]));
        }
    }
    assert_none(&offences, "licences outside deny.toml");
}

#[test]
fn every_crate_keeps_the_workspace_lints_and_says_what_it_is() {
    let mut offences = Vec::new();
    for package in Metadata::read().ours() {
        let manifest = std::path::Path::new(package["manifest_path"].as_str().unwrap_or_default());
        let text = std::fs::read_to_string(manifest).unwrap_or_default();
        if !text.contains("[lints]\nworkspace = true") {
            offences.push(format!("{} does not take the workspace's lints", name(package)));
        }
        if !manifest.with_file_name("README.md").is_file() {
            offences.push(format!("{} has no README.md", name(package)));
        }
    }
    assert_none(&offences, "every crate");
}

#[test]
fn every_dependency_stands_once_in_the_root_manifest_with_its_reason() {
    let manifest = read("Cargo.toml");
    let table =
        manifest.split("[workspace.dependencies]").nth(1).expect("the root manifest lists dependencies");
    let mut offences = Vec::new();
    let mut reason = false;
    for line in table.lines().map(str::trim).take_while(|line| !line.starts_with('[')) {
        // A reason holds for the lines under it, up to the next empty one.
        match line.split_once('=') {
            _ if line.starts_with('#') => reason = true,
            _ if line.is_empty() => reason = false,
            Some((dependency, _)) if !reason => offences.push(format!("{} has no reason", dependency.trim())),
            _ => {}
        }
    }
    for package in Metadata::read().ours() {
        let path = package["manifest_path"].as_str().unwrap_or_default();
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let own: toml::Table = text.parse().expect("cargo reads it too");
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (used, how) in own.get(kind).and_then(toml::Value::as_table).into_iter().flatten() {
                if how.get("workspace").is_none() {
                    offences.push(format!("{} takes {used} past the root manifest", name(package)));
                }
            }
        }
    }
    assert_none(&offences, "dependencies and their reasons");
}
