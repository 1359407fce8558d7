//! The abuse suite of an emitted project: it holds for what is emitted, and fails as soon as somebody opens a hole.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::project::{Said, cargo, lay};
use crate::support::{ROOT, defaults, emit, load};

/// A hole, and the test that sees it.
struct Hole {
    what: &'static str,
    /// A file of the gate.
    file: &'static str,
    /// What stands there once, and what stands there instead.
    from: &'static str,
    to: &'static str,
    seen_by: &'static str,
}

const HOLES: &[Hole] = &[
    Hole {
        what: "nobody is asked for credentials",
        file: "auth.rs",
        from: "if plan.alternatives.is_empty() {",
        to: "if plan.alternatives.len() < 9 {",
        seen_by: "strangers_are_told_to_authenticate",
    },
    Hole {
        what: "scopes do not matter",
        file: "auth.rs",
        from: "if lacks_scopes {",
        to: "if lacks_scopes && needs.is_empty() {",
        seen_by: "every_scope_is_needed",
    },
    Hole {
        what: "one scope of several is enough",
        file: "auth.rs",
        from: "need.scopes.iter().all(granted)",
        to: "(need.scopes.is_empty() || need.scopes.iter().any(granted))",
        seen_by: "every_scope_is_needed",
    },
    Hole {
        what: "AND has become OR",
        file: "auth.rs",
        from: "return Proof::Incomplete;",
        to: "continue;",
        seen_by: "schemes_that_belong_together_are_both_needed",
    },
    Hole {
        what: "signatures are not checked",
        file: "auth/signature.rs",
        from: "verified.map_err(|_| Error::new())",
        to: "verified.or(Ok(()))",
        seen_by: "forged_and_expired_credentials_are_refused",
    },
    Hole {
        what: "tokens are valid for ever",
        file: "auth/token.rs",
        from: "const LEEWAY: u64 = 30;",
        to: "const LEEWAY: u64 = 300_000_000;",
        seen_by: "forged_and_expired_credentials_are_refused",
    },
    Hole {
        what: "tokens for others pass",
        file: "auth/token.rs",
        from: "if !self.is_audience(claims.get(\"aud\")) {",
        to: "if !self.is_audience(claims.get(\"aud\")) && self.settings.audience.is_empty() {",
        seen_by: "forged_and_expired_credentials_are_refused",
    },
    Hole {
        what: "any password will do",
        file: "auth/users.rs",
        from: "Some(entry) if right =>",
        to: "Some(entry) if right || !right =>",
        seen_by: "forged_and_expired_credentials_are_refused",
    },
    Hole {
        what: "any key will do",
        file: "auth/keys.rs",
        from: ".find(key)",
        to: ".0.values().flatten().next()",
        seen_by: "forged_and_expired_credentials_are_refused",
    },
    Hole {
        what: "nobody is limited",
        file: "limit.rs",
        from: "if ahead > capacity {",
        to: "if ahead > capacity && interval == 0 {",
        seen_by: "callers_are_limited",
    },
    Hole {
        what: "the length that is announced does not matter",
        file: "edge/body.rs",
        from: "if length.is_some_and(|length| length > limit) {",
        to: "if length.is_some_and(|length| length > limit && limit == 0) {",
        seen_by: "large_bodies_are_refused",
    },
    Hole {
        what: "what comes without a length is not counted",
        file: "edge/body.rs",
        from: "if total > limit {",
        to: "if total > limit && limit == 0 {",
        seen_by: "large_bodies_are_refused",
    },
    Hole {
        what: "compressed bodies are taken",
        file: "edge/body.rs",
        from: "!coding.as_bytes().eq_ignore_ascii_case(b\"identity\")",
        to: "coding.as_bytes().is_empty()",
        seen_by: "compressed_bodies_are_refused",
    },
    Hole {
        what: "every media type is taken for the first that is declared",
        file: "edge/body.rs",
        from: "match media_of(headers, media) {",
        to: "match media_of(headers, media).or(media.first()) {",
        seen_by: "other_media_types_are_refused",
    },
    Hole {
        what: "unknown members pass",
        file: "decode/object.rs",
        from: "refuse_unknown(members, at, report, rule.known)?;",
        to: "let _ = refuse_unknown;",
        seen_by: "unknown_members_are_refused",
    },
];

fn project() -> PathBuf {
    let files = emit(
        &load(&Path::new(ROOT).join("tests/contracts/abuse.yaml")),
        &defaults("abuse-mutants"),
    );
    let folder = lay("abuse-mutants", &files);
    // A gate with a hole in it must not pass for the gate of other projects in the folder of builds.
    for file in ["gate/Cargo.toml", "Cargo.lock"] {
        replace(
            &folder.join(file),
            "name = \"gate\"\nversion = \"0.1.0\"",
            "name = \"gate\"\nversion = \"0.1.0+mutant\"",
        );
    }
    folder
}

#[track_caller]
fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert_eq!(
        text.matches(from).count(),
        1,
        "{}: `{from}` has to stand there once",
        path.display()
    );
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn suite(folder: &Path) -> Said {
    cargo(folder, &["test", "--locked", "--test", "abuse"])
}

#[test]
fn holds_for_what_is_emitted_and_sees_every_hole() {
    let folder = project();
    let said = suite(&folder);
    assert!(said.success, "{}{}", said.data, said.talk);
    let mut unseen = Vec::new();
    for hole in HOLES {
        let path = folder.join("gate/src").join(hole.file);
        let sound = fs::read_to_string(&path).unwrap();
        replace(&path, hole.from, hole.to);
        let said = suite(&folder);
        fs::write(&path, sound).unwrap();
        assert!(
            said.data.contains("running "),
            "{}: it does not compile\n{}",
            hole.what,
            said.talk
        );
        if !said
            .data
            .contains(&format!("test {} ... FAILED", hole.seen_by))
        {
            unseen.push(format!("{}: {}", hole.what, said.data));
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}
