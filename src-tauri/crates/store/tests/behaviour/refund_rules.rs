//! Every rule about refunds, broken on purpose. [`crate::rules`] runs them.

macro_rules! refund {
    ($values:literal) => {
        concat!(
            "insert into refunds (number, subject, order_number, kind, original, state, currency, total_minor, net_minor, \
             tax_minor, rounding_minor, snapshot, reason, till, cashier, approved_by, created_at) values (",
            $values,
            ")"
        )
    };
}

macro_rules! attempt {
    ($values:literal) => {
        concat!(
            "insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, \
             currency, state, transaction_id, record, created_at, updated_at, refund_number, occupies_terminal) values (",
            $values,
            ")"
        )
    };
}

macro_rules! then {
    ($first:expr, $($next:expr),+) => { concat!($first, $("; ", $next),+) };
}

/// R90 is to give back ten of order 1 in cash; its lines are still missing.
macro_rules! cash_of_ten {
    () => {
        refund!("90, 'goods', 1, 'cash', null, 'open', 'EUR', 10, 9, 1, 0, '{}', null, '', '', null, ''")
    };
}

/// R90 is to give back ten without a purchase; its attempt is still missing.
macro_rules! free_ten {
    () => {
        refund!("90, 'free', null, 'card', null, 'open', 'EUR', 10, 10, 0, 0, '{}', 'x', '', '', 'Mo', ''")
    };
}

/// What the last statement breaks.
///
/// Beside the orders of [`crate::rules`]: R1 gives back 100 of order 4 to the card of 000004CCCCCCCC and runs under
/// R00004AAAAAAAA, which takes no terminal. R2 gave back 40 of order 1 in cash. R3 gives back 200 of the payment 000005DDDDDDDD that
/// came too much, was too early under R00005BBBBBBBB and waits. R4 was to give back 100 of it and was declined.
pub(crate) const BROKEN: &[(&str, &str)] = &[
    ("one_refund_counter", "insert into refund_numbers values (2, 1)"),
    ("refund_numbers_only_count_up", "update refund_numbers set next = 1"),
    (
        "refund_subject_known",
        refund!("90, 'gift', null, 'card', null, 'open', 'EUR', 10, 10, 0, 0, '{}', 'x', '', '', 'Mo', ''"),
    ),
    (
        "refund_kind_known",
        refund!("90, 'free', null, 'shells', null, 'open', 'EUR', 10, 10, 0, 0, '{}', 'x', '', '', 'Mo', ''"),
    ),
    ("refund_state_known", "update refunds set state = 'lost' where number = 1"),
    (
        "refund_total_positive",
        refund!("90, 'free', null, 'card', null, 'open', 'EUR', 0, 0, 0, 0, '{}', 'x', '', '', 'Mo', ''"),
    ),
    (
        "refund_snapshot_is_json",
        refund!("90, 'free', null, 'card', null, 'open', 'EUR', 10, 10, 0, 0, '{', 'x', '', '', 'Mo', ''"),
    ),
    (
        "refund_names_its_order",
        refund!("90, 'free', 1, 'card', null, 'open', 'EUR', 10, 10, 0, 0, '{}', 'x', '', '', 'Mo', ''"),
    ),
    (
        "refund_names_its_order",
        refund!(
            "90, 'payment', null, 'card', null, 'open', 'EUR', 10, 10, 0, 0, '{}', 'x', '', '', 'Mo', ''"
        ),
    ),
    (
        "card_refund_names_its_payment",
        refund!("90, 'payment', 5, 'card', null, 'open', 'EUR', 10, 10, 0, 0, '{}', 'x', '', '', 'Mo', ''"),
    ),
    (
        "cash_refund_is_of_goods",
        refund!("90, 'payment', 1, 'cash', null, 'open', 'EUR', 10, 10, 0, 0, '{}', 'x', '', '', 'Mo', ''"),
    ),
    (
        "card_refund_is_exact",
        refund!("90, 'free', null, 'card', null, 'open', 'EUR', 10, 10, 0, 1, '{}', 'x', '', '', 'Mo', ''"),
    ),
    (
        "refund_net_and_tax_make_total",
        refund!("90, 'free', null, 'card', null, 'open', 'EUR', 10, 9, 0, 0, '{}', 'x', '', '', 'Mo', ''"),
    ),
    ("ended_refund_has_a_time", "update refunds set ended_at = 'noon' where number = 1"),
    ("ended_refund_has_a_time", "update refunds set ended_at = null where number = 2"),
    ("waiting_refund_has_a_time", "update refunds set next_try_at = null where number = 3"),
    (
        "free_refund_is_approved",
        refund!("90, 'free', null, 'card', null, 'open', 'EUR', 10, 10, 0, 0, '{}', 'x', '', '', null, ''"),
    ),
    (
        "free_refund_is_approved",
        refund!("90, 'free', null, 'card', null, 'open', 'EUR', 10, 10, 0, 0, '{}', null, '', '', 'Mo', ''"),
    ),
    (
        "one_open_refund_per_payment",
        refund!(
            "90, 'goods', 4, 'card', '000004CCCCCCCC', 'open', 'EUR', 10, 10, 0, 0, '{}', null, '', '', null, ''"
        ),
    ),
    (
        "refunds_begin_open",
        refund!(
            "90, 'free', null, 'card', null, 'refunded', 'EUR', 10, 10, 0, 0, '{}', 'x', '', '', 'Mo', ''"
        ),
    ),
    // 400 were charged, 100 of them are on their way back.
    (
        "card_refunds_stay_within_their_payment",
        refund!(
            "90, 'goods', 4, 'card', '000004CCCCCCCC', 'open', 'EUR', 301, 301, 0, 0, '{}', null, '', '', null, ''"
        ),
    ),
    // 500 came too much, 200 of them wait to go back; what was declined does not count.
    (
        "card_refunds_stay_within_their_payment",
        refund!(
            "90, 'payment', 5, 'card', '000005DDDDDDDD', 'open', 'EUR', 301, 301, 0, 0, '{}', null, '', '', null, ''"
        ),
    ),
    (
        "card_refunds_stay_within_their_payment",
        refund!(
            "90, 'payment', 5, 'card', '000005DDDDDDDD', 'open', 'GBP', 10, 10, 0, 0, '{}', null, '', '', null, ''"
        ),
    ),
    (
        "card_refunds_stay_within_their_payment",
        refund!(
            "90, 'goods', 1, 'card', '000004CCCCCCCC', 'open', 'EUR', 10, 10, 0, 0, '{}', null, '', '', null, ''"
        ),
    ),
    (
        "card_refunds_stay_within_their_payment",
        refund!(
            "90, 'payment', 4, 'card', '000004CCCCCCCC', 'open', 'EUR', 10, 10, 0, 0, '{}', null, '', '', null, ''"
        ),
    ),
    (
        "card_refunds_stay_within_their_payment",
        refund!(
            "90, 'payment', 3, 'card', '000003BBBBBBBB', 'open', 'EUR', 10, 10, 0, 0, '{}', null, '', '', null, ''"
        ),
    ),
    (
        "cash_refunds_stay_within_their_payment",
        refund!("90, 'goods', 1, 'cash', null, 'open', 'EUR', 61, 61, 0, 0, '{}', null, '', '', null, ''"),
    ),
    (
        "cash_refunds_stay_within_their_payment",
        refund!("90, 'goods', 1, 'cash', null, 'open', 'EUR', 59, 59, 0, 2, '{}', null, '', '', null, ''"),
    ),
    (
        "cash_refunds_stay_within_their_payment",
        refund!("90, 'goods', 1, 'cash', null, 'open', 'EUR', 2, 2, 0, -2, '{}', null, '', '', null, ''"),
    ),
    (
        "cash_refunds_stay_within_their_payment",
        refund!("90, 'goods', 4, 'cash', null, 'open', 'EUR', 1, 1, 0, 0, '{}', null, '', '', null, ''"),
    ),
    (
        "goods_come_back_from_paid_orders",
        refund!("90, 'goods', 3, 'card', null, 'open', 'EUR', 10, 10, 0, 0, '{}', null, '', '', null, ''"),
    ),
    ("refunds_keep_their_terms", "update refunds set total_minor = 1 where number = 1"),
    ("refunds_are_kept", "delete from refunds where number = 4"),
    ("refund_states_go_forward", "update refunds set state = 'open', ended_at = null where number = 2"),
    (
        "refund_states_go_forward",
        "update refunds set state = 'waiting', ended_at = null, next_try_at = '' where number = 4",
    ),
    (
        "card_refunds_have_an_approval",
        "update refunds set state = 'refunded', ended_at = '', next_try_at = null where number = 3",
    ),
    (
        "refunds_not_made_moved_no_money",
        "update refunds set state = 'not_refunded', ended_at = '' where number = 1",
    ),
    (
        "refunds_not_made_moved_no_money",
        "update refunds set state = 'waiting', next_try_at = '' where number = 1",
    ),
    ("refund_lines_come_first", "insert into refund_lines values (1, 4, 1, 0, 1, 0, 1)"),
    ("refund_lines_come_first", "insert into refund_lines values (2, 1, 1, 0, 1, 0, 1)"),
    (
        "refund_lines_come_first",
        then!(cash_of_ten!(), "insert into refund_lines values (90, 4, 1, 0, 1, 0, 1)"),
    ),
    (
        "refund_lines_stay_within_the_sale",
        then!(cash_of_ten!(), "insert into refund_lines values (90, 1, 1, 1001, 9, 1, 10)"),
    ),
    (
        "refund_lines_stay_within_the_sale",
        then!(cash_of_ten!(), "insert into refund_lines values (90, 1, 1, 0, 56, 0, 56)"),
    ),
    (
        "refund_lines_stay_within_the_sale",
        then!(cash_of_ten!(), "insert into refund_lines values (90, 1, 1, 0, 0, 6, 6)"),
    ),
    (
        "refund_lines_stay_within_the_sale",
        then!(cash_of_ten!(), "insert into refund_lines values (90, 1, 2, 0, 9, 1, 10)"),
    ),
    (
        "refund_line_quantity_not_negative",
        then!(cash_of_ten!(), "insert into refund_lines values (90, 1, 1, -1, 9, 1, 10)"),
    ),
    (
        "refund_line_net_not_negative",
        then!(cash_of_ten!(), "insert into refund_lines values (90, 1, 1, 0, -1, 1, 0)"),
    ),
    (
        "refund_line_tax_not_negative",
        then!(cash_of_ten!(), "insert into refund_lines values (90, 1, 1, 0, 11, -1, 10)"),
    ),
    (
        "refund_line_net_and_tax_make_gross",
        then!(cash_of_ten!(), "insert into refund_lines values (90, 1, 1, 0, 9, 1, 11)"),
    ),
    ("refund_lines_stay", "update refund_lines set net_minor = 0"),
    ("refund_lines_are_kept", "delete from refund_lines"),
    (
        "refund_lines_make_the_refund",
        then!(cash_of_ten!(), "update refunds set state = 'refunded', ended_at = '' where number = 90"),
    ),
    (
        "refund_lines_make_the_attempt",
        then!(
            "update refunds set state = 'needs_person' where number = 1",
            refund!(
                "90, 'goods', 4, 'card', '000004CCCCCCCC', 'open', 'EUR', 10, 9, 1, 0, '{}', null, '', '', null, ''"
            ),
            attempt!(
                "'NEW', null, 4, 1, 2, '{\"refund\":{\"original\":\"5456485215432746\"}}', 10, 'EUR', 'intended', null, '{}', '', '', 90, 1"
            )
        ),
    ),
    (
        "attempts_fit_their_refund",
        then!(
            free_ten!(),
            attempt!(
                "'NEW', null, null, 1, 1, '\"unreferenced_refund\"', 11, 'EUR', 'intended', null, '{}', '', '', 90, 1"
            )
        ),
    ),
    (
        "attempts_fit_their_refund",
        then!(
            free_ten!(),
            attempt!(
                "'NEW', null, null, 1, 1, '\"unreferenced_refund\"', 10, 'GBP', 'intended', null, '{}', '', '', 90, 1"
            )
        ),
    ),
    (
        "attempts_fit_their_refund",
        then!(
            free_ten!(),
            attempt!(
                "'NEW', null, 4, 1, 1, '\"unreferenced_refund\"', 10, 'EUR', 'intended', null, '{}', '', '', 90, 1"
            )
        ),
    ),
    (
        "attempts_fit_their_refund",
        then!(
            free_ten!(),
            attempt!(
                "'NEW', null, null, 1, 1, '\"purchase\"', 10, 'EUR', 'intended', null, '{}', '', '', 90, 1"
            )
        ),
    ),
    (
        "attempts_fit_their_refund",
        then!(
            free_ten!(),
            "update terminals set removed_at = 'noon' where id = 1",
            attempt!(
                "'NEW', null, null, 1, 1, '\"unreferenced_refund\"', 10, 'EUR', 'intended', null, '{}', '', '', 90, 1"
            )
        ),
    ),
    (
        "attempts_fit_their_refund",
        attempt!(
            "'NEW', null, 5, 1, 1, '{\"refund\":{\"original\":\"5456485215432746\"}}', 200, 'EUR', 'intended', null, '{}', '', '', 3, 1"
        ),
    ),
    // R3 is taken up again, with the name of another purchase.
    (
        "attempts_fit_their_refund",
        then!(
            "update refunds set state = 'open', next_try_at = null where number = 3",
            attempt!(
                "'NEW', null, 5, 1, 1, '{\"refund\":{\"original\":\"1\"}}', 200, 'EUR', 'intended', null, '{}', '', '', 3, 1"
            )
        ),
    ),
    (
        "refunds_are_sent_again_by_proof",
        attempt!(
            "'NEW', null, 4, 1, 1, '{\"refund\":{\"original\":\"5456485215432746\"}}', 100, 'EUR', 'intended', null, '{}', '', '', 1, 1"
        ),
    ),
    (
        "attempt_occupies_or_not",
        then!(
            free_ten!(),
            attempt!(
                "'NEW', null, null, 1, 1, '\"unreferenced_refund\"', 10, 'EUR', 'intended', null, '{}', '', '', 90, 2"
            )
        ),
    ),
    (
        "attempt_pays_or_refunds",
        attempt!("'NEW', null, 3, 1, 1, '', 10, 'EUR', 'intended', null, '{}', '', '', null, 1"),
    ),
    (
        "one_open_attempt_per_terminal",
        then!(
            free_ten!(),
            attempt!(
                "'NEW', null, null, 1, 1, '\"unreferenced_refund\"', 10, 'EUR', 'intended', null, '{}', '', '', 90, 1"
            )
        ),
    ),
    ("intents_stay", "update attempts set occupies_terminal = 1 where reference = 'R00004AAAAAAAA'"),
    ("approvals_capture", "update attempts set captured_minor = 1 where reference = '000003BBBBBBBB'"),
    ("approvals_capture", "update attempts set state = 'approved' where reference = '000002AAAAAAAA'"),
    ("captures_stay", "update attempts set captured_minor = 401 where reference = '000004CCCCCCCC'"),
    ("refund_slip_is_json", "insert into refund_slips values (2, '{', '', 0, '')"),
    ("one_slip_per_refund", "insert into refund_slips values (2, '{}', '', 0, '')"),
    ("refund_slips_stay", "update refund_slips set model = '{}'"),
    ("refund_slips_are_kept", "delete from refund_slips"),
    ("slips_witness_refunds", "insert into refund_slips values (1, '{}', '', 0, '')"),
];
