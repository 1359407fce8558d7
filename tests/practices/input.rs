//! What callers send: rows 3, 4 and 8.

use super::issuer::Issuer;
use super::{add, built, files, get, start};
use crate::support::http::Request;
use crate::support::project::tree;
use crate::support::text;

#[test]
fn row_03_input_is_judged_cleaned_and_refused_whole() {
    let service = start(&[]);
    let own = Issuer::own();
    let (read, write) = (own.token("parcels:read"), own.token("parcels:write"));
    let sound = r#"{"to":"  <b>Ada</b> ","weight":2.5,"tags":["cold"]}"#;
    let answer = service.ask(&add(&write, sound));
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.json()["to"], "Ada", "cleaned before it was checked");

    // Everything that is wrong at once, each at its place, and none of the values.
    let wrong = r#"{"to":"","weight":41,"tags":["cold","warm",1],"pin":"hunter2","colour":"red"}"#;
    let answer = service.ask(&add(&write, wrong));
    assert_eq!(answer.status, 422);
    let places = ["/colour", "/pin", "/tags/1", "/tags/2", "/to", "/weight"];
    assert_eq!(answer.pointers(), places);
    for value in ["hunter2", "warm"] {
        assert!(!answer.text().contains(value), "{}", answer.text());
    }
    let parameters = get("/parcels?limit=101&words=a&words=b&page=1")
        .header("X-Depot", "oslo")
        .header("Cookie", "visit=mine")
        .bearer(&read);
    let answer = service.ask(&parameters);
    let places = [
        "/cookie/visit",
        "/header/x-depot",
        "/query/limit",
        "/query/page",
        "/query/words",
    ];
    assert_eq!(answer.pointers(), places, "{}", answer.text());

    let deep = "[".repeat(65) + &"]".repeat(65);
    let large = format!(r#"{{"to":"{}"}}"#, "x".repeat(2 << 20));
    let post = |media_type: &str, body: &[u8]| {
        let request = Request::new("POST", "/v3/parcels").bearer(&write);
        request.body(media_type, body)
    };
    for (request, status) in [
        (add(&write, r#"{"to":"a","to":"b","weight":1}"#), 400),
        (add(&write, r#"{"to":"a","weight":1"#), 400),
        (add(&write, &deep), 400),
        (
            post("application/json", b"{\"to\":\"\xFF\",\"weight\":1}"),
            400,
        ),
        (add(&write, &large), 413),
        (post("application/xml", b"<parcel/>"), 415),
        (add(&write, sound).header("Content-Encoding", "gzip"), 415),
        (get("/parcels/0").bearer(&read), 422),
        (get("/parcels/seven").bearer(&read), 400),
    ] {
        let answer = service.ask(&request);
        assert_eq!(answer.status, status, "{request:?}: {}", answer.text());
    }
}

/// What a database would take for a command.
const INJECTIONS: &[&str] = &[
    "' OR '1'='1",
    "1; DROP TABLE parcels; --",
    "7 UNION SELECT pin FROM parcels",
    "$(rm -rf /)",
];

/// Every byte as an escape (RFC 3986, section 2.1).
fn escaped(text: &str) -> String {
    text.bytes()
        .fold(String::new(), |all, byte| format!("{all}%{byte:02X}"))
}

#[test]
fn row_04_commands_in_any_place_arrive_as_plain_values_or_not_at_all() {
    let service = start(&[]);
    let own = Issuer::own();
    let (read, write) = (own.token("parcels:read"), own.token("parcels:write"));
    for injection in INJECTIONS {
        let escaped = escaped(injection);
        let json = serde_json::to_string(injection).unwrap();
        // Where text may stand the handler has that text, byte for byte: nothing was put together with it.
        let answer = service.ask(&get(&format!("/parcels?words={escaped}")).bearer(&read));
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.json()[0]["to"], *injection);
        let body = format!(r#"{{"to":{json},"weight":1}}"#);
        let answer = service.ask(&add(&write, &body));
        assert_eq!(answer.json()["to"], *injection, "{}", answer.text());
        let note = Request::new("PUT", "/v3/parcels/7/note").body(
            "application/x-www-form-urlencoded",
            format!("text={escaped}").as_bytes(),
        );
        assert_eq!(service.ask(&note).status, 204);
        // Where something else has to stand it does not get there.
        for (request, status) in [
            (get(&format!("/parcels/{escaped}")).bearer(&read), 400),
            (get(&format!("/parcels?limit={escaped}")).bearer(&read), 400),
            (
                get("/parcels").header("X-Depot", injection).bearer(&read),
                422,
            ),
            (
                get("/parcels")
                    .header("Cookie", &format!("visit={escaped}"))
                    .bearer(&read),
                400,
            ),
            (
                add(&write, &format!(r#"{{"to":"a","weight":{json}}}"#)),
                422,
            ),
            (
                add(
                    &write,
                    &format!(r#"{{"to":"a","weight":1,"tags":[{json}]}}"#),
                ),
                422,
            ),
            (
                add(&write, &format!(r#"{{"to":"a","weight":1,{json}:1}}"#)),
                422,
            ),
        ] {
            let answer = service.ask(&request);
            assert_eq!(answer.status, status, "{request:?}: {}", answer.text());
        }
    }
    // Nothing that is emitted runs a command, or speaks to a database.
    for file in files() {
        let is_rust = std::path::Path::new(&file.path)
            .extension()
            .is_some_and(|extension| extension == "rs");
        let composes = ["process::Command", "sqlx", "execute(", "SELECT "];
        let found = composes
            .iter()
            .find(|word| is_rust && text(&file).contains(**word));
        assert_eq!(found, None, "{}", file.path);
    }
}

#[test]
fn row_08_nothing_sensitive_is_taken_from_or_kept_of_an_address() {
    let service = start(&[]);
    let token = Issuer::own().token("parcels:read");
    let answer = service.ask(&get(&format!("/parcels?access_token={token}")));
    assert_eq!(answer.status, 401, "{}", answer.text());
    let answer = service.ask(&get("/parcels?words=grandmother&limit=9").bearer(&token));
    assert_eq!(answer.status, 200);
    service.ask(&get("/nowhere/hunter2?words=grandmother").bearer(&token));
    let lines = super::record::lines_of(&service, 3);
    for secret in ["grandmother", &token, "limit=9", "access_token"] {
        assert!(!lines.contains(secret), "{lines}");
    }
    // A contract that wants a secret in an address is none that is emitted.
    let document = crate::support::parse(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      parameters: [{name: pin, in: query, schema: {type: string, format: password}}]\n      responses: {'204': {description: d}}\n",
    );
    let emitted = portcullis::emit(&document, &crate::support::defaults("pins"));
    assert!(emitted.files.is_none());
    // Nor does the project keep any: what is laid out holds no key.
    let (project, _) = built();
    let keys = tree(project);
    assert!(
        keys.iter()
            .all(|path| path.extension().is_none_or(|extension| extension != "key"))
    );
}
