//! `portcullis templates`: a project and its own templates come in; their names, copies of built-in ones, or a verdict on what
//! they make go out.

mod eject;
mod hold;
mod list;
mod standing;

use std::path::Path;

use super::{Console, Failure, Outcome};
use crate::cli::TemplatesVerb;
use crate::options::Templates;
use crate::render::templates::place;
use standing::{Standing, standings};

/// Where the built-in texts are kept that templates of the project's own began as.
const BASE: &str = "portcullis/base";

/// Does what was asked for.
///
/// # Errors
/// A [`Failure`]: no template is called so, or the world is in the way.
pub fn run(verb: &TemplatesVerb, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    match verb {
        TemplatesVerb::List(arguments) => list::run(arguments, console),
        TemplatesVerb::Eject(arguments) => eject::run(arguments, console),
        TemplatesVerb::Test(arguments) => hold::run(arguments, console),
    }
}

/// Tells which built-in templates have changed since the project took its own from them, and how.
///
/// # Errors
/// What one began as cannot be read, or stderr cannot be written.
pub fn tell_outdated(
    root: &Path,
    own: &Templates,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    for (name, standing) in standings(root, own)? {
        if let Standing::Outdated(difference) = standing {
            writeln!(
                console.talk,
                "note: the built-in template `{name}` has changed since {} was ejected; `portcullis templates eject '{name}'` takes note of it\n{difference}",
                place(&name)
            )?;
        }
    }
    Ok(())
}
