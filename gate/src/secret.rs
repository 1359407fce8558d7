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
use crate::seal::{KeyRing, SealError};

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

impl<T: Zeroize + AsRef<[u8]>> Secret<T> {
    /// The value as text that only this ring opens, and only for the same context: what to keep in a database. See
    /// [`KeyRing::seal`].
    ///
    /// # Errors
    /// When the keys cannot be read, or the system gives no random numbers.
    pub fn seal(&self, ring: &KeyRing, context: &str) -> Result<String, SealError> {
        ring.seal(self.0.as_ref(), context)
    }
}

impl Secret<String> {
    /// A text that was sealed for this context; what is no text is opened by [`KeyRing::open`].
    ///
    /// # Errors
    /// As [`KeyRing::open`], and when what was sealed is no text.
    pub fn open(ring: &KeyRing, sealed: &str, context: &str) -> Result<Self, SealError> {
        let mut bytes = ring.open(sealed, context)?;
        String::from_utf8(std::mem::take(&mut bytes.0))
            .map(Self)
            .map_err(|error| {
                drop(Secret(error.into_bytes()));
                SealError::Unreadable
            })
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
