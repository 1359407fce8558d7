//! Patterns: what they accept, what is refused, and whether a real ECMA-262 engine agrees.

mod node;

use portcullis::model::pattern::{Engine, translate};

/// Whether a translated pattern is found in `text`, by the engine it was translated for.
fn found(pattern: &str, text: &str) -> bool {
    let translated = translate(pattern).unwrap_or_else(|error| panic!("`{pattern}`: {error}"));
    match translated.engine {
        Engine::Linear => regex::Regex::new(&translated.regex).unwrap().is_match(text),
        Engine::Bounded => fancy_regex::Regex::new(&translated.regex)
            .unwrap()
            .is_match(text)
            .unwrap(),
    }
}

/// A pattern, strings in which it is found, strings in which it is not.
type Case = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const MEANINGS: &[Case] = &[
    (r"^\d$", &["0", "9"], &["٣", "०", "x"]),
    (r"^\D$", &["x", "٣"], &["0"]),
    (r"^\w$", &["a", "_", "7"], &["é", "ß", "-"]),
    (r"^\W$", &["é", "-"], &["a"]),
    (
        r"^\s$",
        &["\u{FEFF}", "\u{2028}", "\u{A0}", "\u{B}", "\t", "\u{3000}"],
        &["\u{85}", "\u{180E}", "\u{200B}", "x"],
    ),
    (r"^\S$", &["\u{85}", "x"], &["\u{FEFF}", " "]),
    (
        "^.$",
        &["x", "\u{85}", "😀"],
        &["\n", "\r", "\u{2028}", "\u{2029}"],
    ),
    ("^a$", &["a"], &["a\n", "\na", "b\na"]),
    (r"^[^]$", &["x", "\n"], &[""]),
    ("[]", &[], &["", "x", "]"]),
    (r"^\cC\cj$", &["\u{3}\n"], &["cCcj"]),
    (r"^\0\x41\u0042\u{43}$", &["\0ABC"], &["0ABC"]),
    (r"^\uD83D\uDE00$", &["😀"], &[]),
    (r"^[\uD83D\uDE00-\u{1F64F}]$", &["😀", "🙏"], &["\u{FFFD}"]),
    (r"\uD83D", &[], &["😀", ""]),
    (
        r"^[\uD800-\uE000]$",
        &["\u{E000}"],
        &["\u{D7FF}", "\u{E001}"],
    ),
    (
        r"^\p{Letter}\p{L}\p{Script=Greek}\p{scx=Latin}\p{Lowercase}$",
        &["éßαaz"],
        &["é1αaz", "éßaaz", "éßαaZ"],
    ),
    (r"^\P{L}$", &["1"], &["é"]),
    (r"^[^\P{L}]$", &["é"], &["1"]),
    (r"^\/\-\:\_\#\é$", &["/-:_#é"], &[]),
    ("^{a}]{$", &["{a}]{"], &["a"]),
    ("^a{2,$", &["a{2,"], &["aa"]),
    ("^a{2}b{1,}c{0,1}$", &["aab", "aabbc"], &["ab", "aabcc"]),
    (r"^[a[b]\]$", &["a]", "[]", "b]"], &["a", "]]"]),
    (r"^[a&&b]+$", &["a&b"], &["-"]),
    (r"^[a~~b+--c]+$", &["a~b+,-c"], &["&"]),
    (r"^[!--]+$", &["!-,"], &["."]),
    (r"^[\w-.]+$", &["a-."], &["/"]),
    (r"^[+-\d]+$", &["+-1"], &[",", "."]),
    (r"^[\b]$", &["\u{8}"], &["b"]),
    (r"\bfoo\b", &["a foo.", "éfooé"], &["afoo", "foo_"]),
    (r"é\Bé", &["éé"], &["é é"]),
    (r"(?=\bé)a|x\b", &["x", "xé"], &["xa"]),
    ("^(?<year>[0-9]{2})(?<$n>x)$", &["20x"], &["20"]),
    (
        "^(?i:straße|k)$",
        &["STRAßE", "\u{212A}", "K"],
        &["strasse"],
    ),
    ("^(?s:.)(?-s:.)$", &["\nx"], &["\n\n"]),
    (
        r"^(?=.*\d)(?=.*[a-z]).{4,}$",
        &["abc1"],
        &["abcd", "1234", "a1"],
    ),
    (r"^(?!tmp)[a-z]+$", &["abc"], &["tmpx"]),
    ("(?<=a)b(?<!ab)|(?<=x+)y", &["xxy"], &["ab", "y"]),
    (r"^(['\x22]).*\1$", &["'a'", "\"\""], &["'a\""]),
    (r"^(?<q>a|b)\k<q>$", &["aa", "bb"], &["ab"]),
    (r"^(?:(a)|b)\1$", &["aa", "b"], &["a", "ba"]),
    (r"^\1(a)$", &["a"], &["aa"]),
    (r"^(a\1)$", &["a"], &["aa"]),
    ("", &["", "x"], &[]),
    ("^(?:a|)$", &["a", ""], &["b"]),
    (r"^\$\^\(\)\[\]\{\}\|\*\+\?\.\\$", &[r"$^()[]{}|*+?.\"], &[]),
];

#[test]
fn a_pattern_means_what_ecma_says() {
    for (pattern, yes, no) in MEANINGS {
        for text in *yes {
            assert!(found(pattern, text), "`{pattern}` is not found in {text:?}");
        }
        for text in *no {
            assert!(!found(pattern, text), "`{pattern}` is found in {text:?}");
        }
    }
}

/// A pattern and a part of the reason for which it is refused.
const REFUSALS: &[(&str, &str)] = &[
    ("(", "not closed"),
    (")", "not opened"),
    ("[a", "not closed"),
    ("a**", "nothing to repeat"),
    ("a++", "nothing to repeat"),
    ("^*", "nothing to repeat"),
    ("(?=a)*", "nothing to repeat"),
    ("a{2,1}", "out of order"),
    ("[b-a]", "before it begins"),
    ("a{,3}", "`{0,n}`"),
    (r"\Aa\Z", "write `^`"),
    (r"a\Z", "very end"),
    (r"\a", r"\x07"),
    (r"\", "ends in a backslash"),
    (r"\c1", "not followed by a letter"),
    (r"\x4", "two hexadecimal digits"),
    (r"\u12", "four hexadecimal digits"),
    (r"\u{110000}", "code point"),
    (r"\2(a)", "octal"),
    (r"\pL", "in braces"),
    (r"\p{^L}", "in braces"),
    (r"\p{Nonsense}", "do not know"),
    ("(?i)a", "(?i:…)"),
    ("(?m:^a)", "line ends"),
    ("(?P<n>a)", "Python"),
    ("(?>a)", "no group that begins"),
    ("(?<1>a)", "no name"),
    ("(?<n>a)(?<n>b)", "two groups"),
    (r"(?<n>a)\k<m>", "no group is named"),
    (r"(?<n>a)\k", "not followed by a name"),
    (r"\k<n>", "no group is named"),
    (r"(?:(a)|b)*\1", "inside a repetition"),
    (r"(?<=(a)b)\1", "look behind"),
    (r"(a)(?<=\1b)", "inside a look behind"),
    (r"(?i:\P{Lu})", "where case is ignored"),
    (r"(?i:\b)", "where case is ignored"),
    ("(.{0,1000}){1000}", "10 MiB"),
    ("(?:(?:(?:a{1000}){1000}){1000}){1000}", "10 MiB"),
    ("(?=a)(?:a{2000}){2000}", "10 MiB"),
];

#[test]
fn what_cannot_be_kept_is_refused_with_its_reason() {
    for (pattern, part) in REFUSALS {
        match translate(pattern) {
            Ok(translated) => panic!("`{pattern}` became `{}`", translated.regex),
            Err(error) => assert!(error.to_string().contains(part), "`{pattern}`: {error}"),
        }
    }
}

#[test]
fn a_deep_pattern_is_refused_and_does_not_exhaust_the_stack() {
    let pattern = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(
        translate(&pattern)
            .unwrap_err()
            .to_string()
            .contains("too deep")
    );
}

#[test]
fn only_looking_around_or_back_needs_the_bounded_engine() {
    for pattern in [
        "a",
        r"\ba\B",
        "(?i:a)",
        "[(?=]",
        r"\(?=",
        r"(?<n>a)",
        r"\u{1F600}",
    ] {
        assert_eq!(
            translate(pattern).unwrap().engine,
            Engine::Linear,
            "{pattern}"
        );
    }
    for pattern in [
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        "(?<!a)",
        r"(a)\1",
        r"(?<n>a)\k<n>",
    ] {
        assert_eq!(
            translate(pattern).unwrap().engine,
            Engine::Bounded,
            "{pattern}"
        );
    }
}

#[test]
fn a_simple_pattern_stays_readable() {
    for pattern in [
        "^[a-z][a-z0-9-]{0,30}$",
        r"^sha256:[a-f0-9]{64}$",
        "^(on|off)$",
        "^[A-Za-zäöüß ]+$",
    ] {
        let expected = pattern.replace("9-]", r"9\-]");
        assert_eq!(translate(pattern).unwrap().regex, expected);
    }
}
