//! Cases of our own, a schema and what it accepts and refuses: for every keyword and format, by the letter.

use crate::support::judge::{Judge, Verdict};
use serde_json::Value;

/// A schema and what is sent to it.
struct Group {
    line: usize,
    schema: Value,
    cases: Vec<(&'static str, Verdict)>,
}

/// `= schema`, then `+ accepted` and `- refused`, a line each.
fn groups(text: &'static str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (line, text) in text.lines().enumerate() {
        let (sign, rest) = text.split_once(' ').unwrap_or((text, ""));
        let verdict = match sign {
            "" | "#" => continue,
            "=" => {
                let schema = match serde_json::from_str(rest) {
                    Ok(schema) => schema,
                    Err(error) => panic!("line {}: {error}", line + 1),
                };
                groups.push(Group {
                    line: line + 1,
                    schema,
                    cases: Vec::new(),
                });
                continue;
            }
            "+" => Verdict::Accepted,
            "-" => Verdict::Refused,
            other => panic!("line {}: {other}", line + 1),
        };
        let group = groups.last_mut().unwrap();
        group.cases.push((rest, verdict));
    }
    groups
}

/// References within a group's own schema begin with `#`; in the contract they begin where the schema stands.
fn settle(schema: &mut Value, index: usize) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| settle(item, index)),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "$ref" => {
                        if let Some(rest) = text.strip_prefix('#')
                            && (rest.is_empty() || rest.starts_with('/'))
                        {
                            *text = format!("#/components/schemas/S{index}{rest}");
                        }
                    }
                    // What stands there is a value, not a schema.
                    _ if name == "const" || name == "enum" => {}
                    other => settle(other, index),
                }
            }
        }
        _ => {}
    }
}

#[track_caller]
fn check(name: &str, version: &str, text: &'static str) {
    let groups = groups(text);
    let schemas: Vec<Value> = groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let mut schema = group.schema.clone();
            settle(&mut schema, index);
            schema
        })
        .collect();
    let mut judge = Judge::of_schemas(name, version, &schemas);
    let mut wrong = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        assert!(!group.cases.is_empty(), "line {}", group.line);
        for (text, expected) in &group.cases {
            let verdict = judge.verdict(index, text);
            if verdict != *expected {
                wrong.push(format!(
                    "line {}: {} {text}: {verdict:?}",
                    group.line, group.schema
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn json_schema_2020_12() {
    check("letter-31", "3.1.0", include_str!("letter-31.txt"));
}

#[test]
fn openapi_3_0() {
    check("letter-30", "3.0.3", include_str!("letter-30.txt"));
}
