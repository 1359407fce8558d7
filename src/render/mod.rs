//! Rendering: the model and the choices go in, the text of every file comes out. No disk, no clock.
//!
//! Views hold every word that a template shows; templates only read. Rust of ours is formatted, and parsed on the way:
//! what does not parse is a fault of the template and never reaches the disk.

mod cargo_lock;
mod docs;
mod equality;
mod fit;
pub mod format;
mod operations;
mod outgoing;
mod project;
mod request;
mod response;
mod row;
mod rules;
mod rust;
mod types;

use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;
use tera::{Context, Tera};

pub use format::TemplateBug;

use crate::model::Api;
use crate::options::Options;
use crate::plan::{Each, Entry, FILES, Finish};
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

/// Renders every file of the project but `portcullis.lock`.
///
/// # Errors
/// A template is at fault; nothing of what was rendered is handed out.
pub fn render(
    api: &Api,
    contract: &Contract<'_>,
    options: &Options,
) -> Result<Vec<File>, TemplateBug> {
    let engine = engine()?;
    let tags = operations::tags(api);
    let types = types::files(api);
    let project = project::view(api, options, &contract.file, &tags, &types);
    let mut jobs: Vec<(&Entry, String, Context)> = Vec::new();
    let project_context = context(&project)?;
    for entry in FILES {
        match entry.each {
            Each::Outgoing if api.outgoing.is_empty() => {}
            Each::Project | Each::Outgoing => {
                jobs.push((entry, entry.path.to_owned(), project_context.clone()));
            }
            Each::Types => {
                for file in &types {
                    jobs.push((
                        entry,
                        entry.path.replace("[type]", &file.module),
                        context(file)?,
                    ));
                }
            }
            Each::Tag => {
                for tag in &tags {
                    jobs.push((
                        entry,
                        entry.path.replace("[tag]", &tag.module),
                        context(tag)?,
                    ));
                }
            }
            Each::Operation => {
                for tag in &tags {
                    for operation in &tag.operations {
                        let path = entry
                            .path
                            .replace("[tag]", &tag.module)
                            .replace("[operation]", &operation.module);
                        jobs.push((entry, path, context(operation)?));
                    }
                }
            }
        }
    }
    let write = |(entry, path, context): (&Entry, String, Context)| {
        let text = engine
            .render(entry.path, &context)
            .map_err(|error| unrendered(entry.path, &error))?;
        let text = match entry.finish {
            Finish::Formatted => format::ours(entry.path, &text)?,
            Finish::Verbatim => format!("{}\n", text.trim_end()),
        };
        Ok(File {
            path,
            contents: text.into_bytes(),
            owner: entry.owner,
        })
    };
    let rendered: Result<Vec<File>, TemplateBug> =
        with_deep_stacks(|| jobs.into_par_iter().map(write).collect());
    let mut files = rendered?;
    files.extend(copied(api, contract, options));
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(files)
}

/// Does something side by side on threads that can follow a document as deep as one may be: a list of lists of lists is as
/// deep a nest of closures, and threads have a fourth of the stack that the first one has.
fn with_deep_stacks<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    const BYTES: usize = 32 << 20;
    match rayon::ThreadPoolBuilder::new().stack_size(BYTES).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// What is not rendered: the gate, the contract, the rules and the lock of dependencies.
fn copied(api: &Api, contract: &Contract<'_>, options: &Options) -> Vec<File> {
    let mut files = vec![File::yours(contract.file.as_str(), contract.text)];
    let parts = contract.parts.iter();
    files.extend(parts.map(|(path, text)| File::yours(path.as_str(), *text)));
    if let Some(lock) = TEMPLATES
        .get_file("Cargo.lock.tera")
        .and_then(include_dir::File::contents_utf8)
    {
        files.push(File::yours(
            "Cargo.lock",
            cargo_lock::named(lock, options.name.as_str()),
        ));
    }
    let judging = rules::judging(api);
    if !judging.is_empty() {
        files.push(File::ours(
            "api/rules.json",
            rules::bundle(contract.raw, &judging),
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

/// The engine with every built-in template.
fn engine() -> Result<Tera, TemplateBug> {
    let mut engine = Tera::default();
    engine.autoescape_on(Vec::<String>::new());
    let templates: Vec<(&str, &str)> = FILES
        .iter()
        .filter_map(|entry| {
            TEMPLATES
                .get_file(format!("{}.tera", entry.path))?
                .contents_utf8()
                .map(|text| (entry.path, text))
        })
        .collect();
    engine
        .add_raw_templates(templates)
        .map_err(|error| unrendered("templates", &error))?;
    Ok(engine)
}

fn context(view: &impl Serialize) -> Result<Context, TemplateBug> {
    Context::from_serialize(view).map_err(|error| unrendered("view", &error))
}

fn unrendered(template: &str, error: &tera::Error) -> TemplateBug {
    TemplateBug {
        template: template.to_owned(),
        reason: error.to_string(),
        line: 0,
        excerpt: String::new(),
    }
}
