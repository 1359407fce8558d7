//! `x-rate-limit`: an extension goes in, a rate comes out.

use serde_json::Value;

use super::Rate;
use super::build::Builder;
use crate::diagnostic::{Code, Diagnostic};

/// The word of the extension: `{requests, per, burst}` on the root, a tag or an operation.
pub const EXTENSION: &str = "x-rate-limit";

impl Builder<'_> {
    /// The rate that an extension at this place asks for.
    pub fn rate(&mut self, extension: &Value, at: &str) -> Option<Rate> {
        let rate = read(extension);
        if rate.is_none() {
            self.diagnostics.push(
                Diagnostic::error(Code::ExtensionInvalid, at)
                    .message(format!("`{EXTENSION}` cannot be read"))
                    .help("write `{requests: 10, per: minute, burst: 5}`; `per` is second, minute, hour or day"),
            );
        }
        rate
    }
}

fn read(extension: &Value) -> Option<Rate> {
    let positive = |value: &Value| {
        value
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .filter(|number| *number > 0)
    };
    let requests = positive(extension.get("requests")?)?;
    let seconds = match extension.get("per")?.as_str()? {
        "second" | "s" => 1,
        "minute" | "m" => 60,
        "hour" | "h" => 3_600,
        "day" | "d" => 86_400,
        _ => return None,
    };
    let burst = match extension.get("burst") {
        None => requests,
        Some(burst) => positive(burst)?,
    };
    Some(Rate {
        requests,
        seconds,
        burst,
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::model::Rate;
    use serde_json::json;

    #[test]
    fn a_rate_has_a_burst_of_its_requests() {
        assert_eq!(
            read(&json!({"requests": 5, "per": "minute"})),
            Some(Rate {
                requests: 5,
                seconds: 60,
                burst: 5
            })
        );
        assert_eq!(read(&json!({"requests": 5, "per": "fortnight"})), None);
        assert_eq!(read(&json!({"requests": 0, "per": "second"})), None);
    }
}
