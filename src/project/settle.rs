//! What a project shall hold and what it holds come in; what happens to every file comes out. No disk, no clock.
//!
//! Files of ours are rewritten, and go when nothing makes them any more; one that was edited by hand is refused. Files of the
//! user's are created once, and after that only take what is grafted into them.

use std::collections::{BTreeMap, BTreeSet};

use super::lock::{is_kept, sha256};
use super::path::{check, folders_of};
use super::{Disk, Entry, File, Lock, Owner, Refusal, Root, Row};

mod verdict;

pub use verdict::{Decision, Verdict};

/// What a project shall hold.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// Every file that is made: the lock and what is kept for ourselves too.
    pub files: &'w [File],
    /// New whole texts of files of the user's that stand there, or shall.
    pub changed: &'w BTreeMap<String, Vec<u8>>,
    /// Files of the user's in which nothing is left that anybody wrote.
    pub emptied: &'w BTreeSet<String>,
    /// Files that are kept for ourselves and that nothing asks for any more.
    pub stale: &'w BTreeSet<String>,
}

/// What becomes of a file of ours that was edited by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It stays, and nothing at all is done.
    Refuse,
    /// It is written anew.
    Overwrite,
}

/// Says what happens to every file that is wanted, or that the lock knows, in the order of their paths.
///
/// # Errors
/// A [`Refusal`] when the files themselves are impossible, or the project is no folder.
pub fn settle<'w>(
    wanted: Wanted<'w>,
    lock: &'w Lock,
    disk: &Disk,
    edited: Edited,
) -> Result<Vec<Decision<'w>>, Refusal> {
    check(wanted.files).map_err(Refusal::Path)?;
    if disk.root == Root::NotAFolder {
        return Err(Refusal::NotAFolder);
    }
    let judge = Judge {
        wanted,
        lock,
        disk,
        edited,
    };
    let mut decisions: Vec<Decision<'w>> =
        wanted.files.iter().map(|file| judge.file(file)).collect();
    let made: BTreeSet<&str> = wanted.files.iter().map(|file| file.path.as_str()).collect();
    let gone = lock
        .files
        .iter()
        .filter(|(path, _)| !made.contains(path.as_str()));
    decisions.extend(gone.filter_map(|(path, row)| judge.gone(path, row)));
    let further = wanted
        .changed
        .iter()
        .filter(|(path, _)| !made.contains(path.as_str()) && !lock.files.contains_key(*path));
    decisions.extend(further.map(|(path, contents)| judge.yours(path, contents)));
    let stale = wanted
        .stale
        .iter()
        .filter(|path| !made.contains(path.as_str()));
    decisions.extend(stale.map(|path| Decision::leave(path, Verdict::Remove)));
    decisions.sort_by(|left, right| left.path.cmp(right.path));
    decisions.dedup_by(|left, right| left.path == right.path);
    Ok(decisions)
}

struct Judge<'w, 'd> {
    wanted: Wanted<'w>,
    lock: &'w Lock,
    disk: &'d Disk,
    edited: Edited,
}

impl<'w> Judge<'w, '_> {
    /// A file that is made.
    fn file(&self, file: &'w File) -> Decision<'w> {
        match file.owner {
            Owner::Ours => self.ours(file),
            Owner::Yours => self.yours(&file.path, &file.contents),
        }
    }

    fn ours(&self, file: &'w File) -> Decision<'w> {
        let path = file.path.as_str();
        if let Some(why) = self.obstacle(path) {
            return Decision::leave(path, Verdict::Refuse).because(why);
        }
        let Some(now) = self.disk.contents(path) else {
            return Decision::write(path, Verdict::Create, &file.contents);
        };
        if now == file.contents {
            return Decision::leave(path, Verdict::Keep);
        }
        let rewrite = Decision::write(path, Verdict::Rewrite, &file.contents);
        if is_kept(path) || self.is_as_made(path, now) {
            return rewrite;
        }
        match self.edited {
            Edited::Overwrite => rewrite.because("what was edited by hand is lost"),
            Edited::Refuse => Decision::leave(path, Verdict::Refuse).because(EDITED),
        }
    }

    /// Whether a file says what we wrote last.
    fn is_as_made(&self, path: &str, now: &[u8]) -> bool {
        let Some(Row::Ours(hash) | Row::Yours(Some(hash))) = self.lock.files.get(path) else {
            return false;
        };
        sha256(now) == *hash
    }

    fn yours(&self, path: &'w str, fresh: &'w [u8]) -> Decision<'w> {
        if self.wanted.emptied.contains(path) && self.disk.contents(path).is_some() {
            return Decision::leave(path, Verdict::Remove).because("nothing is left in it");
        }
        let changed = self.wanted.changed.get(path).map(Vec::as_slice);
        let known = self.lock.files.contains_key(path);
        let Some(entry) = self.disk.entries.get(path) else {
            // A file that was made once and is not there any more was deleted, and stays so.
            if known && changed.is_none() {
                return Decision::leave(path, Verdict::Keep).because("you deleted it");
            }
            return match self.obstacle(path) {
                Some(why) => Decision::leave(path, Verdict::Refuse).because(why),
                None => Decision::write(path, Verdict::Create, changed.unwrap_or(fresh)),
            };
        };
        match (entry, changed) {
            (Entry::File(now), Some(text)) if now != text => {
                Decision::write(path, Verdict::Edit, text)
            }
            (Entry::File(now), None) if !known && now != fresh => {
                Decision::leave(path, Verdict::Keep)
                    .because("it was there before; a new one would stand here")
            }
            _ => Decision::leave(path, Verdict::Keep),
        }
    }

    /// A file that was made, and is not made any more.
    fn gone(&self, path: &'w str, row: &'w Row) -> Option<Decision<'w>> {
        let now = self.disk.contents(path)?;
        let remove = Decision::leave(path, Verdict::Remove);
        match row {
            Row::Yours(_) => {
                if self.wanted.emptied.contains(path) {
                    return Some(remove.because("nothing is left in it"));
                }
                let text = self.wanted.changed.get(path);
                text.filter(|text| *text != now)
                    .map(|text| Decision::write(path, Verdict::Edit, text))
            }
            Row::Ours(_) if self.is_as_made(path, now) => Some(remove),
            Row::Ours(_) => Some(match self.edited {
                Edited::Overwrite => remove.because("what was edited by hand is lost"),
                Edited::Refuse => Decision::leave(path, Verdict::Refuse).because(EDITED),
            }),
        }
    }

    /// Why no file can be written at a path, where none can.
    fn obstacle(&self, path: &str) -> Option<&'static str> {
        let is_blocked = |folder: &str| {
            let entry = self.disk.entries.get(folder);
            // A link might lead out of the project: it is never followed.
            entry.is_some_and(|entry| *entry != Entry::Folder)
        };
        if folders_of(path).any(is_blocked) {
            return Some("one of its folders is a file or a link");
        }
        match self.disk.entries.get(path) {
            Some(Entry::Folder) => Some("it is a folder, and has to be a file"),
            Some(Entry::Other) => Some("it is a link or a device, and has to be a file"),
            Some(Entry::File(_)) | None => None,
        }
    }
}

/// Why a file of ours is refused.
const EDITED: &str = "it is ours, and was edited by hand";

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Edited, Verdict, Wanted, settle};
    use crate::project::{Disk, Entry, File, Lock, Root, Row, sha256};

    /// What stands at `path`, what the lock says of it, what is made there and what is grafted; what happens.
    #[derive(Default)]
    struct Case {
        stands: Option<&'static str>,
        row: Option<Row>,
        made: Option<File>,
        grafted: Option<&'static str>,
        forced: bool,
    }

    const PATH: &str = "a/file.rs";

    #[track_caller]
    fn check(case: Case, verdict: Option<Verdict>, contents: Option<&str>) {
        let entries = case.stands.map(|text| {
            let file = Entry::File(text.as_bytes().to_vec());
            [("a".to_owned(), Entry::Folder), (PATH.to_owned(), file)]
        });
        let disk = Disk {
            root: Root::Occupied,
            entries: entries.into_iter().flatten().collect(),
        };
        let rows = case.row.map(|row| (PATH.to_owned(), row));
        let lock = Lock {
            files: rows.into_iter().collect(),
            ..Lock::default()
        };
        let files: Vec<File> = case.made.into_iter().collect();
        let grafted = case
            .grafted
            .map(|text| (PATH.to_owned(), text.as_bytes().to_vec()));
        let wanted = Wanted {
            files: &files,
            changed: &grafted.into_iter().collect::<BTreeMap<_, _>>(),
            emptied: &BTreeSet::new(),
            stale: &BTreeSet::new(),
        };
        let edited = if case.forced {
            Edited::Overwrite
        } else {
            Edited::Refuse
        };
        let decisions = settle(wanted, &lock, &disk, edited).unwrap();
        let decided = decisions.first();
        assert_eq!(decided.map(|decision| decision.verdict), verdict);
        let written = decided.and_then(|decision| decision.contents);
        assert_eq!(written, contents.map(str::as_bytes));
    }

    fn ours() -> Row {
        Row::Ours(sha256(b"made"))
    }

    fn yours() -> Row {
        Row::Yours(Some(sha256(b"made")))
    }

    #[test]
    fn ours_is_rewritten_unless_it_was_edited() {
        let case = |stands, row, forced| Case {
            stands,
            row,
            made: Some(File::ours(PATH, "new")),
            forced,
            ..Case::default()
        };
        check(case(None, None, false), Some(Verdict::Create), Some("new"));
        check(
            case(None, Some(ours()), false),
            Some(Verdict::Create),
            Some("new"),
        );
        check(case(Some("new"), None, false), Some(Verdict::Keep), None);
        check(
            case(Some("made"), Some(ours()), false),
            Some(Verdict::Rewrite),
            Some("new"),
        );
        check(
            case(Some("edit"), Some(ours()), false),
            Some(Verdict::Refuse),
            None,
        );
        check(
            case(Some("edit"), Some(ours()), true),
            Some(Verdict::Rewrite),
            Some("new"),
        );
        // A file of the user's where a new one of ours would go.
        check(case(Some("mine"), None, false), Some(Verdict::Refuse), None);
        // It was the user's in an older version: as long as they left it alone, it becomes ours.
        check(
            case(Some("made"), Some(yours()), false),
            Some(Verdict::Rewrite),
            Some("new"),
        );
        check(
            case(Some("edit"), Some(yours()), false),
            Some(Verdict::Refuse),
            None,
        );
    }

    #[test]
    fn ours_goes_when_nothing_makes_it() {
        let case = |stands, row, forced| Case {
            stands,
            row,
            forced,
            ..Case::default()
        };
        check(
            case(Some("made"), Some(ours()), false),
            Some(Verdict::Remove),
            None,
        );
        check(
            case(Some("edit"), Some(ours()), false),
            Some(Verdict::Refuse),
            None,
        );
        check(
            case(Some("edit"), Some(ours()), true),
            Some(Verdict::Remove),
            None,
        );
        check(case(None, Some(ours()), false), None, None);
        check(case(Some("made"), Some(yours()), true), None, None);
    }

    #[test]
    fn yours_is_created_once_and_then_only_grafted() {
        let case = |stands, row, grafted| Case {
            stands,
            row,
            made: Some(File::yours(PATH, "new")),
            grafted,
            forced: true,
        };
        check(case(None, None, None), Some(Verdict::Create), Some("new"));
        check(case(None, Some(yours()), None), Some(Verdict::Keep), None);
        check(case(Some("mine"), None, None), Some(Verdict::Keep), None);
        check(
            case(Some("mine"), Some(yours()), None),
            Some(Verdict::Keep),
            None,
        );
        check(
            case(Some("made"), Some(yours()), None),
            Some(Verdict::Keep),
            None,
        );
        let grafted = Some("mine and more");
        check(
            case(Some("mine"), Some(yours()), grafted),
            Some(Verdict::Edit),
            grafted,
        );
        check(case(None, None, grafted), Some(Verdict::Create), grafted);
        check(
            case(grafted, Some(yours()), grafted),
            Some(Verdict::Keep),
            None,
        );
        // A file that no contract makes any more takes what is moved into it.
        let gone = Case {
            made: None,
            ..case(Some("mine"), Some(yours()), grafted)
        };
        check(gone, Some(Verdict::Edit), grafted);
        let elsewhere = Case {
            made: None,
            ..case(Some("mine"), None, grafted)
        };
        check(elsewhere, Some(Verdict::Edit), grafted);
    }
}
