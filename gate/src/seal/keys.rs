//! The keys of a ring: lines of `name = base64 of 32 bytes` in a file, the first of which seals.

use std::fmt;
use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use zeroize::Zeroizing;

/// The bytes of a key: AES-256.
const LENGTH: usize = 32;
/// The longest name of a key; it is part of every text that the key seals.
const LONGEST_NAME: usize = 32;

/// Keys by their names; there is at least one.
pub(crate) struct Keys {
    first: Named,
    others: Vec<Named>,
}

struct Named {
    name: String,
    key: Zeroizing<[u8; LENGTH]>,
}

impl Keys {
    /// Reads the content of a file of keys. Empty lines and lines that begin with `#` say nothing; in a variable, commas
    /// may stand for ends of lines. The error names the line and repeats nothing of it.
    pub(crate) fn read(text: Option<&str>) -> Result<Self, String> {
        let text = text.ok_or("there is no such file")?;
        let mut all: Vec<Named> = Vec::new();
        for (line, number) in text.lines().zip(1_u32..) {
            if line.trim_start().starts_with('#') {
                continue;
            }
            for entry in line.split(',').map(str::trim).filter(|one| !one.is_empty()) {
                let named = named(entry).map_err(|fault| format!("line {number}: {fault}"))?;
                if all.iter().any(|other| other.name == named.name) {
                    return Err(format!("line {number}: another key has the same name"));
                }
                if all.iter().any(|other| other.key == named.key) {
                    return Err(format!(
                        "line {number}: it is there already, under another name"
                    ));
                }
                all.push(named);
            }
        }
        let mut all = all.into_iter();
        let first = all.next().ok_or("there is no key in it")?;
        Ok(Self {
            first,
            others: all.collect(),
        })
    }

    /// The key that seals, and its name.
    pub(crate) fn first(&self) -> (&str, &[u8]) {
        (&self.first.name, self.first.key.as_slice())
    }

    /// The key of a name.
    pub(crate) fn named(&self, name: &str) -> Option<&[u8]> {
        self.all()
            .find(|key| key.name == name)
            .map(|key| key.key.as_slice())
    }

    /// The names, that of the key that seals first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.all().map(|key| key.name.as_str())
    }

    fn all(&self) -> impl Iterator<Item = &Named> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Keys(…)")
    }
}

/// One key: `name = base64`, in quotes or without.
fn named(entry: &str) -> Result<Named, &'static str> {
    let (name, encoded) = entry
        .split_once('=')
        .ok_or("say `name = key`, as `seal-key new` prints it")?;
    let name = name.trim();
    if !is_name(name) {
        return Err("a key's name has 1 to 32 letters, digits, `-` and `_`");
    }
    let encoded = encoded.trim();
    let encoded = encoded
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(encoded);
    let mut key = Zeroizing::new([0; LENGTH]);
    let bytes = Zeroizing::new(
        STANDARD
            .decode(encoded)
            .map_err(|_| "a key is 32 bytes in base64")?,
    );
    if bytes.len() != LENGTH {
        return Err("a key is 32 bytes in base64");
    }
    key.copy_from_slice(&bytes);
    let name = name.to_owned();
    Ok(Named { name, key })
}

/// Whether a key may be called this: without the full stop that ends a name in a sealed text.
pub(crate) fn is_name(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// A line for a file of keys: a new key under this name, or under one made of the day and chance.
pub(crate) fn new_line(name: Option<&str>) -> io::Result<Zeroizing<String>> {
    let mut key = Zeroizing::new([0; LENGTH]);
    getrandom::fill(key.as_mut_slice())?;
    let made = if let Some(name) = name {
        name.to_owned()
    } else {
        let mut chance = [0; 3];
        getrandom::fill(&mut chance)?;
        let [first, second, third] = chance;
        let day = Timestamp::now().strftime("%Y-%m-%d").to_string();
        format!("{day}-{first:02x}{second:02x}{third:02x}")
    };
    let encoded = Zeroizing::new(STANDARD.encode(key.as_slice()));
    Ok(Zeroizing::new(format!("{made} = {}", encoded.as_str())))
}
