//! The user's files: what the contract asks to be put into them comes out as new texts, what a newer template would have
//! otherwise as patches to take or to leave. Texts come in; nothing here touches the disk.

use std::collections::{BTreeMap, BTreeSet};

use crate::choices;
use crate::graft::{
    Crates, Files, Grafted, Inventory, Left, LeftKind, Note, Texts, graft, look, remind,
};
use crate::project::{BASE, BEFORE, Disk, File, Lock, OFFERS, Owner, is_taken, offer, sha256};

/// What the user's files are held against.
#[derive(Clone, Copy)]
pub struct Sides<'a> {
    /// The folder as it is.
    pub disk: &'a Disk,
    /// What is on record.
    pub lock: &'a Lock,
    /// What would be made today.
    pub fresh: &'a [File],
    /// The paths of the contract's files.
    pub contract: &'a BTreeSet<String>,
    /// Whether another program made the project.
    pub is_newer: bool,
    /// What this program would have made of the contract as it was, where that is another program than the one that made it.
    pub made_before: Option<&'a [File]>,
    /// What the operations were called.
    pub old: &'a Inventory,
    /// What they are called now.
    pub new: &'a Inventory,
    /// What had no place the last time.
    pub left: &'a [Left],
}

/// What happens to the user's files.
#[derive(Default)]
pub struct Followed {
    /// New whole texts.
    pub changed: BTreeMap<String, Vec<u8>>,
    /// Files among them that nobody had changed: they are made anew.
    pub renewed: BTreeSet<String>,
    /// Files in which nothing is left.
    pub emptied: BTreeSet<String>,
    /// What grafting has to say.
    pub notes: Vec<Note>,
    /// What had no place, this time or before.
    pub left: Vec<Left>,
    /// What may be taken.
    pub offers: Vec<Offered>,
    /// The files that hold the offers.
    pub kept: Vec<File>,
}

/// A patch that the user may take.
pub struct Offered {
    /// The file that it is for.
    pub path: String,
    /// Where the patch lies.
    pub patch: String,
    /// Whether both sides changed the same lines.
    pub conflicts: bool,
    /// Whether it was told of before.
    pub is_new: bool,
}

/// The folders in which a user's Rust stands.
pub const SOURCES: &[&str] = &["src", "tests", "benches", "examples"];

/// Files that follow the contract by grafting: a newer template is all that can be offered for them.
pub fn is_grafted(path: &str) -> bool {
    let is_in = |folder: &str| {
        path.strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    path == "Cargo.toml"
        || has_extension(path, "rs") && SOURCES.iter().any(|folder| is_in(folder))
        || has_extension(path, "toml") && is_in("tests/abuse")
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, found)| found == extension)
}

/// Brings the user's files after the contract.
pub fn follow(sides: Sides<'_>) -> Followed {
    let disk_texts = texts(sides.disk, "");
    let base_texts = texts(sides.disk, &format!("{BASE}/"));
    let fresh: Files = sides
        .fresh
        .iter()
        .filter(|file| file.owner == Owner::Yours && is_grafted(&file.path))
        .filter_map(|file| Some((file.path.clone(), utf8(&file.contents)?.to_owned())))
        .collect();
    let grafted = graft(
        sides.old,
        sides.new,
        &Texts {
            files: &disk_texts,
            fresh: &fresh,
            base: &base_texts,
        },
    );
    let standing = standing(sides, &disk_texts, &fresh, &grafted);
    let texts = Texts {
        files: &standing,
        fresh: &fresh,
        base: &base_texts,
    };
    let types = changed_types(sides, &standing, &grafted.notes);
    let (notes, left) = reminded(sides, &texts, grafted.notes);
    let mut followed = Followed {
        left,
        notes,
        changed: grafted
            .changed
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes()))
            .collect(),
        emptied: grafted.emptied,
        ..Followed::default()
    };
    followed.notes.extend(types);
    for file in sides.fresh {
        if file.owner != Owner::Yours || sides.contract.contains(&file.path) {
            continue;
        }
        if is_renewed(sides, file) {
            let text = file.contents.clone();
            followed.changed.insert(file.path.clone(), text);
            followed.renewed.insert(file.path.clone());
        } else if file.path != LOCK_OF_DEPENDENCIES {
            offer_one(sides, file, &mut followed);
        }
    }
    followed
}

/// What is told, with what is left from before, and what is told again the next time.
fn reminded(sides: Sides<'_>, texts: &Texts<'_>, told: Vec<Note>) -> (Vec<Note>, Vec<Left>) {
    let mut candidates: Vec<Left> = told.iter().filter_map(|note| note.left.clone()).collect();
    candidates.extend(sides.left.iter().cloned());
    candidates.sort();
    candidates.dedup();
    let open = remind(sides.new, texts, &candidates);
    let left: Vec<Left> = open.iter().filter_map(|note| note.left.clone()).collect();
    // What never came has not to be taken away either.
    let never_came = |gone: &Left| {
        gone.kind == LeftKind::Gone
            && !left.contains(gone)
            && sides.left.iter().any(|known| known.is_same_place(gone))
    };
    let mut notes = told;
    notes.retain(|note| !note.left.as_ref().is_some_and(never_came));
    let is_new = |note: &Note| !notes.iter().any(|told| told.left == note.left);
    let again: Vec<Note> = open.into_iter().filter(is_new).collect();
    notes.extend(again);
    (notes, left)
}

/// The user's texts as they will be: grafted, with the files that are created.
fn standing(sides: Sides<'_>, now: &Files, fresh: &Files, grafted: &Grafted) -> Files {
    let is_new = |path: &str| !sides.lock.files.contains_key(path);
    let created = fresh.iter().filter(|(path, _)| is_new(path));
    let mut texts: Files = created
        .map(|(path, text)| (path.clone(), text.clone()))
        .collect();
    texts.extend(now.clone());
    texts.extend(grafted.changed.clone());
    texts.retain(|path, _| !grafted.emptied.contains(path));
    texts
}

/// What the user's files, as they will be, say of types that changed; what grafting told already is not told again.
fn changed_types(sides: Sides<'_>, yours: &Files, known: &[Note]) -> Vec<Note> {
    let is_types = |path: &str| path.starts_with("api/src/") && has_extension(path, "rs");
    let row = |path: &str, bytes: &[u8]| {
        let text = is_types(path).then(|| utf8(bytes)).flatten()?;
        Some((path.to_owned(), text.to_owned()))
    };
    let ours = sides.lock.files.keys();
    let before = ours.filter_map(|path| row(path, sides.disk.contents(path)?));
    let after = sides.fresh.iter();
    let after = after.filter_map(|file| row(&file.path, &file.contents));
    let (before, after) = (before.collect(), after.collect());
    let crates = Crates {
        before: &before,
        after: &after,
    };
    let mut notes = look(sides.old, sides.new, crates, yours);
    notes.retain(|note| {
        let mut told = known.iter();
        let is_told = |one: &Note| (&one.path, one.line) == (&note.path, note.line);
        !told.any(|one| is_told(one) && note.message.contains(&one.message))
    });
    notes
}

/// The user's texts in a project, or what they were created with.
fn texts(disk: &Disk, above: &str) -> Files {
    let files = disk.entries.keys().filter_map(|path| {
        let inside = path.strip_prefix(above)?;
        let text = is_grafted(inside).then(|| disk.contents(path)).flatten()?;
        Some((inside.to_owned(), utf8(text)?.to_owned()))
    });
    files.collect()
}

fn utf8(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// cargo's own: it is what was tested as long as nobody has changed it, and after that nothing is offered for it.
const LOCK_OF_DEPENDENCIES: &str = "Cargo.lock";

/// Whether a file that nobody has changed is made anew, because the contract asks for another one: settings of a gateway that
/// name its routes, say. What a newer template has otherwise is only ever offered, except for the lock of dependencies.
fn is_renewed(sides: Sides<'_>, fresh: &File) -> bool {
    let path = fresh.path.as_str();
    let now = sides.disk.contents(path);
    let base = sides.disk.contents(&format!("{BASE}/{path}"));
    if is_grafted(path) || now.is_none() || now != base || now == Some(&fresh.contents) {
        return false;
    }
    let is_of_template = || {
        let made_before = sides.made_before.into_iter().flatten();
        let mut made_before = made_before.filter(|file| file.path == path);
        sides.is_newer && !made_before.any(|file| base == Some(&file.contents))
    };
    path == LOCK_OF_DEPENDENCIES || !is_of_template()
}

fn offer_one(sides: Sides<'_>, fresh: &File, followed: &mut Followed) {
    let path = fresh.path.as_str();
    let patch_path = format!("{OFFERS}/{path}.patch");
    let before_path = format!("{BEFORE}/{path}");
    let text_at = |path: &str| sides.disk.contents(path).and_then(utf8);
    let open = text_at(&patch_path).zip(text_at(&before_path));
    let grafted = followed.changed.get(path).map(Vec::as_slice);
    let yours = grafted.or_else(|| sides.disk.contents(path)).and_then(utf8);
    let base = open
        .map(|(_, before)| before)
        .or_else(|| text_at(&format!("{BASE}/{path}")));
    let (Some(yours), Some(base)) = (yours, base) else {
        return;
    };
    if !sides.lock.files.contains_key(path) || sides.disk.contents(path).is_none() {
        return;
    }
    // What the choices file says is not read off the template: it is what the rest of the project is made from.
    let target = if is_grafted(path) || path == choices::FILE {
        let made_before = sides.made_before.into_iter().flatten();
        let made_before = made_before.filter(|file| file.path == path);
        made_before.map(|file| file.contents.as_slice()).next()
    } else {
        Some(fresh.contents.as_slice())
    };
    let (text, conflicts) = match target.and_then(utf8) {
        Some(target) => match offer(path, base, yours, target) {
            Some(offered) => (offered.patch, offered.conflicts),
            None => return,
        },
        // What was offered for a file that follows by grafting fits as it is, until it is taken or thrown away.
        None => match open {
            Some((offered, _)) if !is_taken(offered, yours) => {
                (offered.to_owned(), offered.contains("\n+<<<<<<<"))
            }
            _ => return,
        },
    };
    followed.offers.push(Offered {
        path: path.to_owned(),
        is_new: open.is_none_or(|(patch, _)| sha256(patch.as_bytes()) != sha256(text.as_bytes())),
        patch: patch_path.clone(),
        conflicts,
    });
    followed.kept.push(File::ours(before_path, base));
    followed.kept.push(File::ours(patch_path, text));
}
