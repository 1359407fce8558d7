//! Line and column of a pointer, in both notations.

use std::path::Path;

use portcullis::source::{self, Origin};

#[track_caller]
fn check(name: &str, text: &str, table: &[(&str, usize, usize)]) {
    let origin: &Origin = &source::parse(Path::new(name), text.as_bytes().to_vec()).origin;
    let pointers: Vec<&str> = table.iter().map(|row| row.0).collect();
    let places = source::locate(origin, &pointers);
    for ((pointer, line, column), place) in table.iter().zip(places) {
        let place = place.map(|place| (place.line, place.column));
        assert_eq!(place, Some((*line, *column)), "{pointer}");
    }
}

#[test]
fn in_yaml() {
    check(
        "a.yaml",
        "# ä comment\nopenapi: 3.0.3\npaths:\n  /a/{b}:\n    get: {tags: [x, 'y'], größe: 1, z: 2}\n  \"/~c\":\n    - one\n    - two: 2\n",
        &[
            ("", 2, 1),
            ("/openapi", 2, 1),
            ("/paths", 3, 1),
            ("/paths/~1a~1{b}", 4, 3),
            ("/paths/~1a~1{b}/get", 5, 5),
            ("/paths/~1a~1{b}/get/tags/1", 5, 21),
            ("/paths/~1a~1{b}/get/größe", 5, 27),
            ("/paths/~1a~1{b}/get/z", 5, 37),
            ("/paths/~1~0c/1/two", 8, 7),
        ],
    );
}

#[test]
fn in_json() {
    check(
        "a.json",
        "{ \"ä\\\"\": \"ü\", \"a/b\":\n  [1, {\"c\\u0064\": true},\n   []],\n\"d\": {}}",
        &[
            ("", 1, 1),
            ("/ä\"", 1, 3),
            ("/a~1b", 1, 15),
            ("/a~1b/0", 2, 4),
            ("/a~1b/1", 2, 7),
            ("/a~1b/1/cd", 2, 8),
            ("/a~1b/2", 3, 4),
            ("/d", 4, 1),
        ],
    );
}

#[test]
fn the_nearest_that_is_there() {
    let table = [
        ("/a/b/c/d", 2, 3),
        ("/a/x", 1, 1),
        ("/y", 1, 1),
        ("/list/9", 3, 1),
    ];
    check("a.yaml", "a:\n  b: {}\nlist: [1]\n", &table);
    check(
        "a.json",
        "{\n \"a\": {\n  \"b\": 1}}",
        &[("/a/b/c", 3, 3), ("/a/x", 2, 2), ("/y", 1, 1)],
    );
}

#[test]
fn below_aliases_and_names_that_are_no_text() {
    check(
        "a.yaml",
        "base: &base\n  x: 1\n? [q, {r: s}]\n: t\nuse: *base\nlast:\n  <<: *base\n  y: 2\n",
        &[
            ("/use/x", 5, 1),
            ("/last/y", 8, 3),
            ("/last/x", 6, 1),
            ("/base/x", 2, 3),
        ],
    );
}

#[test]
fn inside_of_what_lifting_wrapped() {
    check(
        "a.yaml",
        "s:\n  nullable: true\n  allOf:\n  - type: object\n    anyOf:\n    - a: 1\n",
        &[
            ("/s/anyOf/0/allOf/0/type", 4, 5),
            ("/s/anyOf/0/allOf/0/anyOf/0/a", 6, 7),
            ("/s/allOf/0/anyOf/0/a", 6, 7),
        ],
    );
}

#[test]
fn the_line_is_shown_and_a_long_one_cut() {
    let origin = &source::parse(Path::new("a.json"), b"{\"a\":\n  {\"b\": 1}}".to_vec()).origin;
    let place = source::locate(origin, &["/a/b"])
        .remove(0)
        .expect("a place");
    assert_eq!(
        (place.source_line.as_str(), place.skipped),
        ("  {\"b\": 1}}", 0)
    );

    let text = format!("{{\"filling\": \"{}\", \"b\": 1}}", "ä".repeat(10_000));
    let origin = &source::parse(Path::new("a.json"), text.into_bytes()).origin;
    let place = source::locate(origin, &["/b"]).remove(0).expect("a place");
    assert!(place.source_line.chars().count() <= 120);
    let shown: String = place
        .source_line
        .chars()
        .skip(place.column - 1 - place.skipped)
        .collect();
    assert!(shown.starts_with("\"b\": 1"), "{shown}");
}
