//! Drives the till in its real window on a virtual display, over WebKit's own WebDriver. Linux only.

#![cfg(target_os = "linux")]

mod bus;
mod child;
mod input;
pub mod key;
mod page;
mod screen;
pub mod stories;
mod till;
mod webdriver;

pub use till::{Till, Window};
