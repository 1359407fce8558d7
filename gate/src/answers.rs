//! Answers held against the contract: what a handler says goes in, and comes out as it is, or as a failure that names
//! the place where it breaks its own schema.
//!
//! Types keep most of a contract; patterns, bounds and the like are not in them. Debug builds with the feature
//! `check-answers` look at every whole JSON answer; other builds have none of this.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use http::StatusCode;
use jsonschema::Validator;
use serde::Deserialize;

use crate::operation::{Contract, Pending};
use crate::problem::Problem;
use crate::reply::{Reply, ReplyBody};
use crate::rule::{Rules, words};

/// How many places of one answer are named.
const NAMED: usize = 5;

/// The schemas of a contract's answers, as one JSON text: `{"$defs": {…}, "answers": {id: {status: {media type: name}}}}`.
#[derive(Debug)]
pub struct Answers {
    text: &'static str,
    rules: Rules,
    index: OnceLock<Index>,
    compiled: Mutex<HashMap<String, Arc<Validator>>>,
}

/// Names of schemas, by operation, status and media type.
#[derive(Debug, Default, Deserialize)]
struct Index {
    answers: HashMap<String, HashMap<String, HashMap<String, String>>>,
}

impl Answers {
    /// Schemas from their text.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        Self {
            text,
            rules: Rules::new(text),
            index: OnceLock::new(),
            compiled: Mutex::default(),
        }
    }

    /// Waits for the answer of an operation and holds it against its schema. One that breaks it is 500, and the log
    /// names the places.
    #[must_use]
    pub fn hold(
        &'static self,
        contract: &'static Contract,
        operation: usize,
        pending: Pending,
    ) -> Pending {
        Box::pin(async move {
            let reply = pending.await?;
            if let Some(operation) = contract.operations.get(operation) {
                self.check(operation.id, &reply)?;
            }
            Ok(reply)
        })
    }

    fn check(&self, operation: &str, reply: &Reply) -> Result<(), Problem> {
        let ReplyBody::Whole(body) = &reply.body else {
            return Ok(());
        };
        let media_type = reply
            .content_type
            .as_ref()
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let Some(name) = self.schema(operation, reply.status, media_type) else {
            return Ok(());
        };
        let failed = |why: String| {
            let status = reply.status.as_u16();
            Problem::internal_because(format!(
                "the answer {status} of {operation} breaks the contract: {why}"
            ))
        };
        let value: serde_json::Value = serde_json::from_slice(body)
            .map_err(|error| failed(format!("it is no JSON ({error})")))?;
        let validator = self.validator(name).map_err(failed)?;
        let places: Vec<String> = validator
            .iter_errors(&value)
            .take(NAMED)
            .map(|error| {
                let place = error.instance_path().as_str();
                let place = if place.is_empty() { "/" } else { place };
                format!("{place} {}", words(error.kind()))
            })
            .collect();
        if places.is_empty() {
            Ok(())
        } else {
            Err(failed(places.join("; ")))
        }
    }

    /// The name of the schema for an answer: of its very status, of its hundred, or of every other.
    fn schema(&self, operation: &str, status: StatusCode, media_type: &str) -> Option<&str> {
        let index = self
            .index
            .get_or_init(|| serde_json::from_str(self.text).unwrap_or_default());
        let statuses = index.answers.get(operation)?;
        let hundred = format!("{}XX", status.as_u16() / 100);
        let declared = statuses
            .get(status.as_str())
            .or_else(|| statuses.get(&hundred))
            .or_else(|| statuses.get("default"))?;
        declared.get(media_type).map(String::as_str)
    }

    fn validator(&self, name: &str) -> Result<Arc<Validator>, String> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = compiled.get(name) {
            return Ok(Arc::clone(known));
        }
        let validator = Arc::new(self.rules.compile(&format!("/$defs/{name}"))?);
        compiled.insert(name.to_owned(), Arc::clone(&validator));
        Ok(validator)
    }
}
