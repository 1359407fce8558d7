//! The members of one side: what all the schemas of a value say of its object goes in, one list of members comes out.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::flat::{At, Flat};
use super::place_of;
use crate::options::Typeless;
use crate::source::pointer;

/// What members mean that are not declared.
pub(super) enum Rest<'d> {
    /// They are refused.
    Closed,
    /// They are anything.
    Any,
    /// They are of these schemas.
    Some(Vec<At<'d>>),
}

/// The members of one side.
pub(super) struct Members<'d> {
    /// Their schemas, by name.
    pub declared: IndexMap<&'d str, Vec<At<'d>>>,
    /// Those that have to be there, and where that is said.
    pub required: BTreeMap<&'d str, String>,
    /// What others mean, and where that is said.
    pub rest: Rest<'d>,
    pub said: Option<String>,
}

/// The members that all the schemas of one value ask for together.
pub(super) fn members<'d>(flat: &Flat<'d>, typeless: Typeless) -> Members<'d> {
    let mut declared: IndexMap<&'d str, Vec<At<'d>>> = IndexMap::new();
    let mut required = BTreeMap::new();
    let (mut closed, mut open) = (None, None);
    let mut rest = Vec::new();
    for part in &flat.parts {
        for (name, schema) in part
            .at("properties")
            .map(|at| at.members())
            .unwrap_or_default()
        {
            declared.entry(name).or_default().push(schema);
        }
        let names = part.keywords.get("required").and_then(Value::as_array);
        for (index, name) in names.into_iter().flatten().enumerate() {
            if let Some(name) = name.as_str() {
                let place = || pointer::join(&place_of(part, "required"), &index.to_string());
                required.entry(name).or_insert_with(place);
            }
        }
        match part.at("additionalProperties") {
            None => {}
            Some(at) if at.value == &Value::Bool(false) => {
                closed.get_or_insert(at.pointer);
            }
            Some(at) => {
                open.get_or_insert(at.pointer.clone());
                if at.value != &Value::Bool(true)
                    && at
                        .value
                        .as_object()
                        .is_none_or(|keywords| !keywords.is_empty())
                {
                    rest.push(at);
                }
            }
        }
    }
    // What one part declares, another one may refuse or narrow by what it says of all that it does not declare itself.
    for part in &flat.parts {
        let Some(others) = part.at("additionalProperties") else {
            continue;
        };
        if part.keywords.contains_key("patternProperties") {
            continue;
        }
        let own = part.keywords.get("properties").and_then(Value::as_object);
        let is_own = |name: &str| own.is_some_and(|own| own.contains_key(name));
        if others.value == &Value::Bool(false) {
            declared.retain(|name, _| is_own(name));
        } else {
            for (name, schemas) in &mut declared {
                if !is_own(name) {
                    schemas.push(others.clone());
                }
            }
        }
    }
    // Nobody who lists members means that others may come; by the letter they may.
    let assumed = typeless == Typeless::Object && !(declared.is_empty() && required.is_empty());
    let (rest, said) = match (closed, open) {
        (Some(said), _) => (Rest::Closed, Some(said)),
        (None, Some(said)) if rest.is_empty() => (Rest::Any, Some(said)),
        (None, Some(said)) => (Rest::Some(rest), Some(said)),
        (None, None) if assumed => (Rest::Closed, None),
        (None, None) => (Rest::Any, None),
    };
    Members {
        declared,
        required,
        rest,
        said,
    }
}
