//! Two versions with identical schemas in common: the code of a team is written once for both, and each version still judges by its
//! own schemas where these differ.

use portcullis::Options;
use portcullis::options::Sharing;

use super::answered;
use crate::support::http::Request;
use crate::support::project::{Answers, assert_clean, build, lay};
use crate::support::service::Service;
use crate::support::{defaults, emit_versions, parse};

/// A contract; `Size` differs in its maximum, and so does what has one.
fn contract(version: usize, maximum: usize) -> String {
    format!(
        r##"openapi: 3.1.0
info: {{title: Toys, version: {version}.0.0}}
paths:
  /items:
    post:
      operationId: addItem
      tags: [items]
      security: []
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: "#/components/schemas/Item"}}}}}}}}
      responses:
        "200": {{description: It, content: {{application/json: {{schema: {{$ref: "#/components/schemas/Item"}}}}}}}}
  /parcels:
    post:
      operationId: addParcel
      tags: [items]
      security: []
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: "#/components/schemas/Parcel"}}}}}}}}
      responses: {{"204": {{description: Done}}}}
components:
  schemas:
    Item:
      type: object
      description: A toy of version {version}.
      required: [name]
      properties:
        name: {{type: string, minLength: 2, maxLength: 40}}
        colour: {{type: string, enum: [red, blue]}}
        odd: {{not: {{type: string}}}}
        parts: {{type: array, maxItems: 9, items: {{$ref: "#/components/schemas/Item"}}}}
    Parcel:
      type: object
      required: [item, size]
      properties:
        item: {{$ref: "#/components/schemas/Item"}}
        size: {{$ref: "#/components/schemas/Size"}}
    Size: {{type: object, required: [width], properties: {{width: {{type: integer, minimum: 1, maximum: {maximum}}}}}}}
"##
    )
}

/// What the team wrote once, for the items of both versions.
const ONCE: &str = "
/// An item as the shop shows it.
#[must_use]
pub fn shown(item: api::v2::types::Item) -> api::v1::types::Item {
    let name = item.name.to_uppercase();
    api::v1::types::Item { name, ..item }
}
";

/// The handlers of a version.
fn handlers(version: &str) -> String {
    format!(
        "//! The toys of a version.

use api::{version}::items::{{AddItem, AddItemResponse, AddParcel, AddParcelResponse, Items}};
use gate::{{Caller, Problem}};

use crate::app::{{App, shown}};

impl Items for App {{
    async fn add_item(&self, _: Caller, request: AddItem) -> Result<AddItemResponse, Problem> {{
        Ok(AddItemResponse::Ok(shown(request.body)))
    }}

    async fn add_parcel(
        &self,
        _: Caller,
        request: AddParcel,
    ) -> Result<AddParcelResponse, Problem> {{
        let _ = shown(request.body.item);
        Ok(AddParcelResponse::NoContent)
    }}
}}
"
    )
}

#[test]
fn what_is_identical_is_one_type_and_what_is_not_is_judged_by_its_version() {
    let options = Options {
        sharing: Sharing::Identical,
        ..defaults("toys")
    };
    let documents = vec![parse(&contract(1, 10)), parse(&contract(2, 20))];
    let mut files = emit_versions(documents, &options);
    for file in &mut files {
        match file.path.as_str() {
            "src/app.rs" => file.contents.extend_from_slice(ONCE.as_bytes()),
            "src/handlers/v1/items.rs" => file.contents = handlers("v1").into_bytes(),
            "src/handlers/v2/items.rs" => file.contents = handlers("v2").into_bytes(),
            _ => {}
        }
    }
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert!(!paths.contains(&"api/src/v2/types/item.rs"));
    assert!(paths.contains(&"api/src/v2/types/parcel.rs"));
    let project = lay("toys", &files);
    assert_clean(&project);
    let service = Service::start(&project, &build(&project, Answers::Stubs));
    let item = r#"{"name":"ball","parts":[{"name":"air"}]}"#;
    for (target, body, status, pointers) in [
        ("/v1/items", item, 200, &[][..]),
        ("/v2/items", item, 200, &[]),
        ("/v1/items", r#"{"name":"b"}"#, 422, &["/name"]),
        ("/v2/items", r#"{"name":"b"}"#, 422, &["/name"]),
        ("/v1/items", r#"{"name":"ball","odd":"a"}"#, 422, &["/odd"]),
        ("/v2/items", r#"{"name":"ball","odd":"a"}"#, 422, &["/odd"]),
        ("/v2/items", r#"{"name":"ball","odd":1}"#, 200, &[]),
        (
            "/v1/parcels",
            r#"{"item":{"name":"ball"},"size":{"width":15}}"#,
            422,
            &["/size/width"],
        ),
        (
            "/v2/parcels",
            r#"{"item":{"name":"ball"},"size":{"width":15}}"#,
            204,
            &[],
        ),
        (
            "/v2/parcels",
            r#"{"item":{"name":"ball"},"size":{"width":25}}"#,
            422,
            &["/size/width"],
        ),
    ] {
        let answer = service.ask(&Request::new("POST", target).json(body));
        answered(&answer, status, pointers, &format!("{target} {body}"));
        if status == 200 {
            assert_eq!(answer.json()["name"], "BALL", "{target}");
        }
    }
}
