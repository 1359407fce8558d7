//! ECMA-262 regular expressions in, the syntax of the `regex` crate out.
//!
//! JSON Schema's `pattern` and `patternProperties` mean ECMA-262 in its `u` mode; emitted services match in linear
//! time with `regex`, or, where a pattern looks around or back, with `fancy-regex` under a backtrack limit. The meaning
//! is that of `u` mode; of the laxer syntax of Annex B we read what real documents write (`\-`, a lone `{` or `]`,
//! `[\w-.]`). What neither engine can say, and what would mean something else to another reader, is refused.

use std::error::Error;
use std::fmt;

mod class;
mod emit;
mod escape;
mod group;
mod scan;
mod translator;

use group::Groups;
use translator::{Stop, Translator};

/// The largest compiled program, in bytes, that an emitted service may hold for one pattern. It is what
/// `regex::Regex::new` allows by itself, so that what is accepted here also compiles there.
const SIZE_LIMIT: usize = 10 * (1 << 20);

/// How often one step of a pattern may be repeated, all nested counts multiplied. `regex` copies a repeated step, and a
/// product beyond this only ever meets `SIZE_LIMIT` after minutes of compiling.
const REPETITION_LIMIT: u64 = 1_000_000;

/// A pattern that an emitted service can run, and what runs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated {
    /// The pattern in the syntax of the engine. It is found anywhere in a string unless it anchors itself, as in ECMA.
    pub regex: String,
    /// The engine for which it is written.
    pub engine: Engine,
}

/// What an emitted service needs to match a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The `regex` crate: time linear in the input.
    Linear,
    /// `fancy-regex` with a backtrack limit: the pattern looks around or back.
    Bounded,
}

/// Why a pattern cannot be enforced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// What stands in the way, as the middle of a sentence.
    pub reason: String,
    /// The way out, when there is one to name.
    pub help: Option<&'static str>,
}

impl Unsupported {
    fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            help: None,
        }
    }

    fn with_help(reason: impl Into<String>, help: &'static str) -> Self {
        Self {
            reason: reason.into(),
            help: Some(help),
        }
    }
}

impl fmt::Display for Unsupported {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)?;
        match self.help {
            Some(help) => write!(formatter, " ({help})"),
            None => Ok(()),
        }
    }
}

impl Error for Unsupported {}

/// Translates an ECMA-262 pattern, as `pattern` of JSON Schema holds it, for the engine that an emitted service runs.
///
/// # Errors
/// When the pattern is no ECMA-262 pattern, when its meaning cannot be kept, or when it compiles to more than an
/// emitted service may hold.
pub fn translate(ecma: &str) -> Result<Translated, Unsupported> {
    let groups = Groups::survey(ecma)?;
    let regex = match Translator::new(ecma, Engine::Linear, &groups).run() {
        Ok(regex) => regex,
        Err(Stop::Unsupported(unsupported)) => return Err(unsupported),
        Err(Stop::NeedsBacktracking) => return translate_bounded(ecma, &groups),
    };
    regex::RegexBuilder::new(&regex)
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => too_large(),
            other => Unsupported::new(format!(
                "the linear engine refuses it: {}",
                last_line(&other.to_string())
            )),
        })?;
    Ok(Translated {
        regex,
        engine: Engine::Linear,
    })
}

/// Translates a pattern for the engine of compiled rules. It backtracks, knows no mode without Unicode, and leaves only
/// those patterns as they are that it is sure not to understand: an empty look ahead makes it so.
///
/// # Errors
/// As [`translate`].
pub fn translate_for_rules(ecma: &str) -> Result<Translated, Unsupported> {
    let translated = translate(ecma)?;
    if translated.engine == Engine::Linear && !translated.regex.contains("(?-u") {
        return Ok(translated);
    }
    let mut bounded = translate_bounded(ecma, &Groups::survey(ecma)?)?;
    bounded.regex.insert_str(0, "(?=)");
    Ok(bounded)
}

fn translate_bounded(ecma: &str, groups: &Groups) -> Result<Translated, Unsupported> {
    let regex = match Translator::new(ecma, Engine::Bounded, groups).run() {
        Ok(regex) => regex,
        Err(Stop::Unsupported(unsupported)) => return Err(unsupported),
        Err(Stop::NeedsBacktracking) => {
            return Err(Unsupported::new("it needs more than backtracking"));
        }
    };
    fancy_regex::RegexBuilder::new(&regex)
        .delegate_size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| {
            Unsupported::new(format!(
                "the bounded engine refuses it: {}",
                last_line(&error.to_string())
            ))
        })?;
    Ok(Translated {
        regex,
        engine: Engine::Bounded,
    })
}

fn too_large() -> Unsupported {
    Unsupported::with_help(
        format!("it compiles to more than {} MiB", SIZE_LIMIT >> 20),
        "lower its repetition counts, or say them with `maxLength`",
    )
}

/// The engines draw a picture first; their last line is the sentence.
fn last_line(message: &str) -> &str {
    message
        .lines()
        .next_back()
        .unwrap_or_default()
        .trim_start_matches("error: ")
}
