//! What can be asked of `cargo xtask`.

use crate::verify::{Step, Steps};

/// Shown by `help` and after a mistake.
pub(crate) const HELP: &str = "\
cargo xtask run [--release] [-- ARGS]   install what is missing, build, open the till in practice mode;
                                        without a display, play the demo instead
cargo xtask demo                        play one sale in the real window on a virtual display; the pictures and
                                        the receipt are left in target/demo
cargo xtask test                        all checks that did not pass before on exactly these files, in order; the first
                                        that fails ends it
cargo xtask test --fresh                all checks, whatever passed before
cargo xtask test --only STEP            one of them
cargo xtask bench [NAME ...]            the till's speed in figures, beside bare counterparts; takes minutes
cargo xtask simulate [--seeds N] [--seed S] [--from S] [--seconds N] [--threads N]
                                        sells with everything going wrong and holds the books against what was
                                        charged; --seed tells one shift line by line
cargo xtask simulate --drops SEEDS      ends the till's process at every await of some short shifts in turn
cargo xtask simulate --planted [R1..R17]
                                        plants the bugs other tills shipped and says how soon each is found
cargo xtask kills [--count N] [--seed S]
                                        kills the real tillctl again and again and holds its books against the
                                        cloud's ledger
cargo xtask power-loss [--images N] [--seed S] [--threads N]
                                        sells with the real database, takes the power away in the middle and opens
                                        what the disk may hold then
cargo xtask help                        this text";

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    Run { build: Build, args: Vec<String> },
    Demo,
    Test(Steps),
    Bench { names: Vec<String> },
    Simulate { args: Vec<String> },
    Kills { args: Vec<String> },
    PowerLoss { args: Vec<String> },
    Help,
}

/// How the till is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    Debug,
    Release,
}

/// Reads the words after `cargo xtask`.
///
/// # Errors
/// A sentence for the person who typed them.
pub(crate) fn parse(words: &[String]) -> Result<Request, String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h", ..] => Ok(Request::Help),
        ["run", rest @ ..] => parse_run(rest),
        ["demo"] => Ok(Request::Demo),
        ["test"] => Ok(Request::Test(Steps::Changed)),
        ["test", "--fresh"] => Ok(Request::Test(Steps::All)),
        ["test", "--only", name] => match Step::named(name) {
            Some(step) => Ok(Request::Test(Steps::One(step))),
            None => Err(format!("there is no step `{name}`; there are: {}", Step::names())),
        },
        ["test", "--only"] => Err(format!("name one of the steps: {}", Step::names())),
        ["bench", names @ ..] => {
            Ok(Request::Bench { names: names.iter().map(|name| (*name).to_owned()).collect() })
        }
        ["simulate", args @ ..] => {
            Ok(Request::Simulate { args: args.iter().map(|arg| (*arg).to_owned()).collect() })
        }
        ["kills", args @ ..] => {
            Ok(Request::Kills { args: args.iter().map(|arg| (*arg).to_owned()).collect() })
        }
        ["power-loss", args @ ..] => {
            Ok(Request::PowerLoss { args: args.iter().map(|arg| (*arg).to_owned()).collect() })
        }
        ["demo" | "test", rest @ ..] => Err(format!("`{}` is not understood", rest.join(" "))),
        [other, ..] => Err(format!("there is no command `{other}`")),
    }
}

fn parse_run(words: &[&str]) -> Result<Request, String> {
    let (ours, args) = match words.iter().position(|word| *word == "--") {
        Some(at) => (&words[..at], &words[at + 1..]),
        None => (words, &[] as &[&str]),
    };
    let build = match ours {
        [] => Build::Debug,
        ["--release"] => Build::Release,
        other => {
            return Err(format!(
                "`{}` is not understood; what is meant for the till goes after `--`",
                other.join(" ")
            ));
        }
    };
    Ok(Request::Run { build, args: args.iter().map(|word| (*word).to_owned()).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Request, String> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn nothing_asked_is_answered_with_help() {
        assert_eq!(read(""), Ok(Request::Help));
        assert_eq!(read("--help"), Ok(Request::Help));
    }

    #[test]
    fn what_follows_two_dashes_belongs_to_the_till() {
        let args = vec!["--release".to_owned(), "x".to_owned()];
        assert_eq!(read("run -- --release x"), Ok(Request::Run { build: Build::Debug, args }));
        assert_eq!(read("run --release"), Ok(Request::Run { build: Build::Release, args: Vec::new() }));
    }

    #[test]
    fn a_mistake_is_named_not_ignored() {
        for line in ["run --relaese", "demo now", "test --only nothing", "test --only", "tset", "test fmt"] {
            assert!(read(line).is_err(), "{line}");
        }
    }

    #[test]
    fn every_step_can_be_asked_for_by_its_name() {
        for step in Step::ALL {
            assert_eq!(read(&format!("test --only {}", step.name())), Ok(Request::Test(Steps::One(step))));
        }
    }
}
