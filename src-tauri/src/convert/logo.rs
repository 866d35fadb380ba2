use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use till::LogoPicture;

use crate::wire::LogoView;

/// The logo as an image that needs no file and no address.
pub(crate) fn logo_view(logo: Option<LogoPicture>) -> LogoView {
    let width = logo.as_ref().map_or(0, |logo| logo.width);
    let picture = logo.map(|logo| format!("data:image/png;base64,{}", BASE64_STANDARD.encode(logo.png)));
    LogoView { picture, width }
}
