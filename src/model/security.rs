//! Who may call: security schemes and requirements go in, what the gate enforces comes out. OR of ANDs stays as written.

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, ReferenceOr, SecurityRequirement, SecurityScheme};
use serde_json::Value;

use super::build::Builder;
use super::names::Scope;
use super::{KeyLocation, Requirement, Scheme, SchemeKind, StepUp};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{MUTUAL_TLS_SCHEME, pointer};

/// The word of the extension that asks for a second factor, on an operation.
pub const STEP_UP: &str = "x-mfa";

impl Builder<'_> {
    /// The alternatives of an operation: its own, or the document's.
    pub fn security(
        &mut self,
        own: Option<&Vec<SecurityRequirement>>,
        at: &str,
    ) -> Vec<Vec<Requirement>> {
        let (alternatives, at) = match (own, &self.document.typed.security) {
            (Some(own), _) => (own.clone(), format!("{at}/security")),
            (None, Some(root)) => (root.clone(), "/security".to_owned()),
            (None, None) => return Vec::new(),
        };
        alternatives
            .iter()
            .enumerate()
            .map(|(index, alternative)| {
                alternative
                    .iter()
                    .map(|(scheme, scopes)| {
                        self.requirement(scheme, scopes, &format!("{at}/{index}"))
                    })
                    .collect()
            })
            .collect()
    }

    /// Whether an operation's extensions ask for a second factor, which somebody without a first one cannot have.
    pub fn step_up(
        &mut self,
        extensions: &IndexMap<String, Value>,
        security: &[Vec<Requirement>],
        at: &str,
    ) -> StepUp {
        let place = || format!("{at}/{STEP_UP}");
        match extensions.get(STEP_UP) {
            None | Some(Value::Bool(false)) => StepUp::None,
            Some(Value::Bool(true)) => {
                if security.iter().all(Vec::is_empty) {
                    self.diagnostics.push(
                        Diagnostic::error(Code::ExtensionInvalid, place())
                            .message(format!(
                                "`{STEP_UP}` asks for a second factor where nobody is asked for a first one"
                            ))
                            .help("give the operation `security`, or take the extension away"),
                    );
                }
                StepUp::SecondFactor
            }
            Some(_) => {
                self.diagnostics.push(
                    Diagnostic::error(Code::ExtensionInvalid, place())
                        .message(format!("`{STEP_UP}` cannot be read"))
                        .help("write `true` or `false`"),
                );
                StepUp::SecondFactor
            }
        }
    }

    fn requirement(&mut self, scheme: &str, scopes: &[String], at: &str) -> Requirement {
        if !self.declares_scheme(scheme) && self.formats.insert(format!("scheme {scheme}")) {
            self.unenforceable(
                Diagnostic::error(Code::SecuritySchemeMissing, at)
                    .message(format!("`{scheme}` is required here and declared nowhere"))
                    .help("declare it under `components.securitySchemes`"),
                "nobody passes, because the required scheme is declared nowhere",
            );
        }
        self.undeclared_scopes(scheme, scopes, at);
        Requirement {
            scheme: scheme.to_owned(),
            scopes: scopes.to_vec(),
        }
    }

    fn declares_scheme(&self, scheme: &str) -> bool {
        let components = self.document.typed.components.as_ref();
        components.is_some_and(|components| components.security_schemes.contains_key(scheme))
    }

    /// The schemes that `operations` ask for, in the order of the document.
    pub fn schemes(&mut self, asked: &[String]) -> Vec<Scheme> {
        let mut scope = Scope::new();
        let mut schemes = Vec::new();
        for name in asked {
            let at = pointer::join("/components/securitySchemes", name);
            let kind = self.scheme_kind(name, &at);
            schemes.push(Scheme {
                name: scope.field(name),
                kind,
            });
        }
        schemes
    }

    fn scheme_kind(&mut self, name: &str, at: &str) -> SchemeKind {
        let components = self.document.typed.components.as_ref();
        let scheme = components.and_then(|components| components.security_schemes.get(name));
        let what = match scheme {
            Some(ReferenceOr::Item(SecurityScheme::APIKey { location, name, .. })) => {
                let location = match location {
                    APIKeyLocation::Header => KeyLocation::Header,
                    APIKeyLocation::Query => KeyLocation::Query,
                    APIKeyLocation::Cookie => KeyLocation::Cookie,
                };
                return SchemeKind::ApiKey {
                    location,
                    name: name.clone(),
                };
            }
            Some(ReferenceOr::Item(SecurityScheme::HTTP { scheme, .. })) => {
                match scheme.to_ascii_lowercase().as_str() {
                    "basic" => return SchemeKind::Basic,
                    "bearer" => return SchemeKind::Bearer,
                    MUTUAL_TLS_SCHEME => return SchemeKind::MutualTls,
                    other => format!("HTTP authentication `{other}`"),
                }
            }
            Some(ReferenceOr::Item(SecurityScheme::OAuth2 { .. })) => return SchemeKind::OAuth2,
            Some(ReferenceOr::Item(SecurityScheme::OpenIDConnect {
                open_id_connect_url,
                ..
            })) => {
                return SchemeKind::OpenIdConnect {
                    discovery: open_id_connect_url.clone(),
                };
            }
            Some(ReferenceOr::Reference { .. }) => "a security scheme by reference".to_owned(),
            // What is declared nowhere was told where it is required.
            None => return SchemeKind::Refused,
        };
        self.unenforceable(
            Diagnostic::error(Code::SecuritySchemeUnenforceable, at)
                .message(format!("`{name}`: {what} cannot be enforced"))
                .help("use another scheme, or pass `--allow-unenforced`: what needs it then refuses everybody"),
            "nobody passes this security scheme, because it cannot be enforced",
        );
        SchemeKind::Refused
    }
}
