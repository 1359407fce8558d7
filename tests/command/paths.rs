//! Which sets of files a project may consist of, and what is decided about each file.

use std::collections::BTreeMap;

use portcullis::project::{
    Accepted, Action, Blocker, Disk, Entry, File, Leeway, Lock, Occupied, Owner, PathError,
    Refusal, Root, Row, check, decide, sha256,
};

fn files(paths: &[&str]) -> Vec<File> {
    paths.iter().map(|path| File::ours(*path, *path)).collect()
}

#[track_caller]
fn refused(paths: &[&str], expected: &PathError) {
    assert_eq!(check(&files(paths)).as_ref(), Err(expected), "{paths:?}");
}

#[test]
fn a_path_stays_inside_the_project_on_every_system() {
    assert_eq!(
        check(&files(&[
            "Cargo.toml",
            ".github/workflows/ci.yml",
            "api/src/lib.rs",
            "a b/ü.rs"
        ])),
        Ok(())
    );
    for path in [
        "",
        "/etc/passwd",
        "../up",
        "a/../../up",
        "a/./b",
        "a//b",
        "a/",
        "a\\b",
    ] {
        refused(&[path], &PathError::NotRelative(path.to_owned()));
    }
    for (path, name) in [
        ("src/aux.rs", "aux.rs"),
        ("CON/x", "CON"),
        ("lpt1", "lpt1"),
        ("c:x", "c:x"),
        ("a/what?.rs", "what?.rs"),
        ("a/dot.", "dot."),
        ("a/space ", "space "),
        ("a/\n", "\n"),
        (&"x".repeat(256), &"x".repeat(256)),
    ] {
        let (path, name) = (path.to_owned(), name.to_owned());
        refused(&[&path.clone()], &PathError::Name { path, name });
    }
}

#[test]
fn no_two_files_are_one() {
    let twice = |first: &str, second: &str| PathError::Twice {
        first: first.to_owned(),
        second: second.to_owned(),
    };
    refused(&["a/b", "a/b"], &twice("a/b", "a/b"));
    refused(
        &["src/Pets.rs", "src/pets.rs"],
        &twice("src/Pets.rs", "src/pets.rs"),
    );
    refused(&["a", "a/b"], &PathError::FileAndFolder("a".to_owned()));
    refused(
        &["a/b/c", "A/b"],
        &PathError::FileAndFolder("A/b".to_owned()),
    );
}

fn disk(root: Root, entries: &[(&str, Entry)]) -> Disk {
    let entries: BTreeMap<String, Entry> = entries
        .iter()
        .map(|(path, entry)| ((*path).to_owned(), entry.clone()))
        .collect();
    Disk { root, entries }
}

/// What is decided about one file `a/b` with the contents `a/b`.
#[track_caller]
fn decided(disk: &Disk, occupied: Occupied, expected: Result<fn(&File) -> Action<'_>, Refusal>) {
    let files = files(&["a/b"]);
    let expected = expected.map(|action| vec![action(&files[0])]);
    assert_eq!(decide(&files, disk, occupied), expected, "{disk:?}");
}

#[test]
fn every_state_of_the_folder_has_its_decision() {
    let other = || Entry::File(b"other".to_vec());
    let same = || Entry::File(b"a/b".to_vec());
    let blocked = |path: &str, by| Refusal::Blocked {
        path: path.to_owned(),
        by,
    };
    for occupied in [Occupied::Refuse, Occupied::Replace] {
        decided(
            &disk(Root::Absent, &[]),
            occupied,
            Ok(|file| Action::Create(file)),
        );
        decided(
            &disk(Root::Empty, &[]),
            occupied,
            Ok(|file| Action::Create(file)),
        );
        decided(
            &disk(Root::NotAFolder, &[]),
            occupied,
            Err(Refusal::NotAFolder),
        );
    }
    decided(
        &disk(Root::Occupied, &[]),
        Occupied::Refuse,
        Err(Refusal::Occupied),
    );
    let force = |entries: &[(&str, Entry)], expected| {
        decided(&disk(Root::Occupied, entries), Occupied::Replace, expected);
    };
    force(&[], Ok(|file| Action::Create(file)));
    force(&[("a", Entry::Folder)], Ok(|file| Action::Create(file)));
    force(
        &[("a", Entry::Folder), ("a/b", other())],
        Ok(|file| Action::Replace(file)),
    );
    force(
        &[("a", Entry::Folder), ("a/b", same())],
        Ok(|file| Action::Keep(file)),
    );
    force(&[("a", other())], Err(blocked("a", Blocker::NoFolder)));
    force(&[("a", Entry::Other)], Err(blocked("a", Blocker::NoFolder)));
    force(
        &[("a", Entry::Folder), ("a/b", Entry::Folder)],
        Err(blocked("a/b", Blocker::Folder)),
    );
    force(
        &[("a", Entry::Folder), ("a/b", Entry::Other)],
        Err(blocked("a/b", Blocker::NoFile)),
    );
}

#[test]
fn impossible_files_are_never_decided_about() {
    let files = files(&["../up"]);
    let expected = Err(Refusal::Path(PathError::NotRelative("../up".to_owned())));
    assert_eq!(
        decide(&files, &disk(Root::Absent, &[]), Occupied::Refuse),
        expected
    );
}

#[test]
fn the_lock_says_what_was_made_and_whose_it_is() {
    let files = [
        File {
            path: "src/main.rs".to_owned(),
            contents: b"fn main() {}\n".to_vec(),
            owner: Owner::Yours,
        },
        File {
            path: "api/src/lib.rs".to_owned(),
            contents: b"abc".to_vec(),
            owner: Owner::Ours,
        },
    ];
    let no_contract = |_: &str| false;
    let made = Lock {
        version: "1.2.3".to_owned(),
        generator: "abc".to_owned(),
        name: "shop".to_owned(),
        document: sha256(b""),
        leeway: Leeway {
            lenient: true,
            ..Leeway::default()
        },
        inputs: [("openapi.yaml".to_owned(), "0".to_owned())].into(),
        templates: [("SECURITY.md".to_owned(), "1".to_owned())].into(),
        accepted: vec![Accepted {
            code: "scope-dropped".to_owned(),
            place: "GET /pets".to_owned(),
        }],
        left: serde_json::json!([{"kind": "rule", "name": "GetPets"}]),
        inventory: serde_json::json!({
            "operations": [{"http_method": "GET", "path": "/pets"}, {"id": "a \"b\""}],
            "tags": [],
        }),
        files: Lock::rows(&files, no_contract),
    };
    let text = made.text();
    let expected = r#"format = 2

[portcullis]
version = "1.2.3"
generator = "abc"
name = "shop"
document = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
allow-unenforced = false
lenient = true
allow-remote = false

[inputs]
"openapi.yaml" = "0"

[templates]
"SECURITY.md" = "1"

[accepted]
changes = [
    { code = "scope-dropped", place = "GET /pets" },
]

[left]
places = [
    { kind = "rule", name = "GetPets" },
]

[inventory]
operations = [
    { http_method = "GET", path = "/pets" },
    { id = 'a "b"' },
]
tags = [
]

[files]
"api/src/lib.rs" = { owner = "ours", sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" }
"src/main.rs" = { owner = "yours", made = "10f2d5a7fbd4ea5b8b1c3f4e8a5e3a4d5a2c6fbd7ce0d6d8ab7e8d5b7ee5f06b" }
"#;
    let expected = expected.replace(
        "10f2d5a7fbd4ea5b8b1c3f4e8a5e3a4d5a2c6fbd7ce0d6d8ab7e8d5b7ee5f06b",
        &sha256(b"fn main() {}\n"),
    );
    let without_comments: String = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| [line, "\n"])
        .collect();
    assert_eq!(without_comments, expected);
    assert_eq!(Lock::read(&text), Ok(made.clone()));
    let mut reversed = files;
    reversed.reverse();
    assert_eq!(
        Lock::rows(&reversed, no_contract),
        made.files,
        "the order of the files does not show"
    );
    assert_eq!(
        Lock::rows(&reversed, |path| path == "src/main.rs")["src/main.rs"],
        Row::Yours(None)
    );
}
