//! From method and path to a row of the table.
//!
//! A tree of segments, built once. Real contracts have text around a parameter, several parameters in one segment,
//! paths that differ only in a parameter's name, and pairs of a query in a path; all of that is matched here, on segments
//! that were split first and percent-decoded after, so that an encoded slash never makes a segment of its own.
//! Text comes before a template, and a more specific template before a more general one. The first node that
//! matches decides, whatever its methods: a concrete path hides the templated one beside it, as `OpenAPI` says. Rows of
//! one method and path are told apart by [conditions](condition), the row that asks for most first.
//!
//! Each node of the tree is looked at once at most for a request, so the work is bounded by the contract.

use std::borrow::Cow;

use http::{HeaderMap, Method};

use crate::operation::Operation;

mod condition;
mod segment;

use condition::Condition;
#[cfg(feature = "otel")]
pub(crate) use condition::path_of;
pub(crate) use segment::decode as percent_decode;
use segment::{Pattern, Segment};

/// The tree.
#[derive(Debug)]
pub(crate) struct Router {
    nodes: Vec<Node>,
    depth: usize,
}

/// What the tree says about a request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Route<'r> {
    /// This row, with its path values by the names that this row gives them.
    Operation {
        index: usize,
        path: Vec<(&'static str, String)>,
        answer: Answer,
    },
    /// `OPTIONS` of a known path that the contract does not declare itself.
    Options { allow: &'r str },
    /// The path is known, the method is not.
    MethodNotAllowed { allow: &'r str },
    /// No such path.
    NotFound,
    /// The path has an escape that is none, or is no UTF-8, or climbs with `.` or `..`.
    Unreadable,
}

/// How much of the answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// All of it.
    Whole,
    /// The head alone: `HEAD` of an operation declared as `GET`.
    HeadOnly,
}

/// Two operations that no request can tell apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The operation that comes first in the table.
    pub first: &'static str,
    /// The operation that could never be reached.
    pub second: &'static str,
}

#[derive(Debug, Default)]
struct Node {
    /// In the order of their texts, for one to be found among many without hashing it.
    literals: Vec<(String, usize)>,
    patterns: Vec<(Pattern, usize)>,
    leaves: Vec<Leaf>,
    allow: String,
}

#[derive(Debug)]
struct Leaf {
    method: &'static str,
    index: usize,
    names: Vec<&'static str>,
    conditions: Vec<Condition>,
}

impl Router {
    /// Builds the tree of a table.
    pub(crate) fn new(operations: &'static [Operation]) -> Result<Self, Conflict> {
        let mut router = Self {
            nodes: vec![Node::default()],
            depth: 0,
        };
        for (index, operation) in operations.iter().enumerate() {
            router.insert(index, operation).map_err(|first| Conflict {
                first: operations.get(first).map_or("", |operation| operation.id),
                second: operation.id,
            })?;
        }
        for node in &mut router.nodes {
            node.patterns
                .sort_by_key(|(pattern, _)| pattern.generality());
            node.leaves
                .sort_by_key(|leaf| std::cmp::Reverse(leaf.conditions.len()));
            node.allow = allow(&node.leaves);
        }
        Ok(router)
    }

    fn insert(&mut self, index: usize, operation: &'static Operation) -> Result<(), usize> {
        let mut names = Vec::new();
        let mut at = 0;
        let mut depth = 0;
        let (path, conditions) = condition::split(operation.path);
        for text in segments(path) {
            at = match segment::parse(text, &mut names) {
                Segment::Literal(literal) => self.literal_child(at, literal),
                Segment::Pattern(pattern) => self.pattern_child(at, pattern),
            };
            depth += 1;
        }
        self.depth = self.depth.max(depth);
        let Some(node) = self.nodes.get_mut(at) else {
            return Ok(());
        };
        if let Some(leaf) = node
            .leaves
            .iter()
            .find(|leaf| leaf.method == operation.method && leaf.conditions == conditions)
        {
            return Err(leaf.index);
        }
        node.leaves.push(Leaf {
            method: operation.method,
            index,
            names,
            conditions,
        });
        Ok(())
    }

    fn literal_child(&mut self, at: usize, literal: String) -> usize {
        let next = self.nodes.len();
        let Some(node) = self.nodes.get_mut(at) else {
            return at;
        };
        let child = match node.literal(&literal) {
            Ok(child) => child,
            Err(place) => {
                node.literals.insert(place, (literal, next));
                next
            }
        };
        self.grow_to(child);
        child
    }

    fn pattern_child(&mut self, at: usize, pattern: Pattern) -> usize {
        let next = self.nodes.len();
        let Some(node) = self.nodes.get_mut(at) else {
            return at;
        };
        let known = node
            .patterns
            .iter()
            .find(|(other, _)| *other == pattern)
            .map(|(_, child)| *child);
        let child = known.unwrap_or_else(|| {
            node.patterns.push((pattern, next));
            next
        });
        self.grow_to(child);
        child
    }

    fn grow_to(&mut self, child: usize) {
        if child == self.nodes.len() {
            self.nodes.push(Node::default());
        }
    }

    /// Finds the row for a method, a raw path, a raw query and headers.
    pub(crate) fn route(
        &self,
        method: &Method,
        path: &str,
        query: &str,
        headers: &HeaderMap,
    ) -> Route<'_> {
        let mut decoded = Vec::with_capacity(self.depth.min(16));
        for text in segments(path) {
            if decoded.len() == self.depth {
                return Route::NotFound;
            }
            match segment::decode(text) {
                Some(segment) if segment != "." && segment != ".." => decoded.push(segment),
                _ => return Route::Unreadable,
            }
        }
        let mut values = Vec::new();
        let Some(node) = self.find(0, &decoded, &mut values) else {
            return Route::NotFound;
        };
        let declares = |method: &str| node.leaves.iter().any(|leaf| leaf.method == method);
        let (served, answer) = match *method {
            ref method if declares(method.as_str()) => (method.as_str(), Answer::Whole),
            Method::HEAD if declares("GET") => ("GET", Answer::HeadOnly),
            Method::OPTIONS => return Route::Options { allow: &node.allow },
            _ => return Route::MethodNotAllowed { allow: &node.allow },
        };
        let Some(leaf) = node.leaf(served, query, headers) else {
            return Route::NotFound;
        };
        let path = leaf
            .names
            .iter()
            .copied()
            .zip(values.into_iter().map(str::to_owned))
            .collect();
        Route::Operation {
            index: leaf.index,
            path,
            answer,
        }
    }

    /// Where a path that cannot be read is at fault: the pointer of the parameter that stands there, or of the whole path.
    pub(crate) fn fault(&self, method: &Method, path: &str) -> String {
        /// Stands for what cannot be read.
        const UNREADABLE: &str = "\u{fffd}";
        let decoded: Vec<Cow<'_, str>> = segments(path)
            .take(self.depth)
            .map(|text| match segment::decode(text) {
                Some(segment) if segment != "." && segment != ".." => segment,
                _ => Cow::Borrowed(UNREADABLE),
            })
            .collect();
        let mut values = Vec::new();
        let leaf = self.find(0, &decoded, &mut values).and_then(|node| {
            let asked = |leaf: &&Leaf| leaf.method == method.as_str();
            node.leaves
                .iter()
                .find(asked)
                .or_else(|| node.leaves.first())
        });
        let names = leaf.map_or(&[][..], |leaf| leaf.names.as_slice());
        let at_fault = names
            .iter()
            .zip(values)
            .find(|(_, value)| *value == UNREADABLE);
        match at_fault {
            Some((name, _)) => format!("/path/{}", name.replace('~', "~0").replace('/', "~1")),
            None => "/path".to_owned(),
        }
    }

    /// Depth first, the most specific child first. Every node has one parent, so none is visited twice.
    fn find<'s>(
        &self,
        at: usize,
        rest: &'s [Cow<'_, str>],
        values: &mut Vec<&'s str>,
    ) -> Option<&Node> {
        let node = self.nodes.get(at)?;
        let Some((segment, rest)) = rest.split_first() else {
            return (!node.leaves.is_empty()).then_some(node);
        };
        let literal = node
            .literal(segment)
            .ok()
            .and_then(|child| self.find(child, rest, values));
        if literal.is_some() {
            return literal;
        }
        node.patterns.iter().find_map(|(pattern, child)| {
            let before = values.len();
            let found = if pattern.matches(segment, values) {
                self.find(*child, rest, values)
            } else {
                None
            };
            if found.is_none() {
                values.truncate(before);
            }
            found
        })
    }
}

impl Node {
    /// The child for this text, or the place where it belongs.
    fn literal(&self, text: &str) -> Result<usize, usize> {
        let found = self
            .literals
            .binary_search_by(|(known, _)| known.as_str().cmp(text));
        found.and_then(|place| {
            self.literals
                .get(place)
                .map(|(_, child)| *child)
                .ok_or(place)
        })
    }

    /// The row of a method whose conditions all hold.
    fn leaf(&self, method: &str, query: &str, headers: &HeaderMap) -> Option<&Leaf> {
        self.leaves.iter().find(|leaf| {
            let holds = |condition: &Condition| condition.holds(query, headers);
            leaf.method == method && leaf.conditions.iter().all(holds)
        })
    }
}

/// The segments of a path or a template, without the leading slash. They are short: a list of characters, which is looked
/// for one character after the other, finds their ends in half the time that a search for one character takes.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split(['/'])
}

/// `Allow` as text: what is declared, `HEAD` where there is `GET`, and `OPTIONS`.
fn allow(leaves: &[Leaf]) -> String {
    let mut methods: Vec<&str> = leaves.iter().map(|leaf| leaf.method).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.push("OPTIONS");
    methods.sort_unstable();
    methods.dedup();
    methods.join(", ")
}
