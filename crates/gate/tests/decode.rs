//! Decoders: every rule lets the right value pass, names the place of each fault, and never repeats what was sent.

use std::collections::BTreeMap;

use gate::{
    Additional, Any, Decode, Decoder, Fields, Format, Integer, Items, Members, Nullable, Number,
    Object, Pattern, Pointer, Report, Text, Unique, WholeNumber, among, choice, constant,
    exactly_one, first_of, float, integer,
    json::{ReadLimits, read},
    list, map, nullable, number, numbered, tagged, text,
};

#[cfg(test)]
fn decode<T>(json: &str, decoder: Decoder<T>) -> Result<T, Vec<(String, String)>> {
    let value = read(json.as_bytes(), &ReadLimits::default()).expect("readable");
    let mut report = Report::new();
    let kept = decoder(&value, &Pointer::root(), &mut report);
    let found: Vec<_> = report
        .violations()
        .map(|violation| (violation.pointer.clone(), violation.detail.to_string()))
        .collect();
    // The contract of every decoder, checked wherever one is tested.
    assert!(
        kept.is_some() || !found.is_empty(),
        "{json}: refused without a reason"
    );
    if found.is_empty() {
        Ok(kept.expect("a value when nothing is wrong"))
    } else {
        Err(found)
    }
}

#[cfg(test)]
#[track_caller]
fn accepts<T: PartialEq + std::fmt::Debug>(json: &str, decoder: Decoder<T>, expected: T) {
    assert_eq!(decode(json, decoder), Ok(expected));
}

#[cfg(test)]
#[track_caller]
fn refuses<T: std::fmt::Debug>(json: &str, decoder: Decoder<T>, expected: &[(&str, &str)]) {
    let found = decode(json, decoder).expect_err("must be refused");
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(at, detail)| (at.as_str(), detail.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[derive(Debug, PartialEq)]
struct Pet {
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
const NAME: Text = Text {
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

const FIVE: Text = Text {
    min_length: 5,
    max_length: Some(5),
    ..Text::ANY
};
const LONG: Text = Text {
    max_length: Some(1),
    ..Text::ANY
};

#[test]
fn lengths_are_counted_in_code_points() {
    let decoder: Decoder<String> = |value, at, report| text(value, at, report, &FIVE);
    accepts("\"😎😎😎😎😎\"", decoder, "😎".repeat(5));
    refuses(
        "\"😎😎😎😎\"",
        decoder,
        &[("", "must have at least 5 characters")],
    );
    refuses(
        "\"abcdef\"",
        decoder,
        &[("", "must have at most 5 characters")],
    );
    let decoder: Decoder<String> = |value, at, report| text(value, at, report, &LONG);
    accepts("\"😎\"", decoder, "😎".into());
    refuses("\"ab\"", decoder, &[("", "must have at most 1 character")]);
}

const MAIL: Text = Text {
    format: Some(Format::Email),
    ..Text::ANY
};

#[test]
fn formats_become_types() {
    let mail: Decoder<String> = |value, at, report| text(value, at, report, &MAIL);
    accepts("\"a@b.c\"", mail, "a@b.c".into());
    refuses("\"ab.c\"", mail, &[("", "must be an e-mail address")]);
    let uuid = "2eb8aa08-aa98-11ea-b4aa-73b441d16380";
    accepts(
        &format!("\"{uuid}\""),
        uuid::Uuid::decode,
        uuid.parse().expect("a UUID"),
    );
    refuses(
        "\"2eb8aa08aa9811eab4aa73b441d16380\"",
        uuid::Uuid::decode,
        &[("", "must be a UUID")],
    );
    refuses(
        "\"1.2.3.04\"",
        std::net::Ipv4Addr::decode,
        &[("", "must be an IPv4 address")],
    );
    accepts(
        "\"::1\"",
        std::net::Ipv6Addr::decode,
        std::net::Ipv6Addr::LOCALHOST,
    );
    accepts(
        "\"2024-02-29\"",
        jiff::civil::Date::decode,
        jiff::civil::date(2024, 2, 29),
    );
    refuses("7", jiff::civil::Date::decode, &[("", "must be a string")]);
}

#[test]
fn every_date_time_of_the_format_becomes_a_timestamp() {
    for (text, meant) in [
        ("1990-12-31T15:59:50.123-08:00", "1990-12-31T23:59:50.123Z"),
        ("1963-06-19t08:30:06z", "1963-06-19T08:30:06Z"),
        ("1998-12-31T23:59:60Z", "1998-12-31T23:59:59Z"),
        ("1998-12-31T15:59:60.123-08:00", "1998-12-31T23:59:59Z"),
        (
            "2026-01-01T00:00:00.123456789123Z",
            "2026-01-01T00:00:00.123456789Z",
        ),
        ("2026-01-01T00:00:00-00:00", "2026-01-01T00:00:00Z"),
        ("0000-01-01T00:00:00+23:59", "-000001-12-31T00:01:00Z"),
    ] {
        let decoded = decode(&format!("\"{text}\""), jiff::Timestamp::decode);
        let meant: jiff::Timestamp = meant.parse().expect("a timestamp");
        // A leap second becomes the end of the second before it, with or without its fraction.
        let decoded = decoded.unwrap_or_else(|found| panic!("{text}: {found:?}"));
        let off = decoded.duration_since(meant).as_secs_f64();
        assert!(
            off == 0.0 || (text.contains(":60") && (0.0..1.0).contains(&off)),
            "{text} became {decoded}"
        );
    }
    refuses(
        "\"2026-01-01 00:00:00Z\"",
        jiff::Timestamp::decode,
        &[(
            "",
            "must be a date and time as in RFC 3339, such as 2026-01-31T12:00:00Z",
        )],
    );
}

const INTEGER_RULE: Integer = Integer {
    minimum: Some(10),
    maximum: Some(20),
    multiple_of: Some(5),
};

#[test]
fn whole_numbers() {
    accepts("1.0", i32::decode, 1);
    accepts("1e2", i64::decode, 100);
    accepts("-9223372036854775808", i64::decode, i64::MIN);
    accepts("18446744073709551615", u64::decode, u64::MAX);
    refuses("1.5", i32::decode, &[("", "must be a whole number")]);
    refuses("\"1\"", i32::decode, &[("", "must be a whole number")]);
    refuses("true", i32::decode, &[("", "must be a whole number")]);
    refuses("2147483648", i32::decode, &[("", "must fit into 32 bits")]);
    refuses(
        "9223372036854775808",
        i64::decode,
        &[("", "must fit into 64 bits")],
    );
    refuses("1e40", i64::decode, &[("", "must fit into 64 bits")]);
    refuses("-1", u32::decode, &[("", "must fit into 32 bits")]);
    let decoder: Decoder<i32> = |value, at, report| integer(value, at, report, &INTEGER_RULE);
    accepts("10", decoder, 10);
    accepts("20", decoder, 20);
    refuses(
        "9",
        decoder,
        &[("", "must be at least 10"), ("", "must be a multiple of 5")],
    );
    refuses("25", decoder, &[("", "must be at most 20")]);
    refuses("11", decoder, &[("", "must be a multiple of 5")]);
}

const NUMBER_RULE: Number = Number {
    minimum: Some("-972783798187987123879878123.18878137"),
    maximum: Some("1e2"),
    ..Number::ANY
};
const OPEN: Number = Number {
    exclusive_minimum: Some("0"),
    exclusive_maximum: Some("0.3"),
    ..Number::ANY
};

#[test]
fn numbers_are_compared_exactly() {
    let decoder: Decoder<f64> = |value, at, report| number(value, at, report, &NUMBER_RULE);
    accepts("100.0", decoder, 100.0);
    accepts(
        "-972783798187987123879878123.18878137",
        decoder,
        -972_783_798_187_987_123_879_878_123.188_781_37,
    );
    refuses(
        "100.00000000000000000000000001",
        decoder,
        &[("", "must be at most 1e2")],
    );
    refuses(
        "-972783798187987123879878123.188781371",
        decoder,
        &[("", "must be at least -972783798187987123879878123.18878137")],
    );
    let decoder: Decoder<f32> = |value, at, report| float(value, at, report, &OPEN);
    accepts("0.29", decoder, 0.29);
    refuses("0", decoder, &[("", "must be greater than 0")]);
    refuses("-0.0", decoder, &[("", "must be greater than 0")]);
    refuses("0.30", decoder, &[("", "must be less than 0.3")]);
    refuses(
        "1e999",
        f64::decode,
        &[("", "must be a number that 64-bit floating point holds")],
    );
    refuses(
        "1e39",
        f32::decode,
        &[("", "must be a number that 32-bit floating point holds")],
    );
    refuses("\"1\"", f64::decode, &[("", "must be a number")]);
}

const CENT: Number = Number {
    multiple_of: Some("0.01"),
    ..Number::ANY
};
const ODD: Number = Number {
    multiple_of: Some("0.123456789"),
    ..Number::ANY
};
const WIDE: Number = Number {
    multiple_of: Some("12345678901234567890123456789012345678"),
    ..Number::ANY
};
const ZERO: Number = Number {
    multiple_of: Some("0"),
    ..Number::ANY
};

#[test]
fn divisibility_is_exact() {
    let multiple = |value: &str, decoder: Decoder<f64>| decode(value, decoder).is_ok();
    let cent: Decoder<f64> = |value, at, report| number(value, at, report, &CENT);
    for value in [
        "0.07",
        "4.35",
        "1e2",
        "0",
        "-3.3",
        "19.99",
        "1e30",
        "0.010",
        "1000000000000000000000000.01",
    ] {
        assert!(multiple(value, cent), "{value}");
    }
    for value in [
        "0.001",
        "0.075",
        "4.355",
        "1e-3",
        "1000000000000000000000000.001",
    ] {
        assert!(!multiple(value, cent), "{value}");
    }
    let odd: Decoder<f64> = |value, at, report| number(value, at, report, &ODD);
    assert!(multiple("0.246913578", odd));
    assert!(!multiple("1e308", odd));
    let wide: Decoder<f64> = |value, at, report| number(value, at, report, &WIDE);
    assert!(multiple("37037036703703703670370370367037037034", wide));
    assert!(!multiple("37037036703703703670370370367037037035", wide));
    assert!(!multiple("1", |value, at, report| number(
        value, at, report, &ZERO
    )));
    // A hostile exponent costs no more than its digits; it is a multiple, and no double holds it.
    refuses(
        "1e100000000000000000000",
        cent,
        &[("", "must be a number that 64-bit floating point holds")],
    );
}

#[test]
fn whole_numbers_of_any_size_are_kept() {
    let text = "-12345678910111213141516171819202122232425262728293031";
    let number = decode(text, WholeNumber::decode).expect("whole");
    assert_eq!((number.as_str(), number.to_i64()), (text, None));
    assert_eq!(serde_json::to_string(&number).expect("a number"), text);
    accepts("1e2", WholeNumber::decode, WholeNumber::from(100));
    refuses(
        "1.5",
        WholeNumber::decode,
        &[("", "must be a whole number")],
    );
    refuses("\"1\"", WholeNumber::decode, &[("", "must be a number")]);
}

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

#[test]
fn a_pattern_that_does_not_compile_lets_nothing_pass() {
    let pattern = Pattern::new("(");
    assert!(!pattern.matches("") && !pattern.matches("("));
    assert!(Pattern::new("b").matches("abc"));
}
