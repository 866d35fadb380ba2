//! Every act of a till dropped at each of its awaits in turn: the caller goes away, or the whole process ends there. What is
//! on the disk must lead to the cloud's ledger, and the till must go on.
#![allow(clippy::unwrap_used)]

mod acts;
mod books;
mod complete;
mod counter;
mod machines;
mod people;
mod scene;
#[path = "../support/mod.rs"]
mod support;

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use scene::Scene;
use support::{Cloud, World};
use tokio::runtime::Runtime;

/// An act on a prepared till.
pub(crate) type Act = for<'a> fn(&'a World) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// No act has more awaits: a bound against one that never ends.
const MOST: usize = 200;

/// What goes away.
#[derive(Debug, Clone, Copy)]
enum Gone {
    /// Whoever waited for the act: a closed window, an aborted call.
    Caller,
    /// The process, with everything that was under way.
    Process,
}

/// An act whose answer does not matter: what it left behind does.
macro_rules! act {
    (|$world:ident| $act:expr) => {{
        let act: $crate::Act = |$world| {
            Box::pin(async move {
                let _ = $act.await;
            })
        };
        act
    }};
}

pub(crate) use act;

pub(crate) fn each(scene: &Scene, acts: &[(&str, Act)]) {
    for (name, act) in acts {
        dropped_everywhere(name, scene, *act);
    }
}

/// Drops `act` after each of its polls, until it comes to its end.
fn dropped_everywhere(name: &str, scene: &Scene, act: Act) {
    for gone in [Gone::Caller, Gone::Process] {
        for polls in 1.. {
            assert!(polls < MOST, "{name} has an end");
            if dropped(name, scene, act, polls, gone) {
                break;
            }
        }
    }
}

/// Whether the act came to its end before it was dropped.
fn dropped(name: &str, scene: &Scene, act: Act, polls: usize, gone: Gone) -> bool {
    let runtime = quiet();
    let (ended, world) = runtime.block_on(async {
        let world = scene.open().await;
        let ended = poll_times(act(&world), polls).await;
        (ended, world)
    });
    let what = format!("{name}, dropped after {polls} polls, {gone:?} gone");
    let World { folder, cloud, till } = world;
    match gone {
        Gone::Caller => runtime.block_on(books::settled(&till, &cloud, &what)),
        Gone::Process => {
            runtime.shutdown_background();
            drop(till);
            let runtime = quiet();
            runtime.block_on(async {
                let till = reopened(folder.path(), &cloud).await;
                books::settled(&till, &cloud, &what).await;
            });
        }
    }
    ended
}

/// One thread, so that what runs between two polls is the same each time, as far as the database's own thread allows.
fn quiet() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

async fn poll_times(mut act: Pin<Box<dyn Future<Output = ()> + '_>>, polls: usize) -> bool {
    let mut count = 0;
    poll_fn(|context| {
        count += 1;
        match act.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(true),
            Poll::Pending if count == polls => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Opens the till again, as soon as the old one's lock is gone.
pub(crate) async fn reopened(folder: &std::path::Path, cloud: &Cloud) -> till::Till {
    loop {
        match support::open(folder, cloud).await {
            Ok(till) => return till,
            Err(till::OpenTillError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}
