//! A payment cloud of a hundred lines: takes every payment, approves it at once, and notes when its first byte arrived.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use composition::{API_KEY, Accounts};
use money::Currency;
use serde_json::{Value, json};
use till::{AccountSettings, SecretLocation, Shop, SystemClock, Till};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::Failure;
use crate::shop::SLIP;

/// The terminal of the account.
const TERMINAL: &str = "SUNMI-P2lite-PL0919CQ00305";
const KEY: &str = "bench";
/// Articles a till of this bench sells.
const CATALOGUE: &str = "code,name,price,tax\n101,Espresso,2.50,9\n102,Croissant,1.85,9\n103,Oat flat white,3.80,9\n\
    104,Cinnamon bun,2.95,9\n105,Sourdough loaf,4.60,9\n";
/// Their codes.
pub(crate) const CODES: [&str; 5] = ["101", "102", "103", "104", "105"];

/// The listening cloud; it lives as long as the program.
#[derive(Debug)]
pub(crate) struct Cloud {
    pub(crate) base_url: String,
    arrivals: UnboundedReceiver<Instant>,
}

impl Cloud {
    pub(crate) fn listen() -> Result<Self, Failure> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let (sender, arrivals) = unbounded_channel();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let sender = sender.clone();
                thread::spawn(move || answer_all(&connection, &sender));
            }
        });
        Ok(Self { base_url, arrivals })
    }

    /// When the first byte of the next payment arrived.
    pub(crate) async fn arrival(&mut self) -> Result<Instant, Failure> {
        Ok(self.arrivals.recv().await.ok_or("the cloud is gone")?)
    }
}

/// A till with five articles, its account at the cloud.
pub(crate) async fn till_at(base_url: &str, folder: &Path) -> Result<Till, Failure> {
    let shop = Shop { decimal_mark: '.', ..Shop::new("Bench", Currency::EUR) };
    let till = Till::init(folder, shop, Arc::new(Accounts::new()), Arc::new(SystemClock::new())).await?;
    till.import_catalogue(CATALOGUE.as_bytes()).await?;
    add_account(&till, base_url).await?;
    Ok(till)
}

/// Gives a till an account at the cloud and chooses the cloud's terminal.
pub(crate) async fn add_account(till: &Till, base_url: &str) -> Result<(), Failure> {
    let key: PathBuf = till.data_dir().join("api-key");
    std::fs::write(&key, KEY)?;
    let place = SecretLocation::File { path: key };
    till.add_account("Bench", AccountSettings::with_secret("merchant-api", base_url, API_KEY, place)).await?;
    let found = till.read_terminal_text(TERMINAL).await?;
    till.add_terminal(&found, Some("Counter")).await?;
    Ok(())
}

/// Waits until the payment on the screen has ended.
pub(crate) async fn wait_finished(till: &Till) -> Result<till::Finished, Failure> {
    let mut changes = till.changes();
    loop {
        match till.snapshot().await?.stage {
            till::StageSnapshot::Finished(finished) => return Ok(*finished),
            till::StageSnapshot::Paying(_) | till::StageSnapshot::Ringing => changes.changed().await?,
        }
    }
}

/// Answers one connection until the other side closes it.
fn answer_all(connection: &TcpStream, arrivals: &UnboundedSender<Instant>) {
    // A till that goes away in the middle of a request is no trouble here.
    let _gone = connection.set_nodelay(true);
    let mut reader = BufReader::new(connection);
    while let Ok(true) = answer_one(connection, &mut reader, arrivals) {}
}

fn answer_one(
    mut connection: &TcpStream,
    reader: &mut BufReader<&TcpStream>,
    arrivals: &UnboundedSender<Instant>,
) -> io::Result<bool> {
    if reader.fill_buf()?.is_empty() {
        return Ok(false);
    }
    let arrived = Instant::now();
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let is_payment = request.starts_with("POST ");
    if is_payment {
        let _nobody_waits = arrivals.send(arrived);
    }
    let mut body = vec![0; body_length(reader)?];
    reader.read_exact(&mut body)?;
    let (status, answer) = if is_payment { ("201 Created", approved(&body)) } else { ("200 OK", json!([])) };
    let answer = answer.to_string();
    let length = answer.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nX-Total-Count: 0\r\n");
    connection.write_all(format!("{head}Content-Length: {length}\r\n\r\n{answer}").as_bytes())?;
    Ok(true)
}

/// Reads the headers to their end.
fn body_length(reader: &mut impl BufRead) -> io::Result<usize> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(length);
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or_default();
        }
    }
}

/// The record of a payment that is over: the till asks no further.
fn approved(request: &[u8]) -> Value {
    let request: Value = serde_json::from_slice(request).unwrap_or_default();
    let reference = &request["merchant_order_reference"];
    json!({
        "id": format!("T{}", reference.as_str().unwrap_or_default()),
        "merchant_order_reference": reference,
        "amount": request["amount"],
        "type": "PURCHASE",
        "status": "CLEARED",
        "result": "APPROVED",
        "brand": "V_PAY",
        "system_trace_audit_number": "155890",
        "receipt": SLIP,
        "merchant_receipt": SLIP,
    })
}
