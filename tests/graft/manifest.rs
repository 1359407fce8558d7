//! The user's `Cargo.toml`: what came since the project was made is put into it, whatever it looks like, and nothing else changes.

use portcullis::graft::{Files, Inventory, NoteKind, Texts, graft};

const BASE: &str = "[package]\nname = \"shop\"\n\n[features]\ndefault = [\"redis\"]\n\n[dependencies]\napi = { path = \"api\" }\naxum = \"0.8\"\n\n[dev-dependencies]\ngate = { path = \"gate\" }\n";

/// The manifest of a new project: one dependency and one feature more, another version of one.
const FRESH: &str = "[package]\nname = \"shop\"\n\n[features]\ndefault = [\"redis\"]\n# Traces go out.\ntraces = [\"gate/traces\"]\n\n[dependencies]\napi = { path = \"api\" }\naxum = \"0.9\"\n# What traces are sent with.\ntower = { version = \"0.5\", default-features = false }\n\n[dev-dependencies]\ngate = { path = \"gate\" }\n";

/// What becomes of a manifest, and what is told of it.
#[track_caller]
fn played(yours: &str) -> (String, Vec<(NoteKind, String)>) {
    let files = |text: &str| Files::from([("Cargo.toml".to_owned(), text.to_owned())]);
    let (yours, base, fresh) = (files(yours), files(BASE), files(FRESH));
    let none = Inventory::default();
    let texts = Texts {
        files: &yours,
        fresh: &fresh,
        base: &base,
    };
    let grafted = graft(&none, &none, &texts);
    let after = grafted.changed.get("Cargo.toml");
    let after = after.unwrap_or(&yours["Cargo.toml"]).clone();
    after.parse::<toml_edit::DocumentMut>().unwrap();
    // Once more, with what it is now as the base, does nothing.
    let again = files(&after);
    let texts = Texts {
        files: &again,
        fresh: &fresh,
        base: &fresh,
    };
    assert!(graft(&none, &none, &texts).changed.is_empty());
    let notes = grafted.notes.into_iter();
    (after, notes.map(|note| (note.kind, note.message)).collect())
}

fn done(told: &[(NoteKind, String)]) -> Vec<&str> {
    let done = told.iter().filter(|(kind, _)| *kind == NoteKind::Done);
    done.map(|(_, message)| message.as_str()).collect()
}

fn looked(told: &[(NoteKind, String)]) -> Vec<&str> {
    let looked = told.iter().filter(|(kind, _)| *kind == NoteKind::Look);
    looked.map(|(_, message)| message.as_str()).collect()
}

#[test]
fn comments_and_an_odd_order_stay() {
    let yours = "# Ours since 2019.\n[dev-dependencies]\ngate = { path = \"gate\" } # tests\n\n[dependencies] # in no order\nzebra   =   \"1\"\naxum = \"0.8\"\n# A comment between.\napi = { path = \"api\" }\n\n[package]\nname = \"shop\"\n\n[features]\nmine = []\ndefault = [\"redis\", \"mine\"]\n\n[profile.release]\nlto = true # at the end";
    let (after, told) = played(yours);
    let expected = yours
        .replace("axum = \"0.8\"", "axum = \"0.9\"")
        .replace(
            "api = { path = \"api\" }\n",
            "api = { path = \"api\" }\n# What traces are sent with.\ntower = { version = \"0.5\", default-features = false }\n",
        )
        .replace(
            "default = [\"redis\", \"mine\"]\n",
            "default = [\"redis\", \"mine\"]\n# Traces go out.\ntraces = [\"gate/traces\"]\n",
        );
    assert_eq!(after.trim_end(), expected);
    assert_eq!(
        done(&told),
        [
            "`dependencies.axum` for what is new",
            "`dependencies.tower` for what is new",
            "`features.traces` for what is new"
        ]
    );
    assert_eq!(looked(&told), Vec::<&str>::new());
}

#[test]
fn a_dependency_that_is_there_in_another_version_is_told_and_not_touched() {
    let yours = BASE.replace("axum = \"0.8\"", "axum = \"0.7\"\ntower = \"0.4\"");
    let (after, told) = played(&yours);
    assert!(
        after.contains("axum = \"0.7\"\ntower = \"0.4\"\n"),
        "{after}"
    );
    assert!(!after.contains("0.5") && !after.contains("0.9"), "{after}");
    assert_eq!(done(&told), ["`features.traces` for what is new"]);
    let looked = looked(&told);
    assert_eq!(looked.len(), 2, "{told:?}");
    assert!(
        looked[0].starts_with("`dependencies.axum` ") && looked[0].contains("0.9"),
        "{looked:?}"
    );
    assert!(
        looked[1].starts_with("`dependencies.tower` ") && looked[1].contains("0.5"),
        "{looked:?}"
    );
}

#[test]
fn what_a_workspace_says_stays_with_the_workspace() {
    for inherited in [
        "axum.workspace = true",
        "axum = { workspace = true, features = [\"ws\"] }",
    ] {
        let yours = BASE.replace("axum = \"0.8\"", inherited);
        let (after, told) = played(&yours);
        assert!(after.contains(inherited), "{after}");
        assert!(after.contains("tower = { version = \"0.5\""), "{after}");
        assert!(
            looked(&told)[0].starts_with("`dependencies.axum` "),
            "{told:?}"
        );
    }
    let table = BASE.replace(
        "axum = \"0.8\"\n",
        "\n[dependencies.axum]\nversion = \"0.8\" # mine\n",
    );
    let (after, told) = played(&table);
    assert!(
        after.contains("[dependencies.axum]\nversion = \"0.8\" # mine\n"),
        "{after}"
    );
    assert!(
        looked(&told)[0].starts_with("`dependencies.axum` "),
        "{told:?}"
    );
    let read: toml_edit::DocumentMut = after.parse().unwrap();
    assert_eq!(
        read["dependencies"]["tower"]["version"].as_str(),
        Some("0.5")
    );
}

#[test]
fn a_section_in_one_line_or_with_points_takes_what_is_new() {
    for yours in [
        "dependencies = { api = { path = \"api\" }, axum = \"0.8\" }\nfeatures = { default = [\"redis\"] }\n[package]\nname = \"shop\"\n",
        "dependencies.api.path = \"api\"\ndependencies.axum = \"0.8\"\nfeatures.default = [\"redis\"]\n[package]\nname = \"shop\"\n",
        "[package]\nname = \"shop\"\n",
    ] {
        let (after, told) = played(yours);
        let read: toml_edit::DocumentMut = after.parse().unwrap();
        assert_eq!(
            read["dependencies"]["tower"]["version"].as_str(),
            Some("0.5"),
            "{after}"
        );
        assert_eq!(
            read["features"]["traces"][0].as_str(),
            Some("gate/traces"),
            "{after}"
        );
        assert!(
            done(&told).contains(&"`dependencies.tower` for what is new"),
            "{told:?}"
        );
        assert!(
            yours
                .lines()
                .next_back()
                .is_some_and(|line| after.contains(line)),
            "{after}"
        );
    }
}

#[test]
fn what_is_no_manifest_is_told() {
    let (after, told) = {
        let files = |text: &str| Files::from([("Cargo.toml".to_owned(), text.to_owned())]);
        let yours = files("[dependencies\n");
        let none = Inventory::default();
        let (base, fresh) = (files(BASE), files(FRESH));
        let texts = Texts {
            files: &yours,
            fresh: &fresh,
            base: &base,
        };
        let grafted = graft(&none, &none, &texts);
        (grafted.changed, grafted.notes)
    };
    assert!(after.is_empty());
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].kind, NoteKind::Look);
}
