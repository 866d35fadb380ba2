//! The acts, by the scene they begin in.

use std::time::Duration;

use money::{Currency, Money};
use payment::AttemptReference;
use sale::{OrderNumber, RefundScope};
use till::{RefundRequest, RefundTo};

use crate::scene::Scene;
use crate::support::{CATALOGUE, World, approve, decline, open};
use crate::{Act, act, each};

const SOON: Duration = Duration::from_millis(40);

fn first() -> OrderNumber {
    OrderNumber::new(1)
}

fn back(to: Option<RefundTo>, scope: RefundScope) -> RefundRequest {
    RefundRequest { order: first(), to, scope, terminal: None, reason: None, seen: None }
}

async fn under_way(world: &World) {
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    while world.cloud.charges().is_empty() {
        tokio::task::yield_now().await;
    }
}

#[test]
fn ringing_up_can_be_dropped_anywhere() {
    let scene = Scene::after(async |world| world.ring_up().await);
    each(
        &scene,
        &[
            ("enter", act!(|world| world.till.enter("102"))),
            ("a multiplier", act!(|world| world.till.enter("4*"))),
            ("add_item", act!(|world| world.till.add_item("102"))),
            (
                "change_quantity",
                act!(|world| async {
                    let line = world.till.snapshot().await.unwrap().basket.lines()[0].id;
                    world.till.change_quantity(line, 1).await
                }),
            ),
            (
                "void_line",
                act!(|world| async {
                    let line = world.till.snapshot().await.unwrap().basket.lines()[0].id;
                    world.till.void_line(line).await
                }),
            ),
            ("discount_order", act!(|world| world.till.discount_order(Some("10 %")))),
            ("clear_basket", act!(|world| world.till.clear_basket())),
            ("park", act!(|world| world.till.park(Some("Anna")))),
            ("import_catalogue", act!(|world| world.till.import_catalogue(CATALOGUE.as_bytes()))),
            ("snapshot", act!(|world| world.till.snapshot())),
            ("search", act!(|world| world.till.search("espr"))),
        ],
    );
}

#[test]
fn paying_can_be_dropped_anywhere() {
    let scene = Scene::after(async |world| world.ring_up().await);
    each(
        &scene,
        &[
            ("pay_cash", act!(|world| world.till.pay_cash(Some("20")))),
            ("pay_card", act!(|world| world.till.pay_card())),
            (
                "pay_card, twice",
                act!(|world| async {
                    let (first, second) = tokio::join!(world.till.pay_card(), world.till.pay_card());
                    first.and(second)
                }),
            ),
            (
                "pay_card and cancel",
                act!(|world| async {
                    world.till.pay_card().await?;
                    world.till.cancel_payment().await
                }),
            ),
            (
                "pay_card to its end",
                act!(|world| async {
                    world.till.pay_card().await.unwrap();
                    world.till.wait_for_payment(SOON).await
                }),
            ),
            (
                "pay_cash and next_sale",
                act!(|world| async {
                    world.till.pay_cash(None).await?;
                    world.till.next_sale().await
                }),
            ),
        ],
    );
}

#[test]
fn a_parked_sale_can_be_recalled_and_dropped_anywhere() {
    let scene = Scene::after(async |world| {
        world.ring_up().await;
        world.till.park(None).await.unwrap();
    });
    each(
        &scene,
        &[(
            "parked and recall",
            act!(|world| async {
                let parked = world.till.parked().await?;
                world.till.recall(parked[0].id).await
            }),
        )],
    );
}

#[test]
fn what_is_done_while_a_card_is_awaited_can_be_dropped_anywhere() {
    let scene = Scene::after(under_way);
    each(
        &scene,
        &[
            ("cancel_payment", act!(|world| world.till.cancel_payment())),
            ("cancel_payment_of", act!(|world| world.till.cancel_payment_of(first()))),
            ("set_aside", act!(|world| world.till.set_aside())),
            (
                "set_aside and sell on",
                act!(|world| async {
                    world.till.set_aside().await?;
                    world.till.enter("101").await?;
                    world.till.pay_cash(None).await
                }),
            ),
            ("wait_for_payment", act!(|world| world.till.wait_for_payment(SOON))),
            ("wait_for_all_payments", act!(|world| world.till.wait_for_all_payments(SOON))),
            ("refresh_readiness", act!(|world| world.till.refresh_readiness())),
            ("pay_card meanwhile", act!(|world| world.till.pay_card())),
        ],
    );
}

#[test]
fn opening_a_till_with_a_payment_under_way_can_be_dropped_anywhere() {
    // The act opens a copy of its own, beside the till that runs: two never share a folder.
    let scene = Scene::after(under_way);
    let reopen: Act = |world| {
        Box::pin(async move {
            let folder = tempfile::tempdir().unwrap();
            for entry in std::fs::read_dir(world.folder.path()).unwrap().flatten() {
                if entry.file_type().unwrap().is_file() {
                    std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
                }
            }
            let _ = open(folder.path(), &world.cloud).await;
        })
    };
    each(&scene, &[("open", reopen)]);
}

#[test]
fn refunding_a_card_can_be_dropped_anywhere() {
    let scene = Scene::after(async |world| {
        world.sell_by_card().await;
    });
    each(
        &scene,
        &[
            ("refund", act!(|world| world.till.refund(back(None, RefundScope::Rest), None))),
            (
                "refund, twice",
                act!(|world| async {
                    let half = || back(None, RefundScope::Amount(Money::new(500, Currency::EUR)));
                    let (first, second) =
                        tokio::join!(world.till.refund(half(), None), world.till.refund(half(), None));
                    first.and(second)
                }),
            ),
            (
                "refund and cancel_refund",
                act!(|world| async {
                    let number = world.till.refund(back(None, RefundScope::Rest), None).await?;
                    world.till.cancel_refund(number).await
                }),
            ),
            (
                "refund and wait_for_refund",
                act!(|world| async {
                    let number = world.till.refund(back(None, RefundScope::Rest), None).await?;
                    world.till.wait_for_refund(number, SOON).await
                }),
            ),
            (
                "preview_refund",
                act!(|world| async { world.till.preview_refund(&back(None, RefundScope::Rest)).await }),
            ),
            ("reprint", act!(|world| world.till.reprint(first()))),
            ("save_receipt_pdf", act!(|world| world.till.save_receipt_pdf(first()))),
        ],
    );
}

#[test]
fn refunding_cash_can_be_dropped_anywhere() {
    let scene = Scene::after(async |world| {
        world.ring_up().await;
        world.till.pay_cash(None).await.unwrap();
        world.till.next_sale().await.unwrap();
    });
    let cash = act!(|world| world.till.refund(back(Some(RefundTo::Cash), RefundScope::Rest), None));
    each(&scene, &[("refund in cash", cash)]);
}

#[test]
fn changes_of_terminals_and_accounts_can_be_dropped_anywhere() {
    let scene = Scene::after(async |world| world.ring_up().await);
    each(
        &scene,
        &[
            ("read_terminal_text", act!(|world| world.till.read_terminal_text("S0001"))),
            (
                "use_terminal",
                act!(|world| async {
                    let terminal = world.till.terminals().await?.remove(0);
                    world.till.use_terminal(terminal.id).await
                }),
            ),
            (
                "remove_terminal",
                act!(|world| async {
                    let terminal = world.till.terminals().await?.remove(0);
                    world.till.remove_terminal(world.till.approval_at_hand()?, terminal.id).await
                }),
            ),
            ("day_totals", act!(|world| world.till.day_totals(None))),
        ],
    );
}

fn sent_first(world: &World) -> AttemptReference {
    AttemptReference::new(world.cloud.charges()[0].reference.clone()).unwrap()
}

#[test]
fn attaching_a_late_payment_can_be_dropped_anywhere() {
    let scene = Scene::after(async |world| {
        under_way(world).await;
        world.cloud.end(decline);
        world.till.wait_for_payment(Duration::from_secs(10)).await.unwrap();
        world.cloud.end(approve);
        world.till.look_again(&sent_first(world)).await.unwrap();
    });
    each(
        &scene,
        &[
            (
                "attach_late_payment",
                act!(|world| async { world.till.attach_late_payment(&sent_first(world)).await }),
            ),
            ("look_again", act!(|world| async { world.till.look_again(&sent_first(world)).await })),
            ("case", act!(|world| async { world.till.case(&sent_first(world)).await })),
            ("cases", act!(|world| world.till.cases())),
        ],
    );
}
