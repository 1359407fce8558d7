//! The words of a contract for a fuzzer's dictionary: names of parameters and members, and values that are listed.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::model::names::Name;
use crate::model::{Api, DefinitionKind};

/// More make a fuzzer slower, not better.
const MOST: usize = 1_000;
/// No name that matters is longer, in bytes.
const LONGEST: usize = 64;

/// Every word once, as libFuzzer reads it between quotes.
#[must_use]
pub fn words(apis: &[&Api]) -> Vec<String> {
    let parameters = apis.iter().flat_map(|api| {
        let inputs = api
            .operations
            .iter()
            .flat_map(|operation| &operation.inputs);
        inputs.map(|input| input.field.wire())
    });
    let within = apis
        .iter()
        .flat_map(|api| &api.types)
        .flat_map(|definition| match &definition.kind {
            DefinitionKind::Struct(body) => {
                body.fields.iter().map(|field| field.name.wire()).collect()
            }
            DefinitionKind::Choice(values) => values.iter().map(Name::wire).collect(),
            _ => Vec::new(),
        });
    let all: BTreeSet<&str> = parameters
        .chain(within)
        .filter(|word| (1..=LONGEST).contains(&word.len()))
        .collect();
    all.into_iter().take(MOST).map(escaped).collect()
}

fn escaped(word: &str) -> String {
    let mut text = String::new();
    for byte in word.bytes() {
        if byte.is_ascii_graphic() && byte != b'"' && byte != b'\\' {
            text.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}
