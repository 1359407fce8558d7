//! A place in the document in, a value that its schema accepts out: examples first, then branch by branch.

use std::collections::HashMap;

use serde_json::Value;

use super::check::Checker;
use super::decimal::{Wholeness, number};
use super::expand::{Expanded, Satisfiable};
use super::kind::{Kind, kinds};
use super::node::Node;
use super::prune::prune;
use super::text::{Patterns, text};
use super::{Direction, NoExample};

/// How many schemas deep a value may be, so that a long chain of references cannot exhaust the stack.
const DEEPEST: usize = 96;

/// How many schemas may be tried for one answer.
const MOST_STEPS: usize = 20_000;

/// How many schemas may be asked about a value for what one more trial counts.
const QUESTIONS_OF_A_STEP: usize = 100;

/// How often a reference may be followed within itself, where nothing else is allowed.
const MOST_TURNS: usize = 2;

/// Down to which depth members are filled in that may be left out.
const DEPTH: usize = 2;

/// How much is made of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Effort {
    /// How many levels of objects still get the members that they could do without.
    pub(super) depth: usize,
    /// Which of the values that offer themselves; two variants differ wherever the schema lets them.
    pub(super) variant: usize,
}

/// What a value is made for.
pub(super) struct Goal<'g, 'd> {
    /// Schemas, as they stand in the document, that all have to accept the value.
    nodes: &'g [Node<'d>],
    proof: Proof,
}

/// Whether a value is asked of the validator as soon as it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proof {
    /// It satisfies its keywords by construction; the validator sees it as a part of the whole.
    Later,
    /// It may well be wrong, and another may be right.
    Now,
}

/// Keywords that are satisfied by trying.
const TRIED: &[&str] = &[
    "not",
    "dependentSchemas",
    "contains",
    "uniqueItems",
    "unevaluatedProperties",
    "unevaluatedItems",
    "propertyNames",
    "patternProperties",
    "minProperties",
];

/// Keywords beside which a listed value need not be valid.
const NARROWING: &[&str] = &[
    "pattern",
    "format",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "properties",
    "required",
    "items",
    "minItems",
    "maxItems",
];

/// Examples of one document in one direction.
pub(super) struct Side<'d> {
    pub(super) document: &'d Value,
    pub(super) direction: Direction,
    pub(super) checker: Checker,
    pub(super) patterns: Patterns,
    made: HashMap<(String, Effort), Value>,
    /// Targets of the references that are being followed.
    following: Vec<String>,
    /// Whether what is being made was cut short by what is made around it, and is no example of its own.
    cut: bool,
    steps: usize,
    /// How many schemas deep the solving is.
    level: usize,
}

impl<'d> Side<'d> {
    pub(super) fn new(document: &'d Value, direction: Direction) -> Result<Self, NoExample> {
        Ok(Self {
            document,
            direction,
            checker: Checker::new(document, direction)?,
            patterns: Patterns::default(),
            made: HashMap::new(),
            following: Vec::new(),
            cut: false,
            steps: 0,
            level: 0,
        })
    }

    /// Whether a schema has something against a value.
    pub(super) fn refuses(&self, pointer: &str, value: &Value) -> bool {
        self.checker.objection(pointer, value).is_some()
    }

    /// The first of `offered` that is valid when pruned, or a value of the schema's own.
    pub(super) fn answer(
        &mut self,
        node: &Node<'d>,
        offered: &[&Value],
    ) -> Result<Value, NoExample> {
        let nodes = std::slice::from_ref(node);
        for value in offered {
            if let Some(value) = self.offered(nodes, value) {
                return Ok(value);
            }
        }
        let mut objection = None;
        for depth in [DEPTH, 0] {
            self.following.clear();
            self.steps = 0;
            let Some(value) = self.solve(nodes, Effort { depth, variant: 0 }) else {
                continue;
            };
            match self.checker.objection(&node.pointer, &value) {
                None => return Ok(value),
                Some(found) => objection = Some(found),
            }
        }
        Err(NoExample::new(match objection {
            Some(objection) => format!("no value was found that satisfies the schema: {objection}"),
            None if self.steps > MOST_STEPS => "no value was found in a reasonable time".to_owned(),
            None => "no finite value was found that satisfies the schema".to_owned(),
        }))
    }

    /// An example of the author's, if it is valid once pruned.
    fn offered(&mut self, nodes: &[Node<'d>], value: &Value) -> Option<Value> {
        let pruned = prune(self.document, nodes, value, self.direction);
        self.accepted(nodes, &pruned).then_some(pruned)
    }

    /// Whether all the schemas accept a value.
    fn accepted(&mut self, nodes: &[Node<'d>], value: &Value) -> bool {
        let before = self.checker.asked();
        let accepted = nodes
            .iter()
            .all(|node| self.checker.accepts(&node.pointer, value));
        self.steps += self.checker.asked().wrapping_sub(before) / QUESTIONS_OF_A_STEP;
        accepted
    }

    /// A value for schemas that all have to accept it.
    pub(super) fn solve(&mut self, nodes: &[Node<'d>], effort: Effort) -> Option<Value> {
        let key = match nodes {
            [node] => Some((node.pointer.clone(), effort)),
            _ => None,
        };
        if let Some(value) = key.as_ref().and_then(|key| self.made.get(key)) {
            return Some(value.clone());
        }
        let cut_around = std::mem::replace(&mut self.cut, false);
        let value = self.expand_and_try(nodes, effort);
        if let (false, Some(key), Some(value)) = (self.cut, key, &value) {
            self.made.insert(key, value.clone());
        }
        self.cut |= cut_around;
        value
    }

    fn expand_and_try(&mut self, nodes: &[Node<'d>], effort: Effort) -> Option<Value> {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.level > DEEPEST {
            self.cut = true;
            return None;
        }
        self.level += 1;
        let value = self.try_efforts(nodes, effort);
        self.level -= 1;
        value
    }

    fn try_efforts(&mut self, nodes: &[Node<'d>], effort: Effort) -> Option<Value> {
        let mut expanded = Expanded::default();
        for node in nodes {
            if expanded.add(self.document, node) == Satisfiable::Never {
                return None;
            }
        }
        let effort = self.effort_within(&expanded.references, effort)?;
        let proof = if expanded.choices.is_empty()
            && TRIED.iter().all(|keyword| expanded.any(keyword).is_none())
        {
            Proof::Later
        } else {
            Proof::Now
        };
        let efforts = match proof {
            Proof::Later => vec![effort],
            Proof::Now => {
                let with = |depth, more| Effort {
                    depth,
                    variant: effort.variant + more,
                };
                let mut efforts: Vec<Effort> = (0..3)
                    .flat_map(|more| [with(effort.depth, more), with(0, more)])
                    .collect();
                efforts.dedup();
                efforts
            }
        };
        let depth = self.following.len();
        self.following.extend(expanded.references.iter().cloned());
        let goal = Goal { nodes, proof };
        let value = efforts
            .into_iter()
            .find_map(|effort| self.choose(&goal, &expanded, 0, None, effort));
        self.following.truncate(depth);
        value
    }

    /// The effort that is left for schemas behind these references; `None` if they were followed too often.
    fn effort_within(&mut self, references: &[String], effort: Effort) -> Option<Effort> {
        let turns = |reference: &String| {
            self.following
                .iter()
                .filter(|followed| *followed == reference)
                .count()
        };
        match references.iter().map(turns).max().unwrap_or(0) {
            0 => Some(effort),
            turns => {
                self.cut = true;
                (turns < MOST_TURNS).then_some(Effort { depth: 0, ..effort })
            }
        }
    }

    /// Decides the choices from `next` on, one branch after the other, until a value is accepted.
    pub(super) fn choose(
        &mut self,
        goal: &Goal<'_, 'd>,
        expanded: &Expanded<'d>,
        next: usize,
        tag: Option<&(&'d str, String)>,
        effort: Effort,
    ) -> Option<Value> {
        let Some(choice) = expanded.choices.get(next) else {
            return self.build(goal, expanded, tag, effort);
        };
        self.steps += 1;
        if self.steps > MOST_STEPS {
            self.cut = true;
            return None;
        }
        let count = choice.branches.len();
        for index in 0..count {
            let branch = choice.branches.get((index + effort.variant) % count)?;
            let mut with_branch = expanded.clone();
            let known = with_branch.references.len();
            let mut add = |node| with_branch.add(self.document, node) == Satisfiable::Perhaps;
            if !branch.schemas.iter().all(&mut add) {
                continue;
            }
            let followed = with_branch
                .references
                .get(known..)
                .unwrap_or_default()
                .to_vec();
            let Some(effort) = self.effort_within(&followed, effort) else {
                continue;
            };
            let depth = self.following.len();
            self.following.extend(followed);
            let value = self.choose(
                goal,
                &with_branch,
                next + 1,
                branch.tag.as_ref().or(tag),
                effort,
            );
            self.following.truncate(depth);
            if value.is_some() {
                return value;
            }
        }
        None
    }

    /// A value for schemas without a choice left.
    fn build(
        &mut self,
        goal: &Goal<'_, 'd>,
        expanded: &Expanded<'d>,
        tag: Option<&(&'d str, String)>,
        effort: Effort,
    ) -> Option<Value> {
        if effort.variant == 0
            && let Some(value) = self.own_example(goal, expanded)
        {
            return Some(value);
        }
        let kinds = kinds(expanded);
        if expanded.any("enum").or(expanded.any("const")).is_some() {
            return self.listed(goal, expanded, &kinds, effort);
        }
        for kind in kinds {
            let value = match kind {
                Kind::Object => self.object(goal, expanded, tag, effort),
                Kind::Array => self.list(expanded, effort),
                Kind::Text => text(expanded, &mut self.patterns, effort.variant),
                Kind::Integer => number(expanded, Wholeness::Whole, effort.variant),
                Kind::Number => number(expanded, Wholeness::Any, effort.variant),
                Kind::Boolean => Some(Value::Bool(effort.variant.is_multiple_of(2))),
                Kind::Null => Some(Value::Null),
            };
            if let Some(value) = value
                && (goal.proof == Proof::Later || self.accepted(goal.nodes, &value))
            {
                return Some(value);
            }
        }
        None
    }

    /// The first valid value among `example`, `examples` and `default` of the schemas.
    fn own_example(&mut self, goal: &Goal<'_, 'd>, expanded: &Expanded<'d>) -> Option<Value> {
        let examples = expanded
            .all("examples")
            .filter_map(Value::as_array)
            .flatten();
        let values: Vec<&Value> = expanded
            .all("example")
            .chain(examples)
            .chain(expanded.all("default"))
            .collect();
        values
            .into_iter()
            .find_map(|value| self.offered(goal.nodes, value))
    }

    /// One of the values that `enum` and `const` leave.
    fn listed(
        &mut self,
        goal: &Goal<'_, 'd>,
        expanded: &Expanded<'d>,
        kinds: &[Kind],
        effort: Effort,
    ) -> Option<Value> {
        let enums: Vec<&Vec<Value>> = expanded.all("enum").filter_map(Value::as_array).collect();
        let constants: Vec<&Value> = expanded.all("const").collect();
        let first = match constants.first() {
            Some(constant) => std::slice::from_ref(*constant),
            None => enums.first()?.as_slice(),
        };
        let values: Vec<&Value> = first
            .iter()
            .filter(|value| kinds.iter().any(|kind| kind.holds(value)))
            .filter(|value| enums.iter().all(|list| list.contains(value)))
            .filter(|value| constants.iter().all(|constant| constant == value))
            .collect();
        let narrowed = goal.proof == Proof::Now
            || NARROWING
                .iter()
                .any(|keyword| expanded.any(keyword).is_some());
        (0..values.len())
            .filter_map(|index| values.get((index + effort.variant) % values.len()))
            .find(|value| !narrowed || self.accepted(goal.nodes, value))
            .map(|value| (*value).clone())
    }
}
