//! One constructor for every status that the gate answers with, so that no place invents its own words.

use std::borrow::Cow;
use std::time::Duration;

use http::StatusCode;
use http::header::{ACCEPT, ACCEPT_ENCODING, ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};

use super::{Problem, Violation};

impl Problem {
    /// 400: the request cannot be read. Without `errors`, what the fault is says so of the whole, at the empty pointer: an
    /// answer of this status always lists them.
    #[must_use]
    pub fn unreadable(detail: impl Into<Cow<'static, str>>, errors: Vec<Violation>) -> Self {
        let detail = detail.into();
        let errors = match errors.as_slice() {
            [] => vec![Violation::new("", detail.clone())],
            _ => errors,
        };
        Self::new(StatusCode::BAD_REQUEST)
            .with_detail(detail)
            .with_errors(errors)
    }

    /// 401 with one `WWW-Authenticate` challenge for each scheme that would do (RFC 9110, section 11.6.1).
    #[must_use]
    pub fn unauthenticated(challenges: &[String]) -> Self {
        challenges
            .iter()
            .fold(Self::new(StatusCode::UNAUTHORIZED), |problem, challenge| {
                problem.with_header(WWW_AUTHENTICATE, challenge)
            })
            .with_detail("valid credentials are needed")
    }

    /// 401 `insufficient_user_authentication` (RFC 9470, section 3): who asks is known, and a second factor is needed. The
    /// challenges are the caller's to add.
    #[must_use]
    pub fn insufficient_user_authentication() -> Self {
        Self::new(StatusCode::UNAUTHORIZED)
            .with_detail("a second factor is needed")
            .with_member("error", "insufficient_user_authentication")
    }

    /// 403: who asks is known and may not.
    #[must_use]
    pub fn forbidden(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN).with_detail(detail)
    }

    /// 403 `insufficient_scope` (RFC 6750, section 3.1) with the scopes that were needed.
    #[must_use]
    pub fn insufficient_scope(scopes: &[&str]) -> Self {
        let scopes = scopes.join(" ");
        Self::new(StatusCode::FORBIDDEN)
            .with_detail("the credentials lack a scope")
            .with_header(
                WWW_AUTHENTICATE,
                &format!("Bearer error=\"insufficient_scope\", scope=\"{scopes}\""),
            )
            .with_member("error", "insufficient_scope")
            .with_member("scope", scopes)
    }

    /// 404.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND)
    }

    /// 405 with the methods that are there.
    #[must_use]
    pub fn method_not_allowed(allow: &str) -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED).with_header(ALLOW, allow)
    }

    /// 406: no declared answer has a media type that the client accepts.
    #[must_use]
    pub fn not_acceptable(produces: &[&'static str]) -> Self {
        Self::new(StatusCode::NOT_ACCEPTABLE).with_detail(format!(
            "this operation answers with {}",
            produces.join(", ")
        ))
    }

    /// 408: the body did not arrive in time.
    #[must_use]
    pub fn request_timeout() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT).with_detail("the body did not arrive in time")
    }

    /// 409: the request does not fit the state of what it is about.
    #[must_use]
    pub fn conflict(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT).with_detail(detail)
    }

    /// 413 with the limit in bytes.
    #[must_use]
    pub fn content_too_large(limit: u64) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE)
            .with_detail(format!("a body has at most {limit} bytes here"))
    }

    /// 414.
    #[must_use]
    pub fn uri_too_long() -> Self {
        Self::new(StatusCode::URI_TOO_LONG)
    }

    /// 415 with the media types that would do.
    #[must_use]
    pub fn unsupported_media_type(accepted: &str) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE)
            .with_detail(format!("this operation takes {accepted}"))
            .with_header(ACCEPT, accepted)
    }

    /// 415: bodies are taken as they are, without a content coding (RFC 9110, section 15.5.16).
    #[must_use]
    pub fn unsupported_encoding() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE)
            .with_detail("bodies are taken without a content coding")
            .with_header(ACCEPT_ENCODING, "identity")
    }

    /// 422: the request can be read and breaks the contract at these places.
    #[must_use]
    pub fn invalid(errors: Vec<Violation>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY)
            .with_detail("the request breaks the contract")
            .with_errors(errors)
    }

    /// 429 with `Retry-After` in whole seconds, at least one.
    #[must_use]
    pub fn too_many_requests(retry_after: Duration) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS)
            .with_detail("the limit is used up")
            .with_header(RETRY_AFTER, &seconds(retry_after).to_string())
    }

    /// 431.
    #[must_use]
    pub fn header_fields_too_large() -> Self {
        Self::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
    }

    /// 500: see [`Problem::internal`] for one with a cause.
    #[must_use]
    pub fn internal_error() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// 501: the operation is in the contract and nobody has written it yet.
    #[must_use]
    pub fn not_implemented() -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED).with_detail("this operation is not implemented yet")
    }

    /// 503 with `Retry-After` in whole seconds, at least one.
    #[must_use]
    pub fn unavailable(detail: impl Into<Cow<'static, str>>, retry_after: Duration) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE)
            .with_detail(detail)
            .with_header(RETRY_AFTER, &seconds(retry_after).to_string())
    }
}

/// Whole seconds, rounded up, never 0: a client that is told 0 comes back at once.
fn seconds(duration: Duration) -> u64 {
    let whole = duration.as_secs();
    let rounded = if duration.subsec_nanos() > 0 {
        whole.saturating_add(1)
    } else {
        whole
    };
    rounded.max(1)
}
