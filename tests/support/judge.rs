//! Schemas as operations: each becomes `POST /g/<n>`, and the service that is emitted for them judges values.

use std::path::Path;

use portcullis::options::Typeless;
use portcullis::source::Document;
use serde_json::{Map, Value, json};

use super::http::{Connection, Request};
use super::project::{Answers, build, lay};
use super::service::Service;
use super::{defaults, emit, load, parse};

/// What a service thought of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The handler was reached.
    Accepted,
    /// It was refused.
    Refused,
    /// Neither: this status, which is always wrong.
    Neither(u16),
}

/// A running service with one operation for each schema.
pub struct Judge {
    connection: Connection,
    // Dropped last: the connection leads to it.
    _service: Service,
}

impl Judge {
    /// The service of a contract that has such operations, by the letter of its schemas.
    #[track_caller]
    pub fn of_file(name: &str, contract: &Path) -> Self {
        Self::of(name, &load(contract))
    }

    /// The service of these schemas, which may refer to each other as `#/components/schemas/S<n>`.
    #[track_caller]
    pub fn of_schemas(name: &str, version: &str, schemas: &[Value]) -> Self {
        Self::of(name, &parse(&contract(version, schemas).to_string()))
    }

    #[track_caller]
    fn of(name: &str, document: &Document) -> Self {
        let mut options = defaults(name);
        options.typeless = Typeless::Any;
        let project = lay(name, &emit(document, &options));
        let service = Service::start(&project, &build(&project, Answers::Stubs));
        Self {
            connection: service.connect(),
            _service: service,
        }
    }

    /// What it thinks of a value, which is sent as this text.
    #[track_caller]
    pub fn verdict(&mut self, group: usize, text: &str) -> Verdict {
        let request = Request::new("POST", &format!("/v1/g/{group}")).json(text);
        match self.connection.ask(&request).status {
            200..=299 | 501 => Verdict::Accepted,
            400 | 422 => Verdict::Refused,
            other => Verdict::Neither(other),
        }
    }
}

/// A contract with an operation for each schema.
pub fn contract(version: &str, schemas: &[Value]) -> Value {
    let mut paths = Map::new();
    let mut components = Map::new();
    for (index, schema) in schemas.iter().enumerate() {
        let reference = json!({"$ref": format!("#/components/schemas/S{index}")});
        let operation = json!({
            "operationId": format!("judge_{index}"),
            "security": [],
            "requestBody": {"required": true, "content": {"application/json": {"schema": reference}}},
            "responses": {"204": {"description": "accepted"}},
        });
        paths.insert(format!("/g/{index}"), json!({ "post": operation }));
        components.insert(format!("S{index}"), schema.clone());
    }
    json!({
        "openapi": version,
        "info": {"title": "Judge", "version": "1.0.0"},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": components},
    })
}
