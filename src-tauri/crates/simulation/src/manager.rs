//! The manager: looks into the portal and decides what waits for a person. Mostly by what the portal shows.

use std::time::Duration;

use payment::{AttemptReference, AttemptState, Choice, Decision, Operation as Asked, Verdict};

use crate::cloud::{Oddity, Standing, Transaction};
use crate::disk::{AttemptRow, DiskError, attach};
use crate::executor::Home;
use crate::faults::Fault;
use crate::provider::{name, operation_of};
use crate::till::Till;
use crate::world::{Decided, Sim, World};

/// How many of what waits are seen to at a time, out of ten.
const SEEN_TO: u8 = 4;
/// How many decisions are wrong, out of ten.
const WRONG: u8 = 3;

/// What the portal shows of an attempt.
struct Portal {
    /// The one charge or refund that went through, with its amount in minor units.
    moved: Option<(u64, i64)>,
}

/// Works through some of what waits for a person.
pub(crate) async fn sees_to_some(sim: &Sim, till: &Till) {
    let waiting: Vec<AttemptReference> = {
        let world = sim.world();
        let rows = world.disk.attempts.iter().filter(|(_, row)| row.record.calls_for_person());
        rows.map(|(reference, _)| reference.clone()).collect()
    };
    for reference in waiting {
        if sim.world().rng.u8(..10) >= SEEN_TO {
            continue;
        }
        let (sim_, till) = (sim.clone(), till.clone());
        sim.spawner.spawn(Home::Till, async move { see_to(&sim_, &till, &reference).await });
        sim.pause(Duration::from_secs(5), Duration::from_secs(60)).await;
    }
}

async fn see_to(sim: &Sim, till: &Till, reference: &AttemptReference) {
    let Some(row) = sim.world().disk.attempts.get(reference).cloned() else { return };
    let purchase = row.record.intent.operation == Asked::Purchase;
    if row.record.state == AttemptState::LateApproved && purchase {
        if attach(sim, reference).await.is_ok() {
            sim.tell(|| format!("order {}: {reference} pays its order after all", row.order));
            sim.world().meet(reference, Fault::LateAttached, operation_of(&row.record.intent.operation));
        }
        return;
    }
    let Some((verdict, decided)) = judge(&mut sim.world(), &row, sim.now()) else { return };
    let decision = Decision::new(verdict.clone(), "Ada", "seen in the portal");
    let operation = operation_of(&row.record.intent.operation);
    let order = row.order;
    // Noted first: the process may end, or the disk report a failure, when it is written down already.
    let how = if decided.rightly { Fault::DecidedRightly } else { Fault::DecidedWrongly };
    let before = sim.world().decided.insert(reference.clone(), decided);
    match till.decide(row, decision).await {
        Ok(()) => {
            sim.world().meet(reference, how, operation);
            sim.tell(|| format!("order {order}: {reference} {how}: {}", verdict.as_str()));
        }
        Err(error) => {
            // A refusal leaves what stood before, whatever the disk may have done with another failure.
            if matches!(error, DiskError::Rule(_)) {
                let mut world = sim.world();
                match before {
                    Some(before) => world.decided.insert(reference.clone(), before),
                    None => world.decided.remove(reference),
                };
            }
            sim.tell(|| format!("order {order}: {reference} is not decided: {error}"));
        }
    }
}

/// What the manager makes of it; `None`: leaves it for later.
fn judge(world: &mut World, row: &AttemptRow, now: Duration) -> Option<(Verdict, Decided)> {
    let portal = look(world, row, now)?;
    let choices = row.record.choices();
    if choices == [Choice::SeenTo] {
        return None;
    }
    let moved = portal.moved.is_some();
    let rightly = world.rng.u8(..10) >= WRONG || world.healed;
    let shown = portal.moved.map_or(0, |(_, minor)| minor);
    let yes = moved == rightly;
    let verdict = if row.record.intent.operation == Asked::Purchase {
        if yes { came_in(row, &portal, world) } else { Verdict::NoMoneyCameIn }
    } else if yes {
        Verdict::WentBack
    } else {
        Verdict::DidNotGoBack
    };
    choices.contains(&verdict.choice()).then_some((verdict, Decided { rightly, shown }))
}

/// One charge or none. What still runs, or was charged twice, is left for later: it is not one decision's matter.
fn look(world: &World, row: &AttemptRow, now: Duration) -> Option<Portal> {
    let reference = &row.record.intent.reference;
    let found: Vec<&Transaction> =
        world.clouds[row.cloud].transactions.iter().filter(|t| t.reference == *reference).collect();
    let runs = |t: &&Transaction| {
        matches!(t.standing(now), Standing::Waiting | Standing::Presented)
            && t.oddity != Oddity::PendingForEver
    };
    if found.iter().any(runs) {
        return None;
    }
    let moved: Vec<(u64, i64)> = found
        .iter()
        .filter(|t| t.standing(now) == Standing::Approved)
        .map(|t| (t.id, t.shown_amount().minor()))
        .collect();
    match moved.as_slice() {
        [] => Some(Portal { moved: None }),
        [one] => Some(Portal { moved: Some(*one) }),
        _ => None,
    }
}

/// "It came in", under the name the portal shows; a wrong one under whatever comes to mind.
fn came_in(row: &AttemptRow, portal: &Portal, world: &mut World) -> Verdict {
    let asked = row.record.intent.amount;
    let (id, minor) = portal.moved.unwrap_or_else(|| {
        let all = world.clouds[row.cloud].transactions.len();
        let any = u64::try_from(world.rng.usize(..=all)).unwrap_or(u64::MAX);
        (any, asked.minor())
    });
    let transaction = name(row.cloud, id);
    if minor == asked.minor() && row.awaited {
        Verdict::PaysItsOrder { transaction }
    } else {
        Verdict::CameInTooMuch { transaction, amount: money::Money::new(minor, asked.currency()) }
    }
}
