//! `portcullis explain`: the name of a code comes in, its page goes to stdout; without a name, the list of all codes.

use super::{Console, Failure, Outcome};
use crate::cli::ExplainArguments;
use crate::diagnostic::Code;

/// Prints the page of a code, or one line for each code there is.
///
/// # Errors
/// stdout could not be written.
pub fn run(arguments: &ExplainArguments, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    match arguments.code {
        Some(code) => write!(console.data, "{}", code.page())?,
        None => list(console)?,
    }
    console.data.flush()?;
    Ok(Outcome::Done)
}

fn list(console: &mut Console<'_>) -> Result<(), Failure> {
    let widest = Code::all().iter().map(|code| code.as_str().len()).max();
    let width = widest.unwrap_or_default();
    for code in Code::all() {
        // What a flag makes of it is told by the page.
        let weight = code.weight().split(';').next().unwrap_or_default();
        let name = code.as_str();
        writeln!(
            console.data,
            "{name:width$}  {weight:7}  {}",
            code.explain()
        )?;
    }
    Ok(())
}
