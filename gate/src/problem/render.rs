//! A problem as bytes: `application/problem+json` with the request id as `instance`.

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Details, Problem};
use crate::reply::{Reply, ReplyBody};
use crate::request_id::RequestId;

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// The members that `with_member` cannot replace.
const RESERVED: [&str; 6] = ["type", "title", "status", "detail", "instance", "errors"];

/// The answer that a problem becomes.
pub(crate) fn answer(problem: Problem, request_id: Option<RequestId>) -> Reply {
    let instance = request_id.map(|id| format!("urn:uuid:{id}"));
    let (content_type, body) = if let Some((media_type, body)) = &problem.details.body {
        (
            HeaderValue::from_str(media_type).unwrap_or(PROBLEM_JSON),
            body.clone(),
        )
    } else {
        let view = View {
            details: &problem.details,
            instance,
        };
        // Strings and numbers only: this does not fail, and an empty body would still be a refusal.
        (
            PROBLEM_JSON,
            Bytes::from(serde_json::to_vec(&view).unwrap_or_default()),
        )
    };
    Reply {
        status: problem.details.status,
        content_type: Some(content_type),
        headers: problem.details.headers,
        body: ReplyBody::Whole(body),
    }
}

struct View<'a> {
    details: &'a Details,
    instance: Option<String>,
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", &self.details.kind)?;
        map.serialize_entry("title", &self.details.title)?;
        map.serialize_entry("status", &self.details.status.as_u16())?;
        if let Some(detail) = &self.details.detail {
            map.serialize_entry("detail", detail)?;
        }
        if let Some(instance) = &self.instance {
            map.serialize_entry("instance", instance)?;
        }
        if !self.details.errors.is_empty() {
            map.serialize_entry("errors", &self.details.errors)?;
        }
        for (name, value) in &self.details.members {
            if !RESERVED.contains(&name.as_str()) {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

/// For axum routes of your own: the problem travels with the answer, so that the edge can word it and log its cause.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = answer(self.clone(), None).into_response();
        response.extensions_mut().insert(self);
        response
    }
}
