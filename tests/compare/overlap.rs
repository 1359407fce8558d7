//! Alternatives that come to overlap, and patterns that match more or less than before.

use serde_json::{Value, json};

use super::{changes, codes, with};

/// Two alternatives of a body, changed by a patch of the second one.
#[track_caller]
fn overlapped(old: &[Value], new: &[Value]) -> Vec<String> {
    let choice = |branches: &[Value]| with("body", &json!({"oneOf": branches}));
    let found = changes(&choice(old), &choice(new), 0);
    codes(found.iter())
}

/// An object of these members, of which these have to be there.
fn object(members: &[&str], required: &[&str]) -> Value {
    let member = |name: &&str| ((*name).to_owned(), json!({"type": "string"}));
    let properties: serde_json::Map<String, Value> = members.iter().map(member).collect();
    json!({"type": "object", "title": members.concat(), "properties": properties, "required": required})
}

fn titled(title: &str, mut schema: Value) -> Value {
    schema["title"] = json!(title);
    schema
}

const TOLD: &str = "request-exclusive-narrowed";

#[test]
fn alternatives_that_come_to_overlap_are_told() {
    let cat = || titled("Cat", object(&["name", "meow"], &["name"]));
    let dog = |required: &[&str]| titled("Dog", object(&["name", "bark"], required));
    // `{name}` was a cat, and is a dog as well by now.
    let found = overlapped(&[cat(), dog(&["name", "bark"])], &[cat(), dog(&["name"])]);
    assert!(found.contains(&TOLD.to_owned()), "{found:?}");
    let found = overlapped(&[dog(&["name", "bark"]), cat()], &[dog(&["name"]), cat()]);
    assert!(
        found.contains(&TOLD.to_owned()),
        "in another order: {found:?}"
    );
    // One that comes.
    let found = overlapped(
        &[cat(), dog(&["name", "bark"])],
        &[
            cat(),
            dog(&["name", "bark"]),
            titled("Cow", object(&["name"], &[])),
        ],
    );
    assert!(found.contains(&TOLD.to_owned()), "{found:?}");
    // One that declares what only the other one did.
    let fish = || titled("Fish", object(&["fins"], &["fins"]));
    let bird = |members: &[&str]| titled("Bird", object(members, &[]));
    let found = overlapped(
        &[fish(), bird(&["wings"])],
        &[fish(), bird(&["wings", "fins"])],
    );
    assert!(found.contains(&TOLD.to_owned()), "{found:?}");
    // One that takes any member.
    let mut open = bird(&["wings"]);
    open["additionalProperties"] = json!(true);
    let found = overlapped(&[fish(), bird(&["wings"])], &[fish(), open]);
    assert!(found.contains(&TOLD.to_owned()), "{found:?}");
}

#[test]
fn what_overlapped_before_or_cannot_be_told_is_not() {
    let cat = || titled("Cat", object(&["name", "meow"], &["name"]));
    let dog = |required: &[&str]| titled("Dog", object(&["name", "bark"], required));
    let quiet = |old: &[Value], new: &[Value]| {
        let found = overlapped(old, new);
        assert!(!found.contains(&TOLD.to_owned()), "{found:?}");
    };
    // They did before.
    quiet(&[cat(), dog(&["name"])], &[cat(), dog(&[])]);
    // A third one took it as well before: it was refused already.
    let any = || titled("Any", object(&["name"], &["name"]));
    quiet(
        &[cat(), any(), dog(&["name", "bark"])],
        &[cat(), any(), dog(&["name"])],
    );
    // Another one still asks for what tells them apart, or refuses what the first one asks for.
    quiet(&[cat(), dog(&["name", "bark"])], &[cat(), dog(&["bark"])]);
    quiet(
        &[
            titled("Cat", object(&["name", "meow"], &["name", "meow"])),
            dog(&["name", "bark"]),
        ],
        &[
            titled("Cat", object(&["name", "meow"], &["name", "meow"])),
            dog(&["name"]),
        ],
    );
    // The member they share has to be something else.
    let mut short = dog(&["name"]);
    short["properties"]["name"]["maxLength"] = json!(3);
    quiet(&[cat(), dog(&["name", "bark"])], &[cat(), short]);
    // Something else judges too.
    let mut judged = dog(&["name"]);
    judged["not"] = json!({"required": ["name"]});
    quiet(&[cat(), dog(&["name", "bark"])], &[cat(), judged]);
    // In answers nobody is refused, and where a member says which one is meant, nobody is either.
    let answers = |second: Value| with("answer", &json!({"oneOf": [cat(), second]}));
    let found = changes(
        &answers(dog(&["name", "bark"])),
        &answers(dog(&["name"])),
        0,
    );
    assert!(
        !codes(found.iter())
            .iter()
            .any(|code| code.contains("exclusive")),
        "{found:?}"
    );
    let any_of = |second: Value| with("body", &json!({"anyOf": [cat(), second]}));
    let found = changes(&any_of(dog(&["name", "bark"])), &any_of(dog(&["name"])), 0);
    assert!(
        !codes(found.iter())
            .iter()
            .any(|code| code.contains("exclusive")),
        "{found:?}"
    );
}

#[test]
fn patterns_are_compared_by_what_they_match() {
    let pattern = |text: &str| with("property", &json!({"type": "string", "pattern": text}));
    for (old, new, expected) in [
        ("^(a|b)$", "^[ab]$", None),
        ("^[0-9]{3}$", "^\\d\\d\\d$", None),
        ("^[a-z]+$", "^[a-z0-9]+$", Some("request-pattern-widened")),
        ("^[a-z0-9]+$", "^[a-z]+$", Some("request-pattern-narrowed")),
        ("^[a-c]$", "^[b-d]$", Some("request-pattern-changed")),
        ("^(?=a)a$", "^a$", Some("request-pattern-changed")),
    ] {
        let found = codes(changes(&pattern(old), &pattern(new), 0).iter());
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(found, expected, "{old} to {new}");
    }
    // One more pattern that says nothing new, and one less.
    let both =
        json!({"type": "string", "allOf": [{"pattern": "^[a-c]+$"}, {"pattern": "^[a-z]+$"}]});
    let one = json!({"type": "string", "allOf": [{"pattern": "^[a-c]+$"}]});
    for (old, new) in [(&both, &one), (&one, &both)] {
        let found = changes(&with("property", old), &with("property", new), 0);
        assert_eq!(codes(found.iter()), Vec::<String>::new());
    }
}
