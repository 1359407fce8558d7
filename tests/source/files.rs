//! Documents of several files: what references to other files become.

mod reach;

use std::fs;
use std::path::Path;

use portcullis::source::{self, Loaded, Reach};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::lines;

/// A folder that holds these files, and `outside.yaml` beside it.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join("contract").join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    fs::write(folder.path().join("outside.yaml"), "type: string\n").expect("a file");
    folder
}

fn load(folder: &TempDir, reach: Reach) -> Loaded {
    let path = folder.path().join("contract").join("api.yaml");
    let mut loaded = source::load_within(&path, reach).expect("the file is there");
    source::place(&loaded.origin, &mut loaded.diagnostics);
    loaded
}

/// What is found in `api.yaml` and the other files, each with the file that it is in.
fn found(files: &[(&str, &str)], reach: Reach) -> String {
    let folder = folder(files);
    let loaded = load(&folder, reach);
    let root = folder.path().join("contract");
    lines(&loaded.diagnostics, |diagnostic| {
        let file = diagnostic.file.as_deref().map(Path::new);
        let file = file.map(|file| file.strip_prefix(&root).unwrap_or(file));
        format!("{} ", file.unwrap_or(Path::new("api.yaml")).display())
    })
}

/// The one document that files make, with nothing to say about them.
#[track_caller]
fn one(files: &[(&str, &str)]) -> Value {
    let folder = folder(files);
    let loaded = load(&folder, Reach::Folder);
    assert_eq!(loaded.diagnostics, []);
    loaded.document.expect("a document").raw
}

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

/// A document whose one answer is of this schema, with these lines at its end.
fn answering(reference: &str, more: &str) -> String {
    format!(
        "{HEAD}paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: d\n          content:\n            application/json:\n              schema: {{$ref: '{reference}'}}\n{more}"
    )
}

const SCHEMA: &str = "/paths/~1a/get/responses/200/content/application~1json/schema";

#[test]
fn a_schema_of_a_file_is_a_component() {
    for (reference, name, text) in [
        ("pet.yaml", "pet", "type: string\n"),
        ("./models/pet.yaml", "pet", "type: string\n"),
        ("models/pet/index.yaml", "pet", "type: string\n"),
        ("pet.json", "pet", "{\"type\": \"string\"}"),
        ("all.yaml#/Pet", "Pet", "Pet: {type: string}\n"),
        (
            "all.yaml#/$defs/Pet",
            "Pet",
            "$defs: {Pet: {type: string}}\n",
        ),
        ("all.yaml#here", "a", "a: {$anchor: here, type: string}\n"),
        ("with%20%7Bspace%7D.yaml", "with {space}", "type: string\n"),
    ] {
        let api = answering(reference, "");
        let file = reference.split('#').next().unwrap_or_default();
        let file = file
            .replace("%20", " ")
            .replace("%7B", "{")
            .replace("%7D", "}");
        let raw = one(&[("api.yaml", &api), (&file, text)]);
        let home = source::join_pointer("/components/schemas", name);
        assert_eq!(
            raw.pointer(&home).map(|schema| &schema["type"]),
            Some(&json!("string")),
            "{reference}: {raw:#}"
        );
        assert_eq!(
            raw.pointer(SCHEMA),
            Some(&json!({ "$ref": format!("#{home}") })),
            "{reference}"
        );
    }
}

#[test]
fn a_thing_that_is_referred_to_twice_is_one() {
    let api = answering(
        "a.yaml",
        "components:\n  schemas:\n    Own: {$ref: ./a.yaml}\n    Other: {properties: {a: {$ref: 'b/../a.yaml'}, b: {$ref: 'b/b.yaml'}}}\n",
    );
    let raw = one(&[
        ("api.yaml", &api),
        (
            "a.yaml",
            "properties: {a: {$ref: '#/properties/b'}, b: {$ref: a.yaml}, c: {$ref: 'a.yaml#/properties/d'}, d: {}}\n",
        ),
        ("b/b.yaml", "{$ref: ../a.yaml}\n"),
    ]);
    let own = json!({ "$ref": "#/components/schemas/Own" });
    assert_eq!(raw.pointer(SCHEMA), Some(&own));
    assert_eq!(
        raw["components"]["schemas"],
        json!({
            "Own": { "properties": {
                "a": { "$ref": "#/components/schemas/Own" },
                "b": { "$ref": "#/components/schemas/Own" },
                "c": { "$ref": "#/components/schemas/Own/properties/d" },
                "d": {}
            } },
            "Other": { "properties": { "a": own, "b": own } }
        })
    );
}

#[test]
fn files_may_refer_to_each_other_in_a_circle() {
    let api = answering("a.yaml", "components: {schemas: {C: {type: string}}}\n");
    let raw = one(&[
        ("api.yaml", &api),
        ("a.yaml", "properties: {b: {$ref: b.yaml}}\n"),
        (
            "b.yaml",
            "properties: {a: {$ref: a.yaml}, api: {$ref: 'api.yaml#/components/schemas/C'}}\n",
        ),
    ]);
    let schemas = &raw["components"]["schemas"];
    assert_eq!(
        schemas["a"]["properties"]["b"],
        json!({ "$ref": "#/components/schemas/b" })
    );
    assert_eq!(
        schemas["b"]["properties"],
        json!({ "a": { "$ref": "#/components/schemas/a" }, "api": { "$ref": "#/components/schemas/C" } })
    );
}

#[test]
fn names_that_are_taken_are_told_apart_by_their_files() {
    let api = answering(
        "one.yaml#/Pet",
        "components:\n  schemas:\n    Pet: {properties: {a: {$ref: 'two.yaml#/Pet'}, b: {$ref: c/pet.yaml}, d: {$ref: d/pet.yaml}}}\n",
    );
    let raw = one(&[
        ("api.yaml", &api),
        ("one.yaml", "Pet: {title: one}\n"),
        ("two.yaml", "Pet: {title: two}\n"),
        ("c/pet.yaml", "title: c\n"),
        ("d/pet.yaml", "title: d\n"),
    ]);
    let names: Vec<&String> = raw["components"]["schemas"]
        .as_object()
        .expect("schemas")
        .keys()
        .collect();
    assert_eq!(names, ["Pet", "one_Pet", "two_Pet", "pet", "d_pet"]);
}

#[test]
fn every_kind_of_thing_may_be_in_a_file() {
    let api = format!(
        "{HEAD}paths:
  /a: {{$ref: paths/a.yaml}}
  /b: {{$ref: paths/b.yaml#/whole}}
webhooks:
  w: {{$ref: paths/b.yaml#/whole}}
components:
  securitySchemes: {{s: {{$ref: 'parts.yaml#/securitySchemes/s'}}}}
"
    );
    let files = [
        ("api.yaml", api.as_str()),
        (
            "paths/a.yaml",
            "parameters: [{$ref: '../parts.yaml#/parameters/p'}]
post:
  requestBody: {$ref: '../parts.yaml#/requestBodies/b'}
  responses:
    '200': {$ref: '../parts.yaml#/responses/r'}
  callbacks: {c: {$ref: '../parts.yaml#/callbacks/c'}}
",
        ),
        (
            "paths/b.yaml",
            "whole: {get: {responses: {'200': {description: d}}}}\n",
        ),
        (
            "parts.yaml",
            "parameters:
  p: {name: q, in: query, schema: {type: string}}
requestBodies:
  b: {content: {application/json: {schema: {type: string}, examples: {e: {$ref: '#/examples/e'}}}}}
responses:
  r: {description: d, headers: {h: {$ref: '#/headers/h'}}, links: {l: {$ref: '#/links/l'}}}
headers:
  h: {schema: {type: string}}
links:
  l: {operationId: o}
examples:
  e: {value: 1}
callbacks:
  c: {'{$url}': {$ref: paths/b.yaml#/whole}}
securitySchemes:
  s: {type: http, scheme: basic}
",
        ),
    ];
    let raw = one(&files);
    for (pointer, reference) in [
        ("/paths/~1a/parameters/0", "#/components/parameters/p"),
        (
            "/paths/~1a/post/requestBody",
            "#/components/requestBodies/b",
        ),
        ("/paths/~1a/post/responses/200", "#/components/responses/r"),
        ("/paths/~1a/post/callbacks/c", "#/components/callbacks/c"),
        (
            "/components/responses/r/headers/h",
            "#/components/headers/h",
        ),
        ("/components/responses/r/links/l", "#/components/links/l"),
        (
            "/components/requestBodies/b/content/application~1json/examples/e",
            "#/components/examples/e",
        ),
        ("/components/callbacks/c/{$url}", "#/paths/~1b"),
        ("/webhooks/w", "#/paths/~1b"),
    ] {
        assert_eq!(
            raw.pointer(pointer),
            Some(&json!({ "$ref": reference })),
            "{pointer} of {raw:#}"
        );
    }
    assert_eq!(
        raw["paths"]["/b"]["get"]["responses"]["200"]["description"],
        "d"
    );
    assert_eq!(raw["components"]["securitySchemes"]["s"]["scheme"], "basic");
}

#[test]
fn what_no_reference_may_be_is_written_in_its_place() {
    let api = format!(
        "{HEAD}paths:
  /a:
    get: {{$ref: 'parts.yaml#/get'}}
    put: {{$ref: 'parts.yaml#/get', summary: own}}
  /b: {{post: {{responses: {{$ref: 'parts.yaml#/responses'}}, description: {{$ref: text.md}}}}}}
tags: {{$ref: 'parts.yaml#/tags'}}
components: {{$ref: components.yaml}}
"
    );
    let raw = one(&[
        ("api.yaml", &api),
        ("parts.yaml", "get: {responses: {$ref: '#/responses'}, description: {$ref: '#/words'}}
responses: {'200': {description: d, content: {application/json: {schema: {$ref: models/s.yaml}, example: {$ref: data.json}}}}}
words: of the file
tags: [{name: t}]
"),
        ("models/s.yaml", "properties: {$ref: more.yaml, own: {type: string}}\n"),
        ("models/more.yaml", "a: {$ref: 's.yaml#/properties/own'}\n"),
        ("text.md", "# Words\n"),
        ("data.json", "{\"$ref\": \"#/is/data\"}"),
        ("components.yaml", "schemas: {$ref: schemas/index.yaml}\n"),
        ("schemas/index.yaml", "Listed: {$ref: ../models/listed.yaml}\n"),
        ("models/listed.yaml", "type: string\n"),
    ]);
    let get = &raw["paths"]["/a"]["get"];
    assert_eq!(get["description"], "of the file");
    assert_eq!(raw["paths"]["/a"]["put"]["summary"], "own");
    assert_eq!(raw["paths"]["/b"]["post"]["description"], "# Words\n");
    assert_eq!(raw["tags"], json!([{ "name": "t" }]));
    let content = &get["responses"]["200"]["content"]["application/json"];
    assert_eq!(
        content["schema"],
        json!({ "$ref": "#/components/schemas/s" })
    );
    assert_eq!(content["example"], json!({ "$ref": "#/is/data" }));
    assert_eq!(
        raw["components"]["schemas"],
        json!({
            "Listed": { "type": "string" },
            "s": { "properties": { "a": { "$ref": "#/components/schemas/s/properties/own" }, "own": { "type": "string" } } }
        })
    );
}

#[test]
fn a_discriminator_may_name_files() {
    let raw = one(&[
        ("api.yaml", &answering("models/pet.yaml", "")),
        (
            "models/pet.yaml",
            "oneOf: [{$ref: cat.yaml}, {$ref: dog.yaml}]
discriminator: {propertyName: kind, mapping: {c: cat.yaml, d: ./dog.yaml, own: '#/oneOf/0'}}
",
        ),
        ("models/cat.yaml", "type: object\n"),
        ("models/dog.yaml", "type: object\n"),
    ]);
    assert_eq!(
        raw["components"]["schemas"]["pet"]["discriminator"]["mapping"],
        json!({ "c": "#/components/schemas/cat", "d": "#/components/schemas/dog", "own": "#/components/schemas/cat" })
    );
}
