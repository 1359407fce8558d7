//! Schemas that a value has to satisfy together in, the same with references and `allOf` opened out.

use std::collections::HashSet;

use serde_json::Value;

use super::discriminator::tags;
use super::node::Node;

/// Schemas without `$ref` and `allOf` still to follow, and the choices among further ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Expanded<'d> {
    /// Every one of them has to accept the value.
    pub(super) schemas: Vec<Node<'d>>,
    /// For each, some branch has to accept the value.
    pub(super) choices: Vec<Choice<'d>>,
    /// The targets of the references that were followed.
    pub(super) references: Vec<String>,
    /// Places that were opened already: a schema may contain itself through `allOf`.
    seen: HashSet<String>,
}

/// `oneOf`, `anyOf` or `if`: branches, each of schemas that have to accept the value together.
#[derive(Clone, Debug)]
pub(super) struct Choice<'d> {
    pub(super) branches: Vec<Branch<'d>>,
}

/// One way to satisfy a choice.
#[derive(Clone, Debug)]
pub(super) struct Branch<'d> {
    pub(super) schemas: Vec<Node<'d>>,
    /// The discriminator's property and the value that names this branch.
    pub(super) tag: Option<(&'d str, String)>,
}

/// Whether a schema can be satisfied at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Satisfiable {
    Perhaps,
    Never,
}

impl<'d> Expanded<'d> {
    /// Adds a schema and all that follows from it.
    pub(super) fn add(&mut self, document: &'d Value, node: &Node<'d>) -> Satisfiable {
        match node.schema {
            Value::Bool(false) => return Satisfiable::Never,
            Value::Object(_) => {}
            _ => return Satisfiable::Perhaps,
        }
        if !self.seen.insert(node.pointer.clone()) {
            return Satisfiable::Perhaps;
        }
        if node.get("$ref").is_some() {
            let Some(target) = node.target(document) else {
                return Satisfiable::Never;
            };
            self.references.push(target.pointer.clone());
            if self.add(document, &target) == Satisfiable::Never {
                return Satisfiable::Never;
            }
        }
        for part in node.list("allOf") {
            if self.add(document, &part) == Satisfiable::Never {
                return Satisfiable::Never;
            }
        }
        self.choices.extend(choices(document, node));
        self.schemas.push(node.clone());
        Satisfiable::Perhaps
    }

    /// Every schema that may have a say: those of all branches too, however deep. For reading only.
    pub(super) fn everything(document: &'d Value, nodes: &[Node<'d>]) -> Vec<Node<'d>> {
        let mut expanded = Self::default();
        for node in nodes {
            expanded.add(document, node);
        }
        let mut next = 0;
        // Branches add choices of their own; `seen` ends it.
        while let Some(choice) = expanded.choices.get(next).cloned() {
            next += 1;
            for branch in &choice.branches {
                for node in &branch.schemas {
                    expanded.add(document, node);
                }
            }
        }
        expanded.schemas
    }

    /// The first value of a keyword in any of the schemas.
    pub(super) fn any(&self, keyword: &str) -> Option<&'d Value> {
        self.schemas.iter().find_map(|node| node.get(keyword))
    }

    /// Every value of a keyword.
    pub(super) fn all(&self, keyword: &'static str) -> impl Iterator<Item = &'d Value> {
        self.schemas
            .iter()
            .filter_map(move |node| node.get(keyword))
    }

    /// The greatest count under a keyword.
    pub(super) fn greatest(&self, keyword: &str) -> Option<usize> {
        self.schemas
            .iter()
            .filter_map(|node| node.count(keyword))
            .max()
    }

    /// The least count under a keyword.
    pub(super) fn least(&self, keyword: &str) -> Option<usize> {
        self.schemas
            .iter()
            .filter_map(|node| node.count(keyword))
            .min()
    }
}

fn choices<'d>(document: &'d Value, node: &Node<'d>) -> Vec<Choice<'d>> {
    let mut choices = Vec::new();
    for keyword in ["oneOf", "anyOf"] {
        if node.get(keyword).is_none() {
            continue;
        }
        let branches = node.list(keyword).into_iter().map(|branch| {
            let tag = tags(document, node, &branch).and_then(|(property, values)| {
                values.into_iter().next().map(|value| (property, value))
            });
            Branch {
                schemas: vec![branch],
                tag,
            }
        });
        choices.push(Choice {
            branches: branches.collect(),
        });
    }
    if let Some(condition) = node.child("if") {
        let untagged = |schemas: Vec<Node<'d>>| Branch { schemas, tag: None };
        let then = std::iter::once(condition)
            .chain(node.child("then"))
            .collect();
        let otherwise = node.child("else").into_iter().collect();
        choices.push(Choice {
            branches: vec![untagged(then), untagged(otherwise)],
        });
    }
    choices
}
