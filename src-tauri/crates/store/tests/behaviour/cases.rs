//! What calls for a person, in a shop that has been open for years.

use payment::{Decision, Event, Mismatch, Verdict};
use store::AttemptEnd;

use crate::support::{Shop, at, basket};

/// Copies of an attempt, begun long before it, under references of their own.
const COPIES: &str = "
    drop trigger attempts_fit_their_tender; drop trigger attempts_begin_as_intents;
    drop index one_live_attempt_per_tender;
    with recursive years(n) as (select 1 union all select n + 1 from years where n < 250)
    insert into attempts
    select printf('000001%08d', n), tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency,
        state, transaction_id, json_set(record, '$.intent.reference', printf('000001%08d', n)),
        '2020-01-01T00:00:00+01:00', updated_at, refund_number, occupies_terminal, captured_minor
    from attempts, years where order_number = 1";

#[tokio::test]
async fn what_was_seen_to_long_ago_hides_nothing_new() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    record.state = payment::AttemptState::NeedsPerson;
    record.mismatch = Some(Mismatch::NeverEnds);
    let payments = shop.store.payments();
    payments.record_attempt(&record, &Event::Woke, AttemptEnd::None, &at()).await.unwrap();
    // Nothing else can be decided about a record in another currency; here it stands for anything that was seen to.
    let mut seen_to = record.clone();
    let mut decision = Decision::new(Verdict::SeenTo, "Mo", "years ago");
    (decision.state, decision.answers) = (Some(record.state), record.mismatch.clone());
    (seen_to.mismatch, seen_to.decision) = (None, Some(Box::new(decision)));
    let event = Event::Restarted;
    payments.record_attempt(&seen_to, &event, AttemptEnd::None, &at()).await.unwrap();
    assert!(shop.store.cases().open().await.unwrap().is_empty());
    sqlx::raw_sql(COPIES).execute(&mut shop.raw().await).await.unwrap();

    let mut new = shop.intend(&basket(&[300]), 1, "BBBBBBBB").await.unwrap();
    new.state = payment::AttemptState::NeedsPerson;
    new.mismatch = Some(Mismatch::NeverEnds);
    payments.record_attempt(&new, &Event::Woke, AttemptEnd::None, &at()).await.unwrap();
    let open = shop.store.cases().open().await.unwrap();
    assert_eq!(open.iter().map(|case| &case.record).collect::<Vec<_>>(), [&new]);
    // News of one of them bring it back onto the list, as the engine has it.
    seen_to.mismatch = Some(Mismatch::NeverEnds);
    payments.record_attempt(&seen_to, &Event::Woke, AttemptEnd::None, &at()).await.unwrap();
    assert!(seen_to.calls_for_person());
    assert_eq!(shop.store.cases().open().await.unwrap().len(), 2);
}
