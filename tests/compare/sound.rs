//! Random schemas, changed at random: where nothing is told that breaks callers or lets more in, a judge of schemas finds no
//! value that shows the contrary.

use portcullis::compare::{self, Change, Terms, Weight};
use portcullis::options::Typeless;
use serde_json::{Map, Value, json};

use super::document;
use crate::differential::{schema, value};
use crate::support::stream::Stream;

/// How many sets of schemas there are, how many each has, how often it is changed, and how many values judge a change.
const WORLDS: u64 = 200;
const SCHEMAS: usize = 8;
const CHANGES: usize = 6;
const VALUES: usize = 60;

/// Alternatives are meant to exclude each other: that a value fits two of `oneOf` is nothing that a comparison looks for.
fn without_exclusion(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            if let Some(branches) = keywords.remove("oneOf") {
                keywords.entry("anyOf").or_insert(branches);
            }
            keywords.values_mut().for_each(without_exclusion);
        }
        Value::Array(items) => items.iter_mut().for_each(without_exclusion),
        _ => {}
    }
}

/// Everybody may send and is answered with what the first schema says.
fn contract(schemas: &[Value]) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/v1": {"post": {
            "requestBody": {"content": content},
            "responses": {"200": {"description": "d", "content": content}},
        }}},
        "components": {"schemas": components(schemas)},
    })
}

fn components(schemas: &[Value]) -> Map<String, Value> {
    let names = (0..schemas.len()).map(|index| format!("S{index}"));
    names.zip(schemas.iter().cloned()).collect()
}

fn validator(schemas: &[Value]) -> jsonschema::Validator {
    let root =
        json!({"components": {"schemas": components(schemas)}, "$ref": "#/components/schemas/S0"});
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(&root)
        .unwrap()
}

/// Every schema within a schema, by pointer.
fn places(schema: &Value, at: String, found: &mut Vec<String>) {
    let Value::Object(keywords) = schema else {
        return;
    };
    for (keyword, inner) in keywords {
        let here = format!("{at}/{keyword}");
        match (keyword.as_str(), inner) {
            ("properties" | "patternProperties" | "dependentSchemas", Value::Object(members)) => {
                for (name, member) in members {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    places(member, format!("{here}/{name}"), found);
                }
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(members)) => {
                for (index, member) in members.iter().enumerate() {
                    places(member, format!("{here}/{index}"), found);
                }
            }
            (
                "items"
                | "additionalProperties"
                | "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "propertyNames"
                | "unevaluatedItems"
                | "unevaluatedProperties",
                member,
            ) => places(member, here, found),
            _ => {}
        }
    }
    found.push(at);
}

/// Takes something away somewhere in a schema, or puts something there.
fn change(source: &mut Stream, schemas: &mut [Value]) {
    let index = if source.once_in(4) {
        source.below(schemas.len().min(3))
    } else {
        0
    };
    let mut found = Vec::new();
    places(&schemas[index], String::new(), &mut found);
    let fresh = schema::root(source, index, SCHEMAS);
    if found.is_empty() {
        schemas[index] = fresh;
        return;
    }
    let place = source.pick(&found).clone();
    let way = source.below(6);
    let target = schemas[index].pointer_mut(&place).unwrap();
    let keywords = target.as_object_mut().unwrap();
    let names: Vec<String> = keywords.keys().cloned().collect();
    match (way, fresh.as_object()) {
        (0, _) => *target = fresh,
        (1 | 2, _) if !names.is_empty() => {
            keywords.remove(source.pick(&names));
        }
        (_, Some(other)) => {
            let others: Vec<&String> = other.keys().filter(|name| *name != "$ref").collect();
            if !others.is_empty() {
                let name = *source.pick(&others);
                keywords.insert(name.clone(), other[name].clone());
            }
        }
        _ => {}
    }
}

fn breaks(changes: &[Change], flow: &str) -> bool {
    changes.iter().any(|change| {
        let code = change.code.to_string();
        let concerns = !code.starts_with(if flow == "request" {
            "response-"
        } else {
            "request-"
        });
        // A reader has to pass over members that it does not know.
        let more = ["response-property-added", "response-object-opened"].contains(&code.as_str());
        concerns && (more || change.impact.callers > Weight::Information)
    })
}

/// Is something told by which requests may hold more than before?
fn widens(changes: &[Change]) -> bool {
    const MORE: &[&str] = &[
        "request-property-added",
        "request-property-made-optional",
        "request-property-removed",
        "request-object-opened",
    ];
    changes.iter().any(|change| {
        let code = change.code.to_string();
        let sense = code.ends_with("-widened") || code.ends_with("-changed");
        MORE.contains(&code.as_str()) || (code.starts_with("request-") && sense)
    })
}

/// The seeds of a run: `PORTCULLIS_COMPARE=FIRST..LAST` asks for others than everybody has.
fn seeds() -> std::ops::Range<u64> {
    let Ok(asked) = std::env::var("PORTCULLIS_COMPARE") else {
        return 0..WORLDS;
    };
    let (first, last) = asked.split_once("..").unwrap();
    first.parse().unwrap()..last.parse().unwrap()
}

#[test]
fn nothing_that_breaks_callers_or_lets_more_in_is_passed_over() {
    let terms = Terms::timeless(Typeless::Any);
    let mut wrong = Vec::new();
    let (mut quiet, mut loud) = (0, 0);
    for seed in seeds() {
        let mut source = Stream::new(seed);
        let mut schemas: Vec<Value> = (0..SCHEMAS)
            .map(|index| schema::root(&mut source, index, SCHEMAS))
            .collect();
        schemas.iter_mut().for_each(without_exclusion);
        for _ in 0..CHANGES {
            let old = schemas.clone();
            change(&mut source, &mut schemas);
            schemas.iter_mut().for_each(without_exclusion);
            let (before, after) = (document(&contract(&old)), document(&contract(&schemas)));
            let found = compare::compare(&before, &after, &terms);
            let (was, is) = (validator(&old), validator(&schemas));
            let (request, response) = (breaks(&found, "request"), breaks(&found, "response"));
            for told in [request, response] {
                if told {
                    loud += 1;
                } else {
                    quiet += 1;
                }
            }
            for round in 0..VALUES {
                let near = if round % 2 == 0 { &old } else { &schemas };
                let value = value::near(&mut source, &near[0], near);
                let (then, now) = (was.is_valid(&value), is.is_valid(&value));
                let missed = match (then, now) {
                    (true, false) if !request => "refused now",
                    (false, true) if !response => "answered now",
                    (false, true) if !widens(&found) => "accepted now",
                    _ => continue,
                };
                let differing = (0..SCHEMAS)
                    .find(|&index| old[index] != schemas[index])
                    .unwrap();
                wrong.push(format!(
                    "seed {seed}: {value} is {missed}\n  S{differing} {}\n  S{differing} {}\n  S0 {}\n  {:?}",
                    old[differing],
                    schemas[differing],
                    schemas[0],
                    found.iter().map(|change| change.code.to_string()).collect::<Vec<_>>()
                ));
                break;
            }
        }
    }
    eprintln!("{quiet} quiet, {loud} loud");
    assert!(
        wrong.is_empty(),
        "{} missed\n{}",
        wrong.len(),
        wrong[..wrong.len().min(8)].join("\n")
    );
    assert!(quiet > 300 && loud > 300, "{quiet} quiet, {loud} loud");
}
