//! `portcullis new v1.yaml v2.yaml`: one project of several versions, or findings at every place that stands in the way.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::{data, run, talk, tree};

/// A contract of one operation under this base path.
fn contract(version: &str, base: &str, path: &str, scheme: &str) -> String {
    format!(
        "openapi: 3.1.0\n\
         info: {{title: Shop {version}, version: {version}}}\n\
         servers: [{{url: \"{base}\"}}]\n\
         security: [{{key: []}}]\n\
         paths:\n  \
           {path}:\n    \
             get:\n      \
               operationId: listItems\n      \
               tags: [items]\n      \
               responses: {{\"204\": {{description: Done}}}}\n\
         components:\n  securitySchemes:\n    key: {scheme}\n"
    )
}

const KEY: &str = "{type: apiKey, in: header, name: X-Key}";

/// A folder with these contracts in files of these names.
fn bench(contracts: &[(&str, String)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in contracts {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn two() -> TempDir {
    bench(&[
        ("new.yaml", contract("2.0.0", "/v2", "/items", KEY)),
        ("old.yaml", contract("1.3.0", "/v1", "/items", KEY)),
    ])
}

fn read(bench: &TempDir, path: &str) -> String {
    fs::read_to_string(bench.path().join("shop").join(path)).unwrap()
}

/// The findings of a run that is refused: code, file and line.
#[track_caller]
fn refused(bench: &TempDir, specs: &[&str]) -> Vec<(String, String, bool)> {
    let fixed = ["new", "--out", "shop", "--format", "json"];
    let output = run(bench.path(), fixed.iter().chain(specs));
    assert_eq!(output.status.code(), Some(1), "{}", talk(&output));
    assert!(!bench.path().join("shop").exists());
    let report: Value = serde_json::from_str(&data(&output)).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let told = |finding: &Value| {
        let text = |member: &str| finding[member].as_str().unwrap().to_owned();
        (text("code"), text("file"), finding["line"].is_u64())
    };
    findings.iter().map(told).collect()
}

#[test]
fn each_version_has_folders_of_its_own() {
    let bench = two();
    // The order in which they are named says nothing about their age.
    for specs in [["old.yaml", "new.yaml"], ["new.yaml", "old.yaml"]] {
        let fixed = ["new", "--out", "shop", "--force"];
        let output = run(bench.path(), fixed.iter().chain(&specs));
        assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
        assert!(
            data(&output).starts_with("created  shop in shop: 2 operations, 0 schemas, "),
            "{}",
            data(&output)
        );
        for file in [
            "api/src/v1/items/list_items.rs",
            "api/src/v2/items/list_items.rs",
            "api/v2/openapi.json",
            "src/handlers/v1/items.rs",
            "tests/abuse/v2/items.toml",
            "contract/v1/openapi.yaml",
        ] {
            assert!(!read(&bench, file).is_empty(), "{file}");
        }
        let choices = read(&bench, "portcullis.toml");
        let first = choices.find("[versions.v1]\npath = \"contract/v1/openapi.yaml\"");
        let second = choices.find("[versions.v2]\npath = \"contract/v2/openapi.yaml\"");
        assert!(first.is_some() && first < second, "{choices}");
        let policy = read(&bench, "src/policy.rs");
        assert!(policy.contains("Operation::V1ListItems => "), "{policy}");
        assert!(policy.contains("Operation::V2ListItems => "), "{policy}");
        let old = read(&bench, "api/src/v1/items/list_items.rs");
        assert!(old.contains("rel=\\\"successor-version\\\""), "{old}");
        assert!(old.contains("(\"deprecation\", \"@0\")"), "{old}");
        let new = read(&bench, "api/src/v2/items/list_items.rs");
        assert!(new.contains("notices: &[],"), "{new}");
    }
}

#[test]
fn what_clashes_is_told_at_every_place() {
    let told = |code: &str, file: &str| (code.to_owned(), file.to_owned(), true);
    let same = bench(&[
        ("a.yaml", contract("1.0.0", "/v1", "/items", KEY)),
        ("b.yaml", contract("1.1.0", "/v1", "/orders", KEY)),
    ]);
    assert_eq!(
        refused(&same, &["a.yaml", "b.yaml"]),
        [told("version-clash", "b.yaml")]
    );
    // The same paths as well: that they overlap needs no words of its own.
    assert_eq!(
        refused(&same, &["a.yaml", "a.yaml"]),
        [told("version-clash", "a.yaml")]
    );
    let paths = bench(&[
        ("a.yaml", contract("1.0.0", "/v1", "/v2/items", KEY)),
        ("b.yaml", contract("2.0.0", "/{area}/v2", "/items", KEY)),
    ]);
    assert_eq!(
        refused(&paths, &["a.yaml", "b.yaml"])
            .into_iter()
            .filter(|(code, _, _)| code == "route-overlap")
            .collect::<Vec<_>>(),
        [
            told("route-overlap", "a.yaml"),
            told("route-overlap", "b.yaml")
        ]
    );
    let bearer = "{type: http, scheme: bearer}";
    let schemes = bench(&[
        ("a.yaml", contract("1.0.0", "/v1", "/items", KEY)),
        ("b.yaml", contract("2.0.0", "/v2", "/items", bearer)),
    ]);
    assert_eq!(
        refused(&schemes, &["a.yaml", "b.yaml"]),
        [
            told("scheme-clash", "a.yaml"),
            told("scheme-clash", "b.yaml")
        ]
    );
    let broken = bench(&[
        ("a.yaml", contract("1.0.0", "/v1", "/items", KEY)),
        ("b.yaml", contract("2.0.0", "/v2", "/items", "{type: odd}")),
    ]);
    let found = refused(&broken, &["a.yaml", "b.yaml"]);
    assert!(
        !found.is_empty() && found.iter().all(|(_, file, _)| file == "b.yaml"),
        "{found:?}"
    );
}

/// A project of two versions, whose choices then are these.
fn chosen(bench: &TempDir, text: &str) -> std::process::Output {
    let fixed = ["new", "old.yaml", "new.yaml", "--out", "shop"];
    let made = run(bench.path(), fixed);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    fs::write(bench.path().join("shop/portcullis.toml"), text).unwrap();
    run(bench.path(), fixed.iter().chain(&["--force"]))
}

#[test]
fn choices_of_a_version_are_obeyed() {
    let bench = two();
    let output = chosen(
        &bench,
        "[versions.v2]\npath = \"contract/v2/openapi.yaml\"\ndeprecated = \"2027-01-31\"\nsunset = \"2028-01-31\"\n\
         [versions.v2.operations.listItems]\nname = \"browse\"\n\
         [versions.v1]\npath = \"contract/v1/openapi.yaml\"\n",
    );
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    // The first one is the oldest, whatever it is called.
    let old = read(&bench, "api/src/v2/items/browse.rs");
    for notice in [
        "(\"deprecation\", \"@1801353600\")",
        "(\"sunset\", \"Mon, 31 Jan 2028 00:00:00 GMT\")",
        "</v1/items>; rel=\\\"successor-version\\\"",
    ] {
        assert!(old.contains(notice), "{notice}: {old}");
    }
    assert!(read(&bench, "api/src/v1/items/list_items.rs").contains("notices: &[],"));

    let bench = two();
    let output = chosen(
        &bench,
        "[versions.v1]\npath = \"contract/v1/openapi.yaml\"\ndeprecated = false\n\
         [versions.v2]\npath = \"contract/v2/openapi.yaml\"\n",
    );
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let kept = read(&bench, "api/src/v1/items/list_items.rs");
    assert!(!kept.contains("deprecation"), "{kept}");
    assert!(kept.contains("successor-version"), "{kept}");
}

#[test]
fn choices_about_other_versions_stop_the_run() {
    for (text, said) in [
        (
            "[contract]\npath = \"openapi.yaml\"\n",
            &[
                "the project has no version `v1`",
                "the project has no version `v2`",
            ][..],
        ),
        (
            "[versions.v1]\npath = \"a\"\n[versions.v2]\npath = \"b\"\n[versions.v3]\npath = \"c\"\n",
            &["no contract is version `v3`"],
        ),
        (
            "[versions.v1]\n[versions.v2]\npath = \"b\"\nsunset = \"soon\"\nage = 1\n",
            &[
                "`versions.v1` has no `path`",
                "`sunset` cannot be read",
                "`versions.v2` has no `age`",
            ],
        ),
        (
            "[versions.v1]\npath = \"a\"\n[versions.v2]\npath = \"b\"\n[contract]\npath = \"c\"\n[operations.listItems]\nmfa = true\n",
            &[
                "`contract` stands beside `versions`",
                "`operations` stands beside `versions`",
            ],
        ),
        (
            "[versions.v1]\npath = \"a\"\n[versions.v2]\npath = \"b\"\n[versions.types]\npath = \"c\"\n",
            &["`types` cannot be the name of a version"],
        ),
        (
            "[versions.v1]\npath = \"a\"\n[versions.v2]\npath = \"b\"\n[versions.v2.operations.listItem]\n",
            &["the contract has no operation `listItem`"],
        ),
    ] {
        let bench = two();
        let output = chosen(&bench, text);
        assert_eq!(output.status.code(), Some(1), "{}", data(&output));
        let told = talk(&output);
        assert!(told.contains("error[choice-invalid]: "), "{told}");
        for said in said {
            assert!(told.contains(said), "{said}: {told}");
        }
    }
}

#[test]
fn one_version_can_have_the_folders_of_several() {
    let bench = bench(&[("old.yaml", contract("1.3.0", "/v1", "/items", KEY))]);
    fs::create_dir(bench.path().join("shop")).unwrap();
    let choices = "[versions.v1]\npath = \"contract/v1/openapi.yaml\"\n";
    fs::write(bench.path().join("shop/portcullis.toml"), choices).unwrap();
    let output = run(
        bench.path(),
        ["new", "old.yaml", "--out", "shop", "--force"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let files = tree(&bench.path().join("shop"));
    assert!(files.contains_key(Path::new("src/handlers/v1/items.rs")));
    assert!(files.contains_key(Path::new("api/src/versions.rs")));
    assert!(!files.contains_key(Path::new("api/src/contract.rs")));
    let only = read(&bench, "api/src/v1/items/list_items.rs");
    assert!(only.contains("notices: &[],"), "{only}");
}
