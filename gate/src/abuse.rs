//! Abuse: what no honest caller would send, for every operation of a contract, against the service without a socket.
//!
//! A contract, the function that builds the service and a folder of cases go in; for each kind of [`Abuse`] a verdict comes
//! out: nothing, or the [`Failures`], each with its operation and what it was answered with. A case is an honest request as
//! far as its body; the suite knows by the contract which credentials it needs, and spoils one thing at a time. Handlers
//! are never run, and rules of the policy are put aside, so that nothing of the team's own is needed but its wiring.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::boot::Boot;
use crate::caller::{Caller, Identity, Passed};
use crate::operation::Contract;
use crate::serve::StartError;

mod access;
mod ask;
mod body;
mod case;
mod credentials;
mod forged;
mod fuzz;
mod often;
mod route;

use ask::Service;
use case::Case;

pub use fuzz::Fuzz;

/// The suite of one service.
pub struct Suite<F> {
    contract: &'static Contract,
    app: F,
    cases: PathBuf,
    own: Vec<(&'static str, Given)>,
}

/// A credential that a verifier of your own accepts.
#[derive(Clone, Debug)]
pub enum Given {
    /// A bearer token.
    Token(String),
    /// An API key.
    Key(String),
    /// A name and a password.
    Password {
        /// The user's name.
        user: String,
        /// The password.
        password: String,
    },
}

/// What is done to every operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abuse {
    /// No credential at all: 401.
    NoCredentials,
    /// Everything but one of the scopes: 403.
    MissingScope,
    /// One of two schemes that are needed together: 401 or 403.
    HalfOfBoth,
    /// Credentials that somebody made up, altered, or kept for too long: 401.
    ForgedCredentials,
    /// Methods that the path does not have: 405 with `Allow`.
    WrongMethod,
    /// A parameter that its schema refuses: 400 or 422.
    WrongParameter,
    /// A body of a media type that is not declared, or of none: 415.
    WrongMediaType,
    /// A body that says it is compressed: 415.
    EncodedBody,
    /// More bytes than the limit allows, announced or not: 413.
    TooLarge,
    /// Text that is no JSON, a member twice, levels without end: 400.
    BrokenJson,
    /// JSON of another type: 422.
    WrongType,
    /// A member that the contract does not declare: 422.
    UnknownMember,
    /// One request more than the limit allows: 429 with `Retry-After`.
    TooOften,
}

/// What the service let pass, or answered wrongly.
pub struct Failures(Vec<String>);

impl fmt::Display for Failures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|failure| write!(formatter, "\n  {failure}"))
    }
}

/// As it is displayed: a test that returns an error shows this.
impl fmt::Debug for Failures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Failures {}

impl Failures {
    fn of(all: Vec<String>) -> Result<(), Self> {
        if all.is_empty() {
            Ok(())
        } else {
            Err(Self(all))
        }
    }

    fn one(failure: impl fmt::Display) -> Self {
        Self(vec![failure.to_string()])
    }
}

/// A caller for tests of what you wrote: one who passed a scheme, with this name and these scopes. It exists only where the
/// feature `abuse` is on, which is in tests.
#[must_use]
pub fn caller(subject: &str, scopes: &[&str]) -> Caller {
    let identity = Identity::new(subject).with_scopes(scopes.iter().copied());
    Caller::new([Passed {
        scheme: "test",
        identity: identity.into(),
    }])
}

/// What may be behind failures where the suite does not know what passes.
fn hint(scheme: &str) -> String {
    format!(
        "a verifier of your own is in charge of `{scheme}`, and the suite does not know what it accepts: say so with `.credential(\"{scheme}\", Given::…)`"
    )
}

impl<F, S> Suite<F>
where
    F: AsyncFn(Boot) -> Result<S, StartError>,
    S: Into<crate::Service>,
{
    /// The suite of the service that `app` builds; `cases` is the folder with the files of cases, `*.toml`.
    pub fn new(contract: &'static Contract, app: F, cases: impl AsRef<Path>) -> Self {
        Self {
            contract,
            app,
            cases: cases.as_ref().to_owned(),
            own: Vec::new(),
        }
    }

    /// Says what a verifier of your own accepts for `scheme`, with every scope that the contract knows of. Without it the
    /// suite presents what the gate's own verifier would accept, and what is tried by honest callers fails.
    #[must_use]
    pub fn credential(mut self, scheme: &'static str, given: Given) -> Self {
        self.own.retain(|(known, _)| *known != scheme);
        self.own.push((scheme, given));
        self
    }

    /// Whether there is a case for every operation, and no other.
    ///
    /// # Errors
    /// The operations without a case, and the cases without an operation.
    pub fn is_complete(&self) -> Result<(), Failures> {
        let cases = self.read()?;
        let missing = self.contract.operations.iter().enumerate();
        let missing = missing
            .filter(|(row, _)| !cases.iter().any(|case| case.row == *row))
            .map(|(_, operation)| format!("{}: there is no case for it", operation.id));
        Failures::of(missing.collect())
    }

    /// Does one kind of abuse to every operation.
    ///
    /// # Errors
    /// What was let pass or answered wrongly, or why the service could not be built.
    pub fn attempt(&self, abuse: Abuse) -> Result<(), Failures> {
        let cases = self.read()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Failures::one)?;
        runtime.block_on(async {
            let service = Service::start(self.contract, &self.app, &self.own, abuse).await?;
            let mut failures = Vec::new();
            for case in &cases {
                let operation = &self.contract.operations[case.row];
                let named = |failure| {
                    format!(
                        "{} ({} {}): {failure}",
                        operation.id, operation.method, operation.path
                    )
                };
                let found = match abuse {
                    Abuse::NoCredentials => access::none(&service, case).await,
                    Abuse::MissingScope => access::scope(&service, case).await,
                    Abuse::HalfOfBoth => access::half(&service, case).await,
                    Abuse::ForgedCredentials => forged::all(&service, case).await,
                    Abuse::WrongMethod => route::method(&service, case).await,
                    Abuse::WrongParameter => route::parameter(&service, case).await,
                    Abuse::WrongMediaType => body::media_type(&service, case).await,
                    Abuse::EncodedBody => body::encoded(&service, case).await,
                    Abuse::TooLarge => body::large(&service, case).await,
                    Abuse::BrokenJson => body::broken(&service, case).await,
                    Abuse::WrongType => body::wrong_type(&service, case).await,
                    Abuse::UnknownMember => body::unknown_member(&service, case).await,
                    Abuse::TooOften => often::often(&service, case).await,
                };
                failures.extend(found.into_iter().map(named));
            }
            if !failures.is_empty() {
                let elsewhere = service.boot.elsewhere().into_iter();
                let unknown = elsewhere.filter(|name| !self.own.iter().any(|(own, _)| own == name));
                let hints: Vec<String> = unknown.map(hint).collect();
                failures.splice(0..0, hints);
            }
            Failures::of(failures)
        })
    }

    fn read(&self) -> Result<Vec<Case>, Failures> {
        case::read(&self.cases, self.contract).map_err(Failures)
    }
}
