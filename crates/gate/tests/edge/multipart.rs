//! Multipart bodies: parts by name, files aside, everything bounded.

use std::collections::BTreeMap;

use axum::body::Body;
use gate::decode::Decode;
use gate::{
    Additional, Any, BodyRule, Call, Fields, FilePart, FileSize, Items, Limits, Media, MediaKind,
    Object, Operation, PartContent, PartRule, Pending, Pointer, Repeats, Reply, Report, Shape,
    StatusCode, json, multipart_body,
};
use serde_json::{Value, json};

use super::support::{Answer, OPEN, Service, Setup, contract, post};

const RULES: &[PartRule] = &[
    PartRule {
        name: "title",
        content: PartContent::Text(Shape::Text),
        repeats: Repeats::No,
        media_types: &[],
    },
    PartRule {
        name: "sizes",
        content: PartContent::Text(Shape::Integer),
        repeats: Repeats::Yes,
        media_types: &[],
    },
    PartRule {
        name: "place",
        content: PartContent::Json,
        repeats: Repeats::No,
        media_types: &[],
    },
    PartRule {
        name: "photo",
        content: PartContent::File,
        repeats: Repeats::No,
        media_types: &["image/png", "text/*"],
    },
    PartRule {
        name: "pages",
        content: PartContent::File,
        repeats: Repeats::Yes,
        media_types: &["image/png"],
    },
    PartRule {
        name: "free",
        content: PartContent::Text(Shape::Any),
        repeats: Repeats::No,
        media_types: &[],
    },
];
const FORM: Media = Media {
    media_type: "multipart/form-data",
    kind: MediaKind::Multipart(RULES),
};

struct Upload {
    title: String,
    sizes: Option<Vec<i64>>,
    place: Option<Any>,
    photo: Option<FilePart>,
    pages: Option<Vec<FilePart>>,
    free: Option<Any>,
    more: BTreeMap<String, FilePart>,
}

static SIZE: FileSize = FileSize {
    minimum: 2,
    maximum: Some(300_000),
};

impl Decode for Upload {
    fn decode(value: &json::Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        static RULE: Object = Object {
            known: &["title", "sizes", "place", "photo", "pages", "free"],
            additional: Additional::Kept,
            ..Object::ANY
        };
        let fields = Fields::open(value, at, report, &RULE)?;
        let title = fields.required("title", report, String::decode);
        let sizes = fields.optional("sizes", report, |value, at, report| {
            gate::list(value, at, report, &Items::ANY, i64::decode)
        });
        let place = fields.optional("place", report, Any::decode);
        let photo = fields.optional("photo", report, |value, at, report| {
            gate::file(value, at, report, &SIZE)
        });
        let pages = fields.optional("pages", report, |value, at, report| {
            gate::list(value, at, report, &Items::ANY, FilePart::decode)
        });
        let free = fields.optional("free", report, Any::decode);
        let more = fields.additional(report, FilePart::decode);
        Some(Self {
            title: title?,
            sizes: sizes?,
            place: place?,
            photo: photo?,
            pages: pages?,
            free: free?,
            more: more?,
        })
    }
}

/// Answers with what came.
fn handle(_: usize, call: Call) -> Pending {
    Box::pin(async move {
        let mut report = Report::new();
        let upload = multipart_body(&call, &mut report, Upload::decode);
        let upload = report.finish(|| upload)?;
        let photo = match &upload.photo {
            None => Value::Null,
            Some(photo) => {
                let mut chunks = 0;
                let mut stream = photo.open().await?;
                let mut sum: u64 = 0;
                while let Some(chunk) = stream.chunk().await? {
                    chunks += 1;
                    sum += chunk.iter().map(|byte| u64::from(*byte)).sum::<u64>();
                }
                let whole = photo.bytes().await?;
                json!({
                    "name": photo.file_name(), "type": photo.media_type(), "length": photo.length(),
                    "chunks": chunks, "sum": sum, "whole": whole.len(),
                })
            }
        };
        let seen = json!({
            "title": upload.title, "sizes": upload.sizes, "place": upload.place, "photo": photo,
            "pages": upload.pages.iter().flatten().count(), "free": upload.free, "more": upload.more.keys().collect::<Vec<_>>(),
        });
        Reply::json(StatusCode::OK, "application/json", &seen)
    })
}

fn gate() -> Service {
    let limits = Limits {
        body: Some(1 << 20),
        ..Limits::DEFAULT
    };
    let operations = vec![Operation {
        id: "upload",
        method: "POST",
        path: "/upload",
        body: BodyRule::Required(&[FORM]),
        limits,
        ..OPEN
    }];
    Setup::new(contract(&[], operations))
        .set("APP__LIMITS__BODY", "100000")
        .handler(handle)
        .build()
}

fn part(head: &str, body: &str) -> String {
    format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
}

fn send(parts: &[String]) -> Answer {
    let body = parts.concat() + "--edge--\r\n";
    gate().send(post(
        "/upload",
        "multipart/form-data; boundary=edge",
        Body::from(body),
    ))
}

fn pointers(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].clone();
    let errors = errors.as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|error| error["pointer"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn parts_become_one_object() {
    let answer = send(&[
        part("name=\"title\"", "Harbor"),
        part("name=\"sizes\"", "1"),
        part("name=\"sizes\"", "2"),
        part("name=\"place\"", "{\"x\": [1]}"),
        part("name=\"free\"", "7"),
        part(
            "name=\"photo\"; filename=\"../a.png\"\r\nContent-Type: image/png",
            "PNG",
        ),
        part("name=\"other\"", "text"),
    ]);
    assert_eq!(answer.status, 200, "{}", answer.json());
    let seen = answer.json();
    assert_eq!(seen["sizes"], json!([1, 2]));
    assert_eq!(seen["place"], json!({"x": [1]}));
    assert_eq!(seen["free"], json!(7));
    assert_eq!(seen["more"], json!(["other"]));
    assert_eq!(
        seen["photo"],
        json!({"name": "../a.png", "type": "image/png", "length": 3, "chunks": 1, "sum": 80 + 78 + 71, "whole": 3})
    );
}

#[test]
fn a_list_may_come_as_one_json_array() {
    let sizes = part("name=\"sizes\"\r\nContent-Type: application/json", "[1, 2]");
    let answer = send(&[part("name=\"title\"", "x"), sizes]);
    assert_eq!(answer.json()["sizes"], json!([1, 2]));
}

#[test]
fn a_large_file_is_put_aside_and_read_in_chunks() {
    let photo = part(
        "name=\"photo\"; filename=\"a\"\r\nContent-Type: text/plain",
        &"a".repeat(250_000),
    );
    let answer = send(&[part("name=\"title\"", "x"), photo]);
    let seen = answer.json()["photo"].clone();
    assert_eq!(
        (seen["length"].as_u64(), seen["whole"].as_u64()),
        (Some(250_000), Some(250_000))
    );
    assert_eq!(seen["sum"], json!(97 * 250_000));
    assert!(seen["chunks"].as_u64().unwrap() > 1, "{seen}");
}

#[test]
fn everything_wrong_is_said_at_its_part() {
    let answer = send(&[
        part(
            "name=\"photo\"; filename=\"a\"\r\nContent-Type: image/png",
            "x",
        ),
        part("name=\"place\"", "{\"x\": 1}"),
    ]);
    assert_eq!(
        (answer.status, pointers(&answer)),
        (422, vec!["/title".to_owned(), "/photo".to_owned()])
    );
    for (head, body, status, pointer) in [
        ("name=\"sizes\"", "x", 422, "/sizes/0"),
        ("name=\"place\"", "{", 400, "/place"),
        ("name=\"title\"", "again", 400, "/title"),
        (
            "name=\"photo\"; filename=\"a\"\r\nContent-Type: image/gif",
            "GIF",
            422,
            "/photo",
        ),
        (
            "name=\"photo\"; filename=\"a\"",
            "no type at all",
            422,
            "/photo",
        ),
    ] {
        let answer = send(&[part("name=\"title\"", "x"), part(head, body)]);
        assert_eq!(
            (answer.status, pointers(&answer)),
            (status, vec![pointer.to_owned()]),
            "{head}"
        );
    }
}

#[test]
fn a_file_of_another_type_hides_nothing_else() {
    let page = |kind: &str| {
        part(
            &format!("name=\"pages\"; filename=\"a\"\r\nContent-Type: {kind}"),
            "x",
        )
    };
    let answer = send(&[
        page("image/png"),
        page("image/gif"),
        page("text/html"),
        part(
            "name=\"photo\"; filename=\"a\"\r\nContent-Type: image/gif",
            "x",
        ),
        part("name=\"sizes\"", "x"),
    ]);
    assert_eq!(answer.status, 422);
    let mut found = pointers(&answer);
    found.sort();
    assert_eq!(
        found,
        [
            "/pages/1", "/pages/2", "/photo", "/photo", "/sizes/0", "/title"
        ]
    );
}

#[test]
fn what_is_not_multipart_is_refused() {
    let send = |media_type: &str, body: &str| {
        gate()
            .send(post("/upload", media_type, body.to_owned()))
            .status
    };
    let good = part("name=\"title\"", "x") + "--edge--\r\n";
    assert_eq!(send("multipart/form-data; boundary=edge", &good), 200);
    assert_eq!(send("multipart/form-data", &good), 400);
    assert_eq!(send("multipart/form-data; boundary=", &good), 400);
    assert_eq!(
        send(
            &format!("multipart/form-data; boundary={}", "e".repeat(71)),
            &good
        ),
        400
    );
    assert_eq!(send("multipart/form-data; boundary=other", &good), 400);
    assert_eq!(send("multipart/mixed; boundary=edge", &good), 415);
    assert_eq!(
        send(
            "multipart/form-data; boundary=edge",
            &part("name=\"title\"", "x")
        ),
        400
    );
    assert_eq!(
        send(
            "multipart/form-data; boundary=edge",
            &(part("filename=\"a\"", "x") + "--edge--\r\n")
        ),
        400
    );
}

#[test]
fn what_is_too_much_is_refused() {
    let long = "a".repeat(100_001);
    assert_eq!(
        send(&[part("name=\"title\"", &long)]).status,
        413,
        "text stays in memory"
    );
    let half = "a".repeat(60_000);
    let twice = [part("name=\"title\"", &half), part("name=\"note\"", &half)];
    assert_eq!(send(&twice).status, 413, "all texts together");
    let photo = part(
        "name=\"photo\"; filename=\"a\"\r\nContent-Type: text/plain",
        &"a".repeat(300_001),
    );
    let answer = send(&[part("name=\"title\"", "x"), photo]);
    assert_eq!(
        (answer.status, pointers(&answer)),
        (422, vec!["/photo".to_owned()])
    );
    let photo = part("name=\"photo\"; filename=\"a\"", &"a".repeat(1 << 20));
    assert_eq!(send(&[photo]).status, 413, "the whole body");
}
