//! The fuzzer's half that is ours: bytes become the request that they describe, and a service that fails is found.

use std::cell::RefCell;

use gate::abuse::Fuzz;
use gate::{
    BodyRule, Boot, Call, Contract, Limits, Media, MediaKind, Operation, Pending, Reply,
    Requirement, Rule, Scheme, SchemeKind, StatusCode,
};
use proptest::prelude::*;
use tempfile::TempDir;

use super::support::{OPEN, Probe, contract};

const JSON: &[Media] = &[Media {
    media_type: "application/json",
    kind: MediaKind::Json,
}];

const PUT: Operation = Operation {
    id: "putThing",
    method: "PUT",
    path: "/things/{id}/parts/{part}",
    security: &[&[Requirement {
        scheme: "token",
        scopes: &["write"],
    }]],
    body: BodyRule::Optional(JSON),
    limits: Limits::DEFAULT,
    ..OPEN
};

// Everything is asked in the thread of the test.
std::thread_local! {
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Remembers what it was asked, and breaks where it is asked to.
fn noted(_: usize, call: Call) -> Pending {
    Box::pin(async move {
        let said = format!(
            "{:?} {:?} {} {:?}",
            call.path_value("id"),
            call.path_value("part"),
            call.query(),
            String::from_utf8_lossy(call.bytes())
        );
        SEEN.with_borrow_mut(|seen| seen.push(said));
        assert_ne!(call.query(), "break", "as it was asked to");
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    })
}

fn fuzz() -> Fuzz {
    let folder = TempDir::new().unwrap();
    let case = "[[case]]\noperation = \"putThing\"\nmethod = \"PUT\"\npath = \"/things/{id}/parts/{part}\"\ntarget = \"/things/1/parts/2\"\nmedia_type = \"application/json\"\n";
    std::fs::write(folder.path().join("cases.toml"), case).unwrap();
    let schemes = vec![Scheme {
        name: "token",
        setting: "token",
        kind: SchemeKind::Bearer,
    }];
    let contract: &'static Contract = contract(schemes.leak(), vec![PUT]);
    let app = async |boot: Boot| {
        let gate = boot.gate(Probe(contract, noted));
        Ok(gate.policy(vec![Rule::ScopesSuffice]).build()?)
    };
    Fuzz::new(contract, app, folder.path()).unwrap()
}

#[test]
fn bytes_are_the_request_that_they_describe_and_a_failure_is_found() {
    let fuzz = fuzz();
    for (bytes, seen) in [
        (&b"\0\0\0"[..], r#"Some("1") Some("2")  """#),
        (b"\0\0\0a/b?\xFF", r#"Some("a/b?"#),
        (
            b"\x07\x01\x05\0a=b&c= {\0\0{\"x\":1}",
            r#"Some("1") Some("2") a=b&c=%20%7B "{\"x\":1}""#,
        ),
        (
            b"\0\0\0\0\0a header\r\n\0[]",
            r#"Some("1") Some("2")  "[]""#,
        ),
    ] {
        fuzz.ask(bytes).unwrap();
        let all = SEEN.take().join("\n");
        // Bytes that are no text in a path are refused by the gate itself.
        let is_text = !bytes.contains(&0xFF);
        assert_eq!(all.starts_with(seen), is_text, "{bytes:?}: {all}");
    }
    let found = fuzz.ask(b"\0\0\0\0break\0").unwrap_err().to_string();
    assert!(
        found.contains("putThing") && found.contains("500"),
        "{found}"
    );
    // What is too short to say anything asks nothing.
    fuzz.ask(b"\0").unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_bytes_say_is_answered(all in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 16)) {
        let fuzz = fuzz();
        for bytes in &all {
            if !bytes.windows(5).any(|word| word == b"break") {
                prop_assert!(fuzz.ask(bytes).is_ok(), "{:?}", bytes);
            }
        }
    }
}
