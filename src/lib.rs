//! Portcullis reads an OpenAPI document and emits a Rust service in which every byte from the network passes
//! authentication, limits and typed validation before a line that the user wrote sees it.
//!
//! `source` reads a document, `model` settles what it means, `plan` says which files there are, `render` writes their
//! text and `project` puts them on the disk. Each layer knows only the ones before it.

pub mod choices;
pub mod cli;
pub mod commands;
pub mod compare;
pub mod diagnostic;
pub mod graft;
pub mod model;
pub mod options;
pub mod plan;
pub mod project;
pub mod render;
pub mod source;

use std::process::ExitCode;

pub use cli::Cli;
pub use options::Options;

/// What came of turning a document into a project, with nothing written yet.
#[derive(Clone, Debug)]
pub struct Emitted {
    /// Every file of the project but the lock file, or `None` when an error among the diagnostics forbids one.
    pub files: Option<Vec<project::File>>,
    /// What was noticed, in the order of the document; places are not filled in yet.
    pub diagnostics: Vec<diagnostic::Diagnostic>,
    /// How many operations the service answers.
    pub operations: usize,
    /// How many schemas of the document became types.
    pub schemas: usize,
}

/// Turns a document into the files of a project: model, plan and render, with no disk and no clock.
#[must_use]
pub fn emit(document: &source::Document, options: &Options) -> Emitted {
    with_deep_stacks(|| emit_here(document, options))
}

/// Does something on threads that can follow a document as deep as one may be: a list of lists of lists is as deep a nest of
/// closures, and threads have a fourth of the stack that the first one has.
fn with_deep_stacks<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    const BYTES: usize = 32 << 20;
    match rayon::ThreadPoolBuilder::new().stack_size(BYTES).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

fn emit_here(document: &source::Document, options: &Options) -> Emitted {
    let choices = model::Options {
        unenforced: options.unenforced,
        typeless: options.typeless,
    };
    let ((api, mut diagnostics), unread) =
        rayon::join(|| model::build(document, choices), || document.unread());
    diagnostics.extend(unread);
    let Some(api) = api else {
        return Emitted {
            files: None,
            diagnostics,
            operations: 0,
            schemas: 0,
        };
    };
    let contract = contract(document);
    let files = render::render(&api, &contract, options)
        .map_err(|bug| {
            let fault = diagnostic::Diagnostic::unplaced(
                diagnostic::Severity::Error,
                diagnostic::Code::TemplateFault,
            );
            diagnostics.push(
                fault
                    .message(bug.to_string())
                    .help("report it: no document should be able to cause it"),
            );
        })
        .ok();
    let schemas = api
        .types
        .iter()
        .filter(|definition| definition.uses.decoded || definition.uses.encoded)
        .count();
    Emitted {
        files,
        diagnostics,
        operations: api.operations.len(),
        schemas,
    }
}

/// What the model finds in a document, with nothing rendered.
#[must_use]
pub fn judge(
    document: &source::Document,
    unenforced: options::Unenforced,
    typeless: options::Typeless,
) -> Vec<diagnostic::Diagnostic> {
    let choices = model::Options {
        unenforced,
        typeless,
    };
    model::build(document, choices).1
}

/// The document as the project keeps it: a file of the project's root, or a folder where it is made of several files, which
/// keep their places to each other. What was fetched stays where it is.
#[must_use]
pub fn contract(document: &source::Document) -> render::Contract<'_> {
    let origin = &document.origin;
    let kept = |origin: &source::Origin| {
        let among = origin.among.as_ref()?;
        Some(format!("contract/{among}"))
    };
    let file = kept(origin).unwrap_or_else(|| match origin.format {
        source::Format::Json => "openapi.json".to_owned(),
        source::Format::Yaml => "openapi.yaml".to_owned(),
    });
    let parts = origin
        .parts
        .iter()
        .filter_map(|part| Some((kept(part)?, part.text.as_str())));
    render::Contract {
        file,
        text: &origin.text,
        parts: parts.collect(),
        raw: &document.raw,
    }
}

/// Does what the command line says, and answers with the exit code: 0 done, 1 the document is at fault, 2 the command
/// line or the world is.
#[must_use]
pub fn run(cli: &Cli) -> ExitCode {
    commands::main(cli)
}
