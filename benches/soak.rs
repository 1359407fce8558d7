//! What two minutes of saturation do to an emitted service: nothing that is not deserved, no growth, no lost request.
//!
//! `cargo bench --bench soak [SECONDS]`, on Linux. The service is a release build in production, with everything on; 64
//! clients keep their connections, 8 come anew each time, 8 are slow on purpose, and every tenth request is hostile. The
//! last line says how many faults there were; any ends the bench with an error, and so does memory that grows by more than
//! a twentieth after the first 30 s, between the first and the last third of what is left.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use portcullis::options::{Options, ProjectName, Sharing, Templates, Typeless, Unenforced};
use portcullis::source;

#[path = "soak/mod.rs"]
mod course;

use course::{Fault, Patience, Plan, run};

fn main() -> Result<(), Fault> {
    let seconds = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(120);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("soak");
    let binary = emitted(&folder)?;
    let plan = Plan {
        length: Duration::from_secs(seconds),
        keeping: 64,
        coming: 8,
        slow: 8,
        patience: Patience { head: 2, body: 3 },
    };
    let report = run(&binary, &folder.join("soak"), &plan)?;
    write!(io::stdout(), "{report}")?;
    if !report.faults.is_empty() {
        return Err("not everything was deserved".into());
    }
    if report.growth() > report.settled() / 20 {
        return Err("the service grows".into());
    }
    Ok(())
}

/// Emits, writes the handlers and builds.
fn emitted(folder: &Path) -> Result<PathBuf, Fault> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/soak");
    let loaded = source::load(&here.join("contract.yaml"))?;
    let document = loaded.document.ok_or("the contract is refused")?;
    let options = Options {
        name: ProjectName::near("soak"),
        unenforced: Unenforced::Refuse,
        typeless: Typeless::Object,
        sharing: Sharing::None,
        templates: Templates::default(),
    };
    let files = portcullis::emit(&document, &options)
        .files
        .ok_or("nothing is emitted")?;
    let project = folder.join("soak");
    for file in files {
        let path = project.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(&project))?;
        fs::write(path, &file.contents)?;
    }
    fs::copy(
        here.join("handlers.rs"),
        project.join("src/handlers/vessels.rs"),
    )?;
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release"])
        .current_dir(&project)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .status()?;
    if status.success() {
        Ok(folder.join("target/release/soak"))
    } else {
        Err("the service does not build".into())
    }
}
