//! References to files of the network: addresses flow in, bytes flow out, within bounds of time and size.
//!
//! What was fetched may refer to its own origin and folder only: who serves one file of a contract has no say over what
//! else this machine asks for. Redirects are not followed, for the same reason.

use std::time::Duration;

use fluent_uri::{Uri, UriRef};

use super::super::read::MAX_SIZE;
use super::Refusal;
use crate::diagnostic::Code;

/// From the first byte sent to the last one read.
const PATIENCE: Duration = Duration::from_secs(20);

/// Is this an address of the network?
pub fn is_address(reference: &str) -> bool {
    let begins = |scheme: &str| {
        reference
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    begins("http://") || begins("https://")
}

/// Without `--allow-remote`.
pub fn not_allowed() -> Refusal {
    Refusal::new(
        Code::ReferenceExternal,
        "leads onto the network",
        "put the file beside the document, or pass `--allow-remote` to fetch it",
    )
}

/// The address that `reference` means, seen from the file at the address `from`, or from the disk.
pub fn resolve(from: Option<&str>, reference: &str) -> Result<String, Refusal> {
    let malformed = || {
        Refusal::new(
            Code::ReferenceInvalid,
            "is no address",
            "percent-encode what an address cannot hold",
        )
    };
    let reference = UriRef::parse(reference).map_err(|_| malformed())?;
    let Some(from) = from else {
        let address = Uri::parse(reference.as_str()).map_err(|_| malformed())?;
        return Ok(address.normalize().as_str().to_owned());
    };
    let base = Uri::parse(from).map_err(|_| malformed())?;
    let address = reference.resolve_against(&base).map_err(|_| malformed())?;
    let address = address.normalize();
    let own_folder = from.rfind('/').and_then(|end| from.get(..=end));
    if own_folder.is_none_or(|folder| !address.as_str().starts_with(folder)) {
        return Err(Refusal::new(
            Code::ReferenceExternal,
            "leads out of the folder that its own file was fetched from",
            "refer to it from a file of your own",
        ));
    }
    Ok(address.as_str().to_owned())
}

/// The bytes at an address.
pub fn fetch(address: &str) -> Result<Vec<u8>, Refusal> {
    let failed = |predicate: String| {
        Refusal::new(
            Code::ReferenceMissing,
            predicate,
            "see that the address answers with the file itself",
        )
    };
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .build()
        .into();
    let mut response = agent
        .get(address)
        .call()
        .map_err(|error| failed(format!("cannot be fetched: {error}")))?;
    let status = response.status();
    if !status.is_success() {
        return Err(failed(format!("is answered with status {status}")));
    }
    response
        .body_mut()
        .with_config()
        .limit(MAX_SIZE)
        .read_to_vec()
        .map_err(|error| failed(format!("cannot be fetched: {error}")))
}
