//! Rules: schemas that no Rust type fits, enforced by the compiled schema.
#![cfg(feature = "rules")]

use gate::{
    Any, Pointer, Report,
    json::{ReadLimits, read},
    rule::{Rule, Rules, rule},
};

static RULES: Rules = Rules::new(
    r##"{"$defs": {
        "Even": {"type": "integer", "not": {"const": 4}, "multipleOf": 2},
        "Tree": {"type": "object", "properties": {"value": {"type": "integer"}, "child": {"$ref": "#/$defs/Tree"}},
                 "required": ["value"], "unevaluatedProperties": false},
        "Mail": {"type": "string", "format": "email"},
        "Date": {"properties": {"a/b": {"format": "date"}}},
        "Word": {"type": "string", "pattern": "^(a+)+$"},
        "Look": {"type": "string", "pattern": "^(?=.*[0-9])[a-z0-9]+$"},
        "Closed": {"allOf": [{"properties": {"a": {"minLength": 2}, "b": {"properties": {"c": {"type": "string"}}}}}],
                   "unevaluatedProperties": false},
        "Both": {"oneOf": [{"minimum": 1}, {"maximum": 3}]}
    }}"##,
);

#[cfg(test)]
fn check(definition: &'static str, json: &str) -> Result<Any, Vec<(String, String)>> {
    let value = read(json.as_bytes(), &ReadLimits::default()).expect("readable");
    let mut report = Report::new();
    let name: &'static str = String::leak(format!("/$defs/{definition}"));
    let kept = rule(
        &value,
        &Pointer::root().key("at"),
        &mut report,
        &Rule::new(&RULES, name),
    );
    // The crate's own order of errors is not promised.
    let mut found: Vec<_> = report
        .violations()
        .map(|found| (found.pointer.clone(), found.detail.to_string()))
        .collect();
    found.sort();
    assert_eq!(kept.is_none(), !found.is_empty());
    kept.ok_or(found)
}

#[cfg(test)]
#[track_caller]
fn refuses(definition: &'static str, json: &str, expected: &[(&str, &str)]) {
    let found = check(definition, json).expect_err("must be refused");
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(at, detail)| (at.as_str(), detail.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_member_that_is_wrong_is_not_called_undeclared_as_well() {
    refuses(
        "Closed",
        r#"{"a":"x","b":{"c":1},"ab":1}"#,
        &[
            ("/at/a", "must have at least 2 characters"),
            ("/at/ab", "is not a declared member"),
            ("/at/b/c", "must be of type string"),
        ],
    );
    refuses(
        "Closed",
        r#"{"a":"xx","ab":1}"#,
        &[("/at/ab", "is not a declared member")],
    );
}

#[test]
fn what_keeps_the_rule_passes_as_it_is() {
    assert_eq!(check("Even", "6"), Ok(Any(serde_json::json!(6))));
    assert!(check("Tree", r#"{"value":1,"child":{"value":2}}"#).is_ok());
    assert!(check("Look", "\"a1\"").is_ok());
    assert!(check("Both", "0").is_ok());
}

#[test]
fn what_breaks_it_is_named_at_its_place_and_never_repeated() {
    refuses("Even", "4", &[("/at", "fits a form that is ruled out")]);
    refuses("Even", "5", &[("/at", "must be a multiple of 2")]);
    refuses("Even", "\"secret\"", &[("/at", "must be of type integer")]);
    refuses(
        "Tree",
        r#"{"value":"secret","child":{"extra":1,"child":[]}}"#,
        &[
            ("/at/child/child", "must be of type object"),
            ("/at/child/extra", "is not a declared member"),
            ("/at/child/value", "is required"),
            ("/at/value", "must be of type integer"),
        ],
    );
    refuses(
        "Both",
        "2",
        &[(
            "/at",
            "must fit exactly one of the declared forms, and fits several",
        )],
    );
}

#[test]
fn formats_are_asserted_and_are_those_of_this_crate() {
    assert!(check("Mail", "\"a@b.c\"").is_ok());
    refuses(
        "Mail",
        "\"secret\"",
        &[("/at", "must be an e-mail address")],
    );
    refuses(
        "Date",
        r#"{"a/b":"2021-02-29"}"#,
        &[(
            "/at/a~1b",
            "must be a date as in RFC 3339, such as 2026-01-31",
        )],
    );
}

#[test]
fn hostile_patterns_stay_bounded() {
    let start = std::time::Instant::now();
    assert!(check("Word", &format!("\"{}!\"", "a".repeat(50_000))).is_err());
    assert!(start.elapsed().as_secs() < 10);
}

static TEXT: Rules = Rules::new("{");
static AWAY: Rules =
    Rules::new(r#"{"$defs": {"Even": {"$ref": "https://example.com/elsewhere.json"}}}"#);
static TYPE: Rules = Rules::new(r#"{"$defs": {"Even": {"type": "nonsense"}}}"#);
static GONE: Rules = Rules::new(r#"{"$defs": {}}"#);

#[test]
fn a_rule_that_cannot_be_compiled_lets_nothing_pass() {
    for rules in [&TEXT, &AWAY, &TYPE, &GONE] {
        assert!(
            Rule::new(rules, "/$defs/Even").prepare().is_err(),
            "{rules:?}"
        );
        let value = read(b"6", &ReadLimits::default()).expect("readable");
        let mut report = Report::new();
        assert_eq!(
            rule(
                &value,
                &Pointer::root(),
                &mut report,
                &Rule::new(rules, "/$defs/Even")
            ),
            None
        );
        assert!(!report.is_empty());
    }
    assert!(Rule::new(&RULES, "/$defs/Even").prepare().is_ok());
}

#[test]
fn numbers_that_cannot_be_kept_are_refused() {
    refuses(
        "Both",
        "1e999",
        &[("/at", "must not hold a number beyond 64-bit floating point")],
    );
}
