//! A terminal that is named by a picture of its QR code: a photograph, a pasted image, what a camera sees.

use picture::{PictureError, qr_texts, unpacked};

use crate::{FoundTerminal, Till, TillError};

/// The largest file that is looked at: a photograph of a telephone has three to eight mebibytes.
pub const MAX_QR_PICTURE_BYTES: usize = 12 * 1024 * 1024;

impl Till {
    /// Finds out which terminal the QR code in a PNG, JPEG or WebP file names; `None` when no QR code can be read in it.
    /// The text goes the way of a scanned one: it names a terminal or nothing, and is never opened.
    ///
    /// # Errors
    /// `Picture` when the file is refused; as [`Till::read_terminal_text`] when there is a code that names no terminal.
    pub async fn read_terminal_picture(&self, file: Vec<u8>) -> Result<Option<FoundTerminal>, TillError> {
        // Large pictures take a while, and a decoder that panics takes nothing with it.
        let reading = tokio::task::spawn_blocking(move || {
            unpacked(&file, MAX_QR_PICTURE_BYTES).map(|picture| qr_texts(&picture))
        });
        let panicked = |_| TillError::Picture(PictureError::Unreadable("not decoded".to_owned()));
        let mut refused = None;
        for text in reading.await.map_err(panicked)?? {
            match self.read_terminal_text(&text).await {
                Ok(found) => return Ok(Some(found)),
                // A box has several codes; the terminal's own may be the next.
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        refused.map_or(Ok(None), Err)
    }
}
