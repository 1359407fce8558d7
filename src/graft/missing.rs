//! What is missed: places that speak of what is gone go in; functions that nobody calls any more are kept from being compiled,
//! and every other place is told.

use super::NoteKind;
use super::edits::{indentation, newline, with_newlines};
use super::handlers::Work;
use super::report::Told;
use super::source::Kind;

impl Work<'_, '_> {
    /// Deals with every place that speaks of what is gone.
    pub fn missing(&mut self) {
        while let Some((path, function, gone)) = self.forlorn() {
            let Some(sheet) = self.yours.get_mut(&path) else {
                return;
            };
            let Some(found) = sheet.source.functions.get(function) else {
                return;
            };
            let range = found.range.clone();
            let indent = indentation(sheet.source.text, range.start);
            let line = format!(
                "#[cfg(false)] // Speaks of `{gone}`, which the contract has no more.\n{indent}"
            );
            let line = with_newlines(&line, newline(sheet.source.text));
            let message = format!(
                "`{}` speaks of `{gone}`, which is gone, and nobody calls it: it is kept, not compiled",
                found.name
            );
            sheet.edits.insert(range.start, line);
            sheet.taken.push(range.clone());
            self.told
                .push(Told::at(NoteKind::Look, &path, range.start, message));
        }
        for (path, sheet) in &self.yours {
            for missing in &sheet.missing {
                if !is_taken(sheet, missing.at) {
                    let message = format!(
                        "this speaks of `{}`, which the contract has no more",
                        missing.path
                    );
                    self.told
                        .push(Told::at(NoteKind::Look, path, missing.at, message));
                }
            }
        }
    }

    /// A function that speaks of what is gone and that no other line names.
    fn forlorn(&self) -> Option<(String, usize, String)> {
        for (path, sheet) in &self.yours {
            for missing in sheet
                .missing
                .iter()
                .filter(|missing| !is_taken(sheet, missing.at))
            {
                let functions = sheet.source.functions.iter().enumerate();
                let around = functions.filter(|(_, function)| function.range.contains(&missing.at));
                let innermost = around.min_by_key(|(_, function)| function.range.len());
                let Some((position, function)) = innermost else {
                    continue;
                };
                if !self.is_called(path, &function.name, &function.range) {
                    return Some((path.clone(), position, missing.path.clone()));
                }
            }
        }
        None
    }

    /// Whether a word stands anywhere that is compiled, apart from one place.
    fn is_called(&self, at: &str, name: &str, own: &std::ops::Range<usize>) -> bool {
        self.yours.iter().any(|(path, sheet)| {
            sheet.source.tokens.iter().any(|token| {
                let start = token.range.start;
                matches!(&token.kind, Kind::Word(word) if word == name)
                    && !(path == at && own.contains(&start))
                    && !is_taken(sheet, start)
                    && !sheet.source.is_disabled(start)
            })
        }) || name == "main"
    }
}

fn is_taken(sheet: &super::sheet::Sheet<'_>, at: usize) -> bool {
    sheet.taken.iter().any(|range| range.contains(&at))
}
