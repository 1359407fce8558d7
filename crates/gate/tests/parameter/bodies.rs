//! Bodies that are no parts: forms, JSON, text, XML, and what may be empty.

use gate::json::Value;
use gate::{
    Any, Call, Decode, Explode, Fields, Inputs, Object, Parameter, Pointer, Report, Shape, Style,
    form_body, json_body, optional_form_body, optional_json_body, text_body,
};
use serde_json::json;

use super::{MEDIA, NUMBERS, Outcome, finish, query};

#[derive(Debug, PartialEq)]
struct Form {
    name: String,
    ages: Vec<i32>,
    note: Option<Any>,
}

impl Decode for Form {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        let fields = Fields::open(
            value,
            at,
            report,
            &Object {
                known: &["name", "ages", "note"],
                ..Object::ANY
            },
        )?;
        let name = fields.required("name", report, String::decode);
        let ages = fields.or("ages", report, Vec::<i32>::decode, Vec::new);
        let note = fields.optional("note", report, Any::decode);
        Some(Self {
            name: name?,
            ages: ages?,
            note: note?,
        })
    }
}

const FORM: &[Parameter] = &[
    query("name", Style::Form, Explode::Yes, Shape::Text),
    query("ages", Style::Form, Explode::Yes, NUMBERS),
    query("note", Style::Form, Explode::Yes, Shape::Json),
];

#[cfg(test)]
fn form(body: &'static [u8]) -> Outcome<Form> {
    let call = Call::for_test().with_body(&MEDIA, body);
    let mut report = Report::new();
    let value = form_body(&call, FORM, &mut report, Form::decode);
    finish(report, value)
}

#[test]
fn forms() {
    let note = Some(Any(json!({"a": 1})));
    assert_eq!(
        form(b"name=A+B%21&ages=1&ages=2&note={\"a\":1}"),
        Ok(Form {
            name: "A B!".into(),
            ages: vec![1, 2],
            note
        })
    );
    let fault =
        |status, at: &str, detail: &str| Err((status, vec![(at.to_owned(), detail.to_owned())]));
    assert_eq!(form(b"ages=1"), fault(422, "/name", "is required"));
    assert_eq!(
        form(b"name=a&extra=1"),
        fault(422, "/extra", "is not a declared member")
    );
    assert_eq!(
        form(b"name=a&ages=x"),
        fault(422, "/ages/0", "must be a whole number")
    );
    // A form that can be read is judged like any other body: everything at once.
    assert_eq!(
        form(b"ages=1&ages=x&extra=1").map_err(|fault| fault.1.len()),
        Err(3)
    );
    assert_eq!(form(b"ages=x&name=%ff").map_err(|fault| fault.0), Err(400));
    assert_eq!(form(b"name=a&note={").map_err(|fault| fault.0), Err(400));
    assert_eq!(
        form(b"name=a&name=b"),
        fault(400, "/name", "is sent more than once")
    );
    assert_eq!(
        form(b"name=%ff"),
        fault(400, "/name", "is not percent-encoded UTF-8")
    );
    assert_eq!(
        form(b"%ff=a"),
        fault(400, "", "a name is not percent-encoded UTF-8")
    );
    assert_eq!(form(b"name=\xff"), fault(400, "", "the text is not UTF-8"));
    assert_eq!(form(b""), fault(422, "/name", "is required"));
    let mut report = Report::new();
    assert_eq!(
        optional_form_body(&Call::for_test(), FORM, &mut report, Form::decode),
        Some(None)
    );
}

#[test]
fn a_form_holds_no_more_values_than_a_json_body_may() {
    let body: &'static [u8] = Vec::leak(b"a=1&".repeat(100_001));
    assert_eq!(
        form(body),
        Err((
            400,
            vec![(String::new(), "the text holds too many values".into())]
        ))
    );
}

#[test]
fn json_and_text_bodies() {
    fn run<T>(body: &'static [u8], read: fn(&Call, &mut Report) -> Option<T>) -> Outcome<T> {
        let call = Call::for_test().with_body(&MEDIA, body);
        let mut report = Report::new();
        let value = read(&call, &mut report);
        finish(report, value)
    }
    let fault = |status, detail: &str| Err((status, vec![(String::new(), detail.to_owned())]));
    assert_eq!(
        run(b" 7 ", |call, report| json_body(call, report, i32::decode)),
        Ok(7)
    );
    assert_eq!(
        run(b"", |call, report| json_body(call, report, i32::decode)).map_err(|fault| fault.0),
        Err(400)
    );
    assert_eq!(
        run(b"{", |call, report| json_body(call, report, Any::decode)).map_err(|fault| fault.0),
        Err(400)
    );
    assert_eq!(
        run(b"\"x\"", |call, report| json_body(
            call,
            report,
            i32::decode
        )),
        fault(422, "must be a whole number")
    );
    assert_eq!(
        run(b"", |call, report| optional_json_body(
            call,
            report,
            i32::decode
        )),
        Ok(None)
    );
    assert_eq!(
        run(b"7", |call, report| optional_json_body(
            call,
            report,
            i32::decode
        )),
        Ok(Some(7))
    );
    assert_eq!(
        run(b"7", |call, report| text_body(
            call,
            &Shape::Text,
            report,
            String::decode
        )),
        Ok("7".into())
    );
    assert_eq!(
        run(b"\xff", |call, report| text_body(
            call,
            &Shape::Text,
            report,
            String::decode
        ))
        .map_err(|fault| fault.0),
        Err(400)
    );
}

#[test]
fn text_of_a_shape() {
    fn read(body: &'static [u8], shape: &Shape) -> Outcome<i64> {
        let call = Call::for_test().with_body(&MEDIA, body);
        let mut report = Report::new();
        let value = text_body(&call, shape, &mut report, i64::decode);
        finish(report, value)
    }
    assert_eq!(read(b"7", &Shape::Integer), Ok(7));
    assert_eq!(read(b"7", &Shape::Any), Ok(7));
    assert_eq!(
        read(b"seven", &Shape::Integer).map_err(|fault| fault.0),
        Err(422)
    );
    assert_eq!(read(b"7", &Shape::Text).map_err(|fault| fault.0), Err(422));
}

#[test]
fn a_value_that_may_be_empty_is_null_then() {
    const PARAMETERS: &[Parameter] = &[query(
        "limit",
        Style::Form,
        Explode::Yes,
        Shape::OrEmpty(&Shape::Integer),
    )];
    let limit = |text: &str| {
        let call = Call::for_test().with_query(text);
        let mut report = Report::new();
        let inputs = Inputs::read(&call, PARAMETERS, &mut report);
        let value = inputs
            .query("limit")
            .optional(&mut report, |value, at, report| {
                gate::nullable(value, at, report, i64::decode)
            });
        finish(report, value)
    };
    assert_eq!(limit("limit=3"), Ok(Some(gate::Nullable::Value(3))));
    assert_eq!(limit("limit="), Ok(Some(gate::Nullable::Null)));
    assert_eq!(limit("limit"), Ok(Some(gate::Nullable::Null)));
    assert_eq!(limit(""), Ok(None));
    assert_eq!(limit("limit=x").map_err(|fault| fault.0), Err(400));
}

#[test]
fn xml_is_well_formed_and_has_no_document_type() {
    let read = |body: &'static [u8]| {
        let call = Call::for_test().with_body(&MEDIA, body);
        let mut report = Report::new();
        let value = gate::xml_body(&call, &mut report);
        finish(report, value).map_err(|(status, faults)| (status, faults[0].1.clone()))
    };
    for good in [
        "<a/>",
        "<?xml version=\"1.0\"?>\n<a b=\"1\">x &amp; y &#65;<c/></a>\n<!-- end -->",
        "<a><![CDATA[<b>]]></a>",
    ] {
        assert_eq!(read(good.as_bytes()), Ok(good.to_owned()));
    }
    for bad in [
        "",
        "x",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>x",
        "<a b=1/>",
        "<a b='1' b='2'/>",
        "<a b='<'/>",
        "<a>&unknown;</a>",
        "<a b='&unknown;'/>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    ] {
        assert_eq!(
            read(bad.as_bytes()).map_err(|fault| fault.0),
            Err(400),
            "{bad}"
        );
    }
    assert_eq!(read(b"<a>\xff</a>").map_err(|fault| fault.0), Err(400));
    let deep = String::leak("<a>".repeat(100) + &"</a>".repeat(100));
    assert_eq!(
        read(deep.as_bytes()),
        Err((400, "is too deep or holds too many elements".to_owned()))
    );
}
