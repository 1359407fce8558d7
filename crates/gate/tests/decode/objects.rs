//! Objects, and the report of all that is wrong with one.

use std::collections::BTreeMap;

use gate::{
    Additional, Decode, Decoder, Fields, Nullable, Object, Pattern, Pointer, Report, Text, text,
};

use super::{accepts, decode, refuses};

#[derive(Debug, PartialEq)]
pub struct Pet {
    id: i64,
    name: String,
    tag: Option<Nullable<String>>,
    legs: i32,
    parts: Vec<Part>,
}

#[derive(Debug, PartialEq)]
struct Part {
    label: String,
}

impl Decode for Pet {
    fn decode(
        value: &gate::json::Value<'_>,
        at: &Pointer<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let fields = Fields::open(value, at, report, &PET)?;
        let id = fields.required("id", report, i64::decode);
        let name = fields.required("name", report, |value, at, report| {
            text(value, at, report, &NAME)
        });
        let tag = fields.optional("tag", report, Nullable::<String>::decode);
        let legs = fields.or("legs", report, i32::decode, || 4);
        let parts = fields.or("parts", report, Vec::<Part>::decode, Vec::new);
        Some(Self {
            id: id?,
            name: name?,
            tag: tag?,
            legs: legs?,
            parts: parts?,
        })
    }
}

impl Decode for Part {
    fn decode(
        value: &gate::json::Value<'_>,
        at: &Pointer<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let fields = Fields::open(value, at, report, &PART)?;
        let label = fields.required("label", report, String::decode);
        Some(Self { label: label? })
    }
}

const PET: Object = Object {
    known: &["id", "name", "tag", "legs", "parts"],
    ..Object::ANY
};
const PART: Object = Object {
    known: &["label"],
    ..Object::ANY
};
pub const NAME: Text = Text {
    min_length: 2,
    max_length: Some(5),
    pattern: Some(&NAME_PATTERN),
    ..Text::ANY
};
static NAME_PATTERN: Pattern = Pattern::translated(r"^[a-zé\d]+$", "^[a-zé0-9]+$");

#[test]
fn an_object_is_built_from_its_members_in_any_order() {
    let pet = Pet {
        id: 1,
        name: "rex".into(),
        tag: None,
        legs: 4,
        parts: vec![],
    };
    accepts(r#"{"id":1,"name":"rex"}"#, Pet::decode, pet);
    let pet = Pet {
        id: 1,
        name: "rex".into(),
        tag: Some(Nullable::Null),
        legs: 3,
        parts: vec![Part { label: "x".into() }],
    };
    accepts(
        r#"{"parts":[{"label":"x"}],"legs":3,"tag":null,"name":"rex","id":1}"#,
        Pet::decode,
        pet,
    );
}

#[test]
fn every_violation_is_found_at_once_and_at_its_place() {
    refuses(
        r#"{"id":"secret","name":"A","nope":1,"tag":7,"legs":null,"parts":[{"label":1},{},{"label":"ok"},3],"~/":0}"#,
        Pet::decode,
        &[
            ("/nope", "is not a declared member"),
            ("/~0~1", "is not a declared member"),
            ("/id", "must be a whole number"),
            ("/name", "must have at least 2 characters"),
            ("/name", r"must match the pattern ^[a-zé\d]+$"),
            ("/tag", "must be a string"),
            ("/legs", "must be a whole number"),
            ("/parts/0/label", "must be a string"),
            ("/parts/1/label", "is required"),
            ("/parts/3", "must be an object"),
        ],
    );
    refuses("[]", Pet::decode, &[("", "must be an object")]);
    refuses("null", Pet::decode, &[("", "must be an object")]);
}

#[test]
fn a_report_is_capped_and_so_are_its_pointers() {
    let many: Vec<String> = (0..1000).map(|index| format!("\"k{index}\":0")).collect();
    assert_eq!(
        decode(&format!("{{{}}}", many.join(",")), Pet::decode)
            .expect_err("refused")
            .len(),
        32
    );
    let items = format!("[{}]", vec!["\"x\""; 1000].join(","));
    assert_eq!(
        decode(&items, Vec::<i32>::decode)
            .expect_err("refused")
            .len(),
        32
    );
    let long = "k".repeat(10_000);
    let found = decode(
        &format!(r#"{{"id":1,"name":"rex","{long}":1}}"#),
        Pet::decode,
    )
    .expect_err("refused");
    assert!(found[0].0.len() < 200);
}

const COUNTED: Object = Object {
    known: &["a"],
    additional: Additional::Kept,
    min_properties: 2,
    max_properties: Some(3),
};

#[test]
fn members_are_counted_and_others_kept() {
    let decoder: Decoder<(Option<i32>, BTreeMap<String, bool>)> = |value, at, report| {
        let fields = Fields::open(value, at, report, &COUNTED)?;
        let a = fields.optional("a", report, i32::decode);
        let rest = fields.additional(report, bool::decode);
        Some((a?, rest?))
    };
    accepts(
        r#"{"a":1,"b":true}"#,
        decoder,
        (Some(1), BTreeMap::from([("b".into(), true)])),
    );
    accepts(
        r#"{"b":true,"c":false}"#,
        decoder,
        (
            None,
            BTreeMap::from([("b".into(), true), ("c".into(), false)]),
        ),
    );
    refuses(
        r#"{"a":1}"#,
        decoder,
        &[("", "must have at least 2 members")],
    );
    refuses(
        r#"{"a":1,"b":true,"c":true,"d":true}"#,
        decoder,
        &[("", "must have at most 3 members")],
    );
    refuses(
        r#"{"a":1,"b":7}"#,
        decoder,
        &[("/b", "must be true or false")],
    );
}

#[test]
fn the_status_follows_from_what_was_found() {
    let finish = |fill: fn(&mut Report)| {
        let mut report = Report::new();
        fill(&mut report);
        report
            .finish(|| Some(()))
            .map_err(|problem| problem.status().as_u16())
    };
    let root = Pointer::root();
    assert_eq!(finish(|_| ()), Ok(()));
    assert_eq!(
        finish(|report| report.violation(&Pointer::root(), "x")),
        Err(422)
    );
    assert_eq!(
        finish(|report| report.unreadable(&Pointer::root(), "x")),
        Err(400)
    );
    // Even when the report is full.
    assert_eq!(
        finish(|report| {
            (0..40).for_each(|_| report.violation(&Pointer::root(), "x"));
            report.unreadable(&Pointer::root(), "x");
        }),
        Err(400)
    );
    // A decoder that breaks its contract is no pass.
    let problem = Report::new().finish(|| None::<()>).expect_err("no value");
    assert_eq!(problem.status().as_u16(), 500);
    let (outer, middle) = (root.key("a/b"), 3);
    assert_eq!(outer.index(middle).key("~").to_string(), "/a~1b/3/~0");
}
