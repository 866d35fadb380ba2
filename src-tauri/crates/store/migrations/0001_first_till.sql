-- The first till: catalogue, baskets, orders with their tenders, card attempts with what was observed of them, receipts.
--
-- Money is whole minor units of the one currency a row names. Times are RFC 3339 with the shop's offset. Names of
-- constraints and triggers are part of the code: the store answers with them. SQLite reports a broken unique index by its
-- columns; `error.rs` translates those into the names used here.

create table settings (
    name text primary key,
    value text not null constraint settings_value_is_json check (json_valid(value))
) strict;

-- Articles. `id` counts up in the order of the imported file, which is the order of tiles and search hits.
create table items (
    id integer primary key,
    code text not null,
    name text not null,
    price_minor integer not null constraint item_price_not_negative check (price_minor >= 0),
    currency text not null,
    tax_milli_percent integer not null constraint item_tax_is_a_rate check (tax_milli_percent between 0 and 100000),
    category text,
    unit text not null constraint item_unit_known check (unit in ('piece', 'kilogram')),
    picture text,
    colour text
) strict;

create index items_by_category on items (category);

-- Every code an article answers to, its own and its aliases: one code, one article.
create table item_codes (
    code text primary key,
    item_id integer not null references items (id)
) strict, without rowid;

-- Search by the beginnings of words. A prefix that has no index of its own length is collected anew from every longer
-- word, which takes many milliseconds when a million articles share a few words; so there is one for each length a search
-- may have, and longer words are cut. The first word of a name stands in it a second time behind a mark: names that begin
-- with what was typed come first. Neither positions nor the text are kept; the order of hits is that of `items`.
create virtual table item_names using fts5 (
    name,
    content = '',
    detail = 'none',
    columnsize = 0,
    prefix = '1 2 3 4 5 6 7 8 9 10 11 12 13',
    tokenize = 'unicode61 remove_diacritics 2 categories ''L* M* N* Co'''
);
-- Bytes of an index page. A search for several words jumps from page to page of a frequent word's list and reads one to its
-- end at each stop: small pages halve that.
insert into item_names (item_names, rank) values ('pgsz', 400);

create table category_counts (
    category text primary key,
    position integer not null,
    articles integer not null
) strict, without rowid;

-- What customers are buying. A basket is the working copy; the order is what was frozen of it for payment.
create table baskets (
    id integer primary key,
    state text not null constraint basket_state_known check (state in ('open', 'parked', 'paying', 'done')),
    label text,
    basket text not null constraint basket_is_json check (json_valid(basket)),
    line_count integer not null,
    total_minor integer not null,
    currency text not null,
    -- Parked and recalled, a basket keeps the number its payment once began under.
    order_number integer unique references orders (number),
    updated_at text not null
) strict;

create unique index one_open_basket on baskets (state) where state = 'open';
create index baskets_parked on baskets (updated_at) where state = 'parked';

create trigger parked_baskets_have_a_label before update of state on baskets when new.state = 'parked' and new.label is null
begin
    select raise(abort, 'parked_baskets_have_a_label');
end;

-- The next order number. Gapless, because it is taken in the transaction in which its payment begins.
create table order_numbers (
    id integer primary key constraint one_counter check (id = 1),
    next integer not null
) strict;
insert into order_numbers (id, next) values (1, 1);

-- Numbers that are left out because an older copy of the database was put back: they may be on receipts it does not know.
create table left_out_numbers (
    kind text not null constraint left_out_kind_known check (kind in ('order', 'refund')),
    first integer not null,
    next integer not null,
    at text not null,
    primary key (kind, first),
    constraint left_out_goes_forward check (next > first)
) strict, without rowid;

create trigger left_out_numbers_stay before update on left_out_numbers
begin
    select raise(abort, 'left_out_numbers_stay');
end;

create trigger left_out_numbers_are_kept before delete on left_out_numbers
begin
    select raise(abort, 'left_out_numbers_are_kept');
end;

create trigger order_numbers_only_count_up before update on order_numbers
when new.next <> old.next + 1
    and not exists (select 1 from left_out_numbers where kind = 'order' and first = old.next and next = new.next)
begin
    select raise(abort, 'order_numbers_only_count_up');
end;

create table orders (
    number integer primary key,
    state text not null
        constraint order_state_known check (state in ('paying', 'paid', 'unpaid')),
    currency text not null,
    total_minor integer not null constraint order_total_not_negative check (total_minor >= 0),
    net_minor integer not null,
    tax_minor integer not null,
    snapshot text not null constraint order_snapshot_is_json check (json_valid(snapshot)),
    till text not null,
    cashier text not null,
    created_at text not null,
    paid_at text,
    constraint order_net_and_tax_make_total check (net_minor + tax_minor = total_minor),
    constraint paid_order_has_a_time check ((state = 'paid') = (paid_at is not null))
) strict;

create index orders_by_time on orders (created_at);
create index orders_by_payment on orders (paid_at) where paid_at is not null;

create trigger orders_take_the_next_number before insert on orders
when new.number <> (select next from order_numbers)
begin
    select raise(abort, 'orders_take_the_next_number');
end;

create trigger orders_begin_with_a_payment before insert on orders when new.state in ('paid', 'unpaid')
begin
    select raise(abort, 'orders_begin_with_a_payment');
end;

create trigger paid_orders_stay before update on orders when old.state = 'paid'
begin
    select raise(abort, 'paid_orders_stay');
end;

create trigger order_states_go_forward before update of state on orders
when old.state <> new.state and not (
    (old.state = 'unpaid' and new.state = 'paying')
    or (old.state = 'paying' and new.state in ('paid', 'unpaid'))
    or (old.state = 'unpaid' and new.state = 'paid' and exists (
        select 1 from tenders where order_number = new.number and attached is not null and tenders.state = 'paid'
    ))
)
begin
    select raise(abort, 'order_states_go_forward');
end;

create trigger orders_are_kept before delete on orders
begin
    select raise(abort, 'orders_are_kept');
end;

create trigger orders_keep_their_number before update of number on orders when old.number <> new.number
begin
    select raise(abort, 'orders_keep_their_number');
end;

create table order_lines (
    order_number integer not null references orders (number),
    position integer not null,
    code text not null,
    name text not null,
    quantity_thousandths integer not null,
    unit text not null,
    unit_price_minor integer not null,
    discount_minor integer not null,
    order_discount_minor integer not null,
    net_minor integer not null,
    tax_minor integer not null,
    gross_minor integer not null,
    tax_milli_percent integer not null,
    primary key (order_number, position),
    constraint line_net_and_tax_make_gross check (net_minor + tax_minor = gross_minor),
    constraint line_sells_something check (quantity_thousandths > 0)
) strict, without rowid;

-- Lines are replaced while nothing has been paid: an order that was not paid is rung up further and tried again.
create trigger paid_lines_stay before update on order_lines
when exists (select 1 from orders where number = old.order_number and state = 'paid')
begin
    select raise(abort, 'paid_lines_stay');
end;

create trigger paid_lines_are_kept before delete on order_lines
when exists (select 1 from orders where number = old.order_number and state = 'paid')
begin
    select raise(abort, 'paid_lines_are_kept');
end;

create trigger paid_orders_get_no_lines before insert on order_lines
when exists (select 1 from orders where number = new.order_number and state = 'paid')
begin
    select raise(abort, 'paid_orders_get_no_lines');
end;

-- Ways an order is paid. `amount_minor` is net of change and contains `rounding_minor`.
create table tenders (
    id integer primary key,
    order_number integer not null references orders (number),
    kind text not null constraint tender_kind_known check (kind in ('cash', 'card')),
    state text not null constraint tender_state_known check (state in ('open', 'paid', 'void')),
    amount_minor integer not null constraint tender_amount_not_negative check (amount_minor >= 0),
    given_minor integer,
    change_minor integer constraint tender_change_not_negative check (change_minor >= 0),
    rounding_minor integer not null default 0,
    -- The payment approved late that pays it, under an attempt of an earlier tender of the order.
    attached text references attempts (reference),
    constraint attached_is_a_card check (attached is null or kind = 'card'),
    -- A missing figure makes the sum null, and a check that comes to null passes: hence `is`.
    constraint cash_adds_up check (kind <> 'cash' or given_minor - change_minor is amount_minor),
    constraint card_is_exact check (kind <> 'card' or (given_minor is null and change_minor is null and rounding_minor = 0))
) strict;

create index tenders_of_order on tenders (order_number);
create unique index one_open_tender on tenders (order_number) where state = 'open';
create unique index one_tender_per_approval on tenders (attached) where attached is not null;

create trigger ended_tenders_stay before update on tenders when old.state <> 'open'
begin
    select raise(abort, 'ended_tenders_stay');
end;

create trigger tenders_keep_their_amounts
before update of order_number, kind, amount_minor, given_minor, change_minor, rounding_minor, attached on tenders
begin
    select raise(abort, 'tenders_keep_their_amounts');
end;

create trigger tenders_are_kept before delete on tenders
begin
    select raise(abort, 'tenders_are_kept');
end;

create trigger paid_orders_get_no_tenders before insert on tenders
when exists (select 1 from orders where number = new.order_number and state = 'paid')
begin
    select raise(abort, 'paid_orders_get_no_tenders');
end;

-- An order is paid when its paid tenders, less the rounding in them, come to its total. Always.
create trigger paid_orders_balance before update of state on orders when new.state = 'paid'
begin
    select raise(abort, 'paid_orders_balance')
    where new.total_minor <> (
        select coalesce(sum(amount_minor - rounding_minor), 0) from tenders
        where order_number = new.number and state = 'paid'
    );
end;

create trigger unpaid_orders_hold_no_money before update of state on orders
when new.state = 'unpaid' and exists (select 1 from tenders where order_number = new.number and state <> 'void')
begin
    select raise(abort, 'unpaid_orders_hold_no_money');
end;

create table provider_accounts (
    id integer primary key,
    kind text not null,
    label text not null,
    base_url text not null,
    -- What the payment system wants to know beside its address: merchant code, client id. By name.
    fields text not null constraint account_fields_are_json check (json_valid(fields)),
    -- Where each secret is kept, by name; never a secret itself.
    secrets text not null constraint account_secrets_are_json check (json_valid(secrets)),
    -- What is known of the account's own API key, and how far a rotation has come. Never the key.
    own_key text not null default '{}' constraint account_own_key_is_json check (json_valid(own_key)),
    created_at text not null,
    -- A disabled account takes no new payments; what runs is followed to its end.
    disabled_at text,
    removed_at text
) strict;

create table terminals (
    id integer primary key,
    account_id integer not null references provider_accounts (id),
    key text not null,
    manufacturer text not null,
    model text not null,
    serial text not null,
    name text not null,
    added_at text not null,
    removed_at text
) strict;

create unique index one_terminal_per_key on terminals (account_id, lower(key)) where removed_at is null;

-- One dispatch with one reference. The intent never changes; an end is a fact that only later facts may follow.
create table attempts (
    reference text primary key,
    tender_id integer references tenders (id),
    -- Absent for a refund without a purchase.
    order_number integer references orders (number),
    account_id integer not null references provider_accounts (id),
    terminal_id integer not null references terminals (id),
    operation text not null,
    amount_minor integer not null constraint attempt_amount_positive check (amount_minor > 0),
    currency text not null,
    state text not null constraint attempt_state_known check (state in (
        'intended', 'pending', 'unknown', 'approved', 'declined', 'cancelled', 'not_sent', 'needs_person',
        'late_approved', 'reversed'
    )),
    transaction_id text,
    record text not null constraint attempt_record_is_json check (json_valid(record)),
    created_at text not null,
    updated_at text not null,
    refund_number integer references refunds (number),
    -- A refund that provider and till settle between themselves takes no terminal from anybody, nor does a payment at a page.
    occupies_terminal integer not null default 1 constraint attempt_occupies_or_not check (occupies_terminal in (0, 1)),
    -- What was really charged, tip included: the most that can be given back. Known from the approval on.
    captured_minor integer,
    constraint attempt_pays_or_refunds check ((tender_id is null) <> (refund_number is null)),
    constraint approvals_capture
        check ((captured_minor is not null) = (state in ('approved', 'late_approved', 'reversed')))
) strict;

create index attempts_of_refund on attempts (refund_number) where refund_number is not null;
create index attempts_of_order on attempts (order_number);
create index attempts_by_time on attempts (created_at);
create index attempts_by_transaction on attempts (transaction_id) where transaction_id is not null;
-- No second payment on a terminal while one has not ended, across crashes and windows.
create unique index one_open_attempt_per_terminal on attempts (terminal_id)
    where state in ('intended', 'pending', 'unknown') and occupies_terminal = 1;
-- No second payment for a tender while one has not ended, has charged, or waits for a manager.
create unique index one_live_attempt_per_tender on attempts (tender_id)
    where state in ('intended', 'pending', 'unknown', 'approved', 'late_approved', 'needs_person');

-- What is asked of the terminal is what the tender says, of the order it belongs to, on a terminal of the account.
create trigger attempts_fit_their_tender before insert on attempts
when new.tender_id is not null and (not exists (
    select 1 from tenders join orders on orders.number = tenders.order_number
    where tenders.id = new.tender_id and tenders.order_number = new.order_number and tenders.kind = 'card'
        and tenders.state = 'open' and tenders.amount_minor = new.amount_minor and orders.currency = new.currency
) or not exists (
    select 1 from terminals where id = new.terminal_id and account_id = new.account_id and removed_at is null
))
begin
    select raise(abort, 'attempts_fit_their_tender');
end;

create trigger attempts_begin_as_intents before insert on attempts when new.state <> 'intended'
begin
    select raise(abort, 'attempts_begin_as_intents');
end;

-- A card tender is paid by an approval on record and by nothing else, and void only when none of its attempts can have
-- moved money.
create trigger card_tenders_begin_open before insert on tenders when new.kind = 'card' and new.state <> 'open'
begin
    select raise(abort, 'card_tenders_begin_open');
end;

create trigger paid_cards_have_an_approval before update of state on tenders
when new.state = 'paid' and new.kind = 'card'
    and not exists (
        select 1 from attempts where order_number = new.order_number and state = 'approved'
            and (tender_id = new.id or reference = new.attached)
    )
begin
    select raise(abort, 'paid_cards_have_an_approval');
end;

create trigger void_tenders_moved_no_money before update of state on tenders
when new.state = 'void' and exists (
    select 1 from attempts where order_number = new.order_number and (tender_id = new.id or reference = new.attached)
        -- What is approved late pays nothing by itself: it is given back, or attached.
        and state not in ('declined', 'cancelled', 'not_sent', 'late_approved')
)
begin
    select raise(abort, 'void_tenders_moved_no_money');
end;

-- An order on which money has moved, or may have, is not paid a second time.
create trigger orders_are_charged_once before update of state on orders
when new.state = 'paying' and exists (
    select 1 from attempts where order_number = new.number and tender_id is not null
        and state in ('intended', 'pending', 'unknown', 'approved', 'late_approved', 'needs_person')
)
begin
    select raise(abort, 'orders_are_charged_once');
end;

create trigger intents_stay
before update of reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency, created_at,
    refund_number, occupies_terminal
on attempts
begin
    select raise(abort, 'intents_stay');
end;

create trigger captures_stay before update of captured_minor on attempts
when old.captured_minor is not null and new.captured_minor is not old.captured_minor
begin
    select raise(abort, 'captures_stay');
end;

create trigger attempts_are_kept before delete on attempts
begin
    select raise(abort, 'attempts_are_kept');
end;

create trigger ends_are_facts before update of state on attempts
when old.state <> new.state and not (
    (old.state = 'intended' and new.state not in ('late_approved', 'reversed'))
    or (old.state in ('pending', 'unknown') and new.state not in ('intended', 'late_approved', 'reversed'))
    or (old.state in ('declined', 'cancelled', 'not_sent') and new.state in ('late_approved', 'needs_person'))
    or (old.state = 'needs_person' and new.state in ('late_approved', 'approved', 'declined', 'cancelled'))
    or (old.state in ('approved', 'late_approved') and new.state = 'reversed')
    or (old.state = 'late_approved' and new.state = 'approved')
    -- A provider may go back on its word twice.
    or (old.state = 'reversed' and new.state in ('approved', 'late_approved'))
)
begin
    select raise(abort, 'ends_are_facts');
end;

-- What an account is reached by stays while a payment on it has not ended: it must be found where it was sent. Another key
-- is taken meanwhile only if it is the same merchant's: the one a rotation made, or the one it goes back to, or one that has
-- found a payment of this account.
create trigger accounts_stay_while_payments_run before update of base_url, fields, secrets, removed_at on provider_accounts
when (
    new.base_url <> old.base_url or new.fields <> old.fields or new.removed_at is not old.removed_at
    or (
        new.secrets <> old.secrets
        and not (
            coalesce(old.own_key ->> '$.rotation.step', '') = 'kept'
            and json_extract(new.secrets, '$.api_key') is json_extract(old.own_key, '$.rotation.place')
        )
        and not (
            coalesce(old.own_key ->> '$.rotation.step', '') in ('switched', 'proved')
            and json_extract(new.secrets, '$.api_key') is json_extract(old.own_key, '$.rotation.old_place')
        )
        and not exists (
            select 1 from attempts where account_id = new.id and reference = new.own_key ->> '$.found_by'
        )
    )
) and exists (
    select 1 from attempts where account_id = new.id and state in ('intended', 'pending', 'unknown')
)
begin
    select raise(abort, 'accounts_stay_while_payments_run');
end;

-- Nor does an account go while money hangs on it that a person must decide about or that is to go back: it could never.
create trigger accounts_stay_while_money_hangs_on_them before update of removed_at on provider_accounts
when old.removed_at is null and new.removed_at is not null and (
    exists (
        select 1 from attempts
        where account_id = new.id
            and (state = 'needs_person' or (state = 'late_approved' and tender_id is not null))
            and not (record ->> '$.mismatch' is null and record ->> '$.decision.verdict' is 'seen_to'
                and record ->> '$.decision.state' is state)
            and not (state = 'late_approved' and exists (
                select 1 from refunds where original = attempts.reference and state = 'refunded'
            ))
    ) or exists (
        select 1 from refunds join attempts on attempts.refund_number = refunds.number
        where attempts.account_id = new.id and refunds.state in ('waiting', 'needs_person')
    )
)
begin
    select raise(abort, 'accounts_stay_while_money_hangs_on_them');
end;

create trigger removed_accounts_stay_removed before update on provider_accounts when old.removed_at is not null
begin
    select raise(abort, 'removed_accounts_stay_removed');
end;

-- What was observed of an attempt, in order; added to, never changed.
create table observations (
    reference text not null references attempts (reference),
    seq integer not null,
    at text not null,
    event text not null constraint observation_is_json check (json_valid(event)),
    state text not null,
    primary key (reference, seq)
) strict, without rowid;

create trigger observations_stay before update on observations
begin
    select raise(abort, 'observations_stay');
end;

create trigger observations_are_kept before delete on observations
begin
    select raise(abort, 'observations_are_kept');
end;

-- Receipts as issued. Only the number of copies changes.
create table receipts (
    order_number integer primary key references orders (number),
    model text not null constraint receipt_is_json check (json_valid(model)),
    issued_at text not null,
    copies integer not null default 0,
    -- The journal's entry of the sale as printed: its number and the beginning of its hash.
    journal_mark text not null
) strict;

create trigger receipts_stay before update of order_number, model, issued_at, journal_mark on receipts
begin
    select raise(abort, 'receipts_stay');
end;

create trigger receipts_are_kept before delete on receipts
begin
    select raise(abort, 'receipts_are_kept');
end;

-- People who work at the till. A PIN is kept as its hash alone (PHC text: algorithm, parameters, salt, hash);
-- `pin_pepper` names the keychain's entry that was mixed into it, if any. `failed_tries` counts the tries since the last
-- right PIN and is written before a try is judged, so that neither a crash nor another clock gives one away.
create table people (
    id integer primary key,
    name text not null constraint person_has_a_name check (length(name) between 1 and 40),
    role text not null constraint person_role_known check (role in ('cashier', 'manager')),
    pin_hash text not null constraint pin_is_hashed check (pin_hash like '$argon2id$%'),
    pin_pepper text,
    pin_changed_at text,
    failed_tries integer not null default 0 constraint failed_tries_count_up check (failed_tries >= 0),
    added_at text not null,
    removed_at text
) strict;

create unique index one_person_per_name on people (name collate nocase) where removed_at is null;

-- Without a manager nobody could let anybody in.
create trigger the_first_person_is_a_manager before insert on people
when new.role <> 'manager' and not exists (select 1 from people where role = 'manager' and removed_at is null)
begin
    select raise(abort, 'the_first_person_is_a_manager');
end;

create trigger the_last_manager_stays before update of role, removed_at on people
when old.role = 'manager' and old.removed_at is null and (new.role <> 'manager' or new.removed_at is not null)
    and not exists (select 1 from people where id <> old.id and role = 'manager' and removed_at is null)
begin
    select raise(abort, 'the_last_manager_stays');
end;

create trigger removed_people_stay_removed before update on people when old.removed_at is not null
begin
    select raise(abort, 'removed_people_stay_removed');
end;

create trigger people_are_kept before delete on people
begin
    select raise(abort, 'people_are_kept');
end;

-- Logos of receipts, under the SHA-256 of the picture. A receipt names its logo, so none is changed or taken away, also
-- when the shop has another one by now.
create table logos (
    id text primary key constraint logo_is_named_by_its_hash check (length(id) = 64 and id not glob '*[^0-9a-f]*'),
    png blob not null constraint logo_is_small check (length(png) between 1 and 16384),
    added_at text not null
) strict;

create trigger logos_stay before update on logos
begin
    select raise(abort, 'logos_stay');
end;

create trigger logos_are_kept before delete on logos
begin
    select raise(abort, 'logos_are_kept');
end;

-- Refunds ----------------------------------------------------------------------------------------------------------
--
-- One refund is one movement of money back: in cash, or to the card of one purchase by attempts of its own. What is on
-- its way, waiting or undecided counts as given back until it is proved that it is not.

create table refund_numbers (
    id integer primary key constraint one_refund_counter check (id = 1),
    next integer not null
) strict;
insert into refund_numbers (id, next) values (1, 1);

create trigger refund_numbers_only_count_up before update on refund_numbers
when new.next <> old.next + 1
    and not exists (select 1 from left_out_numbers where kind = 'refund' and first = old.next and next = new.next)
begin
    select raise(abort, 'refund_numbers_only_count_up');
end;

create table refunds (
    number integer primary key,
    -- Goods of a paid order, a payment that came too much, or an amount without a purchase.
    subject text not null constraint refund_subject_known check (subject in ('goods', 'payment', 'free')),
    order_number integer references orders (number),
    kind text not null constraint refund_kind_known check (kind in ('cash', 'card')),
    -- The purchase whose card gets the money.
    original text references attempts (reference),
    state text not null
        constraint refund_state_known check (state in ('open', 'waiting', 'needs_person', 'refunded', 'not_refunded')),
    currency text not null,
    total_minor integer not null constraint refund_total_positive check (total_minor > 0),
    net_minor integer not null,
    tax_minor integer not null,
    -- Cash only: what leaves the drawer is `total_minor + rounding_minor`.
    rounding_minor integer not null default 0,
    snapshot text not null constraint refund_snapshot_is_json check (json_valid(snapshot)),
    reason text,
    till text not null,
    cashier text not null,
    approved_by text,
    created_at text not null,
    ended_at text,
    tries integer not null default 0,
    next_try_at text,
    constraint refund_names_its_order check ((subject = 'free') = (order_number is null)),
    constraint card_refund_names_its_payment check ((kind = 'card' and subject <> 'free') = (original is not null)),
    constraint cash_refund_is_of_goods check (kind <> 'cash' or subject = 'goods'),
    constraint card_refund_is_exact check (kind <> 'card' or rounding_minor = 0),
    constraint refund_net_and_tax_make_total check (net_minor + tax_minor = total_minor),
    constraint ended_refund_has_a_time check ((state in ('refunded', 'not_refunded')) = (ended_at is not null)),
    constraint waiting_refund_has_a_time check ((state = 'waiting') = (next_try_at is not null)),
    constraint free_refund_is_approved check (subject <> 'free' or (approved_by is not null and reason is not null))
) strict;

create index refunds_of_order on refunds (order_number) where order_number is not null;
-- While one refund of a payment is not decided a second one could not be told from it at a provider whose records do
-- not carry our reference.
create unique index one_open_refund_per_payment on refunds (original) where state = 'open';

create trigger refunds_begin_open before insert on refunds when new.state <> 'open'
begin
    select raise(abort, 'refunds_begin_open');
end;

-- No more to a card than it was charged: open, waiting and undecided refunds count.
create trigger card_refunds_stay_within_their_payment before insert on refunds
when new.original is not null and not exists (
    select 1 from attempts
    where reference = new.original and tender_id is not null and order_number = new.order_number
        and currency = new.currency and transaction_id is not null
        and state = case new.subject when 'goods' then 'approved' else 'late_approved' end
        and captured_minor >= new.total_minor + (
            select coalesce(sum(total_minor), 0) from refunds
            where original = new.original and state <> 'not_refunded'
        )
)
begin
    select raise(abort, 'card_refunds_stay_within_their_payment');
end;

-- No more out of the drawer than came in, neither of the goods' price nor of coins.
create trigger cash_refunds_stay_within_their_payment before insert on refunds
when new.kind = 'cash' and not exists (
    select 1 from (
        select coalesce(sum(amount_minor - rounding_minor), 0) as price, coalesce(sum(amount_minor), 0) as coins
        from tenders where order_number = new.order_number and kind = 'cash' and state = 'paid'
    ), (
        select coalesce(sum(total_minor), 0) as price_back, coalesce(sum(total_minor + rounding_minor), 0) as coins_back
        from refunds where order_number = new.order_number and kind = 'cash' and state <> 'not_refunded'
    )
    where price_back + new.total_minor <= price and coins_back + new.total_minor + new.rounding_minor <= coins
        and new.total_minor + new.rounding_minor > 0
)
begin
    select raise(abort, 'cash_refunds_stay_within_their_payment');
end;

create trigger goods_come_back_from_paid_orders before insert on refunds
when new.subject = 'goods' and not exists (
    select 1 from orders where number = new.order_number and state = 'paid' and currency = new.currency
)
begin
    select raise(abort, 'goods_come_back_from_paid_orders');
end;

create trigger refunds_keep_their_terms
before update of number, subject, order_number, kind, original, currency, total_minor, net_minor, tax_minor, rounding_minor,
    snapshot, reason, till, cashier, approved_by, created_at
on refunds
begin
    select raise(abort, 'refunds_keep_their_terms');
end;

create trigger refunds_are_kept before delete on refunds
begin
    select raise(abort, 'refunds_are_kept');
end;

create trigger refund_states_go_forward before update of state on refunds
when old.state <> new.state and not (
    old.state = 'open'
    or (old.state = 'waiting' and new.state in ('open', 'needs_person', 'refunded', 'not_refunded'))
    or (old.state = 'not_refunded' and new.state in ('needs_person', 'refunded'))
    or (old.state = 'needs_person' and new.state in ('refunded', 'not_refunded'))
)
begin
    select raise(abort, 'refund_states_go_forward');
end;

create trigger card_refunds_have_an_approval before update of state on refunds
when new.state = 'refunded' and new.kind = 'card'
    and not exists (select 1 from attempts where refund_number = new.number and state in ('approved', 'late_approved'))
begin
    select raise(abort, 'card_refunds_have_an_approval');
end;

create trigger refunds_not_made_moved_no_money before update of state on refunds
when new.state in ('not_refunded', 'waiting') and exists (
    select 1 from attempts where refund_number = new.number and state not in ('declined', 'cancelled', 'not_sent')
)
begin
    select raise(abort, 'refunds_not_made_moved_no_money');
end;

-- Which part of each line of the sale comes back. A refund of an amount takes its share of every line and no quantity.
create table refund_lines (
    refund_number integer not null references refunds (number),
    order_number integer not null,
    position integer not null,
    quantity_thousandths integer not null constraint refund_line_quantity_not_negative check (quantity_thousandths >= 0),
    net_minor integer not null constraint refund_line_net_not_negative check (net_minor >= 0),
    tax_minor integer not null constraint refund_line_tax_not_negative check (tax_minor >= 0),
    gross_minor integer not null,
    primary key (refund_number, position),
    foreign key (order_number, position) references order_lines (order_number, position),
    constraint refund_line_net_and_tax_make_gross check (net_minor + tax_minor = gross_minor)
) strict, without rowid;

create index refund_lines_of_order on refund_lines (order_number, position);

create trigger refund_lines_come_first before insert on refund_lines
when not exists (
    select 1 from refunds
    where number = new.refund_number and subject = 'goods' and state = 'open' and order_number = new.order_number
) or exists (select 1 from attempts where refund_number = new.refund_number)
begin
    select raise(abort, 'refund_lines_come_first');
end;

create trigger refund_lines_stay_within_the_sale before insert on refund_lines
when not exists (
    select 1 from order_lines, (
        select coalesce(sum(back.quantity_thousandths), 0) as quantity, coalesce(sum(back.net_minor), 0) as net,
            coalesce(sum(back.tax_minor), 0) as tax
        from refund_lines as back join refunds on refunds.number = back.refund_number
        where back.order_number = new.order_number and back.position = new.position
            and refunds.state <> 'not_refunded'
    ) as taken
    where order_lines.order_number = new.order_number and order_lines.position = new.position
        and taken.quantity + new.quantity_thousandths <= order_lines.quantity_thousandths
        and taken.net + new.net_minor <= order_lines.net_minor
        and taken.tax + new.tax_minor <= order_lines.tax_minor
)
begin
    select raise(abort, 'refund_lines_stay_within_the_sale');
end;

create trigger refund_lines_stay before update on refund_lines
begin
    select raise(abort, 'refund_lines_stay');
end;

create trigger refund_lines_are_kept before delete on refund_lines
begin
    select raise(abort, 'refund_lines_are_kept');
end;

-- The lines make the refund: asked before anything is sent, and before cash is given.
create trigger refund_lines_make_the_refund before update of state on refunds
when new.state = 'refunded' and new.subject = 'goods'
begin
    select raise(abort, 'refund_lines_make_the_refund')
    from (
        select coalesce(sum(net_minor), 0) as net, coalesce(sum(tax_minor), 0) as tax
        from refund_lines where refund_number = new.number
    )
    where net <> new.net_minor or tax <> new.tax_minor;
end;

create trigger refund_lines_make_the_attempt before insert on attempts when new.refund_number is not null
begin
    select raise(abort, 'refund_lines_make_the_attempt')
    from refunds where number = new.refund_number and subject = 'goods' and total_minor <> (
        select coalesce(sum(gross_minor), 0) from refund_lines where refund_number = new.refund_number
    );
end;

-- What is asked of the provider is what the refund says: the amount, the purchase, its account; on a terminal in use
-- where it takes one.
create trigger attempts_fit_their_refund before insert on attempts
when new.refund_number is not null and (not exists (
    select 1 from refunds left join attempts as purchase on purchase.reference = refunds.original
    where refunds.number = new.refund_number and refunds.state = 'open' and refunds.kind = 'card'
        and refunds.order_number is new.order_number and refunds.total_minor = new.amount_minor
        and refunds.currency = new.currency
        and (
            (refunds.original is null and new.operation = '"unreferenced_refund"')
            or (new.operation ->> '$.refund.original' = purchase.transaction_id and purchase.account_id = new.account_id)
        )
) or not exists (
    select 1 from terminals where id = new.terminal_id and account_id = new.account_id
        and (removed_at is null or new.occupies_terminal = 0)
))
begin
    select raise(abort, 'attempts_fit_their_refund');
end;

-- Never re-posted blindly: a refund is sent again only when it is proved that none of its attempts ever was.
create trigger refunds_are_sent_again_by_proof before insert on attempts
when new.refund_number is not null
    and exists (select 1 from attempts where refund_number = new.refund_number and state <> 'not_sent')
begin
    select raise(abort, 'refunds_are_sent_again_by_proof');
end;

-- Refund slips as issued. Only the number of copies changes.
create table refund_slips (
    refund_number integer primary key references refunds (number),
    model text not null constraint refund_slip_is_json check (json_valid(model)),
    issued_at text not null,
    copies integer not null default 0,
    journal_mark text not null
) strict;

create trigger refund_slips_stay before update of refund_number, model, issued_at, journal_mark on refund_slips
begin
    select raise(abort, 'refund_slips_stay');
end;

create trigger refund_slips_are_kept before delete on refund_slips
begin
    select raise(abort, 'refund_slips_are_kept');
end;

create trigger slips_witness_refunds before insert on refund_slips
when not exists (select 1 from refunds where number = new.refund_number and state = 'refunded')
begin
    select raise(abort, 'slips_witness_refunds');
end;

-- The journal --------------------------------------------------------------------------------------------------------
--
-- What happened, written in the transaction that made it so. Each entry holds the hash of the one before; what the hash
-- covers stands in docs/journal.md. The texts are kept as they were hashed.

create table journal (
    seq integer primary key,
    till text not null,
    kind text not null,
    at text not null,
    operator text not null,
    document text not null,
    payload text not null constraint journal_payload_is_json check (json_valid(payload)),
    currency text not null,
    rates text not null,
    -- What was ever sold and ever given back, after this entry.
    sales_minor integer not null,
    refunds_minor integer not null,
    prev_hash blob not null,
    hash blob not null constraint journal_hash_is_a_sha256 check (length(hash) = 32)
) strict;

create trigger journal_is_gapless before insert on journal
when new.seq <> (select coalesce(max(seq), 0) + 1 from journal)
begin
    select raise(abort, 'journal_is_gapless');
end;

create trigger journal_is_chained before insert on journal
when new.prev_hash is not case new.seq
    when 1 then zeroblob(32) else (select hash from journal where seq = new.seq - 1 and till = new.till)
end
begin
    select raise(abort, 'journal_is_chained');
end;

create trigger perpetual_totals_only_grow before insert on journal
when exists (
    select 1 from journal
    where seq = new.seq - 1 and (new.sales_minor < sales_minor or new.refunds_minor < refunds_minor)
)
begin
    select raise(abort, 'perpetual_totals_only_grow');
end;

create trigger journal_stays before update on journal
begin
    select raise(abort, 'journal_stays');
end;

create trigger journal_is_kept before delete on journal
begin
    select raise(abort, 'journal_is_kept');
end;
-- Decisions --------------------------------------------------------------------------------------------------------
--
-- What a person decided where the provider's record left open whether money moved. Each stands beside the observation of
-- the same number, and is written in the same transaction as what follows from it.

create table decisions (
    reference text not null references attempts (reference),
    seq integer not null,
    verdict text not null constraint decision_verdict_known check (verdict in (
        'pays_its_order', 'came_in_too_much', 'no_money_came_in', 'went_back', 'did_not_go_back', 'seen_to'
    )),
    transaction_id text,
    reason text not null constraint decision_has_a_reason check (length(trim(reason)) between 1 and 120),
    decided_by text not null constraint decision_names_who check (length(decided_by) > 0),
    at text not null,
    primary key (reference, seq),
    constraint money_comes_in_under_a_name
        check ((verdict in ('pays_its_order', 'came_in_too_much')) = (transaction_id is not null))
) strict, without rowid;

create index decisions_by_time on decisions (at);

create trigger decisions_stay before update on decisions
begin
    select raise(abort, 'decisions_stay');
end;

create trigger decisions_are_kept before delete on decisions
begin
    select raise(abort, 'decisions_are_kept');
end;

-- A decision answers what was observed last, of an attempt that asks for one. An order is paid only while it waits for it.
create trigger decisions_answer_what_is_asked before insert on decisions
when new.seq <> (select coalesce(max(seq), 0) + 1 from observations where reference = new.reference)
    or not exists (
        select 1 from attempts where reference = new.reference and case
            when new.verdict = 'pays_its_order' then state = 'needs_person'
                and exists (select 1 from tenders where id = attempts.tender_id and tenders.state = 'open')
            when new.verdict in ('came_in_too_much', 'no_money_came_in')
                then state = 'needs_person' and tender_id is not null
            when new.verdict in ('went_back', 'did_not_go_back') then state = 'needs_person' and refund_number is not null
            else state in ('needs_person', 'late_approved', 'reversed', 'approved')
        end
    )
begin
    select raise(abort, 'decisions_answer_what_is_asked');
end;

-- What the portal shows under one name is one payment's or one refund's, whatever has become of that; also where the same
-- account was added twice.
create trigger money_is_booked_once before insert on decisions
when new.transaction_id is not null and exists (
    select 1 from attempts as decided join provider_accounts as mine on mine.id = decided.account_id
        join attempts as other on other.transaction_id = new.transaction_id
        join provider_accounts as theirs on theirs.id = other.account_id
    where decided.reference = new.reference and other.reference <> new.reference and theirs.kind = mine.kind
)
begin
    select raise(abort, 'money_is_booked_once');
end;

-- Without a decision of that very step nothing that needs a person ends, but for what the provider itself ended after it
-- had run and run, and an approval that comes late. On a person's word an order is paid by exactly its amount.
create trigger what_needs_a_person_ends_by_decision before update of state on attempts
when old.state = 'needs_person' and new.state in ('approved', 'declined', 'cancelled')
    and not (new.state <> 'approved' and old.record ->> '$.mismatch' is 'never_ends')
    and not exists (
        select 1 from decisions
        where reference = new.reference
            and seq = (select coalesce(max(seq), 0) + 1 from observations where reference = new.reference)
            and case new.state
                when 'approved'
                    then verdict in ('pays_its_order', 'went_back') and new.captured_minor = new.amount_minor
                when 'cancelled' then verdict in ('no_money_came_in', 'did_not_go_back')
            end
    )
begin
    select raise(abort, 'what_needs_a_person_ends_by_decision');
end;

-- A payment approved late pays its own order, exactly, while nothing of it has been given back; no other order's.
create trigger attached_tenders_fit_their_approval before insert on tenders
when new.attached is not null and not exists (
    select 1 from attempts join orders on orders.number = attempts.order_number
    where attempts.reference = new.attached and attempts.order_number = new.order_number
        and attempts.tender_id is not null and attempts.state = 'late_approved'
        and attempts.amount_minor = new.amount_minor and attempts.currency = orders.currency
        and attempts.record ->> '$.outcome.approved.amount.minor' = new.amount_minor and orders.state = 'unpaid'
) or new.attached is not null and exists (
    select 1 from refunds where original = new.attached and state <> 'not_refunded'
)
begin
    select raise(abort, 'attached_tenders_fit_their_approval');
end;

create trigger late_approvals_pay_by_being_attached before update of state on attempts
when old.state = 'late_approved' and new.state = 'approved'
    and not exists (select 1 from tenders where attached = new.reference and state = 'open')
begin
    select raise(abort, 'late_approvals_pay_by_being_attached');
end;

-- An order on which money came in late is not paid again under its number: the basket goes on under the next one. Which
-- one is kept, so that a customer who then pays twice is found.
create table continued_orders (
    order_number integer primary key references orders (number),
    continued_as integer not null references orders (number),
    constraint order_goes_on_as_a_later_one check (continued_as <> order_number)
) strict;

create trigger continued_orders_stay before update on continued_orders
begin
    select raise(abort, 'continued_orders_stay');
end;

create trigger continued_orders_are_kept before delete on continued_orders
begin
    select raise(abort, 'continued_orders_are_kept');
end;

-- What may call for a person; few at any time, whatever the shop has sold.
create index attempts_that_ask on attempts (created_at)
    where state in ('needs_person', 'late_approved', 'reversed')
        or (state = 'approved' and record ->> '$.mismatch' is not null);
