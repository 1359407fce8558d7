//! Where the parts of the one document were written: a pointer in it flows in, a file and a pointer there flow out.
//!
//! Two steps move things: bundling puts the parts of several files into one document, and lifting Swagger 2.0 gives some of
//! its members other places. Each notes what it moved; what it did not move is where it was.

use std::collections::HashMap;

/// A place in one of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The number of the file: 0 is the document itself, the others are its parts.
    pub file: usize,
    /// The JSON pointer there.
    pub pointer: String,
}

/// What stands elsewhere than where it was written.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Pointers of the lifted document, and what they were in Swagger 2.0.
    lifted: Moves,
    /// Pointers of the bundled document, and where that was written.
    bundled: HashMap<String, Written>,
    /// Pointers of what was copied within the bundled document, and what it is a copy of.
    copied: HashMap<String, String>,
}

impl Trace {
    /// The trace of a bundled document that is not lifted yet.
    #[must_use]
    pub fn of_bundle(bundled: HashMap<String, Written>) -> Self {
        Self {
            lifted: Moves::default(),
            bundled,
            copied: HashMap::new(),
        }
    }

    /// Adds what was copied within the bundled document.
    #[must_use]
    pub fn with_copies(mut self, copies: HashMap<String, String>) -> Self {
        self.copied = copies;
        self
    }

    /// Adds what lifting moved.
    #[must_use]
    pub fn with_moves(mut self, moves: Moves) -> Self {
        self.lifted = moves;
        self
    }

    /// Where what was written at a place of a file stands now: nowhere, if no reference leads there.
    #[must_use]
    pub fn now(&self, file: usize, pointer: &str) -> Vec<String> {
        let rest_of = |written: &Written| {
            let rest = pointer.strip_prefix(&written.pointer)?;
            let within = written.file == file && (rest.is_empty() || rest.starts_with('/'));
            within.then_some(rest)
        };
        let mut found: Vec<(&str, &str)> = self
            .bundled
            .iter()
            .filter_map(|(place, written)| Some((place.as_str(), rest_of(written)?)))
            .collect();
        if file == 0 {
            found.push(("", pointer));
        }
        let shortest = found.iter().map(|(_, rest)| rest.len()).min();
        found.retain(|(_, rest)| Some(rest.len()) == shortest);
        found.sort_unstable();
        found
            .into_iter()
            .map(|(place, rest)| self.lifted.forth(&format!("{place}{rest}")))
            .collect()
    }

    /// Where what stands at `pointer` was written.
    #[must_use]
    pub fn written(&self, pointer: &str) -> Written {
        let mut old = self.lifted.back(pointer);
        if let Some((original, rest)) = longest(&self.copied, &old) {
            old = format!("{original}{rest}");
        }
        match longest(&self.bundled, &old) {
            Some((written, rest)) => Written {
                file: written.file,
                pointer: format!("{}{rest}", written.pointer),
            },
            None => Written {
                file: 0,
                pointer: old,
            },
        }
    }
}

/// Pointers that changed, both ways.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    back: HashMap<String, String>,
    forth: HashMap<String, String>,
}

impl Moves {
    /// Notes that what was at `old` is at `new`. What goes to several places has gone to the first of them.
    pub fn add(&mut self, new: &str, old: &str) {
        self.back.insert(new.to_owned(), old.to_owned());
        self.forth
            .entry(old.to_owned())
            .or_insert_with(|| new.to_owned());
    }

    /// Notes that what is at `new` was told at `old`, where it was no thing of its own that a reference could lead to.
    pub fn add_back(&mut self, new: &str, old: &str) {
        self.back.insert(new.to_owned(), old.to_owned());
    }

    /// What a pointer of now was before.
    #[must_use]
    pub fn back(&self, pointer: &str) -> String {
        moved(&self.back, pointer)
    }

    /// What a pointer of before is now.
    #[must_use]
    pub fn forth(&self, pointer: &str) -> String {
        moved(&self.forth, pointer)
    }
}

fn moved(moves: &HashMap<String, String>, pointer: &str) -> String {
    match longest(moves, pointer) {
        Some((base, rest)) => format!("{base}{rest}"),
        None => pointer.to_owned(),
    }
}

/// The entry for the longest beginning of `pointer`, and the rest of it.
fn longest<'m, 'p, T>(map: &'m HashMap<String, T>, pointer: &'p str) -> Option<(&'m T, &'p str)> {
    if map.is_empty() {
        return None;
    }
    let mut end = pointer.len();
    loop {
        let (beginning, rest) = pointer.split_at_checked(end)?;
        if let Some(value) = map.get(beginning) {
            return Some((value, rest));
        }
        end = beginning.rfind('/')?;
    }
}
