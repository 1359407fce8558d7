//! Unions: which branch fits, and what it may cost to find out.

use gate::{Decode, Decoder, Fields, Object, Pointer, Report, exactly_one, first_of, tagged, text};

use super::objects::{NAME, Pet};
use super::{accepts, refuses};

#[derive(Debug, PartialEq)]
enum Shape {
    Number(i32),
    Text(String),
    Pet(Box<Pet>),
}

const SHAPES: &[Decoder<Shape>] = &[
    |value, at, report| i32::decode(value, at, report).map(Shape::Number),
    |value, at, report| text(value, at, report, &NAME).map(Shape::Text),
    |value, at, report| Box::<Pet>::decode(value, at, report).map(Shape::Pet),
];

#[test]
fn exactly_one_branch_has_to_fit() {
    let decoder: Decoder<Shape> = |value, at, report| exactly_one(value, at, report, SHAPES);
    accepts("1", decoder, Shape::Number(1));
    accepts("\"rex\"", decoder, Shape::Text("rex".into()));
    // The one branch whose type fits says what is wrong.
    refuses(r#"{"id":1}"#, decoder, &[("/name", "is required")]);
    refuses("\"x\"", decoder, &[("", "must have at least 2 characters")]);
    refuses(
        "true",
        decoder,
        &[(
            "",
            "must fit exactly one of the declared forms, and fits none",
        )],
    );
    let both: Decoder<i64> =
        |value, at, report| exactly_one(value, at, report, &[i64::decode, i64::decode]);
    refuses(
        "1",
        both,
        &[("", "must fit exactly one of the declared forms, and fits 2")],
    );
}

#[test]
fn any_branch_may_fit() {
    let decoder: Decoder<Shape> = |value, at, report| first_of(value, at, report, SHAPES);
    accepts("\"rex\"", decoder, Shape::Text("rex".into()));
    refuses("[]", decoder, &[("", "must fit one of the declared forms")]);
    let both: Decoder<i64> =
        |value, at, report| first_of(value, at, report, &[i64::decode, i64::decode]);
    accepts("1", both, 1);
}

const BRANCHES: &[(&str, Decoder<i32>)] = &[
    ("a", |value, at, report| {
        let fields = Fields::open(
            value,
            at,
            report,
            &Object {
                known: &["kind", "x"],
                ..Object::ANY
            },
        )?;
        fields.required("x", report, i32::decode)
    }),
    ("b", |_, _, _| Some(0)),
];

#[test]
fn a_tag_says_which_branch_it_is() {
    let decoder: Decoder<i32> = |value, at, report| tagged(value, at, report, "kind", BRANCHES);
    accepts(r#"{"kind":"a","x":7}"#, decoder, 7);
    accepts(r#"{"kind":"b"}"#, decoder, 0);
    refuses(r#"{"kind":"a"}"#, decoder, &[("/x", "is required")]);
    refuses(
        r#"{"kind":"c"}"#,
        decoder,
        &[("/kind", "must be one of: a, b")],
    );
    refuses(r#"{"kind":1}"#, decoder, &[("/kind", "must be a string")]);
    refuses("{}", decoder, &[("/kind", "is required")]);
    refuses("[]", decoder, &[("", "must be an object")]);
}

#[derive(Debug)]
struct Twice;

impl Decode for Twice {
    /// Two branches that both go on into the same child: without a budget, each level doubles the work.
    fn decode(
        value: &gate::json::Value<'_>,
        at: &Pointer<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let branch: Decoder<Self> = |value, at, report| {
            let fields = Fields::open(
                value,
                at,
                report,
                &Object {
                    known: &["c"],
                    ..Object::ANY
                },
            )?;
            fields.required("c", report, Self::decode)
        };
        exactly_one(value, at, report, &[branch, branch])
    }
}

/// A tree of unions two deep, as large as a body may be: honest, and let through.
struct Leaf;

impl Decode for Leaf {
    fn decode(
        value: &gate::json::Value<'_>,
        at: &Pointer<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        first_of(
            value,
            at,
            report,
            &[
                |value, at, report| bool::decode(value, at, report).map(|_| Leaf),
                |value, at, report| f64::decode(value, at, report).map(|_| Leaf),
                |value, at, report| String::decode(value, at, report).map(|_| Leaf),
            ],
        )
    }
}

static JSON: gate::Media = gate::Media {
    media_type: "application/json",
    kind: gate::MediaKind::Json,
};

#[test]
fn honest_unions_stay_within_the_budget() {
    let body = format!("[{}]", vec!["\"text\""; 90_000].join(","));
    let call = gate::Call::for_test().with_body(&JSON, body);
    let mut report = Report::new();
    let decoded = gate::json_body(&call, &mut report, |value, at, report| {
        first_of(value, at, report, &[Vec::<Leaf>::decode])
    });
    assert_eq!(decoded.map(|leaves| leaves.len()), Some(90_000));
}

#[test]
fn nested_unions_have_a_budget() {
    let text = r#"{"c":"#.repeat(60) + "1" + &"}".repeat(60);
    let start = std::time::Instant::now();
    refuses(
        &text,
        Twice::decode,
        &[("", "is too intricate to be checked")],
    );
    assert!(start.elapsed().as_secs() < 20);
}
