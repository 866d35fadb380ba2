//! Stitch as its guide documents the management of terminals: a token endpoint and `/v2/terminals`.
//!
//! What the guide leaves open is decided here: a registration answers 201; a terminal that is suspended stays suspended
//! while it is taken from one merchant and given to another; a refusal about the state of a terminal answers 409.

mod cloud;
mod control;
mod device;
mod form;
mod handle;
mod paging;
mod problem;
mod terminals;
mod token;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};

use crate::faulty::{self, Failed};
use crate::simulator::Handle;

pub use cloud::StitchAccount;
pub(crate) use cloud::{Cloud, SavedCloud};
pub(crate) use control::router as control_router;
pub use device::{StitchStatus, StitchTerminal};

use problem::{Problem, failed};

/// Where the interface begins on the simulator's host.
const PREFIX: &str = "/stitch";
/// The token endpoint under it.
const TOKEN_PATH: &str = "/connect/token";
/// The scope that opens the management of terminals.
const SCOPE: &str = "client_merchant_onboarding";

/// All documented calls.
pub(crate) fn router(handle: Handle) -> Router {
    let terminals = Router::new()
        .route("/v2/terminals", get(terminals::list).post(terminals::register))
        .route(
            "/v2/terminals/{id}",
            get(terminals::read).patch(terminals::update).delete(terminals::decommission),
        )
        .route("/v2/terminals/{id}/allocate", put(terminals::allocate))
        .route("/v2/terminals/{id}/deallocate", put(terminals::deallocate))
        .layer(middleware::from_fn_with_state(handle.clone(), authenticate));
    let all = Router::new()
        .route(TOKEN_PATH, post(token::issue))
        .merge(terminals)
        .fallback(|| async { Problem::NotFound("There is nothing here.".to_owned()) })
        .method_not_allowed_fallback(|| async { Problem::MethodNotAllowed })
        .layer(middleware::from_fn_with_state((handle.clone(), failed as Failed), faulty::befall))
        .with_state(handle);
    Router::new().nest(PREFIX, all)
}

async fn authenticate(State(handle): State<Handle>, request: Request, next: Next) -> Response {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(token) = header.and_then(|value| value.strip_prefix("Bearer ")) else {
        return Problem::Unauthorised("A bearer token is needed.").into_response();
    };
    let (valid, _) = handle.with(|world, now| world.stitch.is_valid(token, now.moment));
    if valid {
        next.run(request).await
    } else {
        Problem::Unauthorised("The token is not valid or has expired.").into_response()
    }
}

/// What was done, or 500 when it was done but could not be saved.
fn saved<T>((answer, saved): (Result<T, Problem>, Result<(), String>)) -> Result<T, Problem> {
    let answer = answer?;
    saved.map(|()| answer).map_err(|reason| {
        tracing::error!(reason, "the simulator's state cannot be saved");
        Problem::Internal
    })
}
