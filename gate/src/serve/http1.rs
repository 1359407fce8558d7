//! One connection of HTTP/1.1, from its first byte to its end.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::response::Response;
use http::header::{CONNECTION, TRANSFER_ENCODING};
use http::{HeaderValue, Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use super::answer::Answer;
use super::arriving::Arriving;
use super::exchange::{Exchange, framing};
use super::guarded::{Guarded, Refusal};
use super::line::{Order, Phase};
use crate::problem::Problem;

/// What hyper reads ahead; longer heads are refused by it.
const BUFFER: usize = 65_536;
/// How long a client has to take its leave.
const LEAVE: Duration = Duration::from_secs(2);

/// How a connection ended.
enum End {
    /// hyper is through with it.
    Done(hyper::Result<()>),
    /// It was told to end.
    Ordered,
}

/// Serves a connection until one of both ends wants no more.
pub(crate) async fn serve<S>(stream: S, exchange: Exchange)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let line = Arc::clone(&exchange.line);
    let (refusals, client) = (Arc::clone(&exchange.refusals), exchange.peer.ip());
    let exchange = &exchange;
    let service = service_fn(async |request| answer(exchange, request).await);
    let mut guarded = Guarded::heads(stream, Arc::clone(&line));
    let end = {
        let mut connection = pin!(
            http1::Builder::new()
                .max_buf_size(BUFFER)
                .serve_connection(&mut guarded, service)
        );
        let mut listens = false;
        let mut finishes = false;
        poll_fn(|context| {
            if !listens {
                listens = true;
                line.listen(context);
            }
            let order = line.order();
            if order == Order::Close {
                return Poll::Ready(End::Ordered);
            }
            let polled = connection.as_mut().poll(context);
            if polled.is_pending() && order == Order::Finish && !finishes {
                // What had arrived was read before this: no request is lost to a leave that was taken too early.
                finishes = true;
                connection.as_mut().graceful_shutdown();
                return connection.as_mut().poll(context).map(End::Done);
            }
            polled.map(End::Done)
        })
        .await
    };
    let refusal = refusal(&guarded, &end, line.phase());
    let is_over = matches!(end, End::Done(Ok(()))) || guarded.refusal() == Some(Refusal::Body);
    if refusal.is_none() && !is_over {
        return;
    }
    let farewell = refusal.map(|problem| refusals.bytes(problem, client));
    // A client that broke off is no news: its requests have their lines already.
    let _ = timeout(LEAVE, leave(guarded.into_stream(), farewell)).await;
}

/// What a client is told that gets no other answer.
fn refusal<S>(guarded: &Guarded<S>, end: &End, phase: Phase) -> Option<Problem> {
    match guarded.refusal() {
        // Whoever read the body has answered.
        Some(Refusal::Body) => return None,
        Some(refusal) => return Some(refusal.problem()),
        None => {}
    }
    let awaits_head = matches!(phase, Phase::Head | Phase::Idle);
    match end {
        End::Ordered if awaits_head && guarded.is_within_head() => {
            Some(Problem::request_timeout().with_detail("the head did not arrive in time"))
        }
        End::Done(Err(error)) if awaits_head && error.is_parse() => {
            Some(Refusal::Unreadable(StatusCode::BAD_REQUEST).problem())
        }
        _ => None,
    }
}

/// Says the last words and waits for the client to hang up: closing on bytes that were not read would take back an
/// answer that is still on its way (RFC 9112, section 9.6).
async fn leave<S>(mut stream: S, farewell: Option<Vec<u8>>) -> std::io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    if let Some(bytes) = farewell {
        stream.write_all(&bytes).await?;
    }
    stream.shutdown().await?;
    let mut nothing = [0; 4_096];
    while stream.read(&mut nothing).await? > 0 {}
    Ok(())
}

async fn answer(
    exchange: &Exchange,
    request: Request<Incoming>,
) -> Result<Response<Answer>, Infallible> {
    let line = &exchange.line;
    line.enter(Phase::Busy);
    let flaw = framing(request.method(), request.headers());
    let is_chunked = request.headers().contains_key(TRANSFER_ENCODING);
    let is_refused = flaw.is_some();
    let mut response = match flaw {
        None if is_chunked => {
            line.body_begins();
            let request = request.map(|body| Arriving::new(body, Arc::clone(line)));
            exchange.pass(request).await
        }
        None => exchange.pass(request).await,
        Some(problem) => exchange.refusals.response(problem, exchange.peer.ip()),
    };
    // Nobody knows how long a chunked body is that was not read to its end, so that nothing may come behind it. Of a body
    // that came too slowly or was too large, there is more to come that nobody reads (RFC 9112, section 9.6).
    let is_cut = matches!(
        response.status(),
        StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE
    );
    let is_last = is_refused || is_cut || (is_chunked && !line.body_has_ended());
    if is_last || line.order() != Order::None {
        response
            .headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
    }
    line.enter(Phase::Answer);
    Ok(response.map(|body| Answer::new(body, Arc::clone(line))))
}
