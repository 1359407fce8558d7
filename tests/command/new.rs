//! `portcullis new`, as a person or a script meets it.

use std::fs;

use super::{SMALL, data, run, talk, tree, workbench};

#[test]
fn two_runs_make_the_same_bytes() {
    let bench = workbench();
    for out in ["one", "deeper/two"] {
        let output = run(
            bench.path(),
            ["new", "openapi.yaml", "--name", "shop", "--out", out],
        );
        assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    }
    let one = tree(&bench.path().join("one"));
    assert!(one.len() > 3, "{:?}", one.keys());
    assert_eq!(one, tree(&bench.path().join("deeper/two")));
}

#[test]
fn it_says_what_it_made_and_what_to_type_next() {
    let bench = workbench();
    let output = run(bench.path(), ["new", "openapi.yaml", "--out", "my shop"]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let said = data(&output);
    let files = tree(&bench.path().join("my shop"))
        .iter()
        .filter(|(path, contents)| contents.is_some() && !path.starts_with(".portcullis"))
        .count();
    assert!(
        said.starts_with("created  my-shop in my shop: 1 operation, 1 schema, "),
        "{said}"
    );
    assert!(said.contains(&format!(", {files} files\n")), "{said}");
    assert!(
        said.ends_with("next     cd 'my shop'\n         cargo run --features mock\n"),
        "{said}"
    );
}

#[test]
fn without_a_folder_the_title_names_it() {
    let bench = workbench();
    let output = run(bench.path(), ["new", "openapi.yaml"]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    assert!(bench.path().join("little-shop/Cargo.toml").is_file());
}

#[test]
fn a_folder_with_something_in_it_is_left_alone_unless_forced() {
    let bench = workbench();
    let shop = bench.path().join("shop");
    fs::create_dir(&shop).unwrap();
    for (name, contents) in [("notes.txt", "mine"), ("Cargo.toml", "old")] {
        fs::write(shop.join(name), contents).unwrap();
    }
    let before = tree(bench.path());
    let refused = run(bench.path(), ["new", "openapi.yaml", "--out", "shop"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(refused.stdout.is_empty());
    assert!(talk(&refused).contains("`shop`"), "{}", talk(&refused));
    assert!(talk(&refused).contains("--force"), "{}", talk(&refused));
    assert_eq!(tree(bench.path()), before);

    let forced = run(
        bench.path(),
        ["new", "openapi.yaml", "--out", "shop", "--force"],
    );
    assert_eq!(forced.status.code(), Some(0), "{}", talk(&forced));
    assert_eq!(fs::read_to_string(shop.join("notes.txt")).unwrap(), "mine");
    assert_ne!(fs::read_to_string(shop.join("Cargo.toml")).unwrap(), "old");
}

#[test]
fn forcing_the_same_again_touches_no_file() {
    let bench = workbench();
    let arguments = ["new", "openapi.yaml", "--out", "shop", "--force"];
    assert_eq!(run(bench.path(), arguments).status.code(), Some(0));
    let manifest = bench.path().join("shop/Cargo.toml");
    let times = || fs::metadata(&manifest).unwrap().modified().unwrap();
    let before = times();
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(run(bench.path(), arguments).status.code(), Some(0));
    assert_eq!(times(), before, "cargo would build everything again");
}

#[test]
fn where_a_project_stands_it_names_the_way_on() {
    let bench = workbench();
    let arguments = ["new", "openapi.yaml", "--out", "shop"];
    assert_eq!(run(bench.path(), arguments).status.code(), Some(0));
    let output = run(bench.path(), arguments);
    let said = talk(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("`portcullis regenerate --project shop`") && !said.contains("--force"),
        "{said}"
    );
}

#[test]
fn forcing_never_takes_what_the_owner_wrote() {
    let bench = workbench();
    let arguments = ["new", "openapi.yaml", "--out", "shop", "--force"];
    assert_eq!(run(bench.path(), arguments).status.code(), Some(0));
    let app = bench.path().join("shop/src/app.rs");
    let emitted = fs::read_to_string(&app).unwrap();
    fs::write(&app, format!("{emitted}// mine\n")).unwrap();
    // Another contract, so that files which nobody wrote in change as well.
    let contract = fs::read_to_string(bench.path().join("openapi.yaml")).unwrap();
    fs::write(
        bench.path().join("openapi.yaml"),
        contract.replace("Little Shop", "Large Shop"),
    )
    .unwrap();
    let before = tree(&bench.path().join("shop"));
    let output = run(bench.path(), arguments);
    let said = talk(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("\n  src/app.rs\n") && !said.contains("README.md"),
        "{said}"
    );
    assert!(said.contains("portcullis regenerate"), "{said}");
    assert_eq!(tree(&bench.path().join("shop")), before);

    fs::remove_file(&app).unwrap();
    let output = run(bench.path(), arguments);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    assert_eq!(fs::read_to_string(&app).unwrap(), emitted);
    let readme = fs::read_to_string(bench.path().join("shop/README.md")).unwrap();
    assert!(readme.contains("Large Shop"), "{readme}");
}

#[test]
fn the_lock_file_lists_every_other_file() {
    let bench = workbench();
    assert_eq!(
        run(bench.path(), ["new", "openapi.yaml", "--out", "shop"])
            .status
            .code(),
        Some(0)
    );
    let shop = bench.path().join("shop");
    let lock: toml_edit::DocumentMut = fs::read_to_string(shop.join("portcullis.lock"))
        .unwrap()
        .parse()
        .unwrap();
    let listed: Vec<String> = lock["files"]
        .as_table_like()
        .unwrap()
        .iter()
        .map(|(path, _)| path.to_owned())
        .collect();
    let there: Vec<String> = tree(&shop)
        .iter()
        .filter(|(path, contents)| {
            let is_kept = path.ends_with("portcullis.lock") || path.starts_with(".portcullis");
            contents.is_some() && !is_kept
        })
        .map(|(path, _)| path.to_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed.len(), there.len());
    for path in there {
        let row = &lock["files"][&path];
        let contents = fs::read(shop.join(&path)).unwrap();
        match row["owner"].as_str() {
            Some("ours") => assert_eq!(
                row["sha256"].as_str(),
                Some(portcullis::project::sha256(&contents).as_str())
            ),
            // The contract is taken as it is; everything else is kept as it was made.
            Some("yours") if path == "openapi.yaml" => assert!(row.get("made").is_none()),
            Some("yours") => {
                let base = fs::read(shop.join(".portcullis/base").join(&path)).unwrap();
                assert_eq!(base, contents, "{path}");
                let made = portcullis::project::sha256(&base);
                assert_eq!(row["made"].as_str(), Some(made.as_str()));
            }
            other => panic!("{path}: {other:?}"),
        }
    }
    for path in ["openapi.yaml", "portcullis.toml"] {
        let last = fs::read(shop.join(".portcullis/last").join(path)).unwrap();
        assert_eq!(last, fs::read(shop.join(path)).unwrap());
        let hash = portcullis::project::sha256(&last);
        assert_eq!(lock["inputs"][path].as_str(), Some(hash.as_str()));
    }
    assert_eq!(
        lock["portcullis"]["document"].as_str(),
        Some(portcullis::project::sha256(SMALL.as_bytes()).as_str())
    );
}

/// Runs `new` and expects this exit code, words on stderr, nothing on stdout and nothing on the disk.
#[track_caller]
fn refuses(arguments: &[&str], code: i32, says: &str) {
    let bench = workbench();
    fs::write(bench.path().join("list.yaml"), "- 1\n- 2\n").unwrap();
    fs::write(bench.path().join("file"), "").unwrap();
    let before = tree(bench.path());
    let output = run(bench.path(), [&["new"], arguments].concat());
    assert_eq!(output.status.code(), Some(code), "{}", talk(&output));
    assert!(talk(&output).contains(says), "{}", talk(&output));
    assert!(output.stdout.is_empty(), "{}", data(&output));
    assert_eq!(tree(bench.path()), before);
}

#[test]
fn the_exit_code_says_whose_fault_it_was() {
    refuses(&["list.yaml"], 1, "error");
    refuses(&["list.yaml", "--out", "shop"], 1, "list.yaml");
    refuses(&[], 2, "SPEC");
    refuses(&["absent.yaml"], 2, "cannot read `absent.yaml`");
    refuses(&["openapi.yaml", "--colour"], 2, "--colour");
    refuses(&["openapi.yaml", "--typeless", "sometimes"], 2, "object");
    refuses(&["openapi.yaml", "--name", "Not A Name"], 2, "`Not A Name`");
    refuses(&["openapi.yaml", "--name", "gate"], 2, "--name");
    refuses(&["openapi.yaml", "--out", "file"], 2, "is not a folder");
    refuses(
        &["openapi.yaml", "--out", "file/below"],
        2,
        "is not a folder",
    );
    refuses(
        &["openapi.yaml", "--out", "file", "--force"],
        2,
        "is not a folder",
    );
}

#[test]
fn findings_as_json_are_all_that_stdout_has() {
    let bench = workbench();
    fs::write(bench.path().join("list.yaml"), "- 1\n- 2\n").unwrap();
    let refused = run(bench.path(), ["new", "list.yaml", "--format", "json"]);
    assert_eq!(refused.status.code(), Some(1));
    let findings: serde_json::Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!(findings["findings"][0]["severity"], "error", "{findings}");
    assert_eq!(findings["findings"][0]["file"], "list.yaml", "{findings}");

    let made = run(bench.path(), ["new", "openapi.yaml", "--format", "json"]);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    let findings: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    assert!(findings["findings"].is_array(), "{findings}");
    assert!(
        talk(&made).contains("created  little-shop"),
        "{}",
        talk(&made)
    );
}
