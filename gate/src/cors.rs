//! Cross-origin requests (Fetch Standard, section 3.2): refused by every browser unless their origin is in the settings.
//!
//! Where no origin is set, nothing here runs and no answer says anything about origins. Where some are, a preflight is
//! answered here, before credentials are asked for, with what the contract has at its path; and every answer says which
//! origin may read it, by name and never by `*`.

use http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION, CONTENT_TYPE, ORIGIN,
    VARY,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::auth::CODE_HEADER;
use crate::operation::{Contract, KeyLocation, SchemeKind};
use crate::reply::Reply;
use crate::router::{Route, Router};

/// How long a browser may keep the answer to a preflight, in seconds.
const MAX_AGE: &str = "600";
/// What a script of an allowed origin may read of an answer beside its body.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "deprecation, link, location, ratelimit, ratelimit-policy, retry-after, sunset, www-authenticate, x-request-id",
);

/// What the settings and the contract allow.
#[derive(Debug)]
pub(crate) struct Cors {
    origins: Vec<HeaderValue>,
    request_headers: HeaderValue,
    credentials: Credentials,
    /// A method that no contract has: the router answers it with what the path does have.
    probe: Method,
}

/// Whether a browser may add what it keeps for this service by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Credentials {
    /// The contract has keys in cookies, or client certificates.
    Included,
    /// A script says its credentials in a header, or has none.
    Omitted,
}

impl Cors {
    /// `None` where no origin is allowed.
    pub(crate) fn new(origins: &[String], contract: &Contract) -> Option<Self> {
        let origins: Vec<HeaderValue> = origins
            .iter()
            .filter_map(|origin| HeaderValue::from_str(origin).ok())
            .collect();
        if origins.is_empty() {
            return None;
        }
        let by_itself = contract.schemes.iter().any(|scheme| {
            matches!(
                scheme.kind,
                SchemeKind::MutualTls
                    | SchemeKind::ApiKey {
                        location: KeyLocation::Cookie,
                        ..
                    }
            )
        });
        Some(Self {
            origins,
            request_headers: request_headers(contract)?,
            credentials: if by_itself {
                Credentials::Included
            } else {
                Credentials::Omitted
            },
            probe: Method::from_bytes(b"PREFLIGHT").ok()?,
        })
    }

    /// The origin of a request, where it is allowed: the very bytes that the settings name.
    pub(crate) fn origin(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let mut sent = headers.get_all(ORIGIN).iter();
        match (sent.next(), sent.next()) {
            (Some(origin), None) if self.origins.contains(origin) => Some(origin.clone()),
            _ => None,
        }
    }

    /// The answer to a preflight of an allowed origin for a path of the contract. Any other request goes on.
    pub(crate) fn preflight(&self, parts: &Parts, router: &Router) -> Option<Reply> {
        if parts.method != Method::OPTIONS {
            return None;
        }
        let query = parts.uri.query().unwrap_or_default();
        match router.route(&self.probe, parts.uri.path(), query, &parts.headers) {
            Route::MethodNotAllowed { allow } => self.preflight_for(parts, allow),
            _ => None,
        }
    }

    /// The answer to a preflight of an allowed origin for a path with these methods.
    pub(crate) fn preflight_for(&self, parts: &Parts, methods: &str) -> Option<Reply> {
        if !parts.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
            return None;
        }
        self.origin(&parts.headers)?;
        let mut reply = Reply::empty(StatusCode::NO_CONTENT);
        let headers = &mut reply.headers;
        headers.insert(
            ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_str(methods).ok()?,
        );
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, self.request_headers.clone());
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE));
        Some(reply)
    }

    /// Says in an answer who may read it. It says that it depends on the origin also where that was not allowed, so that
    /// no cache gives one origin's answer to another.
    pub(crate) fn mark(&self, headers: &mut HeaderMap, origin: Option<HeaderValue>) {
        headers.append(VARY, HeaderValue::from_static("Origin"));
        let Some(origin) = origin else {
            return;
        };
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        if self.credentials == Credentials::Included {
            headers.insert(
                ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("true"),
            );
        }
    }
}

/// What a script may send: what the contract's parameters and schemes read, the type of a body, and a trace.
fn request_headers(contract: &Contract) -> Option<HeaderValue> {
    let mut names: Vec<String> = [ACCEPT.as_str(), CONTENT_TYPE.as_str(), "traceparent"]
        .into_iter()
        .chain(contract.request_headers.iter().copied())
        .map(str::to_ascii_lowercase)
        .collect();
    for scheme in contract.schemes {
        match scheme.kind {
            SchemeKind::ApiKey {
                location: KeyLocation::Header,
                name,
            } => names.push(name.to_ascii_lowercase()),
            SchemeKind::Basic => {
                names.push(AUTHORIZATION.to_string());
                names.push(CODE_HEADER.to_owned());
            }
            SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. } => {
                names.push(AUTHORIZATION.to_string());
            }
            SchemeKind::ApiKey { .. } | SchemeKind::MutualTls | SchemeKind::Refused => {}
        }
    }
    names.sort_unstable();
    names.dedup();
    HeaderValue::from_str(&names.join(", ")).ok()
}
