//! What it costs to accept one valid body of 1.16 KB, reading it into a tree and decoding the tree into a type, and what it
//! costs to refuse one that is wrong in many places.
//!
//! `cargo bench -p gate --bench decode`. The figures to beat are 9,000 to 10,600 ns for a valid one.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use gate::{
    Decode, Decoder, Fields, Format, Integer, Items, Number, Object, Pattern, Pointer, Report,
    Text, choice, exactly_one, integer,
    json::{ReadLimits, Value, read},
    list, number, text,
};

struct Order {
    _id: uuid::Uuid,
    _customer: String,
    _mail: String,
    _status: Status,
    _created: jiff::Timestamp,
    _lines: Vec<Line>,
    _address: Address,
    _note: Option<String>,
}

struct Line {
    _sku: String,
    _title: String,
    _count: i32,
    _price: f64,
    _tags: Vec<String>,
    _gift: bool,
    _weight: Option<f64>,
    _status: Status,
}

struct Address {
    _name: String,
    _street: String,
    _city: String,
    _code: String,
    _country: String,
    _lines: Vec<String>,
}

#[derive(Clone, Copy)]
enum Status {
    Open,
    Paid,
    Sent,
}

const STATUS: Decoder<Status> = |value, at, report| {
    choice(
        value,
        at,
        report,
        &[
            ("open", Status::Open),
            ("paid", Status::Paid),
            ("sent", Status::Sent),
        ],
    )
};
const SHORT: Text = Text {
    min_length: 1,
    max_length: Some(80),
    ..Text::ANY
};
const SKU: Text = Text {
    pattern: Some(&SKU_PATTERN),
    ..Text::ANY
};
const MAIL: Text = Text {
    format: Some(Format::Email),
    ..Text::ANY
};
const COUNT: Integer = Integer {
    minimum: Some(1),
    maximum: Some(1000),
    ..Integer::ANY
};
const PRICE: Number = Number {
    minimum: Some("0"),
    multiple_of: Some("0.01"),
    ..Number::ANY
};
const LINES: Items = Items {
    min: 1,
    max: Some(100),
    ..Items::ANY
};
static SKU_PATTERN: Pattern = Pattern::new("^[A-Z]{3}-[0-9]{4}$");
const SHORT_TEXT: Decoder<String> = |value, at, report| text(value, at, report, &SHORT);

impl Decode for Order {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        const KNOWN: Object = Object {
            known: &[
                "id", "customer", "mail", "status", "created", "lines", "address", "note",
            ],
            ..Object::ANY
        };
        let fields = Fields::open(value, at, report, &KNOWN)?;
        let id = fields.required("id", report, uuid::Uuid::decode);
        let customer = fields.required("customer", report, SHORT_TEXT);
        let mail = fields.required("mail", report, |value, at, report| {
            text(value, at, report, &MAIL)
        });
        let status = fields.required("status", report, STATUS);
        let created = fields.required("created", report, jiff::Timestamp::decode);
        let lines = fields.required("lines", report, |value, at, report| {
            list(value, at, report, &LINES, Line::decode)
        });
        let address = fields.required("address", report, Address::decode);
        let note = fields.optional("note", report, String::decode);
        Some(Self {
            _id: id?,
            _customer: customer?,
            _mail: mail?,
            _status: status?,
            _created: created?,
            _lines: lines?,
            _address: address?,
            _note: note?,
        })
    }
}

impl Decode for Line {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        const KNOWN: Object = Object {
            known: &[
                "sku", "title", "count", "price", "tags", "gift", "weight", "status",
            ],
            ..Object::ANY
        };
        let fields = Fields::open(value, at, report, &KNOWN)?;
        let sku = fields.required("sku", report, |value, at, report| {
            text(value, at, report, &SKU)
        });
        let title = fields.required("title", report, SHORT_TEXT);
        let count = fields.required("count", report, |value, at, report| {
            integer(value, at, report, &COUNT)
        });
        let price = fields.required("price", report, |value, at, report| {
            number(value, at, report, &PRICE)
        });
        let tags = fields.required("tags", report, Vec::<String>::decode);
        let gift = fields.required("gift", report, bool::decode);
        let weight = fields.optional("weight", report, f64::decode);
        let status = fields.required("status", report, STATUS);
        Some(Self {
            _sku: sku?,
            _title: title?,
            _count: count?,
            _price: price?,
            _tags: tags?,
            _gift: gift?,
            _weight: weight?,
            _status: status?,
        })
    }
}

impl Decode for Address {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        const KNOWN: Object = Object {
            known: &["name", "street", "city", "code", "country", "lines"],
            ..Object::ANY
        };
        let fields = Fields::open(value, at, report, &KNOWN)?;
        let name = fields.required("name", report, SHORT_TEXT);
        let street = fields.required("street", report, SHORT_TEXT);
        let city = fields.required("city", report, SHORT_TEXT);
        let code = fields.required("code", report, SHORT_TEXT);
        let country = fields.required("country", report, SHORT_TEXT);
        let lines = fields.required("lines", report, Vec::<String>::decode);
        Some(Self {
            _name: name?,
            _street: street?,
            _city: city?,
            _code: code?,
            _country: country?,
            _lines: lines?,
        })
    }
}

fn body() -> String {
    let line = |index: usize| {
        serde_json::json!({
            "sku": format!("ABC-{index:04}"), "title": "A thing of some kind, rather useful", "count": index + 1,
            "price": 19.99, "tags": ["blue", "large", "new"], "gift": false, "weight": 0.75, "status": "paid",
        })
    };
    serde_json::json!({
        "id": "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "customer": "Jo Bloggs", "mail": "jo.bloggs@example.com",
        "status": "open", "created": "2026-01-31T12:00:00.123Z", "lines": (0..5).map(line).collect::<Vec<_>>(),
        "address": {"name": "Jo Bloggs", "street": "1 Harbour Street", "city": "Port Town", "code": "12345",
            "country": "NZ", "lines": ["second floor", "ring twice"]},
        "note": "Leave it at the door.\nThank you!",
    })
    .to_string()
}

/// A type both of whose branches go on into the same child: the dearest thing that a body can ask for.
struct Twice;

impl Decode for Twice {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        const BRANCH: Decoder<Twice> = |value, at, report| {
            let rule = Object {
                known: &["c"],
                ..Object::ANY
            };
            Fields::open(value, at, report, &rule)?.required("c", report, Twice::decode)
        };
        exactly_one(value, at, report, &[BRANCH, BRANCH])
    }
}

/// The valid body with a fault in every line and several around them.
fn faulty() -> String {
    body()
        .replace("ABC-", "abc-")
        .replace("19.99", "19.999")
        .replace("jo.bloggs@example.com", "nobody")
        .replace("\"open\"", "\"shut\"")
        .replace("\"gift\":false", "\"gift\":\"no\",\"extra\":1")
}

/// The body read and decoded, and what was wrong with it.
fn decode<T: Decode>(body: &str) -> (Option<T>, Report) {
    let mut report = Report::new();
    let value = read(body.as_bytes(), &ReadLimits::default()).ok();
    let decoded = value.and_then(|value| T::decode(&value, &Pointer::root(), &mut report));
    (decoded, report)
}

fn bodies(criterion: &mut Criterion) {
    let (valid, invalid) = (body(), faulty());
    // A small body whose type asks for the same child again and again: the budget of unions ends the work.
    let hostile = r#"{"c":"#.repeat(60) + "1" + &"}".repeat(60);
    assert!(decode::<Order>(&valid).0.is_some());
    assert!(decode::<Order>(&invalid).0.is_none());
    assert!(decode::<Twice>(&hostile).0.is_none());
    let mut group = criterion.benchmark_group(format!("a body of {} bytes", valid.len()));
    let limits = ReadLimits::default();
    group.bench_function("read", |bencher| {
        bencher.iter(|| black_box(read(black_box(valid.as_bytes()), &limits)).is_ok());
    });
    group.bench_function("read and decode, valid", |bencher| {
        bencher.iter(|| black_box(decode::<Order>(black_box(&valid))));
    });
    group.bench_function("read and decode, invalid", |bencher| {
        bencher.iter(|| black_box(decode::<Order>(black_box(&invalid))));
    });
    group.bench_function("read and decode, hostile", |bencher| {
        bencher.iter(|| black_box(decode::<Twice>(black_box(&hostile))));
    });
    group.bench_function("serde_json::Value alone", |bencher| {
        bencher.iter(|| black_box(serde_json::from_str::<serde_json::Value>(black_box(&valid))));
    });
    group.finish();
}

criterion_group!(decoding, bodies);
criterion_main!(decoding);
