//! Real documents: that they generate, what it costs, and that what comes out compiles and refuses what it should.
//!
//! `PORTCULLIS_CORPUS` is the folder they lie in; without it, `../shared/corpus` beside this repository. The whole table:
//! `cargo test --release --test main corpus -- --ignored --nocapture`, with `PORTCULLIS_CORPUS_COMPILE=1` to have each
//! project checked by cargo too.

mod seven;
mod table;

use std::env;
use std::path::{Path, PathBuf};

use crate::support::ROOT;

/// The folder of real documents; a checkout without them skips these tests, and says so.
fn folder() -> Option<PathBuf> {
    let folder = match env::var_os("PORTCULLIS_CORPUS") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(ROOT).join("../shared/corpus"),
    };
    if !folder.is_dir() {
        eprintln!("skipped: there are no documents in {}", folder.display());
        return None;
    }
    Some(folder)
}
