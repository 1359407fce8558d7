//! SHA-256 of a credential: what it is known by, here and in files.

use ring::digest::{Context, SHA256};

/// The digest of these pieces, one after the other.
pub(crate) fn sha256(pieces: &[&[u8]]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    for piece in pieces {
        context.update(piece);
    }
    let mut digest = [0; 32];
    // SHA-256 has 32 bytes; `zip` needs no proof of it.
    for (to, from) in digest.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    digest
}
