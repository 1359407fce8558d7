//! Diagnostics as a program reads them.

use serde::Serialize;

use super::Diagnostic;

#[derive(Serialize)]
struct Report<'a> {
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    pointer: Option<&'a str>,
    help: Option<&'a str>,
}

/// The diagnostics as one JSON object: `{"findings": [{code, severity, message, file, line, column, pointer, help}]}`.
/// Every member is always there; what is not known is null.
#[must_use]
pub fn render_json(diagnostics: &[Diagnostic], file: &str) -> String {
    let findings = diagnostics
        .iter()
        .map(|diagnostic| Finding {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            file: diagnostic.file.as_deref().unwrap_or(file),
            line: diagnostic.place.as_ref().map(|place| place.line),
            column: diagnostic.place.as_ref().map(|place| place.column),
            pointer: diagnostic.pointer.as_deref(),
            help: diagnostic.help.as_deref(),
        })
        .collect();
    // Texts and numbers under text keys: there is nothing in a report that JSON cannot say.
    let mut text = serde_json::to_string_pretty(&Report { findings }).unwrap_or_default();
    text.push('\n');
    text
}
