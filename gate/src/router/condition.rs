//! What a row asks of a request beside its method and path: pairs of the query, and headers.
//!
//! Contracts tell operations of one path apart in this way: `/messages?beta=true`, or a header that names the action.
//! In a row's path a `?` begins the pairs that the query must have, and a `#` the headers that must be sent.

use http::HeaderMap;

use super::segment::decode;

/// One thing that a request must have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Condition {
    place: Place,
    name: String,
    /// `None` is content with any value.
    value: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Query,
    Header,
}

/// The path of a row, and its conditions in an order that does not depend on how they are written.
pub(crate) fn split(row: &'static str) -> (&'static str, Vec<Condition>) {
    let (rest, headers) = cut(row, '#');
    let (path, query) = cut(rest, '?');
    let of = |place, text: &'static str| pieces(text).map(move |piece| condition(place, piece));
    let mut conditions: Vec<_> = of(Place::Query, query)
        .chain(of(Place::Header, headers))
        .collect();
    conditions.sort_unstable();
    conditions.dedup();
    (path, conditions)
}

/// The path of a row alone.
#[cfg(feature = "otel")]
pub(crate) fn path_of(row: &'static str) -> &'static str {
    cut(cut(row, '#').0, '?').0
}

/// The text before and after the first `mark` that does not stand in the name of a parameter.
fn cut(text: &'static str, mark: char) -> (&'static str, &'static str) {
    let mut rest = text;
    let mut open = 0;
    while let Some(at) = rest.find([mark, '{', '}']) {
        let (before, found) = rest.split_at(at);
        let tail = found.get(1..).unwrap_or_default();
        match found.as_bytes().first() {
            Some(b'{') => open = 1,
            Some(b'}') => open = 0,
            _ if open == 0 => {
                let end = text.len() - rest.len() + before.len();
                return (text.get(..end).unwrap_or(text), tail);
            }
            _ => {}
        }
        rest = tail;
    }
    (text, "")
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split('&').filter(|piece| !piece.is_empty())
}

fn condition(place: Place, piece: &str) -> Condition {
    let (name, value) = match piece.split_once('=') {
        Some((name, value)) => (name, Some(plain(value))),
        None => (piece, None),
    };
    Condition {
        place,
        name: plain(name),
        value,
    }
}

/// The text of a name or value; an escape that is none stands for itself.
fn plain(text: &str) -> String {
    let spaced = text.replace('+', " ");
    let decoded = decode(&spaced).map(std::borrow::Cow::into_owned);
    decoded.unwrap_or(spaced)
}

impl Condition {
    /// Does the request have it?
    pub(crate) fn holds(&self, query: &str, headers: &HeaderMap) -> bool {
        let fits = |value: &str| self.value.as_deref().is_none_or(|known| known == value);
        match self.place {
            Place::Query => pieces(query).any(|piece| {
                let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
                plain(name) == self.name && fits(&plain(value))
            }),
            Place::Header => headers
                .get_all(self.name.as_str())
                .iter()
                .any(|value| value.to_str().is_ok_and(fits)),
        }
    }
}
