//! Every rule of the database, broken on purpose by a program that does not go through the store.

use std::collections::BTreeSet;

use payment::AttemptState;
use store::{AttemptEnd, PersonId, Role, StoreError};

use crate::support::{Shop, approved, at, basket, now, person};

/// The name of a rule, and statements of which the last breaks it.
///
/// Order 1 is paid in cash. Order 2 (tender 2) is being paid on terminal 1 under 000002AAAAAAAA. Order 3 (tender 3) was
/// declined on terminal 2 under 000003BBBBBBBB. Order 4 (tender 4) was paid by 000004CCCCCCCC. Order 5 (tender 5) was
/// declined under 000005DDDDDDDD and approved late. Basket 3, of order 3, is parked, and an empty one is open. Person 1 is
/// the only manager, person 2 a cashier, person 3 a cashier who was removed.
const BROKEN: &[(&str, &str)] = &[
    ("settings_value_is_json", "insert into settings values ('x', 'not json')"),
    ("item_price_not_negative", "update items set price_minor = -1"),
    ("item_tax_is_a_rate", "update items set tax_milli_percent = 100001"),
    ("item_unit_known", "update items set unit = 'barrel'"),
    ("one_article_per_code", "insert into item_codes values ('101', 2)"),
    ("basket_state_known", "update baskets set state = 'lost' where id = 3"),
    ("basket_is_json", "update baskets set basket = '{' where id = 3"),
    ("one_open_basket", "update baskets set state = 'open' where id = 3"),
    ("one_basket_per_order", "update baskets set order_number = 1 where id = 3"),
    ("parked_baskets_have_a_label", "update baskets set state = 'parked', label = null where state = 'open'"),
    ("foreign_keys", "update baskets set order_number = 999 where id = 3"),
    ("one_counter", "insert into order_numbers values (2, 1)"),
    ("order_numbers_only_count_up", "update order_numbers set next = 1"),
    (
        "order_numbers_only_count_up",
        "insert into left_out_numbers select 'order', next, next + 9, '' from order_numbers; update order_numbers set next = next + 8",
    ),
    (
        "order_numbers_only_count_up",
        "insert into left_out_numbers select 'refund', next, next + 9, '' from order_numbers; update order_numbers set next = next + 9",
    ),
    ("left_out_kind_known", "insert into left_out_numbers values ('receipt', 1, 2, '')"),
    ("left_out_goes_forward", "insert into left_out_numbers values ('order', 2, 2, '')"),
    (
        "left_out_numbers_stay",
        "insert into left_out_numbers values ('order', 1, 2, ''); update left_out_numbers set next = 3",
    ),
    (
        "left_out_numbers_are_kept",
        "insert into left_out_numbers values ('order', 1, 2, ''); delete from left_out_numbers",
    ),
    (
        "order_state_known",
        "insert into orders select (select next from order_numbers), 'done', currency, 0, 0, 0, '{}', till, cashier, created_at, null from orders where number = 1",
    ),
    (
        "order_total_not_negative",
        "update orders set total_minor = -1, net_minor = -1, tax_minor = 0 where number = 3",
    ),
    ("order_net_and_tax_make_total", "update orders set net_minor = net_minor + 1 where number = 3"),
    ("order_snapshot_is_json", "update orders set snapshot = '{' where number = 3"),
    ("paid_order_has_a_time", "update orders set paid_at = 'noon' where number = 3"),
    (
        "orders_take_the_next_number",
        "insert into orders select 90, 'paying', currency, 0, 0, 0, '{}', till, cashier, created_at, null from orders where number = 1",
    ),
    (
        "orders_begin_with_a_payment",
        "insert into orders select (select next from order_numbers), 'unpaid', currency, 0, 0, 0, '{}', till, cashier,
             created_at, null from orders where number = 1",
    ),
    ("paid_orders_stay", "update orders set cashier = 'Somebody' where number = 1"),
    ("order_states_go_forward", "update orders set state = 'done' where number = 3"),
    ("orders_are_kept", "delete from orders where number = 3"),
    ("orders_keep_their_number", "update orders set number = 99 where number = 3"),
    (
        "line_net_and_tax_make_gross",
        "update order_lines set tax_minor = tax_minor + 1 where order_number = 3",
    ),
    ("line_sells_something", "update order_lines set quantity_thousandths = 0 where order_number = 3"),
    ("paid_lines_stay", "update order_lines set name = 'Else' where order_number = 1"),
    ("paid_lines_are_kept", "delete from order_lines where order_number = 1"),
    (
        "paid_orders_get_no_lines",
        "insert into order_lines select 1, 2, code, name, quantity_thousandths, unit, 0, 0, 0, 0, 0, 0, 0 from order_lines where order_number = 3",
    ),
    (
        "tender_kind_known",
        "insert into tenders (order_number, kind, state, amount_minor) values (3, 'shells', 'open', 1)",
    ),
    (
        "tender_state_known",
        "insert into tenders (order_number, kind, state, amount_minor, given_minor, change_minor) values (3, 'cash', 'lost', 1, 1, 0)",
    ),
    (
        "tender_amount_not_negative",
        "insert into tenders (order_number, kind, state, amount_minor) values (3, 'card', 'open', -1)",
    ),
    (
        "tender_change_not_negative",
        "insert into tenders (order_number, kind, state, amount_minor, given_minor, change_minor) values (3, 'cash', 'paid', 5, 4, -1)",
    ),
    (
        "cash_adds_up",
        "insert into tenders (order_number, kind, state, amount_minor, given_minor, change_minor) values (3, 'cash', 'paid', 5, 6, 0)",
    ),
    (
        "cash_adds_up",
        "insert into tenders (order_number, kind, state, amount_minor) values (3, 'cash', 'paid', 5)",
    ),
    (
        "card_is_exact",
        "insert into tenders (order_number, kind, state, amount_minor, rounding_minor) values (3, 'card', 'open', 5, 1)",
    ),
    (
        "one_open_tender",
        "insert into tenders (order_number, kind, state, amount_minor) values (2, 'card', 'open', 5)",
    ),
    ("ended_tenders_stay", "update tenders set state = 'open' where id = 3"),
    ("tenders_keep_their_amounts", "update tenders set amount_minor = 1 where id = 2"),
    ("tenders_are_kept", "delete from tenders where id = 3"),
    (
        "paid_orders_get_no_tenders",
        "insert into tenders (order_number, kind, state, amount_minor) values (1, 'card', 'open', 5)",
    ),
    ("paid_orders_balance", "update orders set state = 'paid', paid_at = 'noon' where number = 2"),
    ("unpaid_orders_hold_no_money", "update orders set state = 'unpaid' where number = 2"),
    (
        "account_secrets_are_json",
        "insert into provider_accounts (kind, label, base_url, fields, secrets, created_at) values ('', '', '', '{}', 'sk_live_1', '')",
    ),
    (
        "account_fields_are_json",
        "insert into provider_accounts (kind, label, base_url, fields, secrets, created_at) values ('', '', '', 'MC1', '{}', '')",
    ),
    ("account_own_key_is_json", "update provider_accounts set own_key = 'sk_live_1'"),
    (
        "accounts_stay_while_payments_run",
        "update provider_accounts set base_url = 'https://elsewhere.example'",
    ),
    (
        "accounts_stay_while_payments_run",
        r#"update provider_accounts set secrets = '{"api_key":"another"}', own_key = '{}'"#,
    ),
    ("accounts_stay_while_payments_run", r#"update provider_accounts set fields = '{"merchant":"M2"}'"#),
    (
        "accounts_stay_while_money_hangs_on_them",
        "update attempts set state = 'needs_person' where reference = '000002AAAAAAAA'; update provider_accounts set removed_at = 'noon'",
    ),
    (
        "removed_accounts_stay_removed",
        "insert into provider_accounts (id, kind, label, base_url, fields, secrets, created_at, removed_at) values (9, '', '', '', '{}', '{}', '', 'noon'); update provider_accounts set removed_at = null where id = 9",
    ),
    (
        "one_terminal_per_key",
        "insert into terminals (account_id, key, manufacturer, model, serial, name, added_at) values (1, 'MAKER-model-A1', '', '', '', '', '')",
    ),
    ("attempt_state_known", "update attempts set state = 'failed' where reference = '000002AAAAAAAA'"),
    ("attempt_record_is_json", "update attempts set record = '{' where reference = '000002AAAAAAAA'"),
    (
        "attempt_amount_positive",
        "insert into tenders (id, order_number, kind, state, amount_minor) values (90, 3, 'card', 'open', 0); insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency, state, transaction_id, record, created_at, updated_at) values ('NEW', 90, 3, 1, 2, '', 0, 'EUR', 'intended', null, '{}', '', '')",
    ),
    (
        "references_are_not_reused",
        "insert into tenders (id, order_number, kind, state, amount_minor) values (90, 3, 'card', 'open', 9); insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency, state, transaction_id, record, created_at, updated_at) values ('000003BBBBBBBB', 90, 3, 1, 2, '', 9, 'EUR', 'intended', null, '{}', '', '')",
    ),
    (
        "one_open_attempt_per_terminal",
        "insert into tenders (id, order_number, kind, state, amount_minor) values (90, 3, 'card', 'open', 9); insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency, state, transaction_id, record, created_at, updated_at) values ('NEW', 90, 3, 1, 1, '', 9, 'EUR', 'intended', null, '{}', '', '')",
    ),
    (
        "one_live_attempt_per_tender",
        "insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency, state, transaction_id, record, created_at, updated_at) select 'NEW', 2, 2, 1, 2, '', amount_minor, 'EUR', 'intended', null, '{}', '', '' from tenders where id = 2",
    ),
    (
        "attempts_fit_their_tender",
        "insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency, state, transaction_id, record, created_at, updated_at) select 'NEW', 2, 2, 1, 2, '', amount_minor + 1, 'EUR', 'intended', null, '{}', '', '' from tenders where id = 2",
    ),
    (
        "attempts_fit_their_tender",
        "insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency, state, transaction_id, record, created_at, updated_at) select 'NEW', 2, 3, 1, 2, '', amount_minor, 'EUR', 'intended', null, '{}', '', '' from tenders where id = 2",
    ),
    (
        "attempts_fit_their_tender",
        "insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency, state, transaction_id, record, created_at, updated_at) select 'NEW', 2, 2, 1, 2, '', amount_minor, 'GBP', 'intended', null, '{}', '', '' from tenders where id = 2",
    ),
    (
        "attempts_fit_their_tender",
        "update terminals set removed_at = 'noon' where id = 2; insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency, state, transaction_id, record, created_at, updated_at) select 'NEW', 2, 2, 1, 2, '', amount_minor, 'EUR', 'intended', null, '{}', '', '' from tenders where id = 2",
    ),
    (
        "attempts_begin_as_intents",
        "insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency, state, transaction_id, record, created_at, updated_at) select 'NEW', 2, 2, 1, 2, '', amount_minor, 'EUR', 'approved', null, '{}', '', '' from tenders where id = 2",
    ),
    (
        "card_tenders_begin_open",
        "insert into tenders (order_number, kind, state, amount_minor) values (3, 'card', 'paid', 5)",
    ),
    ("paid_cards_have_an_approval", "update tenders set state = 'paid' where id = 2"),
    ("void_tenders_moved_no_money", "update tenders set state = 'void' where id = 2"),
    ("orders_are_charged_once", "update orders set state = 'paying' where number = 5"),
    ("intents_stay", "update attempts set amount_minor = 1 where reference = '000002AAAAAAAA'"),
    ("intents_stay", "update attempts set terminal_id = 2 where reference = '000002AAAAAAAA'"),
    ("attempts_are_kept", "delete from attempts where reference = '000003BBBBBBBB'"),
    ("ends_are_facts", "update attempts set state = 'pending' where reference = '000003BBBBBBBB'"),
    ("ends_are_facts", "update attempts set state = 'approved' where reference = '000003BBBBBBBB'"),
    ("ends_are_facts", "update attempts set state = 'declined' where reference = '000004CCCCCCCC'"),
    ("ends_are_facts", "update attempts set state = 'cancelled' where reference = '000005DDDDDDDD'"),
    ("ends_are_facts", "update attempts set state = 'intended' where reference = '000002AAAAAAAA'"),
    ("observation_is_json", "insert into observations values ('000002AAAAAAAA', 90, '', '{', 'pending')"),
    ("observations_stay", "update observations set event = '{}'"),
    ("observations_are_kept", "delete from observations"),
    ("receipt_is_json", "insert into receipts values (3, '{', '', 0, '')"),
    ("one_receipt_per_order", "insert into receipts values (1, '{}', '', 0, '')"),
    ("receipts_stay", "update receipts set model = '{}'"),
    ("receipts_are_kept", "delete from receipts"),
    ("person_has_a_name", "update people set name = '' where id = 2"),
    ("person_role_known", "update people set role = 'owner' where id = 2"),
    ("pin_is_hashed", "update people set pin_hash = '1234' where id = 2"),
    ("failed_tries_count_up", "update people set failed_tries = -1 where id = 2"),
    ("one_person_per_name", "update people set name = 'MARTA' where id = 2"),
    (
        "the_first_person_is_a_manager",
        "drop trigger people_are_kept; delete from people; insert into people (name, role, pin_hash, added_at) values ('Anna', 'cashier', '$argon2id$', '')",
    ),
    ("the_last_manager_stays", "update people set removed_at = 'now' where id = 1"),
    ("the_last_manager_stays", "update people set role = 'cashier' where id = 1"),
    ("removed_people_stay_removed", "update people set removed_at = null where id = 3"),
    ("people_are_kept", "delete from people where id = 3"),
    ("logo_is_named_by_its_hash", "insert into logos values ('practice-1', x'89', '')"),
    ("logo_is_named_by_its_hash", "insert into logos select replace(id, 'a', 'A'), png, '' from logos"),
    ("logo_is_small", "insert into logos select replace(id, 'a', 'b'), zeroblob(16385), '' from logos"),
    ("logo_is_small", "insert into logos select replace(id, 'a', 'b'), x'', '' from logos"),
    ("logos_stay", "update logos set png = x'00'"),
    ("logos_are_kept", "delete from logos"),
];

async fn shop_in_every_state() -> Shop {
    let shop = Shop::open().await;
    shop.store
        .catalogue()
        .replace([crate::support::item("101", "Tea", 100), crate::support::item("102", "Bun", 90)])
        .await
        .unwrap();
    shop.pay_cash(&basket(&[100]), 1).await.unwrap();
    let mut pending = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    shop.send(&mut pending).await.unwrap();
    let mut declined = shop.intend(&basket(&[300]), 1, "BBBBBBBB").await.unwrap();
    shop.decline(&mut declined, AttemptEnd::NotPaidParked).await.unwrap();
    let mut paid = shop.intend(&basket(&[400]), 1, "CCCCCCCC").await.unwrap();
    shop.approve(&mut paid).await.unwrap();
    let mut late = shop.intend(&basket(&[500]), 1, "DDDDDDDD").await.unwrap();
    shop.decline(&mut late, AttemptEnd::NotPaidParked).await.unwrap();
    let event = approved(&mut late, AttemptState::LateApproved);
    shop.store.payments().record_attempt(&late, &event, AttemptEnd::None, &at()).await.unwrap();
    shop.store.baskets().save_open(&crate::support::empty_basket(), now()).await.unwrap();
    for (name, role) in [("Marta", Role::Manager), ("Anna", Role::Cashier), ("Ines", Role::Cashier)] {
        shop.store.people().add(person(name, role)).await.unwrap();
    }
    shop.store.people().remove(PersonId(3), now()).await.unwrap();
    shop.store.logos().put(&"a".repeat(64), b"dots", now()).await.unwrap();
    crate::refunds::in_every_state(&shop).await;
    shop
}

#[tokio::test]
async fn every_rule_holds_against_a_program_that_wants_to_break_it() {
    let shop = shop_in_every_state().await;
    let mut raw = shop.raw().await;
    let tried = [BROKEN, crate::refund_rules::BROKEN, crate::decision_rules::BROKEN, crate::journal::BROKEN];
    for (rule, statements) in tried.into_iter().flatten() {
        sqlx::query("begin").execute(&mut raw).await.unwrap();
        let (before, last) = statements.rsplit_once("; ").unwrap_or(("", statements));
        if !before.is_empty() {
            sqlx::raw_sql(before).execute(&mut raw).await.unwrap_or_else(|error| panic!("{rule}: {error}"));
        }
        match sqlx::query(last).execute(&mut raw).await.map_err(StoreError::from) {
            Err(StoreError::Conflict(named)) => assert_eq!(named, *rule, "{statements}"),
            other => panic!("{rule} does not hold: {other:?}: {statements}"),
        }
        sqlx::query("rollback").execute(&mut raw).await.unwrap();
    }
}

/// A rule nobody tries to break may as well not be there.
#[test]
fn no_rule_of_the_migrations_is_left_untried() {
    let migration = include_str!("../../migrations/0001_first_till.sql");
    let statements: String =
        migration.lines().filter(|line| !line.starts_with("--")).map(|line| format!("{line}\n")).collect();
    let words: Vec<&str> = statements.split_whitespace().collect();
    let follows = |wanted: &[&str]| -> Vec<String> {
        let places = words.windows(wanted.len() + 1).filter(|found| found[..wanted.len()] == *wanted);
        places.map(|found| found[wanted.len()].to_owned()).collect()
    };
    let kinds =
        [follows(&["constraint"]), follows(&["create", "trigger"]), follows(&["create", "unique", "index"])];
    let rules: BTreeSet<String> = kinds.into_iter().flatten().collect();
    assert!(rules.len() > 50, "the migration was not read: {rules:?}");
    let tried = [BROKEN, crate::refund_rules::BROKEN, crate::decision_rules::BROKEN, crate::journal::BROKEN];
    let tried = tried.into_iter().flatten();
    let tried: BTreeSet<String> = tried.map(|(rule, _)| (*rule).to_owned()).collect();
    let untried: Vec<&String> = rules.difference(&tried).collect();
    assert!(untried.is_empty(), "{untried:?}");
}

#[tokio::test]
async fn an_end_may_be_followed_by_the_facts_that_do_follow_ends() {
    let shop = shop_in_every_state().await;
    let mut raw = shop.raw().await;
    for (reference, state) in [
        ("000003BBBBBBBB", "late_approved"),
        ("000003BBBBBBBB", "reversed"),
        ("000004CCCCCCCC", "reversed"),
        ("000002AAAAAAAA", "unknown"),
        ("000002AAAAAAAA", "pending"),
        ("000002AAAAAAAA", "needs_person"),
        ("000002AAAAAAAA", "late_approved"),
    ] {
        sqlx::query(
            "update attempts set state = ?1, captured_minor = case when ?1 in ('late_approved', 'reversed') then amount_minor end
             where reference = ?2",
        )
            .bind(state)
            .bind(reference)
            .execute(&mut raw)
            .await
            .unwrap_or_else(|error| panic!("{reference} {state}: {error}"));
    }
}
