//! Schemas of an object in, its members out.

use indexmap::IndexSet;
use serde_json::{Map, Value};

use super::expand::{Expanded, Satisfiable};
use super::lower::is_hidden;
use super::node::Node;
use super::sample::sample;
use super::solve::{Effort, Goal, Side};

/// An example with more members than this is none.
const MOST_MEMBERS: usize = 1_000;

impl<'d> Side<'d> {
    /// An object with its required members, and with the others while there is depth to spend.
    pub(super) fn object(
        &mut self,
        goal: &Goal<'_, 'd>,
        expanded: &Expanded<'d>,
        tag: Option<&(&'d str, String)>,
        effort: Effort,
    ) -> Option<Value> {
        let least = expanded.greatest("minProperties").unwrap_or(0);
        let most = expanded.least("maxProperties").unwrap_or(usize::MAX);
        if least > most || least > MOST_MEMBERS {
            return None;
        }
        let within = Effort {
            depth: effort.depth.saturating_sub(1),
            ..effort
        };
        let declared: IndexSet<&'d str> = expanded
            .all("properties")
            .filter_map(Value::as_object)
            .flat_map(Map::keys)
            .map(String::as_str)
            .collect();
        let mut required = self.required(expanded);
        required.extend(tag.map(|(name, _)| *name));
        let mut members = Map::new();
        let mut spare = most.checked_sub(required.len())?;
        for name in declared.iter().chain(required.difference(&declared)) {
            let value = match tag {
                Some((tagged, value)) if tagged == name => Some(Value::String(value.clone())),
                _ if required.contains(name) => Some(self.member(expanded, name, within)?),
                _ if effort.depth > 0 && spare > 0 => self.member(expanded, name, within),
                _ => None,
            };
            if let Some(value) = value {
                spare -= usize::from(!required.contains(name));
                members.insert((*name).to_owned(), value);
            }
        }
        self.dependents(expanded, &mut members, within)?;
        let open = expanded
            .any("additionalProperties")
            .or(expanded.any("patternProperties"))
            .is_some();
        let shown = usize::from(declared.is_empty() && open && effort.depth > 0).min(most);
        self.fill(expanded, &mut members, least, shown, within)?;
        match self.consequence(expanded, &members) {
            Consequence::Nothing => Some(Value::Object(members)),
            Consequence::Never => None,
            Consequence::More(further) => {
                self.choose(goal, &further, expanded.choices.len(), tag, effort)
            }
        }
    }

    /// Names that have to be there and that travel in this direction.
    fn required(&self, expanded: &Expanded<'d>) -> IndexSet<&'d str> {
        let names = expanded
            .all("required")
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(Value::as_str);
        names
            .filter(|name| !self.is_hidden(expanded, name))
            .collect()
    }

    fn is_hidden(&self, expanded: &Expanded<'d>, name: &str) -> bool {
        let properties = expanded
            .all("properties")
            .filter_map(|properties| properties.get(name));
        properties
            .into_iter()
            .any(|schema| is_hidden(self.document, schema, self.direction))
    }

    /// A value for a member of this name, if it may have one.
    fn member(&mut self, expanded: &Expanded<'d>, name: &str, effort: Effort) -> Option<Value> {
        if self.is_hidden(expanded, name) {
            return None;
        }
        let mut nodes = Vec::new();
        for schema in &expanded.schemas {
            let known = nodes.len();
            nodes.extend(schema.member("properties", name));
            for pattern in schema
                .map("patternProperties")
                .into_iter()
                .flat_map(Map::keys)
            {
                if self.patterns.is_match(pattern, name) {
                    nodes.extend(schema.member("patternProperties", pattern));
                }
            }
            if nodes.len() == known {
                nodes.extend(schema.child("additionalProperties"));
            }
        }
        if nodes.is_empty() {
            nodes.extend(
                expanded
                    .schemas
                    .iter()
                    .filter_map(|schema| schema.child("unevaluatedProperties")),
            );
        }
        self.solve(&nodes, effort)
    }

    /// Adds what `dependentRequired` asks for, until nothing more follows.
    fn dependents(
        &mut self,
        expanded: &Expanded<'d>,
        members: &mut Map<String, Value>,
        effort: Effort,
    ) -> Option<()> {
        loop {
            let missing = expanded
                .all("dependentRequired")
                .filter_map(Value::as_object)
                .flatten()
                .filter(|(name, _)| members.contains_key(name.as_str()))
                .filter_map(|(_, names)| names.as_array())
                .flatten()
                .filter_map(Value::as_str)
                .find(|name| !members.contains_key(*name));
            let Some(name) = missing else { return Some(()) };
            let value = self.member(expanded, name, effort)?;
            members.insert(name.to_owned(), value);
        }
    }

    /// Adds members under names of our own until there are `least`, and `shown` if that can be done.
    fn fill(
        &mut self,
        expanded: &Expanded<'d>,
        members: &mut Map<String, Value>,
        least: usize,
        shown: usize,
        effort: Effort,
    ) -> Option<()> {
        let mut tries = 0;
        while members.len() < least.max(shown) {
            if tries > 2 * least + 8 {
                return (members.len() >= least).then_some(());
            }
            for name in self.names(expanded, tries) {
                if !members.contains_key(&name)
                    && let Some(value) = self.member(
                        expanded,
                        &name,
                        Effort {
                            variant: tries,
                            ..effort
                        },
                    )
                {
                    members.insert(name, value);
                    break;
                }
            }
            tries += 1;
        }
        Some(())
    }

    /// Names that an undeclared member may have, the `variant`th of each sort.
    fn names(&mut self, expanded: &Expanded<'d>, variant: usize) -> Vec<String> {
        let rules: Vec<Node<'d>> = expanded
            .schemas
            .iter()
            .filter_map(|node| node.child("propertyNames"))
            .collect();
        let mut names: Vec<String> = expanded
            .all("properties")
            .filter_map(Value::as_object)
            .flat_map(Map::keys)
            .cloned()
            .collect();
        let patterns = expanded
            .all("patternProperties")
            .filter_map(Value::as_object)
            .flat_map(Map::keys);
        names.extend(patterns.filter_map(|pattern| sample(pattern, 0, variant)));
        if !rules.is_empty()
            && let Some(Value::String(name)) = self.solve(&rules, Effort { depth: 0, variant })
        {
            names.push(name);
        }
        names.push(if variant == 0 {
            "key".to_owned()
        } else {
            format!("key{variant}")
        });
        names.retain(|name| {
            let name = Value::String(name.clone());
            rules
                .iter()
                .all(|rule| self.checker.accepts(&rule.pointer, &name))
        });
        names
    }

    /// What `dependentSchemas` adds because of the members that are there.
    fn consequence(
        &self,
        expanded: &Expanded<'d>,
        members: &Map<String, Value>,
    ) -> Consequence<'d> {
        let dependent = expanded.schemas.iter().flat_map(|node| {
            let names = node.map("dependentSchemas").into_iter().flat_map(Map::keys);
            names
                .filter(|name| members.contains_key(*name))
                .filter_map(|name| node.member("dependentSchemas", name))
        });
        let mut with_them = expanded.clone();
        for node in dependent {
            if with_them.add(self.document, &node) == Satisfiable::Never {
                return Consequence::Never;
            }
        }
        if with_them.schemas.len() == expanded.schemas.len() {
            Consequence::Nothing
        } else {
            Consequence::More(with_them)
        }
    }
}

/// What follows from an object's having the members that it has.
enum Consequence<'d> {
    /// It is as it has to be.
    Nothing,
    /// It may not be.
    Never,
    /// It has to satisfy further schemas; the choices at the end of the list are new.
    More(Expanded<'d>),
}
