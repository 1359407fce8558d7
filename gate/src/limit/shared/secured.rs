//! TLS to the Redis that keeps the counters, by the rustls that everything else uses: who vouches for its certificate goes in,
//! connections come out.
//!
//! The client library has TLS of its own, which would look for authorities on the machine and bring crates for that; it
//! takes any stream as well.

use std::io;
use std::path::Path;
use std::sync::Arc;

use redis::ConnectionAddr;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::tls;

/// Where the Redis is, and how it proves that it is the one.
pub(super) struct Secured {
    connector: TlsConnector,
    name: ServerName<'static>,
    host: String,
    port: u16,
}

impl Secured {
    /// A Redis at this address, for whose certificate the authorities in a PEM file vouch, else those of Mozilla.
    ///
    /// # Errors
    /// When the address is none of a host, or the file cannot be read or holds something else.
    pub(super) fn new(
        address: &ConnectionAddr,
        authorities: Option<&Path>,
    ) -> Result<Self, String> {
        let ConnectionAddr::Tcp(host, port) = address else {
            return Err("there is no TLS but to a host".to_owned());
        };
        let name = ServerName::try_from(host.clone())
            .map_err(|_| "no certificate can be for this host".to_owned())?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let configuration = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots(authorities)?)
            .with_no_client_auth();
        Ok(Self {
            connector: TlsConnector::from(Arc::new(configuration)),
            name,
            host: host.clone(),
            port: *port,
        })
    }

    /// A new connection, once the certificate has been verified.
    pub(super) async fn connect(&self) -> io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
        // A question is one small packet that somebody waits for.
        stream.set_nodelay(true)?;
        self.connector.connect(self.name.clone(), stream).await
    }
}

fn roots(authorities: Option<&Path>) -> Result<RootCertStore, String> {
    let Some(path) = authorities else {
        return Ok(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect());
    };
    let named = |reason: String| format!("{} {reason}", path.display());
    let text =
        std::fs::read_to_string(path).map_err(|error| named(format!("cannot be read: {error}")))?;
    tls::roots(&text).map_err(named)
}
