//! Asking an issuer for its public keys: one or two requests over TLS, bounded in time and in size.
//!
//! In: where the keys are, or where the issuer says where they are (`OpenID` Connect Discovery 1.0, section 4). Out: the
//! text of a key set, the issuer's name if it was asked for, and for how long it said that this holds. A redirect is not
//! followed: the address was chosen with care and its answer was not.

use std::time::Duration;

use http::header::CACHE_CONTROL;
use http::{Response, StatusCode};
use serde::Deserialize;
use ureq::{Agent, Body};

use crate::settings::{IssuerUrl, KeyPlace};
use crate::trust::Trust;

/// All of one request: name, connection, answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer; key sets and metadata have a few kilobytes.
const LARGEST: u64 = 256 * 1024;
const LARGEST_HEAD: usize = 16 * 1024;

/// What an issuer said.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// A JSON Web Key Set.
    pub(crate) keys: String,
    /// The issuer's name, where the contract gave only the address of its metadata.
    pub(crate) issuer: Option<String>,
    /// For how long the answer holds, by its own words.
    pub(crate) max_age: Option<Duration>,
}

/// The members of the metadata that matter here (`OpenID` Connect Discovery 1.0, section 3).
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    jwks_uri: String,
}

/// Fetches the keys of an issuer. The error is for the log alone.
pub(crate) fn fetch(place: &KeyPlace, trust: &Trust) -> Result<Fetched, String> {
    let (url, issuer) = match place {
        KeyPlace::Keys(url) => (url.clone(), None),
        KeyPlace::Metadata { url, issuer } => {
            let (text, _) = ask(url, trust).map_err(|reason| format!("metadata: {reason}"))?;
            let metadata: Metadata = serde_json::from_str(&text)
                .map_err(|_| "metadata: `issuer` or `jwks_uri` is missing")?;
            if !names(&metadata.issuer, url, issuer.as_deref()) {
                return Err("metadata: it is that of another issuer".to_owned());
            }
            let keys = IssuerUrl::new(&metadata.jwks_uri)
                .filter(|keys| keys.is_secure() || !url.is_secure())
                .ok_or("metadata: `jwks_uri` is no address to fetch keys from")?;
            (keys, issuer.is_none().then_some(metadata.issuer))
        }
    };
    let (keys, max_age) = ask(&url, trust).map_err(|reason| format!("keys: {reason}"))?;
    Ok(Fetched {
        keys,
        issuer,
        max_age,
    })
}

/// Whether metadata is that of the issuer it was asked for: the configured name exactly, else the name from which its
/// address is made (section 4.3; a slash at the end of the name is left out of the address, section 4.1).
fn names(said: &str, url: &IssuerUrl, configured: Option<&str>) -> bool {
    match configured {
        Some(configured) => said == configured,
        None => IssuerUrl::of_metadata(said).is_some_and(|made| made == *url),
    }
}

fn ask(url: &IssuerUrl, trust: &Trust) -> Result<(String, Option<Duration>), String> {
    let config = Agent::config_builder()
        .https_only(url.is_secure())
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .max_response_header_size(LARGEST_HEAD)
        .accept("application/jwk-set+json, application/json")
        .tls_config(trust.tls());
    let config = if url.is_secure() {
        config
    } else {
        // Loopback is not asked for by way of a proxy.
        config.proxy(None)
    };
    let agent: Agent = config.build().into();
    let mut response = agent
        .get(url.as_str())
        .call()
        .map_err(|error| error.to_string())?;
    if response.status() != StatusCode::OK {
        return Err(format!("the answer is {}", response.status().as_u16()));
    }
    let max_age = max_age(&response);
    let text = response
        .body_mut()
        .with_config()
        .limit(LARGEST)
        .read_to_string()
        .map_err(|error| error.to_string())?;
    Ok((text, max_age))
}

/// `max-age` of `Cache-Control` (RFC 9111, section 5.2.2.1); 0 where an answer may not be kept.
fn max_age(response: &Response<Body>) -> Option<Duration> {
    let lines = response.headers().get_all(CACHE_CONTROL);
    let mut directives = lines
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(|directive| directive.trim().to_ascii_lowercase());
    directives.find_map(|directive| match directive.split_once('=') {
        Some(("max-age", seconds)) => seconds
            .trim_matches('"')
            .parse()
            .ok()
            .map(Duration::from_secs),
        None if matches!(directive.as_str(), "no-store" | "no-cache") => Some(Duration::ZERO),
        _ => None,
    })
}
