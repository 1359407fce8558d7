//! A file that is worked on: what was read, what is edited, what it has to import. Texts of members come in and go out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::edits::{
    Edits, indentation, line_end, line_start, newline, whole, with_gap, with_newlines,
};
use super::imports::{Wanted, rework, tidy};
use super::names::Names;
use super::rename::Missing;
use super::source::{Impl, Method, Source};

/// A file that is worked on.
#[derive(Debug)]
pub struct Sheet<'t> {
    /// What was read.
    pub source: Source<'t>,
    /// What is done to it.
    pub edits: Edits,
    /// What its modules have to import, by their position.
    pub wanted: BTreeMap<usize, Wanted>,
    /// What it speaks of and is gone.
    pub missing: Vec<Missing>,
    /// Bytes that were taken away or put aside; what is missing there is missed by nobody.
    pub taken: Vec<Range<usize>>,
    /// Names that went elsewhere with what was moved there.
    pub taken_along: BTreeSet<String>,
    /// Members that wait for their place before the end of an impl, by the impl's position.
    arriving: BTreeMap<usize, Vec<String>>,
}

impl<'t> Sheet<'t> {
    /// A sheet on which nothing was done.
    #[must_use]
    pub fn new(source: Source<'t>) -> Self {
        Self {
            source,
            edits: Edits::default(),
            wanted: BTreeMap::new(),
            missing: Vec::new(),
            taken: Vec::new(),
            taken_along: BTreeSet::new(),
            arriving: BTreeMap::new(),
        }
    }

    /// A method with the comments that belong to it.
    #[must_use]
    pub fn whole_method(&self, home: &Impl, method: &Method) -> Range<usize> {
        whole(
            self.source.text,
            method.range.clone(),
            home.inside.start,
            home.inside.end,
        )
    }

    /// The bytes of a method, apart from names that are called otherwise now, as whole lines.
    #[must_use]
    pub fn renamed_lines(&self, range: &Range<usize>) -> String {
        self.as_lines(range, &self.edits.within(self.source.text, range.clone()))
    }

    /// The bytes of a method as they are, as whole lines.
    #[must_use]
    pub fn lines_as_they_are(&self, range: &Range<usize>) -> String {
        self.as_lines(range, self.source.slice(range))
    }

    /// What came of the bytes of a member, as whole lines.
    #[must_use]
    pub fn as_lines(&self, range: &Range<usize>, bytes: &str) -> String {
        let text = self.source.text;
        let indent = if line_start(text, range.start) == range.start {
            ""
        } else {
            indentation(text, range.start)
        };
        let end = if bytes.ends_with('\n') {
            ""
        } else {
            newline(text)
        };
        format!("{indent}{bytes}{end}")
    }

    /// Takes a method away, and one of the empty lines around it.
    pub fn take(&mut self, home: &Range<usize>, range: &Range<usize>) {
        let gone = with_gap(self.source.text, range, home.start, home.end);
        self.taken.push(gone.clone());
        self.edits.remove(gone);
    }

    /// Puts a member before the closing brace of an impl.
    pub fn arrive(&mut self, home: usize, lines: String) {
        self.arriving.entry(home).or_default().push(lines);
    }

    /// Lines of ours, indented as the members of an impl are.
    #[must_use]
    pub fn fitted(&self, home: &Impl, lines: &str) -> String {
        let text = self.source.text;
        let base = indentation(text, home.range.start);
        let of_member = home.methods.first().map(|method| {
            let start = line_start(text, method.range.start);
            let before = text.get(start..method.range.start).unwrap_or_default();
            before.trim().is_empty().then(|| before.to_owned())
        });
        let step = if base.starts_with('\t') { "\t" } else { "    " };
        let indent = of_member
            .flatten()
            .unwrap_or_else(|| format!("{base}{step}"));
        let is_tab = indent.contains('\t');
        let mut fitted = String::new();
        for line in lines.lines() {
            let line = line.strip_prefix("    ").unwrap_or(line);
            if !line.is_empty() {
                let rest = line.trim_start_matches(' ');
                let deep = line.len() - rest.len();
                fitted.push_str(&indent);
                if is_tab {
                    fitted.push_str(&"\t".repeat(deep / 4));
                    fitted.push_str(&" ".repeat(deep % 4));
                } else {
                    fitted.push_str(&" ".repeat(deep));
                }
                fitted.push_str(rest);
            }
            fitted.push('\n');
        }
        with_newlines(&fitted, newline(text))
    }

    /// Inserts whole lines behind an item, with the line ends that they have.
    pub fn insert_behind(&mut self, item: &Range<usize>, lines: &str) {
        let text = self.source.text;
        let at = line_end(text, item.end);
        let behind = text.get(item.end..at).unwrap_or_default();
        let is_ended = behind.ends_with('\n');
        let (at, before) = if behind.trim().is_empty() || behind.trim_start().starts_with("//") {
            (at, if is_ended { "" } else { newline(text) })
        } else {
            (item.end, newline(text))
        };
        self.edits.insert(at, format!("{before}{lines}"));
    }

    /// Settles what waits, and answers with the new text; `None` where nothing was done.
    #[must_use]
    pub fn finished(mut self, names: &Names) -> Option<Finished<'t>> {
        self.settle();
        for scope in 0..self.source.scopes.len() {
            let wanted = self.wanted.remove(&scope).unwrap_or_default();
            rework(&self.source, scope, names, &wanted, &mut self.edits);
        }
        if self.edits.is_empty() {
            return None;
        }
        let grafted = self.edits.applied(self.source.text);
        let tidied = tidy(&grafted, self.source.text, &self.taken_along);
        let text = tidied.unwrap_or_else(|| grafted.clone());
        let dropped = grafted.lines().count().saturating_sub(text.lines().count());
        Some(Finished {
            before: self.source.text,
            edits: self.edits,
            dropped,
            text,
        })
    }

    /// Puts what arrives before the closing braces.
    fn settle(&mut self) {
        let text = self.source.text;
        let newline = newline(text);
        for (position, pieces) in std::mem::take(&mut self.arriving) {
            let Some(home) = self.source.impls.get(position) else {
                continue;
            };
            let inside = home.inside.clone();
            let joined = pieces.join(newline);
            if self.source.slice(&inside).trim().is_empty() {
                let base = indentation(text, home.range.start);
                self.edits
                    .replace(inside, format!("{newline}{joined}{base}"));
                continue;
            }
            let methods = home.methods.iter();
            let mut left = methods.filter(|method| {
                let mut taken = self.taken.iter();
                !taken.any(|range| range.contains(&method.range.start))
            });
            let gap = if left.next().is_some() { newline } else { "" };
            let start = line_start(text, inside.end);
            if text
                .get(start..inside.end)
                .unwrap_or_default()
                .trim()
                .is_empty()
                && start >= inside.start
            {
                self.edits.insert(start, format!("{gap}{joined}"));
            } else {
                let base = indentation(text, home.range.start);
                self.edits
                    .insert(inside.end, format!("{newline}{joined}{base}"));
            }
        }
    }
}

/// The new text of a file.
#[derive(Debug)]
pub struct Finished<'t> {
    before: &'t str,
    edits: Edits,
    dropped: usize,
    /// The text.
    pub text: String,
}

impl Finished<'_> {
    /// The text as it was.
    #[must_use]
    pub fn before(&self) -> &str {
        self.before
    }

    /// The line in which a byte of the old text stands now.
    #[must_use]
    pub fn line_of(&self, at: usize) -> usize {
        let above = self.edits.within(self.before, 0..at);
        let line = above.matches('\n').count() + 1;
        line.saturating_sub(self.dropped).max(1)
    }
}
