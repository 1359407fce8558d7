//! Who vouches for the Redis in which replicas count together: settings go in, a file comes out.

use std::path::PathBuf;

use super::source::Source;
use super::{Backend, value};

/// `APP__RATE_LIMIT__CA`, which goes with a Redis that is reached over TLS and with nothing else.
pub(super) fn authorities(backend: &Backend, source: &mut Source) -> Option<PathBuf> {
    let authorities = source.get("rate_limit.ca", value::path);
    let over_tls =
        matches!(backend, Backend::Redis(address) if address.expose().starts_with("rediss://"));
    if authorities.is_some() && !over_tls {
        source.fault(
            "rate_limit.ca",
            "nothing is asked over TLS here; it goes with a BACKEND at rediss://",
        );
    }
    authorities
}
