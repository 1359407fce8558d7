//! The contract and its page: who may read them, and what they are made of.

use base64::Engine;
use gate::{Caller, Contract, KeyLocation, Operation, Scheme, SchemeKind};

use super::support::{OPEN, Service, Setup, contract, request};

const DOCUMENT: &str = r#"{"openapi":"3.1.0","info":{"title":"</script><script>alert(1)</script>","version":"1"},"paths":{}}"#;

fn setup(schemes: &'static [Scheme], operations: Vec<Operation>) -> Setup {
    let contract = contract(schemes, operations);
    Setup::new(Box::leak(Box::new(Contract {
        base_path: "/v1",
        document: DOCUMENT,
        operations: contract.operations,
        ..*contract
    })))
}

static SCHEMES: [Scheme; 2] = [
    Scheme {
        name: "bearer",
        setting: "bearer",
        kind: SchemeKind::Bearer,
    },
    Scheme {
        name: "key",
        setting: "key",
        kind: SchemeKind::ApiKey {
            location: KeyLocation::Header,
            name: "x-key",
        },
    },
];

fn open(path: &'static str) -> Vec<Operation> {
    vec![Operation { path, ..OPEN }]
}

fn gate(access: &str) -> Service {
    let setup = setup(&SCHEMES, open("/v1/open"));
    if access.is_empty() {
        setup.build()
    } else {
        setup.set("APP__DOCS__ACCESS", access).build()
    }
}

const PATHS: [&str; 2] = ["/v1/openapi.json", "/v1/docs"];

#[test]
fn only_authenticated_callers_read_the_docs_by_default() {
    for access in ["", "authenticated"] {
        let gate = gate(access);
        for path in PATHS {
            let stranger = gate.get(path);
            assert_eq!(stranger.status, 401, "{path}");
            assert_eq!(stranger.header("content-type"), "application/problem+json");
            assert!(!stranger.header("www-authenticate").is_empty());
            let wrong = gate.with(path, &[("authorization", "Bearer a.b.c")]);
            assert_eq!(wrong.status, 401);
            let token = gate.token("");
            let known = gate.with(path, &[("authorization", &token)]);
            assert_eq!(known.status, 200, "{path}: any scheme, no scope");
        }
        assert!(
            gate.log().contains("GET /v1/docs - alice"),
            "{}",
            gate.log()
        );
    }
}

#[test]
fn wrong_credentials_at_the_docs_count_like_any_other() {
    let gate = setup(&SCHEMES, open("/v1/open"))
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "2/m")
        .build();
    let statuses: Vec<u16> = (0..3)
        .map(|_| {
            gate.with(PATHS[0], &[("authorization", "Bearer a.b.c")])
                .status
        })
        .collect();
    assert_eq!(statuses, [401, 401, 429]);
}

#[test]
fn public_is_for_everybody_and_off_for_nobody() {
    let public = gate("public");
    let off = gate("off");
    let token = off.token("");
    for path in PATHS {
        assert_eq!(public.get(path).status, 200, "{path}");
        let known = off.with(path, &[("authorization", &token)]);
        assert_eq!(known.status, 404, "{path}");
    }
}

#[test]
fn the_docs_are_limited_like_everything_else() {
    let gate = setup(&SCHEMES, open("/v1/open"))
        .set("APP__DOCS__ACCESS", "public")
        .set("APP__RATE_LIMIT__DEFAULT", "2/h")
        .build();
    let statuses: Vec<u16> = (0..3).map(|_| gate.get(PATHS[1]).status).collect();
    assert_eq!(statuses, [200, 200, 429]);
}

#[test]
fn a_contract_without_schemes_shows_its_page_when_it_is_told_to() {
    let gate = setup(&[], open("/v1/open")).build();
    assert_eq!(gate.get("/v1/docs").status, 404);
    assert!(gate.log().contains("APP__DOCS__ACCESS=public"));
    let gate = setup(&[], open("/v1/open"))
        .set("APP__DOCS__ACCESS", "public")
        .build();
    assert_eq!(gate.get("/v1/docs").status, 200);
}

#[test]
fn a_path_of_the_contract_wins() {
    for path in ["/v1/docs", "/v1/openapi.json", "/v1/{x}"] {
        let gate = setup(&SCHEMES, open(path)).build();
        assert!(gate.log().contains("answers the paths of its page itself"));
        let asked = path.replace("{x}", "docs");
        let answer = gate.get(&asked);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.json()["operation"], 0);
    }
}

#[test]
fn other_methods_are_refused_and_head_has_no_body() {
    let gate = gate("public");
    for path in PATHS {
        let answer = gate.ask("POST", path);
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, "GET, HEAD, OPTIONS")
        );
        let answer = gate.ask("OPTIONS", path);
        assert_eq!(
            (answer.status, answer.header("allow")),
            (204, "GET, HEAD, OPTIONS")
        );
        let whole = gate.get(path);
        let head = gate.ask("HEAD", path);
        assert_eq!(head.status, 200);
        assert!(head.body.is_empty());
        assert_eq!(head.header("content-length"), whole.body.len().to_string());
    }
}

#[test]
fn the_page_loads_nothing_and_runs_nothing_but_itself() {
    let gate = gate("public");
    let answer = gate.get("/v1/docs");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("x-frame-options"), "DENY");
    let page = String::from_utf8(answer.body.clone()).unwrap();
    let between = |from: &str, to: &str| {
        let rest = page.split_once(from).unwrap().1;
        rest.split_once(to).unwrap().0.to_owned()
    };
    let hash = |text: &str| {
        let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
        base64::engine::general_purpose::STANDARD.encode(digest)
    };
    let style = between("<style>", "</style>");
    let script = between("<script>", "</script>");
    assert_eq!(
        answer.header("content-security-policy"),
        format!(
            "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            hash(&script),
            hash(&style)
        )
    );
    // A contract cannot leave its place in the page, and is the one that is served.
    let held = between(
        "<script type=\"application/json\" id=\"contract\">",
        "</script>",
    );
    let read: serde_json::Value = serde_json::from_str(&held).unwrap();
    assert_eq!(
        read,
        serde_json::from_str::<serde_json::Value>(DOCUMENT).unwrap()
    );
    assert_eq!(page.matches("<script").count(), 2);
    for sign in [
        "http:",
        "https:",
        "src=",
        "href=",
        "@import",
        "url(",
        "innerHTML",
        "eval(",
    ] {
        assert!(!page.contains(sign), "{sign}");
    }
    let other = gate.get("/v1/openapi.json");
    assert_eq!(other.header("content-type"), "application/json");
    assert_eq!(
        other.header("content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'"
    );
    assert_eq!(other.json(), read);
}

#[test]
fn a_script_of_an_allowed_origin_may_ask_for_the_contract() {
    let gate = setup(&SCHEMES, open("/v1/open"))
        .set("APP__CORS__ORIGINS", "https://app.example.com")
        .build();
    let headers = [
        ("origin", "https://app.example.com"),
        ("access-control-request-method", "GET"),
    ];
    let answer = gate.send(request("OPTIONS", "/v1/openapi.json", &headers));
    assert_eq!(answer.status, 204);
    assert_eq!(
        answer.header("access-control-allow-methods"),
        "GET, HEAD, OPTIONS"
    );
}

#[test]
fn routes_of_the_teams_own_stay_beside_the_docs() {
    let routes = axum::Router::new().route(
        "/v1/mine",
        axum::routing::get(async |caller: Caller| caller.subject().unwrap_or_default().to_owned()),
    );
    let gate = setup(&SCHEMES, open("/v1/open"))
        .try_build(|gate| gate.further(routes))
        .unwrap();
    let token = gate.token("");
    let signed = [("authorization", token.as_str())];
    assert_eq!(gate.with("/v1/mine", &signed).body, b"alice");
    assert_eq!(gate.with("/v1/docs", &signed).status, 200);
}
