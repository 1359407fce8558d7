//! Line and column of JSON pointers: a second parse, which marks where every member starts.
//!
//! A text and pointers flow in, places flow out. Only what leads to a wanted pointer is remembered, so that one parse of a
//! large document serves any number of pointers.

mod json;
mod tracker;
mod yaml;

use std::collections::HashMap;

use self::tracker::{Spot, Tracker};
use super::{Format, Origin};
use crate::diagnostic::{Diagnostic, Place};

/// The places of several JSON pointers, by one marked parse; the nearest existing ancestor where a pointer leads nowhere.
/// `None` when not even the root is there, because the text is empty.
#[must_use]
pub fn locate(origin: &Origin, pointers: &[&str]) -> Vec<Option<Place>> {
    let candidates: Vec<Vec<String>> = pointers.iter().map(|pointer| spellings(pointer)).collect();
    let mut tracker = Tracker::new(candidates.iter().flatten().map(String::as_str));
    match origin.format {
        Format::Json => json::scan(&origin.text, &mut tracker),
        Format::Yaml => yaml::scan(&origin.text, &mut tracker),
    }
    let spots = tracker.finish();
    let lines = Lines::of(&origin.text, spots.values().map(|spot| spot.line));
    candidates
        .iter()
        .map(|spellings| {
            let spot = nearest(&spots, spellings)?;
            Some(Place::new(spot.line, spot.column, lines.get(spot.line)))
        })
        .collect()
}

/// Fills in file, pointer and place of every diagnostic that has a pointer and no place yet, as its author wrote them.
pub fn place(origin: &Origin, diagnostics: &mut [Diagnostic]) {
    for diagnostic in &mut *diagnostics {
        trace(origin, diagnostic);
    }
    place_in(
        origin,
        &|file| file.is_none_or(|file| *file == origin.path.display().to_string()),
        diagnostics,
    );
    for part in &origin.parts {
        let name = part.path.display().to_string();
        place_in(part, &|file| file == Some(&name), diagnostics);
    }
}

/// Where something was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The file, as it was named.
    pub file: String,
    /// The JSON pointer there.
    pub pointer: String,
    /// Line and column there.
    pub place: Option<Place>,
}

/// Where what stands at pointers of the one document was written, by one marked parse of each file that is needed.
#[must_use]
pub fn locate_written(origin: &Origin, pointers: &[&str]) -> Vec<Located> {
    let written: Vec<_> = pointers
        .iter()
        .map(|pointer| origin.trace.written(pointer))
        .collect();
    let mut located: Vec<Located> = written
        .iter()
        .map(|written| Located {
            file: String::new(),
            pointer: written.pointer.clone(),
            place: None,
        })
        .collect();
    let files = std::iter::once(origin).chain(&origin.parts);
    for (number, file) in files.enumerate() {
        let here: Vec<usize> = (0..written.len())
            .filter(|&index| written[index].file == number)
            .collect();
        if here.is_empty() {
            continue;
        }
        let wanted: Vec<&str> = here
            .iter()
            .map(|&index| written[index].pointer.as_str())
            .collect();
        for (index, place) in here.iter().zip(locate(file, &wanted)) {
            located[*index].file = file.path.display().to_string();
            located[*index].place = place;
        }
    }
    located
}

/// Says for good where a diagnostic was written, before anything else moves.
pub fn settle(origin: &Origin, diagnostic: &mut Diagnostic) {
    trace(origin, diagnostic);
    if diagnostic.file.is_none() {
        diagnostic.file = Some(origin.path.display().to_string());
    }
}

/// Turns the pointer into the document that was read into one of the file where it was written.
fn trace(origin: &Origin, diagnostic: &mut Diagnostic) {
    if diagnostic.place.is_some() || diagnostic.file.is_some() {
        return;
    }
    let Some(pointer) = &diagnostic.pointer else {
        return;
    };
    let written = origin.trace.written(pointer);
    if let Some(part) = written
        .file
        .checked_sub(1)
        .and_then(|index| origin.parts.get(index))
    {
        diagnostic.file = Some(part.path.display().to_string());
    }
    diagnostic.pointer = Some(written.pointer);
}

/// Fills in the place of every diagnostic that is about this file.
fn place_in(
    origin: &Origin,
    is_meant: &dyn Fn(Option<&String>) -> bool,
    diagnostics: &mut [Diagnostic],
) {
    let wanting = |diagnostic: &Diagnostic| {
        diagnostic.place.is_none()
            && diagnostic.pointer.is_some()
            && is_meant(diagnostic.file.as_ref())
    };
    let pointers: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| wanting(diagnostic))
        .filter_map(|diagnostic| diagnostic.pointer.clone())
        .collect();
    if pointers.is_empty() {
        return;
    }
    let places = locate(
        origin,
        &pointers.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    for (diagnostic, place) in diagnostics
        .iter_mut()
        .filter(|diagnostic| wanting(diagnostic))
        .zip(places)
    {
        diagnostic.place = place;
    }
}

/// The pointer as it is, and as it was before lifting made a nullable schema the first branch of an `anyOf`.
fn spellings(pointer: &str) -> Vec<String> {
    const LIFTED: &str = "/anyOf/0";
    let mut spellings = vec![pointer.to_owned()];
    let starts: Vec<usize> = pointer
        .match_indices(LIFTED)
        .map(|(start, _)| start)
        .filter(|start| {
            pointer
                .get(start + LIFTED.len()..)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
        .collect();
    if let [_, _, ..] = starts.as_slice() {
        spellings.push(pointer.replace(LIFTED, ""));
    }
    for start in starts {
        let mut without = pointer.to_owned();
        without.replace_range(start..start + LIFTED.len(), "");
        spellings.push(without);
    }
    spellings
}

/// The first spelling that is there, or else the longest beginning of one that is.
fn nearest<'s>(spots: &'s HashMap<&str, Spot>, spellings: &[String]) -> Option<&'s Spot> {
    spellings
        .iter()
        .find_map(|spelling| spots.get(spelling.as_str()))
        .or_else(|| {
            spellings
                .iter()
                .filter_map(|spelling| {
                    let mut prefix = spelling.as_str();
                    loop {
                        prefix = prefix.get(..prefix.rfind('/')?)?;
                        if let Some(spot) = spots.get(prefix) {
                            return Some((prefix.len(), spot));
                        }
                    }
                })
                .max_by_key(|(length, _)| *length)
                .map(|(_, spot)| spot)
        })
}

/// The texts of the lines that will be shown.
struct Lines<'t> {
    wanted: HashMap<usize, &'t str>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str, numbers: impl Iterator<Item = usize>) -> Self {
        let mut wanted: HashMap<usize, &str> = numbers.map(|number| (number, "")).collect();
        let mut missing = wanted.len();
        for (index, line) in text.lines().enumerate() {
            if missing == 0 {
                break;
            }
            if let Some(entry) = wanted.get_mut(&(index + 1)) {
                *entry = line;
                missing -= 1;
            }
        }
        Self { wanted }
    }

    fn get(&self, number: usize) -> &'t str {
        self.wanted.get(&number).copied().unwrap_or_default()
    }
}
