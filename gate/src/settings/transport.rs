//! How requests reach the service: in the clear, behind something that ends TLS, or over TLS that ends here.
//!
//! Plain HTTP leaves the machine in production only behind something that ends TLS. Certificate and key are read and put
//! together here already, so that what is wrong with them is told with every other fault.

use std::io;
use std::path::{Path, PathBuf};

use super::source::Source;
use super::{Profile, value};
use crate::operation::{Contract, Operation, SchemeKind};
use crate::tls::{self, Part, Pem};

/// How requests reach the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// As plain HTTP; in production only where TLS ends in front (`APP__TLS__TERMINATED_UPSTREAM`).
    Plain,
    /// Over TLS that ends here.
    Tls(TlsSettings),
}

/// The files that TLS needs, as PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsSettings {
    /// `APP__TLS__CERT`: the chain, the service's own certificate first.
    pub certificate: PathBuf,
    /// `APP__TLS__KEY`: its private key.
    pub key: PathBuf,
    /// `APP__TLS__CLIENT_CA`: who may sign client certificates. Without it, none is asked for.
    pub client_authority: Option<PathBuf>,
}

/// What stands between the network and the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Front {
    Nothing,
    EndsTls,
}

pub(super) fn read(
    contract: &'static Contract,
    profile: Profile,
    source: &mut Source,
    open: &dyn Fn(&Path) -> io::Result<String>,
) -> Transport {
    let certificate = source.get("tls.cert", value::path);
    let key = source.get("tls.key", value::path);
    let client_authority = source.get("tls.client_ca", value::path);
    let front = if source.or("tls.terminated_upstream", value::switch, false) {
        Front::EndsTls
    } else {
        Front::Nothing
    };
    certificates_needed(contract, profile, front, source);
    let (certificate, key) = match (certificate, key) {
        (Some(certificate), Some(key)) => (certificate, key),
        (None, None) => {
            if client_authority.is_some() {
                source.fault("tls.client_ca", "client certificates are shown where TLS ends; set APP__TLS__CERT and APP__TLS__KEY too");
            }
            if profile == Profile::Production && front == Front::Nothing {
                source.fault(
                    "tls.terminated_upstream",
                    "production does not serve plain HTTP; set APP__TLS__CERT and APP__TLS__KEY, or say true when TLS ends in front of this service",
                );
            }
            return Transport::Plain;
        }
        (Some(_), None) => {
            source.missing("tls.key", "APP__TLS__CERT needs its private key");
            return Transport::Plain;
        }
        (None, Some(_)) => {
            source.missing("tls.cert", "APP__TLS__KEY needs its certificate");
            return Transport::Plain;
        }
    };
    let settings = TlsSettings {
        certificate,
        key,
        client_authority,
    };
    probe(&settings, source, open);
    Transport::Tls(settings)
}

/// Says what is wrong with the files.
fn probe(settings: &TlsSettings, source: &mut Source, open: &dyn Fn(&Path) -> io::Result<String>) {
    let mut text = |path: &Path, part: Part| {
        open(path)
            .map_err(|error| source.fault(key_of(part), &format!("{}: {error}", path.display())))
            .ok()
    };
    let certificate = text(&settings.certificate, Part::Certificate);
    let key = text(&settings.key, Part::Key);
    let client_authority = match &settings.client_authority {
        None => Some(None),
        Some(path) => text(path, Part::ClientAuthority).map(Some),
    };
    let (Some(certificate), Some(key), Some(client_authority)) =
        (certificate, key, client_authority)
    else {
        return;
    };
    let pem = Pem {
        certificate,
        key,
        client_authority,
    };
    for (part, sentence) in tls::configuration(&pem).err().unwrap_or_default() {
        source.fault(key_of(part), &format!("the file {sentence}"));
    }
}

fn key_of(part: Part) -> &'static str {
    match part {
        Part::Certificate => "tls.cert",
        Part::Key => "tls.key",
        Part::ClientAuthority => "tls.client_ca",
    }
}

/// A contract that asks for client certificates cannot be kept in production without seeing them.
fn certificates_needed(
    contract: &'static Contract,
    profile: Profile,
    front: Front,
    source: &mut Source,
) {
    let needs = |operation: &&Operation| {
        operation.security.iter().copied().flatten().any(|need| {
            contract
                .schemes
                .iter()
                .any(|scheme| scheme.name == need.scheme && scheme.kind == SchemeKind::MutualTls)
        })
    };
    let Some(operation) = contract.operations.iter().find(needs) else {
        return;
    };
    if profile == Profile::Development {
        return;
    }
    if front == Front::EndsTls {
        source.fault(
            "tls.terminated_upstream",
            &format!("operation {} asks for client certificates, which do not get past a proxy that ends TLS; end it here", operation.id),
        );
    }
    source.missing(
        "tls.client_ca",
        &format!(
            "operation {} asks for client certificates; name the file with the certificates of those who sign them",
            operation.id
        ),
    );
}
