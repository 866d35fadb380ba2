//! Whole sales in the real window: what a cashier sees and does, on a display of its own, with the virtual terminal
//! beside it. Pictures are left in `target/e2e`. `cargo xtask test --only window` runs these.

#![cfg(target_os = "linux")]

mod backups;
mod basket;
mod card_ends;
mod fleet;
mod goods;
mod interrupted;
mod journal;
mod keyboard;
mod links;
mod logo;
mod looks;
mod managers;
mod mistakes;
mod needs_person;
mod orders;
mod own_shop;
mod people;
mod phases;
mod qr_pictures;
mod real_account;
mod refunds;
mod secret_file;
mod settings;
mod solo;
mod touch;
mod will_not_open;
