//! The file for secrets where there is no keychain. Passphrases come in, and nothing of them goes out.

use secrecy::SecretString;
use tauri::State;
use till::{Passphrase, SecretFileState};

use super::{Viewed, after};
use crate::app::App;
use crate::convert;
use crate::wire::{CommandError, SecretFileStage, SecretFileView};

#[tauri::command]
pub(crate) async fn secret_file(app: State<'_, App>) -> Result<SecretFileView, CommandError> {
    // Before anybody can sign in, the file may have to be unlocked; who pays where is told later.
    let till = app.till_for_anybody()?;
    let accounts = match app.till() {
        Ok(till) => till.accounts_in_secret_file().await.map_err(convert::refused)?,
        Err(_) => Vec::new(),
    };
    Ok(SecretFileView {
        state: match till.secret_file_state() {
            SecretFileState::None => SecretFileStage::None,
            SecretFileState::Locked => SecretFileStage::Locked,
            SecretFileState::Open => SecretFileStage::Open,
        },
        keychain: till.has_keychain().await,
        accounts,
    })
}

#[tauri::command]
pub(crate) async fn make_secret_file(
    app: State<'_, App>,
    passphrase: SecretString,
    approval: String,
) -> Viewed {
    let till = app.till()?;
    let make = async {
        let passphrase = Passphrase::new(passphrase)?;
        till.make_secret_file(app.take_approval(&approval)?, passphrase).await
    };
    after(&app, make.await).await
}

#[tauri::command]
pub(crate) async fn unlock_secret_file(app: State<'_, App>, passphrase: SecretString) -> Viewed {
    let unlocked = app.till_for_anybody()?.unlock_secret_file(Passphrase::typed(passphrase)).await;
    after(&app, unlocked).await
}

#[tauri::command]
pub(crate) async fn change_passphrase(
    app: State<'_, App>,
    old: SecretString,
    new: SecretString,
    approval: String,
) -> Viewed {
    let till = app.till()?;
    let change = async {
        let new = Passphrase::new(new)?;
        till.change_passphrase(app.take_approval(&approval)?, Passphrase::typed(old), new).await
    };
    after(&app, change.await).await
}
