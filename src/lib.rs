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

use std::collections::BTreeSet;
use std::process::ExitCode;

use rayon::prelude::*;

pub use cli::Cli;
pub use model::versions::Standing;
pub use options::Options;

/// Which program this is: a hash of its sources, its templates and the gate. Two that have the same make the same projects.
pub const GENERATOR: &str = env!("PORTCULLIS_GENERATOR");

/// What came of turning a document into a project, with nothing written yet.
#[derive(Clone, Debug)]
pub struct Emitted {
    /// Every file of the project but the lock file, or `None` when an error among the diagnostics forbids one.
    pub files: Option<Vec<project::File>>,
    /// What was noticed, in the order of the document; places are not filled in yet.
    pub diagnostics: Vec<diagnostic::Diagnostic>,
    /// What the operations are called.
    pub inventory: graft::Inventory,
    /// The paths in the project of every file of the contracts.
    pub contract: BTreeSet<String>,
    /// How many operations the service answers.
    pub operations: usize,
    /// How many schemas of the document became types.
    pub schemas: usize,
}

/// One version of a service that has several.
#[derive(Clone, Debug)]
pub struct Version<'d> {
    /// Its name: its module and its folders.
    pub name: String,
    /// What it is asked to be.
    pub document: &'d source::Document,
    /// Whether its callers are asked to leave it for a newer one.
    pub standing: Standing,
}

/// Documents with the names that they have as versions, the oldest first: by the version that their paths name, else by
/// `info.version`.
#[must_use]
pub fn by_age(documents: Vec<source::Document>) -> Vec<(String, source::Document)> {
    let mut named: Vec<(String, source::Document)> = documents
        .into_iter()
        .map(|document| (model::versions::module(&document), document))
        .collect();
    named.sort_by(|(left, _), (right, _)| model::versions::older_first(left, right));
    named
}

/// Turns a document into the files of a project: model, plan and render, with no disk and no clock.
#[must_use]
pub fn emit(document: &source::Document, options: &Options) -> Emitted {
    with_deep_stacks(|| emit_here(document, options))
}

/// Turns several versions of a contract, the oldest first, into the files of one project. Each has a module, a folder of
/// handlers and routes of its own; the diagnostics say which file they are about.
#[must_use]
pub fn emit_versions(versions: &[Version<'_>], options: &Options) -> Emitted {
    with_deep_stacks(|| emit_versions_here(versions, options))
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
    let (api, diagnostics) = modelled(document, options);
    let Some(api) = api else {
        return Emitted::nothing(diagnostics);
    };
    rendered(&[api], vec![contract(document)], diagnostics, options)
}

fn emit_versions_here(versions: &[Version<'_>], options: &Options) -> Emitted {
    let mut diagnostics = Vec::new();
    let mut apis = Vec::new();
    let built: Vec<_> = versions
        .par_iter()
        .map(|version| modelled(version.document, options))
        .collect();
    for (version, (api, mut found)) in versions.iter().zip(built) {
        let origin = &version.document.origin;
        for finding in &mut found {
            source::settle(origin, finding);
        }
        diagnostics.extend(found);
        apis.extend(api);
    }
    if apis.len() < versions.len() {
        return Emitted::nothing(diagnostics);
    }
    let names: Vec<(String, Standing)> = versions
        .iter()
        .map(|version| (version.name.clone(), version.standing))
        .collect();
    for (index, mut fault) in model::versions::settle(&mut apis, &names) {
        if let Some(version) = versions.get(index) {
            source::settle(&version.document.origin, &mut fault);
        }
        diagnostics.push(fault);
    }
    if diagnostics.iter().any(diagnostic::Diagnostic::is_error) {
        return Emitted::nothing(diagnostics);
    }
    let contracts = versions
        .iter()
        .map(|version| contract_in(version.document, &format!("contract/{}/", version.name)));
    rendered(&apis, contracts.collect(), diagnostics, options)
}

/// The model of a document, and everything that was noticed on the way.
fn modelled(
    document: &source::Document,
    options: &Options,
) -> (Option<model::Api>, Vec<diagnostic::Diagnostic>) {
    let choices = model::Options {
        unenforced: options.unenforced,
        typeless: options.typeless,
    };
    let ((api, mut diagnostics), unread) =
        rayon::join(|| model::build(document, choices), || document.unread());
    diagnostics.extend(unread);
    (api, diagnostics)
}

/// The files of the project that APIs and their contracts make.
fn rendered(
    apis: &[model::Api],
    contracts: Vec<render::Contract<'_>>,
    mut diagnostics: Vec<diagnostic::Diagnostic>,
    options: &Options,
) -> Emitted {
    let mut inventory = graft::Inventory::default();
    for api in apis {
        let module = api.module.as_ref().map_or("", model::names::Name::rust);
        inventory.extend(graft::Inventory::of_version(api, module));
    }
    let kept = contracts.iter().flat_map(|contract| {
        let parts = contract.parts.iter().map(|(path, _)| path.clone());
        parts.chain([contract.file.clone()])
    });
    let contract: BTreeSet<String> = kept.collect();
    let parts: Vec<render::Part<'_>> = apis
        .iter()
        .zip(contracts)
        .map(|(api, contract)| render::Part { api, contract })
        .collect();
    let shared = render::sharing(&parts, options).into_iter();
    inventory.shared = shared.map(graft::KnownShared::from).collect();
    let files = render::render(&parts, options)
        .map_err(|bug| {
            let fault = diagnostic::Diagnostic::unplaced(
                diagnostic::Severity::Error,
                diagnostic::Code::TemplateFault,
            );
            let fault = match &bug.place {
                Some(line) => fault
                    .in_file(&bug.template)
                    .at(diagnostic::Place::new(line.number, line.column, &line.text)),
                None => fault,
            };
            diagnostics.push(
                fault
                    .message(bug.to_string())
                    .help(if options.templates.0.is_empty() {
                        "report it: no document should be able to cause it"
                    } else {
                        "mend the template, or delete its file: the built-in one takes its place again"
                    }),
            );
        })
        .ok();
    let schemas = apis
        .iter()
        .flat_map(|api| &api.types)
        .filter(|definition| definition.uses.decoded || definition.uses.encoded)
        .count();
    Emitted {
        files,
        diagnostics,
        operations: apis.iter().map(|api| api.operations.len()).sum(),
        schemas,
        inventory,
        contract,
    }
}

impl Emitted {
    fn nothing(diagnostics: Vec<diagnostic::Diagnostic>) -> Self {
        Self {
            files: None,
            diagnostics,
            inventory: graft::Inventory::default(),
            contract: BTreeSet::new(),
            operations: 0,
            schemas: 0,
        }
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
    let whole = if document.origin.among.is_some() {
        "contract/"
    } else {
        ""
    };
    contract_in(document, whole)
}

/// The document as the project keeps it in a folder of its own.
fn contract_in<'d>(document: &'d source::Document, folder: &str) -> render::Contract<'d> {
    let origin = &document.origin;
    let kept = |origin: &source::Origin| {
        if let Some(kept) = &origin.kept {
            return Some(kept.clone());
        }
        let among = origin.among.as_ref()?;
        Some(format!("{folder}{among}"))
    };
    let file = kept(origin).unwrap_or_else(|| match origin.format {
        source::Format::Json => format!("{folder}openapi.json"),
        source::Format::Yaml => format!("{folder}openapi.yaml"),
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
