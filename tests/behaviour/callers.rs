//! Who may call: every kind of scheme, alone, together, one instead of another, and not at all.

use std::thread::sleep;
use std::time::{Duration, Instant};

use super::serve;
use crate::support::http::{Answer, Request};
use crate::support::project::Answers;
use crate::support::service::Service;

/// The stubs answer whoever passed the gate.
const PASSED: u16 = 501;

/// Base64 of `ada:correct horse`, as RFC 7617 spells a user and a password.
const ADA: &str = "Basic YWRhOmNvcnJlY3QgaG9yc2U=";

/// Base64 of `ada:wrong`.
const NOT_ADA: &str = "Basic YWRhOndyb25n";

/// Everything that a caller may show.
struct Credentials {
    read: String,
    write: String,
    both: String,
    header_key: String,
    query_key: String,
    cookie_key: String,
    profile: String,
}

impl Credentials {
    fn of(service: &Service) -> Self {
        let key = |scheme| {
            service.verb(
                &["api-key", "create", "--scheme", scheme, "--owner", "tests"],
                "",
            )
        };
        service.verb(
            &["user", "add", "ada", "--scheme", "user"],
            "correct horse\n",
        );
        Self {
            read: service.token("token", "read"),
            write: service.token("token", "write"),
            both: service.token("oauth", "read write"),
            header_key: key("headerKey"),
            query_key: key("queryKey"),
            cookie_key: key("cookieKey"),
            profile: service.token("openId", "profile"),
        }
    }
}

fn get(target: &str) -> Request {
    Request::new("GET", &format!("/api/v3/{target}"))
}

/// Asks until a key that was just written is known; the service promises a second.
fn settled(service: &Service, request: &Request) -> Answer {
    let start = Instant::now();
    loop {
        let answer = service.ask(request);
        if answer.status == PASSED || start.elapsed() > Duration::from_secs(5) {
            return answer;
        }
        sleep(Duration::from_millis(100));
    }
}

#[test]
fn alternatives_are_or_and_their_members_are_and() {
    let service = serve("parameters", Answers::Stubs);
    let known = Credentials::of(&service);
    let header_key = |request: Request| request.header("X-Api-Key", &known.header_key);
    let cookie_key =
        |request: Request| request.header("Cookie", &format!("session={}", known.cookie_key));
    let query_key = |path: &str| get(&format!("{path}?api_key={}", known.query_key));
    for request in [
        header_key(get("header-key")),
        cookie_key(get("cookie-key")),
        query_key("query-key"),
        get("user").header("Authorization", ADA),
    ] {
        let answer = settled(&service, &request);
        assert_eq!(answer.status, PASSED, "{request:?}: {}", answer.text());
    }
    let rows: Vec<(Request, u16)> = vec![
        (get("public"), PASSED),
        (get("public").bearer("nonsense"), PASSED),
        (get("token"), 401),
        (get("token").bearer(&known.read), PASSED),
        (get("token").bearer(&known.write), 403),
        (get("token").bearer("nonsense"), 401),
        (get("token").header("Authorization", ADA), 401),
        (header_key(get("token")), 401),
        (get("header-key"), 401),
        (get("header-key").header("X-Api-Key", &known.query_key), 401),
        (get("header-key").header("X-Api-Key", "nonsense"), 401),
        (
            get(&format!("header-key?api_key={}", known.header_key)),
            401,
        ),
        (get("query-key"), 401),
        (get("query-key?api_key=nonsense"), 401),
        (get("cookie-key"), 401),
        (get("user"), 401),
        (get("user").header("Authorization", NOT_ADA), 401),
        (get("both").bearer(&known.read), 401),
        (header_key(get("both")), 401),
        (header_key(get("both").bearer(&known.read)), PASSED),
        (header_key(get("both").bearer(&known.write)), 403),
        (get("any").bearer(&known.write), PASSED),
        (get("any").bearer(&known.read), 403),
        (query_key("any"), PASSED),
        (get("any"), 401),
        (header_key(get("two-keys")), 401),
        (cookie_key(get("two-keys")), 401),
        (cookie_key(header_key(get("two-keys"))), PASSED),
        (get("two-keys").header("Authorization", ADA), PASSED),
        (get("optional"), PASSED),
        (get("optional").bearer(&known.read), PASSED),
        (get("scopes").bearer(&known.both), PASSED),
        (get("scopes").bearer(&known.profile), 403),
        (get("scopes"), 401),
        (get("open-id").bearer(&known.profile), PASSED),
        (get("open-id").bearer(&known.both), 403),
        (get("open-id"), 401),
    ];
    let mut wrong = Vec::new();
    for (request, status) in rows {
        let answer = service.ask(&request);
        let challenged = answer.status != 401 || answer.header("www-authenticate").is_some();
        if answer.status != status || !challenged {
            wrong.push(format!(
                "{request:?}: expected {status}, got {} {}",
                answer.status,
                answer.text()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_said_of_a_request_before_its_caller_is_known() {
    let service = serve("parameters", Answers::Stubs);
    assert_eq!(service.ask(&get("token?undeclared=1")).status, 401);
    let read = service.token("token", "read");
    let answer = service.ask(&get("token?undeclared=1").bearer(&read));
    assert_eq!(answer.pointers(), ["/query/undeclared"]);
}
