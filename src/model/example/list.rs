//! Schemas of an array in, its items out.

use serde_json::Value;

use super::expand::Expanded;
use super::node::Node;
use super::prune::item_schema;
use super::solve::{Effort, Side};

/// An example with more items than this is none.
const LONGEST: usize = 1_000;

impl<'d> Side<'d> {
    /// An array with one item, or as many as it takes; none where effort is spared.
    pub(super) fn list(&mut self, expanded: &Expanded<'d>, effort: Effort) -> Option<Value> {
        let schemas = &expanded.schemas;
        let wanted: Vec<Node<'d>> = schemas.iter().flat_map(contained).collect();
        let fixed = schemas
            .iter()
            .map(|node| node.list("prefixItems").len())
            .max()
            .unwrap_or(0);
        let least = expanded.greatest("minItems").unwrap_or(0).max(wanted.len());
        let most = expanded.least("maxItems").unwrap_or(usize::MAX);
        if least > most || least > LONGEST {
            return None;
        }
        let shown = match expanded.any("items") {
            Some(Value::Bool(false)) | None => fixed,
            Some(_) => fixed.max(1),
        };
        let count = if effort.depth == 0 {
            least
        } else {
            least.max(shown.min(most))
        };
        let mut items = Vec::with_capacity(count);
        for index in 0..count {
            let mut nodes: Vec<Node<'d>> = schemas
                .iter()
                .filter_map(|node| item_schema(node, index))
                .collect();
            // What `contains` asks for stands behind the items that have a schema of their own.
            nodes.extend(
                wanted
                    .get((index + wanted.len()).wrapping_sub(count))
                    .cloned(),
            );
            let effort = Effort {
                variant: effort.variant * count + index,
                ..effort
            };
            match self.solve(&nodes, effort) {
                Some(item) => items.push(item),
                None if index >= least => break,
                None => return None,
            }
        }
        Some(Value::Array(items))
    }
}

/// The schema of `contains`, as often as it has to be satisfied.
fn contained<'d>(node: &Node<'d>) -> Vec<Node<'d>> {
    let times = node.count("minContains").unwrap_or(1).min(LONGEST);
    node.child("contains")
        .map_or_else(Vec::new, |schema| vec![schema; times])
}
