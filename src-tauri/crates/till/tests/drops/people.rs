//! Who works here: added, removed, signed in and out, given another PIN.

use store::{PersonId, Role};
use till::{ManagerApproval, Pin, Till, TillError};

use crate::books::MANAGER;
use crate::scene::Scene;
use crate::support::World;
use crate::{act, each};

const CASHIER: &str = "1111";

fn pin(text: &str) -> Pin {
    Pin::new(&text.into()).unwrap()
}

/// Marta, a manager, and Anna, a cashier.
async fn hired(world: &World) {
    let first = world.till.approval_at_hand().unwrap();
    let marta = world.till.add_person(first, "Marta", Role::Manager, &pin(MANAGER)).await.unwrap();
    let approval = world.till.approve(marta.id, &pin(MANAGER)).await.unwrap();
    world.till.add_person(approval, "Anna", Role::Cashier, &pin(CASHIER)).await.unwrap();
}

async fn named(till: &Till, name: &str) -> PersonId {
    till.people().await.unwrap().into_iter().find(|person| person.name == name).unwrap().id
}

async fn yes(till: &Till) -> Result<ManagerApproval, TillError> {
    till.approve(named(till, "Marta").await, &pin(MANAGER)).await
}

#[test]
fn hiring_the_first_can_be_dropped_anywhere() {
    let scene = Scene::after(async |world| world.ring_up().await);
    let first = act!(|world| async {
        let approval = world.till.approval_at_hand()?;
        world.till.add_person(approval, "Marta", Role::Manager, &pin(MANAGER)).await
    });
    each(&scene, &[("add_person, the first", first)]);
}

#[test]
fn coming_and_going_can_be_dropped_anywhere() {
    let scene = Scene::after(hired);
    each(
        &scene,
        &[
            ("people", act!(|world| world.till.people())),
            (
                "sign_in",
                act!(|world| async {
                    world.till.sign_in(named(&world.till, "Anna").await, &pin(CASHIER)).await
                }),
            ),
            (
                "sign_in, wrong",
                act!(|world| async {
                    world.till.sign_in(named(&world.till, "Anna").await, &pin("2222")).await
                }),
            ),
            (
                "sign_in_to_practise, and somebody else",
                act!(|world| async {
                    world.till.sign_in_to_practise(named(&world.till, "Anna").await).await?;
                    world.till.sign_in_to_practise(named(&world.till, "Marta").await).await
                }),
            ),
            (
                "lock_if_idle",
                act!(|world| async {
                    world.till.sign_in_to_practise(named(&world.till, "Anna").await).await?;
                    world.till.sign_out();
                    world.till.lock_if_idle().await;
                    Ok::<_, TillError>(())
                }),
            ),
            ("approve", act!(|world| yes(&world.till))),
        ],
    );
}

#[test]
fn changes_of_people_can_be_dropped_anywhere() {
    let scene = Scene::after(hired);
    each(
        &scene,
        &[
            (
                "add_person",
                act!(|world| async {
                    world.till.add_person(yes(&world.till).await?, "Noor", Role::Cashier, &pin("3333")).await
                }),
            ),
            (
                "remove_person",
                act!(|world| async {
                    let anna = named(&world.till, "Anna").await;
                    world.till.remove_person(yes(&world.till).await?, anna).await
                }),
            ),
            (
                "set_pin",
                act!(|world| async {
                    let anna = named(&world.till, "Anna").await;
                    world.till.set_pin(yes(&world.till).await?, anna, &pin("4444")).await
                }),
            ),
            (
                "rescue_manager",
                act!(|world| async {
                    world.till.rescue_manager(named(&world.till, "Marta").await, &pin(MANAGER)).await
                }),
            ),
            (
                "set_idle_minutes",
                act!(|world| async { world.till.set_idle_minutes(yes(&world.till).await?, 7).await }),
            ),
        ],
    );
}
