//! What a scheme is called where people read and type: schemes go in; words for prose, for a shell and for settings come out.
//!
//! It has the contract's own name everywhere but in settings, whose keys and variables have small letters.

use crate::model::Scheme;

/// The contract's name in prose: on one line, and without what would end its marks.
#[must_use]
pub fn in_prose(scheme: &Scheme) -> String {
    scheme.name.wire().replace(['\n', '\r', '`'], " ")
}

/// The key of its section of the settings.
#[must_use]
pub fn in_settings(scheme: &Scheme) -> String {
    scheme.name.rust().trim_end_matches('_').to_owned()
}

/// What `--scheme` takes: the contract's name, unless a shell would take it for something else. The service understands
/// both.
#[must_use]
pub fn in_shell(scheme: &Scheme) -> String {
    let name = scheme.name.wire();
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    if name.starts_with(|first: char| first.is_ascii_alphanumeric()) && name.chars().all(is_plain) {
        name.to_owned()
    } else {
        in_settings(scheme)
    }
}
