//! What a refused caller is told: the challenges of `WWW-Authenticate` (RFC 9110, section 11.6.1; RFC 6750, section 3;
//! RFC 9470, section 3).

use http::header::WWW_AUTHENTICATE;

use crate::operation::{KeyLocation, SchemeKind};
use crate::problem::Problem;
use crate::settings::StepUpSettings;

/// The header in which a second factor is presented: six digits, RFC 6238.
pub(crate) const CODE_HEADER: &str = "x-totp";

/// Whether a credential was presented for a challenge's scheme.
#[derive(Clone, Copy)]
pub(crate) enum Attempt {
    None,
    Failed,
}

/// How a scheme is asked for. A wrong token is called `invalid_token` (RFC 6750, section 3.1).
pub(crate) fn challenge(realm: &str, kind: SchemeKind, attempt: Attempt) -> String {
    match kind {
        SchemeKind::Bearer
        | SchemeKind::OAuth2
        | SchemeKind::OpenIdConnect { .. }
        | SchemeKind::Refused => match attempt {
            Attempt::None => format!("Bearer realm=\"{realm}\""),
            Attempt::Failed => format!("Bearer realm=\"{realm}\", error=\"invalid_token\""),
        },
        SchemeKind::MutualTls => format!("ClientCertificate realm=\"{realm}\""),
        SchemeKind::Basic => format!("Basic realm=\"{realm}\", charset=\"UTF-8\""),
        SchemeKind::ApiKey { location, name } => {
            let location = match location {
                KeyLocation::Header => "header",
                KeyLocation::Query => "query",
                KeyLocation::Cookie => "cookie",
            };
            format!(
                "ApiKey realm=\"{realm}\", in=\"{location}\", name=\"{}\"",
                quoted(name)
            )
        }
    }
}

/// 401 for a caller who is known, and has to prove it by a second factor (RFC 9470, section 3). Users with a password
/// learn in which header their code goes.
pub(crate) fn second_factor(realm: &str, schemes: &[(SchemeKind, &StepUpSettings)]) -> Problem {
    let mut problem = Problem::insufficient_user_authentication();
    let is_token = |kind: SchemeKind| {
        matches!(
            kind,
            SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. }
        )
    };
    let settings = schemes
        .iter()
        .find(|(kind, _)| is_token(*kind))
        .map(|(_, settings)| *settings);
    let mut text = format!("Bearer realm=\"{realm}\", error=\"insufficient_user_authentication\"");
    if let Some(settings) = settings {
        if !settings.acr.is_empty() {
            let acr = settings.acr.join(" ");
            text = format!("{text}, acr_values=\"{acr}\"");
            problem = problem.with_member("acr_values", acr);
        }
        if let Some(age) = settings.max_age {
            text = format!("{text}, max_age=\"{}\"", age.as_secs());
            problem = problem.with_member("max_age", age.as_secs());
        }
    }
    problem = problem.with_header(WWW_AUTHENTICATE, &text);
    if schemes.iter().any(|(kind, _)| *kind == SchemeKind::Basic) {
        let text = format!("TOTP realm=\"{realm}\", header=\"{CODE_HEADER}\"");
        problem = problem.with_header(WWW_AUTHENTICATE, &text);
    }
    problem
}

/// The inside of a quoted string of a header: printable ASCII without quote and backslash.
pub(crate) fn quoted(text: &str) -> String {
    text.chars()
        .filter(|character| matches!(character, ' '..='~') && !matches!(character, '"' | '\\'))
        .collect()
}
