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
    -- Parked and recalled, a basket keeps the number its payment once began under, not one that was only reserved.
    order_number integer unique references orders (number),
    updated_at text not null
) strict;

create unique index one_open_basket on baskets (state) where state = 'open';
create index baskets_parked on baskets (updated_at) where state = 'parked';

create trigger parked_baskets_have_a_label before update of state on baskets when new.state = 'parked' and new.label is null
begin
    select raise(abort, 'parked_baskets_have_a_label');
end;

-- The next order number. Gapless, because it is taken together with its order, and because a number whose basket goes away
-- before its payment begins is given to the next basket that is paid.
create table order_numbers (
    id integer primary key constraint one_counter check (id = 1),
    next integer not null
) strict;
insert into order_numbers (id, next) values (1, 1);

create trigger order_numbers_only_count_up before update on order_numbers when new.next <> old.next + 1
begin
    select raise(abort, 'order_numbers_only_count_up');
end;

create table orders (
    number integer primary key,
    state text not null
        constraint order_state_known check (state in ('reserved', 'paying', 'paid', 'unpaid')),
    currency text not null,
    total_minor integer not null constraint order_total_not_negative check (total_minor >= 0),
    net_minor integer not null,
    tax_minor integer not null,
    snapshot text constraint order_snapshot_is_json check (snapshot is null or json_valid(snapshot)),
    till text not null,
    cashier text not null,
    created_at text not null,
    paid_at text,
    constraint order_net_and_tax_make_total check (net_minor + tax_minor = total_minor),
    constraint paid_order_has_a_time check ((state = 'paid') = (paid_at is not null)),
    constraint order_has_its_lines check (state = 'reserved' or snapshot is not null)
) strict;

create index orders_by_time on orders (created_at);
create index orders_reserved on orders (number) where state = 'reserved';

create trigger paid_orders_stay before update on orders when old.state = 'paid'
begin
    select raise(abort, 'paid_orders_stay');
end;

create trigger order_states_go_forward before update of state on orders
when old.state <> new.state and not (
    (old.state in ('reserved', 'unpaid') and new.state = 'paying')
    or (old.state = 'paying' and new.state in ('paid', 'unpaid'))
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
    -- A missing figure makes the sum null, and a check that comes to null passes: hence `is`.
    constraint cash_adds_up check (kind <> 'cash' or given_minor - change_minor is amount_minor),
    constraint card_is_exact check (kind <> 'card' or (given_minor is null and change_minor is null and rounding_minor = 0))
) strict;

create index tenders_of_order on tenders (order_number);
create unique index one_open_tender on tenders (order_number) where state = 'open';

create trigger ended_tenders_stay before update on tenders when old.state <> 'open'
begin
    select raise(abort, 'ended_tenders_stay');
end;

create trigger tenders_keep_their_amounts
before update of order_number, kind, amount_minor, given_minor, change_minor, rounding_minor on tenders
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
    tender_id integer not null references tenders (id),
    order_number integer not null references orders (number),
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
    updated_at text not null
) strict;

create index attempts_of_order on attempts (order_number);
create index attempts_by_transaction on attempts (transaction_id) where transaction_id is not null;
-- No second payment on a terminal while one has not ended, across crashes and windows.
create unique index one_open_attempt_per_terminal on attempts (terminal_id)
    where state in ('intended', 'pending', 'unknown');
-- No second payment for a tender while one has not ended, has charged, or waits for a manager.
create unique index one_live_attempt_per_tender on attempts (tender_id)
    where state in ('intended', 'pending', 'unknown', 'approved', 'late_approved', 'needs_person');

-- What is asked of the terminal is what the tender says, of the order it belongs to, on a terminal of the account.
create trigger attempts_fit_their_tender before insert on attempts
when not exists (
    select 1 from tenders join orders on orders.number = tenders.order_number
    where tenders.id = new.tender_id and tenders.order_number = new.order_number and tenders.kind = 'card'
        and tenders.state = 'open' and tenders.amount_minor = new.amount_minor and orders.currency = new.currency
) or not exists (
    select 1 from terminals where id = new.terminal_id and account_id = new.account_id and removed_at is null
)
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
    and not exists (select 1 from attempts where tender_id = new.id and state = 'approved')
begin
    select raise(abort, 'paid_cards_have_an_approval');
end;

create trigger void_tenders_moved_no_money before update of state on tenders
when new.state = 'void' and exists (
    select 1 from attempts where tender_id = new.id and state not in ('declined', 'cancelled', 'not_sent')
)
begin
    select raise(abort, 'void_tenders_moved_no_money');
end;

-- An order on which money has moved, or may have, is not paid a second time.
create trigger orders_are_charged_once before update of state on orders
when new.state = 'paying' and exists (
    select 1 from attempts where order_number = new.number
        and state in ('intended', 'pending', 'unknown', 'approved', 'late_approved', 'needs_person')
)
begin
    select raise(abort, 'orders_are_charged_once');
end;

create trigger intents_stay
before update of reference, tender_id, order_number, account_id, terminal_id, operation, amount_minor, currency, created_at
on attempts
begin
    select raise(abort, 'intents_stay');
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
    or (old.state = 'needs_person' and new.state = 'late_approved')
    or (old.state in ('approved', 'late_approved') and new.state = 'reversed')
)
begin
    select raise(abort, 'ends_are_facts');
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
    copies integer not null default 0
) strict;

create trigger receipts_stay before update of order_number, model, issued_at on receipts
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
