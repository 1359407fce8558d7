//! Every setting that there is: a contract goes in; what can be set for it, what for, and what holds unless it is set come
//! out, as text for whoever runs the service.
//!
//! [`Source`](super::source::Source) asks for no key that is not here, which debug builds hold it to.

use std::fmt::Write;

use crate::operation::{Contract, Scheme, SchemeKind};

/// One setting.
struct Known {
    /// Its key within its section.
    key: &'static str,
    value: Value,
    /// What it is for.
    what: &'static str,
}

/// What is shown for a setting, as TOML.
enum Value {
    /// What holds unless it is set.
    Default(&'static str),
    /// Nothing holds unless it is set; this is what it could be.
    Example(&'static str),
    /// `data/<scheme>.toml`.
    FileOfScheme,
}

use Value::{Default, Example, FileOfScheme};

const fn known(key: &'static str, value: Value, what: &'static str) -> Known {
    Known { key, value, what }
}

/// The settings of every service, by section.
const SECTIONS: &[(&str, &[Known])] = &[
    (
        "server",
        &[known(
            "listen",
            Default("\"127.0.0.1:8080\""),
            "Address and port of the service. Development takes loopback only.",
        )],
    ),
    (
        "management",
        &[known(
            "listen",
            Default("\"127.0.0.1:9090\""),
            "Address and port of `/livez`, `/readyz` and `/metrics`.",
        )],
    ),
    (
        "tls",
        &[
            known(
                "cert",
                Example("\"/etc/service/tls.crt\""),
                "Certificate chain (PEM), the service's own first; read again when it changes.",
            ),
            known(
                "key",
                Example("\"/etc/service/tls.key\""),
                "The private key of the certificate (PEM).",
            ),
            known(
                "client_ca",
                Example("\"/etc/service/clients.crt\""),
                "Who signs client certificates (PEM); without it, none is asked for.",
            ),
            known(
                "terminated_upstream",
                Default("false"),
                "Whether TLS ends in front of the service: production serves plain HTTP only then.",
            ),
        ],
    ),
    (
        "rate_limit",
        &[
            known(
                "default",
                Default("\"100/m\""),
                "Requests of one caller to each operation that has no rate of its own: `30/s`, `100/m burst 20`, `1000/h`.",
            ),
            known(
                "failed_logins",
                Example("\"20/m\""),
                "Wrong passwords and keys from one address: 20 in a minute unless it is set. Once set, wrong tokens too.",
            ),
            known(
                "failed_logins_per_account",
                Default("\"100/h burst 20\""),
                "Wrong passwords for one user name, wherever they come from.",
            ),
            known(
                "backend",
                Example("\"redis://redis.internal:6379/0\""),
                "A Redis in which replicas count together. `backend_file` names a file with the address.",
            ),
            known(
                "ca",
                Example("\"/etc/service/redis.crt\""),
                "Who vouches for the certificate of a Redis at `rediss://` (PEM), in place of Mozilla's list.",
            ),
            known(
                "trusted_proxies",
                Example("[\"10.0.0.0/8\"]"),
                "Whose `X-Forwarded-For` is believed.",
            ),
        ],
    ),
    (
        "limits",
        &[
            known(
                "body",
                Default("\"2MiB\""),
                "The largest body of a request.",
            ),
            known(
                "timeout",
                Default("\"30s\""),
                "Time for the body to arrive, and then for the handler.",
            ),
            known(
                "header_timeout",
                Default("\"10s\""),
                "Time for the head of a request to arrive, and for a TLS handshake.",
            ),
            known(
                "idle_timeout",
                Default("\"75s\""),
                "How long a connection is kept between requests.",
            ),
            known("connections", Default("8192"), "Connections at once."),
            known(
                "connections_per_address",
                Default("512"),
                "Connections at once from one address; trusted proxies are not counted.",
            ),
            known(
                "concurrency",
                Default("1024"),
                "Requests in flight at once.",
            ),
            known("json_depth", Default("64"), "Levels of nesting in JSON."),
        ],
    ),
    (
        "policy",
        &[known(
            "allow_unreviewed",
            Default("false"),
            "Whether production starts with rules in `src/policy.rs` that nobody has reviewed.",
        )],
    ),
    (
        "docs",
        &[known(
            "access",
            Default("\"authenticated\""),
            "Who may read the contract and its page: `authenticated`, `public` or `off`.",
        )],
    ),
    (
        "cors",
        &[known(
            "origins",
            Example("[\"https://app.example.com\"]"),
            "The origins whose scripts may read answers, exactly as browsers send them.",
        )],
    ),
    (
        "telemetry",
        &[
            known(
                "endpoint",
                Example("\"http://localhost:4318\""),
                "Where traces are sent, as OTLP over HTTP; for a build with the feature `otel`, as is all of this section.",
            ),
            known(
                "traces_endpoint",
                Example("\"http://localhost:4318/v1/traces\""),
                "The same as the whole address.",
            ),
            known(
                "headers",
                Example("\"api-key=…\""),
                "What is sent along. `headers_file` names a file with it.",
            ),
            known(
                "ca",
                Example("\"/etc/service/collector.crt\""),
                "Who vouches for the collector's certificate (PEM), in place of Mozilla's list.",
            ),
            known(
                "service_name",
                Example("\"harbor\""),
                "The name in traces: the contract's title unless it is set.",
            ),
            known(
                "protocol",
                Example("\"http/protobuf\""),
                "The one protocol that there is.",
            ),
            known(
                "sampler",
                Example("\"parentbased_traceidratio\""),
                "Which requests are sent: those of callers that are traced, and all others, unless it is set.",
            ),
            known(
                "sampler_arg",
                Example("0.1"),
                "The share of them, for a sampler of a ratio.",
            ),
        ],
    ),
    (
        "seal",
        &[
            known(
                "keys_file",
                Example("\"/run/secrets/seal-keys\""),
                "A file of keys that seal what is kept, the first of which seals.",
            ),
            known(
                "keys",
                Example("\"name = …\""),
                "The same keys themselves, where there is no file.",
            ),
        ],
    ),
];

/// The settings of a scheme of keys or users.
const OF_FILES: &[Known] = &[known(
    "file",
    FileOfScheme,
    "The file that keeps them, by hash; the service's own verbs write it.",
)];

/// The settings of a scheme of tokens.
const OF_TOKENS: &[Known] = &[
    known(
        "issuer",
        Example("\"https://issuer.example.com\""),
        "The `iss` that its tokens have. Needed in production, unless an OpenID provider says it.",
    ),
    known(
        "audience",
        Example("\"service.example.com\""),
        "The `aud` that stands for this service, or several. Needed in production.",
    ),
    known(
        "jwks_url",
        Example("\"https://issuer.example.com/jwks.json\""),
        "Where the issuer has its public keys. Production needs this, `jwks_file` or `secret`.",
    ),
    known(
        "jwks_refresh",
        Example("\"10m\""),
        "Fetched keys are asked for again after this time: 10 minutes unless it is set.",
    ),
    known(
        "ca",
        Example("\"/etc/service/issuer.crt\""),
        "Who vouches for the issuer's certificate (PEM), in place of Mozilla's list.",
    ),
    known(
        "jwks_file",
        Example("\"/etc/service/jwks.json\""),
        "Public keys in a file.",
    ),
    known(
        "secret",
        Example("\"…\""),
        "A secret of 32 bytes or more that the issuer shares. `secret_file` names a file with it.",
    ),
    known(
        "algorithms",
        Default("[\"EdDSA\", \"ES256\", \"ES384\", \"RS256\", \"PS256\"]"),
        "The only algorithms that pass; with a secret, HS256 and those that it is long enough for.",
    ),
    known(
        "typ",
        Default("\"any\""),
        "What a token has to say that it is: `at+jwt` takes access tokens by RFC 9068 alone.",
    ),
    known(
        "max_lifetime",
        Default("\"24h\""),
        "A token that lives longer is refused.",
    ),
    known(
        "mfa_acr",
        Example("[\"urn:example:second-factor\"]"),
        "Values of `acr` that count as a second factor, besides `mfa` in `amr`.",
    ),
    known(
        "mfa_max_age",
        Example("\"15m\""),
        "How long ago a second factor may have been proved, by `auth_time`.",
    ),
];

fn of_scheme(scheme: &Scheme) -> &'static [Known] {
    match scheme.kind {
        SchemeKind::ApiKey { .. } | SchemeKind::Basic => OF_FILES,
        SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. } => OF_TOKENS,
        SchemeKind::MutualTls | SchemeKind::Refused => &[],
    }
}

/// Whether a dotted key is one of those above.
pub(super) fn is_known(key: &str) -> bool {
    let is_among = |settings: &[Known], key: &str| settings.iter().any(|known| known.key == key);
    match key.rsplit_once('.') {
        Some((section, key)) if section.starts_with("auth.") => {
            is_among(OF_FILES, key) || is_among(OF_TOKENS, key)
        }
        Some((section, key)) => SECTIONS
            .iter()
            .any(|(name, settings)| *name == section && is_among(settings, key)),
        None => false,
    }
}

/// What can be set for the service of a contract, as TOML in which nothing is set.
#[must_use]
pub fn listed(contract: &Contract) -> String {
    let mut text = "\
# What can be set: in `config/development.toml` or `config/production.toml`, of which `APP__PROFILE` says one, or as a
# variable, which wins: `APP__LIMITS__BODY` is `body` of `[limits]`. What stands here holds unless it is set, except where
# it is called an example.
"
    .to_owned();
    for (section, settings) in SECTIONS {
        add_section(&mut text, section, "", settings);
    }
    for scheme in contract.schemes {
        let settings = of_scheme(scheme);
        if !settings.is_empty() {
            let section = format!("auth.{}", scheme.setting);
            add_section(&mut text, &section, scheme.setting, settings);
        }
    }
    text
}

fn add_section(text: &mut String, section: &str, scheme: &str, settings: &[Known]) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\n[{section}]");
    for Known { key, value, what } in settings {
        let _ = match value {
            Default(value) => writeln!(text, "# {what}\n# {key} = {value}"),
            Example(value) => writeln!(text, "# {what}\n# {key} = {value} # an example"),
            FileOfScheme => writeln!(text, "# {what}\n# {key} = \"data/{scheme}.toml\""),
        };
    }
}
