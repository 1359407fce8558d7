//! How each security scheme is verified: the section `auth.<scheme>` goes in, one [`SchemeSettings`] comes out.
//!
//! Exactly one source of keys is in force for a scheme of tokens. Two of them would let a token choose by which one it
//! is checked (RFC 8725, section 2.1), so naming two stops the boot.

use std::path::PathBuf;
use std::time::Duration;

use jsonwebtoken::Algorithm;

use super::issuer::{IssuerUrl, KeyPlace, RemoteKeySettings};
use super::source::Source;
use super::{Profile, value};
use crate::operation::{Scheme, SchemeKind};

/// How one scheme is verified.
#[derive(Clone, Debug)]
pub enum SchemeSettings {
    /// Tokens of an issuer.
    Token(TokenSettings),
    /// Keys or users in a file: `__FILE`.
    File(PathBuf),
    /// A client certificate; `APP__TLS__CLIENT_CA` says who signs them.
    Certificate,
    /// Nobody passes.
    Refused,
}

/// What a token has to say, and who may have signed it.
#[derive(Clone, Debug)]
pub struct TokenSettings {
    /// `__ISSUER`: the one `iss` that passes; `None` where the issuer's own metadata say it.
    pub issuer: Option<String>,
    /// `__AUDIENCE`: one of these must be in `aud`.
    pub audience: Vec<String>,
    /// What signatures are checked with.
    pub keys: KeySource,
    /// `__ALGORITHMS`: the only ones that pass.
    pub algorithms: Box<[Algorithm]>,
    /// `__TYP`: what a token has to say that it is.
    pub typ: TokenType,
    /// `__MAX_LIFETIME`: a token that lives longer is refused.
    pub max_lifetime: Duration,
    /// What counts as a second factor.
    pub step_up: StepUpSettings,
}

/// What a token has to say that it is, in its `typ`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenType {
    /// `any`: an access token, a token (`JWT`), or nothing. What says that it is something else never passes, nor what
    /// its claims tell to be an ID token or an event.
    Any,
    /// `at+jwt`: an access token, in so many words (RFC 9068, section 4).
    AccessToken,
}

/// What signatures are checked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// The developer's own key; never in production.
    Development,
    /// `__JWKS_FILE`: public keys in a file.
    File(PathBuf),
    /// `__JWKS_URL`, or the metadata of an `OpenID` provider: public keys that are fetched.
    Remote(RemoteKeySettings),
    /// `__SECRET`: a secret that the issuer shares with this service.
    Secret(SharedSecret),
}

/// A secret of 32 bytes or more, for HMAC (RFC 7518, section 3.2). Nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedSecret(String);

/// What counts as a second factor where an operation asks for one (RFC 9470).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepUpSettings {
    /// `__MFA_ACR`: values of `acr` that do, besides `mfa` in `amr`.
    pub acr: Vec<String>,
    /// `__MFA_MAX_AGE`: how long ago the caller may have proved it, by `auth_time`.
    pub max_age: Option<Duration>,
}

impl SharedSecret {
    /// The bytes of the secret.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for SharedSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SharedSecret(…)")
    }
}

/// How long fetched keys are good without being asked for again.
const REFRESH: Duration = Duration::from_mins(10);
/// How the address of a provider's metadata ends.
const METADATA: &str = "/.well-known/openid-configuration";
/// The shortest secret, in bytes.
const SHORTEST_SECRET: usize = 32;

pub(super) fn read(
    scheme: &'static Scheme,
    profile: Profile,
    source: &mut Source,
) -> SchemeSettings {
    match scheme.kind {
        SchemeKind::Refused => SchemeSettings::Refused,
        SchemeKind::MutualTls => SchemeSettings::Certificate,
        SchemeKind::ApiKey { .. } | SchemeKind::Basic => {
            let default = PathBuf::from(format!("data/{}.toml", scheme.setting));
            SchemeSettings::File(source.or(&key(scheme, "file"), value::path, default))
        }
        SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. } => {
            SchemeSettings::Token(token(scheme, profile, source))
        }
    }
}

fn token(scheme: &'static Scheme, profile: Profile, source: &mut Source) -> TokenSettings {
    let issuer = source.get(&key(scheme, "issuer"), value::text);
    let audience = source.list(&key(scheme, "audience"), value::text);
    let keys = keys(scheme, profile, issuer.as_deref(), source);
    let step_up = StepUpSettings {
        acr: source
            .list(&key(scheme, "mfa_acr"), value::word)
            .unwrap_or_default(),
        max_age: source.get(&key(scheme, "mfa_max_age"), value::duration),
    };
    // With keys of an issuer, nothing about that issuer is assumed in development either.
    if profile == Profile::Production || keys != KeySource::Development {
        let says_issuer = matches!(
            &keys,
            KeySource::Remote(RemoteKeySettings {
                place: KeyPlace::Metadata { .. },
                ..
            })
        );
        for (name, missing, what) in [
            (
                "issuer",
                issuer.is_none() && !says_issuer,
                "the `iss` that its tokens have",
            ),
            (
                "audience",
                audience.is_none(),
                "the `aud` that stands for this service",
            ),
            (
                "jwks_file",
                keys == KeySource::Development,
                "the issuer's public keys (JWKS), from a file or, with JWKS_URL, from the issuer",
            ),
        ] {
            if missing {
                source.lacks(
                    scheme.name,
                    &key(scheme, name),
                    &format!("scheme {} needs {what}", scheme.name),
                );
            }
        }
    }
    let own = || "development".to_owned();
    TokenSettings {
        issuer: match keys {
            KeySource::Development => Some(issuer.unwrap_or_else(own)),
            _ => issuer,
        },
        audience: audience
            .filter(|all| !all.is_empty())
            .unwrap_or_else(|| vec![own()]),
        algorithms: algorithms(scheme, &keys, source).into_boxed_slice(),
        keys,
        typ: source.or(&key(scheme, "typ"), value::token_type, TokenType::Any),
        max_lifetime: source.or(
            &key(scheme, "max_lifetime"),
            value::duration,
            Duration::from_hours(24),
        ),
        step_up,
    }
}

/// The one source of keys that was named; for an `OpenID` provider, else its metadata.
fn keys(
    scheme: &'static Scheme,
    profile: Profile,
    issuer: Option<&str>,
    source: &mut Source,
) -> KeySource {
    let file = source.get(&key(scheme, "jwks_file"), value::path);
    let url = source.get(&key(scheme, "jwks_url"), value::issuer_url);
    let secret = source.get(&key(scheme, "secret"), value::text);
    let refresh = source.get(&key(scheme, "jwks_refresh"), value::duration);
    let authorities = source.get(&key(scheme, "ca"), value::path);
    if secret.is_some() && (file.is_some() || url.is_some()) {
        source.fault(
            &key(scheme, "secret"),
            "tokens are checked with a secret or with public keys, never with either (RFC 8725, section 2.1)",
        );
    }
    if file.is_some() && url.is_some() {
        source.fault(
            &key(scheme, "jwks_url"),
            "keys come from a file or from the issuer; name one of them",
        );
    }
    let short = secret
        .as_ref()
        .is_some_and(|secret| secret.len() < SHORTEST_SECRET);
    if short {
        source.fault(
            &key(scheme, "secret"),
            "a secret has 32 bytes or more (RFC 7518, section 3.2)",
        );
    }
    let place = if secret.is_none() && file.is_none() {
        url.map(KeyPlace::Keys)
            .or_else(|| metadata(scheme, profile, issuer, source))
    } else {
        None
    };
    for (name, set) in [
        ("jwks_refresh", refresh.is_some()),
        ("ca", authorities.is_some()),
    ] {
        if set && place.is_none() {
            let sentence = "keys are not fetched here; it goes with JWKS_URL";
            source.fault(&key(scheme, name), sentence);
        }
    }
    match (secret, file, place) {
        (Some(secret), ..) => KeySource::Secret(SharedSecret(secret)),
        (None, Some(file), _) => KeySource::File(file),
        (None, None, Some(place)) => KeySource::Remote(RemoteKeySettings {
            place,
            refresh: refresh.unwrap_or(REFRESH),
            authorities,
        }),
        (None, None, None) => KeySource::Development,
    }
}

/// Where an `OpenID` provider has its metadata: by its configured name, else by the contract. In development nobody is
/// asked who was not named in the settings.
fn metadata(
    scheme: &'static Scheme,
    profile: Profile,
    issuer: Option<&str>,
    source: &mut Source,
) -> Option<KeyPlace> {
    let SchemeKind::OpenIdConnect { discovery } = scheme.kind else {
        return None;
    };
    let (url, sentence) = match (issuer, profile) {
        (Some(issuer), _) => (
            IssuerUrl::of_metadata(issuer),
            "an OpenID provider is named by an https address, or JWKS_FILE says its keys",
        ),
        (None, Profile::Production) => (
            IssuerUrl::new(discovery).filter(|url| url.as_str().ends_with(METADATA)),
            "the contract's openIdConnectUrl is no address that a provider could have; name it here",
        ),
        (None, Profile::Development) => return None,
    };
    if url.is_none() {
        source.fault(&key(scheme, "issuer"), sentence);
    }
    url.map(|url| KeyPlace::Metadata {
        url,
        issuer: issuer.map(str::to_owned),
    })
}

/// The algorithms that pass. A secret is for HMAC alone and nothing else is; it is as long as the hash, or longer.
fn algorithms(scheme: &'static Scheme, keys: &KeySource, source: &mut Source) -> Vec<Algorithm> {
    let setting = key(scheme, "algorithms");
    let KeySource::Secret(secret) = keys else {
        return source.list(&setting, value::algorithm).unwrap_or_else(|| {
            vec![
                Algorithm::EdDSA,
                Algorithm::ES256,
                Algorithm::ES384,
                Algorithm::RS256,
                Algorithm::PS256,
            ]
        });
    };
    let length = secret.expose().len();
    let long_enough = |algorithm: &Algorithm| match algorithm {
        Algorithm::HS384 => length >= 48,
        Algorithm::HS512 => length >= 64,
        _ => true,
    };
    match source.list(&setting, value::symmetric_algorithm) {
        Some(asked) => {
            if !asked.iter().all(long_enough) {
                source.fault(
                    &setting,
                    "HS384 needs a secret of 48 bytes, HS512 one of 64 (RFC 7518, section 3.2)",
                );
            }
            asked
        }
        None => [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512]
            .into_iter()
            .filter(long_enough)
            .collect(),
    }
}

/// The dotted key of a scheme's setting.
fn key(scheme: &Scheme, name: &str) -> String {
    format!("auth.{}.{name}", scheme.setting)
}
