//! Where in a request something is: a list on the stack that becomes text only when there is something to say.

use std::fmt;

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl Location {
    const fn as_str(self) -> &'static str {
        match self {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        }
    }
}

/// A place in a request. `Display` gives the RFC 6901 pointer, from the body's root or, for parameters, from
/// `/query/limit` and the like.
#[derive(Clone, Copy, Debug)]
pub struct Pointer<'p>(Step<'p>);

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root,
    Query,
    Parameter(Location, &'p str),
    Key(&'p Pointer<'p>, &'p str),
    Index(&'p Pointer<'p>, usize),
    #[cfg(feature = "rules")]
    Below(&'p Pointer<'p>, &'p str),
}

impl<'p> Pointer<'p> {
    /// The whole body.
    #[must_use]
    pub const fn root() -> Self {
        Self(Step::Root)
    }

    /// The whole query, where one parameter is all of it; members are below `/query`.
    #[must_use]
    pub const fn query() -> Self {
        Self(Step::Query)
    }

    /// A parameter, by its name in the contract; the name of a header is written in small letters.
    #[must_use]
    pub const fn parameter(location: Location, name: &'p str) -> Self {
        Self(Step::Parameter(location, name))
    }

    /// A member of the object at this place.
    #[must_use]
    pub const fn key<'q>(&'q self, key: &'q str) -> Pointer<'q> {
        Pointer(Step::Key(self, key))
    }

    /// An item of the array at this place.
    #[must_use]
    pub const fn index(&self, index: usize) -> Pointer<'_> {
        Pointer(Step::Index(self, index))
    }

    /// The place that `pointer`, already written as RFC 6901 has it, leads to from this one.
    #[cfg(feature = "rules")]
    pub(crate) const fn below<'q>(&'q self, pointer: &'q str) -> Pointer<'q> {
        Pointer(Step::Below(self, pointer))
    }
}

/// Member names are the caller's text: longer than this, they are cut, so that an answer cannot be made to swell.
const LONGEST_KEY: usize = 128;

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render())
    }
}

impl Pointer<'_> {
    /// The pointer as text; plain pushes, because unions ask for it often.
    pub(super) fn render(&self) -> String {
        let mut text = String::with_capacity(32);
        self.push_to(&mut text);
        text
    }

    fn push_to(&self, text: &mut String) {
        match self.0 {
            Step::Root => {}
            Step::Query => text.push_str("/query"),
            Step::Parameter(location, name) => {
                text.push('/');
                text.push_str(location.as_str());
                text.push('/');
                // Headers are the same in any case (RFC 9110, section 5.1), so that their pointers have one.
                if location == Location::Header {
                    escape(&name.to_ascii_lowercase(), text);
                } else {
                    escape(name, text);
                }
            }
            Step::Key(parent, key) => {
                parent.push_to(text);
                text.push('/');
                escape(key, text);
            }
            Step::Index(parent, index) => {
                parent.push_to(text);
                text.push('/');
                text.push_str(&index.to_string());
            }
            #[cfg(feature = "rules")]
            Step::Below(parent, pointer) => {
                parent.push_to(text);
                text.push_str(pointer);
            }
        }
    }
}

/// RFC 6901, section 3: `~` and `/` are escaped.
fn escape(key: &str, text: &mut String) {
    if key.len() <= LONGEST_KEY && !key.contains(['~', '/']) {
        text.push_str(key);
        return;
    }
    let mut characters = key.chars();
    for character in characters.by_ref().take(LONGEST_KEY) {
        match character {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            other => text.push(other),
        }
    }
    if characters.next().is_some() {
        text.push('…');
    }
}
