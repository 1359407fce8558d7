//! Time-based one-time passwords: RFC 6238 over HMAC-SHA-1 (RFC 4226), six digits, a new code every 30 seconds.
//!
//! These are the parameters that every authenticator app knows; several ignore all others. In: a secret and a time. Out:
//! which step a code belongs to, or the URI by which an app learns the secret.

use std::fmt::Write;
use std::io;

use ring::hmac;
use subtle::ConstantTimeEq;

/// How long a code is good for, in seconds.
const PERIOD: u64 = 30;
const MODULUS: u32 = 1_000_000;
/// RFC 4648, section 6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret: 160 random bits (RFC 4226, section 4, R6), in base32.
pub(crate) fn secret() -> io::Result<String> {
    let mut random = [0_u8; 20];
    getrandom::fill(&mut random)?;
    Ok(base32(&random))
}

/// The step to which `code` belongs, if it is one of this moment: the step of now, the one before and the one after,
/// for clocks that differ. `secret` is base32, `now` in seconds since 1970.
pub(crate) fn step(secret: &str, code: &str, now: u64) -> Option<u64> {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &from_base32(secret)?);
    let step = now / PERIOD;
    [step.saturating_sub(1), step, step.saturating_add(1)]
        .into_iter()
        .find(|step| at(&key, *step).as_bytes().ct_eq(code.as_bytes()).into())
}

/// The code of one step: dynamic truncation, RFC 4226, section 5.3.
fn at(key: &hmac::Key, step: u64) -> String {
    let tag = hmac::sign(key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or_default() & 0x0f);
    let word = bytes
        .iter()
        .skip(offset)
        .take(4)
        .fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
    format!("{:06}", (word & 0x7fff_ffff) % MODULUS)
}

/// The URI that authenticator apps read from a QR code; it holds the secret.
pub(crate) fn uri(issuer: &str, account: &str, secret: &str) -> String {
    let (issuer, account) = (escaped(issuer), escaped(account));
    format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period={PERIOD}"
    )
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.extend(digit(bits >> held));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        text.extend(digit(bits << (5 - held)));
    }
    text
}

fn digit(bits: u32) -> Option<char> {
    let index = usize::try_from(bits & 31).ok()?;
    BASE32.get(index).map(|byte| char::from(*byte))
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let value = BASE32.iter().position(|known| *known == byte)?;
        bits = (bits << 5) | u32::try_from(value).ok()?;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    (!bytes.is_empty()).then_some(bytes)
}

/// Percent-encoded but for the unreserved characters (RFC 3986, section 2.3).
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}
