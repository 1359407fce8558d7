//! The contract as the service serves it: the user's goes in, bundled and lifted; what comes out says everything that
//! the service answers.
//!
//! Added are the answers of the gate with their problem and headers, beside what the contract declares for the same
//! status; the rate that is in force; the one server that the routes live under; and that a member which an object does
//! not declare is refused. What comes out is a document of 3.1, or of 3.2 where it was one.

mod answers;
mod closed;

use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::model::{Api, Operation, Rate};
use crate::options::Typeless;
use crate::source::{join_pointer, pointer};

/// The served contract as JSON, with a line for each path and each component.
#[must_use]
pub fn served(raw: &Value, api: &Api, typeless: Typeless) -> String {
    let mut contract = raw.clone();
    settle(&mut contract, api);
    let parts = answers::Parts::add(&mut contract);
    for operation in &api.operations {
        complete(&mut contract, operation, &parts);
    }
    if typeless == Typeless::Object {
        closed::close(&mut contract);
    }
    text(&contract)
}

/// The version of the specification, the server, and no reference in place of a path item.
fn settle(contract: &mut Value, api: &Api) {
    let inlined = inlined_items(contract);
    let Some(members) = contract.as_object_mut() else {
        return;
    };
    let version = members.get("openapi").and_then(Value::as_str);
    let newest = version.is_some_and(|version| version.starts_with("3.2"));
    let version = if newest { "3.2.0" } else { "3.1.0" };
    members.insert("openapi".to_owned(), json!(version));
    let url = if api.base_path.is_empty() {
        "/"
    } else {
        &api.base_path
    };
    members.insert("servers".to_owned(), json!([{ "url": url }]));
    let Some(paths) = members.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for (path, item) in inlined {
        paths.insert(path, item);
    }
    // The service answers under one address, whatever a part of the contract says.
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        item.shift_remove("servers");
        for operation in item.values_mut().filter_map(Value::as_object_mut) {
            operation.shift_remove("servers");
        }
    }
}

/// Path items that are references, written out; what stands beside the reference wins.
fn inlined_items(contract: &Value) -> Vec<(String, Value)> {
    let paths = contract.get("paths").and_then(Value::as_object);
    let referring = |(path, item): (&String, &Value)| {
        let reference = item.get("$ref")?.as_str()?;
        let target = contract.pointer(&pointer::of_reference(reference)?)?;
        let mut whole = target.as_object()?.clone();
        whole.extend(item.as_object()?.clone());
        whole.shift_remove("$ref");
        Some((path.clone(), Value::Object(whole)))
    };
    paths.into_iter().flatten().filter_map(referring).collect()
}

/// What the gate adds to one operation.
fn complete(contract: &mut Value, operation: &Operation, parts: &answers::Parts) {
    let statuses = answers::statuses(operation);
    let at = join_pointer(&operation.pointer, "responses");
    let Some(Value::Object(declared)) = contract.pointer(&at) else {
        return;
    };
    let mut responses = declared.clone();
    parts.complete(contract, &mut responses, &statuses);
    let Some(Value::Object(members)) = contract.pointer_mut(&operation.pointer) else {
        return;
    };
    members.insert("responses".to_owned(), Value::Object(responses));
    // Whoever reads it learns what the answers say.
    if operation.retirement.deprecated.is_some() {
        members.insert("deprecated".to_owned(), json!(true));
    }
    if let Some(rate) = operation.limits.rate {
        members.insert("x-rate-limit".to_owned(), written(rate));
    }
}

/// A rate as the extension writes it.
fn written(rate: Rate) -> Value {
    let per = match rate.seconds {
        1 => "second",
        3_600 => "hour",
        86_400 => "day",
        _ => "minute",
    };
    json!({ "requests": rate.requests, "per": per, "burst": rate.burst })
}

/// The contract as text in which a change of one path is a change of one line. `<` is written as an escape, so that the
/// text can stand in a page.
fn text(contract: &Value) -> String {
    let mut text = String::new();
    let Value::Object(members) = contract else {
        return text;
    };
    open(&mut text, members, |text, name, member| match member {
        Value::Object(parts) if name == "components" => {
            open(text, parts, |text, _, part| entries(text, part));
        }
        member => entries(text, member),
    });
    text.push('\n');
    text.replace('<', "\\u003c")
}

/// An object, each member on lines of its own.
fn open(
    text: &mut String,
    members: &Map<String, Value>,
    mut inside: impl FnMut(&mut String, &str, &Value),
) {
    text.push_str("{\n");
    for (index, (name, member)) in members.iter().enumerate() {
        if index > 0 {
            text.push_str(",\n");
        }
        // Writing to a string cannot fail.
        let _ = write!(text, "{}: ", Value::from(name.as_str()));
        inside(text, name, member);
    }
    text.push_str("\n}");
}

/// A value, its members each on one line.
fn entries(text: &mut String, value: &Value) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            open(text, members, |text, _, member| {
                let _ = write!(text, "{member}");
            });
        }
        other => {
            let _ = write!(text, "{other}");
        }
    }
}
