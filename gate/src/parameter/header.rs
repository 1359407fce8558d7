//! The other way round: a value flows in, the text of a response header flows out.

use serde::Serialize;
use serde_json::Value;

use super::Explode;
use crate::problem::Problem;

/// A value in the `simple` style: items and members between commas (`OpenAPI`, "Style Values").
pub(crate) fn header_text(value: &impl Serialize, explode: Explode) -> Result<String, Problem> {
    match serde_json::to_value(value).map_err(Problem::internal)? {
        Value::Array(items) => {
            let texts: Result<Vec<String>, Problem> = items.iter().map(scalar).collect();
            Ok(texts?.join(","))
        }
        Value::Object(members) => {
            let equals = match explode {
                Explode::Yes => '=',
                Explode::No => ',',
            };
            let texts: Result<Vec<String>, Problem> = members
                .iter()
                .map(|(name, value)| Ok(format!("{name}{equals}{}", scalar(value)?)))
                .collect();
            Ok(texts?.join(","))
        }
        plain => scalar(&plain),
    }
}

fn scalar(value: &Value) -> Result<String, Problem> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        Value::String(text) => Ok(text.clone()),
        Value::Array(_) | Value::Object(_) => Err(Problem::internal_because(
            "a header holds a list or an object within another, which the simple style cannot write",
        )),
    }
}
