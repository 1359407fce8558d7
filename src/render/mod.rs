//! Rendering: the model and the choices go in, the text of every file comes out. No disk, no clock.
//!
//! Views hold every word that a template shows; templates only read. Rust of ours is formatted, and parsed on the way:
//! what does not parse is a fault of the template and never reaches the disk.

mod about;
mod answers;
mod called;
mod cargo_lock;
mod case;
mod deploy;
mod docs;
mod equality;
pub mod fit;
pub mod format;
mod literal;
mod operations;
mod outgoing;
mod project;
mod request;
mod response;
mod row;
mod rules;
mod rust;
mod security;
mod served;
mod shared;
mod table;
pub mod templates;
mod types;
mod whence;
mod words;

use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;
use tera::Context;

pub use format::TemplateBug;
use project::Extent;
pub use shared::Shared;

use crate::model::{Api, Rule};
use crate::options::{Options, Sharing, Templates};
use crate::plan::{Each, Entry, FILES, Finish, within};
use crate::project::File;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static GATE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/gate");

/// The document as the project keeps it.
#[derive(Clone, Debug)]
pub struct Contract<'c> {
    /// The file's path in the project, such as `openapi.yaml`.
    pub file: String,
    /// Its text, byte for byte.
    pub text: &'c str,
    /// The other files that it refers to: path in the project, text.
    pub parts: Vec<(String, &'c str)>,
    /// The whole document, its schemas lifted.
    pub raw: &'c Value,
}

/// One contract of the project: all of it, or a version of several.
#[derive(Clone, Debug)]
pub struct Part<'p> {
    /// What it means.
    pub api: &'p Api,
    /// How the project keeps it.
    pub contract: Contract<'p>,
}

/// Renders every file of the project but `portcullis.lock`: of one contract, or of several versions, the oldest first.
///
/// # Errors
/// A template is at fault; nothing of what was rendered is handed out.
pub fn render(parts: &[Part<'_>], options: &Options) -> Result<Vec<File>, TemplateBug> {
    let (views, _) = views(parts, options);
    let mut files = each(&views, options, Text::finished)?;
    let beside = parts.iter().zip(&views);
    files.extend(beside.flat_map(|(part, view)| assets(part, view, options)));
    files.extend(copied(options));
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(files)
}

/// The texts of the templates as they are before they are formatted, by path: what rendering alone costs is measured by it.
///
/// # Errors
/// A template is at fault.
pub fn texts(parts: &[Part<'_>], options: &Options) -> Result<Vec<Text>, TemplateBug> {
    each(&views(parts, options).0, options, Ok)
}

/// The files of types that versions do not have of their own; none, unless that is chosen.
#[must_use]
pub fn sharing(parts: &[Part<'_>], options: &Options) -> Vec<Shared> {
    match options.sharing {
        Sharing::None => Vec::new(),
        Sharing::Identical => views(parts, options).1,
    }
}

/// The views of every contract, and what some of them do not have of their own.
fn views<'p>(parts: &'p [Part<'p>], options: &Options) -> (Vec<PartView<'p>>, Vec<Shared>) {
    let mut views: Vec<PartView<'_>> = parts.par_iter().map(PartView::of).collect();
    let shared = match options.sharing {
        Sharing::None => Vec::new(),
        Sharing::Identical => shared::mark(parts, &mut views),
    };
    (views, shared)
}

/// What a template made, not formatted yet.
#[derive(Clone, Debug)]
pub struct Text {
    /// Where it goes, in the project.
    pub path: String,
    entry: &'static Entry,
    /// What it was made from, as whoever wrote that knows it.
    template: String,
    unformatted: String,
}

impl Text {
    /// The file that it is, formatted where the plan says so.
    ///
    /// # Errors
    /// The template made no Rust.
    pub fn finished(self) -> Result<File, TemplateBug> {
        let text = match self.entry.finish {
            Finish::Formatted => format::ours(&self.template, &self.unformatted)?,
            Finish::Verbatim => format!("{}\n", self.unformatted.trim_end()),
        };
        Ok(File {
            path: self.path,
            contents: text.into_bytes(),
            owner: self.entry.owner,
        })
    }
}

/// Renders every template for everything that the plan has it for, and hands each text on, side by side.
fn each<T: Send>(
    views: &[PartView<'_>],
    options: &Options,
    then: impl Fn(Text) -> Result<T, TemplateBug> + Sync,
) -> Result<Vec<T>, TemplateBug> {
    let engine = templates::engine(&options.templates)?;
    let project = context(&project::view(views, Extent::Project, options))?;
    let each_alone: Vec<Context> = match views {
        [only] if only.api.module.is_none() => Vec::new(),
        versions => versions
            .par_iter()
            .map(|view| {
                let alone = std::slice::from_ref(view);
                context(&project::view(alone, Extent::Contract, options))
            })
            .collect::<Result<_, _>>()?,
    };
    let contexts = if each_alone.is_empty() {
        std::slice::from_ref(&project)
    } else {
        &each_alone
    };
    let write = |(entry, path, subject): (&'static Entry, String, Subject<'_>)| {
        let rendered = match subject {
            Subject::Project => engine.render(entry.path, &project),
            Subject::Contract(view) => engine.render(entry.path, view),
            Subject::Types(view) => engine.render(entry.path, &context(view)?),
            Subject::Tag(view) => engine.render(entry.path, &context(view)?),
            Subject::Operation(view) => engine.render(entry.path, &context(view)?),
        };
        let unformatted = rendered
            .map_err(|error| templates::unrendered(entry.path, &options.templates, &error))?;
        then(Text {
            path,
            entry,
            template: if options.templates.0.contains_key(entry.path) {
                templates::place(entry.path)
            } else {
                entry.path.to_owned()
            },
            unformatted,
        })
    };
    jobs(views, contexts).into_par_iter().map(write).collect()
}

/// The views of one contract.
#[derive(Debug)]
struct PartView<'p> {
    api: &'p Api,
    /// The contract's file, in the project.
    spec: &'p str,
    tags: Vec<operations::TagView>,
    types: Vec<types::TypesFile>,
}

impl<'p> PartView<'p> {
    fn of(part: &'p Part<'p>) -> Self {
        let api = part.api;
        let (tags, types) = rayon::join(|| operations::tags(api), || types::files(api));
        Self {
            api,
            spec: &part.contract.file,
            tags,
            types,
        }
    }

    /// The rules that this contract's own types keep.
    fn rules(&self) -> Vec<&'p Rule> {
        let shared = self.types.iter().filter(|file| file.shared.is_some());
        let elsewhere = shared.map(|file| file.module.as_str()).collect();
        rules::judging(self.api, &elsewhere)
    }

    /// Where a row of the table leads for this contract.
    fn path(&self, entry: &Entry) -> String {
        match &self.api.module {
            Some(module) => within(entry.path, module.rust()),
            None => entry.path.to_owned(),
        }
    }
}

/// What a template is rendered for.
#[derive(Clone, Copy)]
enum Subject<'v> {
    Project,
    Contract(&'v Context),
    Types(&'v types::TypesFile),
    Tag(&'v operations::TagView),
    Operation(&'v operations::OperationView),
}

/// Every template with its place in the project and what it is rendered for.
fn jobs<'v>(
    views: &'v [PartView<'v>],
    contexts: &'v [Context],
) -> Vec<(&'static Entry, String, Subject<'v>)> {
    let has_versions = views.iter().any(|view| view.api.module.is_some());
    let mut jobs = Vec::new();
    for entry in FILES {
        match entry.each {
            Each::Project => jobs.push((entry, entry.path.to_owned(), Subject::Project)),
            Each::Versions if has_versions => {
                jobs.push((entry, entry.path.to_owned(), Subject::Project));
            }
            Each::Versions => {}
            _ => {
                for (view, context) in views.iter().zip(contexts) {
                    jobs.extend(jobs_of(entry, view, context));
                }
            }
        }
    }
    jobs
}

/// What a row of the table is rendered for in one contract.
fn jobs_of<'v>(
    entry: &'static Entry,
    view: &'v PartView<'v>,
    context: &'v Context,
) -> Vec<(&'static Entry, String, Subject<'v>)> {
    let path = view.path(entry);
    match entry.each {
        Each::Project | Each::Versions => Vec::new(),
        Each::Version if view.api.module.is_none() => Vec::new(),
        Each::Outgoing if view.api.outgoing.is_empty() => Vec::new(),
        Each::Version | Each::Contract | Each::Outgoing => {
            vec![(entry, path, Subject::Contract(context))]
        }
        Each::Types => {
            let one = |file: &'v types::TypesFile| {
                let path = path.replace("[type]", &file.module);
                (entry, path, Subject::Types(file))
            };
            let own = view.types.iter().filter(|file| file.shared.is_none());
            own.map(one).collect()
        }
        Each::Tag => {
            let one = |tag: &'v operations::TagView| {
                let path = path.replace("[tag]", &tag.module);
                (entry, path, Subject::Tag(tag))
            };
            view.tags.iter().map(one).collect()
        }
        Each::Operation => {
            let mut jobs = Vec::new();
            for tag in &view.tags {
                let folder = path.replace("[tag]", &tag.module);
                let one = |operation: &'v operations::OperationView| {
                    let path = folder.replace("[operation]", &operation.module);
                    (entry, path, Subject::Operation(operation))
                };
                jobs.extend(tag.operations.iter().map(one));
            }
            jobs
        }
    }
}

/// What of a contract is not rendered: its files, and what is made of its schemas.
fn assets(part: &Part<'_>, view: &PartView<'_>, options: &Options) -> Vec<File> {
    let Part { api, contract } = part;
    let mut files = vec![File::yours(contract.file.as_str(), contract.text)];
    let parts = contract.parts.iter();
    files.extend(parts.map(|(path, text)| File::yours(path.as_str(), *text)));
    let folder = match &api.module {
        Some(module) => format!("api/{}", module.rust()),
        None => "api".to_owned(),
    };
    files.push(File::ours(
        format!("{folder}/openapi.json"),
        served::served(contract.raw, api, options.typeless),
    ));
    files.push(File::ours(
        format!("{folder}/answers.json"),
        answers::answers(contract.raw, api),
    ));
    let judging = view.rules();
    if !judging.is_empty() {
        files.push(File::ours(
            format!("{folder}/rules.json"),
            rules::bundle(contract.raw, &judging),
        ));
    }
    files
}

/// What no contract changes: the gate and the lock of dependencies.
fn copied(options: &Options) -> Vec<File> {
    let mut files = Vec::new();
    if let Some(lock) = TEMPLATES
        .get_file("Cargo.lock.tera")
        .and_then(include_dir::File::contents_utf8)
    {
        files.push(File::yours(
            "Cargo.lock",
            cargo_lock::named(lock, &options.name),
        ));
    }
    let mut waiting = vec![&GATE];
    while let Some(folder) = waiting.pop() {
        waiting.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            let name = if path == "manifest.toml" {
                "Cargo.toml".to_owned()
            } else {
                path
            };
            files.push(File::ours(format!("gate/{name}"), file.contents()));
        }
    }
    files
}

/// The list of what newer versions of the gate mend, as TOML.
#[must_use]
pub fn gate_changes() -> &'static str {
    let list = GATE.get_file("CHANGES.toml");
    list.and_then(include_dir::File::contents_utf8)
        .unwrap_or_default()
}

fn context(view: &impl Serialize) -> Result<Context, TemplateBug> {
    Context::from_serialize(view)
        .map_err(|error| templates::unrendered("view", &Templates::default(), &error))
}
