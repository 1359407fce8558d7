//! Credentials of every kind that a contract asks for, made for one run and forgotten with it.
//!
//! A contract goes in; keys and users are written into a folder of their own, tokens are minted by the service's key, and
//! for any list of schemes and scopes comes out what a caller would have to send.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

use super::Given;
use crate::auth::development::TokenRequest;
use crate::auth::keys::{self, NewKey};
use crate::auth::users;
use crate::boot::Boot;
use crate::operation::{Contract, KeyLocation, Operation, Requirement, Scheme, SchemeKind, StepUp};

/// Who the suite is.
const NAME: &str = "abuse";
const PASSWORD: &str = "correct horse battery staple";

/// What a caller sends to prove who it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Presented {
    pub(crate) headers: Vec<(String, String)>,
    query: Vec<String>,
}

impl Presented {
    /// A target with the credentials that travel in the query.
    pub(crate) fn onto(&self, target: &str) -> String {
        if self.query.is_empty() {
            return target.to_owned();
        }
        let joint = if target.contains('?') { '&' } else { '?' };
        format!("{target}{joint}{}", self.query.join("&"))
    }
}

/// One scheme of an alternative, and the scopes that a caller has of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Grant {
    pub(crate) scheme: &'static str,
    pub(crate) scopes: Vec<&'static str>,
}

impl Grant {
    pub(crate) fn of(requirement: &Requirement) -> Self {
        Self {
            scheme: requirement.scheme,
            scopes: requirement.scopes.to_vec(),
        }
    }
}

/// The credentials of one run.
pub(crate) struct Credentials {
    contract: &'static Contract,
    own: Vec<(&'static str, Given)>,
    folder: TempDir,
    /// Keys and users by what they were granted.
    kept: BTreeMap<Grant, Given>,
    boot: Option<Boot>,
}

impl Credentials {
    /// Makes a key or a user for every set of scopes that the contract asks for, and for each with one of them left out.
    pub(crate) fn prepare(
        contract: &'static Contract,
        own: &[(&'static str, Given)],
    ) -> io::Result<Self> {
        let mut credentials = Self {
            contract,
            own: own.to_vec(),
            folder: tempfile::tempdir()?,
            kept: BTreeMap::new(),
            boot: None,
        };
        let asked = contract
            .operations
            .iter()
            .flat_map(|operation| operation.security)
            .flat_map(|alternative| *alternative);
        for requirement in asked {
            let whole = Grant::of(requirement);
            credentials.keep(whole.clone())?;
            for scope in requirement.scopes {
                let mut less = whole.clone();
                less.scopes.retain(|granted| granted != scope);
                credentials.keep(less)?;
            }
        }
        Ok(credentials)
    }

    fn keep(&mut self, grant: Grant) -> io::Result<()> {
        if self.kept.contains_key(&grant) {
            return Ok(());
        }
        let Some(scheme) = self.scheme(grant.scheme) else {
            return Ok(());
        };
        let scopes = grant
            .scopes
            .iter()
            .map(|scope| (*scope).to_owned())
            .collect();
        let path = self.file(scheme);
        let number = self.kept.len();
        let given = match scheme.kind {
            SchemeKind::ApiKey { .. } => Given::Key(keys::create(
                &path,
                NewKey {
                    owner: format!("{NAME}-{number}"),
                    scopes,
                    expires: None,
                },
            )?),
            SchemeKind::Basic => {
                let user = format!("{NAME}-{number}");
                users::add(&path, &user, PASSWORD, scopes)?;
                Given::Password {
                    user,
                    password: PASSWORD.to_owned(),
                }
            }
            _ => return Ok(()),
        };
        self.kept.insert(grant, given);
        Ok(())
    }

    /// The settings that lead the service to the keys and users.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        let files =
            self.contract.schemes.iter().filter(|scheme| {
                matches!(scheme.kind, SchemeKind::ApiKey { .. } | SchemeKind::Basic)
            });
        files
            .map(|scheme| {
                (
                    format!("APP__AUTH__{}__FILE", scheme.setting.to_uppercase()),
                    self.file(scheme).to_string_lossy().into_owned(),
                )
            })
            .collect()
    }

    /// From here on tokens can be minted.
    pub(crate) fn issue(&mut self, boot: &Boot) {
        self.boot = Some(boot.clone());
    }

    fn file(&self, scheme: &Scheme) -> PathBuf {
        self.folder.path().join(format!("{}.toml", scheme.setting))
    }

    pub(crate) fn scheme(&self, name: &str) -> Option<&'static Scheme> {
        self.contract
            .schemes
            .iter()
            .find(|known| known.name == name)
    }

    /// What lets a caller in by the first alternative that anyone can take; nothing to send where nobody is asked.
    pub(crate) fn honest(&self, operation: &Operation) -> Option<Presented> {
        self.honest_as(operation, NAME)
    }

    /// The same for a caller of this name, where the scheme lets the suite choose one.
    pub(crate) fn honest_as(&self, operation: &Operation, subject: &str) -> Option<Presented> {
        if operation.security.is_empty() {
            return Some(Presented::default());
        }
        operation.security.iter().find_map(|alternative| {
            let grants: Vec<Grant> = alternative.iter().map(Grant::of).collect();
            self.present(operation, &grants, subject)
        })
    }

    /// What a caller of an operation sends that was granted this; `None` where the suite cannot make it. It has no
    /// second factor beside a password: such a code passes once, and the suite asks often.
    pub(crate) fn present(
        &self,
        operation: &Operation,
        grants: &[Grant],
        subject: &str,
    ) -> Option<Presented> {
        let mut presented = Presented::default();
        for grant in grants {
            let scheme = self.scheme(grant.scheme)?;
            if operation.step_up == StepUp::SecondFactor && matches!(scheme.kind, SchemeKind::Basic)
            {
                return None;
            }
            let given = self.issued(scheme, grant, subject)?;
            presented.add(scheme.kind, &given)?;
        }
        let authorizations = presented
            .headers
            .iter()
            .filter(|(name, _)| name == "authorization");
        // Two schemes that need the same header cannot be passed together by anyone.
        (authorizations.count() < 2).then_some(presented)
    }

    /// Whether the team's own verifier stands behind a scheme, which has its own mind about scopes.
    pub(crate) fn is_own(&self, scheme: &str) -> bool {
        self.own.iter().any(|(known, _)| *known == scheme)
    }

    /// The credential of a caller that was granted this.
    pub(crate) fn issued(
        &self,
        scheme: &'static Scheme,
        grant: &Grant,
        subject: &str,
    ) -> Option<Given> {
        if let Some((_, given)) = self.own.iter().find(|(known, _)| *known == scheme.name) {
            return Some(given.clone());
        }
        match scheme.kind {
            SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. } => {
                let request = TokenRequest {
                    subject: Some(subject.to_owned()),
                    scopes: grant.scopes.join(" "),
                    methods: vec!["mfa".to_owned()],
                };
                let token = self.boot.as_ref()?.mint(Some(scheme.name), &request).ok()?;
                Some(Given::Token(token))
            }
            _ => self.kept.get(grant).cloned(),
        }
    }
}

impl Presented {
    /// Puts a credential where its scheme looks for it.
    pub(crate) fn add(&mut self, kind: SchemeKind, given: &Given) -> Option<()> {
        match (kind, given) {
            (
                SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. },
                Given::Token(token),
            ) => self.header("authorization", &format!("Bearer {token}")),
            (SchemeKind::Basic, Given::Password { user, password }) => {
                let pair = STANDARD.encode(format!("{user}:{password}"));
                self.header("authorization", &format!("Basic {pair}"));
            }
            (SchemeKind::ApiKey { location, name }, Given::Key(key)) => match location {
                KeyLocation::Header => self.header(name, key),
                KeyLocation::Query => self.query.push(format!("{name}={key}")),
                KeyLocation::Cookie => self.header("cookie", &format!("{name}={key}")),
            },
            _ => return None,
        }
        Some(())
    }

    fn header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }
}
