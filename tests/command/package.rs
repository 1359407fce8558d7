//! What `cargo package` ships is enough to emit from.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{talk, tree, workbench};

fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder);
    command
}

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_package_holds_what_is_emitted() {
    let output = cargo(Path::new(ROOT))
        .args(["package", "--list", "--allow-dirty"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", talk(&output));
    let listed = String::from_utf8(output.stdout).unwrap();
    let listed: Vec<&str> = listed.lines().collect();
    for name in [
        "Cargo.lock",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "demo/harbor.yaml",
        "gate/manifest.toml",
    ] {
        assert!(listed.contains(&name), "{name} in {listed:?}");
    }
    for folder in ["templates", "gate", "docs/codes"] {
        let files = tree(&Path::new(ROOT).join(folder));
        let mut files = files
            .iter()
            .filter(|(_, contents)| contents.is_some())
            .peekable();
        assert!(files.peek().is_some(), "`{folder}` is empty");
        for (file, _) in files {
            let name = format!("{folder}/{}", file.display());
            assert!(listed.contains(&name.as_str()), "{name}");
        }
    }
    let ours_alone = |name: &&&str| {
        ["snapshots/", "crates/", ".ci/"]
            .iter()
            .any(|folder| name.starts_with(folder))
    };
    assert_eq!(listed.iter().find(ours_alone), None);
}

/// Builds Portcullis a second time from what is shipped, which takes minutes: only where nobody waits for it.
#[test]
fn what_is_shipped_builds_and_emits() {
    if std::env::var_os("CI").is_none() {
        return eprintln!("skipped: builds everything again; runs with CI=true");
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("package");
    // A package of its own version only: an older one that lies there would be taken for it.
    let packages = target.join("package");
    if packages.exists() {
        fs::remove_dir_all(&packages).unwrap();
    }
    let output = cargo(Path::new(ROOT))
        .env("CARGO_TARGET_DIR", &target)
        .args([
            "package",
            "--allow-dirty",
            "--no-verify",
            "--package",
            "portcullis",
        ])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", talk(&output));
    let shipped = format!("portcullis-{}", env!("CARGO_PKG_VERSION"));
    let unpacked = workbench();
    let archive = packages.join(format!("{shipped}.crate"));
    let output = Command::new("tar")
        .arg("-xzf")
        .arg(&archive)
        .arg("-C")
        .arg(unpacked.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", talk(&output));

    let installed = target.join("installed");
    let output = cargo(unpacked.path())
        .env("CARGO_TARGET_DIR", &target)
        .args([
            "install", "--debug", "--locked", "--force", "--path", &shipped, "--root",
        ])
        .arg(&installed)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", talk(&output));
    let emit = |command: &Path, out: &str| {
        let output = Command::new(command)
            .current_dir(unpacked.path())
            .args(["new", "openapi.yaml", "--name", "shop", "--out", out])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", talk(&output));
        tree(&unpacked.path().join(out))
    };
    let shipped = emit(&installed.join("bin/portcullis"), "shipped");
    assert_eq!(
        shipped,
        emit(Path::new(env!("CARGO_BIN_EXE_portcullis")), "ours")
    );
}
