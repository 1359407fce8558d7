//! The contract that an emitted service serves: it is one, it says what the gate answers, and its page shows it.

mod held;
mod page;

use std::collections::BTreeSet;
use std::path::Path;

use portcullis::options::{Typeless, Unenforced};
use portcullis::source::{self, Document};
use portcullis::{Options, judge};
use serde_json::{Value, json};

use crate::support::{CONTRACTS, contract_of, defaults, emit, load, parse, text};

/// The served contract of a document.
#[track_caller]
fn served_with(document: &Document, options: &Options) -> Value {
    let files = emit(document, options);
    let file = files.iter().find(|file| file.path == "api/openapi.json");
    let text = text(file.unwrap());
    assert!(!text.contains('<'), "it could not stand in a page");
    serde_json::from_str(text).unwrap()
}

#[track_caller]
fn served(document: &Document) -> Value {
    served_with(document, &defaults("served"))
}

/// Refuses what our own reader and model find an error in.
#[track_caller]
fn is_valid(name: &str, contract: &Value) {
    let bytes = contract.to_string().into_bytes();
    let loaded = source::parse(Path::new("openapi.json"), bytes);
    let document = loaded
        .document
        .unwrap_or_else(|| panic!("{name}: {:#?}", loaded.diagnostics));
    let found = judge(&document, Unenforced::Refuse, Typeless::Object);
    let errors: Vec<_> = found.iter().filter(|found| found.is_error()).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

/// The answer of an operation, references followed.
#[track_caller]
fn response<'c>(contract: &'c Value, operation: &str, status: &str) -> &'c Value {
    let at = format!("{operation}/responses/{status}");
    let response = contract.pointer(&at).unwrap_or_else(|| panic!("no {at}"));
    match response["$ref"].as_str() {
        Some(reference) => contract.pointer(&reference[1..]).unwrap(),
        None => response,
    }
}

fn statuses(contract: &Value, operation: &str) -> BTreeSet<String> {
    let responses = contract.pointer(&format!("{operation}/responses"));
    responses
        .unwrap()
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect()
}

const SMALL: &str = r"
openapi: 3.0.3
info: {title: Small, version: '2'}
servers: [{url: 'https://example.com/api'}]
security: [{key: []}]
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    put:
      operationId: put
      x-rate-limit: {requests: 5, per: hour}
      servers: [{url: 'https://elsewhere.example.com'}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
      responses:
        '200': {description: done, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
        '404': {$ref: '#/components/responses/Gone'}
        '422': {description: mine, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
        4XX: {description: any other, content: {application/json: {schema: {type: string}}}}
  /open:
    get:
      operationId: open
      security: []
      responses: {'204': {description: nothing, headers: {RateLimit: {description: my own, schema: {type: string}}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: x-key}}
  responses:
    Gone: {description: gone, content: {text/plain: {schema: {type: string}}}}
  schemas:
    Problem: {type: object, properties: {why: {type: string}}}
    Base: {type: object, properties: {a: {type: string}}}
    Loose: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}
    Thing:
      type: object
      properties:
        base: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {b: {type: string}}}]}
        other: {$ref: '#/components/schemas/Loose'}
        inner: {type: object, properties: {c: {type: string, nullable: true}}}
";

#[test]
fn the_answers_of_the_gate_stand_beside_those_of_the_contract() {
    let contract = served(&parse(SMALL));
    is_valid("small", &contract);
    let put = "/paths/~1things~1{id}/put";
    let expected = [
        "200", "400", "401", "403", "404", "405", "406", "408", "413", "414", "415", "422", "429",
        "431", "4XX", "500", "501", "503",
    ];
    assert_eq!(statuses(&contract, put), expected.map(str::to_owned).into());
    let open: BTreeSet<String> = [
        "204", "400", "403", "405", "414", "429", "431", "500", "501", "503",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(statuses(&contract, "/paths/~1open/get"), open);

    let problem = json!({"schema": {"$ref": "#/components/schemas/GateProblem"}});
    for status in expected
        .iter()
        .filter(|status| status.len() == 3 && **status >= "400")
    {
        if *status == "4XX" {
            continue;
        }
        let response = response(&contract, put, status);
        let content = &response["content"];
        assert_eq!(content["application/problem+json"], problem, "{status}");
        for header in ["X-Request-Id", "RateLimit", "RateLimit-Policy"] {
            assert!(
                response["headers"][header].is_object(),
                "{header} of {status}"
            );
        }
    }
    let own = |status| &response(&contract, put, status)["content"];
    assert!(
        own("404")["text/plain"].is_object(),
        "the contract's own stays"
    );
    assert_eq!(
        own("422")["application/json"]["schema"]["$ref"],
        "#/components/schemas/Problem"
    );
    assert!(
        own("400")["application/json"].is_object(),
        "what 4XX declares may come with 400"
    );
    assert!(own("4XX")["application/problem+json"].is_null());
    let header = |status, name: &str| response(&contract, put, status)["headers"][name].is_object();
    assert!(header("401", "WWW-Authenticate") && header("429", "Retry-After"));
    assert!(header("405", "Allow") && header("415", "Accept") && header("503", "Retry-After"));
    assert!(header("200", "RateLimit"));
    let mine = &contract["paths"]["/open"]["get"]["responses"]["204"]["headers"];
    assert_eq!(mine["RateLimit"]["description"], "my own");
}

#[test]
fn it_says_where_the_service_lives_and_how_much_it_takes() {
    let contract = served(&parse(SMALL));
    assert_eq!(contract["openapi"], "3.1.0");
    assert_eq!(contract["servers"], json!([{"url": "/api/v2"}]));
    let put = &contract["paths"]["/things/{id}"]["put"];
    assert!(put.get("servers").is_none());
    assert_eq!(
        put["x-rate-limit"],
        json!({"requests": 5, "per": "hour", "burst": 5})
    );
}

#[test]
fn an_object_that_refuses_other_members_says_so() {
    let contract = served(&parse(SMALL));
    let schemas = &contract["components"]["schemas"];
    let closed = json!(false);
    assert_eq!(schemas["Thing"]["additionalProperties"], closed);
    assert_eq!(schemas["Problem"]["additionalProperties"], closed);
    let inner = &schemas["Thing"]["properties"]["inner"];
    assert_eq!(inner["additionalProperties"], closed);
    assert_eq!(inner["properties"]["c"]["type"], json!(["string", "null"]));
    assert_eq!(schemas["Loose"]["additionalProperties"]["type"], "integer");
    assert!(
        schemas["Base"].get("additionalProperties").is_none(),
        "it is judged beside others"
    );
    let both = &schemas["Thing"]["properties"]["base"]["allOf"];
    assert!(both[1].get("additionalProperties").is_none());

    let letter = Options {
        typeless: Typeless::Any,
        ..defaults("served")
    };
    let contract = served_with(&parse(SMALL), &letter);
    let thing = &contract["components"]["schemas"]["Thing"];
    assert!(thing.get("additionalProperties").is_none());
}

#[test]
fn path_items_by_reference_are_written_out() {
    let contract = served(&parse(
        r"
openapi: 3.1.0
info: {title: Small, version: '1'}
paths:
  /a: {$ref: '#/components/pathItems/A'}
components:
  pathItems:
    A: {get: {operationId: a, responses: {'204': {description: nothing}}}}
",
    ));
    is_valid("items", &contract);
    assert!(statuses(&contract, "/paths/~1a/get").contains("429"));
}

#[test]
fn what_is_served_is_a_contract_itself() {
    for (name, _) in CONTRACTS {
        let document = load(&contract_of(name));
        let contract = served_with(&document, &defaults(name));
        is_valid(name, &contract);
        let names = |contract: &Value| {
            let paths = contract["paths"].as_object().unwrap();
            paths.keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(names(&contract), names(&document.raw), "{name}");
    }
}

#[test]
fn what_is_served_of_contracts_of_others_is_a_contract_itself() {
    let corpus = std::env::var_os("PORTCULLIS_CORPUS").map_or_else(
        || Path::new(crate::support::ROOT).join("../shared/corpus"),
        Into::into,
    );
    let small = |path: &Path| {
        let is_document = path
            .extension()
            .is_some_and(|extension| extension == "yaml" || extension == "json");
        is_document && path.metadata().is_ok_and(|about| about.len() < 300_000)
    };
    let Ok(folder) = std::fs::read_dir(&corpus) else {
        return eprintln!("skipped: there is no {}", corpus.display());
    };
    let mut paths: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| small(path));
    paths.sort_unstable();
    let mut looked_at = 0;
    for path in paths {
        let Ok(loaded) = source::load(&path) else {
            continue;
        };
        let Some(document) = loaded.document else {
            continue;
        };
        if portcullis::emit(&document, &defaults("served"))
            .files
            .is_none()
        {
            continue;
        }
        is_valid(&path.display().to_string(), &served(&document));
        looked_at += 1;
    }
    assert!(looked_at > 5, "{looked_at}");
}
