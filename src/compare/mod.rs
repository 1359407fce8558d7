//! What changed between two versions of a contract: two documents go in, a list of changes comes out. No disk, no clock.
//!
//! Both documents are lifted, so that a change of dialect is none. Operations are paired first, then everything that they
//! carry: values of requests may become more and values of answers less without breaking a caller; whatever lets more in
//! is a matter of security. Schemas are compared by what they accept, through references and `allOf`, once for each pair.

mod advice;
mod code;
mod event;
mod gather;
mod impact;
mod lifecycle;
mod limits;
mod operation;
mod operations;
pub mod report;
mod schema;
mod security;
mod stable;
mod subject;
mod weigh;

use jiff::civil::Date;

pub use code::{Aspect, Code, ContractCode, Flow, Sense};
pub use impact::{Impact, Kind, Security, Weight};

use event::Event;
use gather::Gathered;
use lifecycle::{Departure, Stage};
use operation::{Found, Visit};
use operations::{Operation, Pairs};
use schema::{Both, Engine, Reader};
use stable::Stable;

use crate::diagnostic::Place;
use crate::options::Typeless;
use crate::source::Document;

/// By what a comparison judges, beside the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The day by which an end has come or not; `None` takes no notice of the day.
    pub today: Option<Date>,
    /// How many days before its end something has to be announced as deprecated; 0 asks for no announcement.
    pub notice: u32,
    /// What a schema accepts that names no type, in both documents.
    pub typeless: Typeless,
}

impl Terms {
    /// The terms of a project by its choice of [`Typeless`], on no particular day and without a time of notice.
    #[must_use]
    pub fn timeless(typeless: Typeless) -> Self {
        Self {
            today: None,
            notice: 0,
            typeless,
        }
    }
}

/// Something that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which kind of change it is; what `--accept` names.
    pub code: Code,
    /// Whom it concerns, and how much.
    pub impact: Impact,
    /// What happened, one sentence in lower case without a full stop.
    pub message: String,
    /// The way out, or what to look at.
    pub help: Option<String>,
    /// The operations that it concerns, as `GET /pets` in the new document, or in the old one for what vanished; empty for a
    /// change of the whole contract.
    pub operations: Vec<String>,
    /// Where the old document says what changed; `None` for what came.
    pub old: Option<Site>,
    /// Where the new document says what changed; `None` for what vanished.
    pub new: Option<Site>,
}

/// A place in one of the two documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The JSON pointer (RFC 6901): in the one document that was compared, and after [`place`] in the file below.
    pub pointer: String,
    /// The file, once [`place`] has found it.
    pub file: Option<String>,
    /// Line and column, once [`place`] has found them.
    pub place: Option<Place>,
}

impl Change {
    /// Does it let more in, or out, so that somebody has to want it?
    #[must_use]
    pub fn is_security_regression(&self) -> bool {
        self.impact.security == Security::Regression
    }

    /// Does it break callers or handlers that kept to the contract?
    #[must_use]
    pub fn is_breaking(&self) -> bool {
        self.impact.callers == Weight::Breaking || self.impact.handlers == Weight::Breaking
    }

    /// Where to look: in the new document for what came or changed, in the old one for what vanished.
    #[must_use]
    pub fn site(&self) -> Option<&Site> {
        self.new.as_ref().or(self.old.as_ref())
    }
}

/// What changed from `old` to `new`: security regressions first, then by heading, each in the order of the documents.
#[must_use]
pub fn compare(old: &Document, new: &Document, terms: &Terms) -> Vec<Change> {
    let stable = Stable::of(&old.raw, &new.raw);
    let reader = |document| Reader {
        document,
        typeless: terms.typeless,
    };
    let both = Both {
        old: reader(&old.raw),
        new: reader(&new.raw),
        stable: &stable,
        terms,
    };
    let mut gathered = Gathered::default();
    let pairs = operations::pair(old, new);
    gathered.events(contract(old, new, &pairs), "");
    let (events, renamed) = security::schemes(old, new);
    gathered.events(events, "");
    for gone in &pairs.gone {
        gathered.events([removed(gone, terms)], &gone.label());
    }
    for came in &pairs.came {
        gathered.events([added(new, came)], &came.label());
    }

    let mut engine = Engine::new(both);
    let mut carried = Vec::new();
    for (was, is, way) in &pairs.kept {
        let label = is.label();
        let before = (old, was);
        let now = (new, is);
        gathered.events(security::requirements(before, now, &renamed), &label);
        gathered.events(limits::limits(before, now), &label);
        let found = visit(&mut engine, both, |visit| visit.operation(was, is, *way));
        gathered.events(found.events, &label);
        carried.push((label, found.nodes));
    }
    let found = visit(&mut engine, both, |visit| {
        let (olds, news) = (
            operation::items(&both.old, "webhooks"),
            operation::items(&both.new, "webhooks"),
        );
        let codes = (ContractCode::WebhookRemoved, ContractCode::WebhookAdded);
        visit.calls(&olds, &news, "webhook", codes);
    });
    gathered.events(found.events, "");
    carried.push((String::new(), found.nodes));
    engine.run();
    if engine.gave_up {
        let message = "the documents are too large or too entangled to be compared to the end";
        let event = Event::of(ContractCode::ComparisonIncomplete, message).is("");
        gathered.events([event], "");
    }
    gathered.nodes(&engine.nodes, &carried);
    gathered.finish()
}

fn visit<'d>(
    engine: &mut Engine<'d>,
    both: Both<'d>,
    look: impl FnOnce(&mut Visit<'_, 'd>),
) -> Found {
    let mut visit = Visit {
        engine,
        both,
        found: Found::default(),
    };
    look(&mut visit);
    visit.found
}

/// What changed about the contract as a whole.
fn contract(old: &Document, new: &Document, pairs: &Pairs<'_>) -> Vec<Event> {
    let mut events = Vec::new();
    let server = |document: &Document| {
        document
            .typed
            .servers
            .first()
            .map(|server| server.url.clone())
    };
    if let Some((was, is)) = &pairs.rebased {
        let word = |base: &str| {
            if base.is_empty() {
                "`/`".to_owned()
            } else {
                format!("`{base}`")
            }
        };
        let message = format!(
            "every path is served under {} now; it was {}",
            word(is),
            word(was)
        );
        let event = Event::of(ContractCode::BasePathChanged, message);
        events.push(
            event
                .was(operations::base_place(old))
                .is(operations::base_place(new)),
        );
    }
    let (was, is) = (server(old), server(new));
    let secure = |url: &Option<String>| url.as_ref().is_some_and(|url| url.starts_with("https:"));
    let plain = |url: &Option<String>| url.as_ref().is_some_and(|url| url.starts_with("http:"));
    if secure(&was) && plain(&is) {
        let message = "the first server is reached over plain HTTP; it was HTTPS";
        let event = Event::of(ContractCode::TransportDowngraded, message);
        events.push(
            event
                .was(operations::server_place(old))
                .is(operations::server_place(new)),
        );
    } else if was != is && pairs.rebased.is_none() {
        let word = |url: Option<String>| url.map_or("none".to_owned(), |url| format!("`{url}`"));
        let message = format!("the first server is {} now; it was {}", word(is), word(was));
        let event = Event::of(ContractCode::ServerChanged, message);
        events.push(
            event
                .was(operations::server_place(old))
                .is(operations::server_place(new)),
        );
    }
    events
}

/// What it means that an operation is gone.
fn removed(operation: &Operation<'_>, terms: &Terms) -> Event {
    use ContractCode as C;
    let empty = serde_json::Map::new();
    let stage = Stage {
        members: operation.members.as_object().unwrap_or(&empty),
        pointer: &operation.pointer,
    };
    let mut event = match lifecycle::departure(&stage, terms) {
        Departure::Unannounced => Event::of(C::OperationRemoved, "the operation is gone")
            .help("deprecate an operation first, and say with `x-sunset` when it will go"),
        Departure::Early(end) => Event::of(
            C::OperationRemovedEarly,
            format!("the operation is gone before {end}, the day that was announced"),
        ),
        Departure::Unreadable => Event::of(
            C::SunsetInvalid,
            "the operation is gone, and its `x-sunset` was no date",
        ),
        Departure::Announced => Event::of(
            C::OperationRetired,
            "the operation, which was deprecated, is gone",
        ),
    };
    event.impact.callers = event.impact.callers.min(lifecycle::weight_of(&stage));
    event.was(operation.pointer.as_str())
}

/// What it means that an operation came.
fn added(document: &Document, operation: &Operation<'_>) -> Event {
    let event = if security::is_public(document, operation) {
        let message = "the operation came, and anybody may call it";
        Event::of(ContractCode::PublicOperationAdded, message)
    } else {
        Event::of(ContractCode::OperationAdded, "the operation came")
    };
    event.is(operation.pointer.as_str())
}
