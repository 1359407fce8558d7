//! What the emitted binary does besides serving: minting development tokens, making keys, adding users.

use std::ffi::OsString;
use std::io::{self, BufRead, Write};
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lexopt::prelude::*;

use crate::audit::verb::{Concerning, Deed, tell};
use crate::auth::development::TokenRequest;
use crate::auth::{keys, users};
use crate::boot::Boot;
use crate::log::{Form, Log};
use crate::operation::{Contract, SchemeKind};
use crate::settings::{Profile, SchemeSettings, Settings};

/// One run of the binary.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Serve; what the binary does unless told otherwise.
    Serve,
    Help,
    Token(Options),
    CreateKey(Options),
    AddUser(Options),
}

/// What was typed after a verb.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    name: Option<String>,
    scheme: Option<String>,
    owner: Option<String>,
    subject: Option<String>,
    scopes: String,
    methods: Vec<String>,
    expires: Option<String>,
}

const USAGE: &str = "\
serve                                               serve (the default)
token --scopes \"a b\" [--sub S] [--amr mfa] [--scheme S]
                                                    print a development token
api-key create --scheme S --owner O [--scopes \"a b\"] [--expires DATE]
                                                    print a new key, once
user add NAME --scheme S [--scopes \"a b\"]           read a password from stdin, keep its hash
help                                                print this
";

/// Reads the command line.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Verb, String> {
    read(lexopt::Parser::from_iter(arguments))
        .map_err(|error| format!("{error}; `help` says what there is"))
}

fn read(mut parser: lexopt::Parser) -> Result<Verb, lexopt::Error> {
    let mut words: Vec<String> = Vec::new();
    let mut options = Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Verb::Help),
            Long("scheme") => options.scheme = Some(parser.value()?.string()?),
            Long("owner") => options.owner = Some(parser.value()?.string()?),
            Long("sub") => options.subject = Some(parser.value()?.string()?),
            Long("scopes") => options.scopes = parser.value()?.string()?,
            Long("amr") => options.methods.push(parser.value()?.string()?),
            Long("expires") => options.expires = Some(parser.value()?.string()?),
            Value(word) => words.push(word.string()?),
            other => return Err(other.unexpected()),
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["serve"] => no_options(&options).map(|()| Verb::Serve),
        ["help"] => Ok(Verb::Help),
        ["token"] => Ok(Verb::Token(options)),
        ["api-key", "create"] => Ok(Verb::CreateKey(options)),
        ["user", "add", name] => {
            options.name = Some((*name).to_owned());
            Ok(Verb::AddUser(options))
        }
        _ => Err(lexopt::Error::from(format!(
            "there is no `{}`",
            words.join(" ")
        ))),
    }
}

fn no_options(options: &Options) -> Result<(), lexopt::Error> {
    if *options == Options::default() {
        Ok(())
    } else {
        Err(lexopt::Error::from("serving takes no options"))
    }
}

/// Prints what the binary can do.
pub(crate) fn help(contract: &'static Contract) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{} {}\n\n{USAGE}", contract.title, contract.version)?;
    for scheme in contract.schemes {
        writeln!(stdout, "scheme {} ({})", scheme.name, kind(scheme.kind))?;
    }
    stdout.flush()
}

fn kind(kind: SchemeKind) -> &'static str {
    match kind {
        SchemeKind::ApiKey { .. } => "API key",
        SchemeKind::Basic => "name and password",
        SchemeKind::Bearer => "bearer token",
        SchemeKind::OAuth2 => "OAuth 2",
        SchemeKind::OpenIdConnect => "OpenID Connect",
        SchemeKind::Refused => "refused: nobody passes",
    }
}

/// Does what a verb says; data goes to stdout, talk to stderr.
pub(crate) fn run(
    contract: &'static Contract,
    settings: Settings,
    verb: Verb,
) -> Result<(), String> {
    match verb {
        Verb::Token(options) => token(contract, settings, options),
        Verb::CreateKey(options) => create_key(contract, &settings, options),
        Verb::AddUser(options) => add_user(contract, &settings, options, &mut io::stdin().lock()),
        Verb::Serve | Verb::Help => Ok(()),
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
    let path = file(contract, settings, options.scheme.as_deref(), |kind| {
        matches!(kind, SchemeKind::ApiKey { .. })
    })?;
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

fn add_user(
    contract: &'static Contract,
    settings: &Settings,
    options: Options,
    input: &mut impl BufRead,
) -> Result<(), String> {
    let path = file(contract, settings, options.scheme.as_deref(), |kind| {
        kind == SchemeKind::Basic
    })?;
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
    writeln!(io::stderr(), "added {name} to {}", path.display()).map_err(|error| error.to_string())
}

/// The file of the scheme that was named, or of the only one of its kind.
fn file<'s>(
    contract: &'static Contract,
    settings: &'s Settings,
    name: Option<&str>,
    fits: impl Fn(SchemeKind) -> bool,
) -> Result<&'s Path, String> {
    let mut found = contract
        .schemes
        .iter()
        .zip(&settings.schemes)
        .filter(|(scheme, _)| {
            fits(scheme.kind)
                && name.is_none_or(|name| name == scheme.name || name == scheme.setting)
        });
    match (found.next(), found.next()) {
        (Some((_, SchemeSettings::File(path))), None) => Ok(path),
        (Some(_), Some(_)) => Err("there are several such schemes; say which: --scheme".to_owned()),
        _ => Err("the contract has no such scheme of this kind; `help` lists them".to_owned()),
    }
}

/// A day (until its begin, UTC) or a moment.
fn moment(text: &str) -> Result<Timestamp, String> {
    let day = || {
        text.parse::<Date>()
            .ok()?
            .to_zoned(TimeZone::UTC)
            .ok()
            .map(|zoned| zoned.timestamp())
    };
    text.parse()
        .ok()
        .or_else(day)
        .ok_or_else(|| "--expires takes 2027-01-31 or 2027-01-31T12:00:00Z".to_owned())
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn print(line: &str) -> Result<(), String> {
    writeln!(io::stdout(), "{line}").map_err(|error| error.to_string())
}
