//! Bodies that are never whole: bytes that a handler takes as they come, and answers that go on.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use gate::{
    Accept, BodyRule, ByteStream, Call, Event, EventStream, Explode, JsonLines, JsonSequence,
    Limits, Media, MediaKind, Operation, Pending, Reply, StatusCode, stream_body,
};
use http_body::Frame;
use serde_json::json;

use super::support::{OPEN, Service, Setup, contract, post, request};

const BYTES: Media = Media {
    media_type: "application/octet-stream",
    kind: MediaKind::Bytes,
};

/// Counts what comes, or sends what goes on.
fn handle(operation: usize, call: Call) -> Pending {
    Box::pin(async move {
        match operation {
            0 => {
                let mut body = stream_body(&call).unwrap_or_default();
                let (mut chunks, mut bytes) = (0, 0);
                while let Some(chunk) = body.chunk().await? {
                    chunks += 1;
                    bytes += chunk.len();
                }
                let seen =
                    json!({"chunks": chunks, "bytes": bytes, "buffered": call.bytes().len()});
                Reply::json(StatusCode::OK, "application/json", &seen)
            }
            1 => {
                let (sender, events) = EventStream::channel(1);
                tokio::spawn(async move {
                    let _ = sender.send(json!({"x": 1})).await;
                    let named = Event::new(json!("two\nlines"))
                        .named("odd\nname")
                        .with_id("7");
                    let _ = sender.send(named).await;
                });
                Ok(Reply::stream(StatusCode::OK, "text/event-stream", events))
            }
            2 => {
                let (sender, lines) = JsonLines::<serde_json::Value>::channel(1);
                tokio::spawn(async move {
                    let _ = sender.send(json!({"x": 1})).await;
                    let _ = sender.send(json!("a\nb")).await;
                });
                Ok(Reply::stream(StatusCode::OK, "application/jsonl", lines))
            }
            3 => {
                let picture = ByteStream::from(&b"PNG"[..]).with_media_type("image/png");
                Ok(Reply::stream(StatusCode::OK, "image/*", picture))
            }
            4 => {
                let text = ByteStream::from("x").with_media_type("text/html");
                Ok(Reply::stream(StatusCode::OK, "application/pdf", text))
            }
            5 => {
                let media_type = call.accept().choose(&["application/json", "text/csv"]);
                Ok(Reply::text(StatusCode::OK, media_type, "x".to_owned()))
            }
            7 => {
                let (sender, sequence) = JsonSequence::<serde_json::Value>::channel(1);
                tokio::spawn(async move {
                    let _ = sender.send(json!({"x": 1})).await;
                    let _ = sender.send(json!(7)).await;
                });
                let media_type = "application/json-seq";
                Ok(Reply::stream(StatusCode::OK, media_type, sequence))
            }
            _ => Reply::empty(StatusCode::NO_CONTENT)
                .header_value("x-list", &["a", "b"], Explode::No)?
                .header_value("x-object", &json!({"a": 1, "b": true}), Explode::No)?
                .header_value("x-exploded", &json!({"a": 1, "b": true}), Explode::Yes)?
                .header_json("x-json", &json!({"a": [1]})),
        }
    })
}

fn gate() -> Service {
    let limits = Limits {
        body: Some(10),
        timeout: Some(Duration::from_millis(200)),
        ..Limits::DEFAULT
    };
    let row = |path| Operation {
        id: path,
        path,
        ..OPEN
    };
    let operations = vec![
        Operation {
            method: "POST",
            body: BodyRule::Required(&[BYTES]),
            limits,
            ..row("/bytes")
        },
        row("/events"),
        row("/lines"),
        row("/picture"),
        row("/fixed"),
        Operation {
            produces: &["application/json", "text/csv"],
            ..row("/either")
        },
        row("/headers"),
        row("/sequence"),
    ];
    Setup::new(contract(&[], operations))
        .handler(handle)
        .build()
}

/// Chunks, and then silence if there is to be any.
struct Chunks(VecDeque<Bytes>, Ends);

#[derive(PartialEq)]
enum Ends {
    Well,
    Never,
}

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.0.pop_front() {
            None if self.1 == Ends::Never => Poll::Pending,
            next => Poll::Ready(next.map(|bytes| Ok(Frame::data(bytes)))),
        }
    }
}

fn send(chunks: &[&'static str], ends: Ends) -> super::support::Answer {
    let chunks = chunks
        .iter()
        .map(|chunk| Bytes::from_static(chunk.as_bytes()));
    let body = Body::new(Chunks(chunks.collect(), ends));
    gate().send(post("/bytes", "application/octet-stream", body))
}

#[test]
fn a_handler_takes_bytes_as_they_come() {
    let answer = send(&["abc", "defg"], Ends::Well);
    assert_eq!(
        answer.json(),
        json!({"chunks": 2, "bytes": 7, "buffered": 0})
    );
}

#[test]
fn a_stream_is_counted() {
    assert_eq!(send(&["abcdef", "ghij"], Ends::Well).status, 200);
    assert_eq!(send(&["abcdef", "ghijk"], Ends::Well).status, 413);
    let announced = gate().send(post("/bytes", "application/octet-stream", "x".repeat(11)));
    assert_eq!(announced.status, 413);
}

#[test]
fn a_stream_that_stalls_is_given_up() {
    assert_eq!(send(&["abc"], Ends::Never).status, 408);
}

#[test]
fn events_and_lines_are_written_as_they_are_made() {
    let events = gate().get("/events");
    assert_eq!(events.header("content-type"), "text/event-stream");
    assert_eq!(
        String::from_utf8(events.body).unwrap(),
        "data: {\"x\":1}\n\nevent: oddname\nid: 7\ndata: two\ndata: lines\n\n"
    );
    let lines = gate().get("/lines");
    assert_eq!(
        String::from_utf8(lines.body).unwrap(),
        "{\"x\":1}\n\"a\\nb\"\n"
    );
    let sequence = gate().get("/sequence");
    assert_eq!(
        String::from_utf8(sequence.body).unwrap(),
        "\u{1e}{\"x\":1}\n\u{1e}7\n"
    );
}

#[test]
fn a_range_is_answered_as_one_of_it() {
    assert_eq!(gate().get("/picture").header("content-type"), "image/png");
    assert_eq!(
        gate().get("/fixed").header("content-type"),
        "application/pdf"
    );
}

#[test]
fn the_head_of_a_stream_has_no_body() {
    let head = gate().ask("HEAD", "/picture");
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn a_client_is_answered_in_what_it_likes_best() {
    for (accept, media_type) in [
        ("text/csv", "text/csv; charset=utf-8"),
        ("*/*", "application/json"),
        (
            "application/json;q=0.1, text/csv;q=0.9",
            "text/csv; charset=utf-8",
        ),
        ("text/*, application/json;q=0.5", "text/csv; charset=utf-8"),
    ] {
        let answer = gate().with("/either", &[("accept", accept)]);
        assert_eq!(answer.header("content-type"), media_type, "{accept}");
    }
    assert_eq!(
        gate().with("/either", &[("accept", "image/png")]).status,
        406
    );
    assert_eq!(Accept::default().best(&["a/b", "c/d"]), Some("a/b"));
}

#[test]
fn headers_have_a_simple_form() {
    let answer = gate().send(request("GET", "/headers", &[]));
    assert_eq!(answer.header("x-list"), "a,b");
    assert_eq!(answer.header("x-object"), "a,1,b,true");
    assert_eq!(answer.header("x-exploded"), "a=1,b=true");
    assert_eq!(answer.header("x-json"), "{\"a\":[1]}");
    let nested = Reply::empty(StatusCode::OK).header_value("x", &[[1]], Explode::No);
    assert!(nested.is_err());
}
