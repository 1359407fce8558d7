//! Where settings come from: a TOML file under a layer of variables, as one map of dotted keys.
//!
//! Every key is taken out when it is asked for; what is left in the end was asked for by nobody and is a fault.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{Entries, Profile, known};
use crate::operation::Scheme;

const PREFIX: &str = "APP__";

/// What was set for one key.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The variable's name, or the file and the key.
    place: String,
    /// One text, or several.
    texts: Vec<String>,
}

/// The settings before anybody understood them.
pub(crate) struct Source {
    entries: Entries,
    /// Places of keys that were taken, to name them when the value turns out to be wrong later.
    taken: BTreeMap<String, String>,
    /// Every key that was asked for, to suggest the right one.
    asked: Vec<String>,
    faults: Vec<String>,
    absent: Vec<String>,
    lacking: Vec<(&'static str, String)>,
    profile: Profile,
}

/// What is wrong with the settings, a sentence each.
pub(crate) struct Faults {
    /// Of what is set and will not do.
    pub(crate) wrong: Vec<String>,
    /// Of what has to be set to serve, and is not.
    pub(crate) absent: Vec<String>,
}

impl Source {
    pub(crate) fn new(
        environment: &[(String, String)],
        read: impl Fn(&Path) -> io::Result<String>,
    ) -> Self {
        let mut source = Self {
            entries: BTreeMap::new(),
            taken: BTreeMap::new(),
            asked: Vec::new(),
            faults: Vec::new(),
            absent: Vec::new(),
            lacking: Vec::new(),
            profile: Profile::Development,
        };
        let mut variables: Vec<(&str, &str)> = environment
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?, value.as_str())))
            .collect();
        variables.sort_unstable();
        match variables
            .iter()
            .find(|(name, _)| *name == "PROFILE")
            .map(|(_, value)| *value)
        {
            None | Some("development") => {}
            Some("production") => source.profile = Profile::Production,
            Some(_) => source
                .faults
                .push("APP__PROFILE: say `development` or `production`".to_owned()),
        }
        source.read_file(&read);
        for (name, value) in variables.into_iter().filter(|(name, _)| *name != "PROFILE") {
            let key = name.to_ascii_lowercase().replace("__", ".");
            let entry = Entry {
                place: format!("{PREFIX}{name}"),
                texts: vec![value.to_owned()],
            };
            source.entries.insert(key, entry);
        }
        source.read_secrets(&read);
        source
    }

    fn read_file(&mut self, read: impl Fn(&Path) -> io::Result<String>) {
        let path = PathBuf::from(match self.profile {
            Profile::Development => "config/development.toml",
            Profile::Production => "config/production.toml",
        });
        let text = match read(&path) {
            Ok(text) => text,
            // Everything can be set by variables alone.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return self.faults.push(format!("{}: {error}", path.display())),
        };
        match text.parse::<Table>() {
            Ok(table) => self.read_table(&path, "", &table),
            Err(error) => self
                .faults
                .push(format!("{}: {}", path.display(), error.message())),
        }
    }

    fn read_table(&mut self, path: &Path, prefix: &str, table: &Table) {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name.clone()
            } else {
                format!("{prefix}.{name}")
            };
            let texts = match value {
                Value::Table(table) => {
                    self.read_table(path, &key, table);
                    continue;
                }
                Value::Array(items) => items.iter().map(scalar).collect::<Option<Vec<_>>>(),
                other => scalar(other).map(|text| vec![text]),
            };
            let place = format!("{}: {key}", path.display());
            match texts {
                Some(texts) => drop(self.entries.insert(key, Entry { place, texts })),
                None => self.faults.push(format!(
                    "{place}: say it as text, a number, true, false or a list of them"
                )),
            }
        }
    }

    /// A secret may be in a file of its own: `rate_limit.backend_file` for `rate_limit.backend`.
    fn read_secrets(&mut self, read: impl Fn(&Path) -> io::Result<String>) {
        let files: Vec<String> = self
            .entries
            .keys()
            .filter(|key| key.strip_suffix("_file").is_some_and(is_secret))
            .cloned()
            .collect();
        for file in files {
            let (Some(entry), Some(secret)) =
                (self.entries.remove(&file), file.strip_suffix("_file"))
            else {
                continue;
            };
            if self.entries.contains_key(secret) {
                self.faults.push(format!(
                    "{}: {secret} is set as well; say it in one place",
                    entry.place
                ));
                continue;
            }
            let path = PathBuf::from(entry.texts.concat());
            match read(&path) {
                Ok(text) => {
                    let texts = vec![text.trim_end().to_owned()];
                    self.entries.insert(
                        secret.to_owned(),
                        Entry {
                            place: entry.place,
                            texts,
                        },
                    );
                }
                Err(error) => self.faults.push(format!("{}: {error}", entry.place)),
            }
        }
    }

    /// Takes a section `auth.<scheme>` for that of the scheme whose name has the same letters, if it is the only one: what the
    /// words of a name such as `OAuth2` are is a matter of taste (`O_AUTH2` here).
    pub(crate) fn spell(&mut self, schemes: &[Scheme]) {
        let letters = |name: &str| name.to_ascii_lowercase().replace(['_', '-'], "");
        let foreign = |key: &String| {
            let (name, rest) = key.strip_prefix("auth.")?.split_once('.')?;
            if schemes.iter().any(|scheme| scheme.setting == name) {
                return None;
            }
            let mut meant = schemes
                .iter()
                .filter(|scheme| letters(scheme.setting) == letters(name));
            match (meant.next(), meant.next()) {
                (Some(scheme), None) => Some(format!("auth.{}.{rest}", scheme.setting)),
                _ => None,
            }
        };
        let renamed: Vec<(String, String)> = self
            .entries
            .keys()
            .filter_map(|key| Some((key.clone(), foreign(key)?)))
            .filter(|(_, meant)| !self.entries.contains_key(meant))
            .collect();
        for (written, meant) in renamed {
            if let Some(entry) = self.entries.remove(&written) {
                self.entries.insert(meant, entry);
            }
        }
    }

    /// Whether something was set for a key, and nobody has asked for it yet.
    #[cfg(feature = "otel")]
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Sets a key to what a variable of another name says.
    #[cfg(feature = "otel")]
    pub(crate) fn adopt(&mut self, key: &str, variable: &str, text: &str) {
        let entry = Entry {
            place: variable.to_owned(),
            texts: vec![text.to_owned()],
        };
        self.entries.insert(key.to_owned(), entry);
    }

    pub(crate) fn profile(&self) -> Profile {
        self.profile
    }

    fn take(&mut self, key: &str) -> Option<Entry> {
        debug_assert!(known::is_known(key), "{key} is in no list of settings");
        self.asked.push(key.to_owned());
        let entry = self.entries.remove(key)?;
        self.taken.insert(key.to_owned(), entry.place.clone());
        Some(entry)
    }

    /// The value of a key. `parse` answers with what is accepted when it cannot read the text; the text itself is
    /// never repeated, since it might be a secret in the wrong place.
    pub(crate) fn get<T>(
        &mut self,
        key: &str,
        parse: fn(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let entry = self.take(key)?;
        let [text] = entry.texts.as_slice() else {
            self.faults
                .push(format!("{}: say one value, not a list", entry.place));
            return None;
        };
        parse(text.trim())
            .map_err(|accepted| self.faults.push(format!("{}: {accepted}", entry.place)))
            .ok()
    }

    /// The value of a key, or its default.
    pub(crate) fn or<T>(
        &mut self,
        key: &str,
        parse: fn(&str) -> Result<T, &'static str>,
        default: T,
    ) -> T {
        self.get(key, parse).unwrap_or(default)
    }

    /// The values of a key: a list in a file, words separated by commas or blanks in a variable.
    pub(crate) fn list<T>(
        &mut self,
        key: &str,
        parse: fn(&str) -> Result<T, &'static str>,
    ) -> Option<Vec<T>> {
        let entry = self.take(key)?;
        let words: Vec<&str> = match entry.texts.as_slice() {
            [text] => text
                .split([',', ' '])
                .filter(|word| !word.is_empty())
                .collect(),
            texts => texts.iter().map(String::as_str).collect(),
        };
        let parsed: Result<Vec<T>, &'static str> = words.into_iter().map(parse).collect();
        match parsed {
            Ok(values) if values.is_empty() => {
                self.faults.push(format!(
                    "{}: say at least one value, or leave it out",
                    entry.place
                ));
                None
            }
            Ok(values) => Some(values),
            Err(accepted) => {
                self.faults.push(format!("{}: {accepted}", entry.place));
                None
            }
        }
    }

    /// A value that was read and will not do, or is needed and not there.
    pub(crate) fn fault(&mut self, key: &str, sentence: &str) {
        match self.taken.get(key) {
            Some(place) => self.faults.push(format!("{place}: {sentence}")),
            None => self.absent.push(format!("{}: {sentence}", variable(key))),
        }
    }

    /// A value that a scheme's own verifier needs, and that is not there. One that is there and wrong has a fault already.
    pub(crate) fn lacks(&mut self, scheme: &'static str, key: &str, sentence: &str) {
        if !self.taken.contains_key(key) {
            self.lacking
                .push((scheme, format!("{}: {sentence}", variable(key))));
        }
    }

    /// A value that is needed and not there. One that is there and wrong has a fault of its own already.
    pub(crate) fn missing(&mut self, key: &str, sentence: &str) {
        if !self.taken.contains_key(key) {
            self.fault(key, sentence);
        }
    }

    /// What schemes lack, by their names.
    pub(crate) fn lacking(&mut self) -> Vec<(&'static str, String)> {
        std::mem::take(&mut self.lacking)
    }

    /// Every fault, those of keys included that nobody asked for.
    pub(crate) fn finish(self) -> Faults {
        let unknown = self.entries.iter().map(|(key, entry)| {
            let section = key.rsplit_once('.').map_or("", |(section, _)| section);
            let near: Vec<String> = self
                .asked
                .iter()
                .filter(|asked| {
                    asked
                        .rsplit_once('.')
                        .is_some_and(|(other, _)| other == section)
                })
                .map(|asked| {
                    if entry.place.starts_with(PREFIX) {
                        variable(asked)
                    } else {
                        asked.clone()
                    }
                })
                .collect();
            match near.as_slice() {
                [] => format!("{}: no such setting", entry.place),
                near => format!(
                    "{}: no such setting; there are {}",
                    entry.place,
                    near.join(", ")
                ),
            }
        });
        let wrong = self.faults.iter().cloned().chain(unknown).collect();
        Faults {
            wrong,
            absent: self.absent,
        }
    }
}

/// Whether a setting is a secret, which may be in a file of its own.
fn is_secret(key: &str) -> bool {
    matches!(key, "rate_limit.backend" | "telemetry.headers")
        || (key.starts_with("auth.") && key.ends_with(".secret"))
}

fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_ascii_uppercase().replace('.', "__"))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(switch) => Some(switch.to_string()),
        Value::Float(_) | Value::Datetime(_) | Value::Array(_) | Value::Table(_) => None,
    }
}
