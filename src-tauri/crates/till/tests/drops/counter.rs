//! What is left: looking back, refunds that wait, cases that are decided, settings, copies.

use std::time::Duration;

use money::{Currency, Money};
use payment::{AttemptReference, Inquiry};
use sale::{OrderNumber, RefundNumber, RefundScope};
use till::{BackupSource, ReceiptHeader, RefundRequest, RefundTo};

use crate::books::came_in;
use crate::scene::Scene;
use crate::support::{Create, World, offered};
use crate::{act, each};

const SOON: Duration = Duration::from_millis(40);

fn first() -> OrderNumber {
    OrderNumber::new(1)
}

fn refund() -> RefundNumber {
    RefundNumber::new(1)
}

fn back(to: Option<RefundTo>) -> RefundRequest {
    RefundRequest { order: first(), to, scope: RefundScope::Rest, terminal: None, reason: None, seen: None }
}

async fn sold_for_cash(world: &World) {
    world.ring_up().await;
    world.till.pay_cash(None).await.unwrap();
    world.till.next_sale().await.unwrap();
}

fn sent_first(world: &World) -> AttemptReference {
    AttemptReference::new(world.cloud.charges()[0].reference.clone()).unwrap()
}

#[test]
fn the_rest_of_ringing_up_can_be_dropped_anywhere() {
    let scene = Scene::after(async |world| world.ring_up().await);
    each(
        &scene,
        &[
            (
                "set_quantity",
                act!(|world| async {
                    let line = world.till.snapshot().await?.basket.lines()[0].id;
                    world.till.set_quantity(line, "2").await
                }),
            ),
            (
                "discount_line",
                act!(|world| async {
                    let line = world.till.snapshot().await?.basket.lines()[0].id;
                    world.till.discount_line(line, Some("10 %")).await
                }),
            ),
            ("clear_pending", act!(|world| world.till.clear_pending())),
            ("categories", act!(|world| world.till.categories())),
            ("items", act!(|world| world.till.items("", 0))),
            ("dismiss_notice", act!(|world| world.till.dismiss_notice(1))),
            (
                "pay_card_on",
                act!(|world| async {
                    let terminal = world.till.terminals().await?.remove(0);
                    world.till.pay_card_on(terminal.id).await
                }),
            ),
        ],
    );
}

#[test]
fn looking_back_can_be_dropped_anywhere() {
    let scene = Scene::after(sold_for_cash);
    each(
        &scene,
        &[
            ("orders", act!(|world| world.till.orders(10, None))),
            ("orders_being_paid", act!(|world| world.till.orders_being_paid())),
            ("order", act!(|world| world.till.order(first()))),
            ("search_orders", act!(|world| world.till.search_orders("1", 10))),
            ("receipt", act!(|world| world.till.receipt(first()))),
            ("refundable", act!(|world| world.till.refundable(first()))),
            ("refunds_need_manager", act!(|world| world.till.refunds_need_manager())),
            (
                "set_refunds_need_manager",
                act!(|world| async {
                    world.till.set_refunds_need_manager(true, world.till.approval_at_hand()?).await
                }),
            ),
            ("wait_for_payments_in_the_way", act!(|world| world.till.wait_for_payments_in_the_way(SOON))),
            ("wait_for_payment_of", act!(|world| world.till.wait_for_payment_of(first(), SOON))),
            ("check_journal", act!(|world| world.till.check_journal())),
            (
                "go_on_despite_journal",
                act!(|world| async {
                    world
                        .till
                        .go_on_despite_journal(world.till.approval_at_hand()?, "nothing is broken")
                        .await
                }),
            ),
            ("stop", act!(|world| world.till.stop())),
        ],
    );
}

#[test]
fn refunds_that_were_made_can_be_looked_at_and_dropped_anywhere() {
    let scene = Scene::after(async |world| {
        sold_for_cash(world).await;
        world.till.refund(back(Some(RefundTo::Cash)), None).await.unwrap();
    });
    each(
        &scene,
        &[
            ("refunds", act!(|world| world.till.refunds(10, None))),
            ("refund_detail", act!(|world| world.till.refund_detail(refund()))),
            ("refund_snapshot", act!(|world| world.till.refund_snapshot(refund()))),
            ("show_refund", act!(|world| world.till.show_refund(Some(refund())))),
            ("shown_refund", act!(|world| world.till.shown_refund())),
            ("refund_slip", act!(|world| world.till.refund_slip(refund()))),
            ("reprint_refund_slip", act!(|world| world.till.reprint_refund_slip(refund()))),
            ("save_refund_slip_pdf", act!(|world| world.till.save_refund_slip_pdf(refund()))),
            ("undecided_refunds", act!(|world| world.till.undecided_refunds())),
            (
                "wait_for_refunds",
                act!(|world| async { world.till.wait_for_refunds(&[refund()], SOON).await }),
            ),
        ],
    );
}

#[test]
fn a_refund_that_waits_can_be_withdrawn_and_dropped_anywhere() {
    let scene = Scene::after(async |world| {
        world.sell_by_card().await;
        world.cloud.will(Create::TooEarly);
        let number = world.till.refund(back(None), None).await.unwrap();
        world.till.wait_for_refund(number, Duration::from_secs(10)).await.unwrap();
    });
    each(&scene, &[("withdraw_refund", act!(|world| world.till.withdraw_refund(refund())))]);
}

#[test]
fn a_refund_without_a_purchase_can_be_dropped_anywhere() {
    let scene = Scene::after(async |world| world.ring_up().await);
    let free = act!(|world| async {
        let yes = world.till.approval_at_hand()?;
        world.till.refund_without_purchase(Money::new(300, Currency::EUR), "goodwill", None, yes).await
    });
    each(&scene, &[("refund_without_purchase", free)]);
}

#[test]
fn deciding_what_no_answer_can_end_can_be_dropped_anywhere() {
    let scene = Scene::after(async |world| {
        world.ring_up().await;
        world.till.pay_card().await.unwrap();
        while world.cloud.charges().is_empty() {
            tokio::task::yield_now().await;
        }
        {
            let mut state = world.cloud.0.lock().unwrap();
            let charge = state.charges.last_mut().unwrap();
            let transaction = payment::ProviderTransactionId::new(format!("T{}", charge.reference)).unwrap();
            let detail = "approved and cancelled".to_owned();
            charge.end = Some(Inquiry::Contradictory { transaction, detail });
        }
        world.till.wait_for_payment(Duration::from_secs(10)).await.unwrap();
    });
    each(
        &scene,
        &[
            (
                "decide_case",
                act!(|world| async { came_in(&world.till, &world.cloud, &sent_first(world)).await }),
            ),
            (
                "decide_case, twice",
                act!(|world| async {
                    let reference = sent_first(world);
                    let (first, second) = tokio::join!(
                        came_in(&world.till, &world.cloud, &reference),
                        came_in(&world.till, &world.cloud, &reference)
                    );
                    first.and(second)
                }),
            ),
            ("case_candidates", act!(|world| async { world.till.case_candidates(&sent_first(world)).await })),
            ("look_again", act!(|world| async { world.till.look_again(&sent_first(world)).await })),
            (
                "attempt_names, shown_transaction, transaction_names",
                act!(|world| async {
                    let case = world.till.case(&sent_first(world)).await?;
                    world.till.attempt_names(&case.history).await?;
                    world.till.shown_transaction(&case.view.record).await?;
                    world.till.transaction_names(case.history.account_id).await;
                    Ok::<_, till::TillError>(())
                }),
            ),
        ],
    );
}

#[test]
fn terminals_can_be_looked_for_and_dropped_anywhere() {
    let scene = Scene::after(async |world| world.ring_up().await);
    each(
        &scene,
        &[
            ("terminals", act!(|world| world.till.terminals())),
            ("chosen_terminal", act!(|world| world.till.chosen_terminal())),
            (
                "offered_terminals",
                act!(|world| async {
                    let account = world.till.accounts().await?.remove(0);
                    world.till.offered_terminals(account.id, 0).await
                }),
            ),
            (
                "find_offered and add_terminal",
                act!(|world| async {
                    let terminal = world.till.terminals().await?.remove(0);
                    world.till.remove_terminal(world.till.approval_at_hand()?, terminal.id).await?;
                    let found = world.till.find_offered(terminal.account_id, &offered().key).await?;
                    world.till.add_terminal(&found, Some("Counter")).await
                }),
            ),
            (
                "readiness_of",
                act!(|world| async {
                    let terminal = world.till.terminals().await?.remove(0);
                    Ok::<_, till::TillError>(world.till.readiness_of(&terminal).await)
                }),
            ),
            (
                "history",
                act!(|world| async {
                    let terminal = world.till.terminals().await?.remove(0);
                    world.till.history(terminal.id, None).await
                }),
            ),
            ("read_terminal_picture", act!(|world| world.till.read_terminal_picture(vec![0; 64]))),
        ],
    );
}

#[test]
fn what_stands_on_receipts_can_be_changed_and_dropped_anywhere() {
    let scene = Scene::after(async |world| world.ring_up().await);
    each(
        &scene,
        &[
            ("logo", act!(|world| world.till.logo())),
            (
                "set_logo",
                act!(|world| async {
                    let picture = include_bytes!("../../../../../assets/icons/32x32.png");
                    world.till.set_logo(world.till.approval_at_hand()?, picture).await
                }),
            ),
            (
                "remove_logo",
                act!(|world| async { world.till.remove_logo(world.till.approval_at_hand()?).await }),
            ),
            (
                "set_receipt_header",
                act!(|world| async {
                    let address = vec!["Quay 1".to_owned()];
                    let header =
                        ReceiptHeader { name: "Corner".to_owned(), address, vat_id: None, phone: None };
                    world.till.set_receipt_header(world.till.approval_at_hand()?, header).await
                }),
            ),
        ],
    );
}

#[test]
fn copies_of_the_data_can_be_dropped_anywhere() {
    let scene = Scene::after(sold_for_cash);
    each(
        &scene,
        &[
            ("back_up", act!(|world| world.till.back_up())),
            (
                "back_up_to",
                act!(|world| async {
                    let elsewhere = tempfile::tempdir().unwrap();
                    world.till.back_up_to(&elsewhere.path().join("copy.sqlite")).await
                }),
            ),
            ("back_up_day", act!(|world| world.till.back_up_day())),
            ("look_after_storage", act!(|world| world.till.look_after_storage())),
            ("check_storage", act!(|world| world.till.check_storage())),
            (
                "restore, refused",
                act!(|world| async {
                    let nothing = BackupSource::Listed("none".to_owned());
                    world.till.restore(world.till.approval_at_hand()?, nothing).await
                }),
            ),
        ],
    );
}
