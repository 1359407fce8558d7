//! The contract read by the letter, apart from the generator's model: what a test compares the service with.

use portcullis::source::pointer;
use serde_json::{Map, Value, json};

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the service.
    In,
    /// From the service.
    Out,
}

/// A lifted document with its members of the other way removed, and the verdicts of the `jsonschema` crate on it.
pub struct Contract {
    whole: Value,
}

/// One operation as it stands in the document.
#[derive(Debug)]
pub struct Operation<'c> {
    /// The method, in capitals.
    pub method: String,
    /// The template, without a base path.
    pub path: &'c str,
    /// Where it stands.
    pub pointer: String,
    /// What stands there.
    pub value: &'c Value,
}

impl Contract {
    /// The contract as it judges values of one way.
    pub fn new(raw: &Value, way: Way) -> Self {
        let mut whole = raw.clone();
        strip(&mut whole, way);
        Self { whole }
    }

    /// The document.
    pub fn value(&self) -> &Value {
        &self.whole
    }

    /// The document, to be changed.
    pub fn into_value(self) -> Value {
        self.whole
    }

    /// Every operation, in the order of the document.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch"];
        let mut found = Vec::new();
        for (path, item) in self.whole["paths"].as_object().into_iter().flatten() {
            for (word, value) in item.as_object().into_iter().flatten() {
                if METHODS.contains(&word.as_str()) {
                    let pointer = pointer::join(&pointer::join("/paths", path), word);
                    let method = word.to_ascii_uppercase();
                    found.push(Operation {
                        method,
                        path,
                        pointer,
                        value,
                    });
                }
            }
        }
        found
    }

    /// What stands at a pointer, a chain of references followed, and its own pointer.
    #[track_caller]
    pub fn resolve(&self, at: &str) -> (&Value, String) {
        let mut at = at.to_owned();
        loop {
            let Some(value) = self.whole.pointer(&at) else {
                panic!("nothing at {at}");
            };
            match value.get("$ref").and_then(Value::as_str) {
                Some(reference) => at = pointer::of_reference(reference).unwrap(),
                None => return (value, at),
            }
        }
    }

    /// A validator of the schema at a pointer, with formats asserted.
    #[track_caller]
    pub fn validator(&self, at: &str) -> jsonschema::Validator {
        let mut root = self.whole.clone();
        // Under a name of its own: a path template in a reference is no URI.
        root["$defs"] = json!({ "asked": self.resolve(at).0 });
        root["$ref"] = json!("#/$defs/asked");
        let options = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true);
        match options.build(&root) {
            Ok(validator) => validator,
            Err(error) => panic!("{at}: {error}"),
        }
    }
}

/// Removes the properties that do not travel this way, and what is said of them.
fn strip(value: &mut Value, way: Way) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, way)),
        Value::Object(members) => {
            strip_properties(members, way);
            members.values_mut().for_each(|member| strip(member, way));
        }
        _ => {}
    }
}

fn strip_properties(schema: &mut Map<String, Value>, way: Way) {
    let mark = match way {
        Way::In => "readOnly",
        Way::Out => "writeOnly",
    };
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    let hidden: Vec<String> = properties
        .iter()
        .filter(|(_, schema)| schema.get(mark) == Some(&Value::Bool(true)))
        .map(|(name, _)| name.clone())
        .collect();
    properties.retain(|name, _| !hidden.contains(name));
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| !hidden.iter().any(|other| name == other));
    }
}
