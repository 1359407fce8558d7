//! One scheme and one request: what was presented goes in, what came of it comes out, after the guard against guessing.

use super::certificate::Certificate;
use super::credential::{Credential, Presented, presented};
use super::guard::{Account, Tried};
use super::keys;
use super::outcome::{Outcome, takes_tokens};
use super::{Authenticator, Checked, Evidence};
use crate::operation::SchemeKind;

impl Authenticator {
    /// A token that was verified before: it is no guess, and the common case.
    pub(super) fn recalled(&self, scheme: usize, evidence: Evidence<'_>) -> Option<Outcome> {
        let checked = self.schemes.get(scheme)?;
        let (SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. }) =
            checked.scheme.kind
        else {
            return None;
        };
        let presented = presented(checked.scheme.kind, evidence.headers, evidence.query);
        let token = presented
            .credential()
            .filter(|credential| matches!(credential, Credential::Token(_)))?;
        checked.verifier.recall(token).map(Outcome::Passed)
    }

    pub(super) async fn outcome(&self, scheme: usize, evidence: Evidence<'_>) -> Outcome {
        let Some(checked) = self.schemes.get(scheme) else {
            return Outcome::Missing;
        };
        if checked.scheme.kind == SchemeKind::MutualTls {
            // The connection has proved it already; nobody can guess one certificate after the other.
            return match evidence.certificate.map(Certificate::identity) {
                None => Outcome::Missing,
                Some(Err(reason)) => Outcome::Wrong(reason),
                Some(Ok(identity)) => {
                    let credential = Credential::Certificate(identity);
                    checked.verifier.check(credential).await.into()
                }
            };
        }
        let presented = presented(checked.scheme.kind, evidence.headers, evidence.query);
        let credential = presented.credential();
        if matches!(presented, Presented::Nothing) {
            return Outcome::Missing;
        }
        if let Err(wait) = self.guard.may_try(self.tried(scheme), evidence.client) {
            return Outcome::Throttled(wait);
        }
        let account = |name| Account {
            scheme: checked.scheme.name,
            name,
            client: evidence.client,
        };
        match credential {
            None => Outcome::Wrong("the credential is malformed"),
            Some(token @ (Credential::Token(_) | Credential::Certificate(_))) => {
                checked.verifier.check(token).await.into()
            }
            Some(credential @ Credential::Key(key)) => {
                match checked.verifier.check(credential).await.into() {
                    // Nobody guesses a whole key, so that a right one is never kept waiting.
                    Outcome::Wrong(reason) => self
                        .guard
                        .account_failed(account(keys::prefix(key)))
                        .await
                        .map_or_else(Outcome::Throttled, |()| Outcome::Wrong(reason)),
                    outcome => outcome,
                }
            }
            Some(credential @ Credential::Password { user, .. }) => {
                self.password(checked, credential, account(user)).await
            }
        }
    }

    /// What is tried where this scheme is.
    pub(super) fn tried(&self, scheme: usize) -> Tried {
        match self.schemes.get(scheme) {
            Some(checked) if takes_tokens(checked.scheme.kind) => Tried::Token,
            _ => Tried::Secret,
        }
    }

    /// A password can be guessed: whoever tries one is looked at before it is, also when it is remembered.
    async fn password(
        &self,
        checked: &Checked,
        credential: Credential<'_>,
        account: Account<'_>,
    ) -> Outcome {
        if let Err(wait) = self.guard.may_try_account(account) {
            return Outcome::Throttled(wait);
        }
        if let Some(identity) = checked.verifier.recall(credential) {
            return Outcome::Passed(identity);
        }
        let outcome = checked.verifier.check(credential).await.into();
        match outcome {
            Outcome::Passed(_) => self.guard.opened(account),
            Outcome::Wrong(_) => {
                // How long to wait is said to whoever comes next: this one was looked at.
                let _ = self.guard.account_failed(account).await;
            }
            Outcome::Missing | Outcome::Throttled(_) | Outcome::Unavailable(_) => {}
        }
        outcome
    }
}
