//! A path as it is kept on record: what a client put there by mistake and nobody may read is left out.

use std::borrow::Cow;

/// The shortest segment that can hold a key or a token.
const SHORTEST: usize = 40;
/// How the gate's keys begin, and how the header of a token does: `{"` in base64url (RFC 7515, section 3.1).
const BEGINNINGS: [&str; 2] = ["pk_", "eyJ"];

/// The path, with an ellipsis in place of segments that hold a key or a token.
pub(crate) fn on_record(path: &str) -> Cow<'_, str> {
    if path.len() < SHORTEST || !path.split('/').any(is_secret) {
        return Cow::Borrowed(path);
    }
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| if is_secret(segment) { "…" } else { segment })
        .collect();
    Cow::Owned(segments.join("/"))
}

/// Whether a segment holds a key or a token, wherever in it that begins: it may be a value among others (`;key=…`).
fn is_secret(segment: &str) -> bool {
    segment.len() >= SHORTEST
        && BEGINNINGS.iter().any(|beginning| {
            segment
                .find(beginning)
                .is_some_and(|at| segment.len() - at >= SHORTEST)
        })
}
