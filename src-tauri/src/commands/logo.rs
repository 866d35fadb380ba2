//! The picture on top of receipts.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tauri::State;
use till::{Logo, LogoError, TillError};

use crate::app::App;
use crate::convert;
use crate::wire::{CommandError, LogoView};

/// Base64 makes four characters of three bytes. What is longer is not even decoded.
const MAX_CONTENT: usize = Logo::MAX_PICTURE_BYTES.div_ceil(3) * 4;

#[tauri::command]
pub(crate) async fn logo(app: State<'_, App>) -> Result<LogoView, CommandError> {
    let logo = app.till()?.logo().await.map_err(convert::refused)?;
    Ok(convert::logo_view(logo))
}

#[tauri::command]
pub(crate) async fn set_logo(
    app: State<'_, App>,
    content: String,
    approval: String,
) -> Result<LogoView, CommandError> {
    let picture = decoded(&content).map_err(|error| convert::refused(TillError::Logo(error)))?;
    let till = app.till()?;
    let set = async { till.set_logo(app.take_approval(&approval)?, &picture).await };
    set.await.map_err(convert::refused)?;
    logo(app).await
}

#[tauri::command]
pub(crate) async fn remove_logo(app: State<'_, App>, approval: String) -> Result<LogoView, CommandError> {
    let till = app.till()?;
    let remove = async { till.remove_logo(app.take_approval(&approval)?).await };
    remove.await.map_err(convert::refused)?;
    logo(app).await
}

fn decoded(content: &str) -> Result<Vec<u8>, LogoError> {
    if content.len() > MAX_CONTENT {
        return Err(LogoError::TooManyBytes(content.len() / 4 * 3));
    }
    BASE64_STANDARD.decode(content).map_err(|error| LogoError::Unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_picture_arrives_and_a_larger_one_is_not_decoded() {
        let largest = BASE64_STANDARD.encode(vec![7; Logo::MAX_PICTURE_BYTES]);
        assert_eq!(decoded(&largest).map(|bytes| bytes.len()), Ok(Logo::MAX_PICTURE_BYTES));
        let larger = BASE64_STANDARD.encode(vec![7; Logo::MAX_PICTURE_BYTES + 3]);
        assert!(matches!(decoded(&larger), Err(LogoError::TooManyBytes(_))));
        assert!(matches!(decoded("not base64"), Err(LogoError::Unreadable(_))));
    }
}
