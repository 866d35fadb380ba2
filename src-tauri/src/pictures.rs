//! Serves the tiles' pictures from the data folder to the till window, and nothing else.

use std::io::Cursor;
use std::path::Path;

use image::{ImageFormat, ImageReader};
use tauri::http::{Response, StatusCode, header};

/// The largest picture that is served.
const MAX_BYTES: u64 = 2 * 1024 * 1024;
/// The widest and highest picture that is served: a small file can unpack to gigabytes.
const MAX_SIDE: u32 = 4096;

/// Answers a request for `path`: a plain file name of a picture, or not found.
pub(crate) fn answer(folder: Option<&Path>, path: &str) -> Response<Vec<u8>> {
    let name = path.trim_start_matches('/');
    let found = folder.zip(media_type(name)).and_then(|(folder, media_type)| {
        let file = folder.join(name);
        let meta = std::fs::symlink_metadata(&file).ok()?;
        if !meta.is_file() || meta.len() > MAX_BYTES {
            return None;
        }
        let bytes = std::fs::read(&file).ok()?;
        is_what_it_says(&bytes, media_type).then_some((bytes, media_type))
    });
    let (status, media_type, body) = match found {
        Some((bytes, media_type)) => (StatusCode::OK, media_type, bytes),
        None => (StatusCode::NOT_FOUND, "text/plain", Vec::new()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(media_type));
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("max-age=3600"));
    response
}

/// Whether the content is of the type its name promises, and not too large to unpack. Drawings are text and run nothing
/// where they are shown as a picture.
fn is_what_it_says(bytes: &[u8], media_type: &str) -> bool {
    let expected = match media_type {
        "image/png" => ImageFormat::Png,
        "image/jpeg" => ImageFormat::Jpeg,
        "image/webp" => ImageFormat::WebP,
        _ => return true,
    };
    // Only the header is read: the window unpacks the picture itself.
    let Ok(reader) = ImageReader::new(Cursor::new(bytes)).with_guessed_format() else { return false };
    reader.format() == Some(expected)
        && reader.into_dimensions().is_ok_and(|(width, height)| width <= MAX_SIDE && height <= MAX_SIDE)
}

/// The media type of a picture's name; `None` for any name that is not a plain picture file's.
fn media_type(name: &str) -> Option<&'static str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.starts_with('.') || name.len() > 100 || !name.chars().all(plain) {
        return None;
    }
    match name.rsplit('.').next()? {
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        "webp" => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_of_the_folder_are_served() {
        let folder = tempfile::tempdir().expect("a folder");
        let pictures = folder.path().join("pictures");
        std::fs::create_dir(&pictures).expect("made");
        std::fs::write(pictures.join("tea.svg"), "<svg/>").expect("written");
        std::fs::write(pictures.join("tea.txt"), "no").expect("written");
        std::fs::write(folder.path().join("secret.svg"), "no").expect("written");
        assert_eq!(answer(Some(&pictures), "/tea.svg").status(), StatusCode::OK);
        for path in [
            "/tea.txt",
            "/../secret.svg",
            "/..%2fsecret.svg",
            "/absent.svg",
            "/.svg",
            "/",
            "//tea.svg/..",
            "/a/b.svg",
        ] {
            assert_eq!(answer(Some(&pictures), path).status(), StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(answer(None, "/tea.svg").status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn a_picture_that_is_not_what_its_name_says_or_unpacks_to_too_much_is_not_served() {
        let folder = tempfile::tempdir().expect("a folder");
        let saved = |name: &str, width, height| {
            image::GrayImage::new(width, height).save(folder.path().join(name)).expect("written");
            answer(Some(folder.path()), &format!("/{name}")).status()
        };
        assert_eq!(saved("cup.png", 96, 96), StatusCode::OK);
        assert_eq!(saved("bomb.png", 5000, 10), StatusCode::NOT_FOUND);
        std::fs::copy(folder.path().join("cup.png"), folder.path().join("cup.jpg")).expect("copied");
        std::fs::write(folder.path().join("page.png"), "<html><script>alert(1)</script>").expect("written");
        for name in ["/cup.jpg", "/page.png"] {
            assert_eq!(answer(Some(folder.path()), name).status(), StatusCode::NOT_FOUND, "{name}");
        }
    }
}
