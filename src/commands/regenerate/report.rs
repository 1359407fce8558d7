//! What was decided comes in; lines for a person or an object for a program come out.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use serde_json::{Value, json};

use super::users::Offered;
use crate::compare::{Change, Code, report as compared};
use crate::diagnostic::Colour;
use crate::graft::{Note, NoteKind};
use crate::project::{Decision, Verdict};

/// Everything that a run has to say.
#[derive(Default)]
pub struct Report<'r> {
    /// What happens to every file.
    pub decisions: Vec<Decision<'r>>,
    /// How refused files differ from what they should say: path, patch.
    pub differences: BTreeMap<String, String>,
    /// What changed in the contract.
    pub changes: Vec<Change>,
    /// The codes of security changes that stop the run.
    pub open: Vec<Code>,
    /// What was put into the user's files, and what is left to do.
    pub notes: Vec<Note>,
    /// What may be taken.
    pub offers: Vec<Offered>,
    /// The version that made the project last, where this is another one.
    pub brought_from: Option<String>,
    /// What comes with the newer gate: version, sentence.
    pub fixes: Vec<(String, String)>,
    /// How many files were looked at and found to be right, where nothing had to be decided.
    pub untouched: usize,
}

impl Report<'_> {
    /// Whether the disk is another one after it.
    pub fn is_change(&self) -> bool {
        self.decisions.iter().any(Decision::is_change)
    }

    /// Whether nothing may be done.
    pub fn is_stopped(&self) -> bool {
        self.is_refused() || !self.open.is_empty()
    }

    /// Whether some file stands in the way of everything.
    pub fn is_refused(&self) -> bool {
        let mut decisions = self.decisions.iter();
        decisions.any(|decision| decision.verdict == Verdict::Refuse)
    }

    /// The decisions that somebody should hear of.
    fn told(&self) -> impl Iterator<Item = &Decision<'_>> {
        self.decisions.iter().filter(|decision| {
            let is_plain = decision.verdict == Verdict::Keep && decision.why.is_none();
            !is_plain && !decision.is_kept_for_us()
        })
    }

    /// How many files each verdict is about.
    fn counts(&self) -> BTreeMap<Verdict, usize> {
        let mut counts = BTreeMap::from([(Verdict::Keep, self.untouched)]);
        for decision in self.decisions.iter().filter(|one| !one.is_kept_for_us()) {
            *counts.entry(decision.verdict).or_default() += 1;
        }
        counts
    }

    /// The report as one JSON object, without what was found in the contract.
    pub fn json(&self) -> Value {
        let decisions = self.told().map(|decision| {
            json!({
                "action": decision.verdict.as_str(),
                "path": decision.path,
                "why": decision.why,
                "difference": self.differences.get(decision.path),
            })
        });
        let notes = self.notes.iter().map(|note| {
            json!({
                "kind": word(note.kind),
                "path": note.path,
                "line": note.line,
                "message": note.message,
                "paste": note.paste,
            })
        });
        let offers = self.offers.iter().map(
            |offer| json!({"path": offer.path, "patch": offer.patch, "conflicts": offer.conflicts}),
        );
        let fixes = self.fixes.iter();
        let changes: Value =
            serde_json::from_str(&compared::json(&self.changes)).unwrap_or_default();
        let open = self.open.iter().map(ToString::to_string);
        let counts = self.counts().into_iter();
        json!({
            "decisions": decisions.collect::<Vec<_>>(),
            "changes": changes["findings"],
            "unaccepted": open.collect::<Vec<_>>(),
            "notes": notes.collect::<Vec<_>>(),
            "offers": offers.collect::<Vec<_>>(),
            "from": self.brought_from,
            "fixes": fixes.map(|(version, what)| json!({"version": version, "what": what})).collect::<Vec<_>>(),
            "counts": counts.map(|(verdict, count)| (verdict.as_str().to_owned(), json!(count))).collect::<serde_json::Map<_, _>>(),
        })
    }
}

/// Said of a run that writes nothing as well: what is to happen, and not what has.
fn word(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Done => "adapt",
        NoteKind::Look => "look",
        NoteKind::Paste => "paste",
    }
}

impl Display for Report<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.changes.is_empty() {
            // stdout is data: colours are for the talk beside it.
            writeln!(
                formatter,
                "{}",
                compared::human(&self.changes, Colour::Never)
            )?;
        }
        for decision in self.told() {
            line(
                formatter,
                decision.verdict.as_str(),
                decision.path,
                decision.why,
            )?;
        }
        for note in &self.notes {
            let place = match note.line {
                Some(line) => format!("{}:{line}", note.path),
                None => note.path.clone(),
            };
            line(formatter, word(note.kind), &place, Some(&note.message))?;
            for pasted in note.paste.iter().flat_map(|text| text.lines()) {
                writeln!(formatter, "         | {pasted}")?;
            }
        }
        for offer in &self.offers {
            let what = match (offer.is_new, offer.conflicts) {
                (true, false) => "a newer one differs",
                (true, true) => "a newer one differs where you changed it",
                (false, _) => "still open",
            };
            line(
                formatter,
                "offer",
                &offer.path,
                Some(&format!(
                    "{what}; take it with `git apply {0}`, or remove that file",
                    offer.patch
                )),
            )?;
        }
        if let Some(from) = &self.brought_from {
            let to = env!("CARGO_PKG_VERSION");
            line(formatter, "gate", &format!("from {from} to {to}"), None)?;
        }
        for (version, what) in &self.fixes {
            line(formatter, "fixed", version, Some(what))?;
        }
        let counts = self.counts();
        let count = |verdict| counts.get(&verdict).copied().unwrap_or_default();
        let words = [
            (Verdict::Create, "new"),
            (Verdict::Rewrite, "rewritten"),
            (Verdict::Edit, "edited"),
            (Verdict::Remove, "removed"),
            (Verdict::Refuse, "in the way"),
        ];
        let mut told: Vec<String> = words
            .iter()
            .filter(|(verdict, _)| count(*verdict) > 0)
            .map(|(verdict, word)| format!("{} {word}", count(*verdict)))
            .collect();
        told.push(format!("{} as they are", count(Verdict::Keep)));
        line(formatter, "files", &told.join(", "), None)
    }
}

fn line(
    formatter: &mut fmt::Formatter<'_>,
    word: &str,
    what: &str,
    why: Option<&str>,
) -> fmt::Result {
    match why {
        Some(why) => writeln!(formatter, "{word:8} {what}: {why}"),
        None => writeln!(formatter, "{word:8} {what}"),
    }
}
