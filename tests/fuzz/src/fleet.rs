//! What Stitch answers about terminals.

use std::cell::OnceCell;
use std::sync::Arc;

use payment::Provider;
use payment::capabilities::{FleetFilter, FleetState};
use provider_http::FixedKey;
use provider_stitch::{Stitch, StitchConfig};

use crate::rig::{answered_with_token, body, impatient};

thread_local! {
    static STITCH: OnceCell<Arc<Stitch>> = const { OnceCell::new() };
}

fn connect(base_url: &str) -> Arc<Stitch> {
    let connect = || {
        let config = StitchConfig::new("client", Arc::new(FixedKey::new("SECRET")));
        let config = StitchConfig {
            base_url: base_url.to_owned(),
            token_url: format!("{base_url}/connect/token"),
            patience: impatient(),
            ..config
        };
        Arc::new(Stitch::new(config).expect("a loopback address"))
    };
    STITCH.with(|place| place.get_or_init(connect).clone())
}

pub(crate) fn stitch(input: &[u8]) {
    let found = answered_with_token(input, |base_url| {
        let provider = connect(base_url);
        async move {
            let fleet = provider.fleet().expect("that is what it is for");
            let _ = fleet.fleet_terminal("T1").await;
            fleet.fleet(&FleetFilter::default(), 0, 50).await
        }
    });
    if let Ok(found) = found {
        let text = String::from_utf8_lossy(body(input));
        for terminal in &found.items {
            let active = terminal.state == FleetState::Active;
            assert!(
                !active || text.to_lowercase().contains("active") || text.contains('\\'),
                "active by whose word? {text}"
            );
        }
    }
}
