//! `portcullis templates eject`: names of built-in templates come in; their texts stand in the project, twice: once to be
//! changed, once to remember what they began as.

use super::standing::base;
use crate::cli::EjectArguments;
use crate::commands::{Console, Failure, Outcome, interrupt, own};
use crate::project::{Change, LOCK_FILE, carry_out};
use crate::render::templates::{built_in, place, text};

/// Copies templates into the project. One that is there already keeps its text, and what it is compared with from now on is
/// the built-in one of today.
///
/// # Errors
/// A [`Failure`]: no template is called so, there is no project, or the world is in the way.
pub fn run(arguments: &EjectArguments, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    let root = &arguments.project;
    if !root.join(LOCK_FILE).is_file() {
        return Err(Failure::NoProject {
            folder: root.clone(),
        });
    }
    let known = own::read(root)?;
    let names: Vec<&str> = if arguments.names.is_empty() {
        built_in().map(|template| template.name).collect()
    } else {
        arguments.names.iter().map(String::as_str).collect()
    };
    let mut changes = Vec::new();
    let mut lines = Vec::new();
    for name in names {
        let name = name.strip_suffix(".tera").unwrap_or(name);
        let Some(text) = text(name) else {
            return Err(Failure::NoTemplate {
                name: name.to_owned(),
            });
        };
        let path = place(name);
        let is_there = known.0.contains_key(name);
        lines.push(if is_there && !arguments.force {
            format!("kept     {path}; it is compared with the built-in one of today from now on")
        } else {
            format!("ejected  {path}")
        });
        if !is_there || arguments.force {
            changes.push((path, text));
        }
        changes.push((base(name), text));
    }
    let changes: Vec<Change<'_>> = changes
        .iter()
        .map(|(path, text)| Change {
            path,
            contents: Some(text.as_bytes()),
        })
        .collect();
    let interrupted = interrupt::watch().map_err(Failure::Signals)?;
    carry_out(root, &changes, &interrupted).map_err(Failure::Apply)?;
    for line in lines {
        writeln!(console.data, "{line}")?;
    }
    writeln!(
        console.talk,
        "next     change them; `portcullis regenerate` makes the project with them, `portcullis templates test --bless` holds what they make"
    )?;
    Ok(Outcome::Done)
}
