//! Where traces go: `APP__TELEMETRY__…`, or the variables that OpenTelemetry has for the same.
//!
//! The standard variables count where ours do not say otherwise, so that a service can be told as every other one of a
//! team is. Without an endpoint nothing is sent, whatever else is set.

#[cfg(feature = "otel")]
use std::borrow::Cow;
use std::path::PathBuf;

#[cfg(feature = "otel")]
use http::{HeaderName, HeaderValue, Uri};

#[cfg(feature = "otel")]
use super::is_loopback;
use super::source::Source;
#[cfg(feature = "otel")]
use super::value;
use crate::secret::Secret;

/// Where traces go.
#[derive(Clone, Debug)]
pub enum TelemetrySettings {
    /// Nowhere.
    Off,
    /// Nowhere, although this standard variable names a collector: the gate is built without its feature `otel`.
    NotBuilt(&'static str),
    /// To a collector.
    Collector(CollectorSettings),
}

/// A collector of spans, and which spans it gets.
#[derive(Clone, Debug)]
pub struct CollectorSettings {
    /// `__ENDPOINT` with `/v1/traces` behind it, or `__TRACES_ENDPOINT` as it is: where spans are posted, as OTLP over HTTP.
    pub address: String,
    /// `__HEADERS`: what is sent along, as `name=value` with commas between and values percent-encoded; often a key.
    pub headers: Option<Secret<String>>,
    /// `__CA`: the certificate authorities (PEM) that vouch for the collector, in place of Mozilla's.
    pub authorities: Option<PathBuf>,
    /// `__SERVICE_NAME`: the name of the service in its traces; else the title of the contract.
    pub service_name: Option<String>,
    /// `__SAMPLER` and `__SAMPLER_ARG`.
    pub sampling: Sampling,
}

/// Which requests have a span that is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// Whether callers that belong to a trace decide.
    pub parent: Parent,
    /// The share of all others, from 0 to 1.
    pub share: f64,
}

/// Whether a caller's own decision to be traced counts (the flag `sampled` of W3C Trace Context).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// It does, whatever the share is.
    Decides,
    /// It does not.
    IsNotAsked,
}

/// Which standard variable speaks for which key; of two for one key, the first that is set. What is about the collector
/// comes first and counts only where ours do not name one: a key is not sent to another place than it was meant for.
#[cfg(feature = "otel")]
const COLLECTOR: [(&str, &str); 8] = [
    (
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "telemetry.traces_endpoint",
    ),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "telemetry.endpoint"),
    ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "telemetry.headers"),
    ("OTEL_EXPORTER_OTLP_HEADERS", "telemetry.headers"),
    ("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "telemetry.ca"),
    ("OTEL_EXPORTER_OTLP_CERTIFICATE", "telemetry.ca"),
    ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "telemetry.protocol"),
    ("OTEL_EXPORTER_OTLP_PROTOCOL", "telemetry.protocol"),
];
#[cfg(feature = "otel")]
const SAMPLER: [(&str, &str); 3] = [
    ("OTEL_SERVICE_NAME", "telemetry.service_name"),
    ("OTEL_TRACES_SAMPLER", "telemetry.sampler"),
    ("OTEL_TRACES_SAMPLER_ARG", "telemetry.sampler_arg"),
];

/// Takes the standard variables for what ours leave open.
#[cfg(feature = "otel")]
pub(super) fn adopt(source: &mut Source, environment: &[(String, String)]) {
    let own = source.has("telemetry.endpoint") || source.has("telemetry.traces_endpoint");
    let named = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", ENDPOINT];
    if !own && named.iter().all(|name| of(environment, name).is_none()) {
        return;
    }
    let collector = COLLECTOR.iter().filter(|_| !own);
    for (name, key) in collector.chain(&SAMPLER) {
        if let Some(text) = of(environment, name)
            && !source.has(key)
        {
            source.adopt(key, name, text);
        }
    }
}

/// The variable that most services are told their collector by.
const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";

/// The settings, unless the standard variables switch traces off, or name a collector that nobody was built to send to.
pub(super) fn heeding(
    settings: TelemetrySettings,
    environment: &[(String, String)],
) -> TelemetrySettings {
    let says = |name, word: &str| {
        of(environment, name).is_some_and(|text| text.trim().eq_ignore_ascii_case(word))
    };
    if says("OTEL_SDK_DISABLED", "true") || says("OTEL_TRACES_EXPORTER", "none") {
        return TelemetrySettings::Off;
    }
    if !cfg!(feature = "otel") && of(environment, ENDPOINT).is_some() {
        return TelemetrySettings::NotBuilt(ENDPOINT);
    }
    settings
}

/// What a variable says; an empty one says nothing, as OpenTelemetry has it.
fn of<'e>(environment: &'e [(String, String)], name: &str) -> Option<&'e str> {
    let named = environment.iter().find(|(known, _)| known == name);
    named
        .map(|(_, text)| text.as_str())
        .filter(|text| !text.is_empty())
}

#[cfg(feature = "otel")]
pub(super) fn read(source: &mut Source) -> TelemetrySettings {
    let base = source.get("telemetry.endpoint", base);
    let whole = source.get("telemetry.traces_endpoint", whole);
    let headers = source.get("telemetry.headers", headers);
    let authorities = source.get("telemetry.ca", value::path);
    let service_name = source.get("telemetry.service_name", value::text);
    source.get("telemetry.protocol", protocol);
    let (parent, fixed) = source.or("telemetry.sampler", sampler, (Parent::Decides, Some(1.0)));
    let share = source.get("telemetry.sampler_arg", share);
    if share.is_some() && fixed.is_some() {
        source.fault(
            "telemetry.sampler_arg",
            "it is for the samplers traceidratio and parentbased_traceidratio",
        );
    }
    let Some(address) = whole.or(base) else {
        return TelemetrySettings::Off;
    };
    if headers.is_some() && !is_private(&address) {
        source.fault(
            "telemetry.headers",
            "they would go over the network in the clear; send them to an https address, or to this machine",
        );
    }
    TelemetrySettings::Collector(CollectorSettings {
        address,
        headers,
        authorities,
        service_name,
        sampling: Sampling {
            parent,
            share: fixed.or(share).unwrap_or(1.0),
        },
    })
}

/// Every setting is a fault, with the way out: what is set and not heeded would be worse.
#[cfg(not(feature = "otel"))]
pub(super) fn read(source: &mut Source) -> TelemetrySettings {
    for key in [
        "telemetry.endpoint",
        "telemetry.traces_endpoint",
        "telemetry.headers",
        "telemetry.ca",
        "telemetry.service_name",
        "telemetry.protocol",
        "telemetry.sampler",
        "telemetry.sampler_arg",
    ] {
        source.get::<()>(key, |_| {
            Err("this service is built without the feature `otel`; build it with `--features otel`, or leave this out")
        });
    }
    TelemetrySettings::Off
}

#[cfg(feature = "otel")]
fn base(text: &str) -> Result<String, &'static str> {
    whole(text).map(|address| format!("{}/v1/traces", address.trim_end_matches('/')))
}

/// An absolute address without a name and password, which would be shown, and without a query.
#[cfg(feature = "otel")]
fn whole(text: &str) -> Result<String, &'static str> {
    let accepted =
        "say the address of a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318";
    let uri: Uri = text.parse().map_err(|_| accepted)?;
    let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
    let bare = uri
        .authority()
        .is_some_and(|authority| !authority.host().is_empty() && !authority.as_str().contains('@'));
    if is_web && bare && !text.contains(['?', '#']) {
        Ok(text.to_owned())
    } else {
        Err(accepted)
    }
}

/// Whether nobody on the way can read what is sent there.
#[cfg(feature = "otel")]
fn is_private(address: &str) -> bool {
    address
        .parse::<Uri>()
        .is_ok_and(|uri| uri.scheme_str() == Some("https") || uri.host().is_some_and(is_loopback))
}

/// The text as it is, once it is clear that it can be read.
#[cfg(feature = "otel")]
fn headers(text: &str) -> Result<Secret<String>, &'static str> {
    match pairs(text) {
        Some(pairs) if !pairs.is_empty() => Ok(text.to_owned().into()),
        _ => Err("say `name=value`, with commas between several and values percent-encoded"),
    }
}

/// The headers of a text (OpenTelemetry Protocol Exporter, "Specifying headers via environment variables").
#[cfg(feature = "otel")]
pub(crate) fn pairs(text: &str) -> Option<Vec<(HeaderName, HeaderValue)>> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        let name = HeaderName::try_from(name.trim()).ok()?;
        let value: Cow<'_, str> = crate::router::percent_decode(value.trim())?;
        let mut value = HeaderValue::from_str(&value).ok()?;
        value.set_sensitive(true);
        Some((name, value))
    };
    text.split(',')
        .filter(|part| !part.trim().is_empty())
        .map(pair)
        .collect()
}

#[cfg(feature = "otel")]
fn protocol(text: &str) -> Result<(), &'static str> {
    if text == "http/protobuf" {
        Ok(())
    } else {
        Err("say `http/protobuf`: spans are sent in no other way")
    }
}

/// A sampler by its standard name: whether the caller decides, and the share unless the argument says it.
#[cfg(feature = "otel")]
fn sampler(text: &str) -> Result<(Parent, Option<f64>), &'static str> {
    Ok(match text {
        "always_on" => (Parent::IsNotAsked, Some(1.0)),
        "always_off" => (Parent::IsNotAsked, Some(0.0)),
        "traceidratio" => (Parent::IsNotAsked, None),
        "parentbased_always_on" => (Parent::Decides, Some(1.0)),
        "parentbased_always_off" => (Parent::Decides, Some(0.0)),
        "parentbased_traceidratio" => (Parent::Decides, None),
        _ => {
            return Err(
                "say always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or parentbased_traceidratio",
            );
        }
    })
}

#[cfg(feature = "otel")]
fn share(text: &str) -> Result<f64, &'static str> {
    text.parse()
        .ok()
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or("say a number from 0 to 1, such as 0.25")
}
