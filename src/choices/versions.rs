//! The section `versions` of `portcullis.toml`: where the contract of each version is, and what was chosen for it.

use serde_json::Value;
use toml_edit::{Item, TableLike};

use super::{Choice, Reader};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::model::retirement;
use crate::model::versions::{Standing, is_module};
use crate::source::Document;

/// What was chosen for one version.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionChoice {
    /// Its name: its module and its folders.
    pub name: String,
    /// `path`: its contract, relative to the project.
    pub path: String,
    /// `deprecated = false`: it is kept beside newer ones.
    pub standing: Standing,
    place: Place,
    /// What is written into the document, for all of its operations.
    extensions: Vec<(&'static str, Value)>,
    operations: Vec<Choice>,
}

impl VersionChoice {
    /// Writes the choices into the document of this version; what is chosen for an operation that it does not have is a fault.
    pub fn apply(&self, document: &mut Document, file: &str) -> Vec<Diagnostic> {
        let extensions = self.extensions.iter().cloned();
        let extensions = extensions.map(|(name, value)| (name.to_owned(), value));
        document.typed.extensions.extend(extensions);
        super::apply(&self.operations, document, file)
    }

    /// The fault of a version without a document.
    #[must_use]
    pub fn missing(&self, file: &str) -> Diagnostic {
        Diagnostic::unplaced(Severity::Error, Code::ChoiceInvalid)
            .in_file(file)
            .at(self.place.clone())
            .message(format!("no contract is version `{}`", self.name))
            .help("say its contract too, or remove the section")
    }
}

/// The fault of a version that `portcullis.toml` does not have.
#[must_use]
pub fn unversioned(name: &str, file: &str) -> Diagnostic {
    Diagnostic::unplaced(Severity::Error, Code::ChoiceInvalid)
        .in_file(file)
        .message(format!("the project has no version `{name}`"))
        .help(format!(
            "add a section `[versions.{name}]` with the `path` of its contract (docs/versions.md)"
        ))
}

impl Reader<'_> {
    /// What belongs to one contract is said of each version, where there are several.
    pub(super) fn one_or_several(&mut self, root: &dyn TableLike) {
        if !root.contains_key("versions") {
            return;
        }
        for (key, _, place) in super::entries(root) {
            let way = match key {
                "contract" => "say the `path` of each version: `[versions.v1]`",
                "operations" => "say it of the version: `[versions.v1.operations.listItems]`",
                _ => continue,
            };
            self.fault(place, format!("`{key}` stands beside `versions`"), way);
        }
    }

    pub(super) fn versions(&mut self, item: &Item, place: usize) -> Vec<VersionChoice> {
        let mut chosen = Vec::new();
        self.section(item, place, "versions", |reader, key, item, place| {
            chosen.extend(reader.version(key, item, place));
            true
        });
        chosen
    }

    fn version(&mut self, name: &str, item: &Item, place: usize) -> Option<VersionChoice> {
        if !is_module(name) {
            self.fault(
                place,
                format!("`{name}` cannot be the name of a version"),
                "a name is a module of Rust, such as `v1`",
            );
        }
        let mut path = None;
        let mut standing = Standing::Retiring;
        let mut extensions = Vec::new();
        let mut operations = Vec::new();
        let section = format!("versions.{name}");
        self.section(item, place, &section, |reader, key, item, place| {
            match key {
                "path" => path = reader.text(item, place, "say the path of a file"),
                "deprecated" if item.as_bool() == Some(false) => standing = Standing::Kept,
                "deprecated" => {
                    let help = "say since when, such as `\"2026-01-31\"`, or `false`";
                    let since = reader.moment(key, item, place, help);
                    extensions.extend(since.map(|since| (retirement::DEPRECATED, since)));
                }
                "sunset" => {
                    let help = "say when it will be gone, such as `\"2027-01-31\"`";
                    let end = reader.moment(key, item, place, help);
                    extensions.extend(end.map(|end| (retirement::SUNSET, end)));
                }
                "operations" => {
                    let section = format!("{section}.operations");
                    operations = reader.operations(item, place, &section);
                }
                _ => return false,
            }
            true
        });
        if path.is_none()
            && item
                .as_table_like()
                .is_some_and(|table| !table.contains_key("path"))
        {
            let help = "say where its contract is: `path = \"contract/v1/openapi.yaml\"`";
            self.fault(place, format!("`{section}` has no `path`"), help);
        }
        Some(VersionChoice {
            name: name.to_owned(),
            path: path?,
            standing,
            place: self.place(place),
            extensions,
            operations,
        })
    }

    fn moment(&mut self, key: &str, item: &Item, place: usize, help: &str) -> Option<Value> {
        let text = item.as_str().filter(|text| retirement::is_moment(text));
        if text.is_none() {
            self.fault(place, format!("`{key}` cannot be read"), help);
        }
        text.map(Value::from)
    }
}
