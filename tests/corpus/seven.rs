//! Seven real documents whose services are built, started and asked, because nobody wrote them for us.

use super::folder;
use crate::support::http::Request;
use crate::support::project::{Answers, assert_clean, build, lay};
use crate::support::service::Service;
use crate::support::{defaults, emit, is_ci, load};

/// The documents, and what their projects are called.
const SEVEN: &[(&str, &str)] = &[
    ("box", "box.json"),
    ("museum", "museum-31.yaml"),
    ("nexus", "oxide-nexus.json"),
    ("petstore", "oai-petstore.yaml"),
    ("petstore-expanded", "oai-petstore-expanded.json"),
    ("petstore3", "swagger-petstore3.yaml"),
    ("twilio", "twilio-api.json"),
];

/// The name of the project of a document: no word that cargo or Rust keep for themselves.
fn project_of(name: &str) -> String {
    format!("real-{name}")
}

#[test]
fn the_seven_generate() {
    let Some(folder) = folder() else { return };
    for (name, file) in SEVEN {
        let files = emit(&load(&folder.join(file)), &defaults(&project_of(name)));
        assert!(files.len() > 30, "{name}: {}", files.len());
    }
}

/// A question, and the status that answers it.
type Question = (Request, u16);

/// Builds one of the seven, has clippy and rustfmt look at it, starts it and asks.
#[track_caller]
fn answers(name: &str, questions: impl FnOnce(&Service) -> Vec<Question>) {
    let Some(folder) = folder() else { return };
    if !is_ci() {
        return eprintln!("skipped: takes minutes; runs with CI=true");
    }
    let (_, file) = SEVEN.iter().find(|(known, _)| *known == name).unwrap();
    let project = project_of(name);
    let files = emit(&load(&folder.join(file)), &defaults(&project));
    let project = lay(&project, &files);
    assert_clean(&project);
    let service = Service::start(&project, &build(&project, Answers::Mock));
    for (request, status) in questions(&service) {
        let answer = service.ask(&request);
        assert_eq!(answer.status, status, "{request:?}: {}", answer.text());
    }
}

fn get(target: &str) -> Request {
    Request::new("GET", target)
}

/// Base64 of `ada:lovelace`.
const ADA: &str = "Basic YWRhOmxvdmVsYWNl";

/// Adds ada, and waits the second that the service may take to notice.
fn ada(service: &Service, scheme: &str) {
    service.verb(&["user", "add", "ada", "--scheme", scheme], "lovelace\n");
    std::thread::sleep(std::time::Duration::from_millis(1_200));
}

#[test]
fn museum_knows_its_users() {
    answers("museum", |service| {
        ada(service, "MuseumPlaceholderAuth");
        let base = "/_mock/docs/openapi/museum-api/v1";
        let known = |request: Request| request.header("Authorization", ADA);
        let tickets = || Request::new("POST", &format!("{base}/tickets"));
        vec![
            (get(&format!("{base}/museum-hours")), 401),
            (known(get(&format!("{base}/museum-hours"))), 200),
            (known(get(&format!("{base}/museum-hours?startDate=2023-02-30"))), 400),
            (known(get(&format!("{base}/museum-hours?limit=many"))), 400),
            (known(get(&format!("{base}/special-events/1"))), 400),
            (known(tickets().json("{}")), 422),
            (
                known(tickets().json(
                    r#"{"ticketType": "general", "ticketDate": "2023-09-07", "email": "ada@museum.example"}"#,
                )),
                201,
            ),
            (
                known(tickets().json(
                    r#"{"ticketType": "gold", "ticketDate": "2023-09-07", "email": "ada@museum.example"}"#,
                )),
                422,
            ),
            (known(tickets()), 400),
        ]
    });
}

#[test]
fn box_asks_for_a_token_with_its_scopes() {
    answers("box", |service| {
        let token = service.token("OAuth2Security", "");
        let known = |request: Request| request.bearer(&token);
        vec![
            (get("/2.0/folders/1"), 401),
            (get("/2.0/folders/1").bearer("nonsense"), 401),
            (known(get("/2.0/folders/1")), 200),
            (known(get("/2.0/folders/1?limit=1001")), 422),
            (known(get("/2.0/folders/1?unheard=of")), 422),
            (
                known(Request::new("POST", "/2.0/folders").json(r#"{"name": "a"}"#)),
                422,
            ),
            (
                known(
                    Request::new("POST", "/2.0/folders")
                        .json(r#"{"name": "a", "parent": {"id": "0"}}"#),
                ),
                201,
            ),
            (known(Request::new("PATCH", "/2.0/folders/1")), 405),
        ]
    });
}

#[test]
fn twilio_knows_its_accounts() {
    answers("twilio", |service| {
        ada(service, "accountSid_authToken");
        let known = |request: Request| request.header("Authorization", ADA);
        let form = "application/x-www-form-urlencoded";
        let sid = format!("AC{}", "0123456789abcdef".repeat(2));
        let messages = format!("/2010-04-01/Accounts/{sid}/Messages.json");
        vec![
            (get(&messages), 401),
            (known(get(&messages)), 200),
            (known(get(&format!("{messages}?PageSize=1001"))), 422),
            (known(get("/2010-04-01/Accounts/x/Messages.json")), 422),
            (
                known(
                    Request::new("POST", &messages)
                        .body(form, b"To=%2B15551234567&Body=a&From=%2B15557654321"),
                ),
                201,
            ),
            (
                known(Request::new("POST", &messages).body(form, b"Body=a")),
                422,
            ),
            (known(Request::new("POST", &messages).json("{}")), 415),
        ]
    });
}

#[test]
fn petstore3_takes_keys_and_tokens() {
    answers("petstore3", |service| {
        let key = service.verb(
            &[
                "api-key", "create", "--scheme", "api_key", "--owner", "tests",
            ],
            "",
        );
        std::thread::sleep(std::time::Duration::from_millis(1_200));
        let token = service.token("petstore_auth", "write:pets read:pets");
        let reader = service.token("petstore_auth", "read:pets");
        let pet = |body: &str| Request::new("POST", "/api/v3/pet").json(body);
        let good = r#"{"name": "Rex", "photoUrls": []}"#;
        vec![
            (get("/api/v3/pet/1"), 401),
            (get("/api/v3/pet/1").header("api_key", &key), 200),
            (get("/api/v3/pet/one").header("api_key", &key), 400),
            (get("/api/v3/pet/1").header("api_key", "nonsense"), 401),
            (pet(good).bearer(&token), 200),
            (pet(good).bearer(&reader), 403),
            (pet(r#"{"name": "Rex"}"#).bearer(&token), 422),
            (pet(good), 401),
        ]
    });
}

#[test]
fn petstore_is_open_and_strict() {
    answers("petstore", |_| {
        vec![
            (get("/v1/pets"), 200),
            (get("/v1/pets?limit=100"), 200),
            (get("/v1/pets?limit=101"), 422),
            (get("/v1/pets?limit=x"), 400),
            (get("/pets"), 404),
            (
                Request::new("POST", "/v1/pets").json(r#"{"id": 1, "name": "Rex"}"#),
                201,
            ),
            (Request::new("POST", "/v1/pets").json(r#"{"id": 1}"#), 422),
        ]
    });
}

#[test]
fn petstore_expanded_reads_what_it_merges() {
    answers("petstore-expanded", |_| {
        let pets = |body: &str| Request::new("POST", "/v2/pets").json(body);
        vec![
            (get("/v2/pets"), 200),
            (get("/v2/pets?tags=a&tags=b&limit=3"), 200),
            (get("/v2/pets/one"), 400),
            (pets(r#"{"name": "Rex"}"#), 200),
            (pets(r#"{"tag": "dog"}"#), 422),
        ]
    });
}

#[test]
fn nexus_reads_its_identifiers() {
    answers("nexus", |_| {
        let disk = "/by-id/disks/3f0c1b0a-6a52-4b8e-9a55-0e2f8f3a7c11";
        vec![
            (get(disk), 200),
            (get("/by-id/disks/one"), 400),
            (get(&format!("{disk}?more=1")), 422),
            (Request::new("PATCH", disk), 405),
            (get("/v0/by-id/disks/one"), 404),
        ]
    });
}
