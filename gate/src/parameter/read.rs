//! The parameters of one call, read by their declarations.

use std::borrow::Cow;

use http::header::COOKIE;

use super::{
    Explode, Parameter, Shape, Style,
    pairs::{Pairs, Slot, assemble},
    percent::Plus,
    shape::{Misfit, Reading, Unread, scalar},
    split::{Coding, Entry, entries},
};
use crate::{
    call::Call,
    decode::{Decoder, Location, Pointer, Report},
    json::Value,
};

/// The parameters of a call, ready to be decoded one by one.
#[derive(Debug)]
pub struct Inputs<'c> {
    parameters: &'static [Parameter],
    slots: Vec<Slot<'c>>,
}

/// One parameter of a call, on its way to its decoder.
#[derive(Debug)]
pub struct Input<'i> {
    pointer: Pointer<'i>,
    slot: Option<&'i Slot<'i>>,
    written: Written,
}

/// What a parameter is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// Text of its type, which it has to be to be read at all.
    Text,
    /// JSON: what can be read is judged like any other.
    Json,
}

impl<'c> Inputs<'c> {
    /// Reads every declared parameter. What cannot be read is reported, and so is every query parameter that is not
    /// declared.
    #[must_use]
    pub fn read(call: &'c Call, parameters: &'static [Parameter], report: &mut Report) -> Self {
        let whole_query = |parameter: &Parameter| parameter.shape == Shape::WholeQuery;
        let mut query = if parameters.iter().any(whole_query) {
            Pairs::default()
        } else {
            Pairs::query(call.query(), report)
        };
        let mut cookies = if parameters
            .iter()
            .any(|parameter| parameter.location == Location::Cookie)
        {
            cookies(call, report)
        } else {
            Pairs::default()
        };
        // Maps that take whatever is left come last.
        let mut slots: Vec<Slot<'c>> = parameters.iter().map(|_| Slot::Absent).collect();
        for greedy in [Greedy::No, Greedy::Yes] {
            for (parameter, slot) in parameters.iter().zip(&mut slots) {
                if Greedy::of(parameter) == greedy {
                    *slot = read_one(call, parameter, &mut query, &mut cookies, report);
                }
            }
        }
        for name in query.unclaimed() {
            report.violation(
                &Pointer::parameter(Location::Query, name),
                "is not a declared parameter",
            );
        }
        Self { parameters, slots }
    }

    /// Reads the declared parameters of the path and nothing else: for rules, which are asked before the rest is read.
    #[must_use]
    pub fn read_path(
        call: &'c Call,
        parameters: &'static [Parameter],
        report: &mut Report,
    ) -> Self {
        let (mut query, mut cookies) = (Pairs::default(), Pairs::default());
        let slots = parameters
            .iter()
            .map(|parameter| match parameter.location {
                Location::Path => read_one(call, parameter, &mut query, &mut cookies, report),
                Location::Query | Location::Header | Location::Cookie => Slot::Absent,
            })
            .collect();
        Self { parameters, slots }
    }

    /// The path parameter of this name.
    #[must_use]
    pub fn path(&self, name: &'static str) -> Input<'_> {
        self.input(Location::Path, name)
    }

    /// The query parameter of this name.
    #[must_use]
    pub fn query(&self, name: &'static str) -> Input<'_> {
        self.input(Location::Query, name)
    }

    /// The header of this name.
    #[must_use]
    pub fn header(&self, name: &'static str) -> Input<'_> {
        self.input(Location::Header, name)
    }

    /// The cookie of this name.
    #[must_use]
    pub fn cookie(&self, name: &'static str) -> Input<'_> {
        self.input(Location::Cookie, name)
    }

    fn input(&self, location: Location, name: &'static str) -> Input<'_> {
        let position = self
            .parameters
            .iter()
            .position(|parameter| parameter.location == location && parameter.name == name);
        let parameter = position.and_then(|position| self.parameters.get(position));
        let is_json = |parameter: &Parameter| {
            matches!(parameter.shape, Shape::Json | Shape::OrEmpty(Shape::Json))
        };
        Input {
            pointer: Pointer::parameter(location, name),
            slot: position.and_then(|position| self.slots.get(position)),
            written: if parameter.is_some_and(is_json) {
                Written::Json
            } else {
                Written::Text
            },
        }
    }
}

impl Input<'_> {
    /// The value, which must be there.
    pub fn required<T>(self, report: &mut Report, decoder: Decoder<T>) -> Option<T> {
        match self.slot {
            None | Some(Slot::Absent) => {
                report.violation(&self.pointer, "is required");
                None
            }
            Some(slot) => self.decode(slot, report, decoder),
        }
    }

    /// The value, which may be left out: `Some(None)` when it is.
    pub fn optional<T>(self, report: &mut Report, decoder: Decoder<T>) -> Option<Option<T>> {
        match self.slot {
            None | Some(Slot::Absent) => Some(None),
            Some(slot) => self.decode(slot, report, decoder).map(Some),
        }
    }

    /// The value, which may be left out and then is what `default` makes.
    pub fn or<T>(
        self,
        report: &mut Report,
        decoder: Decoder<T>,
        default: impl FnOnce() -> T,
    ) -> Option<T> {
        match self.slot {
            None | Some(Slot::Absent) => Some(default()),
            Some(slot) => self.decode(slot, report, decoder),
        }
    }

    fn decode<T>(&self, slot: &Slot<'_>, report: &mut Report, decoder: Decoder<T>) -> Option<T> {
        let mark = report.mark();
        let value = slot.decode(&self.pointer, report, decoder);
        if self.written == Written::Text {
            report.has_to_parse(mark);
        }
        value
    }
}

/// Whether a parameter takes whatever no other one claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Greedy {
    No,
    Yes,
}

impl Greedy {
    fn of(parameter: &Parameter) -> Self {
        match (parameter.shape, parameter.style, parameter.explode) {
            (Shape::Map(_), Style::Form, Explode::Yes) => Self::Yes,
            _ => Self::No,
        }
    }
}

fn read_one<'c>(
    call: &'c Call,
    parameter: &Parameter,
    query: &mut Pairs<'c>,
    cookies: &mut Pairs<'c>,
    report: &mut Report,
) -> Slot<'c> {
    let at = Pointer::parameter(parameter.location, parameter.name);
    let limits = call.read_limits();
    let texts = match parameter.location {
        Location::Query => {
            let way = (Coding::Percent(Plus::Space), Misfit::Refused);
            return query.read(parameter, way, limits, &at, report);
        }
        Location::Cookie => {
            let coding = match parameter.style {
                Style::Cookie => Coding::None,
                _ => Coding::Percent(Plus::Plus),
            };
            return cookies.read(parameter, (coding, Misfit::Refused), limits, &at, report);
        }
        Location::Path => {
            let text = call.path_value(parameter.name);
            if let (Some(text), true) = (text, is_one_value(parameter)) {
                // Nothing to take apart, and the common case.
                return match scalar(
                    Cow::Borrowed(text),
                    &parameter.shape,
                    Reading::Literal,
                    limits,
                ) {
                    Ok(value) => Slot::Read(value),
                    Err(unread) => {
                        report.unreadable(&at, Unread::detail(unread));
                        Slot::Broken
                    }
                };
            }
            text.into_iter().collect()
        }
        Location::Header => {
            let Some(texts) = header_texts(call, parameter) else {
                report.unreadable(&at, "must be visible ASCII");
                return Slot::Broken;
            };
            // RFC 6570, section 2.4.2: an object without members expands to nothing.
            let written = texts.iter().any(|text| !text.trim().is_empty());
            let is_object = matches!(parameter.shape, Shape::Object(_) | Shape::Map(_));
            if is_object && !written && !texts.is_empty() {
                return Slot::Read(Value::Object(Vec::new()));
            }
            texts
        }
    };
    let taken: Option<Vec<Vec<Entry<'c>>>> = texts
        .into_iter()
        .map(|text| entries(text, parameter))
        .collect();
    let Some(taken) = taken else {
        report.unreadable(&at, "is not written in the declared style");
        return Slot::Broken;
    };
    let mut entries = taken.concat();
    if parameter.location == Location::Header {
        // RFC 9110, section 5.6.1: space around the items of a list means nothing.
        for entry in &mut entries {
            entry.raw = entry.raw.trim_matches([' ', '\t']);
        }
    }
    let way = (Coding::None, Misfit::Refused);
    assemble(&entries, parameter, way, limits, &at, report)
}

/// Whether the text of a path is the value itself, with neither marks nor members in it.
fn is_one_value(parameter: &Parameter) -> bool {
    let plain = matches!(
        parameter.shape,
        Shape::Text | Shape::Integer | Shape::Number | Shape::Boolean
    );
    plain && parameter.style == Style::Simple
}

fn header_texts<'c>(call: &'c Call, parameter: &Parameter) -> Option<Vec<&'c str>> {
    call.headers()
        .get_all(parameter.name)
        .iter()
        .map(|value| value.to_str().ok())
        .collect()
}

/// RFC 6265, section 4.2.1: `name=value` pairs between semicolons.
fn cookies<'c>(call: &'c Call, report: &mut Report) -> Pairs<'c> {
    let at = Pointer::parameter(Location::Header, "cookie");
    let mut texts = Vec::new();
    for header in call.headers().get_all(COOKIE) {
        match header.to_str() {
            Ok(text) => texts.push(text),
            Err(_) => report.unreadable(&at, "must be visible ASCII"),
        }
    }
    let pieces = texts
        .into_iter()
        .flat_map(|text| text.split(';'))
        .map(|piece| piece.trim_matches([' ', '\t']));
    let pieces: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
    Pairs::cookies(&pieces)
}
