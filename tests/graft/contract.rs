//! Contracts in a few words: rows of operations go in, a document and the project that it makes come out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use portcullis::graft::{Files, Grafted, Inventory, Texts, graft};
use portcullis::model;
use portcullis::options::{Typeless, Unenforced};
use portcullis::project::Owner;
use portcullis::source::Document;

use crate::support::{defaults, emit, parse};

/// A project as it is made, and what its operations are called.
pub struct Stage {
    /// The user's files, as they are made.
    pub yours: Files,
    /// Ours.
    pub ours: BTreeMap<String, Vec<u8>>,
    /// What its operations are called.
    pub inventory: Inventory,
}

impl Stage {
    /// The project of a document.
    #[track_caller]
    pub fn of(document: &Document) -> Self {
        let choices = model::Options {
            unenforced: Unenforced::Refuse,
            typeless: Typeless::Object,
        };
        let (api, found) = model::build(document, choices);
        let Some(api) = api else {
            panic!("refused: {found:#?}");
        };
        let mut stage = Self {
            yours: Files::new(),
            ours: BTreeMap::new(),
            inventory: Inventory::of(&api),
        };
        for file in emit(document, &defaults("grafted")) {
            match file.owner {
                Owner::Yours => {
                    let text = String::from_utf8(file.contents).unwrap();
                    stage.yours.insert(file.path, text);
                }
                Owner::Ours => {
                    stage.ours.insert(file.path, file.contents);
                }
            }
        }
        stage
    }
}

/// A contract of rows `tag id METHOD /path`; `-` for no id.
pub fn contract(rows: &str) -> String {
    let mut paths: BTreeMap<&str, String> = BTreeMap::new();
    for row in rows.lines().filter(|row| !row.trim().is_empty()) {
        let words: Vec<&str> = row.split_whitespace().collect();
        let [tag, id, method, path] = words[..] else {
            panic!("{row}");
        };
        let item = paths.entry(path).or_default();
        let _ = writeln!(item, "    {}:", method.to_lowercase());
        if id != "-" {
            let _ = writeln!(item, "      operationId: {id}");
        }
        let _ = writeln!(item, "      tags: [{tag}]");
        let parameters: Vec<&str> = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        if !parameters.is_empty() {
            item.push_str("      parameters:\n");
        }
        for name in parameters {
            let _ = writeln!(
                item,
                "        - {{name: {name}, in: path, required: true, schema: {{type: string, maxLength: 9}}}}"
            );
        }
        if matches!(method, "POST" | "PUT") {
            item.push_str("      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}\n");
        }
        item.push_str("      responses: {\"204\": {description: Done}}\n");
    }
    let mut text = "openapi: 3.0.3\ninfo: {title: Pets, version: \"1\"}\npaths:\n".to_owned();
    for (path, item) in paths {
        let _ = write!(text, "  {path}:\n{item}");
    }
    text
}

/// The project of such a contract.
#[track_caller]
pub fn stage(rows: &str) -> Stage {
    Stage::of(&parse(&contract(rows)))
}

/// The user's files of a project, brought from one stage to the next as `regenerate` does it: what exists is grafted, what is
/// new is created.
pub fn evolved(files: &Files, old: &Stage, new: &Stage) -> (Files, Grafted) {
    let texts = Texts {
        files,
        fresh: &new.yours,
        base: &old.yours,
    };
    let grafted = graft(&old.inventory, &new.inventory, &texts);
    let mut after = files.clone();
    for (path, text) in &new.yours {
        let is_new = !old.yours.contains_key(path) && !files.contains_key(path);
        if is_new {
            after.insert(path.clone(), text.clone());
        }
        // What the user never touches is replaced here, so that the next step begins from it.
        if path.starts_with("openapi.") || path == "README.md" {
            after.insert(path.clone(), text.clone());
        }
    }
    after.extend(grafted.changed.clone());
    for path in &grafted.emptied {
        after.remove(path);
    }
    (after, grafted)
}
