//! Cases as tables: objects, their places and their fields go in, a document without and with each field comes out.

use serde_json::Value;

use super::Case;

/// Kind of object, where one stands in a document, and its fields, each with a value as JSON.
pub type Table = &'static [(
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
)];

/// Each field of each object.
pub fn cases_of(table: Table, document: fn() -> Value) -> Vec<Case> {
    let mut cases = Vec::new();
    for (object, place, fields) in table {
        for (keyword, value) in *fields {
            let mut with = document();
            let Some(Value::Object(members)) = with.pointer_mut(place) else {
                panic!("there is no {object} at {place}");
            };
            let value: Value = serde_json::from_str(value).unwrap();
            assert_ne!(members.get(*keyword), Some(&value), "{object}: {keyword}");
            match (members.get_mut(*keyword), value) {
                // Components and security are added to, so that what is referred to stays.
                (Some(Value::Object(known)), Value::Object(more)) if *object == "components" => {
                    known.extend(more);
                }
                (_, value) => drop(members.insert((*keyword).to_owned(), value)),
            }
            cases.push(Case {
                object,
                keyword,
                without: document(),
                with,
            });
        }
    }
    cases
}
