//! How a request came in: over which connection, and what the connection proved.
//!
//! A request that comes straight from a connection has this beside it; one that went through a router of the team's
//! carries it among its extensions, which cost three allocations.

use http::Extensions;

use super::address::Peer;
use crate::auth::certificate::Certificate;

/// The connection of a request, as far as there is one.
#[derive(Clone, Default)]
pub(crate) struct Arrival {
    /// The other end.
    pub(crate) peer: Option<Peer>,
    /// What the client's certificate says, if it showed one.
    pub(crate) certificate: Option<Certificate>,
}

impl Arrival {
    /// What a request carries.
    pub(crate) fn of(extensions: &Extensions) -> Self {
        Self {
            peer: extensions.get().copied(),
            certificate: extensions.get().cloned(),
        }
    }

    /// Lets a request carry it.
    pub(crate) fn onto(&self, extensions: &mut Extensions) {
        if let Some(peer) = self.peer {
            extensions.insert(peer);
        }
        if let Some(certificate) = &self.certificate {
            extensions.insert(certificate.clone());
        }
    }
}
