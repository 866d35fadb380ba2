//! Holds what the clouds really charged against what the till has on its disk.

use payment::{AttemptState, Operation as Asked};

use crate::cloud::{Oddity, Transaction};
use crate::disk::{AttemptRow, OrderState};
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
                found.push(format!(
                    "lost: {} was charged and no intent is on the disk",
                    transaction.reference
                ));
                continue;
            };
            let told = match row.record.state {
                AttemptState::Approved | AttemptState::LateApproved | AttemptState::NeedsPerson => true,
                AttemptState::Intended | AttemptState::Pending | AttemptState::Unknown => false,
                AttemptState::Declined
                | AttemptState::Cancelled
                | AttemptState::NotSent
                | AttemptState::Reversed => false,
            };
            if !told {
                found.push(format!(
                    "lost: {} was charged by cloud {index}, the till says {}",
                    transaction.reference, row.record.state
                ));
            }
        }
        for row in world.disk.attempts.values().filter(|row| row.cloud == index) {
            let charges = of(cloud.transactions.iter(), row).filter(|t| t.charged()).count();
            let alerted = row.record.mismatch.is_some() || row.record.state == AttemptState::NeedsPerson;
            if charges > 1 && !alerted {
                found.push(format!(
                    "double charge: {} twice, and nobody is told",
                    row.record.intent.reference
                ));
            }
        }
    }
}

/// No phantom payment, and only the exact amount is booked.
fn every_booking_was_charged(world: &World, found: &mut Vec<String>) {
    // Where a person has been told that there is more to it, the person decides.
    let booked = |row: &&AttemptRow| row.record.state.is_paid() && row.record.mismatch.is_none();
    for row in world.disk.attempts.values().filter(booked) {
        let charged: Vec<&Transaction> =
            of(world.clouds[row.cloud].transactions.iter(), row).filter(|t| t.charged()).collect();
        let reference = &row.record.intent.reference;
        let Some(first) = charged.first() else {
            found.push(format!("phantom: {reference} is {} and nothing was charged", row.record.state));
            continue;
        };
        if first.amount != row.record.intent.amount {
            found.push(format!(
                "wrong amount: {reference} booked {} for {}",
                row.record.intent.amount, first.amount
            ));
        }
        if matches!(first.oddity, Oddity::WrongAmount | Oddity::WrongReference) {
            found.push(format!("quarantine: {reference} was booked although its record does not match"));
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
            found.push(format!("phantom: order {number} is paid by nothing"));
        }
        if order.state != OrderState::Paid
            && purchases().any(|row| row.record.state == AttemptState::Approved)
        {
            found.push(format!("missing at the close: order {number} has an approval and is not paid"));
        }
        if purchases().filter(|row| row.record.state == AttemptState::Approved).count() > 1 {
            found.push(format!("double charge: order {number} is paid by two approvals"));
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
                    || matches!(
                        row.record.state,
                        AttemptState::LateApproved | AttemptState::Reversed | AttemptState::NeedsPerson
                    )
            });
            if !told {
                found.push(format!("order {number}: {given_back} given back of {charged}"));
            }
        }
    }
}

/// I15: after the network heals every attempt is final or a person is called.
fn nothing_is_left_open(world: &World, found: &mut Vec<String>) {
    for reference in world.disk.open_references() {
        found.push(format!("{reference} is still open long after everything works again"));
    }
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
