//! Connections that can be cut, so that a test can see an answer get lost for real.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// How much of the next answer gets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Allowed {
    Everything,
    /// The head and so many bytes of the body.
    Body(usize),
    Bytes(usize),
}

/// The wire cutters of one connection. A handler finds them in its `ConnectInfo`.
#[derive(Debug, Clone)]
pub(crate) struct Cutter(Arc<Mutex<Allowed>>);

impl Cutter {
    /// Nothing more is sent; the connection breaks.
    pub(crate) fn cut(&self) {
        self.set(Allowed::Bytes(0));
    }

    /// The next answer breaks off after so many bytes of its body.
    pub(crate) fn cut_body_after(&self, bytes: usize) {
        self.set(Allowed::Body(bytes));
    }

    fn set(&self, allowed: Allowed) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = allowed;
    }

    /// How many bytes of `data` may be written.
    fn admit(&self, data: &[u8]) -> usize {
        let mut allowed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Allowed::Body(body) = *allowed {
            let head = data.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |at| at + 4);
            *allowed = Allowed::Bytes(head + body);
        }
        match *allowed {
            Allowed::Everything | Allowed::Body(_) => data.len(),
            Allowed::Bytes(left) => left.min(data.len()),
        }
    }

    fn sent(&self, bytes: usize) {
        let mut allowed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Allowed::Bytes(left) = *allowed {
            *allowed = Allowed::Bytes(left.saturating_sub(bytes));
        }
    }
}

/// Accepts connections and equips them with a [`Cutter`].
#[derive(Debug)]
pub(crate) struct CuttableListener(pub(crate) TcpListener);

impl Listener for CuttableListener {
    type Io = CuttableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (CuttableStream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "answers may be delayed");
        }
        let cutter = Cutter(Arc::new(Mutex::new(Allowed::Everything)));
        (CuttableStream { stream, cutter }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, CuttableListener>> for Cutter {
    fn connect_info(stream: IncomingStream<'_, CuttableListener>) -> Self {
        stream.io().cutter.clone()
    }
}

#[derive(Debug)]
pub(crate) struct CuttableStream {
    stream: TcpStream,
    cutter: Cutter,
}

impl AsyncRead for CuttableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for CuttableStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        let admitted = self.cutter.admit(data);
        if admitted == 0 && !data.is_empty() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let written = Pin::new(&mut self.stream).poll_write(context, &data[..admitted]);
        if let Poll::Ready(Ok(bytes)) = written {
            self.cutter.sent(bytes);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
