//! `portcullis explain`: the name of a code comes in, its page goes to stdout; without a name, the list of all codes.

use super::{Console, Failure, Outcome};
use crate::cli::ExplainArguments;
use crate::compare::{self, Kind};
use crate::diagnostic::Code;

/// Prints the page of a code, or one line for each code there is.
///
/// # Errors
/// stdout could not be written.
pub fn run(arguments: &ExplainArguments, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    match arguments.code.as_deref() {
        Some(name) => write!(console.data, "{}", page(name))?,
        None => list(console)?,
    }
    console.data.flush()?;
    Ok(Outcome::Done)
}

/// What there is to say about a code of this name: of a finding, or of a change.
fn page(name: &str) -> String {
    let mut findings = Code::all().iter();
    match findings.find(|code| code.as_str() == name) {
        Some(code) => code.page().to_owned(),
        None => compare::Code::of(name).map_or_else(String::new, compare::Code::page),
    }
}

fn list(console: &mut Console<'_>) -> Result<(), Failure> {
    // What a flag makes of it is told by the page.
    let findings = Code::all().iter().map(|code| {
        let weight = code.weight().split(';').next().unwrap_or_default();
        let sentence = code.explain().to_owned();
        (code.as_str().to_owned(), weight.to_owned(), sentence)
    });
    let changes = compare::Code::all().into_iter().map(|code| {
        let impact = code.impact();
        let weight = match impact.kind() {
            Kind::Security => "regression",
            Kind::Callers | Kind::Handlers | Kind::Other => impact.weight().as_str(),
        };
        (code.to_string(), weight.to_owned(), code.explain())
    });
    let rows: Vec<(String, String, String)> = findings.chain(changes).collect();
    let name = rows.iter().map(|(name, ..)| name.len()).max();
    let weight = rows.iter().map(|(_, weight, _)| weight.len()).max();
    let (name_width, weight_width) = (name.unwrap_or_default(), weight.unwrap_or_default());
    for (name, weight, sentence) in rows {
        writeln!(
            console.data,
            "{name:name_width$}  {weight:weight_width$}  {sentence}"
        )?;
    }
    Ok(())
}
