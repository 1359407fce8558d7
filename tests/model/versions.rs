//! Versions of one service: what each is called, what keeps them apart, and what may not stand side by side.

use portcullis::model::versions::module;
use portcullis::project::File;
use portcullis::{by_age, emit_versions};
use serde_json::{Value, json};

use crate::support::{defaults, emit_versions as files_of, parse, text, versions};

/// A contract of these paths, each with one operation of `scheme`.
fn contract(version: &str, base: &str, paths: &[&str], scheme: &str) -> Value {
    let item = |path: &&str| {
        let names = path.split('{').skip(1);
        let parameters: Vec<Value> = names
            .map(|rest| json!({ "name": rest.split('}').next(), "in": "path", "required": true, "schema": { "type": "string" } }))
            .collect();
        (
            (*path).to_owned(),
            json!({ "get": { "parameters": parameters, "responses": { "204": { "description": "done" } } } }),
        )
    };
    json!({ "openapi": "3.1.0", "info": { "title": "T", "version": version }, "servers": [{ "url": base }],
        "security": [{ scheme: [] }],
        "paths": paths.iter().map(item).collect::<serde_json::Map<_, _>>(),
        "components": { "securitySchemes": { scheme: { "type": "http", "scheme": "bearer" } } } })
}

#[test]
fn a_version_is_called_after_its_path_or_its_number() {
    for (version, base, paths, expected) in [
        ("1.0.0", "https://a.example.com/v3", &["/a"][..], "v3"),
        ("1.0.0", "/api/V2beta1/x", &["/a"], "v2beta1"),
        ("1.0.0", "/2.0", &["/a"], "v2_0"),
        ("7", "/2010-04-01", &["/a"], "v2010_04_01"),
        ("4.1.0", "/", &["/a", "/b"], "v4"),
        ("rolling", "/", &["/a"], "v1"),
        ("1.0.0", "/", &["/v5/a", "/v5/b/{c}"], "v5"),
        ("6.0.0", "/", &["/v5/a", "/v4/a"], "v6"),
        ("6.0.0", "/", &["/v5/a", "/a"], "v6"),
    ] {
        let document = parse(&contract(version, base, paths, "key").to_string());
        assert_eq!(module(&document), expected, "{version} {base} {paths:?}");
    }
}

fn emitted(contracts: &[Value]) -> Vec<File> {
    let documents = contracts.iter().map(|text| parse(&text.to_string()));
    files_of(documents.collect(), &defaults("several"))
}

fn file<'f>(files: &'f [File], path: &str) -> &'f str {
    let found = files.iter().find(|file| file.path == path);
    found.map_or("", text)
}

#[test]
fn names_are_apart_where_words_are_not() {
    // `v1_2` and `v12` make one word in front of an operation's.
    let with_id = |base: &str| {
        let mut contract = contract("1.0.0", base, &["/a"], "key");
        contract["paths"]["/a"]["get"]["operationId"] = json!("get");
        contract
    };
    let files = emitted(&[with_id("/v12"), with_id("/1.2")]);
    let policy = file(&files, "src/policy.rs");
    for variant in ["Operation::V12Get => ", "Operation::V12Get2 => "] {
        assert_eq!(policy.matches(variant).count(), 1, "{policy}");
    }
    for (version, id) in [("v1_2", "v1_2.get"), ("v12", "v12.get")] {
        let operation = file(&files, &format!("api/src/{version}/operations/get.rs"));
        assert!(operation.contains(&format!("id: \"{id}\",")), "{operation}");
    }
}

#[test]
fn schemes_of_other_names_have_other_settings() {
    let files = emitted(&[
        contract("1", "/v1", &["/a"], "partnerKey"),
        contract("2", "/v2", &["/a"], "partner_key"),
        contract("3", "/v3", &["/a"], "partnerKey"),
    ]);
    let table = file(&files, "api/src/versions.rs");
    assert_eq!(table.matches("Scheme {").count(), 2, "{table}");
    for setting in ["setting: \"partner_key\",", "setting: \"partner_key2\","] {
        assert_eq!(table.matches(setting).count(), 1, "{table}");
    }
    let own = file(&files, "api/src/v2/contract.rs");
    assert!(own.contains("setting: \"partner_key2\","), "{own}");
}

#[test]
fn versions_of_one_base_path_show_their_contracts_apart() {
    let files = emitted(&[
        contract("1", "/api", &["/v1/a/{b}"], "key"),
        contract("2", "/api", &["/v2/a/{b}"], "key"),
    ]);
    for version in ["v1", "v2"] {
        let own = file(&files, &format!("api/src/{version}/contract.rs"));
        assert!(
            own.contains(&format!("base_path: \"/api/{version}\",")),
            "{own}"
        );
        let served = file(&files, &format!("api/{version}/openapi.json"));
        assert!(served.contains(r#"[{"url":"/api"}]"#), "{served}");
    }
    // Without ids, an operation goes on where method and path are the same but for the version.
    let old = file(&files, "api/src/v1/operations/get_v1_a_b.rs");
    assert!(old.contains("</api/v2/a/{4}>; rel="), "{old}");
}

#[test]
fn of_many_overlaps_a_few_are_told_and_in_no_time() {
    let paths: Vec<String> = (0..2_000)
        .map(|number| format!("/v9/{{a}}/p{number}"))
        .collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let documents = ["1", "2"].map(|version| {
        let mut contract = contract(version, "/", &paths, "key");
        // One path of another version, and the second one is called after its number.
        if version == "2" {
            contract["paths"]["/v8/x"] =
                json!({ "get": { "responses": { "204": { "description": "done" } } } });
        }
        parse(&contract.to_string())
    });
    let named = by_age(documents.into());
    let found = emit_versions(&versions(&named), &defaults("several"));
    assert!(found.files.is_none());
    let overlaps = found
        .diagnostics
        .iter()
        .filter(|found| found.code.as_str() == "route-overlap");
    assert_eq!(overlaps.count(), 20);
}
