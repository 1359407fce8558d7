//! Requests that nobody thought of: bytes go in, each string of them one request of one operation with credentials that
//! pass; what comes back is judged by what holds for every request.
//!
//! The bytes are: two for the operation, one for the media type, then, with a zero byte between them, the value of every
//! path parameter, the query, the value of every header and cookie, and the body. What is empty is as in the case.

use std::path::Path;

use axum::body::Bytes;
use http::{HeaderValue, StatusCode, Uri};
use tokio::runtime::Runtime;

use super::ask::{Question, Sent, Service};
use super::body::{content_type, media};
use super::case::{self, Case};
use super::credentials::Presented;
use super::{Abuse, Failures};
use crate::boot::Boot;
use crate::edge::headers::REQUEST_ID;
use crate::operation::{BodyRule, Contract};
use crate::serve::StartError;

/// A service that is asked whatever bytes say, for the fuzz target in `fuzz/`. What decodes reaches its handler: build the
/// service with its feature `mock`, so that examples of the contract answer instead.
pub struct Fuzz {
    service: Service,
    runtime: Runtime,
    /// The cases that somebody can pass, and with what.
    asked: Vec<(Case, Presented)>,
}

impl Fuzz {
    /// The service that `app` builds; `cases` is the folder with the files of cases, as for a [`Suite`](super::Suite).
    ///
    /// # Errors
    /// What is wrong with the cases, why the service could not be built, or that nobody can call it.
    pub fn new<F, S>(
        contract: &'static Contract,
        app: F,
        cases: impl AsRef<Path>,
    ) -> Result<Self, Failures>
    where
        F: AsyncFn(Boot) -> Result<S, StartError>,
        S: Into<crate::Service>,
    {
        let cases = case::read(cases.as_ref(), contract).map_err(Failures)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Failures::one)?;
        // Bodies are decoded, and nobody is limited.
        let starting = Service::start(contract, &app, &[], Abuse::WrongType);
        let service = runtime.block_on(starting)?;
        let asked: Vec<(Case, Presented)> = cases
            .into_iter()
            .filter_map(|case| {
                let presented = service.credentials.honest(service.operation(&case))?;
                Some((case, presented))
            })
            .collect();
        if asked.is_empty() {
            return Err(Failures::one("nobody can call any operation"));
        }
        Ok(Self {
            service,
            runtime,
            asked,
        })
    }

    /// Asks what these bytes say. Whatever is asked, the answer is no failure of the service's own, has a request id, and
    /// a refusal says its status.
    ///
    /// # Errors
    /// What of that does not hold.
    pub fn ask(&self, bytes: &[u8]) -> Result<(), Failures> {
        let Some((case, question)) = self.question(bytes) else {
            return Ok(());
        };
        let operation = self.service.operation(case);
        let asked = format!("{} {}", question.method, question.target);
        let answer = self.runtime.block_on(self.service.ask(question));
        let failed = |what: &str| {
            Err(Failures::one(format!(
                "{}: `{asked}` was answered {what}",
                operation.id
            )))
        };
        match answer {
            Err(failure) => failed(&format!("with nothing: {failure}")),
            Ok(answer) if answer.status == StatusCode::INTERNAL_SERVER_ERROR => failed("with 500"),
            Ok(answer) if !answer.headers.contains_key(REQUEST_ID) => {
                failed("without a request id")
            }
            Ok(answer) if !answer.is_told() => failed("with a problem of another status"),
            Ok(_) => Ok(()),
        }
    }

    fn question(&self, bytes: &[u8]) -> Option<(&Case, Question)> {
        let (&[low, high, kind], rest) = bytes.split_first_chunk()?;
        let row = usize::from(u16::from_le_bytes([low, high]));
        let (case, presented) = self.asked.get(row.checked_rem(self.asked.len())?)?;
        let mut fields = rest.splitn(4, |byte| *byte == 0);
        let mut field = || fields.next().unwrap_or_default();
        let (path, query, header, body) = (field(), field(), field(), field());
        let operation = self.service.operation(case);
        let target = target(&case.target, operation.path, path, query);
        let mut question = Question {
            method: operation.method,
            target: presented.onto(&target),
            headers: presented.headers.clone(),
            body: Sent::Nothing,
            from: self.service.address(),
        };
        let own: Vec<(String, String)> = if header.is_empty() {
            case.headers.clone()
        } else {
            let text = header_value(header);
            let names = self.service.contract.request_headers.iter();
            names
                .chain(&["cookie"])
                .map(|name| ((*name).to_owned(), text.clone()))
                .collect()
        };
        for (name, value) in own {
            if !question.headers.iter().any(|(known, _)| *known == name) {
                question.headers.push((name, value));
            }
        }
        let media = media(&self.service, case);
        let is_sent = !body.is_empty() || matches!(operation.body, BodyRule::Required(_));
        if let (Some(index), true) = (usize::from(kind).checked_rem(media.len()), is_sent) {
            content_type(&mut question, media.get(index)?.media_type);
            question.body = Sent::Whole(Bytes::copy_from_slice(body));
        }
        // What is no target or no header at all never reaches the gate.
        let is_read = Uri::try_from(&question.target).is_ok()
            && question
                .headers
                .iter()
                .all(|(_, value)| HeaderValue::try_from(value).is_ok());
        is_read.then_some((case, question))
    }
}

/// The case's target with another value for its parameters and another query.
fn target(honest: &str, template: &str, value: &[u8], query: &[u8]) -> String {
    let mut target = if value.is_empty() {
        honest.to_owned()
    } else {
        with_value(template, &escaped(value, b"/?"))
    };
    if !query.is_empty() {
        if !value.is_empty() && template.contains('?') {
            target.push('&');
        } else {
            let end = target.find('?').unwrap_or(target.len());
            target.truncate(end);
            target.push('?');
        }
        target.push_str(&escaped(query, b""));
    }
    target
}

/// The template with one value for every parameter.
fn with_value(template: &str, value: &str) -> String {
    let mut path = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        path.push_str(value);
        rest = after.split_once('}').map_or("", |(_, behind)| behind);
    }
    path + rest
}

/// What may stand in a target stays, escapes included; anything else is escaped (RFC 3986, section 2.1).
fn escaped(bytes: &[u8], also: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        let stays = byte.is_ascii_graphic() && !b"\"#<>\\^`{|}".contains(byte);
        if stays && !also.contains(byte) {
            text.push(char::from(*byte));
        } else {
            text.push('%');
            for half in [byte >> 4, byte & 15] {
                text.push(char::from(DIGITS[usize::from(half)]));
            }
        }
    }
    text
}

/// What may stand in a header; anything else is a question mark.
fn header_value(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let kept = |shown: char| if shown.is_control() { '?' } else { shown };
    text.trim().chars().map(kept).collect()
}
