//! A failure while a project is written leaves the disk as it was.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::AtomicBool;

use portcullis::project::{Action, ApplyError, Disk, File, Occupied, apply, decide};

use super::{SMALL, portcullis, run, skip, talk, tree, workbench};

fn never() -> AtomicBool {
    AtomicBool::new(false)
}

#[test]
fn moving_that_fails_half_way_is_undone() {
    let bench = workbench();
    let root = bench.path();
    fs::write(root.join("first"), "old").unwrap();
    fs::create_dir_all(root.join("z/last")).unwrap();
    fs::write(root.join("z/last/in the way"), "").unwrap();
    let before = tree(root);
    let files = [
        File::ours("first", "new"),
        File::ours("made/second", "new"),
        File::ours("z/last", "new"),
    ];
    // As if `z/last` had become a folder after it was decided about.
    let actions = [
        Action::Replace(&files[0]),
        Action::Create(&files[1]),
        Action::Create(&files[2]),
    ];
    let error = apply(root, &actions, &never()).unwrap_err();
    assert!(matches!(error, ApplyError::Io { .. }), "{error}");
    assert_eq!(tree(root), before);
    assert!(
        apply(root, &actions[..2], &never()).is_ok(),
        "without the obstacle it works"
    );
    assert_eq!(fs::read(root.join("first")).unwrap(), b"new");
}

#[test]
fn a_request_to_stop_is_obeyed_before_anything_is_moved() {
    let bench = workbench();
    let before = tree(bench.path());
    let files = [File::ours("a", "new"), File::yours("openapi.yaml", "new")];
    let actions = [Action::Create(&files[0]), Action::Replace(&files[1])];
    for root in [bench.path().to_owned(), bench.path().join("not/there")] {
        let error = apply(&root, &actions, &AtomicBool::new(true)).unwrap_err();
        assert!(matches!(error, ApplyError::Interrupted), "{error}");
        assert_eq!(tree(bench.path()), before);
    }
}

#[test]
fn a_folder_that_is_not_there_is_made_with_its_parents_and_nothing_beside_it() {
    let bench = workbench();
    let files = [File::ours("a/b", "x"), File::yours("c", "y")];
    let root = bench.path().join("one/two");
    let disk = Disk::read(&root, &files).unwrap();
    apply(
        &root,
        &decide(&files, &disk, Occupied::Refuse).unwrap(),
        &never(),
    )
    .unwrap();
    let made = tree(bench.path());
    let names: Vec<_> = made.keys().map(|path| path.to_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "one",
            "one/two",
            "one/two/a",
            "one/two/a/b",
            "one/two/c",
            "openapi.yaml"
        ]
    );
}

#[test]
fn a_way_up_out_of_a_folder_that_is_not_there_is_refused() {
    let bench = workbench();
    let before = tree(bench.path());
    let output = run(
        bench.path(),
        ["new", "openapi.yaml", "--out", "not-there/../elsewhere"],
    );
    assert_eq!(output.status.code(), Some(2), "{}", talk(&output));
    assert_eq!(tree(bench.path()), before);
}

/// Runs `new` by a script, in which `"$@"` is the command; nothing may remain but what was there.
#[track_caller]
fn fails_and_leaves_nothing(folder: &Path, watched: &Path, script: &str, out: &str, says: &str) {
    let before = tree(watched);
    let output = by_script(folder, script, out);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(talk(&output).contains(says), "{output:?}");
    assert_eq!(tree(watched), before);
}

fn by_script(folder: &Path, script: &str, out: &str) -> Output {
    let spec = folder.join("openapi.yaml");
    Command::new("bash")
        .current_dir(folder)
        .args([
            "-c",
            script,
            "bash",
            env!("CARGO_BIN_EXE_portcullis"),
            "new",
        ])
        .arg(spec)
        .args(["--force", "--out", out])
        .output()
        .unwrap()
}

#[test]
fn a_limit_on_the_size_of_files_is_a_full_disk() {
    let bench = workbench();
    fs::create_dir(bench.path().join("old")).unwrap();
    fs::write(bench.path().join("old/Cargo.toml"), "mine").unwrap();
    for out in ["new", "old"] {
        fails_and_leaves_nothing(
            bench.path(),
            bench.path(),
            r#"ulimit -f 1; exec "$@""#,
            out,
            "cannot write",
        );
    }
}

#[test]
fn a_full_disk_leaves_nothing_behind() {
    let bench = workbench();
    let disk = bench.path().join("disk");
    fs::create_dir(&disk).unwrap();
    // In a mount namespace of its own, so that the tiny disk is gone with the script; what is on it is listed there.
    let script = r#"
        mount -t tmpfs -o size=32k none disk || exit 77
        mkdir disk/old && echo mine > disk/old/Cargo.toml
        ls -RA disk > before
        "$@" 2> said; code=$?
        ls -RA disk > after
        [ "$(cat disk/old/Cargo.toml)" = mine ] || exit 78
        cat said >&2
        exit $code"#;
    for out in ["disk/new", "disk/old"] {
        let output = Command::new("unshare")
            .current_dir(bench.path())
            .args([
                "--user",
                "--map-root-user",
                "--mount",
                "bash",
                "-c",
                script,
                "bash",
            ])
            .args([
                env!("CARGO_BIN_EXE_portcullis"),
                "new",
                "openapi.yaml",
                "--force",
                "--out",
                out,
            ])
            .output();
        match output {
            Ok(output) if output.status.code() == Some(2) => {
                assert!(talk(&output).contains("cannot"), "{output:?}");
                let listing = |name: &str| fs::read_to_string(bench.path().join(name)).unwrap();
                assert_eq!(listing("before"), listing("after"));
            }
            Ok(output) if matches!(output.status.code(), Some(1 | 77)) => {
                return eprintln!(
                    "skipped: no mount of our own here ({})",
                    talk(&output).trim()
                );
            }
            Ok(output) => panic!("{output:?}"),
            Err(error) => return skip(&format!("there is no `unshare`: {error}")),
        }
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let bench = workbench();
    let root = bench.path();
    // root may write anywhere, so it becomes nobody; nobody has to be able to read the command and the document.
    let command = root.join("command");
    fs::copy(env!("CARGO_BIN_EXE_portcullis"), &command).unwrap();
    let locked = root.join("locked");
    fs::create_dir(&locked).unwrap();
    fs::write(locked.join("Cargo.toml"), "mine").unwrap();
    fs::write(locked.join("openapi.yaml"), SMALL).unwrap();
    for (path, mode) in [
        (root, 0o755),
        (locked.as_path(), 0o555),
        (command.as_path(), 0o755),
    ] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let script = r#"shift; [ "$(id -u)" != 0 ] && exec ../command "$@"; exec setpriv --reuid 65534 --clear-groups ../command "$@""#;
    for out in ["new", "."] {
        fails_and_leaves_nothing(&locked, root, script, out, "cannot write into");
    }
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[test]
fn force_never_follows_a_link_out_of_the_folder() {
    let bench = workbench();
    let outside = bench.path().join("outside");
    fs::create_dir_all(bench.path().join("project")).unwrap();
    fs::create_dir(&outside).unwrap();
    std::os::unix::fs::symlink(&outside, bench.path().join("project/src")).unwrap();
    let output = run(
        bench.path(),
        ["new", "openapi.yaml", "--force", "--out", "project"],
    );
    assert_eq!(output.status.code(), Some(2), "{}", talk(&output));
    assert!(talk(&output).contains("`src`"), "{}", talk(&output));
    assert!(tree(&outside).is_empty());
}

#[cfg(unix)]
#[test]
fn ctrl_c_at_any_moment_leaves_all_or_nothing() {
    use std::time::Duration;
    let bench = workbench();
    let whole = run(
        bench.path(),
        ["new", "openapi.yaml", "--name", "shop", "--out", "whole"],
    );
    assert_eq!(whole.status.code(), Some(0), "{}", talk(&whole));
    let whole = tree(&bench.path().join("whole"));
    for milliseconds in (0..40).step_by(4) {
        let mut command = portcullis(bench.path());
        let child = command
            .args(["new", "openapi.yaml", "--name", "shop", "--out", "part"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        let process = rustix::process::Pid::from_child(&child);
        // It may have ended already, which is one of the moments.
        let _ = rustix::process::kill_process(process, rustix::process::Signal::INT);
        let output = child.wait_with_output().unwrap();
        let part = bench.path().join("part");
        if part.exists() {
            assert_eq!(tree(&part), whole, "{output:?}");
            fs::remove_dir_all(part).unwrap();
        }
        let left: Vec<_> = fs::read_dir(bench.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }
}
