//! The team's own: wording, policy, routes, layers.

use std::sync::OnceLock;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use gate::{
    BodyRule, Call, Caller, Form, Level, Log, Media, MediaKind, Operation, Problem, Reply,
    RequestId, Requirement, StatusCode, Violation,
};
use serde_json::json;

use super::credentials::SCHEMES;
use super::support::{OPEN, Service, Setup, contract, from, post as post_request, request};

const TOKEN: &[&[Requirement]] = &[&[Requirement {
    scheme: "token",
    scopes: &["read"],
}]];

fn operations() -> Vec<Operation> {
    let json: &[Media] = &[Media {
        media_type: "application/json",
        kind: MediaKind::Json,
    }];
    vec![
        Operation {
            path: "/a",
            security: TOKEN,
            ..OPEN
        },
        Operation {
            path: "/b/{id}",
            id: "b",
            method: "POST",
            body: BodyRule::Required(json),
            ..OPEN
        },
    ]
}

fn build(own: impl FnOnce(gate::GateBuilder) -> gate::GateBuilder) -> Service {
    Setup::new(contract(SCHEMES, operations()))
        .try_build(own)
        .unwrap()
}

#[test]
fn a_wording_changes_words_and_nothing_else() {
    let gate = build(|gate| {
        gate.wording(|problem: Problem| {
            let kind = format!("https://example.org/{}", problem.status().as_u16());
            let secret = problem.cause().is_some();
            problem
                .with_title("No")
                .with_kind(kind)
                .with_member("secret", secret)
                .with_member("status", 200)
        })
    });
    let answer = gate.get("/a");
    assert_eq!(answer.status, 401);
    let json = answer.json();
    assert_eq!(
        (json["title"].as_str(), json["type"].as_str()),
        (Some("No"), Some("https://example.org/401"))
    );
    assert_eq!(json["status"], 401);
    assert_eq!(
        String::from_utf8(answer.body)
            .unwrap()
            .matches("\"status\"")
            .count(),
        1
    );
}

#[test]
fn a_wording_cannot_let_anyone_in() {
    let gate = build(|gate| gate.wording(|_: Problem| Problem::new(gate::StatusCode::OK)));
    assert_eq!(gate.get("/a").status, 401);
}

#[test]
fn a_wording_may_answer_in_the_contracts_own_schema() {
    let gate = build(|gate| {
        gate.wording(|problem: Problem| {
            let code = problem.status().as_u16();
            problem.with_body("application/json", &json!({"code": code}))
        })
    });
    let answer = gate.get("/a");
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (401, "application/json")
    );
    assert_eq!(answer.json(), json!({"code": 401}));
    assert_ne!(answer.header("www-authenticate"), "");
}

fn with_routes() -> Service {
    let further = Router::new()
        .route(
            "/me",
            get(async |caller: Caller| caller.subject().unwrap_or("-").to_owned()),
        )
        .route("/a", get(async || "never"))
        .route("/id", get(async |id: RequestId| id.to_string()))
        .route(
            "/fail",
            get(async || -> Result<String, Problem> {
                Err(std::io::Error::other("secret").into())
            }),
        )
        .route("/echo", post(async |body: String| body));
    let open = Router::new()
        .route("/hello", get(async || "hello"))
        .route("/caller", get(async |_: Caller| "never"))
        .route(
            "/bad",
            get(async || Problem::invalid(vec![Violation::new("/x", "no")])),
        );
    build(|gate| gate.further(further).open(open))
}

#[test]
fn further_routes_are_behind_the_gate() {
    let gate = with_routes();
    let token = gate.token("");
    let signed = [("authorization", token.as_str())];
    assert_eq!(gate.get("/me").status, 401);
    assert_ne!(gate.get("/me").header("www-authenticate"), "");
    assert_eq!(
        gate.with("/me", &[("authorization", "Bearer x.y.z")])
            .status,
        401
    );
    assert_eq!(
        String::from_utf8(gate.with("/me", &signed).body).unwrap(),
        "alice"
    );
    assert_eq!(
        gate.with("/me", &signed).header("x-content-type-options"),
        "nosniff"
    );
    let id = gate.with("/id", &signed);
    assert_eq!(
        String::from_utf8(id.body.clone()).unwrap(),
        id.header("x-request-id")
    );
    assert_eq!(
        gate.with("/a", &signed).status,
        403,
        "the contract's path wins, with its scopes"
    );
    let failed = gate.with("/fail", &signed);
    assert_eq!(
        (failed.status, failed.json()["status"].as_u64()),
        (500, Some(500))
    );
    assert!(gate.log().contains("secret"));
}

#[test]
fn open_routes_are_open_and_prove_nothing() {
    let gate = with_routes();
    assert_eq!(gate.get("/hello").status, 200);
    assert_eq!(
        gate.get("/caller").status,
        500,
        "there is no caller to prove"
    );
    assert_eq!(gate.get("/bad").json()["errors"][0]["pointer"], "/x");
    assert_eq!(gate.get("/nowhere").json()["status"], 404);
    let unclear = request(
        "GET",
        "/hello",
        &[("content-length", "0"), ("content-length", "1")],
    );
    assert_eq!(gate.send(unclear).status, 400);
}

#[test]
fn refusals_of_axum_become_problems() {
    let gate = with_routes();
    let answer = gate.ask("DELETE", "/hello");
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (405, "application/problem+json")
    );
    assert_eq!(answer.header("allow"), "GET,HEAD");
    let token = gate.token("");
    let mut large = post_request("/echo", "text/plain", vec![b'x'; (2 << 20) + 1]);
    large.headers_mut().insert(
        "authorization",
        http::HeaderValue::from_str(&token).unwrap(),
    );
    let answer = gate.send(large);
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (413, "application/problem+json")
    );
}

#[test]
fn further_routes_are_limited_too() {
    let gate = Setup::new(contract(SCHEMES, operations()))
        .set("APP__RATE_LIMIT__DEFAULT", "1/h")
        .try_build(|gate| gate.open(Router::new().route("/hello", get(async || "hello"))))
        .unwrap();
    assert_eq!(
        [gate.get("/hello").status, gate.get("/hello").status],
        [200, 429]
    );
}

async fn inner(request: Request, next: Next) -> Response {
    let subject = request
        .extensions()
        .get::<Caller>()
        .and_then(Caller::subject)
        .unwrap_or("-")
        .to_owned();
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert("x-inner", http::HeaderValue::from_str(&subject).unwrap());
    response
}

#[test]
fn layers_inside_see_only_who_came_through() {
    let gate = build(|gate| gate.inside(|handlers| handlers.layer(from_fn(inner))));
    assert_eq!(gate.get("/a").header("x-inner"), "");
    let answer = gate.with("/a", &[("authorization", &gate.token("read"))]);
    assert_eq!((answer.status, answer.header("x-inner")), (200, "alice"));
    let answer = gate.send(post_request("/b/7", "application/json", "{\"a\":1}"));
    assert_eq!(answer.json()["body"], "{\"a\":1}");
}

/// Answers 404 without a body, and 409 in plain text, both as a contract may declare them.
fn refusing(_: usize, call: Call) -> gate::Pending {
    Box::pin(async move {
        let text = call.query() == "text";
        Ok(if text {
            Reply::text(StatusCode::CONFLICT, "text/plain", "taken".to_owned())
        } else {
            Reply::empty(StatusCode::NOT_FOUND)
        })
    })
}

#[test]
fn what_a_handler_refuses_comes_through_layers_as_it_is() {
    let build = || Setup::new(contract(&[], vec![OPEN])).handler(refusing);
    let bare = build().try_build(|gate| gate).unwrap();
    let layered = build()
        .try_build(|gate| gate.inside(|handlers| handlers.layer(from_fn(inner))))
        .unwrap();
    for (target, status, media_type, body) in [
        ("/open", 404, "", ""),
        ("/open?text", 409, "text/plain; charset=utf-8", "taken"),
    ] {
        for gate in [&bare, &layered] {
            let answer = gate.send(request("GET", target, &[]));
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (status, media_type)
            );
            assert_eq!(String::from_utf8(answer.body).unwrap(), body);
            assert!(!gate.log().contains("refused"), "{}", gate.log());
        }
    }
}

#[test]
fn a_problem_comes_through_layers_inside() {
    fn failing(_: usize, _: Call) -> gate::Pending {
        Box::pin(async { Err(std::io::Error::other("secret").into()) })
    }
    let gate = Setup::new(contract(&[], vec![OPEN]))
        .handler(failing)
        .try_build(|gate| gate.inside(|handlers| handlers.layer(from_fn(inner))))
        .unwrap();
    let answer = gate.send(request("GET", "/open", &[]));
    assert_eq!(
        (answer.status, answer.header("x-inner")),
        (500, "-"),
        "what the layer adds stays"
    );
    assert_eq!(
        answer.json()["instance"],
        format!("urn:uuid:{}", answer.header("x-request-id"))
    );
    assert!(gate.log().contains("secret"));
}

#[test]
fn a_handler_learns_which_request_it_serves_and_can_log_about_it() {
    static LOG: OnceLock<Log> = OnceLock::new();
    fn noting(_: usize, call: Call) -> gate::Pending {
        Box::pin(async move {
            let caller = call.into_caller();
            let id = caller.request_id().unwrap();
            LOG.get_or_init(|| Log::memory(Form::Json)).note_about(
                id,
                Level::Warning,
                "stock",
                "one \"left\"",
            );
            let address = caller.address().map(|address| address.to_string());
            Reply::json(
                StatusCode::OK,
                "application/json",
                &json!([id.to_string(), address]),
            )
        })
    }
    let gate = Setup::new(contract(&[], vec![OPEN]))
        .handler(noting)
        .try_build(|gate| gate)
        .unwrap();
    let answer = gate.send(from(request("GET", "/open", &[]), "192.0.2.7"));
    let id = answer.header("x-request-id").to_owned();
    assert_eq!(answer.json(), json!([id, "192.0.2.7"]));
    let line: serde_json::Value = serde_json::from_str(LOG.get().unwrap().lines().trim()).unwrap();
    assert_eq!(line["metadata"]["correlation_uid"], json!(id));
    assert_eq!(
        (
            &line["message"],
            &line["unmapped"]["event"],
            &line["severity_id"]
        ),
        (&json!("one \"left\""), &json!("stock"), &json!(3))
    );
}

#[test]
fn a_caller_for_tests_has_its_name_and_scopes() {
    let caller = gate::abuse::caller("ada", &["read"]);
    assert_eq!(caller.subject(), Some("ada"));
    assert!(caller.has_scope("read") && !caller.has_scope("write") && !caller.is_anonymous());
}
