//! Whose certificates are believed when the service itself asks over TLS: a file goes in, the settings of a client come out.

use std::path::Path;
use std::sync::Arc;

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// Whose certificates are believed.
#[derive(Clone)]
pub(crate) struct Trust(RootCerts);

impl Trust {
    /// The certificate authorities of this PEM file, else those of Mozilla.
    pub(crate) fn read(authorities: Option<&Path>) -> Result<Self, String> {
        let Some(path) = authorities else {
            return Ok(Self(RootCerts::WebPki));
        };
        let named = |reason: String| format!("{}: {reason}", path.display());
        let text = std::fs::read(path).map_err(|error| named(error.to_string()))?;
        let mut certificates: Vec<Certificate<'static>> = Vec::new();
        for item in parse_pem(&text) {
            if let PemItem::Certificate(certificate) =
                item.map_err(|error| named(error.to_string()))?
            {
                certificates.push(certificate);
            }
        }
        if certificates.is_empty() {
            return Err(named("there is no certificate in it".to_owned()));
        }
        Ok(Self(RootCerts::Specific(Arc::new(certificates))))
    }

    /// The settings of a client that believes these.
    pub(crate) fn tls(&self) -> TlsConfig {
        TlsConfig::builder().root_certs(self.0.clone()).build()
    }
}
