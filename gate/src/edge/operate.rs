//! A request for an operation of the contract: from its credentials to its handler.
//!
//! In: a routed request. Out: what the handler answered, or the refusal of the first step that does not go on.

use std::pin::pin;
use std::sync::Mutex;
use std::time::Duration;

use axum::body::Body;
use http::StatusCode;
use http::request::Parts;

use super::arrival::Arrival;
use super::body::{self, Announced};
use super::finish::Record;
#[cfg(feature = "multipart")]
use super::multipart;
use super::watch::{Late, Timed};
use super::{Core, Gate, Passed, Row, inside, negotiate};
use crate::auth::Evidence;
use crate::auth::credential::without_parameter;
use crate::call::Call;
use crate::caller::Caller;
use crate::operation::{Media, MediaKind, Operation};
use crate::policy::{self, Rule};
use crate::problem::Problem;
use crate::router::Answer;
use crate::stream::ByteStream;

/// A routed request's goal.
pub(super) struct Target {
    pub(super) index: usize,
    pub(super) operation: &'static Operation,
    pub(super) path: Vec<(&'static str, String)>,
}

impl Gate {
    /// A request for an operation of the contract.
    pub(super) async fn operate(
        &self,
        target: Target,
        parts: &mut Parts,
        body: Body,
        arrival: &Arrival,
        record: &mut Record<'_>,
    ) -> Result<Passed, Problem> {
        let core = &*self.core;
        let Target {
            index,
            operation,
            path,
        } = target;
        let row = core.rows.get(index).unwrap_or(&core.defaults);
        let query = parts.uri.query().unwrap_or_default();
        let evidence = Evidence {
            headers: &parts.headers,
            query,
            client: record.client,
            certificate: arrival.certificate.as_ref(),
        };
        let caller = match core.authenticator.authenticate(index, evidence).await {
            Ok(caller) => caller.asking(record.request_id, record.client),
            Err(problem) => {
                // Whoever is refused is a stranger: the address is counted, so that refusals have a limit too. The limit of
                // wrong credentials, once reached, needs no other beside it.
                if problem.status() != StatusCode::TOO_MANY_REQUESTS {
                    core.count(row, &Caller::ANONYMOUS, record).await?;
                }
                return Err(problem);
            }
        };
        record.caller = Some(caller.clone());
        core.count(row, &caller, record).await?;
        if !negotiate::accepts_any(&parts.headers, operation.produces) {
            return Err(Problem::not_acceptable(operation.produces));
        }
        let query = core.without_keys(index, query);
        let mut call = Call {
            caller,
            path,
            query,
            headers: std::mem::take(&mut parts.headers),
            media: None,
            body: bytes::Bytes::new(),
            stream: Mutex::new(None),
            #[cfg(feature = "multipart")]
            parts: Vec::new(),
            read_limits: core.read_limits,
            request_id: record.request_id,
        };
        match core.rules.get(index) {
            Some(Rule::ScopesSuffice | Rule::Unreviewed) => {}
            Some(Rule::Check(check)) => {
                let deciding = pin!(check.begin(&call)?);
                let decided = Timed::new(deciding, row.timeout).await;
                let late =
                    |Late| Problem::unavailable("the policy took too long", Duration::from_secs(1));
                policy::refusal(decided.map_err(late)??)?;
            }
            Some(Rule::Deny) | None => return Err(policy::denied()),
        }
        if let Announced::Body(media) =
            body::announced(operation.body, &call.headers, &body, row.body)?
        {
            call.media = Some(media);
            core.take_body(media, body, &mut call, row).await?;
        }
        let time = row.time(call.media);
        let late = |Late| Problem::unavailable("the answer took too long", Duration::from_secs(1));
        match &self.inside {
            None => {
                let handler = pin!(core.dispatch.call(index, call));
                Timed::new(handler, time)
                    .await
                    .map_err(late)?
                    .map(|reply| Passed::Reply(reply, Answer::Whole))
            }
            Some(layers) => {
                let head = inside::Head {
                    method: parts.method.clone(),
                    uri: parts.uri.clone(),
                };
                let mut handler = Box::pin(inside::call(layers.clone(), head, index, call));
                Timed::new(handler.as_mut(), time)
                    .await
                    .map_err(late)
                    .map(Passed::Response)
            }
        }
    }
}

impl Core {
    /// The query without the keys in it: those are the gate's alone.
    fn without_keys(&self, index: usize, query: &str) -> String {
        let hidden = self.authenticator.hidden(index).iter();
        hidden.fold(query.to_owned(), |query, name| {
            without_parameter(&query, name)
        })
    }

    /// Puts a body into the call: read whole, read in parts, or left for the handler to read.
    async fn take_body(
        &self,
        media: &'static Media,
        body: Body,
        call: &mut Call,
        row: &Row,
    ) -> Result<(), Problem> {
        match media.kind {
            MediaKind::Bytes => {
                let stream = ByteStream::of_request(body, row.body, row.timeout);
                call.stream = Mutex::new(Some(stream));
            }
            #[cfg(feature = "multipart")]
            MediaKind::Multipart(rules) => {
                let budget = multipart::Budget {
                    total: row.body,
                    memory: self.defaults.body.min(row.body),
                    parts: self.read_limits.nodes,
                    time: row.timeout,
                };
                call.parts = Box::pin(multipart::read(body, &call.headers, rules, budget)).await?;
            }
            _ => call.body = body::read(body, row.body, row.timeout).await?,
        }
        Ok(())
    }
}

impl Row {
    /// How long a handler has. A body that it takes itself may need all the time that a body has.
    fn time(&self, media: Option<&Media>) -> Duration {
        match media.map(|media| media.kind) {
            Some(MediaKind::Bytes) => self.timeout.saturating_mul(2),
            _ => self.timeout,
        }
    }
}
