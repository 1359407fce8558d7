//! The second factor of a caller who has proved a first one: what the claims say, or a code beside a password (RFC 9470).

use super::guard::{Account, Tried};
use super::plan::{Need, Plan};
use super::verifier::Denied;
use super::{
    Authenticator, Evidence, challenge, credential, step_up, token, too_many_wrong, unavailable,
};
use crate::caller::Caller;
use crate::operation::SchemeKind;
use crate::problem::Problem;
use crate::settings::StepUpSettings;

impl Authenticator {
    /// Whether any scheme that was passed proves a second factor: by its claims, or by a code beside a password.
    pub(super) async fn has_second_factor(
        &self,
        needs: &[Need],
        caller: &Caller,
        evidence: Evidence<'_>,
    ) -> Result<bool, Problem> {
        let now = token::now();
        for (need, passed) in needs.iter().zip(caller.passed()) {
            let Some(checked) = self.schemes.get(need.scheme) else {
                continue;
            };
            if step_up::proves(&passed.identity.claims, &checked.step_up, now) {
                return Ok(true);
            }
            if checked.scheme.kind == SchemeKind::Basic
                && let Some(code) = credential::code(evidence.headers)
            {
                let account = Account {
                    scheme: checked.scheme.name,
                    name: &passed.identity.subject,
                    client: evidence.client,
                };
                self.guard.may_try_code(account).map_err(too_many_wrong)?;
                match checked.verifier.second_factor(&passed.identity, code).await {
                    Ok(()) => return Ok(true),
                    Err(Denied::Unavailable(cause)) => return Err(unavailable(&cause)),
                    Err(Denied::Invalid(_)) => {
                        self.guard.code_failed(account).await;
                        self.guard.failed(Tried::Secret, evidence.client).await;
                    }
                }
            }
        }
        Ok(false)
    }

    pub(super) fn insufficient_factor(&self, plan: &Plan) -> Problem {
        let schemes: Vec<(SchemeKind, &StepUpSettings)> = plan
            .challenges
            .iter()
            .filter_map(|index| self.schemes.get(*index))
            .map(|checked| (checked.scheme.kind, &checked.step_up))
            .collect();
        challenge::second_factor(&self.realm, &schemes)
    }
}
