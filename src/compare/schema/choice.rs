//! Alternatives: which of the old ones became which of the new ones, which are gone and which came.

use super::flat::{At, Choice, Flat, last_token};
use super::{Look, Pair};
use crate::compare::code::{Aspect, Code, Flow, Sense};
use crate::compare::event::Event;
use crate::compare::subject::shortened;

/// More alternatives than this, on both sides together, are told apart by name and text only.
const MOST_TRIED: usize = 400;

impl<'d> Look<'_, 'd> {
    /// Compares alternatives. Answers whether what stands beside them can be compared as well: not where one side is nothing but
    /// alternatives and the other has none, because then everything moved into them, or out.
    pub(super) fn choices(&mut self, pair: &Pair<'d>) -> bool {
        let (old, new) = (self.old, self.new);
        match (old.choices.as_slice(), new.choices.as_slice()) {
            ([], []) => return true,
            ([], [first]) if is_bare(new) => {
                self.introduced(pair, first);
                return false;
            }
            ([first], []) if is_bare(old) => {
                self.withdrawn(pair, first);
                return false;
            }
            _ => {}
        }
        for (was, is) in old.choices.iter().zip(&new.choices) {
            self.choice(was, is);
        }
        let shared = old.choices.len().min(new.choices.len());
        for more in &new.choices[shared..] {
            self.told(Aspect::Choice, Sense::Narrowed, None, Some(more));
        }
        for less in &old.choices[shared..] {
            self.told(Aspect::Choice, Sense::Widened, Some(less), None);
        }
        true
    }

    fn told(
        &mut self,
        aspect: Aspect,
        sense: Sense,
        old: Option<&Choice<'d>>,
        new: Option<&Choice<'d>>,
    ) {
        let text = |choice: &Choice<'d>| (words(&choice.branches), choice.pointer.clone());
        let keyword = new.or(old).map_or("oneOf", |choice| choice.keyword);
        self.keyword(aspect, sense, keyword, old.map(text), new.map(text));
    }

    /// Alternatives where there were none.
    fn introduced(&mut self, pair: &Pair<'d>, choice: &Choice<'d>) {
        let best = match pair.old.as_slice() {
            [whole] => self.nearest(whole, &choice.branches, Flow::Request),
            _ => None,
        };
        let taken = best.as_ref().is_some_and(|(_, fits)| *fits);
        // A value that fits two of `oneOf` is refused, and nobody can tell which do.
        let narrowed = !taken || (choice.keyword == "oneOf" && choice.branches.len() > 1);
        let widened = choice.branches.len() > 1
            && !choice
                .branches
                .iter()
                .all(|branch| match pair.old.as_slice() {
                    [whole] => self.engine.fits(whole, branch, Flow::Response),
                    _ => false,
                });
        let sense = match (self.flow, narrowed, widened) {
            (Flow::Request, true, _) | (Flow::Response, true, false) => Some(Sense::Narrowed),
            (Flow::Response, _, true) | (Flow::Request, false, true) => Some(Sense::Widened),
            (_, false, false) => None,
        };
        if let Some(sense) = sense {
            self.told(Aspect::Choice, sense, None, Some(choice));
        }
        if let Some((branch, _)) = best {
            self.child(pair.old.clone(), vec![branch]);
        }
    }

    /// No alternatives where there were some.
    fn withdrawn(&mut self, pair: &Pair<'d>, choice: &Choice<'d>) {
        let fits = |look: &Self, branch: &At<'d>, flow| match pair.new.as_slice() {
            [whole] => look.engine.fits(branch, whole, flow),
            _ => false,
        };
        let all_taken = choice
            .branches
            .iter()
            .all(|branch| fits(self, branch, Flow::Request));
        let covered = choice
            .branches
            .iter()
            .any(|branch| fits(self, branch, Flow::Response));
        let sense = match (self.flow, all_taken, covered) {
            (Flow::Request, false, _) | (Flow::Response, false, true) => Some(Sense::Narrowed),
            (Flow::Response, _, false) | (Flow::Request, true, false) => Some(Sense::Widened),
            (_, true, true) => None,
        };
        if let Some(sense) = sense {
            self.told(Aspect::Choice, sense, Some(choice), None);
        }
        let nearest = choice
            .branches
            .iter()
            .position(|branch| fits(self, branch, Flow::Response))
            .or_else(|| {
                choice
                    .branches
                    .iter()
                    .position(|branch| fits(self, branch, Flow::Request))
            });
        let nearest = nearest.or((choice.branches.len() == 1).then_some(0));
        if let Some(branch) = nearest.and_then(|index| choice.branches.get(index)) {
            self.child(vec![branch.clone()], pair.new.clone());
        }
    }

    /// The alternative that a schema fits, or else the one that it is most like; and whether it fits.
    fn nearest(&self, old: &At<'d>, branches: &[At<'d>], flow: Flow) -> Option<(At<'d>, bool)> {
        let same = branches.iter().find(|branch| alike(old, branch));
        let fitting = branches
            .iter()
            .take(MOST_TRIED)
            .find(|branch| self.engine.fits(old, branch, flow));
        if let Some(branch) = fitting {
            return Some((branch.clone(), true));
        }
        let reader = self.engine.both;
        let flat = reader.old.flat(std::slice::from_ref(old));
        let mut likely = branches.iter().take(MOST_TRIED).filter(|branch| {
            let other = reader.new.flat(std::slice::from_ref(branch));
            other
                .kinds
                .and(flat.kinds)
                .without_null(true)
                .meets(flat.kinds)
        });
        same.or_else(|| likely.next())
            .map(|branch| (branch.clone(), false))
    }

    /// Alternatives on both sides.
    fn choice(&mut self, old: &Choice<'d>, new: &Choice<'d>) {
        if old.keyword != new.keyword {
            let sense = if new.keyword == "oneOf" {
                Sense::Narrowed
            } else {
                Sense::Widened
            };
            let message = format!(
                "{}: `{}` became `{}` {}",
                self.new_subject(&new.pointer),
                old.keyword,
                new.keyword,
                self.where_it_counts()
            );
            let code = Code::Value(self.flow, Aspect::Exclusive, sense);
            self.tell(
                Event::new(code, message)
                    .was(old.pointer.as_str())
                    .is(new.pointer.as_str()),
            );
        }
        let mut gone: Vec<&At<'d>> = old.branches.iter().collect();
        let mut came: Vec<&At<'d>> = new.branches.iter().collect();
        // By name or text first, then by what they accept, then by their place where as many are left.
        let mut partners = partner(&mut gone, &mut came, |was, is| alike(was, is));
        if gone.len() + came.len() <= MOST_TRIED {
            let engine = &*self.engine;
            partners.extend(partner(&mut gone, &mut came, |was, is| {
                engine.fits(was, is, Flow::Request) && engine.fits(was, is, Flow::Response)
            }));
        }
        if gone.len() == came.len() {
            partners.extend(partner(&mut gone, &mut came, |was, is| {
                was.reference().is_none() && is.reference().is_none()
            }));
        }
        self.overlaps(old, new, &partners);
        for (was, is) in partners {
            self.child(vec![was], vec![is]);
        }
        let tried = gone.len() + came.len() <= MOST_TRIED;
        let lost: Vec<At<'d>> = gone
            .into_iter()
            .filter(|was| {
                let covered = tried
                    && self.flow == Flow::Request
                    && new
                        .branches
                        .iter()
                        .any(|is| self.engine.fits(was, is, Flow::Request));
                !covered
            })
            .cloned()
            .collect();
        let found: Vec<At<'d>> = came
            .into_iter()
            .filter(|is| {
                let covered = tried
                    && self.flow == Flow::Response
                    && old
                        .branches
                        .iter()
                        .any(|was| self.engine.fits(was, is, Flow::Response));
                !covered
            })
            .cloned()
            .collect();
        if let Some(first) = lost.first() {
            let message = format!(
                "{} is not {} any more {}",
                self.old_subject(&old.pointer),
                words(&lost),
                self.where_it_counts()
            );
            let code = Code::Value(self.flow, Aspect::Choice, Sense::Narrowed);
            self.tell(Event::new(code, message).was(first.pointer.as_str()));
        }
        if let Some(first) = found.first() {
            let message = format!(
                "{} may be {} too {}",
                self.new_subject(&new.pointer),
                words(&found),
                self.where_it_counts()
            );
            let code = Code::Value(self.flow, Aspect::Choice, Sense::Widened);
            self.tell(Event::new(code, message).is(first.pointer.as_str()));
        }
    }
}

/// Is there nothing beside the alternatives that judges?
fn is_bare(flat: &Flat<'_>) -> bool {
    let judges = |keyword: &String| {
        !keyword.starts_with("x-")
            && !matches!(
                keyword.as_str(),
                "type"
                    | "$ref"
                    | "allOf"
                    | "anyOf"
                    | "oneOf"
                    | "discriminator"
                    | "title"
                    | "description"
                    | "default"
                    | "example"
                    | "examples"
                    | "deprecated"
                    | "readOnly"
                    | "writeOnly"
                    | "externalDocs"
                    | "xml"
                    | "$comment"
                    | "$defs"
            )
    };
    !flat
        .parts
        .iter()
        .any(|part| part.keywords.keys().any(judges))
}

/// Takes out of both lists what belongs together.
fn partner<'d>(
    gone: &mut Vec<&At<'d>>,
    came: &mut Vec<&At<'d>>,
    belongs: impl Fn(&At<'d>, &At<'d>) -> bool,
) -> Vec<(At<'d>, At<'d>)> {
    let mut partners = Vec::new();
    gone.retain(|was| {
        let found = came.iter().position(|is| belongs(was, is));
        if let Some(index) = found {
            partners.push(((*was).clone(), came.remove(index).clone()));
        }
        found.is_none()
    });
    partners
}

/// Are both the same component, the same text, or of the same title?
fn alike(old: &At<'_>, new: &At<'_>) -> bool {
    match (old.reference(), new.reference()) {
        (Some(one), Some(another)) => last_token(one) == last_token(another),
        (None, None) => {
            let title = |at: &At<'_>| at.value.get("title").cloned();
            old.value == new.value || (title(old).is_some() && title(old) == title(new))
        }
        _ => false,
    }
}

/// What alternatives are called.
fn words(branches: &[At<'_>]) -> String {
    let words: Vec<String> = branches
        .iter()
        .map(|branch| {
            if let Some(reference) = branch.reference() {
                return last_token(reference);
            }
            let title = branch
                .value
                .get("title")
                .or_else(|| branch.value.get("type"));
            let title = title.and_then(|title| title.as_str());
            title.unwrap_or("an alternative").to_owned()
        })
        .collect();
    shortened(&words.join(", "))
}
