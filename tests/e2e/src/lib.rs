//! Drives the till in its real window on a virtual display, over WebKit's own WebDriver. Linux only.

#![cfg(target_os = "linux")]

mod bus;
mod child;
mod clipboard;
mod cloud;
mod input;
pub mod key;
mod page;
mod screen;
mod shop;
pub mod stories;
mod till;
mod webdriver;

pub use clipboard::Copied;
pub use cloud::{Cloud, Network};
pub use shop::Shop;
pub use till::{Till, Window};
