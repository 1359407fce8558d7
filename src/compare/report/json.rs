//! A comparison as a program reads it: findings as of diagnostics, with more members.

use serde::Serialize;

use super::{Change, Site, Summary};
use crate::compare::Security;

#[derive(Serialize)]
struct Report<'c> {
    findings: Vec<Finding<'c>>,
    summary: Counts,
}

#[derive(Serialize)]
struct Finding<'c> {
    code: String,
    severity: &'static str,
    message: &'c str,
    file: Option<&'c str>,
    line: Option<usize>,
    column: Option<usize>,
    pointer: Option<&'c str>,
    help: Option<&'c str>,
    kind: &'static str,
    callers: &'static str,
    handlers: &'static str,
    security: &'static str,
    operations: &'c [String],
    old: Option<Spot<'c>>,
    new: Option<Spot<'c>>,
}

#[derive(Serialize)]
struct Spot<'c> {
    file: Option<&'c str>,
    line: Option<usize>,
    column: Option<usize>,
    pointer: &'c str,
}

#[derive(Serialize)]
struct Counts {
    security_regressions: usize,
    breaking_callers: usize,
    breaking_handlers: usize,
    others: usize,
}

/// The changes as one JSON object: `{"findings": [{code, severity, message, file, line, column, pointer, help, kind, callers,
/// handlers, security, operations, old, new}], "summary": {…}}`. Every member is always there; what is not known is null.
#[must_use]
pub fn json(changes: &[Change]) -> String {
    let summary = Summary::of(changes);
    let report = Report {
        findings: changes.iter().map(finding).collect(),
        summary: Counts {
            security_regressions: summary.regressions,
            breaking_callers: summary.callers,
            breaking_handlers: summary.handlers,
            others: summary.others,
        },
    };
    // Texts and numbers under text keys: there is nothing in a report that JSON cannot say.
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

fn finding(change: &Change) -> Finding<'_> {
    let site = change.site().map(spot);
    Finding {
        code: change.code.to_string(),
        severity: change.impact.weight().as_str(),
        message: &change.message,
        file: site.as_ref().and_then(|site| site.file),
        line: site.as_ref().and_then(|site| site.line),
        column: site.as_ref().and_then(|site| site.column),
        pointer: site.as_ref().map(|site| site.pointer),
        help: change.help.as_deref(),
        kind: change.impact.kind().as_str(),
        callers: change.impact.callers.as_str(),
        handlers: change.impact.handlers.as_str(),
        security: match change.impact.security {
            Security::Regression => "regression",
            Security::Tightened => "tightened",
            Security::None => "none",
        },
        operations: &change.operations,
        old: change.old.as_ref().map(spot),
        new: change.new.as_ref().map(spot),
    }
}

fn spot(site: &Site) -> Spot<'_> {
    Spot {
        file: site.file.as_deref(),
        line: site.place.as_ref().map(|place| place.line),
        column: site.place.as_ref().map(|place| place.column),
        pointer: &site.pointer,
    }
}
