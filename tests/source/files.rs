//! Documents of several files: what references to other files become, how far they may lead, and where faults are shown.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::thread;

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

#[test]
fn a_reference_does_not_lead_out_of_the_folder() {
    for (reference, predicate) in [
        ("../outside.yaml", "leads above the folder of the document"),
        (
            "a/../../outside.yaml",
            "leads above the folder of the document",
        ),
        (
            "..%2Foutside.yaml",
            "leads above the folder of the document",
        ),
        (
            "../../../../../../../../../../etc/passwd",
            "leads above the folder of the document",
        ),
        ("/etc/passwd", "is an absolute path"),
        ("file:///etc/passwd", "is an absolute path"),
        ("http://127.0.0.1:9/a.yaml", "leads onto the network"),
        ("HTTPS://127.0.0.1:9/a.yaml", "leads onto the network"),
    ] {
        assert_eq!(
            found(
                &[("api.yaml", &answering(reference, "")), ("a/b.yaml", "")],
                Reach::Folder
            ),
            format!("error[reference-external] api.yaml 11:24 `{reference}` {predicate}"),
        );
    }
    for reference in ["gone.yaml", "", "a"] {
        let told = found(
            &[("api.yaml", &answering(reference, "")), ("a/b.yaml", "")],
            Reach::Folder,
        );
        assert!(told.starts_with("error[reference-"), "{reference}: {told}");
    }
    // Above the folder is only for whoever asks for it; an absolute path is for nobody.
    assert_eq!(
        found(
            &[("api.yaml", &answering("../outside.yaml", ""))],
            Reach::Remote
        ),
        ""
    );
    assert!(
        found(
            &[("api.yaml", &answering("/etc/passwd", ""))],
            Reach::Remote
        )
        .contains("is an absolute path")
    );
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_does_not_lead_out_of_the_folder() {
    let folder = folder(&[
        ("api.yaml", &answering("link.yaml", "")),
        ("inside.yaml", "type: string\n"),
    ]);
    let link = folder.path().join("contract/link.yaml");
    std::os::unix::fs::symlink("../outside.yaml", &link).expect("a link");
    let loaded = load(&folder, Reach::Folder);
    assert_eq!(
        lines(&loaded.diagnostics, |_| String::new()),
        "error[reference-external] 11:24 `link.yaml` leads out of the folder of the document through a symbolic link"
    );
    fs::remove_file(&link).expect("removed");
    std::os::unix::fs::symlink("inside.yaml", &link).expect("a link");
    assert!(load(&folder, Reach::Folder).document.is_some());
}

#[test]
fn faults_are_shown_in_their_own_files() {
    let api = answering(
        "models/a.yaml",
        "components: {schemas: {B: {$ref: 'b.json#/B'}}}\n",
    );
    let told = found(
        &[
            ("api.yaml", &api),
            (
                "models/a.yaml",
                "type: object\nproperties:\n  gone: {$ref: gone.yaml}\n  none: {$ref: '../b.json#/C'}\n  bad: {$ref: bad.yaml}\n",
            ),
            ("models/bad.yaml", "a: [\n"),
            (
                "b.json",
                "{\n  \"B\": {\n    \"type\": \"string\",\n    \"nullable\": true}}",
            ),
        ],
        Reach::Folder,
    );
    let mut told: Vec<&str> = told.lines().collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "error[reference-missing] models/a.yaml 3:10 `gone.yaml` names a file that is not there",
            "error[reference-missing] models/a.yaml 4:10 `../b.json#/C` points at nothing",
            "error[reference-missing] models/a.yaml 5:9 `bad.yaml` points at nothing",
            "error[yaml-syntax] models/bad.yaml 2:1 did not find expected node content",
        ]
    );
    // What is found later is shown where it was written, too.
    let told = found(
        &[
            ("api.yaml", &api),
            (
                "models/a.yaml",
                "type: object\nproperties:\n  a:\n    $ref: '#/properties/b'\n  b:\n    type: string\n    nullable: true\n",
            ),
            (
                "b.json",
                "{\n  \"B\": {\n    \"type\": \"string\",\n    \"nullable\": true}}",
            ),
        ],
        Reach::Folder,
    );
    let message = "`nullable` is a keyword of 3.0; read as `type: [..., \"null\"]`";
    let mut told: Vec<&str> = told.lines().collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            format!("warning[keyword-invalid] b.json 4:5 {message}"),
            format!("warning[keyword-invalid] models/a.yaml 7:5 {message}"),
        ]
    );
}

#[test]
fn circles_end() {
    for (files, message) in [
        (
            vec![("a.yaml", "{$ref: b.yaml}"), ("b.yaml", "{$ref: a.yaml}")],
            "leads back to itself",
        ),
        (vec![("a.yaml", "{$ref: a.yaml}")], "leads back to itself"),
        (
            vec![("a.yaml", "properties: {$ref: 'a.yaml#/properties'}")],
            "leads back to itself",
        ),
    ] {
        let api = answering("a.yaml", "");
        let mut files = files;
        files.push(("api.yaml", &api));
        let told = found(&files, Reach::Folder);
        assert!(
            told.contains("error[reference-invalid]") && told.contains(message),
            "{told}"
        );
    }
    // A file that includes itself at every node.
    let each = |name: &str| format!("{name}: {{$ref: 'all.yaml#/all'}}");
    let all = format!(
        "all: {{{}, {}}}\n",
        each("x-a"),
        ["get", "put", "post", "delete"].map(each).join(", ")
    );
    let told = found(
        &[
            (
                "api.yaml",
                &format!("{HEAD}paths: {{/a: {{get: {{$ref: 'all.yaml#/all'}}}}}}\n"),
            ),
            ("all.yaml", &all),
        ],
        Reach::Folder,
    );
    assert!(told.len() < 2_000, "{told}");
}

#[test]
fn inclusions_that_multiply_are_refused_in_time() {
    let start = std::time::Instant::now();
    // Each level includes the next one ten times: ten to the ninth of them.
    let mut all = String::new();
    for level in 0..9 {
        let next: Vec<String> = (0..10)
            .map(|index| {
                format!(
                    "p{index}: {{properties: {{$ref: 'all.yaml#/l{}'}}}}",
                    level + 1
                )
            })
            .collect();
        writeln!(all, "l{level}: {{{}}}", next.join(", ")).expect("text");
    }
    all += "l9: {a: {type: string}}\n";
    let told = found(
        &[
            (
                "api.yaml",
                &format!("{HEAD}components: {{schemas: {{$ref: 'all.yaml#/l0'}}}}\n"),
            ),
            ("all.yaml", &all),
        ],
        Reach::Folder,
    );
    assert!(
        told.starts_with("error[document-too-large]") && !told.contains('\n'),
        "{told}"
    );
    assert!(
        start.elapsed() < std::time::Duration::from_mins(1),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn swagger_may_be_of_several_files_too() {
    let raw = one(&[
        (
            "api.yaml",
            "swagger: '2.0'
info: {title: T, version: '1'}
paths:
  /a: {$ref: a.yaml}
",
        ),
        (
            "a.yaml",
            "post:
  parameters: [{$ref: 'parts.json#/b'}, {$ref: 'parts.json#/q'}]
  responses: {'200': {description: d, schema: {$ref: s.yaml}}}
",
        ),
        (
            "parts.json",
            "{\"b\": {\"name\": \"b\", \"in\": \"body\", \"schema\": {\"$ref\": \"s.yaml\"}}, \"q\": {\"name\": \"q\", \"in\": \"query\", \"type\": \"string\"}}",
        ),
        ("s.yaml", "type: object\n"),
    ]);
    let schema = json!({ "schema": { "$ref": "#/components/schemas/s" } });
    assert_eq!(
        raw.pointer("/paths/~1a/post/responses/200/content/application~1json"),
        Some(&schema)
    );
    assert_eq!(
        raw.pointer("/components/requestBodies/b/content/application~1json"),
        Some(&schema)
    );
    assert_eq!(
        raw["components"]["parameters"]["q"]["schema"]["type"],
        "string"
    );
}

/// Answers every request with the file that its path names, and with a redirect where there is none.
fn serve(files: &'static [(&str, &str)]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 4_096];
            let Ok(length) = stream.read(&mut request) else {
                continue;
            };
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let path = request.split(' ').nth(1).unwrap_or_default();
            let file = files.iter().find(|(name, _)| *name == path);
            let answer = match file {
                Some((_, text)) => format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
                    text.len()
                ),
                None => "HTTP/1.1 302 Found\r\nLocation: /v1/s.yaml\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned(),
            };
            // A caller that has gone needs no answer.
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

#[test]
fn the_network_is_asked_only_if_that_is_allowed() {
    let address = serve(&[
        ("/v1/s.yaml", "properties: {a: {$ref: 'more/t.yaml#/T'}}\n"),
        ("/v1/more/t.yaml", "T: {type: string}\n"),
        ("/v1/up.yaml", "{$ref: ../secret.yaml}\n"),
        (
            "/v1/away.yaml",
            "properties: {a: {$ref: 'http://127.0.0.1:9/x.yaml'}}\n",
        ),
        (
            "/v1/home.yaml",
            "properties: {a: {$ref: 'file:///etc/passwd'}}\n",
        ),
        ("/v1/bad.yaml", "type: string\nnullable: true\n"),
    ]);
    let told = |path: &str, reach: Reach| {
        found(
            &[("api.yaml", &answering(&format!("{address}{path}"), ""))],
            reach,
        )
    };
    assert_eq!(told("/v1/s.yaml", Reach::Remote), "");
    assert!(told("/v1/s.yaml", Reach::Folder).contains("leads onto the network"));
    for path in ["/v1/up.yaml", "/v1/away.yaml", "/v1/home.yaml"] {
        let told = told(path, Reach::Remote);
        assert!(
            told.starts_with("error[reference-external]")
                && told.ends_with("leads out of the folder that its own file was fetched from"),
            "{path}: {told}"
        );
    }
    let gone = told("/v1/gone.yaml", Reach::Remote);
    assert!(
        gone.starts_with("error[reference-missing]") && gone.contains("status 302"),
        "{gone}"
    );
    let bad = told("/v1/bad.yaml", Reach::Remote);
    assert!(
        bad.contains(&format!("{address}/v1/bad.yaml 2:1 ")),
        "{bad}"
    );

    let folder = folder(&[("api.yaml", &answering(&format!("{address}/v1/s.yaml"), ""))]);
    let document = load(&folder, Reach::Remote).document.expect("a document");
    assert_eq!(
        document.raw["components"]["schemas"]["T"],
        json!({ "type": "string" })
    );
    assert_eq!(document.origin.among, None);
}

#[test]
fn a_folder_above_keeps_its_names() {
    let folder = folder(&[("api.yaml", &answering("../outside.yaml", ""))]);
    let document = load(&folder, Reach::Remote).document.expect("a document");
    assert_eq!(document.origin.among.as_deref(), Some("contract/api.yaml"));
    assert_eq!(
        document.origin.parts[0].among.as_deref(),
        Some("outside.yaml")
    );
}

#[test]
fn whatever_a_part_holds_nothing_breaks() {
    for part in [
        "",
        "7",
        "null",
        "[]",
        "[{$ref: p.yaml}]",
        "{$ref: 7}",
        "{$ref: '#'}",
        "{$ref: '#/'}",
        "{$ref: 'p.yaml#'}",
        "{$ref: '#a'}",
        "text",
        "{properties: 7}",
        "{properties: {$ref: 7}}",
        "{get: {$ref: p.yaml}}",
        "\u{fffe}",
        "{discriminator: 7}",
        "{discriminator: {mapping: {a: '#/nowhere', b: 7}}}",
        "{allOf: {$ref: p.yaml}}",
        "{$ref: '%zz'}",
        "{$ref: 'a\\0b'}",
        "{$ref: '?'}",
        "{$ref: '..'}",
        "{$ref: '.'}",
        "{$ref: '//host/x'}",
    ] {
        for api in [
            answering("p.yaml", ""),
            format!("{HEAD}paths: {{/a: {{$ref: p.yaml}}}}\n"),
            format!("{HEAD}paths: {{$ref: p.yaml}}\n"),
            format!("{HEAD}components: {{$ref: p.yaml}}\n"),
            format!("{HEAD}tags: {{$ref: p.yaml}}\n"),
            "{$ref: p.yaml}".to_owned(),
            "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {parameters: [{$ref: p.yaml}], responses: {$ref: p.yaml}}}}\n".to_owned(),
        ] {
            let folder = folder(&[("api.yaml", &api), ("p.yaml", part)]);
            let loaded = load(&folder, Reach::Folder);
            assert!(
                loaded.document.is_some() || loaded.diagnostics.iter().any(portcullis::diagnostic::Diagnostic::is_error),
                "{api} with {part}"
            );
        }
    }
}
