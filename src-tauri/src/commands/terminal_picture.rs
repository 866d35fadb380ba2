//! Choosing the terminal by a picture of its QR code.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tauri::State;
use till::{MAX_QR_PICTURE_BYTES, PictureError, TillError};

use crate::app::App;
use crate::convert;
use crate::wire::{CommandError, TerminalIdentityView};

/// Base64 makes four characters of three bytes. What is longer is not even decoded.
const MAX_CONTENT: usize = MAX_QR_PICTURE_BYTES.div_ceil(3) * 4;

/// The terminal a picture names: a file, a pasted image, a frame of a camera. None when no QR code can be read in it.
#[tauri::command]
pub(crate) async fn read_terminal_picture(
    app: State<'_, App>,
    content: String,
) -> Result<Option<TerminalIdentityView>, CommandError> {
    let till = app.till()?;
    let read = async { till.read_terminal_picture(decoded(&content)?).await };
    let found = read.await.map_err(convert::refused)?;
    Ok(found.as_ref().map(convert::found_view))
}

fn decoded(content: &str) -> Result<Vec<u8>, TillError> {
    if content.len() > MAX_CONTENT {
        return Err(PictureError::TooManyBytes(content.len() / 4 * 3).into());
    }
    BASE64_STANDARD.decode(content).map_err(|error| PictureError::Unreadable(error.to_string()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_is_too_large_is_not_decoded_and_what_is_no_base64_is_refused() {
        assert_eq!(decoded("AAEC").ok(), Some(vec![0, 1, 2]));
        let larger = "A".repeat(MAX_CONTENT + 4);
        assert!(matches!(decoded(&larger), Err(TillError::Picture(PictureError::TooManyBytes(_)))));
        assert!(matches!(decoded("not base64"), Err(TillError::Picture(PictureError::Unreadable(_)))));
    }
}
