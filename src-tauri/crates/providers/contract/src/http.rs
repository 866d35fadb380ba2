//! As much of HTTP/1.1 as it takes to pass a request on and its answer back: one request per connection.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::scene::Request;

/// No request or answer of a story is larger.
const MAX_BYTES: usize = 8 << 20;

/// An answer of the cloud, or one the wire makes up.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// What concerns one connection only, and what the wire could not rewrite.
const OF_ONE_CONNECTION: [&str; 5] =
    ["connection", "keep-alive", "content-length", "transfer-encoding", "accept-encoding"];

pub(crate) async fn read_request(stream: &mut TcpStream) -> Option<Request> {
    let (first, headers, body) = read_message(stream).await?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    Some(Request { method, target, body: String::from_utf8_lossy(&body).into_owned(), headers })
}

/// Asks the cloud. `None`: it broke the connection.
pub(crate) async fn exchange(cloud: &str, request: &Request) -> Option<Answer> {
    let mut stream = TcpStream::connect(cloud).await.ok()?;
    let mut text = format!("{} {} HTTP/1.1\r\n", request.method, request.target);
    push_headers(&mut text, &request.headers);
    text.push_str(&format!("content-length: {}\r\n\r\n{}", request.body.len(), request.body));
    stream.write_all(text.as_bytes()).await.ok()?;
    let (first, headers, body) = read_message(&mut stream).await?;
    let status = first.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, headers, body })
}

pub(crate) async fn send(stream: &mut TcpStream, answer: Option<Answer>) {
    let Some(answer) = answer else { return };
    let bytes = [head(&answer).into_bytes(), answer.body].concat();
    // The provider may have hung up: its own affair.
    let _ = stream.write_all(&bytes).await;
    let _ = stream.shutdown().await;
}

/// Sends the answer up to the middle of its body, or of its head if it has none.
pub(crate) async fn send_part(stream: &mut TcpStream, answer: Option<Answer>) {
    let Some(answer) = answer else { return };
    let head = head(&answer).into_bytes();
    let end = if answer.body.is_empty() { head.len() / 2 } else { head.len() + answer.body.len() / 2 };
    let bytes = [head, answer.body].concat();
    let _ = stream.write_all(&bytes[..end]).await;
    let _ = stream.shutdown().await;
}

fn head(answer: &Answer) -> String {
    let mut text = format!("HTTP/1.1 {} Told\r\n", answer.status);
    push_headers(&mut text, &answer.headers);
    if answer.status != 204 {
        text.push_str(&format!("content-length: {}\r\n", answer.body.len()));
    }
    text.push_str("\r\n");
    text
}

fn push_headers(text: &mut String, headers: &[(String, String)]) {
    for (name, value) in headers {
        if !OF_ONE_CONNECTION.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    text.push_str("connection: close\r\n");
}

type Message = (String, Vec<(String, String)>, Vec<u8>);

/// First line, headers, body. `None`: the connection ended before the message did.
async fn read_message(stream: &mut TcpStream) -> Option<Message> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        read_more(stream, &mut bytes).await?;
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let mut lines = head.lines();
    let first = lines.next()?.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    let header = |wanted: &str| headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    assert!(header("transfer-encoding").is_none(), "the wire carries bodies with a content-length only");
    let length: usize = header("content-length").map_or(Some(0), |(_, value)| value.parse().ok())?;
    let mut body = bytes.split_off(head_end + 4);
    while body.len() < length {
        read_more(stream, &mut body).await?;
    }
    Some((first, headers, body))
}

async fn read_more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    assert!(bytes.len() < MAX_BYTES, "a message of more than {MAX_BYTES} bytes");
    let mut buffer = [0; 8192];
    match stream.read(&mut buffer).await {
        Ok(0) | Err(_) => None,
        Ok(count) => {
            bytes.extend_from_slice(&buffer[..count]);
            Some(())
        }
    }
}
