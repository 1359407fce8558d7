//! The service under abuse: a contract and the team's own wiring go in; requests are asked of it and answers come back.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, to_bytes};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, StatusCode};
use http_body::Frame;

use super::case::Case;
use super::credentials::{Credentials, Presented};
use super::{Abuse, Failures, Given};
use crate::boot::{Boot, Rehearsing};
use crate::edge::address::Peer;
use crate::edge::arrival::Arrival;
use crate::operation::{Contract, Operation};
use crate::serve::StartError;
use crate::settings::Settings;

/// How many requests of one caller the default limit allows while it is being tried.
const FEW: u32 = 3;
/// The largest body, where an operation has no limit of its own.
const BODY: u64 = 65_536;
/// An answer of the gate is not longer than this.
const LONGEST_ANSWER: usize = 1 << 20;

/// A service with credentials for it.
pub(crate) struct Service {
    pub(crate) contract: &'static Contract,
    pub(crate) boot: Boot,
    pub(crate) credentials: Credentials,
    front: crate::Service,
    addresses: AtomicU32,
}

/// An answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// The body of a request.
pub(crate) enum Sent {
    Nothing,
    /// With its length announced.
    Whole(Bytes),
    /// Only announced: the gate has to refuse it before it reads.
    Announced(u64),
    /// Without a word on its length.
    Streamed(Bytes),
}

/// What is asked: a case with one thing changed.
pub(crate) struct Question {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Sent,
    pub(crate) from: IpAddr,
}

impl Service {
    pub(crate) async fn start<F, S>(
        contract: &'static Contract,
        app: &F,
        own: &[(&'static str, Given)],
        abuse: Abuse,
    ) -> Result<Self, Failures>
    where
        F: AsyncFn(Boot) -> Result<S, StartError>,
        S: Into<crate::Service>,
    {
        let rate = match abuse {
            Abuse::TooOften => format!("{FEW}/h"),
            _ => "1000000/s".to_owned(),
        };
        let mut variables = vec![
            ("APP__RATE_LIMIT__DEFAULT".to_owned(), rate),
            (
                "APP__RATE_LIMIT__FAILED_LOGINS".to_owned(),
                "1000000/s".to_owned(),
            ),
            ("APP__LIMITS__BODY".to_owned(), BODY.to_string()),
        ];
        let mut credentials = Credentials::prepare(contract, own).map_err(Failures::one)?;
        variables.extend(credentials.variables());
        let settings = Settings::from_parts(contract, &variables, |_| {
            Err(std::io::ErrorKind::NotFound.into())
        })
        .map_err(Failures::one)?;
        let rehearsing = match abuse {
            Abuse::BrokenJson | Abuse::WrongType | Abuse::UnknownMember | Abuse::WrongParameter => {
                Rehearsing::Decoding
            }
            _ => Rehearsing::Gate,
        };
        let boot = Boot::abused(contract, settings, rehearsing).map_err(Failures::one)?;
        credentials.issue(&boot);
        let front = app(boot.clone()).await.map_err(Failures::one)?;
        Ok(Self {
            contract,
            boot,
            credentials,
            front: front.into(),
            addresses: AtomicU32::new(1),
        })
    }

    /// An address that nobody has called from.
    pub(crate) fn address(&self) -> IpAddr {
        let number = self.addresses.fetch_add(1, Ordering::Relaxed);
        let [_, second, third, fourth] = number.to_be_bytes();
        IpAddr::V4(Ipv4Addr::new(127, second, third, fourth))
    }

    pub(crate) fn operation(&self, case: &Case) -> &'static Operation {
        &self.contract.operations[case.row]
    }

    /// The case as an honest caller asks it; `None` where nobody can be let in.
    pub(crate) fn honest(&self, case: &Case) -> Option<Question> {
        let presented = self.credentials.honest(self.operation(case))?;
        Some(self.question(case, &presented))
    }

    /// The case with these credentials.
    pub(crate) fn question(&self, case: &Case, presented: &Presented) -> Question {
        let mut headers = case.headers.clone();
        headers.extend(presented.headers.iter().cloned());
        Question {
            method: self.operation(case).method,
            target: presented.onto(&case.target),
            headers,
            body: Sent::Nothing,
            from: self.address(),
        }
    }

    pub(crate) async fn ask(&self, question: Question) -> Result<Answer, String> {
        let mut request = Request::builder()
            .method(question.method)
            .uri(&question.target)
            .header(http::header::HOST, "localhost");
        for (name, value) in &question.headers {
            request = request.header(name, value);
        }
        let (length, body) = match question.body {
            Sent::Nothing => (None, Body::empty()),
            Sent::Whole(bytes) => (Some(bytes.len() as u64), Body::from(bytes)),
            Sent::Announced(length) => (Some(length), Body::new(Streamed(None))),
            Sent::Streamed(bytes) => (None, Body::new(Streamed(Some(bytes)))),
        };
        if let Some(length) = length {
            request = request.header(http::header::CONTENT_LENGTH, length);
        }
        let request = request
            .body(body)
            .map_err(|error| format!("the case is no request: {error}"))?;
        let arrival = Arrival {
            peer: Some(Peer(SocketAddr::new(question.from, 50_000))),
            certificate: None,
        };
        let response = self.front.answer(request, &arrival).await;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, LONGEST_ANSWER)
            .await
            .map_err(|error| format!("the answer broke off: {error}"))?;
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        })
    }

    /// Asks, and says what is wrong when the answer has none of these statuses, or is not how a refusal looks.
    pub(crate) async fn wants(
        &self,
        what: &str,
        question: Question,
        expected: &[u16],
    ) -> Result<Answer, String> {
        let answer = self.ask(question).await?;
        if !expected.contains(&answer.status.as_u16()) {
            let wanted: Vec<String> = expected.iter().map(u16::to_string).collect();
            return Err(format!(
                "{what} was answered with {}, not {}",
                answer.status.as_u16(),
                wanted.join(" or ")
            ));
        }
        for name in ["x-content-type-options", "x-request-id", "cache-control"] {
            if !answer.headers.contains_key(name) {
                return Err(format!("{what} was answered without `{name}`"));
            }
        }
        if !answer.is_told() {
            return Err(format!(
                "{what} was refused with a body that does not say so"
            ));
        }
        Ok(answer)
    }
}

impl Answer {
    /// Whether a problem (RFC 9457) has the status that was sent. What the team words in another media type is its own.
    pub(crate) fn is_told(&self) -> bool {
        let problem = self
            .headers
            .get(CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().starts_with(b"application/problem+json"));
        let told = || {
            let problem: serde_json::Value = serde_json::from_slice(&self.body).ok()?;
            problem.get("status")?.as_u64()
        };
        !problem || told() == Some(u64::from(self.status.as_u16()))
    }
}

/// A body whose length nobody knows before it is over.
struct Streamed(Option<Bytes>);

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }
}
