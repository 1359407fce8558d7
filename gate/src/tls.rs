//! TLS 1.2 and 1.3 by rustls, with the cryptography of ring.
//!
//! In: certificate, key and authority of client certificates, as PEM. Out: the configuration of handshakes, or what is
//! wrong with which of the three. Client certificates are asked for where an authority is set, and verified if one is
//! shown; whether one is needed is decided per operation.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::version::{TLS12, TLS13};
use rustls::{Error, RootCertStore, ServerConfig};

pub(crate) mod reload;
pub(crate) mod subject;

/// What is offered by ALPN, dearest first (RFC 7301).
pub(crate) const HTTP_2: &[u8] = b"h2";
const HTTP_1: &[u8] = b"http/1.1";

/// The texts of the three files.
pub(crate) struct Pem {
    /// The chain, the service's own certificate first.
    pub(crate) certificate: String,
    /// Its private key: PKCS #8, PKCS #1 or SEC 1.
    pub(crate) key: String,
    /// Who may sign client certificates.
    pub(crate) client_authority: Option<String>,
}

/// Which of the three is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Certificate,
    Key,
    ClientAuthority,
}

/// What is wrong, by part; a sentence each.
pub(crate) type Faults = Vec<(Part, String)>;

/// The configuration of handshakes.
pub(crate) fn configuration(pem: &Pem) -> Result<ServerConfig, Faults> {
    let mut faults = Faults::new();
    let chain = certificates(&pem.certificate);
    let key = PrivateKeyDer::from_pem_slice(pem.key.as_bytes());
    let authority = pem.client_authority.as_deref().map(roots).transpose();
    if let Err(reason) = &chain {
        faults.push((Part::Certificate, reason.clone()));
    }
    if key.is_err() {
        let sentence = "holds no private key in PEM that can be read (PKCS #8, PKCS #1 or SEC 1)";
        faults.push((Part::Key, sentence.to_owned()));
    }
    if let Err(reason) = &authority {
        faults.push((Part::ClientAuthority, reason.clone()));
    }
    let (Ok(chain), Ok(key), Ok(authority)) = (chain, key, authority) else {
        return Err(faults);
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let failed = |error: Error| vec![(Part::Certificate, error.to_string())];
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&TLS13, &TLS12])
        .map_err(failed)?;
    let builder = match authority {
        None => builder.with_no_client_auth(),
        Some(roots) => {
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                .allow_unauthenticated()
                .build()
                .map_err(|error| vec![(Part::ClientAuthority, error.to_string())])?;
            builder.with_client_cert_verifier(verifier)
        }
    };
    let mut configuration = builder
        .with_single_cert(chain, key)
        .map_err(|error| match error {
            Error::InconsistentKeys(_) => vec![(
                Part::Key,
                "is not the key of the certificate in APP__TLS__CERT".to_owned(),
            )],
            error => vec![(Part::Certificate, error.to_string())],
        })?;
    configuration.alpn_protocols = vec![HTTP_2.to_vec(), HTTP_1.to_vec()];
    Ok(configuration)
}

fn certificates(text: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(text.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|_| "is no PEM that can be read".to_owned())?;
    if certificates.is_empty() {
        return Err("holds no certificate in PEM".to_owned());
    }
    Ok(certificates)
}

/// The authorities in a PEM text.
pub(crate) fn roots(text: &str) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(text)? {
        roots
            .add(certificate)
            .map_err(|error| format!("holds a certificate that cannot be read: {error}"))?;
    }
    Ok(roots)
}
