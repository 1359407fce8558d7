//! Where the public keys of an issuer are: an address goes in, one that is safe to ask comes out.

use std::path::PathBuf;
use std::time::Duration;

use http::Uri;

/// Keys that are fetched from the issuer, and kept up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteKeySettings {
    /// Where they are.
    pub place: KeyPlace,
    /// `__JWKS_REFRESH`: they are asked for again after this time at the latest.
    pub refresh: Duration,
    /// `__CA`: the certificate authorities (PEM) that vouch for the issuer, in place of Mozilla's.
    pub authorities: Option<PathBuf>,
}

/// Where an issuer's keys are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// `__JWKS_URL`: the key set itself.
    Keys(IssuerUrl),
    /// The issuer's metadata, which say where the key set is (`OpenID` Connect Discovery 1.0).
    Metadata {
        /// Their address.
        url: IssuerUrl,
        /// The configured name of the issuer, which they have to repeat exactly.
        issuer: Option<String>,
    },
}

/// An address that keys may be fetched from: `https`, or `http` on this machine alone, where nobody stands in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerUrl {
    text: String,
    secure: bool,
}

impl IssuerUrl {
    /// The address, if it is one: absolute, without a name and password, without a fragment.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let authority = uri.authority()?;
        if authority.as_str().contains('@') || text.contains('#') || authority.host().is_empty() {
            return None;
        }
        let secure = match uri.scheme_str()? {
            "https" => true,
            "http" if is_loopback(authority.host()) => false,
            _ => return None,
        };
        Some(Self {
            text: text.to_owned(),
            secure,
        })
    }

    /// The address of the metadata of an issuer of this name (`OpenID` Connect Discovery 1.0, section 4.1).
    #[must_use]
    pub fn of_metadata(issuer: &str) -> Option<Self> {
        if issuer.contains('?') {
            return None;
        }
        let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
        Self::new(&format!("{issuer}/.well-known/openid-configuration"))
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is asked over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }
}

/// Whether a host is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
