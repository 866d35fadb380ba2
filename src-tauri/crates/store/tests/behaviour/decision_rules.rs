//! Every rule about decisions and late payments, broken on purpose. [`crate::rules`] runs them.

macro_rules! decision {
    ($values:literal) => {
        concat!(
            "update attempts set state = 'needs_person' where reference = '000002AAAAAAAA'; \
             insert into decisions values ('000002AAAAAAAA', ",
            $values,
            ")"
        )
    };
}

/// The payment of order 3 was approved late, exactly.
macro_rules! late {
    ($next:literal) => {
        concat!(
            "update attempts set state = 'late_approved', captured_minor = 300, \
             record = json_set(record, '$.outcome', json('{\"approved\":{\"amount\":{\"minor\":300}}}')) \
             where reference = '000003BBBBBBBB'; ",
            $next
        )
    };
}

/// The name of a rule, and statements of which the last breaks it, on the shop of [`crate::rules`].
pub(crate) const BROKEN: &[(&str, &str)] = &[
    ("decision_verdict_known", decision!("2, 'forced', null, 'x', 'Mo', ''")),
    ("decision_has_a_reason", decision!("2, 'no_money_came_in', null, '  ', 'Mo', ''")),
    ("decision_names_who", decision!("2, 'no_money_came_in', null, 'x', '', ''")),
    ("money_comes_in_under_a_name", decision!("2, 'pays_its_order', null, 'x', 'Mo', ''")),
    ("money_comes_in_under_a_name", decision!("2, 'no_money_came_in', 'T9', 'x', 'Mo', ''")),
    (
        "decisions_stay",
        decision!("2, 'no_money_came_in', null, 'x', 'Mo', ''); update decisions set reason = 'y' where (1"),
    ),
    (
        "decisions_are_kept",
        decision!("2, 'no_money_came_in', null, 'x', 'Mo', ''); delete from decisions where (1"),
    ),
    // Not of what was observed last, not of what runs, not a refund's answer to a payment.
    ("decisions_answer_what_is_asked", decision!("7, 'no_money_came_in', null, 'x', 'Mo', ''")),
    (
        "decisions_answer_what_is_asked",
        "insert into decisions values ('000002AAAAAAAA', 2, 'no_money_came_in', null, 'x', 'Mo', '')",
    ),
    ("decisions_answer_what_is_asked", decision!("2, 'went_back', null, 'x', 'Mo', ''")),
    // The order of a declined payment does not wait for it any more.
    (
        "decisions_answer_what_is_asked",
        "update attempts set state = 'needs_person' where reference = '000003BBBBBBBB'; insert into decisions select '000003BBBBBBBB', max(seq) + 1, 'pays_its_order', 'T9', 'x', 'Mo', '' from observations where reference = '000003BBBBBBBB'",
    ),
    // Order 4 was paid under that name.
    ("money_is_booked_once", decision!("2, 'pays_its_order', '5456485215432746', 'x', 'Mo', ''")),
    (
        "what_needs_a_person_ends_by_decision",
        "update attempts set state = 'needs_person' where reference = '000002AAAAAAAA'; update attempts set state = 'approved', captured_minor = amount_minor where reference = '000002AAAAAAAA'",
    ),
    (
        "what_needs_a_person_ends_by_decision",
        "update attempts set state = 'needs_person' where reference = '000002AAAAAAAA'; update attempts set state = 'declined' where reference = '000002AAAAAAAA'",
    ),
    (
        "what_needs_a_person_ends_by_decision",
        decision!(
            "2, 'no_money_came_in', null, 'x', 'Mo', ''); update attempts set state = 'approved', captured_minor = amount_minor where (reference = '000002AAAAAAAA'"
        ),
    ),
    (
        "what_needs_a_person_ends_by_decision",
        decision!(
            "2, 'pays_its_order', 'T9', 'x', 'Mo', ''); update attempts set state = 'approved', captured_minor = amount_minor - 1 where (reference = '000002AAAAAAAA'"
        ),
    ),
    (
        "attached_is_a_card",
        late!(
            "insert into tenders (order_number, kind, state, amount_minor, given_minor, change_minor, attached) values (3, 'cash', 'paid', 300, 300, 0, '000003BBBBBBBB')"
        ),
    ),
    (
        "attached_tenders_fit_their_approval",
        "insert into tenders (order_number, kind, state, amount_minor, attached) values (3, 'card', 'open', 300, '000003BBBBBBBB')",
    ),
    (
        "attached_tenders_fit_their_approval",
        late!(
            "insert into tenders (order_number, kind, state, amount_minor, attached) values (5, 'card', 'open', 300, '000003BBBBBBBB')"
        ),
    ),
    (
        "attached_tenders_fit_their_approval",
        late!(
            "insert into tenders (order_number, kind, state, amount_minor, attached) values (3, 'card', 'open', 299, '000003BBBBBBBB')"
        ),
    ),
    // Part of it is being given back.
    (
        "attached_tenders_fit_their_approval",
        "insert into tenders (order_number, kind, state, amount_minor, attached) values (5, 'card', 'open', 500, '000005DDDDDDDD')",
    ),
    (
        "one_tender_per_approval",
        late!(
            "drop trigger attached_tenders_fit_their_approval; insert into tenders (order_number, kind, state, amount_minor, attached) values (3, 'card', 'open', 300, '000003BBBBBBBB'); insert into tenders (order_number, kind, state, amount_minor, attached) values (5, 'card', 'open', 300, '000003BBBBBBBB')"
        ),
    ),
    (
        "late_approvals_pay_by_being_attached",
        "update attempts set state = 'approved' where reference = '000005DDDDDDDD'",
    ),
    ("order_goes_on_as_a_later_one", "insert into continued_orders values (3, 3)"),
    (
        "continued_orders_stay",
        "insert into continued_orders values (3, 4); update continued_orders set continued_as = 5",
    ),
    ("continued_orders_are_kept", "insert into continued_orders values (3, 4); delete from continued_orders"),
];
