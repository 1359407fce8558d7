//! A refusal or a failure on its way to the client: RFC 9457 `application/problem+json`.
//!
//! Everything that is not a declared answer becomes a [`Problem`]. What the client may see (title, detail,
//! violations, members) and what only the log may see (the cause) are kept apart from the start. The edge words
//! it, adds the request id and sends it.

use std::borrow::Cow;
use std::fmt::Write;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};

mod render;
mod statuses;

pub(crate) use render::answer;

/// How many violations one answer lists.
pub const MAXIMUM_VIOLATIONS: usize = 32;

/// A refusal or a failure. `?` turns any error into one: a 500 that shows nothing and logs the cause.
#[derive(Clone, Debug)]
pub struct Problem {
    details: Box<Details>,
}

#[derive(Clone, Debug)]
struct Details {
    status: StatusCode,
    kind: Cow<'static, str>,
    title: Cow<'static, str>,
    detail: Option<Cow<'static, str>>,
    errors: Vec<Violation>,
    members: Map<String, Value>,
    headers: HeaderMap,
    cause: Option<String>,
    body: Option<(&'static str, Bytes)>,
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Where: an RFC 6901 pointer from the body's root, or `/query/limit`, `/path/imo`, `/header/x-station`,
    /// `/cookie/session`.
    pub pointer: String,
    /// What is expected there. It never repeats what was sent.
    pub detail: Cow<'static, str>,
}

impl Violation {
    /// A violation at a pointer.
    #[must_use]
    pub fn new(pointer: impl Into<String>, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            pointer: pointer.into(),
            detail: detail.into(),
        }
    }
}

impl Problem {
    /// A problem of any status, with the status' own phrase as its title.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self {
            details: Box::new(Details {
                status,
                kind: Cow::Borrowed("about:blank"),
                title: Cow::Borrowed(status.canonical_reason().unwrap_or("Problem")),
                detail: None,
                errors: Vec::new(),
                members: Map::new(),
                headers: HeaderMap::new(),
                cause: None,
                body: None,
            }),
        }
    }

    /// 500: the caller learns nothing but the request id, under which `cause` is logged with all its sources.
    #[must_use]
    pub fn internal(cause: impl std::error::Error) -> Self {
        let mut text = cause.to_string();
        let mut source = cause.source();
        while let Some(error) = source {
            // Writing to a string does not fail.
            let _ = write!(text, ": {error}");
            source = error.source();
        }
        Self::internal_because(text)
    }

    /// 500 with a cause in words, for the log alone.
    #[must_use]
    pub fn internal_because(cause: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR).with_cause(cause)
    }

    /// The same problem with another `type`: an absolute URI that says what happened.
    #[must_use]
    pub fn with_kind(mut self, kind: impl Into<Cow<'static, str>>) -> Self {
        self.details.kind = kind.into();
        self
    }

    /// The same problem with another title.
    #[must_use]
    pub fn with_title(mut self, title: impl Into<Cow<'static, str>>) -> Self {
        self.details.title = title.into();
        self
    }

    /// The same problem with a sentence about this occurrence. The caller reads it.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.details.detail = Some(detail.into());
        self
    }

    /// The same problem with these violations; those beyond [`MAXIMUM_VIOLATIONS`] are left out.
    #[must_use]
    pub fn with_errors(mut self, mut errors: Vec<Violation>) -> Self {
        errors.truncate(MAXIMUM_VIOLATIONS);
        self.details.errors = errors;
        self
    }

    /// The same problem with a member more in its JSON. The names that RFC 9457 and the gate give a meaning
    /// (`type`, `title`, `status`, `detail`, `instance`, `errors`) keep theirs.
    #[must_use]
    pub fn with_member(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.details.members.insert(name.into(), value.into());
        self
    }

    /// The same problem with a header more. A value that is not allowed in a header is left out: an answer
    /// without it is safer than none.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::try_from(value) {
            self.details.headers.append(name, value);
        }
        self
    }

    /// The same problem with a cause for the log, which the caller never sees.
    #[must_use]
    pub fn with_cause(mut self, cause: impl Into<String>) -> Self {
        self.details.cause = Some(cause.into());
        self
    }

    /// The same problem answered in a body of your own, such as the contract's error schema, in place of
    /// `application/problem+json`. A body that has no JSON form is left out.
    #[must_use]
    pub fn with_body(mut self, media_type: &'static str, body: &impl Serialize) -> Self {
        if let Ok(bytes) = serde_json::to_vec(body) {
            self.details.body = Some((media_type, Bytes::from(bytes)));
        }
        self
    }

    /// The same problem with the status that was decided before it was worded.
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.details.status = status;
        self
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.details.status
    }

    /// The `type`; `about:blank` unless said otherwise.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.details.kind
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.details.title
    }

    /// The sentence about this occurrence.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.details.detail.as_deref()
    }

    /// The word that RFC 6750 and RFC 9470 have for what is wrong with a credential, where the gate said one.
    pub(crate) fn error_code(&self) -> Option<&str> {
        self.details.members.get("error").and_then(Value::as_str)
    }

    /// What is wrong with the request, place by place.
    #[must_use]
    pub fn errors(&self) -> &[Violation] {
        &self.details.errors
    }

    /// What the log says and the caller does not learn.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.details.cause.as_deref()
    }
}

impl<E> From<E> for Problem
where
    E: std::error::Error + Send + Sync + 'static,
{
    fn from(error: E) -> Self {
        Self::internal(error)
    }
}

/// How refusals are worded: the one place where a team gives them titles, a `type`, further members or a body of
/// its own. It sees every problem just before it is sent and cannot change its status.
pub trait Wording: Send + Sync + 'static {
    /// The problem as it shall be sent.
    fn word(&self, problem: Problem) -> Problem;
}

impl<F> Wording for F
where
    F: Fn(Problem) -> Problem + Send + Sync + 'static,
{
    fn word(&self, problem: Problem) -> Problem {
        self(problem)
    }
}
