//! Bodies: for every keyword of every family a value that passes and one that does not, with the places it names.

use super::{Shared, answered};
use serde_json::Value;

use crate::support::contract::{Contract, Way};
use crate::support::http::Request;
use crate::support::project::Answers;
use crate::support::{contract_of, load};

static SERVICE: Shared = Shared::new();

/// The rows, as they are written.
const ROWS: &str = include_str!("shapes.txt");

/// One body for one operation.
#[derive(Debug)]
pub struct Row {
    /// The operation, whose path is `/v1/` and this word.
    pub word: &'static str,
    /// What is sent.
    pub body: &'static str,
    /// The places at which it is refused, in order; none where it is accepted.
    pub pointers: Vec<&'static str>,
}

/// Every row of the table.
pub fn rows() -> Vec<Row> {
    let mut word = "";
    let mut rows = Vec::new();
    for line in ROWS.lines().filter(|line| !line.is_empty()) {
        let (sign, rest) = line.split_once(' ').unwrap();
        match sign {
            "#" => {}
            "=" => word = rest,
            "+" => rows.push(Row {
                word,
                body: rest,
                pointers: Vec::new(),
            }),
            _ => {
                let (body, pointers) = rest.split_once(" => ").unwrap();
                let pointers = pointers
                    .split(' ')
                    .map(|pointer| pointer.trim_start_matches('.'))
                    .collect();
                rows.push(Row {
                    word,
                    body,
                    pointers,
                });
            }
        }
    }
    rows
}

/// Whether an operation accepted what it was asked; one without an example answers 501.
fn accepts(status: u16) -> bool {
    matches!(status, 200 | 501)
}

#[test]
fn every_keyword_is_enforced_and_says_where() {
    let service = SERVICE.get("shapes", Answers::Mock);
    let mut wrong = Vec::new();
    for Row {
        word,
        body,
        pointers,
    } in rows()
    {
        let answer = service.ask(&Request::new("POST", &format!("/v1/{word}")).json(body));
        let right = if pointers.is_empty() {
            accepts(answer.status)
        } else {
            answer.status == 422 && answer.pointers() == pointers
        };
        if !right {
            wrong.push(format!(
                "{word} {body}: expected {pointers:?}, got {} {}",
                answer.status,
                answer.text()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Formats that the `jsonschema` crate takes for annotations.
const OURS: &[&str] = &[
    "byte",
    "idn-email",
    "idn-hostname",
    "int32",
    "int64",
    "uint64",
];

/// One value of each type, and some that are two.
const VALUES: &[&str] = &[
    "null",
    "true",
    "0",
    "1",
    "-1",
    "1.5",
    "\"\"",
    "\"1\"",
    "[]",
    "[1]",
    "{}",
    "{\"a\": 1}",
];

#[test]
fn every_member_is_judged_as_the_letter_has_it() {
    let service = SERVICE.get("shapes", Answers::Mock);
    let contract = Contract::new(&load(&contract_of("shapes")).raw, Way::In);
    let mut accepted: Vec<Row> = rows();
    accepted.retain(|row| row.pointers.is_empty() && row.body.starts_with('{'));
    accepted.dedup_by_key(|row| row.word);
    let (mut wrong, mut judged) = (Vec::new(), 0);
    for row in accepted {
        let at = format!(
            "/paths/~1{}/post/requestBody/content/application~1json/schema",
            row.word
        );
        let validator = contract.validator(&at);
        let (schema, _) = contract.resolve(&at);
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            for value in VALUES {
                let mut body: Value = serde_json::from_str(row.body).unwrap();
                body[name] = serde_json::from_str(value).unwrap();
                let valid = validator.is_valid(&body);
                let request =
                    Request::new("POST", &format!("/v1/{}", row.word)).json(&body.to_string());
                let answer = service.ask(&request);
                let stricter = OURS.iter().any(|format| member["format"] == *format);
                if accepts(answer.status) != valid && !(valid && stricter) {
                    wrong.push(format!(
                        "{} {body}: valid {valid}, {} {}",
                        row.word,
                        answer.status,
                        answer.text()
                    ));
                }
                judged += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(judged > 900, "{judged}");
}

/// What is refused before any schema is asked: no pointer leads into what cannot be read.
#[test]
fn what_is_no_json_is_unreadable() {
    let service = SERVICE.get("shapes", Answers::Mock);
    let post = |body: &[u8]| {
        service.ask(&Request::new("POST", "/v1/texts").body("application/json", body))
    };
    for body in [
        "",
        "{",
        "{}}",
        "{'a': 1}",
        r#"{"short": "a", "short": "b"}"#,
        r#"{"a": 01}"#,
        r#"{"a": NaN}"#,
        "\u{feff}{}",
        r#"{"short": "\ud800"}"#,
    ] {
        assert_eq!(post(body.as_bytes()).status, 400, "{body}");
    }
    assert_eq!(post(b"{\"short\": \"\xff\"}").status, 400);
    let deep = format!("{}{}", "[".repeat(2_000), "]".repeat(2_000));
    assert_eq!(post(deep.as_bytes()).status, 400);
    // Announced and never sent: whoever is told at once need not send it.
    let large = Request::new("POST", "/v1/texts")
        .header("Content-Type", "application/json")
        .header("Content-Length", "3145728");
    answered(&service.ask(&large), 413, &[], "3 MiB");
    assert_eq!(service.ask(&Request::new("POST", "/v1/texts")).status, 400);
    answered(
        &service.ask(&Request::new("POST", "/v1/texts").body("text/plain", b"{}")),
        415,
        &[],
        "text/plain",
    );
    answered(
        &service.ask(&Request::new("GET", "/v1/texts")),
        405,
        &[],
        "GET",
    );
    answered(
        &service.ask(&Request::new("POST", "/texts")),
        404,
        &[],
        "no version",
    );
    answered(
        &service.ask(
            &Request::new("POST", "/v1/texts")
                .header("Accept", "image/png")
                .json("{}"),
        ),
        406,
        &[],
        "image/png",
    );
}

#[test]
fn a_refusal_shows_nothing_of_what_was_sent() {
    let service = SERVICE.get("shapes", Answers::Mock);
    let secret = "tell-nobody";
    for (word, body) in [
        ("texts", format!(r#"{{"short": "{secret}"}}"#)),
        (
            "choices",
            format!(r#"{{"colour": "{secret}", "mixed": "{secret}"}}"#),
        ),
        ("negated", format!(r#"{{"word": ["{secret}"]}}"#)),
        (
            "conditional",
            format!(r#"{{"country": "DE", "code": "{secret}"}}"#),
        ),
    ] {
        let answer = service.ask(&Request::new("POST", &format!("/v1/{word}")).json(&body));
        assert_eq!(answer.status, 422, "{word}: {}", answer.text());
        assert!(!answer.text().contains(secret), "{}", answer.text());
    }
}
