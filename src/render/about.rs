//! What a handler's documentation says: an operation goes in, the lines of its comment come out.

use super::docs;
use super::operations::told;
use crate::model::{Operation, Requirement, StepUp};

/// What is said of an operation where it is implemented: all that the contract says in words, whether it will go, and who may call.
pub fn about(operation: &Operation, route: &str) -> Vec<String> {
    let mut lines = told(&operation.description, route);
    let mut further = |text: &str| {
        lines.push(String::new());
        lines.extend(docs::lines(text, ""));
    };
    if !operation.details.is_empty() {
        further(&operation.details);
    }
    if operation.retirement.deprecated.is_some() {
        further("Deprecated.");
    }
    further(&needs(operation));
    lines
}

/// Who may call: one of several ways, each of which may ask for several credentials at once.
fn needs(operation: &Operation) -> String {
    let ways: Vec<String> = operation
        .security
        .iter()
        .filter(|way| !way.is_empty())
        .map(|way| {
            let all: Vec<String> = way.iter().map(needed).collect();
            all.join(" and ")
        })
        .collect();
    if ways.is_empty() {
        return "Open to everybody.".to_owned();
    }
    let mut sentence = format!("Needs {}", ways.join(", or "));
    if operation.step_up == StepUp::SecondFactor {
        sentence.push_str(", and a second factor");
    }
    if operation.security.iter().any(Vec::is_empty) {
        sentence.push_str("; who presents nothing passes too");
    }
    sentence.push('.');
    sentence
}

fn needed(requirement: &Requirement) -> String {
    let word = |text: &str| format!("`{}`", text.replace('`', ""));
    let scopes: Vec<String> = requirement.scopes.iter().map(|scope| word(scope)).collect();
    if scopes.is_empty() {
        word(&requirement.scheme)
    } else {
        format!("{} with {}", word(&requirement.scheme), scopes.join(", "))
    }
}
