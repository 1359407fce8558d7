//! Path templates: what authors write goes in, rows that a request tells apart come out.
//!
//! A path is matched by its segments alone. A query in a template (`/messages?beta=true`) is a condition on the query of
//! a request; a fragment never leaves the client, so it only makes an operation a second one of its path. Operations of
//! one path and method are told apart by conditions: pairs of their query, and required parameters that have one value.
//! What is left without a difference cannot be reached: the first one in the document is served, one without a fragment
//! before all others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use openapiv3::ParameterSchemaOrContent;
use serde_json::Value;

use super::Exception;
use super::build::Builder;
use super::find::Found;
use super::parameter::{ELSEWHERE, spelled};
use super::{Location, route};
use crate::diagnostic::{Code, Diagnostic};

/// A template, taken apart at the marks that do not stand in the name of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template<'t> {
    /// What requests are matched by, segment by segment.
    pub path: &'t str,
    /// What stands after `?`.
    pub query: &'t str,
    /// What stands after `#`.
    pub fragment: &'t str,
}

/// Takes a template apart.
#[must_use]
pub fn parts(template: &str) -> Template<'_> {
    let (rest, fragment) = cut(template, '#');
    let (path, query) = cut(rest, '?');
    Template {
        path,
        query,
        fragment,
    }
}

fn cut(text: &str, mark: char) -> (&str, &str) {
    let mut braced = false;
    for (at, character) in text.char_indices() {
        match character {
            '{' => braced = true,
            '}' => braced = false,
            found if found == mark && !braced => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text, "")
}

/// What a request must have beside its method and path: pairs of the query and headers, each with its value if one is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conditions {
    query: BTreeMap<String, Option<String>>,
    headers: BTreeMap<String, Option<String>>,
}

impl Conditions {
    fn of_query(query: &str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let query = pairs.map(|pair| match pair.split_once('=') {
            // A parameter that stands in the query has any value.
            Some((name, value)) if value.starts_with('{') => (decoded(name), None),
            Some((name, value)) => (decoded(name), Some(decoded(value))),
            None => (decoded(pair), None),
        });
        Self {
            query: query.collect(),
            headers: BTreeMap::new(),
        }
    }

    /// As the gate reads them at the end of a row's path: `?name=value&…#header=value&…`.
    #[must_use]
    pub fn written(&self) -> String {
        let mut text = String::new();
        for (mark, pairs) in [('?', &self.query), ('#', &self.headers)] {
            let mut before = mark;
            for (name, value) in pairs {
                text.push(before);
                text.push_str(&encoded(name));
                if let Some(value) = value {
                    text.push('=');
                    text.push_str(&encoded(value));
                }
                before = '&';
            }
        }
        text
    }
}

/// As the names and values of a query are decoded; an escape that is none stands for itself.
fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    unescaped(&spaced).unwrap_or(spaced)
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(match byte {
            b'%' => u8::try_from(digit()? * 16 + digit()?).ok()?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// With an escape for everything that means something in a row's path.
pub fn encoded(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:,/@!$'()*;".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// The path as requests see it: two templates that differ in nothing but the names of parameters have one shape.
pub fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut rest = path;
    while let Some((before, opened)) = rest.split_once('{') {
        let Some((_, tail)) = opened.split_once('}') else {
            break;
        };
        shape.push_str(&text(before));
        shape.push_str("{}");
        rest = tail;
    }
    shape.push_str(&text(rest));
    shape
}

/// Text of a template without its escapes; an encoded slash stays one.
fn text(literal: &str) -> String {
    let segments: Vec<String> = literal
        .split('/')
        .map(|segment| {
            let plain = unescaped(segment).unwrap_or_else(|| segment.to_owned());
            plain.replace('/', "%2F")
        })
        .collect();
    segments.join("/")
}

impl<'d> Builder<'d> {
    /// The operations that some request reaches, each with the conditions that tell it apart.
    pub fn reachable(&mut self, found: Vec<Found<'d>>) -> Vec<Found<'d>> {
        let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for (index, one) in found.iter().enumerate() {
            let parts = parts(one.template);
            let key = (one.method.to_string(), shape(parts.path));
            groups.entry(key).or_default().push(index);
        }
        let mut conditions: Vec<Option<Conditions>> = found
            .iter()
            .map(|one| Some(Conditions::of_query(parts(one.template).query)))
            .collect();
        for mut members in groups.into_values().filter(|members| members.len() > 1) {
            members.sort_by_key(|&index| !parts(found[index].template).fragment.is_empty());
            let mut served: BTreeMap<Conditions, usize> = BTreeMap::new();
            for index in members {
                let own = self.distinguished(&found[index], conditions[index].take());
                if let Some(&first) = served.get(&own) {
                    self.unreachable(&found[index], &found[first]);
                } else {
                    served.insert(own.clone(), index);
                    conditions[index] = Some(own);
                }
            }
        }
        let told_apart = found.into_iter().zip(conditions);
        told_apart
            .filter_map(|(one, conditions)| {
                conditions.map(|conditions| Found { conditions, ..one })
            })
            .collect()
    }

    /// The conditions with those that required parameters of one value add.
    fn distinguished(&mut self, found: &Found<'d>, own: Option<Conditions>) -> Conditions {
        let mut conditions = own.unwrap_or_default();
        for (parameter, _) in self.parameters(found) {
            let data = parameter.parameter_data_ref();
            let ParameterSchemaOrContent::Schema(schema) = &data.format else {
                continue;
            };
            let (schema, _) = self.placed_schema(schema);
            let Some(value) = only_text(&schema).filter(|_| data.required) else {
                continue;
            };
            match spelled(parameter).0 {
                Location::Query => {
                    let pair = (data.name.clone(), Some(value));
                    conditions.query.extend([pair]);
                }
                Location::Header => {
                    let name = data.name.to_ascii_lowercase();
                    if !ELSEWHERE.contains(&name.as_str()) {
                        conditions.headers.insert(name, Some(value));
                    }
                }
                Location::Path | Location::Cookie | Location::QueryString => {}
            }
        }
        conditions
    }

    fn unreachable(&mut self, found: &Found<'_>, first: &Found<'_>) {
        let method = &first.method;
        let rival = format!("`{method} {}`", first.template);
        self.diagnostics.push(
            Diagnostic::warning(Code::PathAmbiguous, found.pointer.as_str())
                .message(format!(
                    "no request can tell `{method} {}` from {rival}, which is served; this operation is left out",
                    found.template
                ))
                .help("give it a path of its own, or a required query parameter or header with one value of its own"),
        );
        self.exceptions.push(Exception {
            pointer: found.pointer.clone(),
            sentence: format!(
                "the operation is left out, because every request for it is one for {rival}"
            ),
        });
    }

    /// Tells of what a template says that no request can follow.
    pub fn odd_template(&mut self, template: &str, pointer: &str) {
        let path = parts(template).path;
        if template.chars().any(char::is_control) {
            self.diagnostics.push(
                Diagnostic::error(Code::PathInvalid, pointer)
                    .message("there is a control character in the path, which no URL has")
                    .help("take it out"),
            );
        }
        let mut seen = BTreeSet::new();
        for name in route::parameters(path) {
            if !seen.insert(name.clone()) {
                self.unenforceable(
                    Diagnostic::error(Code::PathInvalid, pointer)
                        .message(format!("`{{{name}}}` stands in the path twice, and only the first of its values would be read"))
                        .help("give the second one a name of its own"),
                    "only the first of the values with one name in the path is read",
                );
            }
        }
        let whole = path.replace(['{', '}'], "").len() + 2 * route::parameters(path).len();
        if whole != path.len() {
            self.diagnostics.push(
                Diagnostic::warning(Code::PathInvalid, pointer)
                    .message("a brace in the path has no partner; it is taken for text")
                    .help("write a parameter as `{name}`"),
            );
        }
    }
}

/// The one text that a schema accepts, where it says so itself.
fn only_text(schema: &Value) -> Option<String> {
    let listed = schema.get("enum").and_then(Value::as_array);
    let listed = match listed.map(Vec::as_slice) {
        Some([only]) => Some(only),
        _ => None,
    };
    let only = schema.get("const").or(listed)?;
    only.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Conditions, Template, parts, shape};

    #[test]
    fn a_template_is_taken_apart_outside_of_names() {
        let whole = |path, query, fragment| Template {
            path,
            query,
            fragment,
        };
        assert_eq!(parts("/a/{b}"), whole("/a/{b}", "", ""));
        assert_eq!(parts("/a?x=1#y"), whole("/a", "x=1", "y"));
        assert_eq!(parts("/a#y?x"), whole("/a", "", "y?x"));
        assert_eq!(parts("/{a?b#c}#d"), whole("/{a?b#c}", "", "d"));
        assert_eq!(parts("/?"), whole("/", "", ""));
    }

    #[test]
    fn conditions_are_written_in_one_way() {
        let written = |query| Conditions::of_query(query).written();
        assert_eq!(written(""), "");
        assert_eq!(written("b=2&a=1&&c"), "?a=1&b=2&c");
        assert_eq!(written("a=x+y%26%C3%A9"), "?a=x%20y%26%C3%A9");
        assert_eq!(written("a={id}"), "?a");
        assert_eq!(written("50%"), "?50%25");
    }

    #[test]
    fn names_of_parameters_are_no_part_of_a_shape() {
        assert_eq!(shape("/a/{x}.json"), shape("/a/{y}.json"));
        assert_eq!(shape("/a%20b/{x}"), shape("/a b/{y}"));
        assert_ne!(shape("/a%2Fb"), shape("/a/b"));
        assert_ne!(shape("/a/{x}"), shape("/a/{x}/"));
    }
}
