//! From bytes to one document that the model can read.
//!
//! A path flows in; a [`Document`] and diagnostics flow out. Schemas are lifted to JSON Schema 2020-12 in `raw`, whatever
//! the dialect of the document was; everything else is typed, in `typed`, where each schema is a reference whose fragment
//! is the JSON pointer of the schema in `raw`.

mod bundle;
mod bytes;
mod circles;
mod dialect;
mod dynamic;
mod error;
mod examples;
mod files;
mod grammar;
mod lenient;
mod lift;
mod lower;
mod patterns;
mod place;
pub mod pointer;
mod read;
mod references;
mod repair;
mod resources;
mod slips;
mod swagger;
mod trace;
mod typed;
mod unread;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use grammar::Kind;
use trace::Trace;
use walk::walk_mut;

pub use error::LoadError;
pub use files::Reach;
pub use lower::{BESIDE, MUTUAL_TLS_SCHEME, SEPARATOR};
pub use place::{Located, locate, locate_written, place, settle};
pub use pointer::{Pointer, join as join_pointer, tokens as pointer_tokens};
pub use slips::{EXTENSIONS, nearest};
pub use typed::Further;
pub use walk::{each_schema, each_schema_mut};

use crate::diagnostic::Diagnostic;

/// The notation a document was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 8259.
    Json,
    /// YAML 1.2, with the merge keys of 1.1.
    Yaml,
}

/// The specification a document says it follows; `raw` is lifted to 2020-12 schemas all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// Swagger 2.0: lifted to 3.0, of whose schemas it has a part.
    V20,
    /// `OpenAPI` 3.0: schemas are an extended subset of JSON Schema draft 5.
    V30,
    /// `OpenAPI` 3.1: schemas are JSON Schema 2020-12.
    V31,
    /// `OpenAPI` 3.2: 3.1 with more methods and media types.
    V32,
}

impl std::fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::V20 => "Swagger 2.0",
            Self::V30 => "OpenAPI 3.0",
            Self::V31 => "OpenAPI 3.1",
            Self::V32 => "OpenAPI 3.2",
        })
    }
}

/// Where a document came from: kept for places in diagnostics.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The file, as it was named.
    pub path: PathBuf,
    /// Its text, without a byte order mark.
    pub text: String,
    /// Its notation.
    pub format: Format,
    /// The other files that its references lead to, in the order in which they were read; they have no parts themselves.
    pub parts: Vec<Self>,
    /// Where it stands among the files of a document of several, with forward slashes, seen from the folder that holds all
    /// of them; `None` where there is only one, and for what was fetched.
    pub among: Option<String>,
    /// Where it stands in the project that is made from it, with forward slashes, where that is settled already.
    pub kept: Option<String>,
    trace: Trace,
}

impl Origin {
    /// Everything that the document is made of, as it was read: what a change of any file changes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let texts = std::iter::once(self).chain(&self.parts);
        texts.flat_map(|origin| origin.text.bytes()).collect()
    }
}

/// A document that was read, lifted and checked.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it came from.
    pub origin: Arc<Origin>,
    /// Everything but the schemas: these are references into `raw`.
    pub typed: openapiv3::OpenAPI,
    /// The operations for which `typed` has no member, by the path of their item.
    pub further: IndexMap<String, Vec<Further>>,
    /// The whole document, its schemas lifted to JSON Schema 2020-12.
    pub raw: Value,
    /// The dialect it was written in.
    pub dialect: Dialect,
    /// The operations and path items that were left out because they are invalid, as JSON pointers.
    pub left_out: Vec<String>,
}

impl Document {
    /// What stands at a JSON pointer (RFC 6901) such as `/components/schemas/Pet`; `""` is the whole document. References
    /// on the way are followed where what they stand beside has no such member.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.raw
            .pointer(pointer)
            .or_else(|| references::through(&self.raw, pointer))
    }

    /// What the document says and an emitted service does not act on, and slips that change what it says.
    #[must_use]
    pub fn unread(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let root = &mut Pointer::default();
        walk::walk(
            &self.raw,
            Kind::Document,
            root,
            &mut |value, kind, pointer| {
                unread::tell(value, kind, pointer, &mut found);
                slips::tell(value, kind, pointer, &mut found);
            },
        );
        found
    }

    /// What a local reference such as `#/components/schemas/Pet` names, and the canonical pointer of it. One step: what is
    /// found may be a reference itself.
    #[must_use]
    pub fn resolve(&self, reference: &str) -> Option<(&Value, String)> {
        let pointer = pointer::of_reference(reference)?;
        self.raw.pointer(&pointer).map(|value| (value, pointer))
    }
}

/// What came of reading a file.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Where it came from, also when it was refused; empty text when it is not text at all.
    pub origin: Arc<Origin>,
    /// The document, unless an error among the diagnostics refused it.
    pub document: Option<Document>,
    /// What was noticed, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the document at `path`.
///
/// # Errors
/// The world is at fault: there is no such file, or it may not be read. Faults of the document are diagnostics.
pub fn load(path: &Path) -> Result<Loaded, LoadError> {
    load_within(path, Reach::Folder)
}

/// Reads the document at `path`, whose references may lead as far as `reach` says.
///
/// # Errors
/// The world is at fault: there is no such file, or it may not be read. Faults of the document are diagnostics.
pub fn load_within(path: &Path, reach: Reach) -> Result<Loaded, LoadError> {
    let bytes = bytes::of_file(path)?;
    Ok(from_bytes(path, bytes, reach))
}

/// Reads a document that is in memory; `path` is only what it is called, and tells nothing of its notation.
#[must_use]
pub fn parse(path: &Path, bytes: Vec<u8>) -> Loaded {
    from_bytes(path, bytes, Reach::Document)
}

fn from_bytes(path: &Path, bytes: Vec<u8>, reach: Reach) -> Loaded {
    draft_of(path, bytes, reach).finish()
}

/// Reads the document at `path` up to the point where its parts are one, so that some of them can be left out.
///
/// # Errors
/// The world is at fault: there is no such file, or it may not be read.
pub fn draft(path: &Path, reach: Reach) -> Result<Draft, LoadError> {
    let bytes = bytes::of_file(path)?;
    Ok(draft_of(path, bytes, reach))
}

fn draft_of(path: &Path, bytes: Vec<u8>, reach: Reach) -> Draft {
    let mut diagnostics = Vec::new();
    let mut origin = bytes::origin(path, bytes, &mut diagnostics);
    let raw = if diagnostics.iter().any(Diagnostic::is_error) {
        None
    } else {
        whole(&mut origin, reach, &mut diagnostics)
    };
    Draft {
        origin,
        raw,
        diagnostics,
    }
}

/// A document whose files were read, and nothing else.
#[derive(Clone, Debug)]
pub struct Draft {
    origin: Origin,
    /// The document as 3.x, and the dialect it was written in.
    raw: Option<(Value, Dialect)>,
    diagnostics: Vec<Diagnostic>,
}

impl Draft {
    /// The document, read to the end.
    #[must_use]
    pub fn finish(self) -> Loaded {
        let Self {
            origin,
            raw,
            mut diagnostics,
        } = self;
        let origin = Arc::new(origin);
        let raw = raw.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
        let document = raw.and_then(|(raw, dialect)| {
            let (typed, further, raw) = typed(raw, dialect, &mut diagnostics)?;
            Some(Document {
                origin: Arc::clone(&origin),
                typed,
                further,
                raw,
                dialect,
                left_out: Vec::new(),
            })
        });
        Loaded {
            origin,
            document,
            diagnostics,
        }
    }
}

/// What the origin's text and its other files say, as one document of 3.x; the origin learns of these files.
fn whole(
    origin: &mut Origin,
    reach: Reach,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Value, Dialect)> {
    let mut raw = read::read(origin, diagnostics)?;
    let dialect = dialect::settle(&mut raw, diagnostics)?;
    if dialect != Dialect::V20 {
        let roots = references::roots(&raw);
        resources::settle(&mut raw, &roots, diagnostics);
    }
    let mut raw = one(origin, raw, dialect, reach, diagnostics);
    if dialect != Dialect::V20 {
        let copies = dynamic::settle(&mut raw, diagnostics);
        origin.trace = std::mem::take(&mut origin.trace).with_copies(copies);
    }
    Some((raw, dialect))
}

/// The document lifted and checked, and its typed part.
fn typed(
    mut raw: Value,
    dialect: Dialect,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(openapiv3::OpenAPI, IndexMap<String, Vec<Further>>, Value)> {
    let roots = references::roots(&raw);
    for root in &roots {
        let Some(value) = raw.pointer_mut(&root.pointer) else {
            continue;
        };
        walk_mut(
            value,
            root.kind,
            &mut Pointer::at(&root.pointer),
            &mut |value, kind, pointer| match kind {
                Kind::Schema => lift::lift(value, pointer, dialect, diagnostics),
                _ => repair::repair(value, kind, pointer, dialect, diagnostics),
            },
        );
    }
    examples::forget(&mut raw, &roots, diagnostics);
    diagnostics.extend(references::check(&raw, &roots));
    circles::untie(&mut raw, &roots, diagnostics);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return None;
    }
    let skeleton = lower::lower(&raw, diagnostics);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return None;
    }
    let typed = typed::typed(&skeleton)
        .and_then(|typed| typed::further(&typed).map(|further| (typed, further)));
    match typed {
        Ok((typed, further)) => Some((typed, further, raw)),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    }
}

/// The document of 3.x that a document and the files it refers to make together.
fn one(
    origin: &mut Origin,
    raw: Value,
    dialect: Dialect,
    reach: Reach,
    diagnostics: &mut Vec<Diagnostic>,
) -> Value {
    let bundle = bundle::bundle(origin, raw, dialect, reach, diagnostics);
    origin.parts = bundle.parts;
    origin.among = bundle.among;
    origin.trace = Trace::of_bundle(bundle.written);
    if dialect != Dialect::V20 {
        return bundle.document;
    }
    let mut found = Vec::new();
    let (lifted, moves) = swagger::lift(&bundle.document, &mut found);
    // These speak of the document as it was.
    for diagnostic in &mut found {
        place::settle(origin, diagnostic);
    }
    diagnostics.append(&mut found);
    origin.trace = std::mem::take(&mut origin.trace).with_moves(moves);
    lifted
}
