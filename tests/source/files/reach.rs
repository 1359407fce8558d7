//! How far references between files may lead, where faults are shown, and that nothing multiplies or hangs.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use portcullis::source::Reach;
use serde_json::json;

use super::{HEAD, answering, folder, found, lines, load, one};

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
fn inclusions_that_multiply_are_refused() {
    // Each level includes the next one ten times: whoever followed them all, ten to the ninth, would never be done.
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
