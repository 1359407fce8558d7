//! `portcullis.lock`: what was made, from what, by whom, and whose it is. A [`Lock`] goes in and its text comes out, and the
//! other way round.
//!
//! Only names, hashes and choices go in, sorted: the same project always has the same lock.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, value};

use super::{File, KEPT, Owner};

/// The name of the lock file, at the root of a project.
pub const LOCK_FILE: &str = "portcullis.lock";

/// The shape of the lock file that this version writes.
const FORMAT: i64 = 2;

const HEADER: &str = "\
# Written by Portcullis; do not edit. It says which files are ours (rewritten by `portcullis regenerate`, checked by
# their hashes) and which are yours (created once; what you wrote in them stays), and what was made from what.
";

/// What `portcullis.lock` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The version of Portcullis that made the project.
    pub version: String,
    /// The very program that did, as a hash of its sources; empty where it is not known.
    pub generator: String,
    /// The name of the service; empty in a lock of the first format.
    pub name: String,
    /// The SHA-256 of the contract, all its files one after the other.
    pub document: String,
    /// What the contract may get away with.
    pub leeway: Leeway,
    /// What the project was made from: path in the project, SHA-256. Empty in a lock of the first format, and where something
    /// was fetched, which may be something else the next time.
    pub inputs: BTreeMap<String, String>,
    /// The templates of the team's own that it was made with: name, SHA-256.
    pub templates: BTreeMap<String, String>,
    /// Security changes that somebody has taken note of.
    pub accepted: Vec<Accepted>,
    /// What had no place in the user's files and is told again until it has one, a list of rows; `Null` for nothing.
    pub left: Value,
    /// What the operations are called, by lists of rows; `Null` in a lock of the first format.
    pub inventory: Value,
    /// Every file that was made, by its path.
    pub files: BTreeMap<String, Row>,
}

/// What a contract may get away with, as it was said on the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leeway {
    /// What cannot be enforced is listed instead of refused.
    pub allow_unenforced: bool,
    /// Invalid operations are left out.
    pub lenient: bool,
    /// References may lead out of the contract's folder.
    pub allow_remote: bool,
}

impl Leeway {
    /// What either of two allows.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            allow_unenforced: self.allow_unenforced || other.allow_unenforced,
            lenient: self.lenient || other.lenient,
            allow_remote: self.allow_remote || other.allow_remote,
        }
    }
}

/// A security change that somebody has taken note of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accepted {
    /// Which kind of change it is.
    pub code: String,
    /// Where it is.
    pub place: String,
}

/// One file of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// Ours, with the hash of what was written.
    Ours(String),
    /// The user's, with the hash of what it was when it was made last; `None` for the contract, whose text is not ours.
    Yours(Option<String>),
}

/// Why a lock file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockError {
    /// It is no TOML, or not shaped like a lock file.
    Malformed(String),
    /// It was written by a newer version, in a format that is not known here.
    Newer(i64),
}

impl fmt::Display for LockError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(what) => write!(formatter, "`{LOCK_FILE}` cannot be read: {what}"),
            Self::Newer(format) => write!(
                formatter,
                "`{LOCK_FILE}` has format {format}; this is Portcullis {}, which knows {FORMAT}",
                env!("CARGO_PKG_VERSION")
            ),
        }
    }
}

impl std::error::Error for LockError {}

impl Lock {
    /// The rows of `files`, without those that are kept below `.portcullis` and the lock itself. `is_contract` tells the
    /// files of the contract.
    #[must_use]
    pub fn rows(files: &[File], is_contract: impl Fn(&str) -> bool) -> BTreeMap<String, Row> {
        let rows = files.iter().filter(|file| !is_kept(&file.path));
        rows.map(|file| {
            let row = match file.owner {
                Owner::Ours => Row::Ours(sha256(&file.contents)),
                Owner::Yours if is_contract(&file.path) => Row::Yours(None),
                Owner::Yours => Row::Yours(Some(sha256(&file.contents))),
            };
            (file.path.clone(), row)
        })
        .collect()
    }

    /// The text of the lock file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = DocumentMut::new();
        text.insert("format", value(FORMAT));
        text.insert("portcullis", Item::Table(self.made_by()));
        let listed = |strings: &BTreeMap<String, String>| {
            let mut table = Table::new();
            for (path, hash) in strings {
                table.insert(path, value(hash));
            }
            Item::Table(table)
        };
        text.insert("inputs", listed(&self.inputs));
        if !self.templates.is_empty() {
            text.insert("templates", listed(&self.templates));
        }
        if !self.accepted.is_empty() {
            let rows = self.accepted.iter().map(|accepted| {
                let mut row = InlineTable::new();
                row.insert("code", accepted.code.as_str().into());
                row.insert("place", accepted.place.as_str().into());
                row
            });
            let mut table = Table::new();
            table.insert("changes", value(lines(rows)));
            text.insert("accepted", Item::Table(table));
        }
        if let Value::Array(rows) = &self.left
            && !rows.is_empty()
        {
            let mut table = Table::new();
            table.insert("places", value(lines(rows.iter().map(inline))));
            text.insert("left", Item::Table(table));
        }
        if let Value::Object(lists) = &self.inventory {
            let mut table = Table::new();
            for (name, rows) in lists {
                let rows = rows.as_array().into_iter().flatten();
                table.insert(name, value(lines(rows.map(inline))));
            }
            text.insert("inventory", Item::Table(table));
        }
        let mut files = Table::new();
        for (path, row) in &self.files {
            files.insert(path, value(row.table()));
        }
        text.insert("files", Item::Table(files));
        format!("{HEADER}{text}")
    }

    fn made_by(&self) -> Table {
        let mut table = Table::new();
        table.insert("version", value(&self.version));
        table.insert("generator", value(&self.generator));
        table.insert("name", value(&self.name));
        table.insert("document", value(&self.document));
        let Leeway {
            allow_unenforced,
            lenient,
            allow_remote,
        } = self.leeway;
        table.insert("allow-unenforced", value(allow_unenforced));
        table.insert("lenient", value(lenient));
        table.insert("allow-remote", value(allow_remote));
        table
    }

    /// Reads the text of a lock file, of this format or the first.
    ///
    /// # Errors
    /// A [`LockError`] that says what is wrong with it.
    pub fn read(text: &str) -> Result<Self, LockError> {
        let document = text
            .parse::<DocumentMut>()
            .map_err(|error| LockError::Malformed(error.message().trim().to_owned()))?;
        let format = document.get("format").and_then(Item::as_integer);
        match format {
            Some(1..=FORMAT) => {}
            Some(newer) if newer > FORMAT => return Err(LockError::Newer(newer)),
            _ => return Err(LockError::Malformed("it names no format".to_owned())),
        }
        let section = |name: &str| document.get(name).and_then(Item::as_table_like);
        let Some(made_by) = section("portcullis") else {
            return Err(LockError::Malformed("it has no `portcullis`".to_owned()));
        };
        let mut files = BTreeMap::new();
        for (path, item) in section("files").map(TableLike::iter).into_iter().flatten() {
            let Some(row) = Row::read(item) else {
                return Err(LockError::Malformed(format!("`{path}` has no owner")));
            };
            files.insert(path.to_owned(), row);
        }
        let hashes = |name: &str| {
            let rows = section(name).map(TableLike::iter).into_iter().flatten();
            rows.filter_map(|(path, item)| Some((path.to_owned(), item.as_str()?.to_owned())))
                .collect()
        };
        let changes = section("accepted").and_then(|section| section.get("changes"));
        let left = section("left").and_then(|section| section.get("places"));
        let inventory = section("inventory").map(TableLike::iter);
        let is_set = |name: &str| made_by.get(name).and_then(Item::as_bool) == Some(true);
        Ok(Self {
            version: string(made_by, "version"),
            generator: string(made_by, "generator"),
            name: string(made_by, "name"),
            document: string(made_by, "document"),
            leeway: Leeway {
                allow_unenforced: is_set("allow-unenforced"),
                lenient: is_set("lenient"),
                allow_remote: is_set("allow-remote"),
            },
            inputs: hashes("inputs"),
            templates: hashes("templates"),
            accepted: changes
                .and_then(Item::as_array)
                .into_iter()
                .flatten()
                .filter_map(toml_edit::Value::as_inline_table)
                .map(|row| Accepted {
                    code: string(row, "code"),
                    place: string(row, "place"),
                })
                .collect(),
            left: left.and_then(Item::as_array).map_or(Value::Null, |rows| {
                let rows = rows.iter().filter_map(toml_edit::Value::as_inline_table);
                rows.map(object).collect()
            }),
            inventory: inventory.map_or(Value::Null, |lists| {
                let lists = lists.map(|(name, item)| {
                    let rows = item.as_array().into_iter().flatten();
                    let rows = rows.filter_map(toml_edit::Value::as_inline_table);
                    (name.to_owned(), rows.map(object).collect())
                });
                Value::Object(lists.collect())
            }),
            files,
        })
    }

    /// The hash of a file of ours as it was written last.
    #[must_use]
    pub fn ours(&self, path: &str) -> Option<&str> {
        match self.files.get(path)? {
            Row::Ours(hash) => Some(hash),
            Row::Yours(_) => None,
        }
    }
}

/// Whether a file is kept for ourselves: the folder of pristine texts, and the lock.
pub(super) fn is_kept(path: &str) -> bool {
    let inside = path.strip_prefix(KEPT);
    inside.is_some_and(|rest| rest.starts_with('/')) || path == LOCK_FILE
}

impl Row {
    fn table(&self) -> InlineTable {
        let mut table = InlineTable::new();
        match self {
            Self::Ours(hash) => {
                table.insert("owner", Owner::Ours.as_str().into());
                table.insert("sha256", hash.as_str().into());
            }
            Self::Yours(made) => {
                table.insert("owner", Owner::Yours.as_str().into());
                if let Some(hash) = made {
                    table.insert("made", hash.as_str().into());
                }
            }
        }
        table
    }

    fn read(item: &Item) -> Option<Self> {
        let table = item.as_table_like()?;
        let hash = |name: &str| Some(table.get(name)?.as_str()?.to_owned());
        match table.get("owner")?.as_str()? {
            "ours" => Some(Self::Ours(hash("sha256")?)),
            "yours" => Some(Self::Yours(hash("made"))),
            _ => None,
        }
    }
}

fn string(table: &dyn TableLike, name: &str) -> String {
    let text = table.get(name).and_then(Item::as_str);
    text.unwrap_or_default().to_owned()
}

/// Rows one below the other, so that two branches that both change some of them rarely meet.
fn lines(rows: impl Iterator<Item = InlineTable>) -> Array {
    let mut array = Array::new();
    for row in rows {
        let mut row = toml_edit::Value::InlineTable(row);
        row.decor_mut().set_prefix("\n    ");
        array.push_formatted(row);
    }
    array.set_trailing("\n");
    array.set_trailing_comma(true);
    array
}

/// The texts of a row; nothing else is ever in one.
fn inline(row: &Value) -> InlineTable {
    let members = row.as_object().into_iter().flatten();
    let members = members.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    members.collect()
}

fn object(row: &InlineTable) -> Value {
    let members = row
        .iter()
        .filter_map(|(name, value)| Some((name.to_owned(), Value::from(value.as_str()?))));
    Value::Object(members.collect::<Map<_, _>>())
}

/// The SHA-256 of some bytes, as 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
