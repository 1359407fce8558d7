//! Random contracts and random users: hundreds of rounds, in which no line of the user's is lost, every operation is answered by
//! what was written for it, and a second run does nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use portcullis::graft::{Files, NoteKind};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

use super::contract::{Stage, evolved, stage};

/// How many contracts there are, each of them changed as often.
const CONTRACTS: u64 = 12;

/// How often one contract changes.
const CHANGES: usize = 18;

/// Numbers of one generator.
trait Below {
    /// A number below a bound that is not 0.
    fn below(&mut self, bound: usize) -> usize;
}

impl Below for TestRng {
    fn below(&mut self, bound: usize) -> usize {
        self.next_u32() as usize % bound
    }
}

/// An operation, known by a number that no contract shows.
#[derive(Clone, Debug)]
struct Row {
    number: usize,
    tag: String,
    id: Option<String>,
    method: &'static str,
    path: String,
}

#[derive(Debug)]
struct World {
    rows: Vec<Row>,
    made: usize,
}

impl World {
    fn new(random: &mut TestRng) -> Self {
        let mut world = Self {
            rows: Vec::new(),
            made: 0,
        };
        for _ in 0..4 + random.below(5) {
            world.add(random);
        }
        world
    }

    fn add(&mut self, random: &mut TestRng) {
        const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE"];
        self.made += 1;
        let number = self.made;
        let object = if random.below(2) == 0 { "/{id}" } else { "" };
        let at = random.below(self.rows.len() + 1);
        self.rows.insert(
            at,
            Row {
                number,
                tag: format!("tag{}", random.below(4)),
                id: (random.below(5) > 0).then(|| format!("op{number}")),
                method: METHODS[random.below(METHODS.len())],
                path: format!("/thing{number}{object}"),
            },
        );
    }

    /// Changes one thing, such that it is plain what became of every operation.
    fn change(&mut self, random: &mut TestRng) {
        let count = self.rows.len();
        let at = random.below(count.max(1));
        self.made += 1;
        let fresh = self.made;
        match random.below(9) {
            0 | 1 => self.add(random),
            2 if count > 1 => {
                self.rows.remove(at);
            }
            3 if count > 0 => self.rows[at].id = Some(format!("renamed{fresh}")),
            4 if count > 0 && self.rows[at].id.is_some() => {
                self.rows[at].path = format!("/moved{fresh}");
            }
            5 if count > 0 => self.rows[at].tag = format!("tag{}", random.below(5)),
            6 if count > 0 => {
                // Ids are passed on: the last gets a new one.
                let mut id = Some(format!("passed{fresh}"));
                for row in &mut self.rows {
                    if row.id.is_some() {
                        std::mem::swap(&mut row.id, &mut id);
                    }
                }
            }
            7 => {
                for row in self.rows.iter_mut().filter(|row| row.id.is_some()) {
                    row.path = format!("/v{fresh}{}", row.path);
                }
            }
            8 => {
                let tag = format!("tag{}", random.below(5));
                self.rows
                    .iter_mut()
                    .for_each(|row| row.tag.clone_from(&tag));
            }
            _ => {}
        }
    }

    fn text(&self) -> String {
        let row = |row: &Row| {
            let id = row.id.as_deref().unwrap_or("-");
            format!("{} {id} {} {}\n", row.tag, row.method, row.path)
        };
        self.rows.iter().map(row).collect()
    }

    /// What operation stands where, by method and path.
    fn numbers(&self) -> BTreeMap<(String, String), usize> {
        let row = |row: &Row| ((row.method.to_owned(), row.path.clone()), row.number);
        self.rows.iter().map(row).collect()
    }
}

/// Every line that a user wrote, by its number.
struct User {
    lines: usize,
}

impl User {
    /// Writes lines anywhere, and in every stub that nobody has written in.
    fn work(&mut self, files: &mut Files, world: &World, stage: &Stage, random: &mut TestRng) {
        let numbers = world.numbers();
        for operation in &stage.inventory.operations {
            let number = numbers[&(operation.http_method.clone(), operation.route.clone())];
            let head = format!("async fn {}(", operation.method);
            for (path, text) in files
                .iter_mut()
                .filter(|(path, _)| path.starts_with("src/handlers/"))
            {
                let _ = path;
                let Some(start) = live(text, &head) else {
                    continue;
                };
                let body = start + text[start..].find("{\n").map_or(0, |at| at + 2);
                let is_stub = text[body..]
                    .trim_start()
                    .starts_with("let _ = (caller, request);");
                if is_stub && random.below(3) > 0 {
                    self.lines += 1;
                    text.insert_str(
                        body,
                        &format!("        // user {} of {number}.\n", self.lines),
                    );
                }
            }
        }
        for (path, text) in files.iter_mut() {
            let is_rust = Path::new(path).extension().is_some_and(|end| end == "rs");
            let is_commented = is_rust && path.starts_with("src/");
            if (is_commented || path.starts_with("tests/abuse/")) && random.below(3) == 0 {
                let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
                if breaks.is_empty() {
                    continue;
                }
                self.lines += 1;
                let mark = if is_commented { "//" } else { "#" };
                let at = breaks[random.below(breaks.len())];
                text.insert_str(at, &format!("{mark} user {} anywhere\n", self.lines));
            }
        }
    }
}

/// Where something stands that is compiled.
fn live(text: &str, head: &str) -> Option<usize> {
    text.match_indices(head).map(|(at, _)| at).find(|&at| {
        let block = text[..at]
            .rfind("\nimpl ")
            .or_else(|| text[..at].rfind("impl "));
        let before = &text[..block.unwrap_or(0)];
        let last = before.trim_end().lines().last().unwrap_or_default();
        !last.starts_with("#[expect(dead_code") && !last.starts_with("#[cfg(false)]")
    })
}

/// The files that a person looks at when something is wrong.
fn shown(files: &Files) -> String {
    let is_shown = |path: &str| {
        path.starts_with("src/handlers/")
            || path == "src/policy.rs"
            || path.starts_with("tests/abuse/")
    };
    let mut shown = String::new();
    for (path, text) in files.iter().filter(|(path, _)| is_shown(path)) {
        let _ = writeln!(shown, "---- {path}\n{text}");
    }
    shown
}

fn user_lines(files: &Files) -> BTreeSet<String> {
    let lines = files.values().flat_map(|text| text.lines());
    let lines = lines.filter(|line| line.contains("user "));
    lines
        .map(|line| line.trim_start_matches("# ").trim().to_owned())
        .map(|line| line.trim_start_matches(['#', '/', ' ']).to_owned())
        .collect()
}

#[test]
fn no_line_is_lost_and_no_body_serves_another() {
    for seed in 0..CONTRACTS {
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let mut random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let mut world = World::new(&mut random);
        let mut old = stage(&world.text());
        let mut files = old.yours.clone();
        let mut user = User { lines: 0 };
        for round in 0..CHANGES {
            user.work(&mut files, &world, &old, &mut random);
            let before = world.text();
            world.change(&mut random);
            let new = stage(&world.text());
            let (after, grafted) = evolved(&files, &old, &new);
            let scene = || format!("seed {seed}, round {round}:\n{before}->\n{}", world.text());
            let (had, has) = (user_lines(&files), user_lines(&after));
            let lost: Vec<&String> = had.difference(&has).collect();
            assert!(
                lost.is_empty(),
                "{lost:?} lost\n{}{}\n>>>>>>>>\n{}",
                scene(),
                shown(&files),
                shown(&after)
            );
            assert!(
                grafted
                    .notes
                    .iter()
                    .all(|note| note.kind != NoteKind::Paste),
                "{:#?}\n{}{}",
                grafted.notes,
                scene(),
                shown(&files)
            );
            judge(&after, &world, &new, &scene);
            let (again, nothing) = evolved(&after, &new, &new);
            assert!(
                again == after && nothing.notes.is_empty(),
                "not the same twice\n{}",
                scene()
            );
            (files, old) = (after, new);
        }
    }
}

/// Every operation is answered once, by what was written for it, has one rule and one case; and nothing else has any.
fn judge(files: &Files, world: &World, stage: &Stage, scene: &impl Fn() -> String) {
    let numbers = world.numbers();
    let policy = &files["src/policy.rs"];
    let mut answered = 0;
    for operation in &stage.inventory.operations {
        let number = numbers[&(operation.http_method.clone(), operation.route.clone())];
        let head = format!("async fn {}(", operation.method);
        let tag = stage.inventory.tag_of(operation).unwrap();
        let opening = format!("\nimpl {} for App", tag.trait_name);
        let homes: Vec<&String> = files
            .values()
            .filter(|text| {
                let mut impls = text.match_indices(&opening).map(|(at, _)| at);
                impls.any(|at| {
                    let end = text[at..].find("\n}").map_or(text.len(), |end| at + end);
                    text[at..end].contains(&head)
                })
            })
            .collect();
        assert_eq!(homes.len(), 1, "{operation:?}\n{}{}", scene(), shown(files));
        answered += 1;
        let at = homes[0].find(&head).unwrap();
        let body = &homes[0][at..];
        let body = &body[..body.find("\n    }").unwrap_or(body.len())];
        for mark in body.match_indices(" of ").map(|(at, _)| &body[at + 4..]) {
            let of = mark.split('.').next().unwrap();
            assert_eq!(of, number.to_string(), "{operation:?}\n{}{body}", scene());
        }
        let arm = format!("Operation::{}", operation.variant);
        let mut above = "";
        let mut arms = 0;
        for line in policy.lines() {
            let behind = line.trim().strip_prefix(&arm);
            let ends = behind.is_some_and(|rest| rest.starts_with(['(', ' ']));
            arms += usize::from(ends && !above.contains("#[cfg(false)]"));
            if !line.trim().starts_with("//") {
                above = line;
            }
        }
        assert_eq!(arms, 1, "{arm}\n{}{policy}", scene());
        let place = format!(
            "method = \"{}\"\npath = \"{}\"",
            operation.http_method, operation.path
        );
        let cases = files
            .iter()
            .filter(|(path, _)| path.starts_with("tests/abuse/"));
        let cases: usize = cases
            .map(|(_, text)| {
                let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
                lines.join("\n").matches(&place).count()
            })
            .sum();
        assert_eq!(cases, 1, "{place}\n{}{}", scene(), shown(files));
    }
    assert_eq!(answered, world.rows.len());
    for tag in &stage.inventory.tags {
        let declared = format!("mod {};", tag.module);
        assert!(
            files["src/handlers/mod.rs"].contains(&declared),
            "{declared}\n{}",
            scene()
        );
    }
}
