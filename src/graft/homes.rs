//! Where handlers live: files go in, the impls of the contract's traits come out, and the stubs that new projects have.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::names::{resolved, trait_of};
use super::sheet::Sheet;
use super::source::{Impl, Source};
use super::{Inventory, Known};

/// An impl of a trait of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The file.
    pub path: String,
    /// The impl's position in the file.
    pub position: usize,
    /// The trait's full path.
    pub of: String,
    /// The type, without white space.
    pub target: String,
}

/// Files that are worked on, by their paths.
pub type Sheets<'t> = BTreeMap<String, Sheet<'t>>;

/// Every impl of a trait of one of these inventories, in the order of files and bytes; those that are not compiled are left out.
#[must_use]
pub fn homes(sheets: &Sheets<'_>, inventories: &[&Inventory]) -> Vec<Home> {
    let tags = inventories.iter().flat_map(|inventory| &inventory.tags);
    let known: BTreeSet<String> = tags.map(trait_of).collect();
    let mut found = Vec::new();
    for (path, sheet) in sheets {
        for (position, implementation) in sheet.source.impls.iter().enumerate() {
            if sheet.source.is_disabled(implementation.range.start) {
                continue;
            }
            if let Some(of) = trait_among(&sheet.source, implementation, &known) {
                found.push(Home {
                    path: path.clone(),
                    position,
                    of,
                    target: squeezed(sheet.source.slice(&implementation.target)),
                });
            }
        }
    }
    found
}

/// The macro call, or the file that cannot be read, in which the impl of a trait may be.
#[must_use]
pub fn hiding_place(
    sheets: &Sheets<'_>,
    unreadable: &BTreeMap<String, usize>,
    of: &str,
) -> (String, Option<usize>) {
    if let Some((path, line)) = unreadable.iter().next() {
        return (path.clone(), Some(*line));
    }
    let name = of.rsplit("::").next().unwrap_or_default();
    for (path, sheet) in sheets {
        let mut macros = sheet.source.macros.iter();
        let hit = macros.find(|range| has_word(sheet.source.slice(range), name));
        if let Some(range) = hit {
            let line = super::edits::line_number(sheet.source.text, range.start);
            return (path.clone(), Some(line));
        }
    }
    ("src/handlers".to_owned(), None)
}

/// Whether some macro call speaks of a trait and of one of its functions.
#[must_use]
pub fn is_mentioned(sheets: &Sheets<'_>, of: &str, method: &str) -> bool {
    let name = of.rsplit("::").next().unwrap_or_default();
    sheets.values().any(|sheet| {
        sheet.source.macros.iter().any(|range| {
            let text = sheet.source.slice(range);
            has_word(text, name) && has_word(text, method)
        })
    })
}

fn has_word(text: &str, wanted: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.any(|word| word == wanted)
}

/// Which of these traits an impl is of.
fn trait_among(
    source: &Source<'_>,
    implementation: &Impl,
    known: &BTreeSet<String>,
) -> Option<String> {
    if implementation.path.is_empty() {
        return None;
    }
    let candidates = resolved(source, implementation.scope, &implementation.path);
    let mut full = candidates.iter().map(|path| path.join("::"));
    if let Some(found) = full.find(|path| known.contains(path)) {
        return Some(found);
    }
    // A name that comes from where no import shows it, such as a prelude of the user's own: it has to be the only one.
    let [only] = &implementation.path[..] else {
        return None;
    };
    let scope = source.scopes.get(implementation.scope)?;
    let imports = &scope.imports;
    if source.items.contains(only)
        || imports.iter().any(|import| {
            let is_it = import.local == *only;
            is_it
                && import
                    .path
                    .first()
                    .is_some_and(|(word, _)| word != "crate" && word != "super")
        })
    {
        return None;
    }
    let mut named = known
        .iter()
        .filter(|path| path.rsplit("::").next() == Some(only));
    let found = named.next()?;
    named.next().is_none().then(|| found.clone())
}

/// A text without white space: what is compared where layout does not count.
#[must_use]
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What handlers look like before anybody wrote in them: by trait and function, without white space.
#[derive(Debug, Default)]
pub struct Stubs {
    known: HashMap<(String, String), String>,
}

impl Stubs {
    /// The stubs of a project as it was made.
    #[must_use]
    pub fn of(sheets: &Sheets<'_>, inventory: &Inventory) -> Self {
        let mut known = HashMap::new();
        for home in homes(sheets, &[inventory]) {
            let Some(sheet) = sheets.get(&home.path) else {
                continue;
            };
            let Some(implementation) = sheet.source.impls.get(home.position) else {
                continue;
            };
            for method in &implementation.methods {
                let text = squeezed(sheet.source.slice(&method.range));
                known.insert((home.of.clone(), method.name.clone()), text);
            }
        }
        Self { known }
    }

    /// Whether a method is as it was made: nobody wrote in it.
    #[must_use]
    pub fn is_untouched(&self, of: &str, operation: &Known, text: &str) -> bool {
        let text = squeezed(text);
        let key = (of.to_owned(), operation.method.clone());
        self.known.get(&key) == Some(&text) || text.replace(",)->", ")->") == stub(operation)
    }
}

/// The stub of the built-in template, without white space.
fn stub(operation: &Known) -> String {
    let Known {
        method,
        request,
        response,
        ..
    } = operation;
    format!(
        "asyncfn{method}(&self,caller:Caller,request:{request})->Result<{response},Problem>{{let_=(caller,request);Err(Problem::not_implemented())}}"
    )
}
