//! What a request presents: found in its headers, query or cookies, and not judged yet.

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE};

use super::challenge::CODE_HEADER;
use crate::caller::Identity;
use crate::operation::{KeyLocation, SchemeKind};
use crate::router::percent_decode;

/// What a caller presented for a scheme.
#[derive(Clone, Copy)]
pub enum Credential<'a> {
    /// A bearer token, RFC 6750.
    Token(&'a str),
    /// An API key.
    Key(&'a str),
    /// A name and a password, RFC 7617.
    Password {
        /// The user's name.
        user: &'a str,
        /// The password.
        password: &'a str,
    },
    /// A client certificate that was verified while the connection was made, and what it says.
    Certificate(&'a Arc<Identity>),
}

impl std::fmt::Debug for Credential<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Token(_) => "Token(…)",
            Self::Key(_) => "Key(…)",
            Self::Password { .. } => "Password(…)",
            Self::Certificate(_) => "Certificate(…)",
        })
    }
}

/// What was found, owned where it had to be decoded.
pub(crate) enum Presented<'a> {
    /// Nothing that belongs to this scheme.
    Nothing,
    /// Something that belongs to this scheme and is wrong by its shape: said twice, or not decodable.
    Malformed,
    Token(&'a str),
    Key(Cow<'a, str>),
    Password(String, String),
}

impl Presented<'_> {
    pub(crate) fn credential(&self) -> Option<Credential<'_>> {
        match self {
            Self::Nothing | Self::Malformed => None,
            Self::Token(token) => Some(Credential::Token(token)),
            Self::Key(key) => Some(Credential::Key(key)),
            Self::Password(user, password) => Some(Credential::Password { user, password }),
        }
    }
}

/// Looks for the credential of a scheme.
pub(crate) fn presented<'a>(
    kind: SchemeKind,
    headers: &'a HeaderMap,
    query: &'a str,
) -> Presented<'a> {
    match kind {
        SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. } => {
            authorization(headers, "bearer", |token| {
                if is_token68(token.as_bytes()) {
                    Presented::Token(token)
                } else {
                    Presented::Malformed
                }
            })
        }
        SchemeKind::Basic => authorization(headers, "basic", basic),
        SchemeKind::ApiKey {
            location: KeyLocation::Header,
            name,
        } => only(
            headers
                .get_all(name)
                .iter()
                .map(|value| value.to_str().ok().map(Cow::Borrowed)),
        ),
        SchemeKind::ApiKey {
            location: KeyLocation::Query,
            name,
        } => only(
            pairs(query)
                .filter(|(key, _)| form_decode(key).as_deref() == Some(name))
                .map(|(_, value)| form_decode(value)),
        ),
        SchemeKind::ApiKey {
            location: KeyLocation::Cookie,
            name,
        } => only(cookies(headers, name)),
        SchemeKind::MutualTls | SchemeKind::Refused => Presented::Nothing,
    }
}

/// The code of a second factor, if exactly one was presented.
pub(crate) fn code(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(CODE_HEADER).iter();
    match (values.next(), values.next()) {
        (Some(only), None) => only.to_str().ok(),
        _ => None,
    }
}

/// The query without the parameters of this name: what the gate has read is not the handler's.
pub(crate) fn without_parameter(query: &str, name: &str) -> String {
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            form_decode(pair.split_once('=').map_or(*pair, |(key, _)| key)).as_deref() != Some(name)
        })
        .collect();
    kept.join("&")
}

/// One `Authorization` header of this scheme; the scheme's name is matched in any case (RFC 9110, section 11.1).
fn authorization<'a>(
    headers: &'a HeaderMap,
    scheme: &str,
    read: impl FnOnce(&'a str) -> Presented<'a>,
) -> Presented<'a> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Presented::Nothing;
    };
    if values.next().is_some() {
        return Presented::Malformed;
    }
    let Ok(text) = str::from_utf8(value.as_bytes()) else {
        return Presented::Malformed;
    };
    match text.split_at_checked(scheme.len()) {
        Some((name, rest)) if name.eq_ignore_ascii_case(scheme) => match rest.strip_prefix(' ') {
            Some(rest) => read(rest.trim_matches(' ')),
            None if rest.is_empty() => Presented::Malformed,
            // The name of another scheme, which begins with this one's.
            None => Presented::Nothing,
        },
        _ => Presented::Nothing,
    }
}

/// Whether every byte is one of RFC 6750's `b64token`: its characters first, then `=` to the end. Tokens are long and
/// every request has one: without a way out in its midst, the walk goes many bytes at a time.
fn is_token68(token: &[u8]) -> bool {
    /// As many bytes as a register of the oldest processors takes at once.
    const STEP: usize = 16;
    let padding = token.iter().rev().take_while(|byte| **byte == b'=').count();
    let body = token.get(..token.len() - padding).unwrap_or_default();
    let allowed = |byte: u8| {
        u8::from(byte.wrapping_sub(b'0') < 10)
            | u8::from((byte | 0x20).wrapping_sub(b'a') < 26)
            // `-` `.` `/`, which are neighbours.
            | u8::from(byte.wrapping_sub(b'-') < 3)
            | u8::from(byte == b'_')
            | u8::from(byte == b'~')
            | u8::from(byte == b'+')
    };
    let (steps, rest) = body.as_chunks::<STEP>();
    let all = |bytes: &[u8]| bytes.iter().fold(1, |all, byte| all & allowed(*byte)) == 1;
    !body.is_empty() && steps.iter().all(|step| all(step)) && all(rest)
}

fn basic(encoded: &str) -> Presented<'_> {
    let decoded = STANDARD
        .decode(encoded)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let pair = decoded.as_deref().and_then(|text| text.split_once(':'));
    match pair {
        Some((user, password))
            if !decoded
                .as_deref()
                .unwrap_or_default()
                .chars()
                .any(char::is_control) =>
        {
            Presented::Password(user.to_owned(), password.to_owned())
        }
        _ => Presented::Malformed,
    }
}

/// Exactly one value that is readable and not empty.
fn only<'a>(mut values: impl Iterator<Item = Option<Cow<'a, str>>>) -> Presented<'a> {
    match (values.next(), values.next()) {
        (None, _) => Presented::Nothing,
        (Some(Some(key)), None) if !key.is_empty() => Presented::Key(key),
        _ => Presented::Malformed,
    }
}

fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

fn form_decode(text: &str) -> Option<Cow<'_, str>> {
    if text.contains('+') {
        return percent_decode(&text.replace('+', " "))
            .map(|decoded| Cow::Owned(decoded.into_owned()));
    }
    percent_decode(text)
}

fn cookies<'a>(
    headers: &'a HeaderMap,
    name: &'a str,
) -> impl Iterator<Item = Option<Cow<'a, str>>> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(move |(key, _)| *key == name)
        .map(|(_, value)| Some(Cow::Borrowed(value)))
}
