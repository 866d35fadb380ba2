//! A virtual display, and pictures of what is really on it.
//!
//! The pictures come from the display's memory, not from the WebDriver: its screenshot call can hang, and it shows
//! a web page where this shows windows.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::child::Owned;

/// A picture counts as settled when two looks this far apart agree.
const LOOK_AGAIN: Duration = Duration::from_millis(60);
/// A spinner never settles; after this the picture is taken as it is.
const SETTLE_LIMIT: Duration = Duration::from_millis(1500);
/// Smoothed letters alone have more.
const COLOURS_OF_A_PAGE: usize = 60;

/// A display of its own (Xvfb), gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Screen {
    display: String,
    memory: PathBuf,
    _server: Owned,
}

impl Screen {
    /// Opens a display of `width` × `height` pixels on the first free number; its memory and log lie in `folder`.
    ///
    /// # Errors
    /// Xvfb is missing or does not come up.
    pub(crate) fn open(width: u16, height: u16, folder: &Path) -> io::Result<Self> {
        let mut command = Command::new("Xvfb");
        command
            .args([
                "-displayfd",
                "1",
                "-nolisten",
                "tcp",
                "-screen",
                "0",
                &format!("{width}x{height}x24"),
                "-fbdir",
            ])
            .arg(folder)
            .stdout(Stdio::piped());
        let mut server = Owned::start(&mut command, &folder.join("display.log"))?;
        let mut number = String::new();
        if let Some(stdout) = server.stdout() {
            BufReader::new(stdout).read_line(&mut number)?;
        }
        match number.trim() {
            "" => Err(io::Error::other(format!(
                "Xvfb opened no display, see {}",
                folder.join("display.log").display()
            ))),
            number => Ok(Self {
                display: format!(":{number}"),
                memory: folder.join("Xvfb_screen0"),
                _server: server,
            }),
        }
    }

    /// Its name for the `DISPLAY` variable.
    #[must_use]
    pub(crate) fn display(&self) -> &str {
        &self.display
    }

    /// Whether a page has been painted: text and pictures have more colours than an empty window.
    ///
    /// # Errors
    /// The display's memory cannot be read.
    pub(crate) fn is_painted(&self) -> io::Result<bool> {
        let frame = Frame::parse(&fs::read(&self.memory)?)?;
        Ok(frame.pixels.chunks_exact(3).collect::<HashSet<_>>().len() > COLOURS_OF_A_PAGE)
    }

    /// Saves what is on the display as a PNG, once it stands still.
    ///
    /// # Errors
    /// The display's memory cannot be read, or `path` not be written.
    pub(crate) fn picture(&self, path: &Path) -> io::Result<()> {
        let deadline = Instant::now() + SETTLE_LIMIT;
        let mut seen = fs::read(&self.memory)?;
        loop {
            thread::sleep(LOOK_AGAIN);
            let again = fs::read(&self.memory)?;
            if again == seen || Instant::now() > deadline {
                return Frame::parse(&again)?.save(path);
            }
            seen = again;
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Megabytes that nobody looks at; the pictures are elsewhere.
        let _gone_already = fs::remove_file(&self.memory);
    }
}

/// What the display shows, as rows of red, green, blue.
struct Frame {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Frame {
    /// Reads an X window dump (`X11/XWDFile.h`) with 32-bit little-endian pixels, which is what Xvfb keeps.
    fn parse(dump: &[u8]) -> io::Result<Self> {
        let word = |index: usize| -> io::Result<u32> {
            let bytes = dump.get(index * 4..index * 4 + 4).and_then(|bytes| bytes.try_into().ok());
            bytes.map(u32::from_be_bytes).ok_or_else(|| broken("is cut short"))
        };
        let size = |index: usize| -> io::Result<usize> {
            usize::try_from(word(index)?).map_err(|_| broken("has an impossible size"))
        };
        let (width, height) = (word(4)?, word(5)?);
        if word(1)? != 7 || word(7)? != 0 || word(11)? != 32 {
            return Err(broken("is in a pixel format we do not read"));
        }
        let (columns, stride) = (size(4)?, size(12)?);
        // Each colour map entry takes 12 bytes.
        let start = size(0)? + size(19)? * 12;
        let body = dump.get(start..start + stride * size(5)?).ok_or_else(|| broken("is cut short"))?;
        let pixels = body
            .chunks_exact(stride)
            .flat_map(|row| row.chunks_exact(4).take(columns))
            .flat_map(|pixel| [pixel[2], pixel[1], pixel[0]])
            .collect();
        Ok(Self { width, height, pixels })
    }

    fn save(&self, path: &Path) -> io::Result<()> {
        let mut encoder = png::Encoder::new(BufWriter::new(File::create(path)?), self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(&self.pixels)?;
        Ok(())
    }
}

fn broken(how: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the display's memory {how}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A dump of 2 × 1 pixels, one padding pixel per row, one colour map entry.
    fn dump() -> Vec<u8> {
        let mut words = [0_u32; 25];
        (words[0], words[1], words[4], words[5]) = (100, 7, 2, 1);
        (words[11], words[12], words[19]) = (32, 12, 1);
        let mut dump: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        dump.extend([9; 12]);
        dump.extend([1, 2, 3, 0, 4, 5, 6, 0, 7, 7, 7, 7]);
        dump
    }

    #[test]
    fn a_dump_becomes_rows_of_red_green_blue() {
        let frame = Frame::parse(&dump()).unwrap();
        assert_eq!((frame.width, frame.height), (2, 1));
        assert_eq!(frame.pixels, [3, 2, 1, 6, 5, 4]);
    }

    #[test]
    fn a_cut_dump_is_refused() {
        let whole = dump();
        for length in 0..whole.len() {
            assert!(Frame::parse(&whole[..length]).is_err(), "{length} bytes");
        }
    }
}
