//! The simulator alone, for scripts and for trying a real till against it.

use serde_json::json;
use simulator::{Config, Decision, Simulator, SumupConfig, Timings};

use super::Answered;
use crate::cli::SimulateArgs;
use crate::outcome::{Outcome, Refusal};
use crate::output;

pub(crate) async fn simulate(args: SimulateArgs) -> Answered {
    let config = Config {
        seed: args.seed,
        port: args.port,
        state_file: args.state_file,
        decision: match args.decide.as_str() {
            "person" => Decision::Person,
            "script" => Decision::Script,
            _ => Decision::Amount,
        },
        timings: if args.quick { Timings::quick() } else { Timings::default() },
        sumup: if args.quick { SumupConfig::quick() } else { SumupConfig::default() },
        ..Config::default()
    };
    let simulator = Simulator::start(config).await.map_err(Refusal::fault)?;
    let handle = simulator.handle();
    let terminals: Vec<_> = handle
        .terminals()
        .into_iter()
        .map(|terminal| {
            json!({
                "key": terminal.key,
                "manufacturer": terminal.manufacturer,
                "model": terminal.model,
                "serial": terminal.serial,
                "on": terminal.on,
                "qr_text": handle.terminal_qr_text(&terminal.key).unwrap_or_default(),
            })
        })
        .collect();
    let solos: Vec<_> = handle
        .solos()
        .into_iter()
        .map(|solo| {
            json!({
                "serial": solo.serial,
                "model": solo.model,
                "on": solo.on,
                "reader": solo.reader,
                "reader_name": solo.reader_name,
            })
        })
        .collect();
    output::document(&json!({
        "merchant_api": {
            "base_url": handle.base_url(),
            "api_key": handle.api_key(),
            "terminals": terminals,
        },
        "stitch": {
            "base_url": handle.stitch_base_url(),
            "token_url": handle.stitch_token_url(),
            "client_id": handle.stitch_client_id(),
            "client_secret": handle.stitch_client_secret(),
        },
        "sumup": {
            "base_url": handle.sumup_base_url(),
            "merchant_code": handle.sumup_merchant_code(),
            "api_key": handle.sumup_api_key(),
            "solos": solos,
        },
        "control": {
            "base_url": format!("{}/_simulator", handle.base_url()),
            "token": handle.control_token(),
        },
    }));
    end().await;
    simulator.shutdown().await;
    Ok(Outcome::Done)
}

/// Waits for Ctrl-C, or for SIGTERM where there is one.
async fn end() {
    tokio::select! {
        () = interrupted() => {}
        () = terminated() => {}
    }
}

async fn interrupted() {
    // Without a way to be interrupted it runs until it is killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signals) => {
            signals.recv().await;
        }
        Err(_) => std::future::pending::<()>().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}
