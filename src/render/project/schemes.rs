//! Security schemes as the project's texts show them: those of all contracts go in, each with its settings, its place in
//! production and how callers are enrolled comes out.

use serde::Serialize;

use crate::model::{Api, KeyLocation, Scheme, SchemeKind};
use crate::render::called;
use crate::render::literal::quoted;

/// A scheme in the words of settings, of commands and of prose.
#[derive(Debug, Serialize)]
pub struct SchemeView {
    name: String,
    /// The contract's name, for prose.
    called: String,
    setting: String,
    /// Its section of the settings.
    pub section: String,
    kind: String,
    /// The lines that `config/production.toml` offers.
    pub production: Vec<String>,
    /// How whoever may call is enrolled.
    enrol: Option<String>,
    what: String,
}

/// One scheme.
#[must_use]
pub fn scheme(scheme: &Scheme) -> SchemeView {
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

/// Every scheme once: what two versions call alike is one.
pub fn schemes_of<'v>(apis: &[&'v Api]) -> Vec<&'v Scheme> {
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

/// Whether a scheme takes tokens of an issuer.
pub fn is_token(kind: &SchemeKind) -> bool {
    matches!(
        kind,
        SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. }
    )
}

/// What the tables of the contract name of the gate, sorted.
pub fn gate_imports(schemes: &[&Scheme]) -> Vec<&'static str> {
    let mut imports = scheme_imports(schemes);
    imports.extend(["Call", "Contract", "Dispatch", "Pending", "Problem"]);
    imports.sort_unstable();
    imports
}

/// What the table of security schemes names of the gate.
pub fn scheme_imports(schemes: &[&Scheme]) -> Vec<&'static str> {
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
