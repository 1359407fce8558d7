//! Traces: one server span of OpenTelemetry for each request, sent to a collector by a thread of its own.
//!
//! In: the head of a request and, at the end, what the log says of it. Out: a span in a queue of bounded length, from which
//! [`collector`] posts batches (OTLP over HTTP). A request never waits for that: what the queue does not take is dropped.
//! While a request is served its span is the current one, so that handlers may begin spans within it and pass the trace on
//! ([`TraceContext`]).

use std::time::Duration;

use http::request::Parts;
use opentelemetry::trace::TracerProvider;
use opentelemetry::{InstrumentationScope, Key, KeyValue, global};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{BatchSpanProcessor, Sampler, SdkTracer, SdkTracerProvider};

use crate::audit::trace::Trace;
use crate::boot::Boot;
use crate::log::Log;
use crate::operation::Contract;
use crate::settings::{
    CollectorSettings, Parent, Profile, Sampling, Settings, TelemetrySettings, Transport,
};

mod collector;
mod span;
mod within;

pub(crate) use span::Span;
pub(crate) use within::Within;

/// How long the end of a service waits for the last spans to be sent.
const LAST_SPANS: Duration = Duration::from_secs(1);

/// What makes spans. A process has one, however many gates it has.
#[derive(Debug)]
pub(crate) struct Telemetry {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
    /// How callers reach the service: `https`, also where TLS ends in front of it.
    scheme: &'static str,
}

impl Telemetry {
    /// What the settings ask for; `None` where spans go nowhere.
    pub(crate) fn new(
        contract: &'static Contract,
        settings: &Settings,
        log: &Log,
    ) -> Result<Option<Self>, String> {
        let TelemetrySettings::Collector(to) = &settings.telemetry else {
            return Ok(None);
        };
        let exporter = collector::exporter(to, log.clone())
            .map_err(|reason| format!("traces cannot be sent: {reason}"))?;
        let provider = SdkTracerProvider::builder()
            .with_span_processor(BatchSpanProcessor::builder(exporter).build())
            .with_resource(resource(contract, to))
            .with_sampler(sampler(to.sampling))
            .build();
        let scope = InstrumentationScope::builder("portcullis")
            .with_version(env!("CARGO_PKG_VERSION"))
            .build();
        Ok(Some(Self {
            tracer: provider.tracer_with_scope(scope),
            provider,
            scheme: match (&settings.transport, settings.profile) {
                (Transport::Plain, Profile::Development) => "http",
                (Transport::Tls(_), _) | (Transport::Plain, Profile::Production) => "https",
            },
        }))
    }

    /// The span of a request that has just come in.
    pub(crate) fn begin(&self, parts: &Parts, trace: Option<&Trace>) -> Span {
        Span::begin(&self.tracer, self.scheme, parts, trace)
    }
}

/// Begins to send spans, where the settings say so; handlers may make spans of their own from then on.
pub(crate) fn begin(boot: &Boot) -> Result<(), String> {
    if let Some(telemetry) = boot.telemetry()? {
        global::set_tracer_provider(telemetry.provider.clone());
    }
    Ok(())
}

/// Sends what is left, within a bound. A collector that does not take it has told the log by now.
pub(crate) fn end(boot: &Boot) {
    if let Ok(Some(telemetry)) = boot.telemetry() {
        drop(telemetry.provider.shutdown_with_timeout(LAST_SPANS));
    }
}

/// What all spans say of their origin: the name of the settings, else that of `OTEL_RESOURCE_ATTRIBUTES`, else the title.
fn resource(contract: &'static Contract, to: &CollectorSettings) -> Resource {
    const NAME: Key = Key::from_static_str("service.name");
    let given = Resource::builder().build();
    let named = given
        .get(&NAME)
        .map(|name| name.to_string())
        .filter(|name| !name.starts_with("unknown_service"));
    let name = to.service_name.clone().or(named);
    let name = name.unwrap_or_else(|| contract.title.to_owned());
    Resource::builder()
        .with_attribute(KeyValue::new("service.version", contract.version))
        .with_service_name(name)
        .build()
}

fn sampler(sampling: Sampling) -> Sampler {
    let share = Sampler::TraceIdRatioBased(sampling.share);
    match sampling.parent {
        Parent::Decides => Sampler::ParentBased(Box::new(share)),
        Parent::IsNotAsked => share,
    }
}
