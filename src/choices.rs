//! `portcullis.toml`: what a team chose for its project, and for single operations of the contract.
//!
//! The file's text goes in; choices come out, or every fault with its line. The choices for an operation are then written
//! into the document as the extensions that they overrule, so that everything after this knows one place to look.

mod versions;

use std::collections::HashSet;

use openapiv3::{Operation, ReferenceOr};
use serde_json::Value;
use toml_edit::{Document as Toml, Item, Key, TableLike};

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::model::limits;
use crate::options::Sharing;
use crate::source::Document;

pub use versions::{VersionChoice, unversioned};

/// The file's name, in the root of a project.
pub const FILE: &str = "portcullis.toml";

/// What can be chosen for one operation, and the extension that it overrules.
const KEYS: &[(&str, &str)] = &[
    ("rate-limit", limits::RATE),
    ("body-limit", limits::BODY),
    ("timeout", limits::TIMEOUT),
    ("mfa", "x-mfa"),
    ("name", "x-rust-name"),
];

/// Everything that was chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// `contract.path`: the contract, relative to the project.
    pub contract: Option<String>,
    /// `schemas.typeless`, as it was written: `object` or `any`.
    pub typeless: Option<String>,
    /// `schemas.share`.
    pub sharing: Option<Sharing>,
    /// `versions`: the contracts of a service that has several, the oldest first.
    pub versions: Vec<VersionChoice>,
    operations: Vec<Choice>,
}

/// What was chosen for one operation.
#[derive(Clone, Debug, PartialEq)]
struct Choice {
    /// Its `operationId`, or method and path as the contract has them.
    operation: String,
    place: Place,
    extensions: Vec<(&'static str, Value)>,
}

/// Reads the text of a file of this name.
#[must_use]
pub fn read(text: &str, file: &str) -> (Choices, Vec<Diagnostic>) {
    let mut reader = Reader {
        text,
        file,
        found: Vec::new(),
    };
    let mut choices = Choices::default();
    match Toml::parse(text) {
        Ok(toml) => reader.root(toml.as_table(), &mut choices),
        Err(error) => reader.fault(
            error.span().map_or(0, |span| span.start),
            error.message().trim().to_owned(),
            "correct it",
        ),
    }
    (choices, reader.found)
}

impl Choices {
    /// Writes the choices for operations into `document`; what is chosen for an operation that it does not have is a fault.
    pub fn apply(&self, document: &mut Document, file: &str) -> Vec<Diagnostic> {
        apply(&self.operations, document, file)
    }
}

/// Writes the choices for operations into a document.
fn apply(choices: &[Choice], document: &mut Document, file: &str) -> Vec<Diagnostic> {
    let mut known: HashSet<&str> = HashSet::new();
    for (template, item) in &mut document.typed.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        let methods = [
            ("GET", &mut item.get),
            ("PUT", &mut item.put),
            ("POST", &mut item.post),
            ("DELETE", &mut item.delete),
            ("OPTIONS", &mut item.options),
            ("HEAD", &mut item.head),
            ("PATCH", &mut item.patch),
        ];
        for (method, operation) in methods {
            let Some(operation) = operation else {
                continue;
            };
            let route = format!("{method} {template}");
            for choice in choices {
                if !is_meant(&choice.operation, operation, &route) {
                    continue;
                }
                known.insert(&choice.operation);
                let extensions = choice.extensions.iter().cloned();
                let extensions = extensions.map(|(name, value)| (name.to_owned(), value));
                operation.extensions.extend(extensions);
            }
        }
    }
    choices
        .iter()
        .filter(|choice| !known.contains(choice.operation.as_str()))
        .map(|choice| {
            Diagnostic::unplaced(Severity::Error, Code::ChoiceInvalid)
                .in_file(file)
                .at(choice.place.clone())
                .message(format!(
                    "the contract has no operation `{}`",
                    choice.operation
                ))
                .help("say its `operationId`, or method and path as in `\"GET /pets\"`")
        })
        .collect()
}

fn is_meant(choice: &str, operation: &Operation, route: &str) -> bool {
    operation.operation_id.as_deref() == Some(choice) || route == choice
}

/// The text that is read, and what was noticed.
struct Reader<'t> {
    text: &'t str,
    file: &'t str,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn root(&mut self, root: &dyn TableLike, choices: &mut Choices) {
        self.one_or_several(root);
        for (key, item, place) in entries(root) {
            match key {
                "contract" => self.section(item, place, "contract", |reader, key, item, place| {
                    if key == "path" {
                        choices.contract = reader.text(item, place, "say the path of a file");
                    }
                    key == "path"
                }),
                "schemas" => self.section(item, place, "schemas", |reader, key, item, place| {
                    if key == "typeless" {
                        let help = "say `object` or `any`";
                        let word = reader.text(item, place, help);
                        if word
                            .as_deref()
                            .is_some_and(|word| word != "object" && word != "any")
                        {
                            reader.fault(place, "`typeless` cannot be read".to_owned(), help);
                        }
                        choices.typeless = word;
                    } else if key == "share" {
                        let help = "say `none` or `identical`";
                        let word = reader.text(item, place, help);
                        choices.sharing = word.as_deref().and_then(Sharing::of);
                        if word.is_some() && choices.sharing.is_none() {
                            reader.fault(place, "`share` cannot be read".to_owned(), help);
                        }
                    }
                    matches!(key, "typeless" | "share")
                }),
                "operations" => {
                    choices.operations = self.operations(item, place, "operations");
                }
                "versions" => choices.versions = self.versions(item, place),
                unknown => self.fault(
                    place,
                    format!("there is no section `{unknown}`"),
                    "there are `contract`, `versions`, `schemas` and `operations`",
                ),
            }
        }
    }

    /// Reads each entry of a section; `read` says whether it knows the key.
    fn section(
        &mut self,
        item: &Item,
        place: usize,
        name: &str,
        mut read: impl FnMut(&mut Self, &str, &Item, usize) -> bool,
    ) {
        let Some(table) = item.as_table_like() else {
            return self.fault(
                place,
                format!("`{name}` is a section"),
                &format!("write `[{name}]`"),
            );
        };
        for (key, item, place) in entries(table) {
            if !read(self, key, item, place) {
                self.fault(
                    place,
                    format!("`{name}` has no `{key}`"),
                    "correct its spelling, or remove it",
                );
            }
        }
    }

    fn operations(&mut self, item: &Item, place: usize, section: &str) -> Vec<Choice> {
        let mut chosen = Vec::new();
        self.section(item, place, section, |reader, key, item, place| {
            let within = format!("{section}.{key}");
            chosen.push(reader.operation(key, &within, item, place));
            true
        });
        chosen
    }

    fn operation(&mut self, name: &str, section: &str, item: &Item, place: usize) -> Choice {
        let mut extensions = Vec::new();
        self.section(item, place, section, |reader, key, item, place| {
            let Some((_, extension)) = KEYS.iter().find(|(known, _)| *known == key) else {
                let known: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
                reader.fault(
                    place,
                    format!("nothing called `{key}` can be chosen for an operation"),
                    &format!("there are {}", known.join(", ")),
                );
                return true;
            };
            match value(key, item) {
                Ok(value) => extensions.push((*extension, value)),
                Err(help) => reader.fault(place, format!("`{key}` cannot be read"), help),
            }
            true
        });
        Choice {
            operation: name.to_owned(),
            place: self.place(place),
            extensions,
        }
    }

    fn text(&mut self, item: &Item, place: usize, help: &str) -> Option<String> {
        let text = item.as_str().map(str::to_owned);
        if text.is_none() {
            self.fault(place, "this is no text".to_owned(), help);
        }
        text
    }

    fn fault(&mut self, at: usize, message: String, help: &str) {
        let place = self.place(at);
        self.found.push(
            Diagnostic::unplaced(Severity::Error, Code::ChoiceInvalid)
                .in_file(self.file)
                .at(place)
                .message(message)
                .help(help),
        );
    }

    fn place(&self, at: usize) -> Place {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before
            .chars()
            .rev()
            .take_while(|&character| character != '\n')
            .count()
            + 1;
        Place::new(
            line,
            column,
            self.text.lines().nth(line - 1).unwrap_or_default(),
        )
    }
}

/// The entries of a table, with the byte at which each key begins.
fn entries(table: &dyn TableLike) -> Vec<(&str, &Item, usize)> {
    table
        .iter()
        .map(|(key, item)| {
            let span = table.key(key).and_then(Key::span);
            (key, item, span.map_or(0, |span| span.start))
        })
        .collect()
}

/// What was chosen as its extension spells it, or what is accepted instead.
fn value(key: &str, item: &Item) -> Result<Value, &'static str> {
    let number = item.as_integer().map(Value::from);
    let text = item.as_str().map(Value::from);
    match key {
        "mfa" => item
            .as_bool()
            .map(Value::from)
            .ok_or("say `true` or `false`"),
        "name" => text.ok_or("say a name for the function that answers it"),
        "rate-limit" => text
            .filter(|text| limits::rate_of(text).is_some())
            .ok_or(limits::RATE_HELP),
        "body-limit" => text
            .or(number)
            .filter(|size| limits::size_of(size).is_some())
            .ok_or(limits::BODY_HELP),
        _ => text
            .filter(|time| limits::milliseconds_of(time).is_some())
            .ok_or(limits::TIMEOUT_HELP),
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::options::Sharing;

    /// The faults of a text: line, column and what is wrong.
    fn faults(text: &str) -> Vec<(usize, usize, String)> {
        let (_, found) = read(text, "portcullis.toml");
        let place = |fault: &crate::diagnostic::Diagnostic| {
            let place = fault.place.clone().unwrap();
            (place.line, place.column, fault.message.clone())
        };
        found.iter().map(place).collect()
    }

    #[test]
    fn what_is_emitted_and_all_that_can_be_chosen_is_read() {
        let text = "[contract]\npath = \"openapi.yaml\"\n[schemas]\ntypeless = \"any\"\nshare = \"identical\"\n\
            [operations.listPets]\nrate-limit = \"30/m burst 5\"\nbody-limit = \"64KiB\"\ntimeout = \"500ms\"\nmfa = true\nname = \"list\"\n\
            [operations.\"GET /pets\"]\nbody-limit = 100\n";
        let (choices, found) = read(text, "portcullis.toml");
        assert_eq!(found, []);
        assert_eq!(choices.contract.as_deref(), Some("openapi.yaml"));
        assert_eq!(choices.typeless.as_deref(), Some("any"));
        assert_eq!(choices.sharing, Some(Sharing::Identical));
        assert_eq!(choices.operations.len(), 2);
        assert_eq!(choices.operations[0].extensions.len(), 5);
    }

    #[test]
    fn every_fault_has_its_place() {
        let text = "[contract]\npaht = \"x\"\n[schemas]\ntypeless = \"some\"\n[limits]\n\
            [operations.a]\nrate-limit = \"often\"\n  tiemout = \"1s\"\nmfa = 1\nbody-limit = -1\ntimeout = \"1\"\nname = 1\n[operations]\nb = 1\n";
        let found = faults(text);
        let places: Vec<(usize, usize)> = found
            .iter()
            .map(|(line, column, _)| (*line, *column))
            .collect();
        assert_eq!(
            places,
            [
                (2, 1),
                (4, 1),
                (5, 2),
                (7, 1),
                (8, 3),
                (9, 1),
                (10, 1),
                (11, 1),
                (12, 1),
                (14, 1)
            ],
            "{found:#?}"
        );
        assert_eq!(faults("a = "), [(1, 5, faults("a = ")[0].2.clone())]);
    }
}
