//! The view of the whole project: what its manifests, its README and its tables read.

use std::collections::BTreeSet;

use serde::Serialize;

use super::deploy::{self, DeployView};
use super::literal::{quoted, quoted_list};
use super::operations::TagView;
use super::outgoing::{self, OutgoingView};
use super::security::{self, SecurityRow};
use super::types::TypesFile;
use super::{PartView, rules, words};
use crate::model::names::Name;
use crate::model::{Api, Exception, Location, Reading, SchemeKind};
use crate::options::{Options, Typeless};
use crate::plan::FILES;
use crate::project::Owner;

mod examples;
mod modules;
mod schemes;

use examples::{CheckedView, ChosenView, ExampleView, checked, chosen, example};
use modules::{ModuleView, modules, modules_of_tags, modules_of_versions, sorted};
use schemes::{SchemeView, gate_imports, is_token, scheme, scheme_imports, schemes_of};

/// What every template of the project reads: of one contract, or of all versions together.
#[derive(Debug, Serialize)]
pub struct ProjectView<'v> {
    name: &'v str,
    build: String,
    library: String,
    version_of_portcullis: &'static str,
    /// The oldest Rust that compiles what is emitted.
    rust_version: &'static str,
    title_line: String,
    title: String,
    version: String,
    base_path: String,
    /// The module of the version, where this is one of several.
    module: Option<&'v str>,
    /// What all modules of the contract stand in.
    root: String,
    /// Where the files beside the sources are, seen from the contract's own module.
    assets: String,
    /// The versions, where this is all of several; the oldest is the first.
    versions: Vec<VersionView<'v>>,
    /// The module of the newest one.
    newest: Option<&'v str>,
    docs_paths: String,
    request_headers: String,
    spec: String,
    typeless: &'static str,
    /// What versions have in common, as it is chosen.
    share: &'static str,
    schemes: Vec<SchemeView>,
    gate_imports: Vec<&'static str>,
    scheme_imports: Vec<&'static str>,
    rules: usize,
    gate_features: Vec<&'static str>,
    token_scheme: Option<String>,
    modules: Vec<ModuleView>,
    handler_modules: Vec<&'v str>,
    tags: Vec<&'v TagView>,
    /// Their modules, sorted.
    tag_modules: Vec<&'v str>,
    files: Vec<&'v TypesFile>,
    sections: Vec<SectionView>,
    by_the_letter: bool,
    has_secrets: bool,
    exceptions: Vec<ExceptionView>,
    example: Option<ExampleView>,
    /// An operation about an object, for the head of `src/policy.rs`.
    checked: Option<CheckedView<'v>>,
    /// An operation, for the head of `portcullis.toml`: how it is called there, and its function.
    chosen: Option<ChosenView<'v>>,
    outgoing: Vec<OutgoingView>,
    outgoing_uses_types: bool,
    /// The schemes that ask for client certificates.
    certificates: Vec<&'v str>,
    deploy: DeployView,
    /// The contract's words, for a fuzzer.
    words: Vec<String>,
    /// Templates of the team's own that files of ours are made from.
    templates: Vec<&'v str>,
}

/// One version of several.
#[derive(Debug, Serialize)]
struct VersionView<'v> {
    module: &'v str,
    spec: &'v str,
}

/// The operations of SECURITY.md, in one table or in one for each version.
#[derive(Debug, Serialize)]
struct SectionView {
    title: Option<String>,
    rows: Vec<SecurityRow>,
}

#[derive(Debug, Serialize)]
struct ExceptionView {
    pointer: String,
    sentence: String,
}

/// What a view is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The whole project.
    Project,
    /// One of its contracts.
    Contract,
}

/// The view of one contract, or of a project with all of its versions, the oldest first.
#[must_use]
pub fn view<'v>(
    parts: &'v [PartView<'v>],
    extent: Extent,
    options: &'v Options,
) -> ProjectView<'v> {
    let apis: Vec<&Api> = parts.iter().map(|part| part.api).collect();
    let versions = match extent {
        Extent::Project => versions(parts),
        Extent::Contract => Vec::new(),
    };
    let alone = match (extent, apis.as_slice()) {
        (Extent::Contract, [only]) => only.module.as_ref(),
        _ => None,
    };
    // The newest one speaks for all of them.
    let newest = apis.last().copied();
    let title = newest.map_or("", |api| api.title.as_str());
    let schemes = schemes_of(&apis);
    let scheme_views: Vec<SchemeView> = schemes.iter().map(|known| scheme(known)).collect();
    let outgoing: Vec<OutgoingView> = apis.iter().flat_map(|api| outgoing::views(api)).collect();
    let docs_paths: Vec<String> = apis
        .iter()
        .map(|api| format!("`{}/docs`", api.served_under))
        .collect();
    let specs: Vec<&str> = parts.iter().map(|part| part.spec).collect();
    ProjectView {
        name: options.name.as_str(),
        build: options.name.build(),
        library: options.name.library(),
        version_of_portcullis: env!("CARGO_PKG_VERSION"),
        rust_version: env!("CARGO_PKG_RUST_VERSION"),
        title_line: title.split_whitespace().collect::<Vec<_>>().join(" "),
        title: quoted(title),
        version: quoted(newest.map_or("", |api| api.version.as_str())),
        base_path: quoted(newest.map_or("", |api| api.served_under.as_str())),
        module: alone.map(Name::rust),
        root: newest.map_or_else(String::new, super::operations::root),
        assets: match alone {
            Some(module) => format!("../../{}/", module.rust()),
            None => "../".to_owned(),
        },
        docs_paths: docs_paths.join(", "),
        request_headers: quoted_list(request_headers(&apis).iter().map(String::as_str)),
        spec: specs.join("`, `"),
        typeless: match options.typeless {
            Typeless::Object => "object",
            Typeless::Any => "any",
        },
        share: options.sharing.as_str(),
        gate_imports: gate_imports(&schemes),
        scheme_imports: scheme_imports(&schemes),
        token_scheme: scheme_views
            .iter()
            .find(|scheme| !scheme.production.is_empty())
            .map(|scheme| scheme.section.clone()),
        rules: parts.iter().map(|part| part.rules().len()).sum(),
        gate_features: gate_features(&apis),
        outgoing_uses_types: outgoing
            .iter()
            .filter_map(|call| call.body.as_ref())
            .any(|body| body.contains("types::")),
        outgoing,
        templates: options
            .templates
            .0
            .keys()
            .filter(|name| is_ours(name))
            .map(String::as_str)
            .collect(),
        certificates: schemes
            .iter()
            .filter(|scheme| scheme.kind == SchemeKind::MutualTls)
            .map(|scheme| scheme.name.wire())
            .collect(),
        schemes: scheme_views,
        newest: versions.last().map(|version| version.module),
        modules: if versions.is_empty() {
            modules(parts)
        } else {
            modules_of_versions(&versions)
        },
        handler_modules: if versions.is_empty() {
            modules_of_tags(parts)
        } else {
            sorted(versions.iter().map(|version| version.module))
        },
        versions,
        tags: parts.iter().flat_map(|part| &part.tags).collect(),
        tag_modules: modules_of_tags(parts),
        files: parts.iter().flat_map(|part| &part.types).collect(),
        sections: apis.iter().map(|api| section(api)).collect(),
        by_the_letter: options.typeless == Typeless::Any,
        has_secrets: apis.iter().any(|api| security::has_secrets(api)),
        exceptions: apis.iter().flat_map(|api| exceptions(api)).collect(),
        example: newest.and_then(example),
        checked: parts.last().and_then(checked),
        chosen: newest.and_then(chosen),
        deploy: deploy::view(&apis, &options.name),
        words: words::words(&apis),
    }
}

/// The versions, where there are any.
fn versions<'v>(parts: &'v [PartView<'v>]) -> Vec<VersionView<'v>> {
    let view = |part: &'v PartView<'v>| {
        let module = part.api.module.as_ref()?.rust();
        let spec = part.spec;
        Some(VersionView { module, spec })
    };
    parts.iter().filter_map(view).collect()
}

fn section(api: &Api) -> SectionView {
    let title = api.module.as_ref().map(|module| {
        let newer = api
            .operations
            .iter()
            .all(|operation| operation.retirement.deprecated.is_none());
        let standing = if newer { "" } else { ", deprecated" };
        format!("`{}` (`{}`{standing})", module.rust(), api.base_path)
    });
    SectionView {
        title,
        rows: security::rows(api),
    }
}

fn exceptions(api: &Api) -> Vec<ExceptionView> {
    let of = api
        .module
        .as_ref()
        .map_or_else(String::new, |module| format!("{}: ", module.rust()));
    let view = |exception: &Exception| ExceptionView {
        pointer: format!("{of}{}", exception.pointer),
        sentence: exception.sentence.clone(),
    };
    api.exceptions.iter().map(view).collect()
}

/// The parts of the gate that only some contracts need.
fn gate_features(apis: &[&Api]) -> Vec<&'static str> {
    let reads = |wanted: fn(&Reading) -> bool| {
        let bodies = apis
            .iter()
            .flat_map(|api| &api.operations)
            .filter_map(|operation| operation.body.as_ref());
        bodies
            .flat_map(|body| &body.contents)
            .any(|content| wanted(&content.reading))
    };
    let takes_tokens = apis
        .iter()
        .flat_map(|api| &api.schemes)
        .any(|scheme| is_token(&scheme.kind));
    let features = [
        (
            apis.iter().any(|api| api.bounded_patterns),
            "bounded-patterns",
        ),
        (takes_tokens, "issuer-keys"),
        (
            reads(|reading| matches!(reading, Reading::Multipart(_))),
            "multipart",
        ),
        (
            apis.iter()
                .any(|api| !rules::judging(api, &BTreeSet::new()).is_empty()),
            "rules",
        ),
        (reads(|reading| *reading == Reading::Xml), "xml"),
    ];
    let needed = features.into_iter().filter(|(needed, _)| *needed);
    needed.map(|(_, feature)| feature).collect()
}

/// The names of the headers that some operation has as a parameter, in lower case.
fn request_headers(apis: &[&Api]) -> BTreeSet<String> {
    apis.iter()
        .flat_map(|api| &api.operations)
        .flat_map(|operation| &operation.inputs)
        .filter(|input| input.location == Location::Header)
        .map(|input| input.field.wire().to_ascii_lowercase())
        .collect()
}

/// Whether what is made from a template is ours to write.
fn is_ours(template: &str) -> bool {
    let mut entries = FILES.iter();
    entries.any(|entry| entry.path == template && entry.owner == Owner::Ours)
}
