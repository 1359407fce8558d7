//! Schemas by chance: whatever is answered is valid.

use portcullis::model::example::Direction;
use proptest::prelude::{
    Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use serde_json::{Value, json};

use super::{answer_with, valid};

/// Schemas of every sort, not all of them satisfiable.
fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        (-5..5_i64, 0..9_i64, 1..4_i64).prop_map(|(least, room, step)| {
            json!({ "type": "integer", "minimum": least, "maximum": least + room, "multipleOf": step })
        }),
        (-50..50_i64, 0..30_i64).prop_map(|(least, room)| {
            json!({ "type": "number", "exclusiveMinimum": f64_tenths(least), "maximum": f64_tenths(least + room) })
        }),
        (0..6_usize, 0..6_usize).prop_map(|(least, room)| {
            json!({ "type": "string", "minLength": least, "maxLength": least + room })
        }),
        prop::sample::select(vec!["^[a-c]{2,}$", "^x", "(ab|cd)+$", r"^\d{3}-\d{2}$", "^(?=.*a).{2}$", r"\bword\b"])
            .prop_map(|pattern| json!({ "type": "string", "pattern": pattern })),
        prop::sample::select(vec!["uuid", "date", "ipv4", "uri"]).prop_map(|format| json!({ "format": format })),
        prop::collection::vec(0..4_u8, 1..4).prop_map(|values| json!({ "enum": values })),
        Just(json!({ "type": ["boolean", "null"] })),
        Just(json!({ "$ref": "#/schema" })),
        any::<bool>().prop_map(Value::Bool),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let named = prop::collection::btree_map("[ab]", inner.clone(), 0..3);
        prop_oneof![
            (inner.clone(), 0..4_usize, any::<bool>())
                .prop_map(|(items, least, unique)| json!({ "type": "array", "items": items, "minItems": least, "uniqueItems": unique })),
            (named, prop::collection::vec("[abc]", 0..2), inner.clone(), 0..3_usize).prop_map(|(properties, required, rest, least)| {
                json!({
                    "type": "object", "properties": properties, "required": required,
                    "additionalProperties": rest, "minProperties": least,
                })
            }),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|parts| json!({ "allOf": parts })),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| json!({ "anyOf": parts })),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| json!({ "oneOf": parts })),
            (inner.clone(), inner.clone()).prop_map(|(condition, then)| json!({ "if": condition, "then": then })),
            inner.prop_map(|schema| json!({ "not": schema })),
        ]
    })
}

fn f64_tenths(tenths: i64) -> Value {
    serde_json::from_str(&format!("{tenths}e-1")).unwrap()
}

proptest! {
    #[test]
    fn an_answer_is_valid_and_the_same_twice(schema in schema(), offered in prop_oneof![Just(json!(1)), Just(json!({ "a": 1 }))]) {
        let none = json!({});
        let first = answer_with(&schema, &none, &[&offered], Direction::Response);
        let second = answer_with(&schema, &none, &[&offered], Direction::Response);
        prop_assert_eq!(&first, &second);
        if let Ok(value) = first {
            prop_assert!(valid(&schema, &none, &value), "{}", value);
        }
    }
}
