//! An offered example in, the same without what the contract does not let travel out.

use serde_json::{Map, Value};

use super::Direction;
use super::expand::Expanded;
use super::lower::is_hidden;
use super::node::Node;

/// Takes undeclared members, and those that travel the other way, out of a value. Members of an object that declares
/// none, or that allows additional ones, stay.
pub(super) fn prune<'d>(
    document: &'d Value,
    nodes: &[Node<'d>],
    value: &Value,
    direction: Direction,
) -> Value {
    let schemas = match value {
        Value::Object(_) | Value::Array(_) => Expanded::everything(document, nodes),
        scalar => return scalar.clone(),
    };
    match value {
        Value::Object(members) => {
            let open = schemas.iter().all(|node| node.get("properties").is_none())
                || schemas.iter().any(|node| is_open(node));
            let mut kept = Map::with_capacity(members.len());
            for (name, member) in members {
                let declared: Vec<Node<'d>> = schemas
                    .iter()
                    .filter_map(|node| node.member("properties", name))
                    .collect();
                if declared
                    .iter()
                    .any(|node| is_hidden(document, node.schema, direction))
                {
                    continue;
                }
                if !declared.is_empty() {
                    kept.insert(name.clone(), prune(document, &declared, member, direction));
                } else if open {
                    let others: Vec<Node<'d>> = schemas
                        .iter()
                        .filter_map(|node| node.child("additionalProperties"))
                        .collect();
                    kept.insert(name.clone(), prune(document, &others, member, direction));
                }
            }
            Value::Object(kept)
        }
        Value::Array(items) => {
            let pruned = items.iter().enumerate().map(|(index, item)| {
                let of_item: Vec<Node<'d>> = schemas
                    .iter()
                    .filter_map(|node| item_schema(node, index))
                    .collect();
                prune(document, &of_item, item, direction)
            });
            Value::Array(pruned.collect())
        }
        scalar => scalar.clone(),
    }
}

/// Whether an object schema says that it takes members which it does not declare.
fn is_open(node: &Node<'_>) -> bool {
    let says_so = |keyword| {
        node.get(keyword)
            .is_some_and(|schema| schema != &Value::Bool(false))
    };
    says_so("additionalProperties")
        || says_so("unevaluatedProperties")
        || node.get("patternProperties").is_some()
}

/// The schema of the item at `index`.
pub(super) fn item_schema<'d>(node: &Node<'d>, index: usize) -> Option<Node<'d>> {
    let mut fixed = node.list("prefixItems");
    if index < fixed.len() {
        return Some(fixed.swap_remove(index));
    }
    node.child("items")
}
