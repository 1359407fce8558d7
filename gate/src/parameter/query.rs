//! The query as one value (`in: querystring` of `OpenAPI` 3.2): a call flows in, what a parameter with a `content` makes
//! of its whole query flows out.
//!
//! A form is the object of its pairs. JSON and text are percent-encoded as a whole, in which a plus sign stands for
//! itself (RFC 3986, section 3.4). What is wrong is told at `/query` and below.

use std::borrow::Cow;

use super::{
    Parameter, Shape,
    body::form_slot,
    pairs::Slot,
    percent::{self, Plus},
    shape::{Misfit, Reading, Unread, scalar},
};
use crate::{
    call::Call,
    decode::{Decoder, Pointer, Report},
    json,
};

/// The query as a form: the object of its pairs, which without a query has no members. Pairs that a security scheme
/// reads are not among them.
pub fn form_query<T>(
    call: &Call,
    fields: &'static [Parameter],
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<T> {
    let at = Pointer::query();
    let mark = report.mark();
    let slot = form_slot((call.query(), Misfit::Refused), &at, call, fields, report);
    let value = slot.decode(&at, report, decoder);
    report.has_to_parse(mark);
    value
}

/// The query as a form that may be left out: `Some(None)` when it is.
pub fn optional_form_query<T>(
    call: &Call,
    fields: &'static [Parameter],
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<Option<T>> {
    if call.query().is_empty() {
        Some(None)
    } else {
        form_query(call, fields, report, decoder).map(Some)
    }
}

/// The query as JSON, which must be there.
pub fn json_query<T>(call: &Call, report: &mut Report, decoder: Decoder<T>) -> Option<T> {
    let at = Pointer::query();
    let text = present(call, report)?;
    report.allow_for(text.len());
    match json::read(text.as_bytes(), call.read_limits()) {
        Ok(value) => decoder(&value, &at, report),
        Err(error) => {
            report.unreadable(&at, error.to_string());
            None
        }
    }
}

/// The query as JSON that may be left out: `Some(None)` when it is.
pub fn optional_json_query<T>(
    call: &Call,
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<Option<T>> {
    if call.query().is_empty() {
        Some(None)
    } else {
        json_query(call, report, decoder).map(Some)
    }
}

/// The query as text of a shape, which must be there.
pub fn text_query<T>(
    call: &Call,
    shape: &Shape,
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<T> {
    let at = Pointer::query();
    let text = present(call, report)?;
    report.allow_for(text.len());
    let mut read = |reading| {
        scalar(text.clone(), shape, reading, call.read_limits())
            .map_err(|unread| report.unreadable(&at, Unread::detail(unread)))
            .ok()
    };
    let literal = read(Reading::Literal)?;
    let slot = if shape.is_ambiguous() {
        Slot::Either(literal, read(Reading::Text)?)
    } else {
        Slot::Read(literal)
    };
    let mark = report.mark();
    let value = slot.decode(&at, report, decoder);
    report.has_to_parse(mark);
    value
}

/// The query as text that may be left out: `Some(None)` when it is.
pub fn optional_text_query<T>(
    call: &Call,
    shape: &Shape,
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<Option<T>> {
    if call.query().is_empty() {
        Some(None)
    } else {
        text_query(call, shape, report, decoder).map(Some)
    }
}

/// The query without its escapes; `None` when it is not there or cannot be read, which was reported.
fn present<'c>(call: &'c Call, report: &mut Report) -> Option<Cow<'c, str>> {
    let at = Pointer::query();
    if call.query().is_empty() {
        report.violation(&at, "is required");
        return None;
    }
    let text = percent::decode(call.query(), Plus::Plus);
    if text.is_none() {
        report.unreadable(&at, "is not percent-encoded UTF-8");
    }
    text
}
