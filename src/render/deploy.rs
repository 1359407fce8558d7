//! The view of what stands in front of the service and around it: operations go in; sizes, times and paths, as gateways
//! spell them, come out.
//!
//! A gateway knows paths and no methods, so operations of one path have one row, as large and as long as the most that one
//! of them takes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::called;
use crate::model::{Api, KeyLocation, Location, SchemeKind};
use crate::options::ProjectName;

mod places;

use places::{BaseView, Needs, PlaceView, Segment, bases, places, segments};

/// `APP__LIMITS__BODY` where nobody sets it, in bytes.
const BODY: u64 = 2 << 20;
/// `APP__LIMITS__TIMEOUT` where nobody sets it, in seconds.
const TIMEOUT: u64 = 30;
/// How much longer than the service a gateway waits, in seconds, so that it is the service that answers.
const PATIENCE: u64 = 5;
/// How long an answer that comes in pieces may be silent, in seconds.
const SILENCE: u64 = 3_600;
/// More than this is too much to be held by a gateway that would hold a whole body, in bytes.
const HELD: u64 = 16 << 20;
/// A name in a network has no more characters (RFC 1035, section 2.3.1).
const LONGEST_LABEL: usize = 63;
/// What YAML 1.1 takes for something else than text.
const NO_TEXT: &[&str] = &["false", "n", "no", "null", "off", "on", "true", "y", "yes"];

/// What the files under `deploy/` read.
#[derive(Debug, Serialize)]
pub struct DeployView {
    /// The name of the service in a network.
    host: String,
    /// The largest body of operations that say nothing of it, in bytes.
    body: u64,
    /// How long a gateway waits for a body of theirs, in seconds.
    sending: u64,
    /// How long a gateway waits for their answer, in seconds.
    wait: u64,
    /// The longest that any request may take to arrive, in seconds.
    longest: u64,
    /// How long a connection through which bytes are only piped may be silent, in seconds.
    idle: u64,
    /// Where operations live that have no place of their own.
    bases: Vec<BaseView>,
    /// Paths with limits of their own, and those that would be taken for one of them; the first that fits is meant.
    places: Vec<PlaceView>,
    /// Whether a header of the contract has other characters than letters, digits and hyphens.
    odd_headers: bool,
    /// Whether TLS has to end in the service, because it asks for client certificates.
    certificates: bool,
    /// Whether keys or users are kept in files.
    files: bool,
    schemes: Vec<DeployedScheme>,
    /// The verbs that enrol callers in the container, behind the name of the service.
    enrols: Vec<String>,
}

/// What a scheme has to be told in production.
#[derive(Debug, Serialize)]
struct DeployedScheme {
    environment: Vec<SettingView>,
}

#[derive(Debug, Serialize)]
struct SettingView {
    name: String,
    value: &'static str,
}

/// The view of everything that one service serves.
#[must_use]
pub fn view(apis: &[&Api], name: &ProjectName) -> DeployView {
    let operations = apis.iter().flat_map(|api| &api.operations);
    let mut paths: BTreeMap<Vec<Segment>, Needs> = BTreeMap::new();
    for operation in operations.clone() {
        let needs = paths.entry(segments(&operation.path)).or_default();
        needs.add(operation);
    }
    let schemes = || apis.iter().flat_map(|api| &api.schemes);
    let certificates = schemes().any(|scheme| scheme.kind == SchemeKind::MutualTls);
    let files = schemes()
        .any(|scheme| matches!(scheme.kind, SchemeKind::ApiKey { .. } | SchemeKind::Basic));
    let longest = paths.values().map(|needs| needs.timeout).max();
    DeployView {
        host: host(name),
        body: BODY,
        sending: TIMEOUT + PATIENCE,
        wait: TIMEOUT + PATIENCE,
        longest: longest.unwrap_or_default().max(TIMEOUT) + PATIENCE,
        idle: SILENCE,
        bases: bases(apis),
        places: places(&paths),
        odd_headers: headers(apis).any(is_odd),
        certificates,
        files,
        schemes: environments(apis),
        enrols: enrols(apis, &host(name)),
    }
}

/// The names of every header that a caller may send.
fn headers<'a>(apis: &'a [&'a Api]) -> impl Iterator<Item = &'a str> {
    apis.iter().flat_map(|api| {
        let inputs = api
            .operations
            .iter()
            .flat_map(|operation| &operation.inputs)
            .filter(|input| input.location == Location::Header)
            .map(|input| input.field.wire());
        let keys = api.schemes.iter().filter_map(|scheme| match &scheme.kind {
            SchemeKind::ApiKey {
                location: KeyLocation::Header,
                name,
            } => Some(name.as_str()),
            _ => None,
        });
        inputs.chain(keys)
    })
}

fn is_odd(header: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !header.bytes().all(is_plain)
}

/// How keys and users are made in the container.
fn enrols(apis: &[&Api], host: &str) -> Vec<String> {
    let schemes = apis.iter().flat_map(|api| &api.schemes);
    let verbs: BTreeSet<String> = schemes
        .filter_map(|scheme| {
            let word = called::in_shell(scheme);
            match scheme.kind {
                SchemeKind::ApiKey { .. } => Some(format!(
                    "{host} api-key create --scheme {word} --owner NAME"
                )),
                SchemeKind::Basic => Some(format!("{host} user add NAME --scheme {word}")),
                _ => None,
            }
        })
        .collect();
    verbs.into_iter().collect()
}

fn environments(apis: &[&Api]) -> Vec<DeployedScheme> {
    let mut settings: BTreeMap<String, bool> = BTreeMap::new();
    for scheme in apis.iter().flat_map(|api| &api.schemes) {
        let discovers = match scheme.kind {
            SchemeKind::Bearer | SchemeKind::OAuth2 => false,
            SchemeKind::OpenIdConnect { .. } => true,
            _ => continue,
        };
        let setting = scheme.name.rust().trim_end_matches('_').to_uppercase();
        settings.insert(setting, discovers);
    }
    settings.iter().map(environment).collect()
}

/// An `OpenID` provider says itself who it is and where its keys are.
fn environment((setting, discovers): (&String, &bool)) -> DeployedScheme {
    let always: &[(&str, &str)] = &[("AUDIENCE", "service.example.com"), ("ALGORITHMS", "EdDSA")];
    let told: &[(&str, &str)] = &[
        ("ISSUER", "https://issuer.example.com"),
        ("JWKS_URL", "https://issuer.example.com/jwks.json"),
    ];
    let told = if *discovers { &[] } else { told };
    let one = |(key, value): &(&str, &'static str)| SettingView {
        name: format!("APP__AUTH__{setting}__{key}"),
        value,
    };
    DeployedScheme {
        environment: always.iter().chain(told).map(one).collect(),
    }
}

/// The name as networks take it (RFC 1123, section 2.1), and as no reader of YAML takes for something else.
fn host(name: &ProjectName) -> String {
    let mut host = name.as_str().replace('_', "-");
    host.truncate(LONGEST_LABEL);
    let host = host.trim_end_matches('-');
    if NO_TEXT.contains(&host) {
        format!("{host}-service")
    } else {
        host.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::host;
    use crate::options::ProjectName;

    #[test]
    fn a_name_is_a_label_of_a_network() {
        for (name, expected) in [
            ("harbor", "harbor"),
            ("two_words", "two-words"),
            ("on", "on-service"),
            ("ends_", "ends"),
        ] {
            assert_eq!(host(&ProjectName::new(name).unwrap()), expected);
        }
        let long = "a".repeat(64);
        assert_eq!(host(&ProjectName::new(&long).unwrap()).len(), 63);
    }
}
