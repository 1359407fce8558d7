//! What the service is made of, and how it is tried: rows 13 and 16.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use super::{built, files, judge};
use crate::support::project::cargo;
use crate::support::text;

/// An emitted file.
#[track_caller]
pub fn file(path: &str) -> String {
    let files = files();
    let found = files.iter().find(|file| file.path == path);
    text(found.unwrap_or_else(|| panic!("no {path}"))).to_owned()
}

/// An emitted file of one document, as JSON.
#[track_caller]
pub fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every command that the steps of a workflow run.
fn commands(workflow: &Value) -> Vec<&str> {
    let jobs = workflow["jobs"].as_object().unwrap().values();
    let steps = jobs.flat_map(|job| job["steps"].as_array().unwrap());
    steps.filter_map(|step| step["run"].as_str()).collect()
}

#[test]
fn row_13_dependencies_are_locked_watched_and_listed() {
    let workflow = yaml(".github/workflows/ci.yml");
    assert_eq!(
        workflow["permissions"],
        serde_json::json!({"contents": "read"})
    );
    let commands = commands(&workflow);
    for begins in [
        "cargo fmt --all --check",
        "cargo clippy --workspace --all-targets --locked -- -D warnings",
        "cargo test --workspace --locked",
        "cargo deny --all-features --locked check",
        "cargo audit",
        "cargo cyclonedx",
    ] {
        assert!(
            commands.iter().any(|command| command.starts_with(begins)),
            "{begins}"
        );
    }
    for job in workflow["jobs"].as_object().unwrap().values() {
        assert!(job["timeout-minutes"].is_u64(), "a job without an end");
        for step in job["steps"].as_array().unwrap() {
            if let Some(action) = step["uses"].as_str() {
                let (_, version) = action.split_once('@').unwrap();
                let is_major = version
                    .strip_prefix('v')
                    .is_some_and(|digits| digits.parse::<u32>().is_ok());
                assert!(is_major, "{action}");
            }
        }
    }
    // Known holes are looked for without anybody changing anything. (`on` is a word of YAML 1.1, not of 1.2.)
    assert!(
        workflow["on"]["schedule"][0]["cron"].is_string(),
        "{workflow}"
    );
    // One of the two proposes new versions, and the lock of the first build is part of the project.
    let renovate: Value = serde_json::from_str(&file("renovate.json")).unwrap();
    assert_eq!(renovate["enabled"], false);
    let updates = yaml(".github/dependabot.yml");
    let kinds: BTreeSet<&str> = updates["updates"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|update| update["package-ecosystem"].as_str())
        .collect();
    assert_eq!(kinds, BTreeSet::from(["cargo", "docker", "github-actions"]));
    assert!(
        file("Cargo.lock")
            .lines()
            .filter(|line| *line == "[[package]]")
            .count()
            > 100
    );
}

/// Whether an expression of licences (SPDX) can be met by some that are allowed.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let flat = expression.replace(['(', ')'], "").replace('/', " OR ");
    // In crates that exist `AND` binds what `OR` offers, or stands alone: each part has to have one that is allowed.
    flat.split(" AND ").all(|part| {
        part.split(" OR ")
            .any(|licence| allowed.contains(licence.trim()))
    })
}

#[test]
fn row_13_every_licence_and_source_is_one_that_the_project_allows() {
    let (project, _) = built();
    let rules: toml_edit::DocumentMut = file("deny.toml").parse().unwrap();
    let listed = |path: [&str; 2]| -> BTreeSet<String> {
        let list = rules[path[0]][path[1]].as_array().unwrap();
        list.iter()
            .map(|value| value.as_str().unwrap().to_owned())
            .collect()
    };
    let allowed = listed(["licenses", "allow"]);
    let said = cargo(
        project,
        &[
            "metadata",
            "--locked",
            "--all-features",
            "--format-version",
            "1",
        ],
    );
    let metadata: Value = serde_json::from_str(&said.data).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let mut foreign = 0;
    for package in packages {
        let Some(source) = package["source"].as_str() else {
            continue;
        };
        foreign += 1;
        let name = &package["name"];
        assert!(
            source.starts_with("registry+"),
            "{name} comes from {source}"
        );
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_allowed(licence, &allowed), "{name}: {licence}");
        for banned in ["rsa", "openssl", "openssl-sys", "native-tls"] {
            assert_ne!(name, banned);
        }
    }
    assert!(foreign > 100, "{foreign}");
    assert!(!is_allowed("GPL-3.0", &allowed) && !is_allowed("MIT AND GPL-3.0", &allowed));
}

/// What the authors of these formats say of them, as schemas that travel with `check-jsonschema`.
#[test]
fn row_13_the_emitted_settings_are_what_their_readers_take() {
    let Some(judge) = judge() else {
        return;
    };
    let (project, _) = built();
    for (schema, path) in [
        ("vendor.github-workflows", ".github/workflows/ci.yml"),
        ("vendor.dependabot", ".github/dependabot.yml"),
        ("vendor.renovate", "renovate.json"),
        ("vendor.compose-spec", "deploy/compose.yaml"),
    ] {
        let output = Command::new(&judge)
            .current_dir(project)
            .args(["--builtin-schema", schema, path])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{path}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

#[test]
fn row_16_the_emitted_project_tries_itself() {
    let (project, _) = built();
    // The abuse suite holds with the team's handlers in the project; that it sees holes is what `abuse` shows.
    let said = cargo(project, &["test", "--locked", "--test", "abuse"]);
    assert!(said.success, "{}{}", said.data, said.talk);
    let passed = said
        .data
        .lines()
        .filter(|line| line.ends_with("... ok"))
        .count();
    assert!(passed >= 14, "{}", said.data);
}

#[test]
fn row_16_the_emitted_fuzz_target_asks_what_nobody_thought_of() {
    let (project, _) = built();
    let fuzz = project.join("fuzz");
    std::fs::copy(project.join("Cargo.lock"), fuzz.join("Cargo.lock")).unwrap();
    let said = cargo(
        &fuzz,
        &["build", "--message-format", "json-render-diagnostics"],
    );
    assert!(said.success, "{}", said.talk);
    assert!(!said.talk.contains("warning"), "{}", said.talk);
    let target = said.data.lines().rev().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(str::to_owned)
    });
    let output = Command::new(target.unwrap())
        .current_dir(&fuzz)
        .args([
            "-runs=2000",
            "-max_len=2000",
            "-seed=1",
            "-dict=requests.dict",
        ])
        .output()
        .unwrap();
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && talk.contains("Done 2000 runs"),
        "{talk}"
    );
}
