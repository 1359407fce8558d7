//! A file to text, within bounds.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::read::MAX_SIZE;
use super::trace::Trace;
use super::{Format, LoadError, Origin};
use crate::diagnostic::{Code, Diagnostic, Place};

/// The bytes of a file; never more than one over the bound, whatever kind of file it is.
pub fn of_file(path: &Path) -> Result<Vec<u8>, LoadError> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_SIZE + 1).read_to_end(&mut bytes))
        .map_err(|cause| LoadError::new(path, cause))?;
    Ok(bytes)
}

/// The text and its notation; what refuses them goes to `diagnostics`, and the text is empty then.
pub fn origin(path: &Path, bytes: Vec<u8>, diagnostics: &mut Vec<Diagnostic>) -> Origin {
    let text = match text(bytes) {
        Ok(text) => text,
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            String::new()
        }
    };
    let format = format(path, &text);
    Origin {
        path: path.to_owned(),
        text,
        format,
        parts: Vec::new(),
        among: None,
        kept: None,
        trace: Trace::default(),
    }
}

fn text(mut bytes: Vec<u8>) -> Result<String, Box<Diagnostic>> {
    if u64::try_from(bytes.len()).is_ok_and(|size| size > MAX_SIZE) {
        return Err(Box::new(
            Diagnostic::error(Code::DocumentTooLarge, "")
                .message(format!("the file is larger than {} MiB", MAX_SIZE >> 20))
                .help("split the API into several documents"),
        ));
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before =
            String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default()).into_owned();
        let line = before.matches('\n').count() + 1;
        let line_text = before.rsplit('\n').next().unwrap_or_default();
        Box::new(
            Diagnostic::error(Code::EncodingUnsupported, "")
                .message("the file is not UTF-8 text")
                .help("save it as UTF-8")
                .at(Place::new(line, line_text.chars().count() + 1, line_text)),
        )
    })
}

/// JSON begins with a bracket. So may YAML, and a file that is called so is read as YAML when it is no JSON.
fn format(path: &Path, text: &str) -> Format {
    let bracket = text.trim_start().starts_with(['{', '[']);
    let called_yaml = path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
    });
    match (bracket, called_yaml) {
        (true, false) => Format::Json,
        (true, true) if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() => Format::Json,
        _ => Format::Yaml,
    }
}
