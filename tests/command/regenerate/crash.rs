//! A run that is killed, runs out of disk or may not write: the next run ends where an undisturbed one does.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use super::super::{portcullis, skip};
use super::{AFTER, Shop, data, run, talk, tree, undisturbed};

/// How long a run may take to begin writing.
const PATIENCE: Duration = Duration::from_mins(1);

/// Starts a run, waits until a place appears in the project (or the run ends), waits a little longer, and kills it.
pub fn kill_when(shop: &Shop, appears: &str, then: Duration) {
    let mut child = portcullis(&shop.root())
        .arg("regenerate")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let place = shop.path(appears);
    let begun = Instant::now();
    while !place.exists() && child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < PATIENCE, "it never begins to write");
        std::hint::spin_loop();
    }
    sleep(then);
    let _ = child.kill();
    child.wait().unwrap();
}

#[test]
fn a_run_that_is_killed_at_any_moment_is_undone_by_the_next() {
    let expected = undisturbed();
    let mut undone = 0;
    let mut interrupted = 0;
    for (place, step) in [
        (".portcullis/pending", 700),
        (".portcullis/pending/journal.json", 150),
    ] {
        for round in 0..8 {
            let shop = Shop::new();
            shop.write("openapi.yaml", AFTER);
            kill_when(&shop, place, Duration::from_micros(round * step));
            interrupted += usize::from(shop.path(".portcullis/pending").exists());
            let output = shop.regenerate(&[]);
            assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
            undone += usize::from(talk(&output).contains("every file is as it was before it"));
            assert!(
                tree(&shop.root()) == expected,
                "{place} {round}: {}",
                data(&output)
            );
            shop.expect(&["--check"], 0);
        }
    }
    assert!(interrupted > 0, "no run was killed at work");
    eprintln!("{interrupted} of 16 runs were killed at work, {undone} of them while moving files");
}

#[test]
fn other_commands_find_a_project_as_it_was_too() {
    let shop = Shop::new();
    let before = tree(&shop.root());
    shop.write("openapi.yaml", AFTER);
    kill_when(&shop, ".portcullis/pending/journal.json", Duration::ZERO);
    // Without a change of the contract, nothing is left of the run that was killed.
    shop.write("openapi.yaml", super::BEFORE);
    let forced = run(
        shop.bench.path(),
        ["new", "before.yaml", "--out", "shop", "--force"],
    );
    assert_eq!(forced.status.code(), Some(0), "{}", talk(&forced));
    let mut after = tree(&shop.root());
    // `new --force` leaves what is not of the new project; a run that came to its end before it was killed made some.
    after.retain(|path, _| before.contains_key(path));
    assert!(after == before);
}

#[test]
fn a_limit_on_the_size_of_files_changes_nothing() {
    let shop = Shop::new();
    shop.write("openapi.yaml", AFTER);
    let before = shop.times();
    let output = Command::new("bash")
        .current_dir(shop.root())
        .args(["-c", r#"ulimit -f 1; exec "$@""#, "bash"])
        .args([env!("CARGO_BIN_EXE_portcullis"), "regenerate"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let files = |times: Vec<(std::path::PathBuf, SystemTime)>| {
        let files = times
            .into_iter()
            .filter(|(path, _)| shop.root().join(path).is_file());
        files.collect::<Vec<_>>()
    };
    assert_eq!(files(shop.times()), files(before));
    shop.expect(&[], 0);
    assert!(tree(&shop.root()) == undisturbed());
}

/// Runs a script in a mount namespace of its own, with the command under test as `$1`; `None` where there can be none.
fn in_namespace(folder: &Path, script: &str) -> Option<std::process::Output> {
    let output = Command::new("unshare")
        .current_dir(folder)
        .args([
            "--user",
            "--map-root-user",
            "--mount",
            "bash",
            "-euc",
            script,
            "bash",
        ])
        .arg(env!("CARGO_BIN_EXE_portcullis"))
        .output();
    match output {
        Ok(output) if matches!(output.status.code(), Some(1 | 77)) => {
            eprintln!(
                "skipped: no mount of our own here ({})",
                talk(&output).trim()
            );
            None
        }
        Ok(output) => Some(output),
        Err(error) => {
            skip(&format!("there is no `unshare`: {error}"));
            None
        }
    }
}

#[test]
fn a_full_disk_changes_nothing() {
    let shop = Shop::new();
    shop.write("openapi.yaml", AFTER);
    fs::create_dir(shop.bench.path().join("disk")).unwrap();
    let script = r#"
        mount -t tmpfs -o size=64m none disk || exit 77
        cp -a shop disk/shop
        cp -a disk/shop before
        head -c 64m /dev/zero > disk/filler 2> /dev/null || true
        truncate -s -20k disk/filler
        cd disk/shop
        code=0; "$1" regenerate > /dev/null 2> ../../said || code=$?
        [ "$code" = 2 ] || exit 78
        diff -r . ../../before || exit 79
        rm ../filler
        "$1" regenerate > /dev/null || exit 80
        cp -a . ../../after"#;
    let Some(output) = in_namespace(shop.bench.path(), script) else {
        return;
    };
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = fs::read_to_string(shop.bench.path().join("said")).unwrap();
    assert!(said.contains("cannot"), "{said}");
    assert!(tree(&shop.bench.path().join("after")) == undisturbed());
}

#[test]
fn a_disk_that_may_not_be_written_is_only_looked_at() {
    let shop = Shop::new();
    shop.write("openapi.yaml", AFTER);
    let script = r#"
        mount --bind shop shop && mount -o remount,bind,ro shop || exit 77
        cd shop
        code=0; "$1" regenerate > /dev/null 2> ../said || code=$?
        [ "$code" = 2 ] || exit 78
        "$1" regenerate --dry-run > ../planned || exit 79
        code=0; "$1" regenerate --check > /dev/null || code=$?
        [ "$code" = 1 ] || exit 80"#;
    let Some(output) = in_namespace(shop.bench.path(), script) else {
        return;
    };
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let read = |name: &str| fs::read_to_string(shop.bench.path().join(name)).unwrap();
    assert!(
        read("said").contains("cannot write into"),
        "{}",
        read("said")
    );
    assert_eq!(read("planned"), shop.expect(&[], 0));
    assert!(tree(&shop.root()) == undisturbed());
}

#[test]
fn what_a_killed_run_of_new_left_is_cleared_away() {
    let shop = Shop::new();
    let bench = shop.bench.path();
    let old = SystemTime::now() - Duration::from_mins(10);
    for name in [
        ".portcullis-left",
        ".portcullis-held",
        ".portcullis-young",
        "other",
    ] {
        fs::create_dir_all(bench.join(name).join("new")).unwrap();
        if name != ".portcullis-young" {
            fs::File::open(bench.join(name))
                .unwrap()
                .set_modified(old)
                .unwrap();
        }
    }
    let held = fs::File::open(bench.join(".portcullis-held")).unwrap();
    held.lock().unwrap();
    let made = run(bench, ["new", "before.yaml", "--out", "second"]);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    let left = |name: &str| bench.join(name).exists();
    assert!(!left(".portcullis-left"), "nobody works there any more");
    assert!(left(".portcullis-held") && left(".portcullis-young") && left("other"));
}
