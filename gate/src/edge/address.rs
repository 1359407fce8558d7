//! Where a request comes from: the peer of the connection, or what a proxy we trust says about it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::HeaderMap;

use crate::settings::Network;

/// The other end of the connection, as an extension of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// The client's address. `X-Forwarded-For` counts only when a trusted proxy sent it, and is read from the right: the
/// first address that is no trusted proxy is the client; what stands left of it was written by the client itself. What is
/// no address ends the reading: the last proxy is all that is known.
///
/// `Forwarded` (RFC 7239) never counts. A proxy writes one of the two and passes the other on as the client sent it, so
/// believing both would let the client choose.
pub(crate) fn client(
    peer: Option<&Peer>,
    headers: &HeaderMap,
    trusted: &[Network],
) -> Option<IpAddr> {
    let mut client = peer?.0.ip().to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(client) {
        return Some(client);
    }
    let lines: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .map(|value| value.to_str().unwrap_or_default())
        .collect();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Some(address) = hop_address(hop.trim()) else {
            break;
        };
        client = address.to_canonical();
        if !is_trusted(client) {
            break;
        }
    }
    Some(client)
}

/// An address as proxies write it: bare, in brackets, or with a port behind it.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let bare = hop.parse().ok();
    let with_port = || Some(hop.parse::<SocketAddr>().ok()?.ip());
    let in_brackets = || {
        let inside = hop.strip_prefix('[')?.strip_suffix(']')?;
        inside.parse::<Ipv6Addr>().ok().map(IpAddr::V6)
    };
    bare.or_else(with_port).or_else(in_brackets)
}

/// What an address is counted by: an IPv6 customer has a whole /64 to choose from.
pub(crate) fn counted(address: Option<IpAddr>) -> IpAddr {
    match address {
        Some(IpAddr::V6(address)) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        Some(address) => address,
        None => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    }
}
