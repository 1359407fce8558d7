//! Doing what a verb says.
//!
//! In: the settings and what was typed. Out: data on stdout, talk on stderr, changes in the files of keys and users.

use std::io::{self, BufRead, Write};
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Options, Verb, seal};
use crate::audit::verb::{Concerning, Deed, tell};
use crate::auth::development::TokenRequest;
use crate::auth::factor::Factors;
use crate::auth::{keys, totp, users};
use crate::boot::Boot;
use crate::log::{Form, Log};
use crate::operation::{Contract, Scheme, SchemeKind};
use crate::settings::{Profile, SchemeSettings, Settings, duration};

/// Does what a verb says; data goes to stdout, talk to stderr.
pub(crate) fn run(
    contract: &'static Contract,
    settings: Settings,
    verb: Verb,
) -> Result<(), String> {
    match verb {
        Verb::Token(options) => token(contract, settings, options),
        Verb::CreateKey(options) => create_key(contract, &settings, options),
        Verb::ListKeys(options) => list_keys(contract, &settings, &options),
        Verb::RevokeKey(options) => revoke_key(contract, &settings, &options),
        Verb::AddUser(options) => add_user(contract, &settings, options, &mut io::stdin().lock()),
        Verb::RemoveUser(options) => remove_user(contract, &settings, options),
        Verb::EnrolUser(options) => enrol_user(contract, &settings, options),
        Verb::ListSealKeys => seal::list(&settings),
        Verb::Reseal => seal::reseal(contract, &settings),
        Verb::Serve | Verb::Help | Verb::ListSettings | Verb::NewSealKey(_) => Ok(()),
    }
}

fn token(contract: &'static Contract, settings: Settings, options: Options) -> Result<(), String> {
    if settings.profile == Profile::Production {
        return Err(
            "tokens are minted in development only; in production they come from the issuer"
                .to_owned(),
        );
    }
    let boot = Boot::new(contract, settings, Log::memory(Form::Text))
        .map_err(|error| error.to_string())?;
    let request = TokenRequest {
        subject: options.subject,
        scopes: options.scopes,
        methods: options.methods,
    };
    let token = boot.mint(options.scheme.as_deref(), &request)?;
    print(&token)
}

fn create_key(
    contract: &'static Contract,
    settings: &Settings,
    options: Options,
) -> Result<(), String> {
    let path = keys_file(contract, settings, options.scheme.as_deref())?;
    let owner = options
        .owner
        .filter(|owner| !owner.is_empty())
        .ok_or("say whose key it is: --owner")?;
    let expires = options.expires.as_deref().map(moment).transpose()?;
    let new = keys::NewKey {
        owner: owner.clone(),
        scopes: words(&options.scopes),
        expires,
    };
    let key = keys::create(path, new).map_err(|error| error.to_string())?;
    let concerning = Concerning {
        scheme: options.scheme.as_deref(),
        name: &owner,
    };
    tell(contract, settings, Deed::KeyCreated, concerning)?;
    print(&key)
}

/// One key a line: id, state, owner, scopes, when it was made and when it expires, with tabs between.
fn list_keys(
    contract: &'static Contract,
    settings: &Settings,
    options: &Options,
) -> Result<(), String> {
    let path = keys_file(contract, settings, options.scheme.as_deref())?;
    let now = Timestamp::now();
    for key in keys::all(path).map_err(|error| error.to_string())? {
        let expires = key
            .expires
            .map_or_else(|| "never".to_owned(), |expires| format!("{expires:.0}"));
        // An owner is any text: what would break the line is shown escaped.
        let owner = key.owner.escape_debug();
        let (id, state, scopes) = (key.id(), key.state(now), key.scopes.join(" "));
        let created = key.created;
        print(&format!(
            "{id}\t{state}\t{owner}\t{scopes}\t{created:.0}\t{expires}"
        ))?;
    }
    Ok(())
}

fn revoke_key(
    contract: &'static Contract,
    settings: &Settings,
    options: &Options,
) -> Result<(), String> {
    let path = keys_file(contract, settings, options.scheme.as_deref())?;
    let which = match (&options.name, &options.owner) {
        (Some(key), None) => keys::Which::Key(key),
        (None, Some(owner)) => keys::Which::Owner(owner),
        _ => return Err("say which key: its id, or --owner for all of one owner".to_owned()),
    };
    let revoked = keys::revoke(path, which).map_err(|error| error.to_string())?;
    for name in &revoked {
        let scheme = options.scheme.as_deref();
        let concerning = Concerning { scheme, name };
        tell(contract, settings, Deed::KeyRevoked, concerning)?;
    }
    say(&format!("revoked {}", revoked.join(", ")))
}

fn add_user(
    contract: &'static Contract,
    settings: &Settings,
    options: Options,
    input: &mut impl BufRead,
) -> Result<(), String> {
    let path = users_file(contract, settings, options.scheme.as_deref())?;
    let name = options.name.unwrap_or_default();
    if name.is_empty() || name.contains(':') || name.chars().any(char::is_control) {
        return Err("a name has no colon and no control characters (RFC 7617)".to_owned());
    }
    let mut line = String::new();
    input
        .read_line(&mut line)
        .map_err(|error| error.to_string())?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err("say the password on stdin".to_owned());
    }
    users::add(path, &name, password, words(&options.scopes)).map_err(|error| error.to_string())?;
    let concerning = Concerning {
        scheme: options.scheme.as_deref(),
        name: &name,
    };
    tell(contract, settings, Deed::UserAdded, concerning)?;
    say(&format!("added {name} to {}", path.display()))
}

fn remove_user(
    contract: &'static Contract,
    settings: &Settings,
    options: Options,
) -> Result<(), String> {
    let name = options.name.unwrap_or_default();
    let path = users_file(contract, settings, options.scheme.as_deref())?;
    users::remove(path, &name).map_err(|error| error.to_string())?;
    let concerning = Concerning {
        scheme: options.scheme.as_deref(),
        name: &name,
    };
    tell(contract, settings, Deed::UserRemoved, concerning)?;
    say(&format!("removed {name} from {}", path.display()))
}

fn enrol_user(
    contract: &'static Contract,
    settings: &Settings,
    options: Options,
) -> Result<(), String> {
    let name = options.name.unwrap_or_default();
    let (scheme, path) = users_of(contract, settings, options.scheme.as_deref())?;
    let factors = Factors::new(scheme.setting, settings.seal.as_ref());
    let secret = users::enrol(path, &name, &factors).map_err(|error| error.to_string())?;
    let concerning = Concerning {
        scheme: options.scheme.as_deref(),
        name: &name,
    };
    tell(contract, settings, Deed::FactorEnrolled, concerning)?;
    print(&totp::uri(contract.title, &name, secret.expose()))
}

fn keys_file<'s>(
    contract: &'static Contract,
    settings: &'s Settings,
    name: Option<&str>,
) -> Result<&'s Path, String> {
    let fits = |kind| matches!(kind, SchemeKind::ApiKey { .. });
    file(contract, settings, name, fits).map(|(_, path)| path)
}

fn users_file<'s>(
    contract: &'static Contract,
    settings: &'s Settings,
    name: Option<&str>,
) -> Result<&'s Path, String> {
    users_of(contract, settings, name).map(|(_, path)| path)
}

fn users_of<'s>(
    contract: &'static Contract,
    settings: &'s Settings,
    name: Option<&str>,
) -> Result<(&'static Scheme, &'s Path), String> {
    file(contract, settings, name, |kind| kind == SchemeKind::Basic)
}

/// The scheme that was named, or the only one of its kind, and its file.
fn file<'s>(
    contract: &'static Contract,
    settings: &'s Settings,
    name: Option<&str>,
    fits: impl Fn(SchemeKind) -> bool,
) -> Result<(&'static Scheme, &'s Path), String> {
    let mut found = contract
        .schemes
        .iter()
        .zip(&settings.schemes)
        .filter(|(scheme, _)| {
            fits(scheme.kind)
                && name.is_none_or(|name| name == scheme.name || name == scheme.setting)
        });
    match (found.next(), found.next()) {
        (Some((scheme, SchemeSettings::File(path))), None) => Ok((scheme, path)),
        (Some(_), Some(_)) => Err("there are several such schemes; say which: --scheme".to_owned()),
        _ => Err("the contract has no such scheme of this kind; `help` lists them".to_owned()),
    }
}

/// A day (until its begin, UTC), a moment, or a time from now on.
fn moment(text: &str) -> Result<Timestamp, String> {
    let day = || {
        text.parse::<Date>()
            .ok()?
            .to_zoned(TimeZone::UTC)
            .ok()
            .map(|zoned| zoned.timestamp())
    };
    let from_now = || {
        let time = duration(text).ok()?;
        Timestamp::now().checked_add(time).ok()
    };
    text.parse()
        .ok()
        .or_else(day)
        .or_else(from_now)
        .ok_or_else(|| "--expires takes 2027-01-31, 2027-01-31T12:00:00Z or 90d".to_owned())
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

pub(super) fn say(line: &str) -> Result<(), String> {
    writeln!(io::stderr(), "{line}").map_err(|error| error.to_string())
}

pub(super) fn print(line: &str) -> Result<(), String> {
    writeln!(io::stdout(), "{line}").map_err(|error| error.to_string())
}
