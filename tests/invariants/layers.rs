//! The layers of the generator: who may know whom, and who may touch the world.

use regex::Regex;

use super::{is_rust, sources, unquoted};

/// Each layer, and the others that it may name. Whoever is not listed is a later layer.
const LAYERS: &[(&str, &[&str])] = &[
    // How a finding is shown knows how long a line may be and where it stands, and nothing of what is found.
    ("diagnostic", &["source"]),
    ("source", &["diagnostic"]),
    ("model", &["diagnostic", "options", "source"]),
    // What a team chose is written into the document before it is modelled, and judged by the model's words.
    ("choices", &["diagnostic", "model", "options", "source"]),
    // Two contracts are compared as they were read; the model knows words of extensions and where operations live.
    ("compare", &["diagnostic", "model", "options", "source"]),
    // The table says whose a file is.
    ("plan", &["project"]),
    ("render", &["model", "options", "plan", "project", "source"]),
    // What a project's operations were called is read off the model; imports are laid out as they were emitted.
    ("graft", &["model", "render"]),
    ("project", &[]),
    ("options", &[]),
    // A code of a finding or of a change can be typed.
    ("cli", &["compare", "diagnostic", "options"]),
    (
        "commands",
        &[
            "choices",
            "cli",
            "compare",
            "diagnostic",
            "graft",
            "options",
            "project",
            "render",
            "source",
            "commands",
            "contract",
            "Options",
            "emit",
            "judge",
            "Emitted",
            "Standing",
            "Version",
            "by_age",
            "emit_versions",
            "GENERATOR",
        ],
    ),
];

/// The modules of the crate that one file names.
fn named(text: &str) -> Vec<(usize, String)> {
    let plain = Regex::new(r"\bcrate::(\w+)").unwrap();
    let grouped = Regex::new(r"\bcrate::\{([^}]*)\}").unwrap();
    let mut found = Vec::new();
    for (number, line) in unquoted(text) {
        for captured in plain.captures_iter(&line) {
            found.push((number, captured[1].to_owned()));
        }
        for captured in grouped.captures_iter(&line) {
            for part in captured[1].split(',') {
                let word = part.trim().split("::").next().unwrap();
                found.push((number, word.to_owned()));
            }
        }
    }
    found
}

#[test]
fn a_layer_knows_only_the_ones_before_it() {
    let mut wrong = Vec::new();
    let mut known = 0;
    for (path, text) in sources("src") {
        let layer = path.trim_start_matches("src/").trim_end_matches(".rs");
        let layer = layer.split('/').next().unwrap();
        let Some((_, may)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
            assert!(["lib", "main"].contains(&layer), "{path} is in no layer");
            continue;
        };
        for (number, other) in named(&text) {
            known += 1;
            if other != layer && !may.contains(&other.as_str()) {
                wrong.push(format!("{path}:{number} names `{other}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(known > 50, "only {known} names were seen");
}

#[test]
fn names_of_modules_are_seen() {
    let text = "use crate::model::Api;\n// crate::render\nlet a = \"crate::source\";\nuse crate::{Cli, plan::FILES};\n";
    let words: Vec<String> = named(text).into_iter().map(|(_, word)| word).collect();
    assert_eq!(words, ["model", "Cli", "plan"]);
}

/// The files of the pure layers that reach out: one reads the disk, two find files on it, one asks the network.
const READERS: &[&str] = &[
    "src/source/bytes.rs",
    "src/source/files/local.rs",
    "src/source/files/mod.rs",
    "src/source/files/remote.rs",
];

/// What reaches out of a pure function.
const WORLD: &str = r"std::(fs|env|process|io|thread|time)\b|std::net::(Tcp|Udp|ToSocketAddrs)|SystemTime|Instant::now|ureq::|\.canonicalize\(|\.is_file\(\)|\b(e?print(ln)?|dbg)!";

#[test]
fn the_heart_does_nothing_to_the_world() {
    let world = Regex::new(WORLD).unwrap();
    let mut readers = Vec::new();
    for layer in [
        "diagnostic",
        "source",
        "model",
        "compare",
        "render",
        "graft",
    ] {
        for (path, text) in sources(&format!("src/{layer}")) {
            if unquoted(&text).any(|(_, line)| world.is_match(&line)) {
                readers.push(path);
            }
        }
    }
    for file in ["src/lib.rs", "src/plan.rs"] {
        let text = std::fs::read_to_string(file).unwrap();
        let mut lines = unquoted(&text).filter(|(_, line)| !line.contains("ExitCode"));
        assert!(lines.all(|(_, line)| !world.is_match(&line)), "{file}");
    }
    assert_eq!(readers, READERS);
}

#[test]
fn names_are_minted_in_one_file() {
    let minting =
        Regex::new(r"\bheck\b|to_(snake|upper_camel|pascal|kebab|shouty_snake)_case").unwrap();
    let minted: Vec<String> = sources("src")
        .into_iter()
        .filter(|(_, text)| unquoted(text).any(|(_, line)| minting.is_match(&line)))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(minted, ["src/model/names.rs"]);
}

#[test]
fn nothing_is_silenced_and_nothing_gives_up() {
    let forbidden = Regex::new(
        r"#!?\[(allow|expect)\(|\bunsafe\b|\b(todo|unimplemented|unreachable)!|async_trait|macro_rules!",
    )
    .unwrap();
    let unwraps = Regex::new(r"\.(unwrap|expect)\(|\bpanic!").unwrap();
    let mut wrong = Vec::new();
    for folder in ["src", "gate/src"] {
        for (path, text) in sources(folder) {
            // Tests may give up; they stand at the end of a file.
            let own = text.split("#[cfg(test)]").next().unwrap();
            for (number, line) in unquoted(own) {
                let allowed = line.contains("#![forbid(unsafe_code)]");
                if !allowed && (forbidden.is_match(&line) || unwraps.is_match(&line)) {
                    wrong.push(format!("{path}:{number}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut silent = Vec::new();
    for folder in ["src", "gate/src", "tests", "crates/gate/tests"] {
        for (path, text) in sources(folder) {
            if is_rust(&path) && !text.starts_with("//! ") {
                silent.push(path);
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}
