//! A file of the user's, what it was when it was made, and what it would be made as today come in; a patch comes out.
//!
//! It is only offered. A patch, unlike a merged file, still fits when the user has gone on working.

use diffy::{DiffOptions, Patch, apply, merge};

/// The file that a patch leads to, said for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// A unified patch, to be taken with `git apply` or `patch -p1` in the folder of the project.
    pub patch: String,
    /// Whether both changed the same lines: then both versions stand in it, between marks.
    pub conflicts: bool,
}

/// What brings the user's file at `path` to what is made today without what they changed; `None` where there is nothing to do.
#[must_use]
pub fn offer(path: &str, base: &str, yours: &str, fresh: &str) -> Option<Offer> {
    if base == fresh || yours == fresh {
        return None;
    }
    let (merged, conflicts) = match merge(base, yours, fresh) {
        Ok(merged) => (merged, false),
        Err(marked) => (marked, true),
    };
    (merged != yours).then(|| Offer {
        patch: patch(path, yours, &merged),
        conflicts,
    })
}

/// How a text of the file at `path` becomes another one, as a unified patch.
#[must_use]
pub fn patch(path: &str, old: &str, new: &str) -> String {
    DiffOptions::new()
        .set_original_filename(format!("a/{path}"))
        .set_modified_filename(format!("b/{path}"))
        .create_patch(old, new)
        .to_string()
}

/// Whether the user has taken a patch: going back over it works.
#[must_use]
pub fn is_taken(patch: &str, yours: &str) -> bool {
    Patch::from_str(patch).is_ok_and(|patch| apply(yours, &patch.reverse()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::{is_taken, offer};

    const BASE: &str = "one\ntwo\nthree\nfour\nfive\n";

    #[test]
    fn what_the_user_changed_stays() {
        let yours = "one\ntwo\nthree\nfour\nfive\nmine\n";
        let fresh = "ONE\ntwo\nthree\nfour\nfive\n";
        let offered = offer("src/main.rs", BASE, yours, fresh).unwrap();
        assert!(!offered.conflicts);
        assert_eq!(
            offered.patch,
            "--- a/src/main.rs\n+++ b/src/main.rs\n@@ -1,4 +1,4 @@\n-one\n+ONE\n two\n three\n four\n"
        );
    }

    #[test]
    fn a_patch_that_was_taken_is_told_from_one_that_was_not() {
        let yours = "one\ntwo\nthree\nfour\nfive\nmine\n";
        let fresh = "ONE\ntwo\nthree\nfour\nfive\n";
        let offered = offer("src/main.rs", BASE, yours, fresh).unwrap();
        assert!(!is_taken(&offered.patch, yours));
        assert!(is_taken(
            &offered.patch,
            "ONE\ntwo\nthree\nfour\nfive\nmine\nand more\n"
        ));
    }

    #[test]
    fn nothing_is_offered_where_nothing_is_new() {
        assert_eq!(offer("a", BASE, "mine\n", BASE), None);
        assert_eq!(offer("a", BASE, "new\n", "new\n"), None);
        // The user has taken it, and gone on.
        let taken = "one\ntwo\nTHREE\nfour\nfive\nmine\n";
        assert_eq!(
            offer("a", BASE, taken, "one\ntwo\nTHREE\nfour\nfive\n"),
            None
        );
    }

    #[test]
    fn a_conflict_shows_both() {
        let offered = offer("a", BASE, "mine\ntwo\n", "ONE\ntwo\nthree\nfour\nfive\n").unwrap();
        assert!(offered.conflicts);
        assert!(offered.patch.contains("+<<<<<<<"), "{}", offered.patch);
    }
}
