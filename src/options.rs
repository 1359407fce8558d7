//! What a person may choose about an emitted project: read from the command line, obeyed by every layer after it.

use std::collections::BTreeMap;
use std::fmt;

use clap::ValueEnum;

/// The choices for one project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The name of the service: its package, its binary, its folder.
    pub name: ProjectName,
    /// What happens to a demand of the document that cannot be enforced.
    pub unenforced: Unenforced,
    /// What a schema with `properties` and no `type` accepts.
    pub typeless: Typeless,
    /// Which types versions of one contract have in common.
    pub sharing: Sharing,
    /// Templates of the team's own.
    pub templates: Templates,
}

/// Templates of a team's own: texts that take the place of built-in ones, by the path that a template has in the plan, such
/// as `src/app.rs` or `api/src/[tag]/[operation].rs`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates(pub BTreeMap<String, String>);

/// What happens to a demand of the document that the service cannot enforce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unenforced {
    /// It is an error, with its place in the document.
    Refuse,
    /// It is a warning, and an exception listed in the emitted `SECURITY.md`.
    List,
}

/// Whether schemas are taken as their authors most likely meant them, or by the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Typeless {
    /// No: `properties` mean an object without further members, and integers fit 64 bits, as their author most likely meant
    Object,
    /// By the letter: what is no object passes, undeclared members are kept, integers have any size
    Any,
}

/// Which types versions of one contract have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Sharing {
    /// None: what a type is in one version does not change because another one did
    #[default]
    None,
    /// Those of schemas that are identical in them, as far as references lead
    Identical,
}

impl Sharing {
    /// The word for it in `portcullis.toml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Identical => "identical",
        }
    }

    /// What a word of `portcullis.toml` means.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let mut all = [Self::None, Self::Identical].into_iter();
        all.find(|sharing| sharing.as_str() == word)
    }
}

/// A name that cargo takes for a package and rustc for a crate: `[a-z][a-z0-9_-]*`, no keyword, no crate that the
/// service is built from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectName(String);

/// Why a word cannot be the name of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameError {
    /// It has other characters than lower-case ASCII letters, digits, `-` and `_`, or does not begin with a letter.
    Characters(String),
    /// It means something else to cargo, to Rust, to Windows or to the emitted project.
    Taken(String),
}

impl fmt::Display for NameError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Characters(word) => write!(
                formatter,
                "`{word}` is not a name: a lower-case letter first, then lower-case letters, digits, `-` and `_`, 64 at most"
            ),
            Self::Taken(word) => write!(
                formatter,
                "`{word}` cannot be the name of a service: cargo, Rust or the emitted project use it for something else"
            ),
        }
    }
}

impl std::error::Error for NameError {}

/// The longest name of a service, in characters, as package registries have it.
const LONGEST_NAME: usize = 64;

/// Words that are no keyword, and still taken: crates of the emitted workspace and what they are built from, folders of
/// cargo's, crates of the compiler, device names of Windows.
const TAKEN: &[&str] = &[
    "aes-gcm",
    "alloc",
    "api",
    "argon2",
    "aux",
    "axum",
    "base64",
    "build",
    "bytes",
    "con",
    "core",
    "deps",
    "examples",
    "fancy-regex",
    "form_urlencoded",
    "futures-core",
    "gate",
    "gen",
    "getrandom",
    "governor",
    "http",
    "http-body",
    "http-body-util",
    "hyper",
    "hyper-util",
    "incremental",
    "itoa",
    "jiff",
    "jsonschema",
    "jsonwebtoken",
    "lexopt",
    "libfuzzer-sys",
    "memchr",
    "mock",
    "multer",
    "nul",
    "opentelemetry",
    "opentelemetry-http",
    "opentelemetry-otlp",
    "opentelemetry_sdk",
    "percent-encoding",
    "prn",
    "proc_macro",
    "quick-xml",
    "quick_cache",
    "rand",
    "redis",
    "regex",
    "reqwest",
    "ring",
    "rustls",
    "rustls-webpki",
    "rust_decimal",
    "secrecy",
    "serde",
    "serde_json",
    "sha2",
    "std",
    "subtle",
    "tempfile",
    "test",
    "tests",
    "tokio",
    "tokio-rustls",
    "toml",
    "tower",
    "tower-layer",
    "tower-service",
    "tracing",
    "tracing-subscriber",
    "unicode-normalization",
    "ureq",
    "url",
    "uuid",
    "webpki-roots",
    "zeroize",
];

impl ProjectName {
    /// The name of the library in the package, as Rust spells it.
    #[must_use]
    pub fn library(&self) -> String {
        self.0.replace('-', "_")
    }

    /// The name as the build metadata of a version, which has no `_` (Semantic Versioning 2.0.0, item 10).
    #[must_use]
    pub fn build(&self) -> String {
        self.0.replace('_', "-")
    }

    /// Takes a name as a person typed it.
    ///
    /// # Errors
    /// A [`NameError`] that says what is wrong with it.
    pub fn new(word: &str) -> Result<Self, NameError> {
        let begins = word.starts_with(|letter: char| letter.is_ascii_lowercase());
        let continues = word.chars().all(is_name_character);
        if !begins || !continues || word.len() > LONGEST_NAME {
            return Err(NameError::Characters(word.to_owned()));
        }
        if is_taken(word) {
            return Err(NameError::Taken(word.to_owned()));
        }
        Ok(Self(word.to_owned()))
    }

    /// The nearest name to any text, such as a title or the name of a folder.
    #[must_use]
    pub fn near(text: &str) -> Self {
        let words: Vec<String> = text
            .to_lowercase()
            .split(|letter: char| !is_name_character(letter))
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let mut name: String = words
            .join("-")
            .chars()
            .take(LONGEST_NAME - "service-".len())
            .collect();
        name = name.trim_matches(['-', '_']).to_owned();
        if name.is_empty() {
            name.push_str("service");
        } else if !name.starts_with(|letter: char| letter.is_ascii_lowercase()) {
            name.insert_str(0, "service-");
        } else if is_taken(&name) {
            name.push_str("-service");
        }
        Self(name)
    }

    /// The name, as `Cargo.toml` has it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProjectName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn is_name_character(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '_')
}

/// `serde_json` and `serde-json` are one crate to rustc; keywords are told by the parser itself.
fn is_taken(word: &str) -> bool {
    let identifier = word.replace('-', "_");
    TAKEN
        .iter()
        .any(|taken| taken.replace('-', "_") == identifier)
        || syn::parse_str::<syn::Ident>(&identifier).is_err()
}
