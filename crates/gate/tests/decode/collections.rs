//! Lists, maps, values that are listed, and null.

use std::collections::BTreeMap;

use gate::{
    Any, Decode, Decoder, Items, Members, Nullable, Text, Unique, among, choice, constant, list,
    map, nullable, numbered,
};

use super::{accepts, decode, refuses};

const ARRAY_RULE: Items = Items {
    min: 1,
    max: Some(3),
    unique: Unique::Yes,
};

#[test]
fn arrays() {
    let decoder: Decoder<Vec<Any>> =
        |value, at, report| list(value, at, report, &ARRAY_RULE, Any::decode);
    assert!(decode("[1, true, \"1\"]", decoder).is_ok());
    assert!(decode("[[1], [true], {\"a\": [1]}]", decoder).is_ok());
    refuses("[]", decoder, &[("", "must have at least 1 item")]);
    refuses("[1,2,3,4]", decoder, &[("", "must have at most 3 items")]);
    refuses(
        "[1, 1.0]",
        decoder,
        &[("", "must not have the same item twice")],
    );
    refuses(
        r#"[{"a":1,"b":2},{"b":2,"a":1e0}]"#,
        decoder,
        &[("", "must not have the same item twice")],
    );
    refuses("{}", decoder, &[("", "must be an array")]);
    accepts("[1, 1]", Vec::<i32>::decode, vec![1, 1]);
}

const UNIQUE_RULE: Items = Items {
    unique: Unique::Yes,
    ..Items::ANY
};

#[test]
fn unique_items_of_a_hostile_array_are_found_in_linear_time() {
    let items: Vec<String> = (0..90_000).map(|index| format!("{index}.0")).collect();
    let start = std::time::Instant::now();
    assert!(
        decode(&format!("[{}]", items.join(",")), |value, at, report| {
            list(value, at, report, &UNIQUE_RULE, |_, _, _| Some(()))
        })
        .is_ok()
    );
    assert!(start.elapsed().as_secs() < 5);
}

const MAP_RULE: Members = Members {
    min: 1,
    max: Some(2),
    names: Text {
        max_length: Some(2),
        ..Text::ANY
    },
};

#[test]
fn maps() {
    let decoder: Decoder<BTreeMap<String, i32>> =
        |value, at, report| map(value, at, report, &MAP_RULE, i32::decode);
    accepts(r#"{"a":1}"#, decoder, BTreeMap::from([("a".into(), 1)]));
    refuses("{}", decoder, &[("", "must have at least 1 member")]);
    refuses(
        r#"{"a":1,"b":2,"c":3}"#,
        decoder,
        &[("", "must have at most 2 members")],
    );
    refuses(
        r#"{"abc":1}"#,
        decoder,
        &[("/abc", "must have at most 2 characters")],
    );
    refuses(r#"{"a":"x"}"#, decoder, &[("/a", "must be a whole number")]);
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Status {
    Open,
    Closed,
}

#[test]
fn enumerations_and_constants() {
    let status: Decoder<Status> = |value, at, report| {
        choice(
            value,
            at,
            report,
            &[("open", Status::Open), ("closed", Status::Closed)],
        )
    };
    accepts("\"closed\"", status, Status::Closed);
    refuses("\"Open\"", status, &[("", "must be one of: open, closed")]);
    refuses("1", status, &[("", "must be a string")]);
    let level: Decoder<Status> = |value, at, report| {
        numbered(
            value,
            at,
            report,
            &[(1, Status::Open), (-2, Status::Closed)],
        )
    };
    accepts("1.0", level, Status::Open);
    refuses("2", level, &[("", "must be one of: 1, -2")]);
    refuses("1.5", level, &[("", "must be one of: 1, -2")]);
    refuses("\"1\"", level, &[("", "must be a whole number")]);
    let fixed: Decoder<Any> = |value, at, report| constant(value, at, report, r#"{"a":[1,null]}"#);
    assert!(decode(r#"{"a":[1.0,null]}"#, fixed).is_ok());
    refuses(
        r#"{"a":[true,null]}"#,
        fixed,
        &[("", r#"must be {"a":[1,null]}"#)],
    );
    let mixed: Decoder<Any> =
        |value, at, report| among(value, at, report, &["6", "\"foo\"", "[]", "true", "null"]);
    assert!(decode("null", mixed).is_ok());
    refuses(
        "false",
        mixed,
        &[("", "must be one of: 6, \"foo\", [], true, null")],
    );
}

#[test]
fn null_is_a_value_of_its_own() {
    let decoder: Decoder<Nullable<i32>> =
        |value, at, report| nullable(value, at, report, i32::decode);
    accepts("null", decoder, Nullable::Null);
    accepts("1", decoder, Nullable::Value(1));
    refuses("\"\"", decoder, &[("", "must be a whole number")]);
    assert_eq!(
        serde_json::to_string(&[Nullable::Null, Nullable::Value(1)]).expect("JSON"),
        "[null,1]"
    );
    assert_eq!(Nullable::from(Some(1)).into_option(), Some(1));
}
