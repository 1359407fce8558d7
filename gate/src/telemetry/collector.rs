//! Posting spans to a collector, in the thread that batches them.
//!
//! In: a batch as the library has written it down (Protocol Buffers). Out: one request of HTTP, bounded in time and in
//! what is read of its answer. Whoever reads the log hears once that a collector does not take spans, and once that it
//! does again.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, Request, Response, Uri};
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use ureq::Agent;

use crate::log::{Level, Log};
use crate::settings::{CollectorSettings, is_loopback, telemetry};
use crate::trust::Trust;

/// All of one batch: connection, request, answer, and what is tried again.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer; a collector has little to say.
const LARGEST: u64 = 64 * 1024;
const LARGEST_HEAD: usize = 16 * 1024;

/// What sends spans where the settings say.
pub(super) fn exporter(to: &CollectorSettings, log: Log) -> Result<SpanExporter, String> {
    SpanExporter::builder()
        .with_http()
        .with_http_client(Collector::new(to, log)?)
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(&to.address)
        .with_timeout(PATIENCE)
        .build()
        .map_err(|error| error.to_string())
}

/// A collector. It is asked for nothing but what the settings say: the library's own reading of variables, which knows
/// nothing of ours, chooses neither the address nor what is sent along.
struct Collector {
    agent: Agent,
    address: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    log: Log,
    /// Whether the last batch was not taken.
    failing: AtomicBool,
}

impl fmt::Debug for Collector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Collector")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Collector {
    fn new(to: &CollectorSettings, log: Log) -> Result<Self, String> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .max_response_header_size(LARGEST_HEAD)
            .tls_config(Trust::read(to.authorities.as_deref())?.tls());
        let uri: Uri = to
            .address
            .parse()
            .map_err(|_| "the address cannot be read")?;
        let config = if uri.host().is_some_and(is_loopback) {
            // Loopback is not asked for by way of a proxy.
            config.proxy(None)
        } else {
            config
        };
        let headers = to.headers.as_ref();
        let headers = headers.and_then(|headers| telemetry::pairs(headers.expose()));
        Ok(Self {
            agent: config.build().into(),
            address: to.address.clone(),
            headers: headers.unwrap_or_default(),
            log,
            failing: AtomicBool::new(false),
        })
    }

    fn post(&self, batch: &Request<Bytes>) -> Result<Response<Bytes>, ureq::Error> {
        let mut post = self.agent.post(&self.address);
        if let Some(kind) = batch.headers().get(CONTENT_TYPE) {
            post = post.header(CONTENT_TYPE, kind);
        }
        for (name, value) in &self.headers {
            post = post.header(name, value);
        }
        let (head, mut body) = post.send(batch.body().as_ref())?.into_parts();
        let said = body.with_config().limit(LARGEST).read_to_vec()?;
        let mut answer = Response::new(Bytes::from(said));
        *answer.status_mut() = head.status;
        if let Some(wait) = head.headers.get(RETRY_AFTER) {
            answer.headers_mut().insert(RETRY_AFTER, wait.clone());
        }
        Ok(answer)
    }

    /// Tells the log when what happens is news.
    fn tell(&self, failure: Option<String>) {
        let before = self.failing.swap(failure.is_some(), Ordering::Relaxed);
        match failure {
            Some(reason) if !before => {
                let message = format!("the collector does not take traces: {reason}");
                self.log.note(Level::Warning, "telemetry", &message);
            }
            None if before => {
                let message = "the collector takes traces again";
                self.log.note(Level::Info, "telemetry", message);
            }
            _ => {}
        }
    }
}

impl HttpClient for Collector {
    // What `async` in a trait of this library becomes: it is asked in a thread that has nothing else to do.
    fn send_bytes<'client, 'answer>(
        &'client self,
        batch: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'answer>>
    where
        'client: 'answer,
        Self: 'answer,
    {
        let answer = self.post(&batch);
        self.tell(match &answer {
            Ok(answer) if answer.status().is_success() => None,
            Ok(answer) => Some(format!("the answer is {}", answer.status().as_u16())),
            Err(error) => Some(error.to_string()),
        });
        Box::pin(ready(answer.map_err(HttpError::from)))
    }
}
