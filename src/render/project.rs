//! The view of the whole project: what its manifests, its README and its tables read.

use std::collections::BTreeSet;

use serde::Serialize;

use super::operations::TagView;
use super::outgoing::{self, OutgoingView};
use super::rules;
use super::rust::{quoted, quoted_list};
use super::security::{self, SecurityRow};
use super::types::TypesFile;
use crate::model::{Api, KeyLocation, Location, Operation, Reading, SchemeKind};
use crate::options::{Options, Typeless};

/// What every template of the project reads.
#[derive(Debug, Serialize)]
pub struct ProjectView<'v> {
    name: &'v str,
    build: String,
    library: String,
    version_of_portcullis: &'static str,
    title_line: String,
    title: String,
    version: String,
    base_path: String,
    docs_path: String,
    request_headers: String,
    spec: &'v str,
    typeless: &'static str,
    schemes: Vec<SchemeView>,
    scheme_imports: Vec<&'static str>,
    rules: usize,
    gate_features: Vec<&'static str>,
    token_scheme: Option<String>,
    modules: Vec<ModuleView>,
    tags: &'v [TagView],
    files: &'v [TypesFile],
    rows: Vec<SecurityRow>,
    by_the_letter: bool,
    has_secrets: bool,
    exceptions: Vec<ExceptionView>,
    example: Option<ExampleView>,
    sorted_tags: Vec<&'v TagView>,
    outgoing: Vec<OutgoingView>,
    outgoing_uses_types: bool,
    /// The schemes that ask for client certificates.
    certificates: Vec<&'v str>,
}

#[derive(Debug, Serialize)]
struct SchemeView {
    name: String,
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

/// The view of `api`, whose tags and types are viewed already.
#[must_use]
pub fn view<'v>(
    api: &'v Api,
    options: &'v Options,
    spec: &'v str,
    tags: &'v [TagView],
    files: &'v [TypesFile],
) -> ProjectView<'v> {
    let mut modules: Vec<ModuleView> = tags
        .iter()
        .map(|tag| ModuleView {
            name: tag.module.clone(),
            public: true,
            mock: false,
        })
        .chain([
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
            ModuleView {
                name: "types".to_owned(),
                public: true,
                mock: false,
            },
        ])
        .collect();
    if !api.outgoing.is_empty() {
        modules.push(ModuleView {
            name: "outgoing".to_owned(),
            public: true,
            mock: false,
        });
    }
    let outgoing = outgoing::views(api);
    modules.sort_by(|left, right| left.name.cmp(&right.name));
    let schemes: Vec<SchemeView> = api.schemes.iter().map(scheme).collect();
    let mut sorted_tags: Vec<&TagView> = tags.iter().collect();
    sorted_tags.sort_by(|left, right| left.module.cmp(&right.module));
    ProjectView {
        name: options.name.as_str(),
        build: options.name.build(),
        library: options.name.library(),
        version_of_portcullis: env!("CARGO_PKG_VERSION"),
        title_line: api.title.split_whitespace().collect::<Vec<_>>().join(" "),
        title: quoted(&api.title),
        version: quoted(&api.version),
        base_path: quoted(&api.base_path),
        docs_path: format!("{}/docs", api.base_path),
        request_headers: quoted_list(request_headers(api).iter().map(String::as_str)),
        spec,
        typeless: match options.typeless {
            Typeless::Object => "object",
            Typeless::Any => "any",
        },
        scheme_imports: scheme_imports(api),
        token_scheme: schemes
            .iter()
            .find(|scheme| !scheme.production.is_empty())
            .map(|scheme| scheme.section.clone()),
        rules: rules::judging(api).len(),
        gate_features: gate_features(api),
        outgoing_uses_types: outgoing
            .iter()
            .filter_map(|call| call.body.as_ref())
            .any(|body| body.contains("types::")),
        outgoing,
        certificates: api
            .schemes
            .iter()
            .filter(|scheme| scheme.kind == SchemeKind::MutualTls)
            .map(|scheme| scheme.name.wire())
            .collect(),
        schemes,
        modules,
        tags,
        files,
        rows: security::rows(api),
        by_the_letter: options.typeless == Typeless::Any,
        has_secrets: security::has_secrets(api),
        exceptions: api
            .exceptions
            .iter()
            .map(|exception| ExceptionView {
                pointer: exception.pointer.clone(),
                sentence: exception.sentence.clone(),
            })
            .collect(),
        example: example(api),
        sorted_tags,
    }
}

/// What the table of security schemes names of the gate.
fn scheme_imports(api: &Api) -> Vec<&'static str> {
    let keys = api
        .schemes
        .iter()
        .any(|scheme| matches!(scheme.kind, SchemeKind::ApiKey { .. }));
    let mut imports = Vec::new();
    if keys {
        imports.push("KeyLocation");
    }
    if !api.schemes.is_empty() {
        imports.extend(["Scheme", "SchemeKind"]);
    }
    imports
}

/// The parts of the gate that only some contracts need.
fn gate_features(api: &Api) -> Vec<&'static str> {
    let reads = |wanted: fn(&Reading) -> bool| {
        let bodies = api
            .operations
            .iter()
            .filter_map(|operation| operation.body.as_ref());
        bodies
            .flat_map(|body| &body.contents)
            .any(|content| wanted(&content.reading))
    };
    let takes_tokens = api.schemes.iter().any(|scheme| is_token(&scheme.kind));
    let features = [
        (api.bounded_patterns, "bounded-patterns"),
        (takes_tokens, "issuer-keys"),
        (
            reads(|reading| matches!(reading, Reading::Multipart(_))),
            "multipart",
        ),
        (!rules::judging(api).is_empty(), "rules"),
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

fn scheme(scheme: &crate::model::Scheme) -> SchemeView {
    let setting = scheme.name.rust().trim_end_matches('_').to_owned();
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
    let enrol = match scheme.kind {
        SchemeKind::ApiKey { .. } => Some(format!(
            "A key for `{setting}`: `cargo run -- api-key create --scheme {setting} --owner NAME`."
        )),
        SchemeKind::Basic => Some(format!(
            "A user for `{setting}`: `cargo run -- user add NAME --scheme {setting}`, the password on standard input; a second factor: `cargo run -- user totp NAME --scheme {setting}`."
        )),
        _ => None,
    };
    SchemeView {
        name: quoted(scheme.name.wire()),
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
fn request_headers(api: &Api) -> BTreeSet<String> {
    api.operations
        .iter()
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
