//! Whether a caller has proved more than a password: step-up authentication, RFC 9470.
//!
//! In: what is known of a caller, the settings of its scheme, the time. Out: whether that is a second factor. A token
//! says so by `mfa` among its methods (`amr`, RFC 8176) or by a class of the settings (`acr`), and, where the settings
//! bound its age, by when that was (`auth_time`).

use serde_json::{Map, Value};

use crate::settings::StepUpSettings;

/// Clocks differ by as many seconds as this.
const LEEWAY: u64 = 30;

/// Whether these claims prove a second factor.
pub(crate) fn proves(claims: &Map<String, Value>, settings: &StepUpSettings, now: u64) -> bool {
    let by_method = claims
        .get("amr")
        .and_then(Value::as_array)
        .is_some_and(|methods| methods.iter().any(|method| method == "mfa"));
    let by_class = claims
        .get("acr")
        .and_then(Value::as_str)
        .is_some_and(|acr| settings.acr.iter().any(|known| known == acr));
    (by_method || by_class) && is_recent(claims, settings, now)
}

/// Whether the proof is no older than the settings allow; one without a time is too old.
fn is_recent(claims: &Map<String, Value>, settings: &StepUpSettings, now: u64) -> bool {
    let Some(age) = settings.max_age else {
        return true;
    };
    claims
        .get("auth_time")
        .and_then(Value::as_u64)
        .is_some_and(|proved| {
            proved <= now.saturating_add(LEEWAY)
                && now <= proved.saturating_add(age.as_secs()).saturating_add(LEEWAY)
        })
}
