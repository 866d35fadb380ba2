//! One program for every target: its own name says which.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use fuzz::{Target, target};
use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<&'static Target> = LazyLock::new(|| {
    let program = std::env::args_os().next().map(PathBuf::from).unwrap_or_default();
    let name = program.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    target(name).expect("the program is called like a target")
});

fuzz_target!(|input: &[u8]| {
    (TARGET.run)(input);
});
