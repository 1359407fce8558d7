//! What the emitted binary does besides serving: minting development tokens, making and revoking keys, adding and removing
//! users.
//!
//! In: the command line. Out: a [`Verb`], which [`run`] does.

use std::ffi::OsString;
use std::io::{self, Write};

use lexopt::prelude::*;

use crate::operation::{Contract, SchemeKind};
use crate::settings;

mod act;
pub(crate) mod seal;

pub(crate) use act::run;

/// One run of the binary.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Serve; what the binary does unless told otherwise.
    Serve,
    Help,
    ListSettings,
    Token(Options),
    CreateKey(Options),
    ListKeys(Options),
    RevokeKey(Options),
    AddUser(Options),
    RemoveUser(Options),
    EnrolUser(Options),
    NewSealKey(Options),
    ListSealKeys,
    Reseal,
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

impl Options {
    fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }
}

const USAGE: &str = "\
serve                                               serve (the default)
token --scopes \"a b\" [--sub S] [--amr mfa] [--scheme S]
                                                    print a development token
api-key create --scheme S --owner O [--scopes \"a b\"] [--expires WHEN]
                                                    print a new key, once; WHEN is a day, a moment or, say, 90d
api-key list --scheme S                             print what is known of every key
api-key revoke ID --scheme S                        revoke a key; --owner O in place of ID: all of an owner
user add NAME --scheme S [--scopes \"a b\"]           read a password from stdin, keep its hash
user remove NAME --scheme S                         remove a user
user totp NAME --scheme S                           print the URI of a new second factor, once
seal-key new [--id NAME]                            print a line for the file of keys that seal (APP__SEAL__KEYS_FILE)
seal-key list                                       print the names of the keys; the first one seals
seal-key reseal                                     seal what is kept with the first key
settings                                            print what can be set, and what holds unless it is
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
    let mut given = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Verb::Help),
            Long(name) => {
                let name = name.to_owned();
                match name.as_str() {
                    "scheme" => options.scheme = Some(parser.value()?.string()?),
                    "owner" => options.owner = Some(parser.value()?.string()?),
                    "id" => options.name = Some(parser.value()?.string()?),
                    "sub" => options.subject = Some(parser.value()?.string()?),
                    "scopes" => options.scopes = parser.value()?.string()?,
                    "amr" => options.methods.push(parser.value()?.string()?),
                    "expires" => options.expires = Some(parser.value()?.string()?),
                    unknown => return Err(Long(unknown).unexpected()),
                }
                given.push(name);
            }
            Value(word) => words.push(word.string()?),
            other @ Short(_) => return Err(other.unexpected()),
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    // What would be ignored is refused: whoever types `--expires` relies on it.
    let foreign = given.iter().find(|name| !takes(&words, name));
    if let Some(name) = foreign {
        let verb = words.join(" ");
        let verb = if verb.is_empty() { "serve" } else { &verb };
        return Err(lexopt::Error::from(format!(
            "`{verb}` takes no option `--{name}`"
        )));
    }
    match words.as_slice() {
        [] | ["serve"] => Ok(Verb::Serve),
        ["help"] => Ok(Verb::Help),
        ["settings"] => Ok(Verb::ListSettings),
        ["token"] => Ok(Verb::Token(options)),
        ["api-key", "create"] => Ok(Verb::CreateKey(options)),
        ["api-key", "list"] => Ok(Verb::ListKeys(options)),
        ["api-key", "revoke"] => Ok(Verb::RevokeKey(options)),
        ["api-key", "revoke", key] => Ok(Verb::RevokeKey(options.named(key))),
        ["user", "add", name] => Ok(Verb::AddUser(options.named(name))),
        ["user", "remove", name] => Ok(Verb::RemoveUser(options.named(name))),
        ["user", "totp", name] => Ok(Verb::EnrolUser(options.named(name))),
        ["seal-key", "new"] => Ok(Verb::NewSealKey(options)),
        ["seal-key", "list"] => Ok(Verb::ListSealKeys),
        ["seal-key", "reseal"] => Ok(Verb::Reseal),
        _ => Err(lexopt::Error::from(format!(
            "there is no `{}`",
            words.join(" ")
        ))),
    }
}

/// Whether a verb has an option of this name.
fn takes(verb: &[&str], option: &str) -> bool {
    let options: &[&str] = match verb {
        ["token"] => &["scopes", "sub", "amr", "scheme"],
        ["api-key", "create"] => &["scheme", "owner", "scopes", "expires"],
        ["api-key", "list"] | ["api-key", "revoke", _] | ["user", "remove" | "totp", _] => {
            &["scheme"]
        }
        ["api-key", "revoke"] => &["scheme", "owner"],
        ["user", "add", _] => &["scheme", "scopes"],
        ["seal-key", "new"] => &["id"],
        _ => &[],
    };
    options.contains(&option)
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

/// Prints what can be set.
pub(crate) fn list_settings(contract: &'static Contract) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(settings::listed(contract).as_bytes())?;
    stdout.flush()
}

fn kind(kind: SchemeKind) -> &'static str {
    match kind {
        SchemeKind::ApiKey { .. } => "API key",
        SchemeKind::Basic => "name and password",
        SchemeKind::Bearer => "bearer token",
        SchemeKind::OAuth2 => "OAuth 2",
        SchemeKind::OpenIdConnect { .. } => "OpenID Connect",
        SchemeKind::MutualTls => "client certificate",
        SchemeKind::Refused => "refused: nobody passes",
    }
}
