//! Why a request was not served, as a word of a short list: for events, and as a label of the numbers.

use http::StatusCode;

use crate::problem::Problem;

/// One reason. The list is closed, so that it can be a label and be counted in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Unreadable,
    MissingCredentials,
    WrongCredentials,
    StepUpNeeded,
    InsufficientScope,
    Policy,
    NotFound,
    MethodNotAllowed,
    NotAcceptable,
    RequestTimeout,
    ContentTooLarge,
    UriTooLong,
    UnsupportedMediaType,
    Invalid,
    RateLimited,
    FailedLogins,
    HeadersTooLarge,
    Internal,
    NotImplemented,
    Unavailable,
    Other,
}

/// What a reason is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matter {
    Authentication,
    Authorization,
    Validation,
    Throttling,
    Failure,
}

impl Reason {
    /// Every reason, in the order of [`Reason::index`].
    pub(crate) const ALL: [Self; 21] = [
        Self::Unreadable,
        Self::MissingCredentials,
        Self::WrongCredentials,
        Self::StepUpNeeded,
        Self::InsufficientScope,
        Self::Policy,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::RequestTimeout,
        Self::ContentTooLarge,
        Self::UriTooLong,
        Self::UnsupportedMediaType,
        Self::Invalid,
        Self::RateLimited,
        Self::FailedLogins,
        Self::HeadersTooLarge,
        Self::Internal,
        Self::NotImplemented,
        Self::Unavailable,
        Self::Other,
    ];

    /// Why a problem was answered. Where one status has several reasons, the causes that the gate gives tell them apart.
    pub(crate) fn of(problem: &Problem) -> Self {
        let told = problem.cause().is_some();
        match problem.status() {
            StatusCode::BAD_REQUEST => Self::Unreadable,
            StatusCode::UNAUTHORIZED => match problem.error_code() {
                Some("insufficient_user_authentication") => Self::StepUpNeeded,
                _ if told => Self::WrongCredentials,
                _ => Self::MissingCredentials,
            },
            StatusCode::FORBIDDEN => match problem.error_code() {
                Some("insufficient_scope") => Self::InsufficientScope,
                _ => Self::Policy,
            },
            StatusCode::NOT_FOUND if told => Self::Policy,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::NOT_ACCEPTABLE => Self::NotAcceptable,
            StatusCode::REQUEST_TIMEOUT => Self::RequestTimeout,
            StatusCode::PAYLOAD_TOO_LARGE => Self::ContentTooLarge,
            StatusCode::URI_TOO_LONG => Self::UriTooLong,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::UNPROCESSABLE_ENTITY => Self::Invalid,
            StatusCode::TOO_MANY_REQUESTS if told => Self::FailedLogins,
            StatusCode::TOO_MANY_REQUESTS => Self::RateLimited,
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => Self::HeadersTooLarge,
            StatusCode::INTERNAL_SERVER_ERROR => Self::Internal,
            StatusCode::NOT_IMPLEMENTED => Self::NotImplemented,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            _ => Self::Other,
        }
    }

    /// Its place among all of them.
    pub(crate) fn index(self) -> usize {
        Self::ALL
            .iter()
            .position(|reason| *reason == self)
            .unwrap_or(Self::ALL.len() - 1)
    }

    /// Its word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::MissingCredentials => "missing_credentials",
            Self::WrongCredentials => "wrong_credentials",
            Self::StepUpNeeded => "step_up_needed",
            Self::InsufficientScope => "insufficient_scope",
            Self::Policy => "policy",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::NotAcceptable => "not_acceptable",
            Self::RequestTimeout => "request_timeout",
            Self::ContentTooLarge => "content_too_large",
            Self::UriTooLong => "uri_too_long",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::Invalid => "invalid",
            Self::RateLimited => "rate_limited",
            Self::FailedLogins => "failed_logins",
            Self::HeadersTooLarge => "headers_too_large",
            Self::Internal => "internal",
            Self::NotImplemented => "not_implemented",
            Self::Unavailable => "unavailable",
            Self::Other => "other",
        }
    }

    /// What it is about.
    pub(crate) fn matter(self) -> Matter {
        match self {
            Self::MissingCredentials | Self::WrongCredentials | Self::StepUpNeeded => {
                Matter::Authentication
            }
            Self::InsufficientScope | Self::Policy => Matter::Authorization,
            Self::RateLimited | Self::FailedLogins => Matter::Throttling,
            Self::Internal | Self::NotImplemented | Self::Unavailable => Matter::Failure,
            _ => Matter::Validation,
        }
    }
}

impl Matter {
    /// Its word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Authentication => "authentication",
            Self::Authorization => "authorization",
            Self::Validation => "validation",
            Self::Throttling => "throttling",
            Self::Failure => "failure",
        }
    }
}
