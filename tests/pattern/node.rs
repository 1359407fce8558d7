//! The verdicts of Node's own `RegExp`, beside ours, over generated patterns.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use portcullis::model::pattern::{Engine, translate};
use serde_json::{Value, json};

/// Reads `{patterns, texts}` and answers a list: for each pattern `null` if it is none, or one verdict for each text.
/// What is no pattern in Unicode mode is tried without it (Annex B), as we do.
const SCRIPT: &str = r#"
const { patterns, texts } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const compile = (pattern) => {
  for (const flags of ["u", ""]) {
    try { return new RegExp(pattern, flags); } catch {}
  }
  return null;
};
console.log(JSON.stringify(patterns.map((pattern) => {
  const compiled = compile(pattern);
  return compiled && { flags: compiled.flags, verdicts: texts.map((text) => compiled.test(text)) };
})));
"#;

/// Asks Node; `None` where there is none and nobody promised one.
fn ask(patterns: &[String], texts: &[&str]) -> Option<Vec<Value>> {
    let spawned = Command::new("node")
        .args(["-e", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut node = match spawned {
        Ok(node) => node,
        Err(error) if std::env::var_os("CI").is_none() => {
            let _ = writeln!(
                std::io::stderr(),
                "skipped: there is no node to compare with ({error})"
            );
            return None;
        }
        Err(error) => panic!("CI promises a node: {error}"),
    };
    let question = json!({ "patterns": patterns, "texts": texts }).to_string();
    node.stdin
        .take()
        .unwrap()
        .write_all(question.as_bytes())
        .unwrap();
    let answer = node.wait_with_output().unwrap();
    assert!(answer.status.success());
    Some(serde_json::from_slice(&answer.stdout).unwrap())
}

/// The texts on which verdicts are compared.
const TEXTS: &[&str] = &[
    "", "a", "b", "ab", "ba", "aa", "aab", "abab", "A", "aB", "1", "12", "a1", "_", "-", "a-b",
    "é", "éa", "ß", "\n", "a\n", "\r", "\u{2028}", "\u{85}", "\u{FEFF}", " ", "a b", "😀", "a😀b",
    "\u{FFFD}", "{", "}", "]", "[", "a]", "^", "&&", "~", "\\", "/", "\u{8}", "\0", "\u{17F}",
    "\u{212A}", "K", "k", "s", "Σ", "ς", "a{2}", "\u{3}", "x", ".", "a.b",
];

/// A generator that is the same on every machine (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn pick<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words[self.below(words.len())]
    }

    /// An alternative of up to four steps.
    fn alternative(&mut self, depth: usize, pattern: &mut String) {
        for _ in 0..=self.below(4) {
            self.step(depth, pattern);
            if self.below(3) == 0 {
                pattern.push_str(self.pick(&[
                    "*", "+", "?", "{2}", "{1,2}", "{0,}", "*?", "+?", "??", "{", "{1", "{,2}",
                    "{x}",
                ]));
            }
        }
    }

    fn step(&mut self, depth: usize, pattern: &mut String) {
        match self.below(if depth == 0 { 8 } else { 12 }) {
            0..=2 => pattern.push_str(self.pick(&[
                "a", "b", "1", "é", "😀", "-", "_", " ", "/", "&", "}", "]", "k", "ſ",
            ])),
            3 => pattern.push_str(self.pick(&["^", "$", r"\b", r"\B", "|"])),
            4 | 5 => pattern.push_str(self.pick(&[
                ".",
                r"\d",
                r"\D",
                r"\w",
                r"\W",
                r"\s",
                r"\S",
                r"\n",
                r"\0",
                r"\cC",
                r"\x61",
                r"\u0061",
                r"\u{1F600}",
                r"\uD83D\uDE00",
                r"\uD83D",
                r"\p{L}",
                r"\P{L}",
                r"\p{Script=Greek}",
                r"\/",
                r"\-",
                r"\.",
                r"\]",
                r"\{",
                r"\a",
                r"\c1",
                r"\x",
                r"\u",
                r"\_",
                r"\k",
                r"\pL",
                r"\8",
            ])),
            6 => self.class(pattern),
            7 => pattern.push_str(self.pick(&[r"\1", r"\2", r"\k<n>", "()", "(?:)"])),
            8..=10 => {
                pattern.push_str(self.pick(&[
                    "(", "(", "(?:", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?<n>",
                ]));
                self.alternative(depth - 1, pattern);
                if self.below(2) == 0 {
                    pattern.push('|');
                    self.alternative(depth - 1, pattern);
                }
                pattern.push(')');
            }
            _ => pattern.push_str(self.pick(&["(", ")", "[", "(?>a)", r"\"])),
        }
    }

    fn class(&mut self, pattern: &mut String) {
        pattern.push_str(self.pick(&["[", "[^"]));
        for _ in 0..self.below(5) {
            pattern.push_str(self.pick(&[
                "a",
                "b-k",
                "-",
                "&&",
                "--",
                "~~",
                "[",
                "^",
                r"\d",
                r"\W",
                r"\s",
                r"\S",
                r"\]",
                r"\\",
                r"\-",
                r"\b",
                r"\B",
                r"\n",
                r"\p{L}",
                r"\P{L}",
                r"\u{1F600}",
                r"\uD83D",
                r"\uDE00",
                r"\uD83D\uDE00",
                "é",
                "😀",
                "0-9",
                "A-z",
                "(?=",
                r"\u0000-",
                "{",
                "|",
                "$",
                ".",
                "\n",
            ]));
        }
        pattern.push(']');
    }
}

/// Whether Node's verdict is the one we aim at. Without Unicode mode it matches halves of characters and reads `\p{L}` as
/// letters; and in Unicode mode an assertion alone is tried between the halves of a character, where ECMA-262 knows no
/// place.
fn comparable(flags: &str, pattern: &str, text: &str) -> bool {
    let holds = |parts: &[&str]| parts.iter().any(|part| pattern.contains(part));
    let astral = |text: &str| text.chars().any(|character| u32::from(character) > 0xFFFF);
    match flags {
        "u" => !astral(text) || !holds(&[r"\b", r"\B", "(?=", "(?!", "(?<=", "(?<!"]),
        _ => !astral(text) && !read_by_halves(pattern),
    }
}

/// Whether a pattern says something else without Unicode mode than with it.
fn read_by_halves(pattern: &str) -> bool {
    let escapes = [r"\p", r"\P", r"\u{", r"\uD83D\uDE00"];
    escapes.iter().any(|escape| pattern.contains(escape)) || pattern.contains('😀')
}

#[test]
fn node_agrees() {
    let mut dice = Dice(11);
    let count = std::env::var("PATTERNS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(4_000);
    let patterns: Vec<String> = (0..count)
        .map(|_| {
            let mut pattern = String::new();
            dice.alternative(2, &mut pattern);
            pattern
        })
        .collect();
    let Some(answers) = ask(&patterns, TEXTS) else {
        return;
    };
    let mut disagreements = String::new();
    let (mut compared, mut refused) = (0, 0);
    for (pattern, answer) in patterns.iter().zip(&answers) {
        let translated = match (translate(pattern), answer) {
            (Err(_), Value::Null) => continue,
            (Err(_), _) => {
                if answer["flags"] == "u" {
                    refused += 1;
                }
                continue;
            }
            (Ok(_), Value::Null) if read_by_halves(pattern) => continue,
            (Ok(translated), Value::Null) => {
                let _ = writeln!(
                    disagreements,
                    "{pattern:?} is none, but became {:?}",
                    translated.regex
                );
                continue;
            }
            (Ok(translated), _) => translated,
        };
        let matcher: Box<dyn Fn(&str) -> bool> = match translated.engine {
            Engine::Linear => {
                let regex = regex::Regex::new(&translated.regex).unwrap();
                Box::new(move |text| regex.is_match(text))
            }
            Engine::Bounded => {
                let regex = fancy_regex::Regex::new(&translated.regex).unwrap();
                Box::new(move |text| regex.is_match(text).unwrap())
            }
        };
        for (text, verdict) in TEXTS.iter().zip(answer["verdicts"].as_array().unwrap()) {
            if !comparable(answer["flags"].as_str().unwrap(), pattern, text) {
                continue;
            }
            compared += 1;
            if Value::Bool(matcher(text)) != *verdict {
                let _ = writeln!(
                    disagreements,
                    "{pattern:?} as {:?} on {text:?}: node says {verdict}",
                    translated.regex
                );
            }
        }
    }
    assert!(disagreements.is_empty(), "{disagreements}");
    assert!(
        compared > count * 10,
        "only {compared} verdicts were compared"
    );
    assert!(
        refused * 20 < count,
        "{refused} of {count} patterns are refused that node takes in Unicode mode"
    );
}
