//! Bodies: framing, media types, sizes, time.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use gate::{BodyRule, Limits, Media, MediaKind, Operation};
use http::Request;
use http_body::Frame;

use super::support::{Answer, OPEN, Service, contract, post, service};

const JSON: Media = Media {
    media_type: "application/json",
    kind: MediaKind::Json,
};
const FORM: Media = Media {
    media_type: "application/x-www-form-urlencoded",
    kind: MediaKind::Form,
};
const IMAGE: Media = Media {
    media_type: "image/*",
    kind: MediaKind::Bytes,
};
const ANY: Media = Media {
    media_type: "*/*",
    kind: MediaKind::Bytes,
};
const VERSIONED: Media = Media {
    media_type: "application/json; version=2",
    kind: MediaKind::Json,
};

fn gate() -> Service {
    let small = Limits {
        body: Some(10),
        timeout: Some(Duration::from_millis(100)),
        ..Limits::DEFAULT
    };
    let row = |path, body| Operation {
        path,
        id: path,
        method: "POST",
        body,
        ..OPEN
    };
    let operations = vec![
        row("/none", BodyRule::None),
        row("/json", BodyRule::Required(&[JSON])),
        row("/maybe", BodyRule::Optional(&[JSON])),
        row(
            "/several",
            BodyRule::Required(&[ANY, IMAGE, VERSIONED, JSON, FORM]),
        ),
        Operation {
            limits: small,
            ..row("/small", BodyRule::Required(&[JSON]))
        },
        Operation {
            produces: &["application/json", "text/csv"],
            ..row("/two", BodyRule::None)
        },
    ];
    service(contract(&[], operations))
}

fn check(path: &str, media_type: &str, body: &'static str, status: u16) -> Answer {
    let answer = gate().send(post(path, media_type, body));
    assert_eq!(
        answer.status,
        status,
        "{path} {media_type}: {}",
        String::from_utf8_lossy(&answer.body)
    );
    answer
}

fn bare(path: &str, body: &'static str) -> Answer {
    gate().send(
        Request::builder()
            .method("POST")
            .uri(path)
            .body(Body::from(body))
            .unwrap(),
    )
}

#[test]
fn a_body_arrives_whole() {
    let answer = check("/json", "application/json", "{\"a\": 1}", 200).json();
    assert_eq!(
        (answer["body"].as_str(), answer["media"].as_str()),
        (Some("{\"a\": 1}"), Some("application/json"))
    );
}

#[test]
fn a_body_in_pieces_arrives_in_order() {
    let pieces = [
        Bytes::from_static(b"{\"a\""),
        Bytes::new(),
        Bytes::from_static(b": "),
        Bytes::from_static(b"1}"),
    ];
    let answer = gate().send(post(
        "/json",
        "application/json",
        Body::new(Pieces(pieces.into_iter().collect())),
    ));
    assert_eq!(answer.json()["body"], "{\"a\": 1}");
}

#[test]
fn a_body_that_is_not_taken_is_refused() {
    assert_eq!(bare("/none", "x").status, 400);
    assert_eq!(bare("/none", "").status, 200);
    check("/none", "application/json", "", 200);
}

#[test]
fn a_body_that_is_needed_is_missed() {
    let answer = bare("/json", "");
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json()["errors"],
        serde_json::json!([{"pointer": "", "detail": "a body is needed"}])
    );
    assert_eq!(bare("/maybe", "").json()["media"], serde_json::Value::Null);
    assert_eq!(
        bare("/json", "{}").status,
        415,
        "bytes without a type are no JSON"
    );
}

#[test]
fn other_media_types_are_refused() {
    for media_type in [
        "text/plain",
        "application/jsonx",
        "application/*",
        "json",
        "",
        "application/json; charset=utf-16",
    ] {
        let answer = check("/json", media_type, "{}", 415);
        assert_eq!(answer.header("accept"), "application/json");
    }
    for media_type in [
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/json;charset=\"utf-8\"",
    ] {
        check("/json", media_type, "{}", 200);
    }
    let mut twice = post("/json", "application/json", "{}");
    twice
        .headers_mut()
        .append("content-type", http::HeaderValue::from_static("text/plain"));
    assert_eq!(gate().send(twice).status, 415);
}

#[test]
fn the_nearest_media_type_is_taken() {
    for (sent, taken) in [
        ("application/json", "application/json"),
        ("application/json; version=2", "application/json; version=2"),
        ("application/json; version=3", "application/json"),
        (
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded",
        ),
        ("image/png", "image/*"),
        ("video/mp4", "*/*"),
    ] {
        assert_eq!(
            check("/several", sent, "x", 200).json()["media"],
            taken,
            "{sent}"
        );
    }
}

#[test]
fn coded_bodies_are_refused() {
    let mut request = post("/json", "application/json", "{}");
    request
        .headers_mut()
        .insert("content-encoding", http::HeaderValue::from_static("gzip"));
    let answer = gate().send(request);
    assert_eq!(
        (answer.status, answer.header("accept-encoding")),
        (415, "identity")
    );
}

#[test]
fn large_bodies_are_refused() {
    check("/small", "application/json", "0123456789", 200);
    check("/small", "application/json", "0123456789a", 413);
    let mut announced = post("/small", "application/json", Body::new(Never));
    announced
        .headers_mut()
        .insert("content-length", http::HeaderValue::from_static("11"));
    assert_eq!(
        gate().send(announced).status,
        413,
        "by its length, without waiting for it"
    );
    let pieces = std::iter::repeat_n(Bytes::from_static(b"0123456"), 2).collect();
    assert_eq!(
        gate()
            .send(post(
                "/small",
                "application/json",
                Body::new(Pieces(pieces))
            ))
            .status,
        413
    );
    let large = Body::from(vec![b'1'; (2 << 20) + 1]);
    assert_eq!(
        gate().send(post("/json", "application/json", large)).status,
        413
    );
    assert_eq!(
        gate()
            .send(post(
                "/json",
                "application/json",
                Body::from(vec![b'1'; 2 << 20])
            ))
            .status,
        200
    );
}

#[test]
fn unclear_lengths_are_refused() {
    for (name, value) in [("content-length", "2"), ("transfer-encoding", "chunked")] {
        let mut request = post("/json", "application/json", "{}");
        request
            .headers_mut()
            .append("content-length", http::HeaderValue::from_static("2"));
        request
            .headers_mut()
            .append(name, http::HeaderValue::from_static(value));
        assert_eq!(gate().send(request).status, 400, "{name}");
    }
    for length in ["+2", "-1", "two", "99999999999999999999", ""] {
        let mut request = post("/json", "application/json", "{}");
        request.headers_mut().insert(
            "content-length",
            http::HeaderValue::from_str(length).unwrap(),
        );
        assert_eq!(gate().send(request).status, 400, "{length}");
    }
}

#[test]
fn slow_bodies_are_refused() {
    let answer = gate().send(post("/small", "application/json", Body::new(Never)));
    assert_eq!(answer.status, 408);
}

#[test]
fn broken_bodies_are_refused() {
    assert_eq!(
        gate()
            .send(post("/json", "application/json", Body::new(Broken)))
            .status,
        400
    );
}

#[test]
fn an_answer_is_of_a_type_that_is_accepted() {
    let status = |accept: &str| {
        let request = Request::builder()
            .method("POST")
            .uri("/two")
            .header("accept", accept)
            .body(Body::empty())
            .unwrap();
        gate().send(request).status
    };
    for accept in [
        "application/json",
        "*/*",
        "text/*",
        "TEXT/CSV",
        "text/html, application/json;q=0.1",
        "application/json;profile=\"a,b\";q=0.5",
        "text/csv;q=0, application/*",
        "nonsense",
    ] {
        assert_eq!(status(accept), 200, "{accept}");
    }
    for accept in [
        "text/html",
        "application/json;q=0, text/csv;q=0.000",
        "image/*",
        "*/*;q=0",
        "application/json;q=0, text/csv;q=0, */*",
    ] {
        assert_eq!(status(accept), 406, "{accept}");
    }
}

struct Pieces(std::collections::VecDeque<Bytes>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        std::task::Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }
}

struct Never;

impl http_body::Body for Never {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        std::task::Poll::Pending
    }
}

struct Broken;

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        std::task::Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into())))
    }
}
