//! Paths as gateways spell them: operations go in, one row for each path with limits of its own comes out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{BODY, HELD, PATIENCE, SILENCE, TIMEOUT};
use crate::model::{Api, MediaKind, Operation};

/// A path with limits of its own.
#[derive(Debug, Serialize)]
pub struct PlaceView {
    /// Its operations, for a comment.
    routes: String,
    /// A regular expression over the whole path.
    pattern: String,
    body: u64,
    sending: u64,
    wait: u64,
    /// Whether a body may be held whole.
    buffered: bool,
    /// The first is 1.
    number: usize,
    /// The first is the highest.
    priority: usize,
}

/// A path under which operations live.
#[derive(Debug, Serialize)]
pub struct BaseView {
    pattern: String,
    /// As Envoy matches it.
    envoy: String,
}

/// What the operations of one path need.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    routes: Vec<String>,
    body: u64,
    /// The longest that one may take to arrive, in seconds.
    pub timeout: u64,
    wait: u64,
    /// Whether the contract says any of it.
    own: bool,
}

impl Needs {
    /// Takes one more operation of the path in.
    pub fn add(&mut self, operation: &Operation) {
        let streams = operation.responses.iter().any(|response| {
            response.contents.iter().any(|content| {
                matches!(
                    content.kind,
                    MediaKind::Bytes | MediaKind::Events | MediaKind::Lines | MediaKind::Sequence
                )
            })
        });
        let timeout = operation
            .limits
            .timeout
            .map_or(TIMEOUT, |milliseconds| milliseconds.div_ceil(1_000));
        let wait = if streams {
            timeout.max(SILENCE)
        } else {
            timeout.saturating_add(PATIENCE)
        };
        self.routes
            .push(format!("{} {}", operation.method, operation.path));
        self.timeout = self.timeout.max(timeout);
        self.wait = self.wait.max(wait);
        if operation.body.is_some() {
            self.body = self.body.max(operation.limits.body.unwrap_or(BODY));
        }
        self.own |= streams
            || operation.limits.timeout.is_some()
            || (operation.body.is_some() && operation.limits.body.is_some());
    }

    /// What it comes to, where no operation of the path takes a body: the service refuses those itself.
    fn body(&self) -> u64 {
        if self.body == 0 { BODY } else { self.body }
    }

    fn differs(&self) -> bool {
        let usual = (BODY, TIMEOUT, TIMEOUT + PATIENCE);
        self.own && (self.body(), self.timeout, self.wait) != usual
    }
}

/// A segment of a path: those with parameters come after those without, because a concrete path hides a templated one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    Text(String),
    Parameter(String),
}

impl Segment {
    fn pattern(&self) -> &str {
        match self {
            Self::Text(pattern) | Self::Parameter(pattern) => pattern,
        }
    }

    /// Whether text that fits `other` may fit this one too.
    fn may_fit(&self, other: &Self) -> bool {
        matches!(self, Self::Parameter(_)) || self == other
    }
}

/// The segments of a template, without what a query tells apart.
pub fn segments(template: &str) -> Vec<Segment> {
    let path = template.split(['?', '#']).next().unwrap_or_default();
    path.split('/').skip(1).map(segment).collect()
}

/// What a gateway may have decoded, or spells in its own way, is any text without a slash.
fn segment(text: &str) -> Segment {
    const ANY: &str = "[^/]+";
    let mut pattern = String::new();
    let mut is_parameter = false;
    let mut inside = false;
    for character in text.chars() {
        match character {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => {}
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '~' | ':' | '@' | '=' | ',' => {
                pattern.push(character);
                continue;
            }
            '.' => {
                pattern.push_str("[.]");
                continue;
            }
            _ => {}
        }
        is_parameter = true;
        if !pattern.ends_with(ANY) {
            pattern.push_str(ANY);
        }
    }
    if is_parameter {
        Segment::Parameter(pattern)
    } else {
        Segment::Text(pattern)
    }
}

/// Those that have limits of their own, or would be taken for one of these.
pub fn places(paths: &BTreeMap<Vec<Segment>, Needs>) -> Vec<PlaceView> {
    let own: Vec<&Vec<Segment>> = paths
        .iter()
        .filter(|(_, needs)| needs.differs())
        .map(|(path, _)| path)
        .collect();
    let may_be_taken_for_another = |path: &[Segment]| {
        own.iter().any(|other| {
            let mut pairs = other.iter().zip(path);
            other.len() == path.len() && pairs.all(|(left, right)| left.may_fit(right))
        })
    };
    let listed: Vec<(&Vec<Segment>, &Needs)> = paths
        .iter()
        .filter(|(path, needs)| needs.differs() || may_be_taken_for_another(path))
        .collect();
    let view = |(index, (path, needs)): (usize, &(&Vec<Segment>, &Needs))| {
        let pattern: Vec<&str> = path.iter().map(Segment::pattern).collect();
        PlaceView {
            routes: comment(&needs.routes),
            pattern: format!("^/{}$", pattern.join("/")),
            body: needs.body(),
            sending: needs.timeout.saturating_add(PATIENCE),
            wait: needs.wait,
            buffered: needs.body() <= HELD,
            number: index + 1,
            priority: listed.len() - index,
        }
    };
    listed.iter().enumerate().map(view).collect()
}

/// Words of the contract in one line.
fn comment(routes: &[String]) -> String {
    let joined = routes.join(", ");
    joined.chars().filter(|shown| !shown.is_control()).collect()
}

/// Where operations live that have no place of their own.
pub fn bases(apis: &[&Api]) -> Vec<BaseView> {
    let base = |path: &str| {
        if path.is_empty() {
            return BaseView {
                pattern: "^/".to_owned(),
                envoy: "prefix: /".to_owned(),
            };
        }
        let path: Vec<String> = segments(path)
            .iter()
            .map(|segment| segment.pattern().to_owned())
            .collect();
        let pattern = format!("^/{}(/|$)", path.join("/"));
        BaseView {
            envoy: format!("safe_regex: {{regex: \"^/{}(/.*)?$\"}}", path.join("/")),
            pattern,
        }
    };
    // Versions may have one in common.
    let all: BTreeSet<&str> = apis.iter().map(|api| api.base_path.as_str()).collect();
    all.into_iter().map(base).collect()
}

#[cfg(test)]
mod tests {
    use super::segments;

    fn pattern(template: &str) -> String {
        let segments = segments(template);
        let patterns: Vec<&str> = segments.iter().map(super::Segment::pattern).collect();
        patterns.join("/")
    }

    #[test]
    fn what_gateways_spell_in_their_own_way_may_be_anything() {
        for (template, expected) in [
            ("/v1/files", "v1/files"),
            ("/files/{name}.json", "files/[^/]+[.]json"),
            ("/r/{a}-{b}", "r/[^/]+-[^/]+"),
            ("/{a}...{b}", "[^/]+[.][.][.][^/]+"),
            ("/x/{id}:publish", "x/[^/]+:publish"),
            ("/gr\u{f6}\u{df}e/\"$(x)", "gr[^/]+e/[^/]+x[^/]+"),
            ("/a%2Fb", "a[^/]+2Fb"),
            ("/messages?beta=true", "messages"),
            ("/", ""),
        ] {
            assert_eq!(pattern(template), expected, "{template}");
        }
    }
}
