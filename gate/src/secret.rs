//! What must not be seen: passwords, and whatever else the contract marks as sensitive.
//!
//! A [`Secret`] comes out of a request. It shows nothing of itself in `Debug`, has no JSON form and is wiped when it is
//! dropped; who needs it says [`Secret::expose`]. What an answer is to carry all the same is a [`Revealed`], which has a
//! JSON form and is made from a secret by a word that is easy to search for. Wiping reaches the value alone: the bytes of
//! the request from which it was read, and copies that you make, are yours to forget.

use std::fmt;

use serde::{Serialize, Serializer};
use zeroize::Zeroize;

use crate::decode::{Decoder, Pointer, Report};
use crate::json::Value;

/// A value of a request that is not to be seen.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// The value itself. Do not log it, and do not put it into an error.
    #[must_use]
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> Secret<T> {
    /// The value for an answer. Whoever may call the operation will see it.
    #[must_use]
    pub fn reveal(self) -> Revealed<T> {
        Revealed(self)
    }
}

/// A value that is not to be seen, but by whoever gets the answer that it is part of.
#[derive(Clone, PartialEq, Eq)]
pub struct Revealed<T: Zeroize>(Secret<T>);

impl<T: Zeroize> Revealed<T> {
    /// The value itself.
    #[must_use]
    pub fn expose(&self) -> &T {
        self.0.expose()
    }
}

impl<T: Zeroize> From<T> for Revealed<T> {
    fn from(value: T) -> Self {
        Self(Secret(value))
    }
}

impl<T: Zeroize> fmt::Debug for Revealed<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<T: Zeroize + Serialize> Serialize for Revealed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.0.serialize(serializer)
    }
}

/// What `decoder` accepts, as a secret. No violation repeats a value, so that none repeats this one.
pub fn secret<T: Zeroize>(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<Secret<T>> {
    decoder(value, at, report).map(Secret)
}
