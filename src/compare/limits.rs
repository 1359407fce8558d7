//! What an operation is held to beside its contract: limits, and a second factor.

use serde_json::Value;

use super::code::ContractCode as C;
use super::event::Event;
use super::operations::Operation;
use crate::model::Rate;
use crate::model::limits::{self, BODY, RATE, TIMEOUT};
use crate::model::security::STEP_UP;
use crate::source::{Document, join_pointer};

/// What holds where a contract says nothing and nobody set anything: 100 a minute, 2 MiB, 30 seconds.
const RATE_UNSAID: Rate = Rate {
    requests: 100,
    seconds: 60,
    burst: 100,
};
const BODY_UNSAID: u64 = 2 << 20;
const TIMEOUT_UNSAID: u64 = 30_000;

/// What changed about the limits of one operation.
#[must_use]
pub fn limits(
    (old_document, old): (&Document, &Operation<'_>),
    (new_document, new): (&Document, &Operation<'_>),
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut told = |extension: &str, codes: (C, C), wider: bool, narrower: bool| {
        let (code, what) = match (wider, narrower) {
            (true, _) => (codes.0, "more"),
            (false, true) => (codes.1, "less"),
            (false, false) => return,
        };
        let was = nearest(old_document, old, extension);
        let is = nearest(new_document, new, extension);
        let text = |found: &Option<(&Value, String)>| match found {
            Some((value, _)) => super::subject::shown(value),
            None => "what the settings say".to_owned(),
        };
        let message = format!(
            "`{extension}` allows {what}: {}, it was {}",
            text(&is),
            text(&was)
        );
        let place = |found: Option<(&Value, String)>, operation: &Operation<'_>| {
            found.map_or_else(|| operation.pointer.clone(), |(_, place)| place)
        };
        events.push(
            Event::of(code, message)
                .was(place(was, old))
                .is(place(is, new)),
        );
    };

    let rate = |document: &Document, operation: &Operation<'_>| {
        let found = nearest(document, operation, RATE);
        found
            .and_then(|(value, _)| limits::read(value))
            .unwrap_or(RATE_UNSAID)
    };
    let (was, is) = (rate(old_document, old), rate(new_document, new));
    let per_day = |rate: Rate| u64::from(rate.requests) * 86_400 / u64::from(rate.seconds.max(1));
    told(
        RATE,
        (C::RateLimitWidened, C::RateLimitNarrowed),
        per_day(is) > per_day(was) || is.burst > was.burst,
        per_day(is) < per_day(was) || is.burst < was.burst,
    );

    let amount = |document: &Document,
                  operation: &Operation<'_>,
                  extension: &str,
                  read: fn(&Value) -> Option<u64>,
                  unsaid: u64| {
        let found = nearest(document, operation, extension);
        found.and_then(|(value, _)| read(value)).unwrap_or(unsaid)
    };
    let sized = |document: &Document, operation: &Operation<'_>| {
        amount(document, operation, BODY, limits::size_of, BODY_UNSAID)
    };
    let (was, is) = (sized(old_document, old), sized(new_document, new));
    told(
        BODY,
        (C::BodyLimitWidened, C::BodyLimitNarrowed),
        is > was,
        is < was,
    );

    let timed = |document: &Document, operation: &Operation<'_>| {
        amount(
            document,
            operation,
            TIMEOUT,
            limits::milliseconds_of,
            TIMEOUT_UNSAID,
        )
    };
    let (was, is) = (timed(old_document, old), timed(new_document, new));
    told(
        TIMEOUT,
        (C::TimeoutWidened, C::TimeoutNarrowed),
        is > was,
        is < was,
    );

    events.extend(second_factor(old, new));
    events
}

fn second_factor(old: &Operation<'_>, new: &Operation<'_>) -> Option<Event> {
    let asked = |operation: &Operation<'_>| {
        let said = operation.typed.extensions.get(STEP_UP);
        said.is_some_and(|said| said != &Value::Bool(false))
    };
    let place = |operation: &Operation<'_>| {
        if operation.members.get(STEP_UP).is_some() {
            join_pointer(&operation.pointer, STEP_UP)
        } else {
            operation.pointer.clone()
        }
    };
    let event = match (asked(old), asked(new)) {
        (true, false) => Event::of(C::MfaDropped, "no second factor is needed any more"),
        (false, true) => Event::of(C::MfaAdded, "a second factor is needed"),
        _ => return None,
    };
    Some(event.was(place(old)).is(place(new)))
}

/// What is said of an operation: by itself, else by its tag, else by the document; and where.
fn nearest<'d>(
    document: &'d Document,
    operation: &'d Operation<'_>,
    extension: &str,
) -> Option<(&'d Value, String)> {
    if let Some(own) = operation.typed.extensions.get(extension) {
        // What a project chose stands in no document.
        let written = operation.members.get(extension).is_some();
        let place = if written {
            join_pointer(&operation.pointer, extension)
        } else {
            operation.pointer.clone()
        };
        return Some((own, place));
    }
    let mut tags = document.typed.tags.iter().enumerate();
    let tag = tags.find(|(_, tag)| operation.typed.tags.first() == Some(&tag.name));
    if let Some((index, tag)) = tag
        && let Some(shared) = tag.extensions.get(extension)
    {
        return Some((shared, format!("/tags/{index}/{extension}")));
    }
    let root = document.typed.extensions.get(extension)?;
    Some((root, format!("/{extension}")))
}
