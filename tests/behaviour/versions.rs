//! Two versions of one contract in one binary: each decodes and answers by its own schema, from one state that they share.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use super::answered;
use crate::support::emit_contract;
use crate::support::http::{Answer, Request};
use crate::support::project::{Answers, build, cargo, lay};
use crate::support::service::Service;

/// What both versions reach: how long a boat is, in metres.
const STATE: &str = "
impl App {
    /// The length of the only boat there is, in metres.
    #[must_use]
    pub fn metres(&self) -> f64 {
        30.48
    }
}
";

/// Handlers of the older version: the contract knows feet.
const OLD: &str = r#"
use api::v1::ferries::{
    AddFerry, AddFerryResponse, Ferries, GetFerry, GetFerryResponse, ListFerries,
    ListFerriesResponse, SinkFerry, SinkFerryResponse,
};
use api::v1::types::Ferry;
use gate::{Caller, Problem};

use crate::app::App;

impl App {
    fn in_feet(&self) -> i64 {
        (self.metres() / 0.3048).round() as i64
    }
}

impl Ferries for App {
    async fn list_ferries(&self, _: Caller, _: ListFerries) -> Result<ListFerriesResponse, Problem> {
        let only = Ferry { name: "Bay".to_owned(), feet: self.in_feet() };
        Ok(ListFerriesResponse::Ok(vec![only]))
    }

    async fn add_ferry(&self, _: Caller, request: AddFerry) -> Result<AddFerryResponse, Problem> {
        Ok(AddFerryResponse::Created(request.body))
    }

    async fn get_ferry(&self, _: Caller, request: GetFerry) -> Result<GetFerryResponse, Problem> {
        let name = format!("Bay {}", request.ferry_id);
        Ok(GetFerryResponse::Ok(Ferry { name, feet: self.in_feet() }))
    }

    async fn sink_ferry(&self, _: Caller, _: SinkFerry) -> Result<SinkFerryResponse, Problem> {
        Err(Problem::not_implemented())
    }
}
"#;

/// Handlers of the newer version: the contract knows metres.
const NEW: &str = r#"
use api::v2::ferries::{
    AddFerry, AddFerryResponse, Ferries, GetFerry, GetFerryResponse, ListFerries,
    ListFerriesResponse,
};
use api::v2::types::Ferry;
use gate::{Caller, Problem};

use crate::app::App;

impl Ferries for App {
    async fn list_ferries(&self, _: Caller, _: ListFerries) -> Result<ListFerriesResponse, Problem> {
        let only = Ferry { name: "Bay".to_owned(), metres: self.metres(), colour: None };
        Ok(ListFerriesResponse::Ok(vec![only]))
    }

    async fn add_ferry(&self, _: Caller, request: AddFerry) -> Result<AddFerryResponse, Problem> {
        Ok(AddFerryResponse::Created(request.body))
    }

    async fn get_ferry(&self, _: Caller, request: GetFerry) -> Result<GetFerryResponse, Problem> {
        let name = format!("Bay {}", request.id);
        Ok(GetFerryResponse::Ok(Ferry { name, metres: self.metres(), colour: None }))
    }
}
"#;

/// A project whose handlers are written.
#[track_caller]
fn serve() -> (Service, String) {
    let mut files = emit_contract("ferries");
    for file in &mut files {
        match file.path.as_str() {
            "src/app.rs" => file.contents.extend_from_slice(STATE.as_bytes()),
            "src/handlers/v1/ferries.rs" => file.contents = OLD.as_bytes().to_vec(),
            "src/handlers/v2/ferries.rs" => file.contents = NEW.as_bytes().to_vec(),
            _ => {}
        }
    }
    let project = lay("ferries-written", &files);
    let service = Service::start(&project, &build(&project, Answers::Stubs));
    let owner = [
        "api-key", "create", "--scheme", "crewKey", "--owner", "crew",
    ];
    let key = service.verb(&owner, "");
    // The service learns of a new key within a second.
    let known = || {
        let request = Request::new("GET", "/v1/ferries").header("X-Crew-Key", &key);
        let status = service.ask(&request).status;
        (status != 401).then_some(())
    };
    let learned = (0..50).find_map(|_| {
        sleep(Duration::from_millis(100));
        known()
    });
    assert!(learned.is_some(), "the key {key} opens nothing");
    (service, key)
}

fn links(answer: &Answer) -> Vec<&str> {
    let named = answer.headers.iter().filter(|(name, _)| name == "link");
    named.map(|(_, value)| value.as_str()).collect()
}

#[test]
fn two_versions_answer_side_by_side_each_by_its_own_schema() {
    let (service, key) = serve();
    let known =
        |method: &str, target: &str| Request::new(method, target).header("X-Crew-Key", &key);
    // One state, in the words of each version.
    let old = service.ask(&known("GET", "/v1/ferries"));
    answered(&old, 200, &[], "v1");
    assert_eq!(old.text(), r#"[{"name":"Bay","feet":100}]"#);
    let new = service.ask(&known("GET", "/v2/boats"));
    answered(&new, 200, &[], "v2");
    assert_eq!(new.text(), r#"[{"name":"Bay","metres":30.48}]"#);

    // What one version takes, the other one refuses, at its own places.
    let feet = r#"{"name":"Sound","feet":100}"#;
    let metres = r#"{"name":"Sound","metres":30.5,"colour":"white"}"#;
    let green = r#"{"name":"Sound","metres":30.5,"colour":"green"}"#;
    for (target, body, status, pointers) in [
        ("/v1/ferries", feet, 201, &[][..]),
        ("/v1/ferries", metres, 422, &["/colour", "/feet", "/metres"]),
        ("/v2/boats", metres, 201, &[]),
        ("/v2/boats", feet, 422, &["/feet", "/metres"]),
        ("/v2/boats", green, 422, &["/colour"]),
    ] {
        let answer = service.ask(&known("POST", target).json(body));
        answered(&answer, status, pointers, target);
        if status == 201 {
            assert_eq!(answer.text(), body);
        }
    }
    for (target, status, pointers) in [
        ("/v1/ferries?limit=100", 200, &[][..]),
        ("/v2/boats?limit=100", 422, &["/query/limit"]),
        ("/v1/ferries/10000", 200, &[]),
        ("/v2/boats/10000", 422, &["/path/id"]),
        ("/v1/crossings/1/2026-01-01", 501, &[]),
        ("/v2/crossings/1/2026-01-01", 400, &["/path/ferryId"]),
        ("/v1/boats", 404, &[]),
        ("/v2/ferries", 404, &[]),
        ("/ferries", 404, &[]),
    ] {
        answered(
            &service.ask(&known("GET", target)),
            status,
            pointers,
            target,
        );
    }
    // A scheme that only the newer version knows opens nothing of the older one.
    let token = service.token("staff", "ferries:write");
    let staff = |target: &str| service.ask(&Request::new("GET", target).bearer(&token));
    answered(&staff("/v1/ferries"), 401, &[], "v1 by token");
    answered(&staff("/v2/boats"), 200, &[], "v2 by token");
}

#[test]
fn the_older_version_says_that_it_ends_and_where_it_goes_on() {
    let (service, key) = serve();
    let contract = "</v2/openapi.json>; rel=\"successor-version\"";
    for (target, known, status, link) in [
        (
            "/v1/ferries",
            true,
            200,
            "</v2/boats>; rel=\"successor-version\"",
        ),
        (
            "/v1/ferries/7",
            true,
            200,
            "</v2/boats/7>; rel=\"successor-version\"",
        ),
        (
            "/v1/ferries/7",
            false,
            401,
            "</v2/boats/7>; rel=\"successor-version\"",
        ),
        // The ids of boats became others there.
        ("/v1/crossings/1/2026-01-01", true, 501, contract),
    ] {
        let mut request = Request::new("GET", target);
        if known {
            request = request.header("X-Crew-Key", &key);
        }
        let answer = service.ask(&request);
        answered(&answer, status, &[], target);
        assert_eq!(answer.header("deprecation"), Some("@0"), "{target}");
        let sunset = Some("Mon, 30 Jun 2031 00:00:00 GMT");
        assert_eq!(answer.header("sunset"), sunset, "{target}");
        assert_eq!(links(&answer), [link], "{target}");
    }
    let sunk = service.ask(&Request::new("DELETE", "/v1/ferries/7").header("X-Crew-Key", &key));
    answered(&sunk, 501, &[], "DELETE");
    assert_eq!(links(&sunk), [contract]);
    let new = service.ask(&Request::new("GET", "/v2/boats/7").header("X-Crew-Key", &key));
    answered(&new, 200, &[], "v2");
    for name in ["deprecation", "sunset", "link"] {
        assert_eq!(new.header(name), None, "{name}");
    }
}

#[test]
fn each_version_shows_its_own_contract_to_callers_of_any() {
    let (service, key) = serve();
    for (version, url, path, deprecated) in [
        ("1.4.0", "/v1", "/ferries", true),
        ("2.0.1", "/v2", "/boats", false),
    ] {
        let target = format!("{url}/openapi.json");
        let stranger = service.ask(&Request::new("GET", &target));
        answered(&stranger, 401, &[], &target);
        let answer = service.ask(&Request::new("GET", &target).header("X-Crew-Key", &key));
        answered(&answer, 200, &[], &target);
        let contract = answer.json();
        assert_eq!(contract["info"]["version"], version);
        assert_eq!(contract["servers"][0]["url"], url);
        let operation = &contract["paths"][path]["get"];
        assert_eq!(operation["operationId"], "listFerries");
        assert_eq!(operation["deprecated"] == true, deprecated, "{url}");
        let page = Request::new("GET", &format!("{url}/docs")).header("X-Crew-Key", &key);
        answered(&service.ask(&page), 200, &[], "the page");
    }
    for path in ["/openapi.json", "/docs"] {
        answered(&service.ask(&Request::new("GET", path)), 404, &[], path);
    }
}

#[test]
fn each_version_is_mocked_by_its_own_examples() {
    let service = super::serve("ferries", Answers::Mock);
    let day = "2026-01-01";
    let id = "00000000-0000-4000-8000-000000000001";
    for (target, status) in [
        (format!("/v1/crossings/7/{day}"), 200),
        (format!("/v1/crossings/{id}/{day}"), 400),
        (format!("/v2/crossings/{id}/{day}"), 200),
        (format!("/v2/crossings/7/{day}"), 400),
    ] {
        let answer = service.ask(&Request::new("GET", &target));
        assert_eq!(answer.status, status, "{target}: {}", answer.text());
    }
    let token = service.token("staff", "ferries:write");
    let answer = service.ask(&Request::new("GET", "/v2/boats/7").bearer(&token));
    answered(&answer, 200, &[], "a boat");
    assert!(answer.json()["metres"].is_number(), "{}", answer.text());
}

#[test]
fn the_abuse_suite_of_a_project_of_versions_passes_and_misses_no_case() {
    let project = lay("ferries-abused", &emit_contract("ferries"));
    let said = cargo(&project, &["test", "--locked", "--test", "abuse"]);
    assert!(said.success, "{}{}", said.data, said.talk);
    // Cases in the folders of versions are read: one that is gone is missed.
    fs::remove_file(project.join("tests/abuse/v2/crossings.toml")).unwrap();
    let said = cargo(&project, &["test", "--locked", "--test", "abuse"]);
    assert!(!said.success);
    assert!(
        said.data.contains("v2.GET /crossings/{ferryId}/{day}")
            && said.data.contains("there is no case for it"),
        "{}",
        said.data
    );
}
