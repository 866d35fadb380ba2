//! Holds what the clouds really charged against what the till has on its disk.

use payment::{AttemptState, CancelProgress, Operation as Asked, Outcome};

use crate::cloud::{Oddity, Transaction};
use crate::disk::{AttemptRow, OrderState};
use crate::invariants::Invariant;
use crate::provider::name;
use crate::world::{Sim, World};

/// How long after the last possible change of a record the till still looks. Later changes are the close's business.
pub(crate) fn check(sim: &Sim) {
    let found = {
        let world = sim.world();
        let mut found = Vec::new();
        every_charge_is_on_the_books(&world, &mut found);
        every_booking_was_charged(&world, &mut found);
        orders_match_their_attempts(&world, &mut found);
        nothing_is_left_open(&world, &mut found);
        decisions_hold_or_are_found_out(&world, &mut found);
        crate::books::check(&world.disk, &mut found);
        found
    };
    for what in found {
        sim.violated(what);
    }
}

/// I1, I5, I8: no payment is lost.
fn every_charge_is_on_the_books(world: &World, found: &mut Vec<String>) {
    for (index, cloud) in world.clouds.iter().enumerate() {
        for transaction in cloud.transactions.iter().filter(|t| t.charged()) {
            let Some(row) = world.disk.attempts.get(&transaction.reference) else {
                let what =
                    format!("lost: {} was charged and no intent is on the disk", transaction.reference);
                found.push(Invariant::I1.broken(&what));
                continue;
            };
            let told = match row.record.state {
                AttemptState::Approved | AttemptState::LateApproved | AttemptState::NeedsPerson => true,
                AttemptState::Intended | AttemptState::Pending | AttemptState::Unknown => false,
                AttemptState::Declined | AttemptState::Cancelled | AttemptState::NotSent => false,
                // A person has been called, and the totals of the day name it.
                AttemptState::Reversed => row.record.calls_for_person() && day_totals_name(world, row),
            };
            // Ended by a person's word: that is held against the day totals below.
            let by_word = row.record.decision.is_some();
            if !told && !by_word {
                let what = format!(
                    "lost: {} was charged by cloud {index}, the till says {}",
                    transaction.reference, row.record.state
                );
                found.push(lost(row, &what));
            }
        }
        for row in world.disk.attempts.values().filter(|row| row.cloud == index) {
            let charges = of(cloud.transactions.iter(), row).filter(|t| t.charged()).count();
            let alerted = row.record.mismatch.is_some() || row.record.state == AttemptState::NeedsPerson;
            if charges > 1 && !alerted {
                let what =
                    format!("double charge: {} twice, and nobody is told", row.record.intent.reference);
                found.push(Invariant::I3.broken(&what));
            }
        }
    }
}

/// Which sentence a lost charge breaks: it follows from how the attempt came to its end.
fn lost(row: &AttemptRow, what: &str) -> String {
    match row.record.state {
        AttemptState::Intended | AttemptState::Pending | AttemptState::Unknown => Invariant::I15.broken(what),
        AttemptState::NotSent => Invariant::I5.broken(what),
        AttemptState::Cancelled if row.record.cancel != CancelProgress::NotAsked => {
            Invariant::I9.broken(what)
        }
        AttemptState::Cancelled | AttemptState::Declined => Invariant::I4.broken(what),
        AttemptState::Approved
        | AttemptState::LateApproved
        | AttemptState::NeedsPerson
        | AttemptState::Reversed => Invariant::I8.broken(what),
    }
}

/// No phantom payment, and only the exact amount is booked.
fn every_booking_was_charged(world: &World, found: &mut Vec<String>) {
    // Where a person has been told that there is more to it, the person decides.
    let booked = |row: &&AttemptRow| {
        row.record.state.is_paid() && row.record.mismatch.is_none() && row.record.decision.is_none()
    };
    for row in world.disk.attempts.values().filter(booked) {
        let charged: Vec<&Transaction> =
            of(world.clouds[row.cloud].transactions.iter(), row).filter(|t| t.charged()).collect();
        let reference = &row.record.intent.reference;
        let Some(first) = charged.first() else {
            let what = format!("phantom: {reference} is {} and nothing was charged", row.record.state);
            found.push(Invariant::I6.broken(&what));
            continue;
        };
        if first.amount != row.record.intent.amount {
            let (booked, charged) = (row.record.intent.amount, first.amount);
            let what = format!("wrong amount: {reference} booked {booked} for {charged}");
            found.push(Invariant::I6.broken(&what));
        }
        if matches!(first.oddity, Oddity::WrongAmount | Oddity::WrongReference) {
            let what = format!("quarantine: {reference} was booked although its record does not match");
            found.push(Invariant::I6.broken(&what));
        }
    }
}

/// I7: an order is paid by its own approval and by nothing else; refunds stay within the charge.
fn orders_match_their_attempts(world: &World, found: &mut Vec<String>) {
    for (number, order) in &world.disk.orders {
        let rows = || world.disk.attempts.values().filter(|row| row.order == *number);
        let purchases = || rows().filter(|row| row.record.intent.operation == Asked::Purchase);
        let approved = purchases()
            .filter(|row| matches!(row.record.state, AttemptState::Approved | AttemptState::Reversed))
            .count();
        if order.state == OrderState::Paid && approved == 0 {
            found.push(Invariant::I7.broken(&format!("phantom: order {number} is paid by nothing")));
        }
        if order.state != OrderState::Paid
            && purchases().any(|row| row.record.state == AttemptState::Approved)
        {
            let what = format!("missing at the close: order {number} has an approval and is not paid");
            found.push(Invariant::I7.broken(&what));
        }
        if purchases().filter(|row| row.record.state == AttemptState::Approved).count() > 1 {
            let what = format!("double charge: order {number} is paid by two approvals");
            found.push(Invariant::I3.broken(&what));
        }
        let paying = || purchases().filter(|row| row.record.state == AttemptState::Approved);
        if order.state == OrderState::Paid && paying().any(|row| row.record.intent.amount != order.amount) {
            let what = format!("order {number} over {} is paid with another amount", order.amount);
            found.push(Invariant::I12.broken(&what));
        }
        let charged: i64 = charges(world, purchases()).sum();
        let given_back: i64 =
            charges(world, rows().filter(|row| matches!(row.record.intent.operation, Asked::Refund { .. })))
                .sum();
        if given_back > charged {
            // The provider took the purchase back after the refund, or a refund it had declined went through after all. Of
            // both the till tells.
            let told = rows().any(|row| {
                row.record.mismatch.is_some()
                    // On a person's word; below it is held against what moved.
                    || row.record.decision.is_some()
                    || matches!(
                        row.record.state,
                        AttemptState::LateApproved | AttemptState::Reversed | AttemptState::NeedsPerson
                    )
            });
            if !told {
                let what = format!("order {number}: {given_back} given back of {charged}");
                found.push(Invariant::I10.broken(&what));
            }
        }
    }
}

/// I15: after the network heals every attempt is final or a person is called.
fn nothing_is_left_open(world: &World, found: &mut Vec<String>) {
    for reference in world.disk.open_references() {
        let what = format!("{reference} is still open long after everything works again");
        found.push(Invariant::I15.broken(&what));
    }
}

/// A right decision leaves no difference between till and cloud. A wrong one, or one that the cloud went back on, is told
/// again by the next look, or named by the totals of the day.
fn decisions_hold_or_are_found_out(world: &World, found: &mut Vec<String>) {
    for (reference, decided) in &world.decided {
        let Some(row) = world.disk.attempts.get(reference) else { continue };
        // What was to be decided may not have come to the disk.
        if row.record.decision.is_none() {
            continue;
        }
        let moved: i64 = of(world.clouds[row.cloud].transactions.iter(), row)
            .filter(|t| t.charged())
            .map(|t| t.shown_amount().minor())
            .sum();
        let booked = match &row.record.outcome {
            Some(Outcome::Approved(approval)) if row.record.state.is_paid() => approval.amount.minor(),
            _ => 0,
        };
        let state = row.record.state;
        if decided.rightly && decided.shown == moved && booked != moved {
            let what =
                format!("decided rightly, and {reference} is booked with {booked} for {moved}: {state}");
            found.push(Invariant::I18.broken(&what));
        }
        let told = row.record.calls_for_person() || day_totals_name(world, row);
        if booked != moved && !told {
            let what =
                format!("silent: {reference} was decided, is {state} with {booked}, and {moved} moved");
            found.push(Invariant::I18.broken(&what));
        }
    }
}

/// Whether the comparison with the provider's list at the end of the day names this attempt: as the till's day totals do,
/// transaction by transaction, each with the attempt of its name, else of its reference.
fn day_totals_name(world: &World, row: &AttemptRow) -> bool {
    let record = &row.record;
    let listed: Vec<&Transaction> = world.clouds[row.cloud]
        .transactions
        .iter()
        .filter(|t| {
            record.transaction == Some(name(row.cloud, t.id)) || t.reference == record.intent.reference
        })
        .collect();
    let differs = |t: &&Transaction| match (t.charged(), record.state) {
        (true, AttemptState::Approved) => t.shown_amount() != record.intent.amount,
        (true, AttemptState::NeedsPerson) => false,
        (true, _) => true,
        (false, AttemptState::Reversed) => record.taken_back_from != Some(AttemptState::LateApproved),
        (false, state) => state.is_paid(),
    };
    (listed.is_empty() && record.state.is_paid()) || listed.iter().any(differs)
}

fn of<'a>(
    transactions: impl Iterator<Item = &'a Transaction>,
    row: &'a AttemptRow,
) -> impl Iterator<Item = &'a Transaction> {
    transactions.filter(move |t| t.reference == row.record.intent.reference)
}

fn charges<'a>(
    world: &'a World,
    rows: impl Iterator<Item = &'a AttemptRow> + 'a,
) -> impl Iterator<Item = i64> + 'a {
    rows.flat_map(move |row| {
        world.clouds[row.cloud]
            .transactions
            .iter()
            .filter(move |t| t.reference == row.record.intent.reference && t.charged())
            .map(|t| t.amount.minor())
    })
}
