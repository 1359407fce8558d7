//! The verbs of the keys that seal: making one, naming those of the ring, sealing again what is kept.

use std::iter::repeat;

use super::Options;
use super::act::{print, say};
use crate::audit::verb::{Concerning, Deed, tell};
use crate::auth::factor;
use crate::operation::Contract;
use crate::seal::{is_name, new_line};
use crate::settings::Settings;

const NO_KEYS: &str = "there are no keys; name their file: APP__SEAL__KEYS_FILE";

/// Prints a line with a new key for the file of keys. It asks for no settings: the first key is made before there are any.
pub(crate) fn new_key(options: &Options) -> Result<(), String> {
    if options.name.as_deref().is_some_and(|name| !is_name(name)) {
        return Err("a key's name has 1 to 32 letters, digits, `-` and `_`".to_owned());
    }
    let line = new_line(options.name.as_deref()).map_err(|error| error.to_string())?;
    print(&line)
}

/// One key a line: its name, and what it does.
pub(super) fn list(settings: &Settings) -> Result<(), String> {
    let ring = settings.seal.as_ref().ok_or(NO_KEYS)?;
    let names = ring.names().map_err(|error| error.to_string())?;
    for (name, does) in names
        .iter()
        .zip(["seals"].into_iter().chain(repeat("opens")))
    {
        print(&format!("{name}\t{does}"))?;
    }
    Ok(())
}

/// Seals with the first key what is not.
pub(super) fn reseal(contract: &'static Contract, settings: &Settings) -> Result<(), String> {
    let ring = settings.seal.as_ref().ok_or(NO_KEYS)?;
    let names = ring.names().map_err(|error| error.to_string())?;
    let resealed = factor::reseal(contract, settings).map_err(|error| error.to_string())?;
    for (user, error) in &resealed.stuck {
        say(&format!(
            "the second factor of {user} does not open: {error}"
        ))?;
    }
    if resealed.done > 0 {
        let concerning = Concerning {
            scheme: None,
            name: names.first().map_or("", String::as_str),
        };
        tell(contract, settings, Deed::FactorsSealed, concerning)?;
    }
    say(&format!("sealed {} second factors", resealed.done))?;
    if resealed.stuck.is_empty() {
        Ok(())
    } else {
        Err("some second factors do not open; nobody passes with them".to_owned())
    }
}
