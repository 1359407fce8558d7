//! The end of things: `deprecated`, `x-sunset` and `x-stability-level` of an operation, a parameter or a schema.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::Terms;
use super::code::ContractCode;
use super::event::Event;
use super::impact::Weight;
use crate::model::retirement::{SUNSET, day_of};
use crate::source::join_pointer;

/// How settled something is, by a word that other tools know too.
const STABILITY: &str = "x-stability-level";

/// From the least settled to the most.
const LEVELS: &[&str] = &["draft", "alpha", "beta", "stable"];

/// Something that may come to an end.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'d> {
    /// The object that says so.
    pub members: &'d Map<String, Value>,
    /// Where it stands.
    pub pointer: &'d str,
}

impl Stage<'_> {
    /// Is it deprecated?
    #[must_use]
    pub fn is_deprecated(&self) -> bool {
        self.members.get("deprecated") == Some(&Value::Bool(true))
    }

    fn place(&self, member: &str) -> String {
        join_pointer(self.pointer, member)
    }

    /// The day of its end: `None` where none is told, an error where it cannot be read.
    fn sunset(&self) -> Option<Result<Date, ()>> {
        let value = self.members.get(SUNSET)?;
        Some(day_of(value).ok_or(()))
    }

    /// How settled it is: `None` where nothing is told, an error where it cannot be read.
    fn level(&self) -> Option<Result<usize, ()>> {
        let word = self.members.get(STABILITY)?;
        let level = LEVELS.iter().position(|level| word.as_str() == Some(level));
        Some(level.ok_or(()))
    }
}

/// What changed about the end of something that is called `name`.
#[must_use]
pub fn compare(old: &Stage<'_>, new: &Stage<'_>, name: &str, terms: &Terms) -> Vec<Event> {
    use ContractCode as C;
    let mut events = Vec::new();
    stability(old, new, name, &mut events);
    let notice = i64::from(terms.notice);
    let in_time = |end: Date| {
        let days = terms.today.map(|today| days_between(today, end));
        days.is_none_or(|days| days >= notice)
    };
    let invalid = |stage: &Stage<'_>| {
        Event::of(
            C::SunsetInvalid,
            format!("the `{SUNSET}` of {name} is no date"),
        )
        .is(stage.place(SUNSET))
        .help("write a date such as `2027-01-31`")
    };
    match (old.is_deprecated(), new.is_deprecated()) {
        (false, false) => {}
        (true, false) => events.push(
            Event::of(C::Reactivated, format!("{name} is not deprecated any more"))
                .was(old.place("deprecated")),
        ),
        (false, true) => match new.sunset() {
            None if notice > 0 => events.push(
                Event::of(
                    C::SunsetMissing,
                    format!("{name} is deprecated, and nobody says until when"),
                )
                .is(new.place("deprecated"))
                .help("add `x-sunset`, the day of its end"),
            ),
            Some(Err(())) => events.push(invalid(new)),
            Some(Ok(end)) if !in_time(end) => events.push(
                Event::of(
                    C::SunsetTooSoon,
                    format!("{name} is deprecated and ends on {end}, in less than {notice} days"),
                )
                .is(new.place(SUNSET)),
            ),
            ending => {
                let until = match ending {
                    Some(Ok(end)) => format!(", until {end}"),
                    _ => String::new(),
                };
                events.push(
                    Event::of(C::Deprecated, format!("{name} is deprecated{until}"))
                        .is(new.place("deprecated")),
                );
            }
        },
        (true, true) => match (old.sunset(), new.sunset()) {
            (Some(_), None) => events.push(
                Event::of(
                    C::SunsetRemoved,
                    format!("nobody says any more when {name} ends"),
                )
                .was(old.place(SUNSET)),
            ),
            (before, Some(Err(()))) if before != Some(Err(())) => events.push(invalid(new)),
            (Some(Ok(was)), Some(Ok(is))) if is < was && !(notice > 0 && in_time(is)) => {
                events.push(
                    Event::of(
                        C::SunsetEarlier,
                        format!("{name} ends on {is}, sooner than on {was} as was announced"),
                    )
                    .was(old.place(SUNSET))
                    .is(new.place(SUNSET)),
                );
            }
            (None, Some(Ok(end))) if !in_time(end) => events.push(
                Event::of(
                    C::SunsetTooSoon,
                    format!("{name} ends on {end}, in less than {notice} days"),
                )
                .is(new.place(SUNSET)),
            ),
            _ => {}
        },
    }
    events
}

fn stability(old: &Stage<'_>, new: &Stage<'_>, name: &str, events: &mut Vec<Event>) {
    use ContractCode as C;
    let (was, is) = (old.level(), new.level());
    if is == Some(Err(())) && was != Some(Err(())) {
        let words = LEVELS.join("`, `");
        let message = format!("the `{STABILITY}` of {name} is none of `{words}`");
        events.push(Event::of(C::StabilityInvalid, message).is(new.place(STABILITY)));
        return;
    }
    // Something of which nothing is said is as settled as can be.
    let most = LEVELS.len() - 1;
    let settled = |level: Option<Result<usize, ()>>| level.and_then(Result::ok).unwrap_or(most);
    let (before, now) = (settled(was), settled(is));
    let told = |code, what| {
        let message = format!(
            "{name} is {what} than before: `{}`, it was `{}`",
            LEVELS[now], LEVELS[before]
        );
        let event = Event::of(code, message);
        let event = if was.is_some() {
            event.was(old.place(STABILITY))
        } else {
            event.was(old.pointer)
        };
        if is.is_some() {
            event.is(new.place(STABILITY))
        } else {
            event.is(new.pointer)
        }
    };
    if now < before {
        events.push(told(C::StabilityLowered, "less settled"));
    } else if now > before {
        events.push(told(C::StabilityRaised, "more settled"));
    }
}

/// What it means that something is gone: its own code where nobody was warned, else what is known of its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// It was never deprecated.
    Unannounced,
    /// It was deprecated, and its day has not come.
    Early(Date),
    /// It was deprecated, and its day cannot be read.
    Unreadable,
    /// It was deprecated, and its day has come or none was told.
    Announced,
}

/// How something left that stood in the old document.
#[must_use]
pub fn departure(old: &Stage<'_>, terms: &Terms) -> Departure {
    if !old.is_deprecated() {
        return Departure::Unannounced;
    }
    match (old.sunset(), terms.today) {
        (Some(Err(())), _) => Departure::Unreadable,
        (Some(Ok(end)), Some(today)) if today < end => Departure::Early(end),
        _ => Departure::Announced,
    }
}

/// Something that nobody was to rely on yet weighs less when it goes.
#[must_use]
pub fn is_unsettled(stage: &Stage<'_>) -> bool {
    matches!(stage.level(), Some(Ok(level)) if level <= 1)
}

/// The weight of what goes, for those who call.
#[must_use]
pub fn weight_of(stage: &Stage<'_>) -> Weight {
    if is_unsettled(stage) {
        Weight::Warning
    } else {
        Weight::Breaking
    }
}

fn days_between(one: Date, another: Date) -> i64 {
    one.until(another)
        .map_or(0, |span| i64::from(span.get_days()))
}
