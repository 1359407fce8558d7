//! Schemathesis against services in mock mode: every check, data that fits the contract and data that does not.
//!
//! The program is found as `PORTCULLIS_SCHEMATHESIS`, in `target/schemathesis/bin`, or as `st` on the path. Without it these
//! tests are skipped with a sentence, but not where `CI` is set.
//!
//! What is left out, and why:
//! - `use_after_free` and `ensure_resource_availability`: a mock answers from the contract's examples and keeps nothing,
//!   so that what was deleted is still there and what was made is not.
//! - `GET /headers` of `parameters`: the contract declares a header `Authorization` as a parameter, which the specification
//!   says is ignored, and an object in the style `simple`, whose empty form it leaves undefined.
//! - Items with a `|` in the style `pipeDelimited`, or with a space in `spaceDelimited`: neither style can say them.
//! - Numbers beyond 64 bits, where a contract sets no bounds: the service is 64 bits wide unless the letter is asked for. The
//!   contract that is tested against says so beside what the service's own `openapi.json` says.

mod served;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::project::{Answers, build, lay};
use crate::support::service::Service;
use crate::support::{ROOT, defaults, emit, is_ci, load};

/// The checks that a mock cannot pass.
const LEFT_OUT: &str = "use_after_free,ensure_resource_availability";

/// How many examples each operation gets.
const EXAMPLES: &str = "25";

/// The program; none where it is not installed.
fn program() -> Option<PathBuf> {
    let named = env::var_os("PORTCULLIS_SCHEMATHESIS").map(PathBuf::from);
    let ours = Path::new(ROOT).join("target/schemathesis/bin/st");
    let candidates = named.into_iter().chain([ours, PathBuf::from("st")]);
    let found = candidates.into_iter().find(|candidate| {
        let asked = Command::new(candidate).arg("--version").output();
        asked.is_ok_and(|output| output.status.success())
    });
    assert!(
        found.is_some() || !is_ci(),
        "Schemathesis is not installed, and CI may not skip it"
    );
    if found.is_none() {
        eprintln!("skipped: Schemathesis is not installed");
    }
    found
}

/// A contract, and how it is asked.
struct Subject<'s> {
    name: &'s str,
    contract: PathBuf,
    base: &'s str,
    /// A scheme and the scopes of a token of it.
    token: Option<(&'s str, &'s str)>,
    /// A path that is left out.
    without: Option<&'s str>,
}

#[track_caller]
fn check(subject: &Subject<'_>) {
    let Some(program) = program() else { return };
    let document = load(&subject.contract);
    let name = format!("asked-{}", subject.name);
    let files = emit(&document, &defaults(&name));
    let project = lay(&name, &files);
    let service = Service::start(&project, &build(&project, Answers::Mock));
    let folder = tempfile::tempdir().unwrap();
    let contract = folder.path().join("served.json");
    fs::write(&contract, served::contract(&files).to_string()).unwrap();
    let mut command = Command::new(program);
    command
        .current_dir(folder.path())
        .args(["run", "served.json", "--seed", "1", "--checks", "all"])
        .args(["--exclude-checks", LEFT_OUT, "--max-examples", EXAMPLES])
        .args(["--continue-on-failure", "--warnings", "off", "--url"])
        .arg(format!("http://{}{}", service.address(), subject.base));
    if let Some(path) = subject.without {
        command.args(["--exclude-path", path]);
    }
    if let Some((scheme, scopes)) = subject.token {
        let token = service.token(scheme, scopes);
        command.args(["-H", &format!("Authorization: Bearer {token}")]);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    // A run that asked nothing proves nothing.
    let asked = said
        .lines()
        .find(|line| line.contains(" generated, "))
        .and_then(|line| line.trim().split(' ').next())
        .and_then(|count| count.parse::<u32>().ok());
    assert!(asked.is_some_and(|count| count > 50), "{said}");
}

fn ours(contract: &str) -> PathBuf {
    Path::new(ROOT).join(contract)
}

#[test]
fn harbor_with_tokens() {
    check(&Subject {
        name: "harbor",
        contract: ours("demo/harbor.yaml"),
        base: "/v1",
        token: Some((
            "bearerAuth",
            "vessels:read vessels:write cargo:read cargo:write berths:read berths:write",
        )),
        without: None,
    });
}

#[test]
fn parameters_of_every_style() {
    check(&Subject {
        name: "parameters",
        contract: ours("tests/contracts/parameters.yaml"),
        base: "/api/v3",
        token: None,
        without: Some("/headers"),
    });
}

#[test]
fn bodies_and_keywords_of_3_1() {
    check(&Subject {
        name: "exchange",
        contract: ours("tests/contracts/exchange.yaml"),
        base: "/v1",
        token: None,
        without: None,
    });
}

#[test]
fn forms() {
    check(&Subject {
        name: "forms",
        contract: ours("tests/contracts/forms.yaml"),
        base: "/v1",
        token: None,
        without: None,
    });
}

#[test]
fn a_contract_of_somebody_else() {
    let corpus =
        env::var_os("PORTCULLIS_CORPUS").map_or_else(|| ours("../shared/corpus"), PathBuf::from);
    let contract = corpus.join("oai-petstore.yaml");
    if !contract.is_file() {
        return eprintln!("skipped: there is no {}", contract.display());
    }
    check(&Subject {
        name: "petstore",
        contract,
        base: "/v1",
        token: None,
        without: None,
    });
}
