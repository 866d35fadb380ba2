//! The page behind a payment link, where the customer of a practice shop pays or has a card refused.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::simulator::Handle;
use crate::world::sumup::{Hosted, HostedStatus};
use crate::{Brand, HostedAct, HostedActError, ResponseCode};

/// Nothing is loaded and nothing runs: a form, and what it looks like.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const STYLE: &str = include_str!("page.css");

/// The pages. They ask for no key, as on the internet: whoever has the link is the customer.
pub(super) fn routes() -> Router<Handle> {
    Router::new().route("/pay/{id}", get(show).post(act))
}

async fn show(State(handle): State<Handle>, Path(id): Path<String>) -> Response {
    let found = handle.read(|world, now| {
        let hosted = world.hosted(&id).filter(|hosted| hosted.page)?;
        Some(page(&world.sumup.config.business_name, hosted, hosted.status(now.wall)))
    });
    match found {
        Some(body) => html(StatusCode::OK, &body),
        None => {
            html(StatusCode::NOT_FOUND, "<h1>There is nothing to pay here</h1><p>The link leads nowhere.</p>")
        }
    }
}

/// What a button of the page sends: `do=pay` or `do=refuse`.
async fn act(State(handle): State<Handle>, Path(id): Path<String>, body: Bytes) -> Response {
    let act = match body.as_ref() {
        b"do=pay" => HostedAct::Pay { brand: Brand::Visa },
        b"do=refuse" => HostedAct::Decline { code: ResponseCode::INSUFFICIENT_FUNDS },
        _ => return html(StatusCode::BAD_REQUEST, "<h1>The page sent nothing it offers</h1>"),
    };
    match handle.hosted_act(&id, &act) {
        // The page says what came of it, also when the button was pressed twice or the link was withdrawn meanwhile.
        Ok(()) | Err(HostedActError::Unknown(_) | HostedActError::NotNow(_)) => {
            (StatusCode::SEE_OTHER, [(LOCATION, format!("/pay/{id}"))]).into_response()
        }
        Err(HostedActError::StateFile(reason)) => {
            tracing::error!(reason, "the simulator's state cannot be saved");
            html(StatusCode::INTERNAL_SERVER_ERROR, "<h1>The practice payment cannot be kept</h1>")
        }
    }
}

fn page(merchant: &str, hosted: &Hosted, status: HostedStatus) -> String {
    let merchant = inert(merchant);
    let shown = hosted.amount.view();
    let amount = inert(&format!("{} {}", shown.value, shown.currency));
    let what =
        hosted.description.as_deref().map(|text| format!("<p>{}</p>", inert(text))).unwrap_or_default();
    let (class, says) = match status {
        HostedStatus::Pending => ("", ""),
        HostedStatus::Failed => {
            ("refused", "The bank refused this card. Nothing was charged. Another card may be tried.")
        }
        HostedStatus::Paid => ("paid", "✓ Paid. You can close this page."),
        HostedStatus::Expired => ("over", "This link is not valid any more. Nothing was charged."),
    };
    let says = if says.is_empty() {
        String::new()
    } else {
        format!("<p role=\"status\" data-testid=\"page-says\" class=\"says {class}\">{says}</p>")
    };
    let form = match status {
        HostedStatus::Pending | HostedStatus::Failed => {
            let pay = button("pay", &format!("Pay {amount}"));
            format!("<form method=\"post\">{pay}{}</form>", button("refuse", "Let the bank refuse the card"))
        }
        HostedStatus::Paid | HostedStatus::Expired => String::new(),
    };
    format!(
        "<p class=\"practice\">Practice: no money moves</p><h1>{merchant}</h1>{what}<p class=\"amount\" data-testid=\"page-amount\">{amount}</p>{says}{form}"
    )
}

fn button(act: &str, label: &str) -> String {
    format!("<button name=\"do\" value=\"{act}\" id=\"{act}\" data-testid=\"page-{act}\">{label}</button>")
}

fn html(status: StatusCode, body: &str) -> Response {
    let text = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Customer's page</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, text).into_response()
}

/// Text that acts on no page.
fn inert(text: &str) -> String {
    let mut inert = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        match c {
            '&' => inert.push_str("&amp;"),
            '<' => inert.push_str("&lt;"),
            '>' => inert.push_str("&gt;"),
            '"' => inert.push_str("&quot;"),
            '\'' => inert.push_str("&#39;"),
            other => inert.push(other),
        }
    }
    inert
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_till_sends_is_text_and_nothing_else() {
        assert_eq!(
            inert("<script>'a' & \"b\"</script>\u{1b}"),
            "&lt;script&gt;&#39;a&#39; &amp; &quot;b&quot;&lt;/script&gt;"
        );
    }
}
