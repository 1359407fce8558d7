//! The contract as it was and as it is come in; what changed goes out, and which security changes nobody has taken note of.

use super::contract::Last;
use super::making::Made;
use crate::compare::{Change, Code, ContractCode, Site, Terms, compare, report};
use crate::options::Typeless;
use crate::project::Accepted;

/// What changed, and what has to be said about it.
#[derive(Default)]
pub struct Judged {
    /// Every change, the gravest first.
    pub changes: Vec<Change>,
    /// The security changes that are on record as taken note of, those of this run too. It is a record and no permit: what was
    /// taken note of is part of what the next contract is compared with, and more of the same is a new change.
    pub accepted: Vec<Accepted>,
    /// The codes of security changes that stop the run, each once.
    pub open: Vec<Code>,
}

/// Compares what a project was made from with what it will be made from, version by version. Security changes that `accept`
/// does not name stop the run; `known` are on record already.
pub fn judge(last: Option<&Last>, made: &Made, known: &[Accepted], accept: &[Code]) -> Judged {
    let mut judged = Judged {
        accepted: known.to_vec(),
        ..Judged::default()
    };
    let Some(last) = last else {
        return judged;
    };
    for (position, (name, new)) in made.named.iter().enumerate() {
        let named = last.named.iter().find(|(known, _)| known == name);
        // A service that gets versions, or has had them, goes on in the oldest one.
        let either_is_alone =
            name.is_empty() || last.named.iter().any(|(known, _)| known.is_empty());
        let first = last
            .named
            .first()
            .filter(|_| position == 0 && either_is_alone);
        if let Some((_, old)) = named.or(first) {
            let mut changes = compare(old, new, &Terms::timeless(made.options.typeless));
            judged.take_note(name, &changes, accept);
            report::place(&mut changes, &old.origin, &new.origin);
            judged.changes.extend(changes);
        }
    }
    if (last.options.typeless, made.options.typeless) == (Typeless::Object, Typeless::Any) {
        let change = taken_by_the_letter();
        judged.take_note("", std::slice::from_ref(&change), accept);
        judged.changes.insert(0, change);
    }
    judged.accepted.sort();
    judged
}

impl Judged {
    /// Sorts security changes of a version into those that are taken note of and those that are not.
    fn take_note(&mut self, version: &str, changes: &[Change], accept: &[Code]) {
        for change in changes.iter().filter(|one| one.is_security_regression()) {
            let pointer = change.site().map_or("", |site| site.pointer.as_str());
            let accepted = Accepted {
                code: change.code.to_string(),
                place: format!("{version}{pointer}"),
            };
            if accept.contains(&change.code) {
                if !self.accepted.contains(&accepted) {
                    self.accepted.push(accepted);
                }
            } else if !self.open.contains(&change.code) {
                self.open.push(change.code);
            }
        }
    }
}

/// The contract says the same, and means more: the choice is none of a document.
fn taken_by_the_letter() -> Change {
    let code = Code::Contract(ContractCode::RequestObjectOpened);
    Change {
        code,
        impact: code.impact(),
        message: "`typeless = \"any\"` takes every schema by the letter: undeclared members pass"
            .to_owned(),
        help: None,
        operations: Vec::new(),
        old: None,
        new: Some(Site {
            pointer: String::new(),
            file: None,
            place: None,
        }),
    }
}
