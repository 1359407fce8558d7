//! Multipart bodies: parts flow in, one object for the decoders flows out.

use std::borrow::Cow;

use super::{
    Shape,
    pairs::Slot,
    shape::{Reading, lenient},
};
use crate::{
    call::Call,
    decode::{Decoder, Pointer, Report},
    edge::negotiate,
    json::{self, ReadLimits, Value},
    operation::MediaKind,
    part::{Content, Part, PartContent, PartRule, Repeats},
};

/// A multipart body as an object with a member for each name. Parts that are not declared are its further members, for
/// the decoder to refuse or to keep.
pub fn multipart_body<T>(call: &Call, report: &mut Report, decoder: Decoder<T>) -> Option<T> {
    let Some(MediaKind::Multipart(rules)) = call.media().map(|media| media.kind) else {
        report.unreadable(&Pointer::root(), "is not multipart");
        return None;
    };
    let bytes = call.parts.iter().map(|part| match &part.content {
        Content::Text(bytes) => bytes.len(),
        Content::File(_) => 1,
    });
    report.allow_for(bytes.sum());
    let slot = match object(call, rules, Reading::Literal, report) {
        None => Slot::Broken,
        Some(literal) if rules.iter().any(PartRule::is_ambiguous) => {
            // What is unreadable was reported with the first reading.
            object(call, rules, Reading::Text, &mut Report::new())
                .map_or(Slot::Broken, |text| Slot::Either(literal, text))
        }
        Some(literal) => Slot::Read(literal),
    };
    slot.decode(&Pointer::root(), report, decoder)
}

/// A multipart body that may be left out: `Some(None)` when it is.
pub fn optional_multipart_body<T>(
    call: &Call,
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<Option<T>> {
    if call.media().is_none() {
        Some(None)
    } else {
        multipart_body(call, report, decoder).map(Some)
    }
}

impl PartRule {
    fn is_ambiguous(&self) -> bool {
        matches!(self.content, PartContent::Text(shape) if shape.is_ambiguous())
    }
}

/// Every part, by name. `None`: something was unreadable, and was reported.
fn object<'c>(
    call: &'c Call,
    rules: &'static [PartRule],
    reading: Reading,
    report: &mut Report,
) -> Option<Value<'c>> {
    let root = Pointer::root();
    let mut members: Vec<(Cow<'c, str>, Value<'c>)> = Vec::new();
    let mut complete = true;
    for rule in rules {
        let parts: Vec<&Part> = named(call, rule.name).collect();
        if parts.is_empty() {
            continue;
        }
        let at = root.key(rule.name);
        match member(&parts, rule, reading, call.read_limits(), &at, report) {
            Some(value) => members.push((rule.name.into(), value)),
            None => complete = false,
        }
    }
    for part in &call.parts {
        let known = |name: &str| name == part.name;
        if rules.iter().any(|rule| known(rule.name)) {
            continue;
        }
        let at = root.key(&part.name);
        if members.iter().any(|(name, _)| known(name)) {
            report.unreadable(&at, "is sent more than once");
            complete = false;
            continue;
        }
        let content = PartContent::Text(Shape::Text);
        match one(part, content, reading, call.read_limits(), &at, report) {
            Some(value) => members.push((part.name.as_str().into(), value)),
            None => complete = false,
        }
    }
    complete.then_some(Value::Object(members))
}

fn named<'c>(call: &'c Call, name: &'static str) -> impl Iterator<Item = &'c Part> {
    call.parts.iter().filter(move |part| part.name == name)
}

fn member<'c>(
    parts: &[&'c Part],
    rule: &PartRule,
    reading: Reading,
    limits: &ReadLimits,
    at: &Pointer<'_>,
    report: &mut Report,
) -> Option<Value<'c>> {
    let mut legible = true;
    for (index, part) in parts.iter().enumerate() {
        if !rule.media_types.is_empty() && !negotiate::is_one_of(&part.media_type, rule.media_types)
        {
            let types = rule.media_types.join(" or ");
            let item = at.index(index);
            let at = match rule.repeats {
                Repeats::Yes => &item,
                Repeats::No => at,
            };
            report.violation(at, format!("must be of the media type {types}"));
            // The rest of a file is judged all the same; of what is no file, nobody knows how to read it.
            legible &= rule.content == PartContent::File;
        }
    }
    if !legible {
        return None;
    }
    match (rule.repeats, parts) {
        (Repeats::No, [part]) => one(part, rule.content, reading, limits, at, report),
        (Repeats::No, _) => {
            report.unreadable(at, "is sent more than once");
            None
        }
        // A list may also come whole, as one JSON array.
        (Repeats::Yes, [part])
            if rule.content != PartContent::File && part.media_type == "application/json" =>
        {
            match one(part, PartContent::Json, reading, limits, at, report)? {
                list @ Value::Array(_) => Some(list),
                item => Some(Value::Array(vec![item])),
            }
        }
        (Repeats::Yes, parts) => {
            let items = parts.iter().enumerate().map(|(index, part)| {
                let at = at.index(index);
                one(part, rule.content, reading, limits, &at, report)
            });
            items.collect::<Option<Vec<_>>>().map(Value::Array)
        }
    }
}

fn one<'c>(
    part: &'c Part,
    content: PartContent,
    reading: Reading,
    limits: &ReadLimits,
    at: &Pointer<'_>,
    report: &mut Report,
) -> Option<Value<'c>> {
    let bytes = match &part.content {
        Content::File(file) => return Some(Value::File(file.clone())),
        Content::Text(bytes) => bytes,
    };
    let read = match content {
        PartContent::Json => json::read(bytes, limits).map_err(|error| error.reason()),
        PartContent::File | PartContent::Text(_) => {
            let shape = match content {
                PartContent::Text(shape) => shape,
                _ => Shape::Text,
            };
            match std::str::from_utf8(bytes) {
                Ok(text) => lenient(Cow::Borrowed(text), &shape, reading, limits),
                Err(_) => Err("is not UTF-8"),
            }
        }
    };
    read.map_err(|detail| report.unreadable(at, detail)).ok()
}
