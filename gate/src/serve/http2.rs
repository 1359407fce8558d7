//! One connection of HTTP/2, from its preface to its end.
//!
//! hyper and h2 bound what a client may leave behind: streams at once, headers, resets that wait. What it may send
//! without leaving anything is bounded by [`Frames`](super::frames::Frames), and how long it may leave answers untaken
//! by the sweep.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};

use super::answer::Offered;
use super::arriving::Offer;
use super::exchange::{Exchange, framing};
use super::guarded::Guarded;
use super::line::Order;

/// Requests of one connection at once.
const STREAMS: u32 = 128;
/// What the library reads of the headers of a request. The gate refuses far less, with a problem like any other; so this is
/// wide, for whoever sends too much to hear of it from the gate. Up to four times as much is decoded and dropped, with a bare
/// 431; beyond that, or in more frames than it takes, the state that both ends share of all headers cannot be kept without
/// reading on, and the library ends the connection (RFC 9113, section 10.5.1; CVE-2024-27316).
const HEADER_LIST: u32 = 262_144;
/// Streams that were reset before anybody looked at them (CVE-2023-44487); one more ends the connection.
const PENDING_RESETS: usize = 20;
/// Streams that we reset because of what the client sent; one more ends the connection.
const LOCAL_RESETS: usize = 100;
/// What is kept for a client that does not take it, in bytes a stream.
const SEND_BUFFER: usize = 65_536;
/// A client that is silent for so long is asked whether it is there, and has as long to say so.
const PING: Duration = Duration::from_secs(20);

/// Serves a connection until one of both ends wants no more.
pub(crate) async fn serve<S>(stream: S, exchange: Exchange)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let line = Arc::clone(&exchange.line);
    let (refusals, client) = (Arc::clone(&exchange.refusals), exchange.peer.ip());
    let service = service_fn(move |request| {
        let exchange = exchange.clone();
        async move { answer(exchange, request).await }
    });
    let mut connection = pin!(
        http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(HEADER_LIST)
            .max_pending_accept_reset_streams(PENDING_RESETS)
            .max_local_error_reset_streams(LOCAL_RESETS)
            .max_send_buf_size(SEND_BUFFER)
            .keep_alive_interval(PING)
            .keep_alive_timeout(PING)
            .serve_connection(Guarded::frames(stream, Arc::clone(&line)), service)
    );
    let mut listens = false;
    let mut finishes = false;
    // A client that broke off is no news: its requests have their lines already.
    let _ = poll_fn(|context| {
        if !listens {
            listens = true;
            line.listen(context);
        }
        match line.order() {
            // By GOAWAY, a client knows which requests will be answered (RFC 9113, section 6.8).
            Order::LastAnswer | Order::Finish if !finishes => {
                finishes = true;
                connection.as_mut().graceful_shutdown();
            }
            Order::Close => return Poll::Ready(Ok(())),
            _ => {}
        }
        connection.as_mut().poll(context)
    })
    .await;
    if line.is_flooded() {
        refusals.flooded(client);
    }
}

async fn answer(
    exchange: Exchange,
    request: Request<Incoming>,
) -> Result<Response<Offered>, Infallible> {
    let stream = exchange.line.stream();
    let response = match framing(request.method(), request.headers()) {
        None => exchange.pass(request.map(Offer::new)).await,
        Some(problem) => exchange.refusals.response(problem, exchange.peer.ip()),
    };
    let line = Arc::clone(&exchange.line);
    Ok(response.map(|body| Offered::new(body, line, stream)))
}
