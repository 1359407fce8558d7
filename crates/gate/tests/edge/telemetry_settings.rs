//! Where traces go, as it is set: by ours, or by the variables that OpenTelemetry has for the same.

use gate::settings::{CollectorSettings, Parent, Sampling, Settings, TelemetrySettings};

use super::support::{OPEN, contract};

fn load(variables: &[(&str, &str)]) -> Result<TelemetrySettings, Vec<String>> {
    let variables: Vec<(String, String)> = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let read = |path: &std::path::Path| match path.to_str() {
        Some("/run/headers") => Ok("authorization=Bearer%20s3cret\n".to_owned()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    };
    Settings::from_parts(contract(&[], vec![OPEN]), &variables, read)
        .map(|settings| settings.telemetry)
        .map_err(|error| error.faults)
}

#[track_caller]
fn collector(variables: &[(&str, &str)]) -> CollectorSettings {
    match load(variables) {
        Ok(TelemetrySettings::Collector(collector)) => collector,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn faults(variables: &[(&str, &str)]) -> String {
    load(variables).unwrap_err().join("\n")
}

#[track_caller]
fn off(variables: &[(&str, &str)]) {
    let settings = load(variables);
    assert!(
        matches!(settings, Ok(TelemetrySettings::Off)),
        "{settings:?}"
    );
}

const OURS: &str = "APP__TELEMETRY__ENDPOINT";
const STANDARD: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
const HERE: &str = "http://127.0.0.1:4318";

#[test]
fn spans_are_posted_where_ours_or_the_standard_variables_say() {
    for (name, value, expected) in [
        (OURS, HERE, "http://127.0.0.1:4318/v1/traces"),
        (STANDARD, HERE, "http://127.0.0.1:4318/v1/traces"),
        (
            OURS,
            "https://otel.example/ingest/",
            "https://otel.example/ingest/v1/traces",
        ),
        (
            "APP__TELEMETRY__TRACES_ENDPOINT",
            "http://otel/x",
            "http://otel/x",
        ),
        (
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            "http://otel/x",
            "http://otel/x",
        ),
    ] {
        assert_eq!(collector(&[(name, value)]).address, expected, "{name}");
    }
    let both = [
        (STANDARD, HERE),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://otel/x"),
    ];
    assert_eq!(collector(&both).address, "http://otel/x");
}

#[test]
fn without_an_endpoint_or_when_switched_off_nothing_is_sent() {
    off(&[]);
    off(&[
        ("OTEL_SERVICE_NAME", "quay"),
        ("OTEL_TRACES_SAMPLER", "nonsense"),
    ]);
    off(&[("APP__TELEMETRY__SERVICE_NAME", "quay")]);
    off(&[(STANDARD, "")]);
    off(&[(STANDARD, HERE), ("OTEL_SDK_DISABLED", "TRUE")]);
    off(&[(OURS, HERE), ("OTEL_SDK_DISABLED", "true")]);
    off(&[(STANDARD, HERE), ("OTEL_TRACES_EXPORTER", "none")]);
    collector(&[
        (STANDARD, HERE),
        ("OTEL_SDK_DISABLED", "false"),
        ("OTEL_TRACES_EXPORTER", "otlp"),
    ]);
}

#[test]
fn a_key_goes_to_nobody_but_the_collector_that_it_was_meant_for() {
    let theirs = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://other.example"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=s3cret"),
        ("OTEL_EXPORTER_OTLP_CERTIFICATE", "/other.pem"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_SERVICE_NAME", "quay"),
    ];
    let ours = collector(&[&theirs[..], &[(OURS, HERE)]].concat());
    assert_eq!(ours.address, "http://127.0.0.1:4318/v1/traces");
    assert!(ours.headers.is_none() && ours.authorities.is_none());
    assert_eq!(ours.service_name.as_deref(), Some("quay"));
    let without_protocol: Vec<_> = theirs
        .iter()
        .filter(|(name, _)| !name.ends_with("PROTOCOL"))
        .copied()
        .collect();
    let standard = collector(&without_protocol);
    assert_eq!(standard.headers.unwrap().expose(), "api-key=s3cret");
    assert_eq!(standard.authorities.unwrap().to_str(), Some("/other.pem"));
    // In the clear they go to this machine alone.
    let headers = ("APP__TELEMETRY__HEADERS", "api-key=s3cret");
    for address in [
        HERE,
        "http://localhost:4318",
        "http://[::1]:4318",
        "https://otel.example",
    ] {
        assert!(
            collector(&[(OURS, address), headers]).headers.is_some(),
            "{address}"
        );
    }
    let fault = faults(&[(OURS, "http://otel:4318"), headers]);
    assert!(
        fault.starts_with("APP__TELEMETRY__HEADERS: they would go over the network in the clear"),
        "{fault}"
    );
    assert!(!fault.contains("s3cret"));
    let file = [
        (OURS, HERE),
        ("APP__TELEMETRY__HEADERS_FILE", "/run/headers"),
    ];
    assert_eq!(
        collector(&file).headers.unwrap().expose(),
        "authorization=Bearer%20s3cret"
    );
    assert!(!format!("{:?}", load(&file)).contains("s3cret"));
}

#[test]
fn samplers_have_their_standard_names() {
    let sampling = |name, argument: Option<&str>| {
        let mut variables = vec![(STANDARD, HERE), ("OTEL_TRACES_SAMPLER", name)];
        variables.extend(argument.map(|argument| ("OTEL_TRACES_SAMPLER_ARG", argument)));
        collector(&variables).sampling
    };
    let (decides, ignored) = (Parent::Decides, Parent::IsNotAsked);
    for (name, argument, parent, share) in [
        ("always_on", None, ignored, 1.0),
        ("always_off", None, ignored, 0.0),
        ("traceidratio", Some("0.25"), ignored, 0.25),
        ("traceidratio", None, ignored, 1.0),
        ("parentbased_always_on", None, decides, 1.0),
        ("parentbased_always_off", None, decides, 0.0),
        ("parentbased_traceidratio", Some("0.1"), decides, 0.1),
    ] {
        assert_eq!(
            sampling(name, argument),
            Sampling { parent, share },
            "{name}"
        );
    }
    let default = collector(&[(OURS, HERE)]).sampling;
    assert_eq!(
        default,
        Sampling {
            parent: decides,
            share: 1.0
        }
    );
}

#[test]
fn what_is_wrong_is_named_by_its_place() {
    for (variables, place, sentence) in [
        (
            vec![(OURS, "otel:4318")],
            OURS,
            "say the address of a collector",
        ),
        (vec![(OURS, "grpc://otel:4317")], OURS, "say the address"),
        (
            vec![(OURS, "https://user:s3cret@otel")],
            OURS,
            "say the address",
        ),
        (
            vec![(OURS, "https://otel/?key=s3cret")],
            OURS,
            "say the address",
        ),
        (vec![(STANDARD, "otel")], STANDARD, "say the address"),
        (
            vec![(STANDARD, HERE), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")],
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "say `http/protobuf`",
        ),
        (
            vec![(STANDARD, HERE), ("OTEL_EXPORTER_OTLP_HEADERS", "s3cret")],
            "OTEL_EXPORTER_OTLP_HEADERS",
            "say `name=value`",
        ),
        (
            vec![(STANDARD, HERE), ("OTEL_TRACES_SAMPLER", "jaeger_remote")],
            "OTEL_TRACES_SAMPLER",
            "say always_on, always_off",
        ),
        (
            vec![(OURS, HERE), ("APP__TELEMETRY__SAMPLER_ARG", "0.5")],
            "APP__TELEMETRY__SAMPLER_ARG",
            "it is for the samplers",
        ),
        (
            vec![
                (OURS, HERE),
                ("APP__TELEMETRY__SAMPLER", "traceidratio"),
                ("APP__TELEMETRY__SAMPLER_ARG", "1.5"),
            ],
            "APP__TELEMETRY__SAMPLER_ARG",
            "say a number from 0 to 1",
        ),
        (
            vec![("APP__TELEMETRY__URL", HERE)],
            "APP__TELEMETRY__URL",
            "no such setting",
        ),
    ] {
        let fault = faults(&variables);
        assert!(
            fault.starts_with(&format!("{place}: {sentence}")),
            "{fault}"
        );
        assert!(
            !fault.contains("s3cret") && fault.lines().count() == 1,
            "{fault}"
        );
    }
}
