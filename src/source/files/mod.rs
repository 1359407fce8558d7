//! The files that a document is made of: a reference flows in, the file that it leads to flows out, or a refusal.
//!
//! A document may refer to files in its folder and below. It may not lead above that folder, to an absolute path, through a
//! symbolic link out of it, or onto the network, unless the person who runs the program said that it may.

mod local;
mod remote;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::{Format, Origin, bytes, pointer, read};
use crate::diagnostic::{Code, Diagnostic};

/// How many files a document may be made of; the largest real one has three thousand.
const MAX_FILES: usize = 10_000;

/// How far references may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Not out of the document: it is in memory, and no folder is its own.
    Document,
    /// To files in the document's folder and below.
    Folder,
    /// Also to files above the folder, and over HTTP and HTTPS.
    Remote,
}

/// Where a file is: what makes it the same file, however it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Location {
    /// The canonical path.
    Local(PathBuf),
    /// The address, without a fragment.
    Remote(String),
}

/// One file.
struct File {
    location: Location,
    /// For a file of the disk: the folder that its references start from.
    folder: PathBuf,
    /// What it says; `None` where it is no document, only text.
    value: Option<Arc<Value>>,
    origin: Origin,
}

impl File {
    /// The path, if it is on the disk.
    fn path(&self) -> Option<PathBuf> {
        match &self.location {
            Location::Local(path) => Some(path.clone()),
            Location::Remote(_) => None,
        }
    }
}

/// Why a reference is not followed.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The kind of finding.
    pub code: Code,
    /// What is wrong with the reference, as the end of a sentence that it begins.
    pub predicate: String,
    /// The way out.
    pub help: &'static str,
}

impl Refusal {
    fn new(code: Code, predicate: impl Into<String>, help: &'static str) -> Self {
        Self {
            code,
            predicate: predicate.into(),
            help,
        }
    }
}

/// The files that were opened so far. File 0 is the document.
pub struct Library {
    reach: Reach,
    /// The folder of the document, as the disk has it.
    folder: PathBuf,
    files: Vec<File>,
    known: HashMap<Location, usize>,
    /// References as they are written, from a file.
    asked: HashMap<(usize, String), Result<usize, Refusal>>,
    bytes: u64,
    /// What was found in the files themselves.
    pub diagnostics: Vec<Diagnostic>,
}

impl Library {
    /// A library that holds the document alone.
    pub fn new(origin: &Origin, value: Value, reach: Reach) -> Self {
        let typed_folder = origin.path.parent().unwrap_or(Path::new(""));
        let typed_folder = if typed_folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            typed_folder
        };
        let folder = typed_folder.canonicalize().unwrap_or_default();
        let reach = if folder.as_os_str().is_empty() {
            Reach::Document
        } else {
            reach
        };
        let location = Location::Local(origin.path.canonicalize().unwrap_or_default());
        let file = File {
            location: location.clone(),
            folder: folder.clone(),
            value: Some(Arc::new(value)),
            origin: origin.clone(),
        };
        Self {
            reach,
            folder,
            files: vec![file],
            known: HashMap::from([(location, 0)]),
            asked: HashMap::new(),
            bytes: u64::try_from(origin.text.len()).unwrap_or(u64::MAX),
            diagnostics: Vec::new(),
        }
    }

    /// What a file says; `None` where it is text only.
    pub fn value(&self, file: usize) -> Option<Arc<Value>> {
        self.files.get(file)?.value.clone()
    }

    /// The text of a file.
    pub fn text(&self, file: usize) -> &str {
        self.files
            .get(file)
            .map_or("", |file| file.origin.text.as_str())
    }

    /// What a file is called in a diagnostic.
    pub fn name(&self, file: usize) -> String {
        self.files
            .get(file)
            .map(|file| file.origin.path.display().to_string())
            .unwrap_or_default()
    }

    /// The path of a file, for names that are made of it.
    pub fn path(&self, file: usize) -> &Path {
        self.files
            .get(file)
            .map_or(Path::new(""), |file| &file.origin.path)
    }

    /// Where the document stands among its files, and every file but the document itself.
    pub fn into_parts(self) -> (Option<String>, Vec<Origin>) {
        let name = self.path(0).file_name().unwrap_or_default();
        let own = self.folder.join(name);
        let mut above = self.folder.as_path();
        let paths: Vec<Option<PathBuf>> = self.files.iter().map(File::path).collect();
        for path in paths.iter().skip(1).flatten() {
            while !path.starts_with(above) {
                above = above.parent().unwrap_or(Path::new(""));
            }
        }
        let among = |path: &Path| local::slashed(path.strip_prefix(above).ok()?);
        let has_others = paths.iter().skip(1).any(Option::is_some);
        let own = if has_others { among(&own) } else { None };
        let places: Vec<Option<String>> = paths
            .iter()
            .map(|path| path.as_deref().and_then(among))
            .collect();
        let parts = self.files.into_iter().zip(places).skip(1);
        let parts = parts.map(|(file, among)| Origin {
            among,
            ..file.origin
        });
        (own, parts.collect())
    }

    /// The file that a reference without its fragment leads to, from another.
    pub fn open(&mut self, from: usize, reference: &str) -> Result<usize, Refusal> {
        if reference.is_empty() {
            return Ok(from);
        }
        let key = (from, reference.to_owned());
        if let Some(answer) = self.asked.get(&key) {
            return answer.clone();
        }
        let answer = self.look_up(from, reference);
        self.asked.insert(key, answer.clone());
        answer
    }

    fn look_up(&mut self, from: usize, reference: &str) -> Result<usize, Refusal> {
        if self.reach == Reach::Document {
            return Err(Refusal::new(
                Code::ReferenceExternal,
                "leads out of this document",
                "bundle the parts into one file, so that every reference starts with `#/`",
            ));
        }
        let Some(base) = self.files.get(from) else {
            return Err(local::absent());
        };
        let from_remote = match &base.location {
            Location::Remote(address) => Some(address.clone()),
            Location::Local(_) => None,
        };
        if remote::is_address(reference) || from_remote.is_some() {
            return self.open_remote(from_remote.as_deref(), reference);
        }
        let found = local::find(&self.folder, &base.folder.clone(), reference, self.reach)?;
        let location = Location::Local(found.canonical.clone());
        if let Some(file) = self.known.get(&location) {
            return Ok(*file);
        }
        let contents = bytes::of_file(&found.canonical).map_err(|_| local::absent())?;
        let root = self.path(0).parent().unwrap_or(Path::new(""));
        let shown = root.join(&found.relative);
        let folder = found.canonical.parent().unwrap_or(Path::new("")).to_owned();
        self.add(location, folder, &shown, contents)
    }

    fn open_remote(&mut self, from: Option<&str>, reference: &str) -> Result<usize, Refusal> {
        if self.reach != Reach::Remote {
            return Err(remote::not_allowed());
        }
        let address = remote::resolve(from, reference)?;
        let location = Location::Remote(address.clone());
        if let Some(file) = self.known.get(&location) {
            return Ok(*file);
        }
        self.room()?;
        let contents = remote::fetch(&address)?;
        self.add(location, PathBuf::new(), Path::new(&address), contents)
    }

    fn room(&self) -> Result<(), Refusal> {
        if self.files.len() >= MAX_FILES || self.bytes > read::MAX_SIZE {
            return Err(Refusal::new(
                Code::DocumentTooLarge,
                format!(
                    "leads to one file too many: a document is read from {MAX_FILES} files and {} MiB at most",
                    read::MAX_SIZE >> 20
                ),
                "split the API into several documents",
            ));
        }
        Ok(())
    }

    fn add(
        &mut self,
        location: Location,
        folder: PathBuf,
        shown: &Path,
        contents: Vec<u8>,
    ) -> Result<usize, Refusal> {
        self.bytes = self
            .bytes
            .saturating_add(u64::try_from(contents.len()).unwrap_or(u64::MAX));
        self.room()?;
        let mut found = Vec::new();
        let origin = bytes::origin(shown, contents, &mut found);
        let value = if found.is_empty() && is_document(shown, origin.format) {
            read::read(&origin, &mut found).map(Arc::new)
        } else {
            None
        };
        let name = shown.display().to_string();
        let found = found
            .into_iter()
            .map(|diagnostic| diagnostic.in_file(name.as_str()));
        self.diagnostics.extend(found);
        let file = self.files.len();
        self.known.insert(location.clone(), file);
        self.files.push(File {
            location,
            folder,
            value,
            origin,
        });
        Ok(file)
    }
}

/// Is a file a document, by its name? Others are text, for those who include one as a description.
fn is_document(path: &Path, format: Format) -> bool {
    let extension = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    match extension.as_deref().and_then(std::ffi::OsStr::to_str) {
        Some("md" | "markdown" | "txt" | "html" | "htm") => false,
        Some(_) => true,
        None => format == Format::Json || format == Format::Yaml,
    }
}

/// A reference as the file it names and the fragment in it.
pub fn split(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// The path in a reference, percent-decoded.
fn decoded(reference: &str) -> String {
    pointer::percent_decode(reference).unwrap_or_else(|| reference.to_owned())
}
