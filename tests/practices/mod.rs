//! One test a row of the list of practices, named after it (`docs/practices.md`): one emitted service with handlers of a
//! team's own, in production unless it is said otherwise, over real sockets. Each is short; the page names what goes deeper.

mod access;
mod answers;
mod envoy;
mod gateway;
mod input;
mod issuer;
mod record;
mod secrets;
mod supply;
mod transport;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

use portcullis::project::File;
use tempfile::TempDir;

use super::support::http::{Answer, Request};
use super::support::project::{Answers, build, lay};
use super::support::service::{Service, command};
use super::support::{ROOT, defaults, emit, is_ci, load, text};
use issuer::Issuer;

/// What the stubs answer whoever passed the gate.
const PASSED: u16 = 501;

/// What production has to be told: who issues tokens, that TLS ends in front, and that the team knows of its policy.
const PRODUCTION: &[(&str, &str)] = &[
    ("APP__PROFILE", "production"),
    ("APP__TLS__TERMINATED_UPSTREAM", "true"),
    ("APP__POLICY__ALLOW_UNREVIEWED", "true"),
    ("APP__AUTH__TOKEN__ISSUER", issuer::NAME),
    ("APP__AUTH__TOKEN__AUDIENCE", issuer::AUDIENCE),
    ("APP__AUTH__TOKEN__JWKS_FILE", "issuer.json"),
    ("APP__AUTH__OAUTH__ISSUER", issuer::NAME),
    ("APP__AUTH__OAUTH__AUDIENCE", issuer::AUDIENCE),
    ("APP__AUTH__OAUTH__JWKS_FILE", "issuer.json"),
    ("APP__AUTH__OPEN_ID__ISSUER", issuer::NAME),
    ("APP__AUTH__OPEN_ID__AUDIENCE", issuer::AUDIENCE),
    ("APP__AUTH__OPEN_ID__JWKS_FILE", "issuer.json"),
];

/// What the team wrote, by its function: the rest stays as it was emitted.
const HANDLERS: &[(&str, &str)] = &[
    (
        "list_parcels",
        r#"
        let _ = caller;
        let parcel = api::types::Parcel {
            id: request.limit,
            to: request.words.unwrap_or_else(|| "Ada".to_owned()),
            weight: 1.0,
            tags: None,
            customs: request.x_depot.map(gate::Revealed::from),
        };
        let offered = api::operations::ListParcelsOkBody::MEDIA_TYPES;
        let body = match request.accept.best(offered) {
            Some("text/csv") => api::operations::ListParcelsOkBody::Csv(parcel.to),
            _ => api::operations::ListParcelsOkBody::Json(vec![parcel]),
        };
        Ok(ListParcelsResponse::Ok(body))
"#,
    ),
    (
        "add_parcel",
        r#"
        let _ = caller;
        let body = request.body;
        assert_ne!(body.to, "panic", "the depot is on fire");
        if body.to == "fail" {
            return Err(std::io::Error::other(format!("the shelf broke under {body:?}")).into());
        }
        Ok(AddParcelResponse::Created(api::types::Parcel {
            id: Some(7),
            to: body.to,
            weight: body.weight,
            tags: body.tags,
            customs: None,
        }))
"#,
    ),
    (
        "get_parcel",
        "
        let _ = (caller, request);
        Ok(GetParcelResponse::NotFound)
",
    ),
    (
        "note_parcel",
        "
        let _ = (caller, request);
        Ok(NoteParcelResponse::NoContent)
",
    ),
    (
        "remove_parcel",
        "
        let _ = (caller, request);
        Ok(RemoveParcelResponse::NoContent)
",
    ),
    (
        "get_depots",
        "
        let _ = (caller, request);
        Ok(GetDepotsResponse::NoContent)
",
    ),
    (
        "get_busy",
        "
        let _ = (caller, request);
        Ok(GetBusyResponse::NoContent)
",
    ),
];

/// What a stub does.
const STUB: &str = "
        let _ = (caller, request);
        Err(Problem::not_implemented())
";

/// The files of the project, with the team's handlers in it.
fn files() -> Vec<File> {
    let contract = Path::new(ROOT).join("tests/contracts/practices.yaml");
    let mut files = emit(&load(&contract), &defaults("practices"));
    let written = files
        .iter_mut()
        .find(|file| file.path == "src/handlers/operations.rs")
        .unwrap();
    let mut handlers = text(written).to_owned();
    for (function, body) in HANDLERS {
        let start = handlers.find(&format!("async fn {function}(")).unwrap();
        let (before, after) = handlers.split_at(start);
        handlers = before.to_owned() + &after.replacen(STUB, body, 1);
    }
    written.contents = handlers.into_bytes();
    files
}

/// The project and its binary, built once.
fn built() -> &'static (PathBuf, PathBuf) {
    static BUILT: OnceLock<(PathBuf, PathBuf)> = OnceLock::new();
    BUILT.get_or_init(|| {
        let project = lay("practices", &files());
        let binary = build(&project, Answers::Stubs);
        (project, binary)
    })
}

/// A folder with the keys of the issuer.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("issuer.json"), Issuer::own().keys()).unwrap();
    folder
}

/// The service in production, with these settings more.
#[track_caller]
fn start(more: &[(&str, &str)]) -> Service {
    start_in(folder(), more)
}

#[track_caller]
fn start_in(folder: TempDir, more: &[(&str, &str)]) -> Service {
    let (project, binary) = built();
    Service::start_in(folder, project, binary, &[PRODUCTION, more].concat())
}

/// What becomes of a start that has to fail: the exit code, and what was said.
#[track_caller]
fn refused(variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let (_, binary) = built();
    let folder = folder();
    let mut child = command(binary, folder.path())
        .env("APP__SERVER__LISTEN", "127.0.0.1:0")
        .env("APP__MANAGEMENT__LISTEN", "127.0.0.1:0")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(10) {
            child.kill().unwrap();
            break;
        }
        sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// Variables without one of them.
fn without<'v>(variables: &[(&'v str, &'v str)], name: &str) -> Vec<(&'v str, &'v str)> {
    let others = variables.iter().filter(|(known, _)| *known != name);
    others.copied().collect()
}

fn get(path: &str) -> Request {
    Request::new("GET", &format!("/v3{path}"))
}

fn add(token: &str, body: &str) -> Request {
    Request::new("POST", "/v3/parcels").bearer(token).json(body)
}

/// Asks until what a verb wrote is known; the service promises a second.
#[track_caller]
fn settled(service: &Service, request: &Request, status: u16) -> Answer {
    let started = Instant::now();
    loop {
        let answer = service.ask(request);
        if answer.status == status || started.elapsed() > Duration::from_secs(5) {
            assert_eq!(answer.status, status, "{request:?}: {}", answer.text());
            return answer;
        }
        sleep(Duration::from_millis(50));
    }
}

/// Whether a program that a test needs is there. Where nobody would be told that it is not, that is a failure.
#[track_caller]
fn has(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok();
    assert!(found || !is_ci(), "there is no {program}");
    if !found {
        eprintln!("skipped: there is no {program}");
    }
    found
}

/// The program that holds settings of others against the schemas of their authors: `PORTCULLIS_JUDGE`, or in
/// `target/judges/bin`, where `.ci/run` installs it.
#[track_caller]
fn judge() -> Option<PathBuf> {
    let installed = Path::new(ROOT).join("target/judges/bin/check-jsonschema");
    let named = std::env::var_os("PORTCULLIS_JUDGE").map_or(installed, PathBuf::from);
    has(named.to_str().unwrap()).then_some(named)
}

/// No row is forgotten, here or on the page.
#[test]
fn every_row_has_its_test() {
    let folder = Path::new(ROOT).join("tests/practices");
    let mut rows: Vec<u8> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .flat_map(|text| {
            let named = text.lines().filter_map(|line| {
                let name = line.strip_prefix("fn row_")?;
                name.get(..2)?.parse().ok()
            });
            named.collect::<Vec<u8>>()
        })
        .collect();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows, (1..=20).collect::<Vec<u8>>());
    let page = std::fs::read_to_string(Path::new(ROOT).join("docs/practices.md")).unwrap();
    for row in rows {
        assert!(page.contains(&format!("`row_{row:02}_")), "{row}");
    }
}
