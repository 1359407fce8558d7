//! Bodies: what the edge has let through, read by the media type's kind.

use super::{
    Parameter, Shape,
    pairs::{Pairs, Slot},
    percent::Plus,
    shape::{Misfit, Reading, lenient},
    split::{Builder, Coding, Entry},
};
use crate::{
    call::Call,
    decode::{Decoder, Pointer, Report},
    json::{self, Value},
    stream::ByteStream,
};

/// A JSON body that must be there.
pub fn json_body<T>(call: &Call, report: &mut Report, decoder: Decoder<T>) -> Option<T> {
    report.allow_for(call.bytes().len());
    match json::read(call.bytes(), call.read_limits()) {
        Ok(value) => decoder(&value, &Pointer::root(), report),
        Err(error) => {
            report.unreadable(&Pointer::root(), error.to_string());
            None
        }
    }
}

/// A JSON body that may be left out: `Some(None)` when it is.
pub fn optional_json_body<T>(
    call: &Call,
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<Option<T>> {
    if call.bytes().is_empty() {
        Some(None)
    } else {
        json_body(call, report, decoder).map(Some)
    }
}

/// A form (`application/x-www-form-urlencoded`) as an object; fields that are not declared are its further members,
/// for the decoder to refuse or to keep.
pub fn form_body<T>(
    call: &Call,
    fields: &'static [Parameter],
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<T> {
    let Ok(text) = std::str::from_utf8(call.bytes()) else {
        report.unreadable(&Pointer::root(), "the text is not UTF-8");
        return None;
    };
    let root = Pointer::root();
    form_slot((text, Misfit::Kept), &root, call, fields, report).decode(&root, report, decoder)
}

/// A form that may be left out: `Some(None)` when it is.
pub fn optional_form_body<T>(
    call: &Call,
    fields: &'static [Parameter],
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<Option<T>> {
    if call.bytes().is_empty() {
        Some(None)
    } else {
        form_body(call, fields, report, decoder).map(Some)
    }
}

/// A text body, read by its shape: a string, or what else the contract says that the text spells.
pub fn text_body<T>(
    call: &Call,
    shape: &Shape,
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<T> {
    let root = Pointer::root();
    let Ok(text) = std::str::from_utf8(call.bytes()) else {
        report.unreadable(&root, "the text is not UTF-8");
        return None;
    };
    report.allow_for(text.len());
    let mut read = |reading| {
        lenient(text.into(), shape, reading, call.read_limits())
            .map_err(|detail| report.unreadable(&root, detail))
            .ok()
    };
    let literal = read(Reading::Literal)?;
    let slot = if shape.is_ambiguous() {
        Slot::Either(literal, read(Reading::Text)?)
    } else {
        Slot::Read(literal)
    };
    slot.decode(&root, report, decoder)
}

/// A text body that may be left out: `Some(None)` when it is.
pub fn optional_text_body<T>(
    call: &Call,
    shape: &Shape,
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<Option<T>> {
    if call.bytes().is_empty() {
        Some(None)
    } else {
        text_body(call, shape, report, decoder).map(Some)
    }
}

/// An XML body as text: well-formed, of one root, without a document type.
#[cfg(feature = "xml")]
pub fn xml_body(call: &Call, report: &mut Report) -> Option<String> {
    match crate::xml::read(call.bytes(), call.read_limits()) {
        Ok(text) => Some(text.to_owned()),
        Err(detail) => {
            report.unreadable(&Pointer::root(), detail);
            None
        }
    }
}

/// An XML body that may be left out: `Some(None)` when it is.
#[cfg(feature = "xml")]
pub fn optional_xml_body(call: &Call, report: &mut Report) -> Option<Option<String>> {
    if call.bytes().is_empty() {
        Some(None)
    } else {
        xml_body(call, report).map(Some)
    }
}

/// A body of bytes, for the handler to read; `None` when there is none.
#[must_use]
pub fn stream_body(call: &Call) -> Option<ByteStream> {
    call.media().map(|_| call.take_stream())
}

/// The object that the text of a form makes; `root` is where its members are.
pub(super) fn form_slot<'c>(
    (text, misfit): (&'c str, Misfit),
    root: &Pointer<'_>,
    call: &'c Call,
    fields: &'static [Parameter],
    report: &mut Report,
) -> Slot<'c> {
    let coding = Coding::Percent(Plus::Space);
    let limits = call.read_limits();
    let mut pairs = Pairs::form(text, root, report);
    if pairs.len() > limits.nodes {
        report.unreadable(root, "the text holds too many values");
        return Slot::Broken;
    }
    let (mut literal, mut textual) = (Vec::new(), Vec::new());
    let mut broken = !report.is_empty();
    for field in fields {
        let way = (coding, misfit);
        match pairs.read(field, way, limits, &root.key(field.name), report) {
            Slot::Absent => {}
            Slot::Broken => broken = true,
            Slot::Read(value) => {
                literal.push((field.name.into(), value.clone()));
                textual.push((field.name.into(), value));
            }
            Slot::Either(first, second) => {
                literal.push((field.name.into(), first));
                textual.push((field.name.into(), second));
            }
        }
    }
    let rest = pairs.rest();
    let entries: Vec<&Entry<'c>> = rest.iter().collect();
    let builder = Builder {
        coding,
        reading: Reading::Text,
        misfit,
        limits,
    };
    match builder.build(&entries, 0, &Shape::Map(&Shape::Text), root, report) {
        Some(Value::Object(members)) if !broken => {
            literal.extend(members.iter().cloned());
            textual.extend(members);
        }
        _ => return Slot::Broken,
    }
    if fields.iter().any(|field| field.shape.is_ambiguous()) {
        Slot::Either(Value::Object(literal), Value::Object(textual))
    } else {
        Slot::Read(Value::Object(literal))
    }
}
