//! Types that versions have in common, where that is chosen: one where schemas are identical, two from the day on which they part.

use std::fs;

use tempfile::TempDir;

use super::{Shop, data, run, talk};

/// A contract of two tags. `Deep` is what a list of a member of `Wide` leads to; `Odd` has no Rust type.
fn contract(number: usize) -> String {
    format!(
        r##"openapi: 3.1.0
info: {{title: Shop, version: {number}.0.0}}
paths:
  /items:
    post:
      operationId: addItem
      tags: [items]
      security: []
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: "#/components/schemas/Item"}}}}}}}}
      responses:
        "200": {{description: It, content: {{application/json: {{schema: {{$ref: "#/components/schemas/Item"}}}}}}}}
  /wide:
    post:
      operationId: addWide
      tags: [wide]
      security: []
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: "#/components/schemas/Wide"}}}}}}}}
      responses: {{"204": {{description: Done}}}}
  /odd:
    post:
      operationId: addOdd
      tags: [wide]
      security: []
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: "#/components/schemas/Odd"}}}}}}}}
      responses: {{"204": {{description: Done}}}}
components:
  schemas:
    Item:
      type: object
      description: A thing of version {number}.
      required: [name]
      properties:
        name: {{type: string, minLength: 1, maxLength: 40}}
        colour: {{type: string, enum: [red, blue]}}
        parts: {{type: array, maxItems: 9, items: {{$ref: "#/components/schemas/Item"}}}}
    Wide:
      type: object
      properties:
        deeper: {{type: array, items: {{$ref: "#/components/schemas/Middle"}}}}
        item: {{$ref: "#/components/schemas/Item"}}
    Middle: {{type: object, properties: {{deep: {{$ref: "#/components/schemas/Deep"}}}}}}
    Deep: {{type: object, properties: {{code: {{type: string, pattern: "^[A-Z]{{3}}$", x-sanitize: [trim]}}}}}}
    Odd: {{not: {{type: object, required: [a]}}}}
"##
    )
}

/// A project of two versions of it.
#[track_caller]
fn two(first: &str, second: &str, more: &[&str]) -> Shop {
    let bench = TempDir::new().unwrap();
    fs::write(bench.path().join("v1.yaml"), first).unwrap();
    fs::write(bench.path().join("v2.yaml"), second).unwrap();
    let fixed = ["new", "v1.yaml", "v2.yaml", "--out", "shop"];
    let made = run(bench.path(), fixed.iter().chain(more));
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    Shop { bench }
}

const SHARED: &[&str] = &["--share", "identical"];

/// The files of types that the second version has of its own.
fn own(shop: &Shop) -> Vec<String> {
    let entries = fs::read_dir(shop.path("api/src/v2/types")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "mod.rs")
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn nothing_is_shared_unless_somebody_asks() {
    let shop = two(&contract(1), &contract(2), &[]);
    assert_eq!(own(&shop), ["deep", "item", "middle", "odd", "wide"]);
    assert!(shop.read("portcullis.toml").contains("share = \"none\"\n"));
    assert!(!shop.read("api/src/v2/types/mod.rs").contains("v1"));
}

#[test]
fn identical_schemas_are_one_type_whatever_describes_them() {
    let shop = two(&contract(1), &contract(2), SHARED);
    assert_eq!(own(&shop), Vec::<String>::new());
    let types = shop.read("api/src/v2/types/mod.rs");
    assert!(
        types.contains("pub use crate::v1::types::{Item, ItemColour};"),
        "{types}"
    );
    assert!(types.contains("pub use crate::v1::types::Odd;"), "{types}");
    assert!(
        !types.contains("mod item;") && !types.contains("RULES"),
        "{types}"
    );
    assert!(shop.path("api/v1/rules.json").is_file());
    assert!(
        !shop.path("api/v2/rules.json").exists(),
        "nobody asks for them there"
    );
    assert!(shop.read("api/src/v1/types/mod.rs").contains("mod item;"));
    assert!(
        shop.read("portcullis.toml")
            .contains("share = \"identical\"\n")
    );
    let before = shop.times();
    shop.expect(&["--check"], 0);
    shop.expect(&[], 0);
    assert_eq!(shop.times(), before);
}

#[test]
fn one_constraint_deep_down_parts_all_that_leads_there() {
    for (from, to) in [
        ("^[A-Z]{3}$", "^[A-Z]{4}$"),
        (", x-sanitize: [trim]", ""),
        (
            ", x-sanitize: [trim]",
            ", x-sanitize: [trim], x-sensitive: true",
        ),
        ("{code: {", "{extra: {type: boolean}, code: {"),
    ] {
        let second = contract(2);
        assert!(second.contains(from), "{from}");
        let shop = two(&contract(1), &second.replace(from, to), SHARED);
        assert_eq!(own(&shop), ["deep", "middle", "wide"], "{to}");
    }
    // What recurs is one as well, and parts as one.
    let second = contract(2).replace("maxItems: 9", "maxItems: 8");
    let shop = two(&contract(1), &second, SHARED);
    assert_eq!(own(&shop), ["item", "wide"]);
    // A schema that no Rust type fits is compared as it is written.
    let second = contract(2).replace("required: [a]", "required: [b]");
    let shop = two(&contract(1), &second, SHARED);
    assert_eq!(own(&shop), ["odd"]);
    assert!(shop.read("api/v2/rules.json").contains("\"b\""));
    // What one version only answers with is another type than what the other one reads as well.
    let second = contract(2).replace(
        "requestBody: {required: true, content: {application/json: {schema: {$ref: \"#/components/schemas/Item\"}}}}\n",
        "parameters: []\n",
    );
    let second = second.replace("        item: {$ref: \"#/components/schemas/Item\"}\n", "");
    let shop = two(&contract(1), &second, SHARED);
    assert_eq!(own(&shop), ["item", "wide"]);
}

#[test]
fn of_three_versions_those_share_that_agree() {
    let shop = two(&contract(1), &contract(2), SHARED);
    shop.add(
        "portcullis.toml",
        "\n[versions.v3]\npath = \"contract/v3/openapi.yaml\"",
    );
    fs::create_dir_all(shop.path("contract/v3")).unwrap();
    shop.write("contract/v3/openapi.yaml", &contract(3));
    shop.write(
        "contract/v2/openapi.yaml",
        &contract(2).replace("maxItems: 9", "maxItems: 8"),
    );
    shop.write(
        "contract/v3/openapi.yaml",
        &contract(3).replace("maxItems: 9", "maxItems: 8"),
    );
    shop.expect(&[], 0);
    let third = shop.read("api/src/v3/types/mod.rs");
    assert!(
        third.contains("pub use crate::v2::types::{Item, ItemColour};"),
        "{third}"
    );
    assert!(third.contains("pub use crate::v1::types::Deep;"), "{third}");
    shop.expect(&["--check"], 0);
}

#[test]
fn what_parts_and_what_becomes_one_is_told() {
    let shop = two(&contract(1), &contract(2), SHARED);
    let parted = contract(2).replace("^[A-Z]{3}$", "^[A-Z]{2}$");
    shop.write("contract/v2/openapi.yaml", &parted);
    let dry = shop.regenerate(&["--dry-run", "--accept", "request-pattern-changed"]);
    let said = shop.expect(&["--accept", "request-pattern-changed"], 0);
    let told = "look     api/src/v2/types/mod.rs: `Deep`, `Middle`, `Wide` in `v2` and in `v1` are not the same any more";
    assert!(said.contains(told), "{said}");
    assert!(data(&dry).contains(told));
    assert_eq!(own(&shop), ["deep", "middle", "wide"]);
    let before = shop.times();
    let again = shop.expect(&["--check"], 0);
    assert!(!again.contains("look"), "it is told once: {again}");
    assert_eq!(shop.times(), before);

    shop.write("contract/v2/openapi.yaml", &contract(2));
    let said = shop.expect(&["--accept", "request-pattern-changed"], 0);
    assert!(
        said.contains("`Deep`, `Middle`, `Wide` in `v2` and in `v1` are the same now"),
        "{said}"
    );
    assert_eq!(own(&shop), Vec::<String>::new());

    // A choice that is taken back parts them all.
    let choices = shop.read("portcullis.toml");
    shop.write(
        "portcullis.toml",
        &choices.replace("share = \"identical\"", "share = \"none\""),
    );
    let said = shop.expect(&[], 0);
    assert!(
        said.contains("`Item`, `ItemColour`, `Middle`, `Odd`, `Wide` in `v2`"),
        "{said}"
    );
    assert!(!said.contains("offer"), "{said}");
    shop.expect(&["--check"], 0);
    shop.write(
        "portcullis.toml",
        &choices.replace("share = \"identical\"", "share = \"some\""),
    );
    let output = shop.regenerate(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        talk(&output).contains("say `none` or `identical`"),
        "{}",
        talk(&output)
    );
}
