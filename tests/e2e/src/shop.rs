//! A shop that is set up by `tillctl`, with an account at a payment system of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::Till;
use crate::cloud::Cloud;
use crate::till::{binary, empty, folder_of};

const CATALOGUE: &str = "code,name,price,tax\n101,Espresso,2.50,9\n201,Croissant,1.85,9\n";

/// A real shop: two articles, one account, one terminal called Counter.
#[derive(Debug)]
pub struct Shop {
    folder: PathBuf,
    /// Where it pays.
    pub cloud: Cloud,
}

impl Shop {
    /// Makes the shop. Everything of it lies in `target/e2e/<name>`.
    #[must_use]
    #[track_caller]
    pub fn make(name: &str) -> Self {
        let folder = folder_of(name);
        empty(&folder);
        let shop = Self { cloud: Cloud::start(&folder.join("logs")), folder };
        let articles = shop.folder.join("articles.csv");
        fs::write(&articles, CATALOGUE).expect("the folder of the story can be written");
        shop.write_key(shop.cloud.api_key());
        shop.tillctl(&["init", "--shop", "Corner shop", "--address", "Market 1", "--cash-step", "5"]);
        shop.tillctl(&["import-catalogue", text(&articles)]);
        let (url, key) = (shop.cloud.base_url(), shop.key_file());
        shop.tillctl(&["provider", "add", "merchant-api", "--base-url", url, "--api-key-file", text(&key)]);
        shop.tillctl(&["terminal", "add", shop.cloud.terminal(), "--name", "Counter"]);
        shop
    }

    /// The same shop, whose key is kept behind this passphrase and in no file of its own any more.
    #[must_use]
    #[track_caller]
    pub fn make_locked(name: &str, passphrase: &str) -> Self {
        let folder = folder_of(name);
        empty(&folder);
        let shop = Self { cloud: Cloud::start(&folder.join("logs")), folder };
        let (articles, words) = (shop.folder.join("articles.csv"), shop.folder.join("passphrase"));
        fs::write(&articles, CATALOGUE).expect("the folder of the story can be written");
        fs::write(&words, passphrase).expect("the folder of the story can be written");
        shop.write_key(shop.cloud.api_key());
        let (url, key) = (shop.cloud.base_url(), shop.key_file());
        let unlocked = ["--passphrase-file", text(&words)];
        shop.tillctl(&["init", "--shop", "Corner shop", "--address", "Market 1", "--cash-step", "5"]);
        shop.tillctl(&["import-catalogue", text(&articles)]);
        shop.tillctl(&[&["secret-file", "make"][..], &unlocked].concat());
        let account = ["provider", "add", "merchant-api", "--base-url", url, "--api-key-file", text(&key)];
        shop.tillctl(&[&account[..], &["--secret-file"], &unlocked].concat());
        shop.tillctl(
            &[&["terminal", "add", shop.cloud.terminal(), "--name", "Counter"][..], &unlocked].concat(),
        );
        for file in [key, words] {
            fs::remove_file(file).expect("the file was there");
        }
        shop
    }

    /// Opens the desktop till of this shop.
    #[must_use]
    #[track_caller]
    pub fn open(&self) -> Till {
        Till::start_prepared(&self.folder)
    }

    /// Its data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The file with the key of its account.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.folder.join("merchant-api.key")
    }

    /// Writes a key into that file.
    #[track_caller]
    pub fn write_key(&self, key: &str) {
        fs::write(self.key_file(), key).expect("the key file can be written");
    }

    /// Somebody who works here. The first must be a manager, whose name and PIN stand for the others.
    #[track_caller]
    pub fn add_person(&self, name: &str, role: &str, pin: &str) {
        let file = self.folder.join(format!("{name}.pin"));
        fs::write(&file, pin).expect("the PIN file can be written");
        let first = self.folder.join("Marta.pin");
        let mut args = vec!["people", "add", name, "--role", role, "--new-pin-file", text(&file)];
        if first != file {
            args.extend(["--as", "Marta", "--pin-file", text(&first)]);
        }
        self.tillctl(&args);
    }

    #[track_caller]
    fn tillctl(&self, args: &[&str]) {
        let mut command = Command::new(tillctl());
        command.arg("--data-dir").arg(self.data()).args(args).stdin(Stdio::null());
        let output = command.output().unwrap_or_else(|error| panic!("tillctl does not start: {error}"));
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "tillctl {args:?}: {words}");
    }
}

/// The till without a window, built beside the one with a window.
pub(crate) fn tillctl() -> PathBuf {
    binary().with_file_name(format!("tillctl{}", env::consts::EXE_SUFFIX))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the path is plain text")
}
