//! The view of the whole project: what its manifests, its README and its tables read.

use std::collections::BTreeSet;

use serde::Serialize;

use super::called;
use super::deploy::{self, DeployView};
use super::operations::TagView;
use super::outgoing::{self, OutgoingView};
use super::rust::{quoted, quoted_list};
use super::security::{self, SecurityRow};
use super::types::TypesFile;
use super::{PartView, rules, words};
use crate::model::names::Name;
use crate::model::{Api, KeyLocation, Location, Operation, Reading, Scheme, SchemeKind};
use crate::options::{Options, Typeless};
use crate::plan::FILES;
use crate::project::Owner;

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
struct SchemeView {
    name: String,
    /// The contract's name, for prose.
    called: String,
    setting: String,
    section: String,
    kind: String,
    /// The lines that `config/production.toml` offers.
    production: Vec<String>,
    /// How whoever may call is enrolled.
    enrol: Option<String>,
    what: String,
}

#[derive(Debug, Serialize)]
struct ModuleView {
    name: String,
    public: bool,
    mock: bool,
}

impl ModuleView {
    fn public(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            public: true,
            mock: false,
        }
    }
}

#[derive(Debug, Serialize)]
struct ExceptionView {
    pointer: String,
    sentence: String,
}

/// A first request for the README.
#[derive(Debug, Serialize)]
struct ExampleView {
    path: String,
    method: String,
    token: bool,
    scopes: String,
}

/// An operation about an object: what a rule of its own is made of.
#[derive(Debug, Serialize)]
struct CheckedView<'v> {
    variant: &'v str,
    ids: &'v str,
    /// The module of its tag in `api`.
    module: &'v str,
}

/// An operation about which something can be chosen.
#[derive(Debug, Serialize)]
struct ChosenView<'v> {
    /// A key of TOML.
    key: String,
    function: &'v str,
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

/// Every scheme once: what two versions call alike is one.
fn schemes_of<'v>(apis: &[&'v Api]) -> Vec<&'v Scheme> {
    let mut schemes: Vec<&Scheme> = Vec::new();
    for scheme in apis.iter().flat_map(|api| &api.schemes) {
        let known = schemes
            .iter()
            .any(|known| known.name.wire() == scheme.name.wire());
        if !known {
            schemes.push(scheme);
        }
    }
    schemes
}

/// The modules of the contract: in the root of the crate, or in the module of a version.
fn modules(parts: &[PartView<'_>]) -> Vec<ModuleView> {
    let mut modules = vec![
        ModuleView {
            name: "contract".to_owned(),
            public: false,
            mock: false,
        },
        ModuleView {
            name: "mock".to_owned(),
            public: false,
            mock: true,
        },
        ModuleView::public("types"),
    ];
    for part in parts {
        let tags = part.tags.iter();
        modules.extend(tags.map(|tag| ModuleView::public(&tag.module)));
        if !part.api.outgoing.is_empty() {
            modules.push(ModuleView::public("outgoing"));
        }
    }
    modules.sort_by(|left, right| left.name.cmp(&right.name));
    modules
}

/// The modules of the root, where there are versions: one each, and the one that brings them together.
fn modules_of_versions(versions: &[VersionView<'_>]) -> Vec<ModuleView> {
    let together = ModuleView {
        name: "versions".to_owned(),
        public: false,
        mock: false,
    };
    let each = versions
        .iter()
        .map(|version| ModuleView::public(version.module));
    let mut modules: Vec<ModuleView> = each.chain([together]).collect();
    modules.sort_by(|left, right| left.name.cmp(&right.name));
    modules
}

/// The modules of handlers.
fn modules_of_tags<'v>(parts: &'v [PartView<'v>]) -> Vec<&'v str> {
    let tags = parts.iter().flat_map(|part| &part.tags);
    sorted(tags.map(|tag| tag.module.as_str()))
}

fn sorted<'v>(names: impl Iterator<Item = &'v str>) -> Vec<&'v str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
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
    let view = |exception: &crate::model::Exception| ExceptionView {
        pointer: format!("{of}{}", exception.pointer),
        sentence: exception.sentence.clone(),
    };
    api.exceptions.iter().map(view).collect()
}

/// What the tables of the contract name of the gate, sorted.
fn gate_imports(schemes: &[&Scheme]) -> Vec<&'static str> {
    let mut imports = scheme_imports(schemes);
    imports.extend(["Call", "Contract", "Dispatch", "Pending", "Problem"]);
    imports.sort_unstable();
    imports
}

/// What the table of security schemes names of the gate.
fn scheme_imports(schemes: &[&Scheme]) -> Vec<&'static str> {
    let keys = schemes
        .iter()
        .any(|scheme| matches!(scheme.kind, SchemeKind::ApiKey { .. }));
    let mut imports = Vec::new();
    if keys {
        imports.push("KeyLocation");
    }
    if !schemes.is_empty() {
        imports.extend(["Scheme", "SchemeKind"]);
    }
    imports
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

/// Whether a scheme takes tokens of an issuer.
fn is_token(kind: &SchemeKind) -> bool {
    matches!(
        kind,
        SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. }
    )
}

fn scheme(scheme: &Scheme) -> SchemeView {
    let setting = called::in_settings(scheme);
    let called = called::in_prose(scheme);
    let (kind, what) = match &scheme.kind {
        SchemeKind::ApiKey { location, name } => {
            let place = match location {
                KeyLocation::Header => "header",
                KeyLocation::Query => "query parameter",
                KeyLocation::Cookie => "cookie",
            };
            (
                format!(
                    "SchemeKind::ApiKey {{ location: KeyLocation::{location:?}, name: {} }}",
                    quoted(name)
                ),
                format!("an API key in the {place} `{name}`"),
            )
        }
        SchemeKind::Basic => (
            "SchemeKind::Basic".to_owned(),
            "a user and a password".to_owned(),
        ),
        SchemeKind::Bearer => ("SchemeKind::Bearer".to_owned(), "a bearer token".to_owned()),
        SchemeKind::OAuth2 => (
            "SchemeKind::OAuth2".to_owned(),
            "an OAuth 2 access token".to_owned(),
        ),
        SchemeKind::OpenIdConnect { discovery } => (
            format!(
                "SchemeKind::OpenIdConnect {{ discovery: {} }}",
                quoted(discovery)
            ),
            "a token of the OpenID provider".to_owned(),
        ),
        SchemeKind::MutualTls => (
            "SchemeKind::MutualTls".to_owned(),
            "a client certificate".to_owned(),
        ),
        SchemeKind::Refused => (
            "SchemeKind::Refused".to_owned(),
            "nothing that can be enforced: nobody passes".to_owned(),
        ),
    };
    let production = production(&scheme.kind, &setting);
    let word = called::in_shell(scheme);
    let enrol = match scheme.kind {
        SchemeKind::ApiKey { .. } => Some(format!(
            "A key for `{called}`: `cargo run -- api-key create --scheme {word} --owner NAME`."
        )),
        SchemeKind::Basic => Some(format!(
            "A user for `{called}`: `cargo run -- user add NAME --scheme {word}`, the password on standard\ninput; a second factor: `cargo run -- user totp NAME --scheme {word}`."
        )),
        _ => None,
    };
    SchemeView {
        name: quoted(scheme.name.wire()),
        called,
        section: setting.clone(),
        setting: quoted(&setting),
        kind,
        production,
        enrol,
        what,
    }
}

/// The lines that a scheme of tokens needs in production. An `OpenID` provider says the rest itself.
fn production(kind: &SchemeKind, setting: &str) -> Vec<String> {
    if !is_token(kind) {
        return Vec::new();
    }
    let mut lines = vec![
        format!("[auth.{setting}]"),
        "audience = \"the name of this service at the issuer\"".to_owned(),
    ];
    if !matches!(kind, SchemeKind::OpenIdConnect { .. }) {
        lines.push("issuer = \"https://issuer.example.com\"".to_owned());
        lines.push("jwks_url = \"https://issuer.example.com/jwks.json\"".to_owned());
    }
    lines.push("algorithms = [\"EdDSA\"]".to_owned());
    lines
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

/// An operation that can be called without a body or parameters, if there is one.
fn example(api: &Api) -> Option<ExampleView> {
    let is_plain = |operation: &&Operation| {
        operation.method == "GET"
            && operation
                .inputs
                .iter()
                .all(|input| input.presence != crate::model::Presence::Required)
    };
    let operation = api.operations.iter().find(is_plain)?;
    let asked = operation
        .security
        .first()
        .and_then(|alternative| alternative.first());
    let kind = asked
        .and_then(|asked| {
            api.schemes
                .iter()
                .find(|scheme| scheme.name.wire() == asked.scheme)
        })
        .map(|scheme| &scheme.kind);
    Some(ExampleView {
        path: operation.path.clone(),
        method: operation.method.clone(),
        token: kind.is_some_and(is_token),
        scopes: asked
            .map(|asked| asked.scopes.join(" "))
            .unwrap_or_default(),
    })
}

/// The first operation about an object, in the order of the policy.
fn checked<'v>(part: &'v PartView<'v>) -> Option<CheckedView<'v>> {
    let mut tags = part.tags.iter();
    tags.find_map(|tag| {
        let mut operations = tag.operations.iter();
        operations.find_map(|operation| {
            Some(CheckedView {
                variant: &operation.variant,
                ids: operation.ids.as_deref()?,
                module: &tag.path,
            })
        })
    })
}

/// The first operation, as `portcullis.toml` calls it.
fn chosen(api: &Api) -> Option<ChosenView<'_>> {
    let operation = api.operations.first()?;
    let called = operation.id.clone().unwrap_or_else(|| {
        let path = operation.path.as_str();
        let path = path.strip_prefix(&api.base_path).unwrap_or(path);
        format!("{} {path}", operation.method)
    });
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    let key = if !called.is_empty() && called.chars().all(is_bare) {
        called
    } else {
        toml_edit::Key::new(called).to_string()
    };
    let function = operation.function.rust();
    Some(ChosenView { key, function })
}

/// Whether what is made from a template is ours to write.
fn is_ours(template: &str) -> bool {
    let mut entries = FILES.iter();
    entries.any(|entry| entry.path == template && entry.owner == Owner::Ours)
}
