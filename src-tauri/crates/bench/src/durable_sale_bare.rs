//! The bare loop: after each commit the same rows as the store leaves, journal included, with the fewest statements that
//! bring that about and nothing else: no look-ups, no triggers, no second thoughts. Beside it each row once, in its last
//! form, all in one trip: as bare as SQLite can be had, though no sale could be recovered from it.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use journal::{Entry, Head};
use sale::Order;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Connection, Row};
use store::Terminal;

use crate::Failure;
use crate::durable_sale_journal::{Chain, Entries};
use crate::samples::Samples;

/// The rows of one sale, ready to be inserted.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) number: i64,
    pub(crate) order: Order,
    /// The snapshot before and after its tender.
    pub(crate) snapshots: [String; 2],
    pub(crate) basket: String,
    pub(crate) reference: String,
    pub(crate) transaction: String,
    /// Intended, sent, approved.
    pub(crate) records: [String; 3],
    pub(crate) events: [String; 2],
    pub(crate) receipt: String,
    pub(crate) at: String,
}

/// One connection with the pragmas of the store's own.
#[derive(Debug)]
pub(crate) struct BareLoop {
    connection: SqliteConnection,
    terminal: Terminal,
    chain: Chain,
    /// All statements of a sale as one text.
    whole: Arc<str>,
}

const BASKET: &str = "insert into baskets (state, basket, line_count, total_minor, currency, updated_at) \
    values ('open', ?, 5, ?, 'EUR', ?) returning id";
const INTENDED_ORDER: &str = "insert into orders (number, state, currency, total_minor, net_minor, tax_minor, snapshot, \
    till, cashier, created_at) values (?, 'paying', 'EUR', ?, ?, ?, ?, 'Till 1', 'Noor', ?)";
const NEXT_NUMBER: &str = "update order_numbers set next = next + 1";
const OPEN_TENDER: &str = "insert into tenders (id, order_number, kind, state, amount_minor, rounding_minor) \
    values (?, ?, 'card', 'open', ?, 0)";
const INTENT: &str = "insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, \
    amount_minor, currency, state, record, created_at, updated_at) \
    values (?, ?, ?, ?, ?, '\"purchase\"', ?, 'EUR', 'intended', ?, ?, ?)";
const PAYING_BASKET: &str =
    "update baskets set state = 'paying', order_number = ?, updated_at = ? where id = ?";
const STEP: &str = "update attempts set state = ?, transaction_id = ?, record = ?, updated_at = ?, captured_minor = ? \
    where reference = ?";
const PAID_TENDER: &str = "update tenders set state = 'paid' where id = ?";
const PAID_ORDER: &str = "update orders set state = 'paid', paid_at = ?, snapshot = ? where number = ?";
const DONE_BASKET: &str = "update baskets set state = 'done', updated_at = ? where id = ?";
const ORDER: &str = "insert into orders (number, state, currency, total_minor, net_minor, tax_minor, snapshot, till, \
    cashier, created_at, paid_at) values (?, 'paid', 'EUR', ?, ?, ?, ?, 'Till 1', 'Noor', ?, ?)";
/// Five lines with one statement: the fewest trips there can be.
const LINES: &str = "insert into order_lines (order_number, position, code, name, quantity_thousandths, unit, \
    unit_price_minor, discount_minor, order_discount_minor, net_minor, tax_minor, gross_minor, tax_milli_percent) values \
    (?, ?, ?, ?, ?, 'piece', ?, 0, 0, ?, ?, ?, ?), (?, ?, ?, ?, ?, 'piece', ?, 0, 0, ?, ?, ?, ?), \
    (?, ?, ?, ?, ?, 'piece', ?, 0, 0, ?, ?, ?, ?), (?, ?, ?, ?, ?, 'piece', ?, 0, 0, ?, ?, ?, ?), \
    (?, ?, ?, ?, ?, 'piece', ?, 0, 0, ?, ?, ?, ?)";
const TENDER: &str = "insert into tenders (id, order_number, kind, state, amount_minor, rounding_minor) \
    values (?, ?, 'card', 'paid', ?, 0)";
const ATTEMPT: &str = "insert into attempts (reference, tender_id, order_number, account_id, terminal_id, operation, \
    amount_minor, captured_minor, currency, state, transaction_id, record, created_at, updated_at) \
    values (?, ?, ?, ?, ?, '\"purchase\"', ?, ?, 'EUR', 'approved', ?, ?, ?, ?)";
const OBSERVATION: &str =
    "insert into observations (reference, seq, at, event, state) values (?, ?, ?, ?, ?)";
const RECEIPT: &str =
    "insert into receipts (order_number, model, issued_at, journal_mark) values (?, ?, ?, ?)";
macro_rules! journal {
    ($more:literal) => {
        concat!(
            "insert into journal (seq, till, kind, at, operator, document, payload, currency, rates, sales_minor, \
             refunds_minor, prev_hash, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            $more
        )
    };
}
const JOURNAL: &str = journal!("");
/// Two entries with one statement.
const JOURNAL_TWICE: &str = journal!(", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

impl BareLoop {
    /// Opens a database the store has made and drops its triggers.
    pub(crate) async fn open(file: &Path, terminal: Terminal, head: Head) -> Result<Self, Failure> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .busy_timeout(Duration::from_secs(5))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("trusted_schema", "off")
            .statement_cache_capacity(200);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let triggers = sqlx::query("select name from sqlite_schema where type = 'trigger'")
            .fetch_all(&mut connection)
            .await?;
        for trigger in &triggers {
            let name: String = trigger.get(0);
            sqlx::query(AssertSqlSafe(format!("drop trigger {name}"))).execute(&mut connection).await?;
        }
        sqlx::query("create table small (id integer primary key, text text not null) strict")
            .execute(&mut connection)
            .await?;
        Ok(Self { connection, terminal, chain: Chain::after(head), whole: whole_sale().into() })
    }

    pub(crate) async fn close(self) -> Result<(), Failure> {
        Ok(self.connection.close().await?)
    }

    /// One sale, in as many transactions as the store takes: intent, sent, paid. Ringing up is not in the time.
    pub(crate) async fn insert(&mut self, rows: &Rows) -> Result<Duration, Failure> {
        let basket = sqlx::query(BASKET)
            .bind(&rows.basket)
            .bind(rows.order.total().minor())
            .bind(&rows.at)
            .fetch_one(&mut self.connection)
            .await?
            .get(0);
        let [intended, sent, ended, sold] = self.chain.seal(rows, &self.terminal)?;
        let mark = sold.mark().to_string();
        let begun = Instant::now();
        self.begin().await?;
        self.intend(rows, basket).await?;
        self.journal(JOURNAL, [&intended]).await?;
        self.commit().await?;

        self.begin().await?;
        self.step(rows, 0, "pending", None).await?;
        self.journal(JOURNAL, [&sent]).await?;
        self.commit().await?;

        self.begin().await?;
        self.step(rows, 1, "approved", Some(rows.order.total().minor())).await?;
        self.finish(rows, &mark, basket).await?;
        self.journal(JOURNAL_TWICE, [&ended, &sold]).await?;
        self.commit().await?;
        Ok(begun.elapsed())
    }

    async fn intend(&mut self, rows: &Rows, basket: i64) -> Result<(), Failure> {
        let totals = &rows.order.totals;
        sqlx::query(INTENDED_ORDER)
            .bind(rows.number)
            .bind(totals.gross.minor())
            .bind(totals.net.minor())
            .bind(totals.tax.minor())
            .bind(&rows.snapshots[0])
            .bind(&rows.at)
            .execute(&mut self.connection)
            .await?;
        sqlx::query(NEXT_NUMBER).execute(&mut self.connection).await?;
        bind_lines(sqlx::query(LINES), rows).execute(&mut self.connection).await?;
        sqlx::query(OPEN_TENDER)
            .bind(rows.number)
            .bind(rows.number)
            .bind(totals.gross.minor())
            .execute(&mut self.connection)
            .await?;
        sqlx::query(INTENT)
            .bind(&rows.reference)
            .bind(rows.number)
            .bind(rows.number)
            .bind(self.terminal.account_id.0)
            .bind(self.terminal.id.0)
            .bind(totals.gross.minor())
            .bind(&rows.records[0])
            .bind(&rows.at)
            .bind(&rows.at)
            .execute(&mut self.connection)
            .await?;
        sqlx::query(PAYING_BASKET)
            .bind(rows.number)
            .bind(&rows.at)
            .bind(basket)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    async fn step(
        &mut self,
        rows: &Rows,
        index: usize,
        state: &str,
        captured: Option<i64>,
    ) -> Result<(), Failure> {
        sqlx::query(STEP)
            .bind(state)
            .bind(&rows.transaction)
            .bind(&rows.records[index + 1])
            .bind(&rows.at)
            .bind(captured)
            .bind(&rows.reference)
            .execute(&mut self.connection)
            .await?;
        sqlx::query(OBSERVATION)
            .bind(&rows.reference)
            .bind(i64::try_from(index)? + 1)
            .bind(&rows.at)
            .bind(&rows.events[index])
            .bind(state)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    async fn finish(&mut self, rows: &Rows, mark: &str, basket: i64) -> Result<(), Failure> {
        sqlx::query(PAID_TENDER).bind(rows.number).execute(&mut self.connection).await?;
        sqlx::query(PAID_ORDER)
            .bind(&rows.at)
            .bind(&rows.snapshots[1])
            .bind(rows.number)
            .execute(&mut self.connection)
            .await?;
        sqlx::query(RECEIPT)
            .bind(rows.number)
            .bind(&rows.receipt)
            .bind(&rows.at)
            .bind(mark)
            .execute(&mut self.connection)
            .await?;
        sqlx::query(DONE_BASKET).bind(&rows.at).bind(basket).execute(&mut self.connection).await?;
        Ok(())
    }

    async fn journal<const N: usize>(
        &mut self,
        statement: &'static str,
        entries: [&Entry; N],
    ) -> Result<(), Failure> {
        let mut statement = sqlx::query(statement);
        for entry in entries {
            statement = bind_entry(statement, entry)?;
        }
        statement.execute(&mut self.connection).await?;
        Ok(())
    }

    /// Each row once, in its last form, in the same transactions, handed to SQLite's thread once.
    pub(crate) async fn insert_at_once(&mut self, rows: &Rows) -> Result<Duration, Failure> {
        let entries: Entries = self.chain.seal(rows, &self.terminal)?;
        let mark = entries[3].mark().to_string();
        let begun = Instant::now();
        let (number, at) = (rows.number, &rows.at);
        let totals = &rows.order.totals;
        let mut all = sqlx::query(AssertSqlSafe(self.whole.clone()))
            .bind(number)
            .bind(totals.gross.minor())
            .bind(totals.net.minor())
            .bind(totals.tax.minor())
            .bind(&rows.snapshots[1])
            .bind(at)
            .bind(at);
        all = bind_lines(all, rows);
        all = all.bind(number).bind(number).bind(totals.gross.minor());
        all = all
            .bind(&rows.reference)
            .bind(number)
            .bind(number)
            .bind(self.terminal.account_id.0)
            .bind(self.terminal.id.0);
        all = all.bind(totals.gross.minor()).bind(totals.gross.minor());
        all = all.bind(&rows.transaction).bind(&rows.records[2]).bind(at).bind(at);
        all = bind_entry(all, &entries[0])?;
        all = all.bind(&rows.reference).bind(1).bind(at).bind(&rows.events[0]).bind("pending");
        all = bind_entry(all, &entries[1])?;
        all = all.bind(&rows.reference).bind(2).bind(at).bind(&rows.events[1]).bind("approved");
        all = all.bind(number).bind(&rows.receipt).bind(at).bind(&mark);
        all = bind_entry(bind_entry(all, &entries[2])?, &entries[3])?;
        all.execute(&mut self.connection).await?;
        Ok(begun.elapsed())
    }

    /// What one durable transaction costs on this disk.
    pub(crate) async fn one_commit(&mut self, count: usize) -> Result<Samples, Failure> {
        let mut times = Samples::default();
        for _ in 0..count {
            let begun = Instant::now();
            self.begin().await?;
            sqlx::query("insert into small (text) values (?)")
                .bind("small")
                .execute(&mut self.connection)
                .await?;
            self.commit().await?;
            times.add(begun.elapsed());
        }
        Ok(times)
    }

    /// What a statement that does nothing costs: the way to the connection's thread and back.
    pub(crate) async fn one_trip(&mut self, count: usize) -> Result<Samples, Failure> {
        let mut times = Samples::default();
        for _ in 0..count {
            let begun = Instant::now();
            sqlx::query("select 1").fetch_one(&mut self.connection).await?;
            times.add(begun.elapsed());
        }
        Ok(times)
    }

    async fn begin(&mut self) -> Result<(), Failure> {
        sqlx::query("begin immediate").execute(&mut self.connection).await?;
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), Failure> {
        sqlx::query("commit").execute(&mut self.connection).await?;
        Ok(())
    }
}

type Statement<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

fn bind_lines<'q>(mut statement: Statement<'q>, rows: &Rows) -> Statement<'q> {
    for (position, (line, amounts)) in (1_i64..).zip(rows.order.rows()) {
        statement = statement
            .bind(rows.number)
            .bind(position)
            .bind(line.code.as_str().to_owned())
            .bind(line.name.as_str().to_owned())
            .bind(line.quantity.thousandths())
            .bind(line.unit_price.minor())
            .bind(amounts.net.minor())
            .bind(amounts.tax.minor())
            .bind(amounts.gross.minor())
            .bind(line.tax.milli_percent());
    }
    statement
}

fn bind_entry<'q>(statement: Statement<'q>, entry: &'q Entry) -> Result<Statement<'q>, Failure> {
    Ok(statement
        .bind(i64::try_from(entry.seq)?)
        .bind(entry.till.as_str())
        .bind(&entry.kind)
        .bind(&entry.at)
        .bind(&entry.operator)
        .bind(&entry.document)
        .bind(&entry.payload)
        .bind(&entry.currency)
        .bind(&entry.rates)
        .bind(entry.sales_minor)
        .bind(entry.refunds_minor)
        .bind(entry.prev_hash.as_bytes().as_slice())
        .bind(entry.hash.as_bytes().as_slice()))
}

/// All statements of a sale; their placeholders count on from one to the next.
fn whole_sale() -> String {
    let (begin, commit) = ("begin immediate", "commit");
    let first = [begin, ORDER, LINES, TENDER, ATTEMPT, JOURNAL, commit];
    let second = [begin, OBSERVATION, JOURNAL, commit];
    let third = [begin, OBSERVATION, RECEIPT, JOURNAL_TWICE, commit];
    [first.as_slice(), second.as_slice(), third.as_slice()].concat().join("; ")
}
