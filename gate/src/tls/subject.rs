//! Who a client certificate speaks of.
//!
//! In: a certificate that rustls has verified. Out: an [`Identity`] whose subject is the common name (RFC 5280, section
//! 4.1.2.6); where there is none, the first URI among the alternative names, such as a SPIFFE id, else the first
//! host name. A certificate that names nobody, or several by common name, is nobody's.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use rustls::pki_types::CertificateDer;
use serde_json::{Value, json};
use webpki::EndEntityCert;

use crate::caller::Identity;

/// `id-at-commonName`, 2.5.4.3.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

const OBJECT_IDENTIFIER: u8 = 0x06;
const UTF8_STRING: u8 = 0x0c;
const PRINTABLE_STRING: u8 = 0x13;
const IA5_STRING: u8 = 0x16;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;

/// The identity of a verified certificate; the reason, for the log, when it has none. The claims are the alternative
/// names (`uris`, `hosts`) and the certificate's thumbprint (`x5t#S256`, RFC 8705, section 3.1).
pub(crate) fn identity(certificate: &CertificateDer<'_>) -> Result<Arc<Identity>, &'static str> {
    let parsed =
        EndEntityCert::try_from(certificate).map_err(|_| "the certificate cannot be read")?;
    let uris: Vec<&str> = parsed.valid_uri_names().collect();
    let hosts: Vec<&str> = parsed.valid_dns_names().collect();
    let common_name = common_name(parsed.subject())?;
    let subject = common_name
        .as_deref()
        .or_else(|| uris.first().copied())
        .or_else(|| hosts.first().copied())
        .ok_or("the certificate names nobody")?;
    let mut identity = Identity::new(subject);
    let thumbprint = URL_SAFE_NO_PAD.encode(digest(&SHA256, certificate));
    for (name, value) in [
        ("uris", json!(uris)),
        ("hosts", json!(hosts)),
        ("x5t#S256", Value::from(thumbprint)),
    ] {
        identity.claims.insert(name.to_owned(), value);
    }
    Ok(Arc::new(identity))
}

/// The one common name among the parts of a distinguished name.
fn common_name(mut name: &[u8]) -> Result<Option<String>, &'static str> {
    const BROKEN: &str = "the certificate's subject cannot be read";
    let mut found = None;
    while !name.is_empty() {
        let (mut set, rest) = element(name, SET).ok_or(BROKEN)?;
        name = rest;
        while !set.is_empty() {
            let (pair, rest) = element(set, SEQUENCE).ok_or(BROKEN)?;
            set = rest;
            let (kind, value) = element(pair, OBJECT_IDENTIFIER).ok_or(BROKEN)?;
            if kind != COMMON_NAME {
                continue;
            }
            let text = text(value).ok_or(BROKEN)?;
            if text.is_empty() || text.chars().any(char::is_control) {
                return Err("the certificate's common name is no name");
            }
            if found.replace(text.to_owned()).is_some() {
                return Err("the certificate has several common names");
            }
        }
    }
    Ok(found)
}

fn text(value: &[u8]) -> Option<&str> {
    let (text, _) = [UTF8_STRING, PRINTABLE_STRING, IA5_STRING]
        .into_iter()
        .find_map(|kind| element(value, kind))?;
    str::from_utf8(text).ok()
}

/// The content of the first element of DER, which has to be of this kind, and what comes after it.
fn element(der: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81 => {
            let (length, rest) = rest.split_first()?;
            (usize::from(*length), rest)
        }
        0x82 => {
            let (length, rest) = rest.split_first_chunk::<2>()?;
            (usize::from(u16::from_be_bytes(*length)), rest)
        }
        _ => return None,
    };
    (*tag == kind).then_some(rest.split_at_checked(length)?)
}
