//! Where the keys are that seal what is kept: `APP__SEAL__KEYS_FILE`, or `APP__SEAL__KEYS` itself.
//!
//! The file is read here once, so that a fault in it stops the boot. The ring reads it again when it changes, which is why
//! this secret keeps its path, where others are replaced by the content of their file.

use std::io;
use std::path::Path;

use super::source::Source;
use super::value;
use crate::seal::{KeyRing, Keys};

pub(super) fn read(
    source: &mut Source,
    open: &dyn Fn(&Path) -> io::Result<String>,
) -> Option<KeyRing> {
    let given = source.get("seal.keys", value::keys);
    let Some(file) = source.get("seal.keys_file", value::path) else {
        return given;
    };
    if given.is_some() {
        source.fault(
            "seal.keys_file",
            "seal.keys is set as well; say it in one place",
        );
    }
    let content = open(&file)
        .map_err(|error| error.to_string())
        .and_then(|text| Keys::read(Some(&text)));
    if let Err(fault) = content {
        source.fault("seal.keys_file", &format!("{}: {fault}", file.display()));
    }
    Some(KeyRing::at(&file))
}
