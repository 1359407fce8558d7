//! How one setting is read; the error says what is accepted.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use jsonwebtoken::Algorithm;

use super::{Backend, DocsAccess, IssuerUrl, Network, TokenType};
use crate::operation::Rate;
use crate::seal::{KeyRing, Keys};

type Read<T> = Result<T, &'static str>;

pub(crate) fn text(text: &str) -> Read<String> {
    if text.is_empty() {
        Err("say something, or leave it out")
    } else {
        Ok(text.to_owned())
    }
}

pub(crate) fn path(text: &str) -> Read<PathBuf> {
    if text.is_empty() {
        Err("say the path of a file")
    } else {
        Ok(PathBuf::from(text))
    }
}

pub(crate) fn issuer_url(text: &str) -> Read<IssuerUrl> {
    IssuerUrl::new(text)
        .ok_or("say an https address, such as https://issuer.example.com/jwks.json; http is for this machine alone")
}

pub(crate) fn address(text: &str) -> Read<SocketAddr> {
    text.parse()
        .map_err(|_| "say an address with a port, such as 127.0.0.1:8080")
}

pub(crate) fn switch(text: &str) -> Read<bool> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("say `true` or `false`"),
    }
}

pub(crate) fn access(text: &str) -> Read<DocsAccess> {
    match text {
        "authenticated" => Ok(DocsAccess::Authenticated),
        "public" => Ok(DocsAccess::Public),
        "off" => Ok(DocsAccess::Off),
        _ => Err("say `authenticated`, `public` or `off`"),
    }
}

/// An origin as browsers write it (RFC 6454, section 6.2): it is compared byte by byte, so that a name in capitals or a
/// port that goes without saying would never match.
pub(crate) fn origin(text: &str) -> Read<String> {
    let accepted = "say exact origins as browsers send them, such as https://app.example.com or http://localhost:3000: no `*`, no path, no capitals";
    let (host, usual) = match text.split_once("://") {
        Some(("https", host)) => (host, ":443"),
        Some(("http", host)) => (host, ":80"),
        _ => return Err(accepted),
    };
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) {
            name
        } else {
            host
        }
    });
    let in_brackets = name.starts_with('[') && name.ends_with(']');
    let readable = name.bytes().all(|byte| {
        byte.is_ascii_lowercase()
            || byte.is_ascii_digit()
            || matches!(byte, b'.' | b'-' | b'_')
            || (in_brackets && matches!(byte, b':' | b'[' | b']'))
    });
    if name.is_empty() || !readable || host.ends_with(usual) {
        return Err(accepted);
    }
    Ok(text.to_owned())
}

pub(crate) fn count(text: &str) -> Read<u64> {
    text.parse()
        .ok()
        .filter(|count| *count > 0)
        .ok_or("say a whole number from 1 on")
}

pub(crate) fn depth(text: &str) -> Read<usize> {
    text.parse()
        .ok()
        .filter(|depth| (1..=512).contains(depth))
        .ok_or("say a whole number from 1 to 512")
}

/// Bytes, with a unit if there is one: `KiB` is 1024 of them, `kB` is 1000 (IEC 80000-13).
pub(crate) fn size(text: &str) -> Read<u64> {
    let accepted = "say a number of bytes, such as 65536, 512KiB or 2MiB";
    let (number, unit) = split(text);
    let factor = match unit {
        "" | "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        "kB" | "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        _ => return Err(accepted),
    };
    number
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(factor))
        .ok_or(accepted)
}

/// A time with its unit; without one, seconds, as everywhere in HTTP.
pub(crate) fn duration(text: &str) -> Read<Duration> {
    let accepted = "say a number with a unit, such as 500ms, 30s, 10m or 24h";
    let (number, unit) = split(text);
    let number: u64 = number.parse().map_err(|_| accepted)?;
    let milliseconds = match unit {
        "ms" => 1,
        "" | "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(accepted),
    };
    number
        .checked_mul(milliseconds)
        .filter(|total| *total > 0)
        .map(Duration::from_millis)
        .ok_or(accepted)
}

/// `100/m`, or `100/m burst 20`.
pub(crate) fn rate(text: &str) -> Read<Rate> {
    let accepted =
        "say a rate such as 10/s, 100/m, 1000/h or 5000/d, and `burst 20` after it if need be";
    let (rate, burst) = match text.split_once("burst") {
        Some((rate, burst)) => (
            rate.trim(),
            Some(burst.trim().parse::<u32>().map_err(|_| accepted)?),
        ),
        None => (text, None),
    };
    let (requests, unit) = rate.split_once('/').ok_or(accepted)?;
    let per = match unit.trim() {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(accepted),
    };
    let requests = requests
        .trim()
        .parse::<u32>()
        .ok()
        .filter(|requests| *requests > 0)
        .ok_or(accepted)?;
    let mut rate = Rate::new(requests, Duration::from_secs(per));
    match burst {
        Some(0) => return Err(accepted),
        Some(burst) => rate.burst = burst,
        None => {}
    }
    Ok(rate)
}

/// `memory`, or the address of a Redis.
pub(crate) fn backend(text: &str) -> Read<Backend> {
    if text == "memory" {
        return Ok(Backend::Memory);
    }
    redis(text)
}

#[cfg(feature = "redis")]
fn redis(text: &str) -> Read<Backend> {
    if crate::limit::shared::is_address(text) {
        Ok(Backend::Redis(text.to_owned().into()))
    } else {
        Err(
            "say `memory`, or the address of a Redis such as redis://127.0.0.1:6379/0 or rediss://redis.internal:6379/0",
        )
    }
}

#[cfg(not(feature = "redis"))]
fn redis(_: &str) -> Read<Backend> {
    Err("say `memory`: this service is built without the feature `redis` of its gate")
}

pub(crate) fn network(text: &str) -> Read<Network> {
    let accepted = "say addresses or networks, such as 10.0.0.0/8 or 192.0.2.7";
    let (address, prefix) = text
        .split_once('/')
        .map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let address: IpAddr = address.parse().map_err(|_| accepted)?;
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let prefix = prefix
        .map_or(Ok(longest), str::parse)
        .map_err(|_| accepted)?;
    if prefix > longest {
        Err(accepted)
    } else {
        Ok(Network { address, prefix })
    }
}

/// Only algorithms whose verifier cannot sign.
pub(crate) fn algorithm(text: &str) -> Read<Algorithm> {
    // RFC 9864, section 2.2: the one curve that `EdDSA` is taken with here.
    if text == "Ed25519" {
        return Ok(Algorithm::EdDSA);
    }
    match text.parse() {
        Ok(Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512) | Err(_) => {
            Err("say EdDSA, ES256, ES384, RS256, RS384, RS512, PS256, PS384 or PS512")
        }
        Ok(algorithm) => Ok(algorithm),
    }
}

/// Only algorithms whose verifier can sign as well: for a secret.
pub(crate) fn symmetric_algorithm(text: &str) -> Read<Algorithm> {
    match text.parse() {
        Ok(algorithm @ (Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512)) => Ok(algorithm),
        _ => Err("say HS256, HS384 or HS512: there is a secret, and no public key"),
    }
}

/// What a token has to say that it is.
pub(crate) fn token_type(text: &str) -> Read<TokenType> {
    match text {
        "any" => Ok(TokenType::Any),
        "at+jwt" => Ok(TokenType::AccessToken),
        _ => Err("say `at+jwt`, to take nothing else (RFC 9068), or `any`"),
    }
}

/// A word that can stand in a quoted string of a header.
pub(crate) fn word(text: &str) -> Read<String> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
    if !text.is_empty() && text.bytes().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("say printable ASCII without blanks, quotes and backslashes")
    }
}

/// Keys that seal, the first of which does; others only open.
pub(crate) fn keys(text: &str) -> Read<KeyRing> {
    Keys::read(Some(text)).map(KeyRing::given).map_err(|_| {
        "say `name = key` with commas between, as `seal-key new` prints it: names and keys that differ, of 32 bytes in base64"
    })
}

fn split(text: &str) -> (&str, &str) {
    let end = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    (number, unit.trim())
}
