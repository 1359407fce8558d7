//! `portcullis templates list`: every template there is, a line each.

use serde_json::json;

use super::standing::{Standing, standings};
use crate::cli::{FindingsFormat, ListArguments};
use crate::commands::{Console, Failure, Outcome, own};
use crate::render::templates::built_in;

/// Names them.
///
/// # Errors
/// The project's own cannot be read, or stdout cannot be written.
pub fn run(arguments: &ListArguments, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    let own = own::read(&arguments.project)?;
    let standings = standings(&arguments.project, &own)?;
    let state = |name: &str| {
        let known = standings.iter().find(|(known, _)| known == name);
        match known.map(|(_, standing)| standing) {
            None => "built-in",
            Some(Standing::Current) => "own",
            Some(Standing::Outdated(_)) => "own, older than the built-in",
            Some(Standing::Unknown) => "own, of unknown origin",
        }
    };
    let rows: Vec<_> = built_in()
        .map(|template| (template.name, template.owner.as_str(), template.every))
        .collect();
    if arguments.format == FindingsFormat::Json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(name, owner, every)| {
                json!({"name": name, "owner": owner, "made": every, "state": state(name)})
            })
            .collect();
        writeln!(console.data, "{:#}", json!({ "templates": rows }))?;
        return Ok(Outcome::Done);
    }
    let width = rows.iter().map(|(name, ..)| name.len()).max();
    let width = width.unwrap_or_default();
    for (name, owner, every) in rows {
        let state = state(name);
        writeln!(
            console.data,
            "{name:width$}  {owner:5}  {every:23}  {state}"
        )?;
    }
    Ok(Outcome::Done)
}
