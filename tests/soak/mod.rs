//! Ten seconds of what `cargo bench --bench soak` does for two minutes: every answer is the one that was deserved, and a
//! stop under load loses nothing.

use std::fs;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::support::project::{Answers, build, lay};
use crate::support::{ROOT, defaults, emit, load};

#[path = "../../benches/soak/mod.rs"]
mod course;

use course::{Patience, Plan, run};

#[test]
fn under_load_everybody_gets_what_they_deserve() {
    if !cfg!(target_os = "linux") {
        return eprintln!("skipped: the size of a process is read from /proc");
    }
    let here = Path::new(ROOT).join("benches/soak");
    let mut files = emit(&load(&here.join("contract.yaml")), &defaults("soak"));
    let handlers = files
        .iter_mut()
        .find(|file| file.path == "src/handlers/vessels.rs")
        .unwrap();
    handlers.contents = fs::read(here.join("handlers.rs")).unwrap();
    let binary = build(&lay("soak", &files), Answers::Stubs);
    let folder = TempDir::new().unwrap();
    let plan = Plan {
        length: Duration::from_secs(10),
        keeping: 16,
        coming: 4,
        slow: 4,
        patience: Patience { head: 3, body: 5 },
    };
    let report = run(&binary, folder.path(), &plan).unwrap();
    assert!(report.faults.is_empty(), "{report}");
    // A debug build settles late; what leaks with every request would be far more.
    assert!(report.growth() < report.settled(), "{report}");
}
