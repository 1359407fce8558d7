//! Handlers that an impl of another file calls: the call that stands in the impl goes in, the function that is called comes
//! out, so that what becomes of the operation becomes of it.

use std::ops::Range;

use super::super::edits::{Edits, line_end, line_start, with_gap};
use super::super::homes::{Home, squeezed};
use super::super::sheet::Sheet;
use super::super::source::{Impl, Method};
use super::Work;

/// How the comment ends that stands above a function which the impl of another tag calls.
pub(super) const CALLED: &str = "now, whose impl calls this.";

/// What makes such a function visible.
pub(super) const VISIBLE: &str = "pub(crate) ";

/// A function that stands in an impl of its own, where the impl of its tag calls it.
pub(super) struct Called {
    /// The file.
    pub path: String,
    /// The impl's position.
    pub position: usize,
}

impl Work<'_, '_> {
    /// The function that a handler does nothing but call, where we put it there and nobody added anything to it.
    pub(super) fn called(&self, home: &Home, method: &Method) -> Option<Called> {
        let body = squeezed(self.yours.get(&home.path)?.source.slice(&method.body));
        let call = body.strip_prefix('{')?;
        let call = call.strip_suffix("(self,caller,request).await}")?;
        let (target, name) = call.rsplit_once("::")?;
        self.yours.iter().find_map(|(path, sheet)| {
            let mut impls = sheet.source.impls.iter();
            let position = impls.position(|one| {
                squeezed(sheet.source.slice(&one.target)) == target && is_called(sheet, one, name)
            })?;
            Some(Called {
                path: path.clone(),
                position,
            })
        })
    }

    /// The lines of such a function as those of a handler: as they stand, or with the names of now and `named` so. The impl
    /// around it goes, and in its place stands what `instead` makes of them.
    pub(super) fn fetch(
        &mut self,
        called: &Called,
        named: Option<&str>,
        instead: impl FnOnce(&Sheet<'_>, &Impl, &str) -> String,
    ) -> Option<String> {
        let sheet = self.yours.get_mut(&called.path)?;
        let implementation = sheet.source.impls.get(called.position)?;
        let method = implementation.methods.first()?;
        let text = sheet.source.text;
        let mut edits = match named {
            Some(_) => sheet.edits.clone(),
            None => Edits::default(),
        };
        if let Some(named) = named.filter(|named| *named != method.name) {
            edits.replace(method.named.clone(), named);
        }
        edits.remove(method.signature..method.signature + VISIBLE.len());
        let range = sheet.whole_method(implementation, method);
        let lines = sheet.as_lines(&range, &edits.within(text, range.clone()));
        let all = comment_above(text, &implementation.range)?.start..implementation.range.end;
        let stands = instead(sheet, implementation, &lines);
        sheet.taken.push(all.clone());
        if stands.is_empty() {
            // What somebody wrote above our comment stays.
            let end = line_end(text, all.end);
            let is_last = text
                .get(all.end..end)
                .is_some_and(|rest| rest.trim().is_empty());
            let lines = all.start..if is_last { end } else { all.end };
            let gone = with_gap(text, &lines, 0, text.len());
            sheet.edits.remove(gone);
        } else {
            sheet.edits.replace(all, stands);
        }
        Some(lines)
    }
}

fn is_called(sheet: &Sheet<'_>, implementation: &Impl, name: &str) -> bool {
    let [method] = &implementation.methods[..] else {
        return false;
    };
    let text = sheet.source.text;
    let range = sheet.whole_method(implementation, method);
    let inside = &implementation.inside;
    let before = text.get(inside.start..range.start).unwrap_or_default();
    let behind = text.get(range.end..inside.end).unwrap_or_default();
    let is_visible = (text.get(method.signature..)).is_some_and(|rest| rest.starts_with(VISIBLE));
    let is_taken = (sheet.taken.iter()).any(|range| range.contains(&implementation.range.start));
    implementation.path.is_empty()
        && implementation.scope == 0
        && method.name == name
        && is_visible
        && !is_taken
        && !sheet.source.is_disabled(implementation.range.start)
        && comment_above(text, &implementation.range).is_some()
        && before.trim().is_empty()
        && behind.trim().is_empty()
}

/// The line above an impl, where it is the comment that we put there.
fn comment_above(text: &str, implementation: &Range<usize>) -> Option<Range<usize>> {
    let end = line_start(text, implementation.start);
    let start = line_start(text, end.checked_sub(1)?);
    let line = text.get(start..end)?.trim();
    (line.starts_with("// ") && line.ends_with(CALLED)).then_some(start..end)
}
