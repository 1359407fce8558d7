//! Which host a request is for.
//!
//! In: the head of a request. Out: nothing, or a refusal of what whoever stands in front of us, or reads a log, might take
//! for another host than we do.

use http::Version;
use http::header::HOST;
use http::request::Parts;

use super::arrival::Arrival;
use crate::problem::{Problem, Violation};

/// Refuses a request that names several hosts, that came over a connection and names none, or whose host is none
/// (RFC 9112, section 3.2).
pub(super) fn check(parts: &Parts, arrival: &Arrival) -> Result<(), Problem> {
    let mut named = parts.headers.get_all(HOST).iter();
    let (host, second) = (named.next(), named.next());
    let authority = parts
        .uri
        .authority()
        .map(|authority| authority.as_str().as_bytes());
    // HTTP/2 has the authority in place of the header, and takes one with a user in it (RFC 9113, section 8.3.1).
    if authority.is_some_and(|authority| !authority.iter().copied().all(is_of_a_host)) {
        return Err(refusal("the request names no host"));
    }
    let Some(host) = host else {
        let over_a_connection = arrival.peer.is_some();
        if over_a_connection && parts.version == Version::HTTP_11 {
            return Err(refusal("a request names one host"));
        }
        return Ok(());
    };
    let differs = |authority: &[u8]| !authority.eq_ignore_ascii_case(host.as_bytes());
    if second.is_some() || authority.is_some_and(differs) {
        return Err(refusal("a request names one host"));
    }
    if !host.as_bytes().iter().copied().all(is_of_a_host) {
        return Err(refusal("the Host header names no host"));
    }
    Ok(())
}

/// What names, addresses and ports are made of (RFC 3986, section 3.2.2): no blank, no path, no user.
fn is_of_a_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b':'
                | b'['
                | b']'
                | b'%'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
        )
}

fn refusal(sentence: &'static str) -> Problem {
    Problem::unreadable(sentence, vec![Violation::new("/header/host", sentence)])
}
