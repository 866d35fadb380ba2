//! Serves the tiles' pictures from the data folder to the till window, and nothing else.

use std::path::Path;

use tauri::http::{Response, StatusCode, header};

/// The largest picture that is served.
const MAX_BYTES: u64 = 2 * 1024 * 1024;

/// Answers a request for `path`: a plain file name of a picture, or not found.
pub(crate) fn answer(folder: Option<&Path>, path: &str) -> Response<Vec<u8>> {
    let name = path.trim_start_matches('/');
    let found = folder.zip(media_type(name)).and_then(|(folder, media_type)| {
        let file = folder.join(name);
        let meta = std::fs::symlink_metadata(&file).ok()?;
        (meta.is_file() && meta.len() <= MAX_BYTES)
            .then(|| std::fs::read(&file).ok().map(|bytes| (bytes, media_type)))?
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
}
