//! One value: read by its shape, refused with the status that its fault has, or stood in for.

use std::net::{Ipv4Addr, Ipv6Addr};

use gate::{
    Call, Decode, Decoder, Explode, Format, Inputs, Integer, Location, Nullable, Parameter, Report,
    Shape, Style, Text, integer, json_body, text,
};
use serde_json::json;

use super::{MEDIA, Outcome, finish, plain, query, read, reads, refuses, with_query};

#[test]
fn scalars_are_read_by_their_shape() {
    for (text, shape, expected) in [
        ("p=7", Shape::Integer, json!(7)),
        ("p=-1e2", Shape::Integer, json!(-100.0)),
        ("p=1.5", Shape::Number, json!(1.5)),
        ("p=true", Shape::Boolean, json!(true)),
        ("p=7", Shape::Text, json!("7")),
        ("p=", Shape::Text, json!("")),
        ("p", Shape::Text, json!("")),
        ("p=a%20b+c%2Bd", Shape::Text, json!("a b c+d")),
        ("p=%F0%9F%98%8E", Shape::Text, json!("😎")),
        ("%70=%37", Shape::Integer, json!(7)),
        ("p=%7B%22a%22%3A%5B1%5D%7D", Shape::Json, json!({"a": [1]})),
        ("p=7", Shape::Any, json!(7)),
        ("p=seven", Shape::Any, json!("seven")),
        ("p=07", Shape::Any, json!("07")),
    ] {
        reads(
            &with_query(text),
            query("p", Style::Form, Explode::Yes, shape),
            expected,
        );
    }
    assert_eq!(
        read(
            &with_query(""),
            query("p", Style::Form, Explode::Yes, Shape::Integer)
        ),
        Ok(None)
    );
    reads(
        &with_query("&p=7&&"),
        query("p", Style::Form, Explode::Yes, Shape::Integer),
        json!(7),
    );
}

#[test]
fn text_that_cannot_be_read_is_a_400() {
    let whole = query("p", Style::Form, Explode::Yes, Shape::Integer);
    for text in [
        "p=x", "p=1.5", "p=", "p=01", "p=+1", "p=%201", "p=1_0", "p=0x1", "p=NaN",
    ] {
        refuses(
            &with_query(text),
            whole,
            400,
            "/query/p",
            "must be a whole number",
        );
    }
    let flag = query("p", Style::Form, Explode::Yes, Shape::Boolean);
    for text in ["p=1", "p=True", "p=", "p=yes"] {
        refuses(
            &with_query(text),
            flag,
            400,
            "/query/p",
            "must be true or false",
        );
    }
    let text = query("p", Style::Form, Explode::Yes, Shape::Text);
    for bad in [
        "p=%",
        "p=%4",
        "p=%zz",
        "p=%ff",
        "p=%c3%28",
        "p=%ed%a0%80",
        "p=%2%30",
    ] {
        refuses(
            &with_query(bad),
            text,
            400,
            "/query/p",
            "is not percent-encoded UTF-8",
        );
    }
    refuses(
        &with_query("p=a&p=b"),
        text,
        400,
        "/query/p",
        "is sent more than once",
    );
    refuses(
        &with_query("p=[1"),
        query("p", Style::Form, Explode::Yes, Shape::Json),
        400,
        "/query/p",
        "the text ends too early",
    );
    refuses(
        &with_query("%ff=1"),
        text,
        400,
        "/query/",
        "a name is not percent-encoded UTF-8",
    );
}

#[test]
fn undeclared_query_parameters_are_refused_and_credentials_are_not() {
    let known = query("p", Style::Form, Explode::Yes, Shape::Text);
    refuses(
        &with_query("p=1&q=2"),
        known,
        422,
        "/query/q",
        "is not a declared parameter",
    );
    refuses(
        &with_query("p=1&P=2"),
        known,
        422,
        "/query/P",
        "is not a declared parameter",
    );
    assert_eq!(
        read(
            &with_query("api_key=s3cret"),
            Parameter::credential("api_key")
        ),
        Ok(None)
    );
}

const PARAMETERS: &[Parameter] = &[query("p", Style::Form, Explode::Yes, Shape::Integer)];

/// One query parameter, decoded: the status of its refusal.
#[cfg(test)]
fn status<T>(text: &str, shape: Shape, decoder: Decoder<T>) -> Result<(), u16> {
    let parameters: &'static [Parameter] =
        Vec::leak(vec![query("p", Style::Form, Explode::Yes, shape)]);
    let call = with_query(text);
    let mut report = Report::new();
    let inputs = Inputs::read(&call, parameters, &mut report);
    let value = inputs.query("p").required(&mut report, decoder);
    finish(report, value).map(|_| ()).map_err(|fault| fault.0)
}

#[test]
fn a_parameter_that_does_not_parse_into_its_type_is_a_400() {
    const ID: &str = "01890000-0000-7000-8000-000000000000";
    const TEXTS: Shape = Shape::List(&Shape::Text);
    let id = format!("p={ID}");
    for text in ["p=x", "p=", "p=01890000", "p=2026-02-30", "p=127.0.0"] {
        assert_eq!(status(text, Shape::Text, gate::Uuid::decode), Err(400));
        assert_eq!(status(text, Shape::Text, gate::Timestamp::decode), Err(400));
        assert_eq!(status(text, Shape::Text, gate::Date::decode), Err(400));
        assert_eq!(status(text, Shape::Text, Ipv4Addr::decode), Err(400));
        assert_eq!(status(text, Shape::Text, Ipv6Addr::decode), Err(400));
    }
    assert_eq!(status(&id, Shape::Text, gate::Uuid::decode), Ok(()));
    // Bounds beside a format make it a string; its text has to be parsed all the same.
    let bounded: Decoder<String> = |value, at, report| {
        let rule = Text {
            max_length: Some(40),
            format: Some(Format::Uuid),
            ..Text::ANY
        };
        text(value, at, report, &rule)
    };
    assert_eq!(status("p=x", Shape::Text, bounded), Err(400));
    // A format that is a check on a string, and every other rule, is the schema's.
    let mail: Decoder<String> = |value, at, report| {
        let rule = Text {
            format: Some(Format::Email),
            ..Text::ANY
        };
        text(value, at, report, &rule)
    };
    assert_eq!(status("p=x", Shape::Text, mail), Err(422));
    // Inside a list, and where one of several types may be meant.
    assert_eq!(
        status(&format!("{id}&p=x"), TEXTS, Vec::<gate::Uuid>::decode),
        Err(400)
    );
    let maybe: Decoder<Nullable<i64>> =
        |value, at, report| gate::nullable(value, at, report, i64::decode);
    assert_eq!(status("p=x", Shape::Any, maybe), Err(400));
    assert_eq!(status("p=null", Shape::Any, maybe), Ok(()));
    let few: Decoder<i64> = |value, at, report| {
        let rule = Integer {
            maximum: Some(9),
            ..Integer::ANY
        };
        integer(value, at, report, &rule)
    };
    assert_eq!(status("p=10", Shape::Any, few), Err(422));
    assert_eq!(status("p=10", Shape::Integer, few), Err(422));
    // JSON can be read, whatever is in it.
    assert_eq!(status("p=\"x\"", Shape::Json, gate::Uuid::decode), Err(422));
    assert_eq!(status("p=x", Shape::Json, gate::Uuid::decode), Err(400));
    // And so can a body.
    let call = Call::for_test().with_body(&MEDIA, "\"x\"");
    let mut report = Report::new();
    let value = json_body(&call, &mut report, gate::Uuid::decode);
    assert_eq!(finish(report, value).map_err(|fault| fault.0), Err(422));
}

#[test]
fn a_value_out_of_range_is_a_422_and_a_missing_one_too() {
    let run = |text: &str| {
        let call = with_query(text);
        let mut report = Report::new();
        let inputs = Inputs::read(&call, PARAMETERS, &mut report);
        let value = inputs.query("p").required(&mut report, i32::decode);
        finish(report, value)
    };
    assert_eq!(run("p=7"), Ok(7));
    assert_eq!(
        run("p=99999999999"),
        Err((
            422,
            vec![("/query/p".into(), "must fit into 32 bits".into())]
        ))
    );
    assert_eq!(
        run(""),
        Err((422, vec![("/query/p".into(), "is required".into())]))
    );
    // One fault is reported once: what could not be read is not missing as well.
    assert_eq!(
        run("p=x"),
        Err((
            400,
            vec![("/query/p".into(), "must be a whole number".into())]
        ))
    );
}

#[test]
fn defaults_stand_in_for_what_is_left_out() {
    for (text, expected) in [("", Some(20)), ("p=3", Some(3)), ("p=x", None)] {
        let call = with_query(text);
        let mut report = Report::new();
        let inputs = Inputs::read(&call, PARAMETERS, &mut report);
        assert_eq!(
            inputs.query("p").or(&mut report, i32::decode, || 20),
            expected
        );
    }
}

const TWO_PLACES: &[Parameter] = &[
    plain("id", Location::Path, Shape::Integer),
    query("id", Style::Form, Explode::Yes, Shape::Text),
];

#[test]
fn the_same_name_in_two_places_is_two_parameters() {
    let call = with_query("id=b").with_path("id", "1");
    let mut report = Report::new();
    let inputs = Inputs::read(&call, TWO_PLACES, &mut report);
    assert_eq!(
        inputs.path("id").required(&mut report, i32::decode),
        Some(1)
    );
    assert_eq!(
        inputs.query("id").required(&mut report, String::decode),
        Some("b".into())
    );
    assert!(report.is_empty());
}

const ANYTHING: &[Parameter] = &[query("p", Style::Form, Explode::Yes, Shape::Any)];

#[test]
fn what_may_be_anything_is_what_its_decoder_accepts() {
    fn run<T>(text: &str, decoder: Decoder<T>) -> Outcome<T> {
        let call = with_query(text);
        let mut report = Report::new();
        let value = Inputs::read(&call, ANYTHING, &mut report)
            .query("p")
            .required(&mut report, decoder);
        finish(report, value)
    }
    assert_eq!(run("p=7", i32::decode), Ok(7));
    assert_eq!(run("p=7", String::decode), Ok("7".into()));
    assert_eq!(run("p=null", Nullable::<i32>::decode), Ok(Nullable::Null));
    assert_eq!(
        run("p=x", i32::decode),
        Err((
            400,
            vec![("/query/p".into(), "must be a whole number".into())]
        ))
    );
    assert_eq!(
        run("p=99999999999", i32::decode),
        Err((
            422,
            vec![("/query/p".into(), "must fit into 32 bits".into())]
        ))
    );
}
