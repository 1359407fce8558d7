//! The answers of the gate as components, and which of them an operation can give.

use serde_json::{Map, Value, json};

use crate::model::{Location, Operation};
use crate::source::pointer;

const PROBLEM: &str = "application/problem+json";

/// What one status of the gate means.
struct Answer {
    status: &'static str,
    name: &'static str,
    description: &'static str,
    /// The header that it has and others do not, and whether it always has it.
    header: Option<&'static str>,
}

const fn answer(
    status: &'static str,
    name: &'static str,
    description: &'static str,
    header: Option<&'static str>,
) -> Answer {
    Answer {
        status,
        name,
        description,
        header,
    }
}

const ANSWERS: &[Answer] = &[
    answer(
        "400",
        "Unreadable",
        "The request cannot be read: syntax, encoding, framing, or a parameter that does not parse.",
        None,
    ),
    answer(
        "401",
        "Unauthenticated",
        "Credentials are missing or wrong.",
        Some("WWW-Authenticate"),
    ),
    answer(
        "403",
        "Forbidden",
        "Who asks is known, and may not: a scope is missing, or a rule of this service forbids it.",
        Some("WWW-Authenticate"),
    ),
    answer("404", "NotFound", "There is nothing here.", None),
    answer(
        "405",
        "MethodNotAllowed",
        "This path has other methods.",
        Some("Allow"),
    ),
    answer(
        "406",
        "NotAcceptable",
        "No declared answer has a media type that is accepted.",
        None,
    ),
    answer(
        "408",
        "RequestTimeout",
        "The body did not arrive in time.",
        None,
    ),
    answer("413", "ContentTooLarge", "The body is too large.", None),
    answer("414", "UriTooLong", "The address is too long.", None),
    answer(
        "415",
        "UnsupportedMediaType",
        "The body is of a media type or content coding that is not taken.",
        Some("Accept"),
    ),
    answer(
        "422",
        "Invalid",
        "The request can be read and breaks this contract, at the places that `errors` names.",
        None,
    ),
    answer(
        "429",
        "TooManyRequests",
        "The limit is used up.",
        Some("Retry-After"),
    ),
    answer(
        "431",
        "HeaderFieldsTooLarge",
        "The header fields are too many or too large.",
        None,
    ),
    answer(
        "500",
        "Failed",
        "The service failed; the log says why, under the id of the request.",
        None,
    ),
    answer(
        "501",
        "NotImplemented",
        "The operation is not implemented yet.",
        None,
    ),
    answer(
        "503",
        "Unavailable",
        "The service is busy, late or stopping.",
        Some("Retry-After"),
    ),
];

/// Headers of the gate: name, meaning, type.
const HEADERS: &[(&str, &str, &str)] = &[
    (
        "X-Request-Id",
        "The id of the request, by which the log knows it.",
        "string",
    ),
    (
        "RateLimit",
        "What is left of the limit (draft-ietf-httpapi-ratelimit-headers).",
        "string",
    ),
    (
        "RateLimit-Policy",
        "The limit that is in force (draft-ietf-httpapi-ratelimit-headers).",
        "string",
    ),
    (
        "Retry-After",
        "Seconds to wait, at least 1 (RFC 9110, section 10.2.3).",
        "integer",
    ),
    (
        "WWW-Authenticate",
        "What would do (RFC 9110, section 11.6.1).",
        "string",
    ),
    (
        "Allow",
        "The methods of this path (RFC 9110, section 10.2.1).",
        "string",
    ),
    (
        "Accept",
        "The media types that are taken (RFC 9110, section 15.5.16).",
        "string",
    ),
];

/// The headers of every answer.
const ALWAYS: [&str; 3] = ["X-Request-Id", "RateLimit", "RateLimit-Policy"];

/// The statuses of the gate that an operation can be answered with.
pub fn statuses(operation: &Operation) -> Vec<&'static str> {
    let takes_body = operation.body.is_some();
    let has_path_values = operation
        .inputs
        .iter()
        .any(|input| input.location == Location::Path);
    let is_negotiated = operation
        .responses
        .iter()
        .any(|response| !response.contents.is_empty());
    let applies = |status: &str| match status {
        "401" => !operation.security.is_empty(),
        "404" => has_path_values,
        "406" => is_negotiated,
        "408" | "413" | "415" => takes_body,
        "422" => takes_body || !operation.inputs.is_empty(),
        _ => true,
    };
    ANSWERS
        .iter()
        .map(|answer| answer.status)
        .filter(|status| applies(status))
        .collect()
}

/// The components of the gate, by the names that were free for them.
pub struct Parts {
    problem: Value,
    headers: Map<String, Value>,
    responses: Map<String, Value>,
}

impl Parts {
    /// Adds the components to a contract.
    pub fn add(contract: &mut Value) -> Self {
        let problem = component(contract, "schemas", "Problem", problem());
        let mut headers = Map::new();
        for (name, description, kind) in HEADERS {
            let mut schema = json!({ "type": kind });
            if *kind == "integer" {
                schema["minimum"] = json!(1);
            }
            let header = json!({ "description": description, "schema": schema });
            let reference = component(contract, "headers", name, header);
            headers.insert((*name).to_owned(), reference);
        }
        let mut parts = Self {
            problem,
            headers,
            responses: Map::new(),
        };
        for answer in ANSWERS {
            let mut response = json!({ "description": answer.description });
            parts.offer(&mut response);
            parts.mark(&mut response, answer.header);
            let reference = component(contract, "responses", answer.name, response);
            parts.responses.insert(answer.status.to_owned(), reference);
        }
        parts
    }

    /// Adds the gate's answers beside those that an operation declares, and the gate's headers to all of them.
    pub fn complete(
        &self,
        contract: &Value,
        responses: &mut Map<String, Value>,
        statuses: &[&'static str],
    ) {
        let ranges = responses.clone();
        for (_, response) in responses.iter_mut() {
            *response = resolved(contract, response);
        }
        for status in statuses {
            let range = format!("{}XX", &status[..1]);
            let declared = responses.get(*status).or_else(|| {
                ranges
                    .get(&range)
                    .or_else(|| ranges.get(&range.to_lowercase()))
                    .or_else(|| ranges.get("default"))
            });
            let response = match declared {
                // What a handler answers with this status is documented beside what the gate does.
                Some(declared) => {
                    let mut response = resolved(contract, declared);
                    self.offer(&mut response);
                    let answer = ANSWERS.iter().find(|answer| answer.status == *status);
                    self.mark(&mut response, answer.and_then(|answer| answer.header));
                    response
                }
                None => self.responses.get(*status).cloned().unwrap_or_default(),
            };
            responses.insert((*status).to_owned(), response);
        }
        for (status, response) in responses.iter_mut() {
            if !statuses.contains(&status.as_str()) && response.get("$ref").is_none() {
                self.mark(response, None);
            }
        }
        responses.sort_keys();
    }

    /// Adds the problem to what a response offers.
    fn offer(&self, response: &mut Value) {
        let Some(members) = response.as_object_mut() else {
            return;
        };
        let content = members.entry("content").or_insert_with(|| json!({}));
        if let Some(content) = content.as_object_mut() {
            let media = || json!({ "schema": self.problem });
            content.entry(PROBLEM).or_insert_with(media);
        }
    }

    /// Adds the gate's headers to a response. One that the contract declares stays as it is.
    fn mark(&self, response: &mut Value, own: Option<&'static str>) {
        let Some(members) = response.as_object_mut() else {
            return;
        };
        let headers = members.entry("headers").or_insert_with(|| json!({}));
        let Some(headers) = headers.as_object_mut() else {
            return;
        };
        for name in ALWAYS.into_iter().chain(own) {
            let known = headers.keys().any(|known| known.eq_ignore_ascii_case(name));
            if let Some(header) = self.headers.get(name).filter(|_| !known) {
                headers.insert(name.to_owned(), header.clone());
            }
        }
    }
}

/// A response, what it refers to written in its place.
fn resolved(contract: &Value, response: &Value) -> Value {
    let mut found = response;
    for _ in 0..16 {
        let target = found
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(pointer::of_reference);
        match target.and_then(|target| contract.pointer(&target)) {
            Some(target) => found = target,
            None => break,
        }
    }
    found.clone()
}

/// Adds a component under its name, or one that is still free, and answers with a reference to it.
fn component(contract: &mut Value, section: &str, name: &str, value: Value) -> Value {
    let fallback = json!(null);
    let Some(members) = contract.as_object_mut() else {
        return fallback;
    };
    let components = members.entry("components").or_insert_with(|| json!({}));
    let Some(components) = components.as_object_mut() else {
        return fallback;
    };
    let entries = components.entry(section).or_insert_with(|| json!({}));
    let Some(entries) = entries.as_object_mut() else {
        return fallback;
    };
    let mut free = name.to_owned();
    while entries.contains_key(&free) {
        free.insert_str(0, "Gate");
    }
    let reference = format!("#/components/{section}/{free}");
    entries.insert(free, value);
    json!({ "$ref": reference })
}

/// RFC 9457 as the gate writes it; a team may add members and change the words.
fn problem() -> Value {
    json!({
        "description": "What went wrong (RFC 9457).",
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": { "type": "string", "description": "What kind of problem it is." },
            "title": { "type": "string", "description": "The same in words." },
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "detail": { "type": "string", "description": "About this occurrence." },
            "instance": { "type": "string", "description": "The id of the request, as `urn:uuid:…`." },
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["pointer", "detail"],
                    "properties": {
                        "pointer": { "type": "string", "description": "Where: a pointer into the body (RFC 6901), or `/query/…`, `/path/…`, `/header/…`, `/cookie/…`." },
                        "detail": { "type": "string", "description": "What is expected there." }
                    },
                    "additionalProperties": false
                }
            }
        },
        "additionalProperties": true
    })
}
