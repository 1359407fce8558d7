//! What an administrator did with a verb of the binary: Account Change (3001) for users, Entity Management (3004) for
//! keys.
//!
//! A verb is a process of its own, so its event goes to its own standard error; the key that it prints goes to standard
//! output alone.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use super::{Metadata, Severity};
use crate::log::text::json_text;
use crate::log::{Form, object};
use crate::operation::Contract;
use crate::settings::Settings;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    UserAdded,
    UserRemoved,
    FactorEnrolled,
    KeyCreated,
    KeyRevoked,
    FactorsSealed,
}

/// Whom it was done to, without anything secret.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Concerning<'a> {
    /// The scheme, as it was named.
    pub(crate) scheme: Option<&'a str>,
    /// The user, the key's owner, or the key's public id.
    pub(crate) name: &'a str,
}

/// Tells it on standard error, where production collects lines; people see what a verb did anyway.
pub(crate) fn tell(
    contract: &Contract,
    settings: &Settings,
    deed: Deed,
    concerning: Concerning<'_>,
) -> Result<(), String> {
    if Form::of(settings.profile) == Form::Text {
        return Ok(());
    }
    let line = object(|line| write(line, contract, deed, concerning));
    io::stderr()
        .write_all(line.as_bytes())
        .map_err(|error| error.to_string())
}

fn write(line: &mut String, contract: &Contract, deed: Deed, concerning: Concerning<'_>) {
    let (class, activity, word) = match deed {
        Deed::UserAdded => (3001, 1, "user_added"),
        Deed::UserRemoved => (3001, 6, "user_removed"),
        Deed::FactorEnrolled => (3001, 10, "factor_enrolled"),
        Deed::KeyCreated => (3004, 1, "key_created"),
        Deed::KeyRevoked => (3004, 4, "key_revoked"),
        Deed::FactorsSealed => (3004, 3, "factors_sealed"),
    };
    // Writing to a string does not fail.
    let _ = write!(
        line,
        ",\"class_uid\":{class},\"category_uid\":3,\"activity_id\":{activity},\"type_uid\":{},\"severity_id\":{},\"status_id\":1",
        class * 100 + activity,
        Severity::Informational.digit(),
    );
    Metadata::new(contract).write(line);
    // Who sits at the terminal is not asked: whoever may run the binary may do this.
    line.push_str(",\"actor\":{\"app_name\":\"command line\"}");
    line.push_str(if class == 3001 {
        ",\"user\":{\"uid\":"
    } else {
        ",\"entity\":{\"type\":\"credential\",\"name\":"
    });
    json_text(line, concerning.name);
    line.push_str("},\"unmapped\":{\"event\":\"");
    line.push_str(word);
    line.push('"');
    if let Some(scheme) = concerning.scheme {
        line.push_str(",\"scheme\":");
        json_text(line, scheme);
    }
    line.push_str(",\"outcome\":\"done\"}");
}
