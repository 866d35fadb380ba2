//! Changing over between practising and selling. The program starts anew on the other folder.

use money::Currency;
use sale::clean_line;
use secrecy::SecretString;
use tauri::{AppHandle, State};
use till::{Passphrase, PeopleError, Pin, Shop, TillError};

use crate::app::App;
use crate::convert;
use crate::folders::{Folders, Mode};
use crate::wire::{CommandError, ShopSwitchView};

/// The longest name of a shop.
const MAX_NAME: usize = 80;

#[tauri::command]
pub(crate) async fn shop_switch(
    app: State<'_, App>,
    folders: State<'_, Folders>,
) -> Result<ShopSwitchView, CommandError> {
    Ok(ShopSwitchView {
        practice: app.till_for_anybody()?.shop().practice,
        possible: folders.can_change(),
        own_shop_exists: folders.own_shop_exists(),
        keychain: app.till_for_anybody()?.has_keychain().await,
        currencies: Currency::all().map(|currency| currency.code().to_owned()).collect(),
    })
}

#[tauri::command]
#[allow(clippy::too_many_arguments, reason = "one entry of the form each")]
pub(crate) async fn open_own_shop(
    handle: AppHandle,
    app: State<'_, App>,
    folders: State<'_, Folders>,
    name: String,
    currency: String,
    manager: Option<String>,
    pin: Option<SecretString>,
    passphrase: Option<SecretString>,
) -> Result<(), CommandError> {
    idle(&app)?;
    if !folders.own_shop_exists() {
        let shop = new_shop(&name, &currency).map_err(convert::refused)?;
        let manager = first_manager(manager.zip(pin)).map_err(convert::refused)?;
        let passphrase = passphrase.map(Passphrase::new).transpose();
        let passphrase = passphrase.map_err(|error| convert::refused(error.into()))?;
        // On a thread of its own: a window that is closed meanwhile leaves no half-made shop.
        let folders = folders.inner().clone();
        let make = move || tauri::async_runtime::block_on(folders.make_own_shop(shop, passphrase, manager));
        let made = tauri::async_runtime::spawn_blocking(make).await;
        made.map_err(|error| convert::refused(TillError::Internal(error.to_string())))?
            .map_err(|error| convert::not_open(&error))?;
    }
    change_over(&handle, &folders, Mode::OwnShop)
}

#[tauri::command]
pub(crate) async fn practise(
    handle: AppHandle,
    app: State<'_, App>,
    folders: State<'_, Folders>,
) -> Result<(), CommandError> {
    idle(&app)?;
    change_over(&handle, &folders, Mode::Practice)
}

fn new_shop(name: &str, currency: &str) -> Result<Shop, TillError> {
    let currency: Currency = currency.parse().map_err(|_| TillError::NotFound("currency"))?;
    let name: String = clean_line(name).chars().take(MAX_NAME).collect();
    if name.is_empty() { Err(TillError::NotFound("name")) } else { Ok(Shop::new(name, currency)) }
}

/// The first manager of a new shop, checked before there is a shop.
fn first_manager(typed: Option<(String, SecretString)>) -> Result<Option<(String, Pin)>, TillError> {
    let Some((name, pin)) = typed else { return Ok(None) };
    let pin = Pin::new(&pin)?;
    if pin.is_trivial() {
        return Err(PeopleError::TrivialPin.into());
    }
    match clean_line(&name) {
        name if name.is_empty() => Err(PeopleError::NotAName.into()),
        name => Ok(Some((name, pin))),
    }
}

/// Nobody changes over in the middle of a payment, nor before somebody signed in. A shop that cannot be opened is left.
fn idle(app: &App) -> Result<(), CommandError> {
    let Ok(till) = app.till_for_anybody() else { return Ok(()) };
    till.demand_somebody().map_err(convert::refused)?;
    match till.open_payments() {
        0 => Ok(()),
        _ => Err(convert::refused(TillError::BasketLocked)),
    }
}

fn change_over(handle: &AppHandle, folders: &Folders, mode: Mode) -> Result<(), CommandError> {
    folders.choose(mode).map_err(|error| convert::not_open(&error))?;
    handle.request_restart();
    Ok(())
}
