//! Decoders over any value: what holds for all of them, whatever is sent.

use gate::decode::{self, Decode};
use gate::json::{ReadLimits, Value as Sent, read};
use gate::{Integer, Items, MAXIMUM_VIOLATIONS, Number, Object, Pointer, Report, Text, Unique};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

#[derive(Clone, Debug, PartialEq)]
struct Order {
    number: i64,
    weight: f64,
    to: String,
    express: bool,
    tags: Vec<String>,
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq)]
struct Line {
    what: String,
    count: Option<i64>,
}

const ORDER: Object = Object {
    known: &["number", "weight", "to", "express", "tags", "lines"],
    ..Object::ANY
};
const LINE: Object = Object {
    known: &["what", "count"],
    ..Object::ANY
};
const NUMBER: Integer = Integer {
    minimum: Some(1),
    ..Integer::ANY
};
const WEIGHT: Number = Number {
    exclusive_minimum: Some("0"),
    maximum: Some("40"),
    ..Number::ANY
};
const TO: Text = Text {
    min_length: 1,
    max_length: Some(20),
    ..Text::ANY
};
const TAGS: Items = Items {
    max: Some(3),
    unique: Unique::Yes,
    ..Items::ANY
};

impl Decode for Order {
    fn decode(value: &Sent<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        let fields = decode::Fields::open(value, at, report, &ORDER)?;
        let number = fields.required("number", report, |value, at, report| {
            decode::integer(value, at, report, &NUMBER)
        });
        let weight = fields.required("weight", report, |value, at, report| {
            decode::number(value, at, report, &WEIGHT)
        });
        let to = fields.required("to", report, |value, at, report| {
            decode::text(value, at, report, &TO)
        });
        let express = fields.required("express", report, bool::decode);
        let tags = fields.required("tags", report, |value, at, report| {
            decode::list(value, at, report, &TAGS, String::decode)
        });
        let lines = fields.or("lines", report, Vec::<Line>::decode, Vec::new);
        Some(Self {
            number: number?,
            weight: weight?,
            to: to?,
            express: express?,
            tags: tags?,
            lines: lines?,
        })
    }
}

impl Decode for Line {
    fn decode(value: &Sent<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        let fields = decode::Fields::open(value, at, report, &LINE)?;
        let what = fields.required("what", report, String::decode);
        let count = fields.optional("count", report, i64::decode);
        Some(Self {
            what: what?,
            count: count?,
        })
    }
}

/// What the decoder made of a value, and the places that it complains of.
#[cfg(test)]
fn decoded(value: &Value) -> (Option<Order>, Vec<(String, String)>) {
    let text = value.to_string();
    let sent = read(text.as_bytes(), &ReadLimits::default()).expect("readable");
    let mut report = Report::new();
    let order = Order::decode(&sent, &Pointer::root(), &mut report);
    let found = report
        .violations()
        .map(|violation| (violation.pointer.clone(), violation.detail.to_string()))
        .collect();
    (order, found)
}

/// The members that the decoder knows.
const KNOWN: &[&str] = &[
    "number", "weight", "to", "express", "tags", "lines", "what", "count",
];

#[cfg(test)]
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(KNOWN).prop_map(str::to_owned),
        // No word of a message is one of these.
        1 => "[q-z]{7}[0-9]{3}",
        1 => "[~/\"\\\\ \u{e9}\u{1f600}]{0,3}",
    ]
}

/// Any JSON, of members that the decoder knows more often than not.
#[cfg(test)]
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-50..50_i64).prop_map(Value::from),
        (-50.0..50.0_f64).prop_map(Value::from),
        words().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((words(), inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Orders, and how they are sent.
#[cfg(test)]
fn orders() -> impl Strategy<Value = (Order, Value)> {
    let line = ("[a-z]{1,9}", prop::option::of(any::<i64>()));
    let lines = prop::collection::vec(line.prop_map(|(what, count)| Line { what, count }), 0..4);
    let tags = prop::collection::btree_set("[a-z]{1,4}", 0..=3);
    let order = (
        1..=i64::MAX,
        1..=40_u8,
        "[a-z\u{e9}]{1,20}",
        any::<bool>(),
        tags,
        lines,
    );
    order.prop_map(|(number, weight, to, express, tags, lines)| {
        let tags: Vec<String> = tags.into_iter().collect();
        let line = |line: &Line| match line.count {
            Some(count) => json!({"what": line.what, "count": count}),
            None => json!({"what": line.what}),
        };
        let sent = json!({
            "number": number,
            "weight": weight,
            "to": to,
            "express": express,
            "tags": tags,
            "lines": lines.iter().map(line).collect::<Vec<_>>(),
        });
        let weight = f64::from(weight);
        (
            Order {
                number,
                weight,
                to,
                express,
                tags,
                lines,
            },
            sent,
        )
    })
}

/// Every place of a value.
#[cfg(test)]
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                places(member, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(members) => members.values().for_each(|member| strings(member, found)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_sent_is_taken_whole_or_refused_with_its_places(value in anything()) {
        let (order, found) = decoded(&value);
        prop_assert_eq!(order.is_none(), !found.is_empty(), "{:?}", found);
        prop_assert!(found.len() <= MAXIMUM_VIOLATIONS);
        for (pointer, detail) in &found {
            // The place is there, or it is that of a member that is missing from a place that is there.
            let within = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
            prop_assert!(value.pointer(pointer).or_else(|| value.pointer(within)).is_some(), "{}", pointer);
            let mut sent = Vec::new();
            strings(&value, &mut sent);
            for text in sent.iter().filter(|text| text.len() == 10) {
                prop_assert!(!detail.contains(text.as_str()), "{} repeats {}", detail, text);
            }
        }
    }

    #[test]
    fn what_keeps_every_rule_arrives_as_it_was_sent((order, sent) in orders()) {
        prop_assert_eq!(decoded(&sent), (Some(order), Vec::new()));
    }

    #[test]
    fn one_wrong_value_is_found_where_it_is((_, mut sent) in orders(), at in any::<prop::sample::Index>(), wrong in prop::sample::select(vec![json!({"q": 1}), json!([[]]), Value::Null])) {
        let mut all = Vec::new();
        places(&sent, "", &mut all);
        let place = &all[at.index(all.len())];
        *sent.pointer_mut(place).expect("it was found there") = wrong;
        let (order, found) = decoded(&sent);
        prop_assert_eq!(order, None);
        prop_assert!(found.iter().all(|(pointer, _)| pointer.starts_with(place.as_str())), "{} is not {:?}", place, found);
    }
}
