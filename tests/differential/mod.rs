//! Random schemas and values: the decoder that is emitted and the `jsonschema` crate say the same of each.
//!
//! A run is known by its seed. The committed one keeps every run the same; `PORTCULLIS_DIFFERENTIAL=FIRST..LAST` judges the
//! runs of those seeds instead, a project and a service for each.

pub mod schema;
pub mod value;

use std::env;
use std::ops::Range;

use serde_json::{Value, json};

use crate::support::judge::{Judge, Verdict};
use crate::support::stream::Stream;

/// The run that everybody has.
const COMMITTED: u64 = 20_26;

/// How many schemas one project has.
const SCHEMAS: usize = 200;

/// How many values are sent to each.
const VALUES: usize = 120;

fn seeds() -> Range<u64> {
    let Ok(asked) = env::var("PORTCULLIS_DIFFERENTIAL") else {
        return COMMITTED..COMMITTED + 1;
    };
    let ends = asked
        .split_once("..")
        .and_then(|(first, last)| Some(first.parse().ok()?..last.parse().ok()?));
    match ends {
        Some(ends) => ends,
        None => panic!("PORTCULLIS_DIFFERENTIAL is `FIRST..LAST`, not `{asked}`"),
    }
}

/// The schemas of a run, which refer to each other.
fn schemas(source: &mut Stream) -> Vec<Value> {
    (0..SCHEMAS)
        .map(|index| schema::root(source, index, SCHEMAS))
        .collect()
}

/// The verdict of the crate.
fn validator(schemas: &[Value], index: usize) -> jsonschema::Validator {
    let names = (0..schemas.len()).map(|index| format!("S{index}"));
    let all: serde_json::Map<String, Value> = names.zip(schemas.iter().cloned()).collect();
    let root = json!({
        "components": {"schemas": all},
        "$ref": format!("#/components/schemas/S{index}"),
    });
    let options = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true);
    match options.build(&root) {
        Ok(validator) => validator,
        Err(error) => panic!("S{index}: {error}: {}", schemas[index]),
    }
}

#[test]
fn the_decoder_and_the_crate_agree() {
    let mut wrong = Vec::new();
    let (mut accepted, mut refused) = (0_usize, 0_usize);
    for seed in seeds() {
        let mut source = Stream::new(seed);
        let schemas = schemas(&mut source);
        let mut judge = Judge::of_schemas("differential", "3.1.0", &schemas);
        for (index, schema) in schemas.iter().enumerate() {
            let validator = validator(&schemas, index);
            for _ in 0..VALUES {
                let value = value::near(&mut source, schema, &schemas);
                let valid = validator.is_valid(&value);
                let expected = if valid {
                    accepted += 1;
                    Verdict::Accepted
                } else {
                    refused += 1;
                    Verdict::Refused
                };
                let verdict = judge.verdict(index, &value.to_string());
                if verdict != expected {
                    wrong.push(format!(
                        "seed {seed}, S{index}: {schema}\n  {value}: {verdict:?}, the crate: {expected:?}"
                    ));
                    break;
                }
            }
        }
    }
    eprintln!("{accepted} accepted, {refused} refused");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A run whose values are nearly all of one kind would prove little.
    assert!(accepted > (accepted + refused) / 5 && refused > (accepted + refused) / 5);
}
