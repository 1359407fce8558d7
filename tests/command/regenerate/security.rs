//! A contract that lets more in than before stops the run until somebody says that it is meant.

use std::fs;

use tempfile::TempDir;

use super::{BEFORE, Shop, data, run, talk, tree};

const SCHEME: &str = "  securitySchemes:\n    key: {type: apiKey, in: header, name: X-Key}\n";

/// The contract with a key for every operation, or for none.
fn contract(security: &str) -> String {
    BEFORE.replace("security: []", &format!("security: {security}")) + SCHEME
}

/// A project whose operations ask for a key.
fn guarded() -> Shop {
    let bench = TempDir::new().unwrap();
    fs::write(bench.path().join("before.yaml"), contract("[{key: []}]")).unwrap();
    let made = run(bench.path(), ["new", "before.yaml", "--out", "shop"]);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    Shop { bench }
}

#[test]
fn a_regression_stops_the_run_until_it_is_accepted() {
    let shop = guarded();
    shop.write("openapi.yaml", &contract("[]"));
    let before = tree(&shop.root());
    let mut said = Vec::new();
    for arguments in [&[][..], &["--dry-run"], &["--check"], &["--force"]] {
        let output = shop.regenerate(arguments);
        assert_eq!(output.status.code(), Some(1), "{}", talk(&output));
        assert!(
            talk(&output).contains("--accept operation-made-public"),
            "{}",
            talk(&output)
        );
        assert!(
            data(&output).contains("[operation-made-public]"),
            "{}",
            data(&output)
        );
        assert!(data(&output).contains("openapi.yaml:"), "{}", data(&output));
        said.push(data(&output));
    }
    said.dedup();
    assert_eq!(said.len(), 1, "{said:#?}");
    // Another code does not help.
    shop.expect(&["--accept", "scope-dropped"], 1);
    let json = shop.expect(&["--format", "json"], 1);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        report["unaccepted"],
        serde_json::json!(["operation-made-public"])
    );
    assert!(
        !report["changes"].as_array().unwrap().is_empty(),
        "{report}"
    );
    assert!(tree(&shop.root()) == before);

    shop.expect(&["--accept", "operation-made-public"], 0);
    let lock = shop.read("portcullis.lock");
    for path in ["items", "orders"] {
        let place = format!("place = \"/paths/~1{path}/get");
        assert!(lock.contains(&place), "{place}: {lock}");
    }
    shop.expect(&["--check"], 0);

    // What is tightened never asks; what is opened again is a new change, whatever is on record.
    shop.write("openapi.yaml", &contract("[{key: []}]"));
    shop.expect(&[], 0);
    shop.write("openapi.yaml", &contract("[]"));
    shop.expect(&[], 1);
    shop.expect(&["--accept", "operation-made-public"], 0);
}

#[test]
fn what_is_chosen_is_judged_like_what_the_contract_says() {
    let shop = guarded();
    shop.add(
        "portcullis.toml",
        "[operations.listItems]\nbody-limit = \"1KiB\"\nrate-limit = \"5/m\"",
    );
    shop.expect(&[], 0);
    let wider = shop.read("portcullis.toml").replace("5/m", "500/m");
    shop.write("portcullis.toml", &wider);
    let output = shop.regenerate(&[]);
    assert_eq!(output.status.code(), Some(1), "{}", talk(&output));
    assert!(
        talk(&output).contains("--accept rate-limit-widened"),
        "{}",
        talk(&output)
    );
    shop.expect(&["--accept", "rate-limit-widened"], 0);
}
