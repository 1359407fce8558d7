//! Parameters and bodies: styles, strict decoding, and what is refused with which status.

use gate::{
    Any, Call, Decode, Decoder, Explode, Fields, Format, HeaderMap, Inputs, Integer, Location,
    Media, MediaKind, Nullable, Object, Parameter, Pointer, Problem, Report, Shape, Style, Text,
    form_body, integer, json::Value, json_body, optional_form_body, optional_json_body, text,
    text_body,
};
use serde_json::json;
use std::net::{Ipv4Addr, Ipv6Addr};

const fn query(name: &'static str, style: Style, explode: Explode, shape: Shape) -> Parameter {
    Parameter {
        name,
        location: Location::Query,
        style,
        explode,
        shape,
    }
}

const fn plain(name: &'static str, location: Location, shape: Shape) -> Parameter {
    let style = match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie => Style::Form,
    };
    Parameter {
        name,
        location,
        style,
        explode: Explode::No,
        shape,
    }
}

/// A value, or the status and the places and sentences of a refusal.
type Outcome<T> = Result<T, (u16, Vec<(String, String)>)>;

/// What one parameter of a call is read as.
#[cfg(test)]
fn read(call: &Call, parameter: Parameter) -> Outcome<Option<serde_json::Value>> {
    let parameters: &'static [Parameter] = Vec::leak(vec![parameter]);
    let mut report = Report::new();
    let inputs = Inputs::read(call, parameters, &mut report);
    let input = match parameter.location {
        Location::Path => inputs.path(parameter.name),
        Location::Query => inputs.query(parameter.name),
        Location::Header => inputs.header(parameter.name),
        Location::Cookie => inputs.cookie(parameter.name),
    };
    let value = input.optional(&mut report, Any::decode);
    finish(report, value).map(|value| value.map(|any| any.0))
}

#[cfg(test)]
fn finish<T>(report: Report, value: Option<T>) -> Outcome<T> {
    report.finish(|| value).map_err(|problem: Problem| {
        let errors = problem
            .errors()
            .iter()
            .map(|error| (error.pointer.clone(), error.detail.to_string()));
        (problem.status().as_u16(), errors.collect())
    })
}

#[cfg(test)]
#[track_caller]
fn reads(call: &Call, parameter: Parameter, expected: serde_json::Value) {
    assert_eq!(read(call, parameter), Ok(Some(expected)), "{call:?}");
}

#[cfg(test)]
#[track_caller]
fn refuses(call: &Call, parameter: Parameter, status: u16, pointer: &str, detail: &str) {
    assert_eq!(
        read(call, parameter),
        Err((status, vec![(pointer.to_owned(), detail.to_owned())])),
        "{call:?}"
    );
}

#[cfg(test)]
fn with_query(text: &str) -> Call {
    Call::for_test().with_query(text)
}

#[cfg(test)]
fn with_headers(headers: &[(&'static str, &str)]) -> Call {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(*name, value.parse().expect("a header value"));
    }
    Call::for_test().with_headers(map)
}

const NUMBERS: Shape = Shape::List(&Shape::Integer);
const POINT: Shape = Shape::Object(&[("x", Shape::Integer), ("label", Shape::Text)]);

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

#[test]
fn lists_in_queries() {
    for (style, explode, text) in [
        (Style::Form, Explode::Yes, "p=1&p=2&p=3"),
        (Style::Form, Explode::No, "p=1,2,3"),
        (Style::SpaceDelimited, Explode::No, "p=1%202+3"),
        (Style::PipeDelimited, Explode::No, "p=1|2%7C3"),
        (Style::SpaceDelimited, Explode::Yes, "p=1&p=2&p=3"),
        (Style::PipeDelimited, Explode::Yes, "p=1&p=2&p=3"),
        (Style::DeepObject, Explode::Yes, "p[]=1&p[]=2&p[]=3"),
        (Style::DeepObject, Explode::Yes, "p[0]=1&p[1]=2&p[2]=3"),
    ] {
        reads(
            &with_query(text),
            query("p", style, explode, NUMBERS),
            json!([1, 2, 3]),
        );
    }
    reads(
        &with_query("p=1"),
        query("p", Style::Form, Explode::Yes, NUMBERS),
        json!([1]),
    );
    refuses(
        &with_query("p=1,x"),
        query("p", Style::Form, Explode::No, NUMBERS),
        400,
        "/query/p/1",
        "must be a whole number",
    );
    let twice = query("p", Style::Form, Explode::No, NUMBERS);
    refuses(
        &with_query("p=1&p=2"),
        twice,
        400,
        "/query/p",
        "is not written in the declared style",
    );
    // An encoded delimiter is part of an item, not between two.
    let texts = query("p", Style::Form, Explode::No, Shape::List(&Shape::Text));
    reads(&with_query("p=a%2Cb,c"), texts, json!(["a,b", "c"]));
}

#[test]
fn objects_in_queries() {
    for (style, explode, text) in [
        (Style::Form, Explode::Yes, "x=1&label=a%26b"),
        (Style::Form, Explode::No, "p=x,1,label,a%26b"),
        (
            Style::SpaceDelimited,
            Explode::No,
            "p=x%201%20label%20a%26b",
        ),
        (Style::PipeDelimited, Explode::No, "p=x|1|label|a%26b"),
        (Style::DeepObject, Explode::Yes, "p[x]=1&p%5Blabel%5D=a%26b"),
    ] {
        reads(
            &with_query(text),
            query("p", style, explode, POINT),
            json!({"x": 1, "label": "a&b"}),
        );
    }
    let deep = query("p", Style::DeepObject, Explode::Yes, POINT);
    assert_eq!(read(&with_query(""), deep), Ok(None));
    refuses(
        &with_query("p[x]=z"),
        deep,
        400,
        "/query/p/x",
        "must be a whole number",
    );
    refuses(
        &with_query("p[x]=1&p[x]=2"),
        deep,
        400,
        "/query/p/x",
        "is sent more than once",
    );
    refuses(
        &with_query("p[x][y]=1"),
        deep,
        400,
        "/query/p/x",
        "must not have members",
    );
    // What is not declared reaches the decoder, which refuses it or keeps it.
    reads(&with_query("p[z]=1"), deep, json!({"z": "1"}));
    refuses(
        &with_query("p[x=1"),
        deep,
        422,
        "/query/p[x",
        "is not a declared parameter",
    );
    let flat = query("p", Style::Form, Explode::No, POINT);
    refuses(
        &with_query("p=x,1,label"),
        flat,
        400,
        "/query/p",
        "is not written in the declared style",
    );
    let nested = Shape::Object(&[("a", Shape::Object(&[("b", NUMBERS)]))]);
    reads(
        &with_query("p[a][b][]=1&p[a][b][]=2"),
        query("p", Style::DeepObject, Explode::Yes, nested),
        json!({"a": {"b": [1, 2]}}),
    );
    let map = Shape::Map(&Shape::Integer);
    reads(
        &with_query("p[k]=1&p[l]=2"),
        query("p", Style::DeepObject, Explode::Yes, map),
        json!({"k": 1, "l": 2}),
    );
    reads(
        &with_query("k=1&l=2"),
        query("p", Style::Form, Explode::Yes, map),
        json!({"k": 1, "l": 2}),
    );
}

#[test]
fn paths() {
    let path = |style, explode, shape| Parameter {
        name: "p",
        location: Location::Path,
        style,
        explode,
        shape,
    };
    let call = |text: &str| Call::for_test().with_path("p", text);
    let expected = json!([1, 2]);
    for (style, explode, text) in [
        (Style::Simple, Explode::No, "1,2"),
        (Style::Simple, Explode::Yes, "1,2"),
        (Style::Label, Explode::No, ".1,2"),
        (Style::Label, Explode::Yes, ".1.2"),
        (Style::Matrix, Explode::No, ";p=1,2"),
        (Style::Matrix, Explode::Yes, ";p=1;p=2"),
    ] {
        reads(&call(text), path(style, explode, NUMBERS), expected.clone());
    }
    let expected = json!({"x": 1, "label": "a"});
    for (style, explode, text) in [
        (Style::Simple, Explode::No, "x,1,label,a"),
        (Style::Simple, Explode::Yes, "x=1,label=a"),
        (Style::Label, Explode::No, ".x,1,label,a"),
        (Style::Label, Explode::Yes, ".x=1.label=a"),
        (Style::Matrix, Explode::No, ";p=x,1,label,a"),
        (Style::Matrix, Explode::Yes, ";x=1;label=a"),
    ] {
        reads(&call(text), path(style, explode, POINT), expected.clone());
    }
    reads(
        &call("7"),
        path(Style::Simple, Explode::No, Shape::Integer),
        json!(7),
    );
    reads(
        &call(".7"),
        path(Style::Label, Explode::No, Shape::Integer),
        json!(7),
    );
    reads(
        &call(";p=7"),
        path(Style::Matrix, Explode::No, Shape::Integer),
        json!(7),
    );
    refuses(
        &call("7"),
        path(Style::Label, Explode::No, Shape::Integer),
        400,
        "/path/p",
        "is not written in the declared style",
    );
    refuses(
        &call(";q=7"),
        path(Style::Matrix, Explode::No, Shape::Integer),
        400,
        "/path/p",
        "is not written in the declared style",
    );
    // The path is decoded by the router: what looks encoded now was encoded twice.
    reads(
        &call("%41"),
        path(Style::Simple, Explode::No, Shape::Text),
        json!("%41"),
    );
    refuses(
        &call("x"),
        path(Style::Simple, Explode::No, Shape::Integer),
        400,
        "/path/p",
        "must be a whole number",
    );
}

#[test]
fn headers() {
    let header = |shape| plain("X-Station", Location::Header, shape);
    reads(
        &with_headers(&[("x-station", "7")]),
        header(Shape::Integer),
        json!(7),
    );
    reads(
        &with_headers(&[("x-station", "1, 2 ,3")]),
        header(NUMBERS),
        json!([1, 2, 3]),
    );
    reads(
        &with_headers(&[("x-station", "1"), ("x-station", "2")]),
        header(NUMBERS),
        json!([1, 2]),
    );
    reads(
        &with_headers(&[("x-station", "x,1")]),
        header(POINT),
        json!({"x": 1}),
    );
    // An object without members is written as nothing.
    for text in ["", " "] {
        let call = with_headers(&[("x-station", text)]);
        reads(&call, header(POINT), json!({}));
        let exploded = Parameter {
            explode: Explode::Yes,
            ..header(POINT)
        };
        reads(&call, exploded, json!({}));
    }
    assert_eq!(read(&with_headers(&[]), header(POINT)), Ok(None));
    reads(
        &with_headers(&[("x-station", "%41")]),
        header(Shape::Text),
        json!("%41"),
    );
    let twice = with_headers(&[("x-station", "1"), ("x-station", "2")]);
    refuses(
        &twice,
        header(Shape::Integer),
        400,
        "/header/x-station",
        "is sent more than once",
    );
    refuses(
        &with_headers(&[("x-station", "é")]),
        header(Shape::Text),
        400,
        "/header/x-station",
        "must be visible ASCII",
    );
    refuses(
        &with_headers(&[("x-station", "x")]),
        header(Shape::Integer),
        400,
        "/header/x-station",
        "must be a whole number",
    );
}

#[test]
fn cookies() {
    let cookie = |shape| plain("id", Location::Cookie, shape);
    let call = with_headers(&[("cookie", "a=b; id=7; c")]);
    reads(&call, cookie(Shape::Integer), json!(7));
    reads(
        &with_headers(&[("cookie", "id=1,2")]),
        cookie(NUMBERS),
        json!([1, 2]),
    );
    reads(
        &with_headers(&[("cookie", "id=a%20b+c")]),
        cookie(Shape::Text),
        json!("a b+c"),
    );
    // Cookies of others are nobody's fault.
    assert_eq!(
        read(
            &with_headers(&[("cookie", "%ff=%ff")]),
            cookie(Shape::Integer)
        ),
        Ok(None)
    );
    refuses(
        &with_headers(&[("cookie", "id=1; id=2")]),
        cookie(Shape::Integer),
        400,
        "/cookie/id",
        "is sent more than once",
    );
    refuses(
        &with_headers(&[("cookie", "id=1"), ("cookie", "id=2")]),
        cookie(Shape::Integer),
        400,
        "/cookie/id",
        "is sent more than once",
    );
    refuses(
        &with_headers(&[("cookie", "id=%f")]),
        cookie(Shape::Text),
        400,
        "/cookie/id",
        "is not percent-encoded UTF-8",
    );
}

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
const MEDIA: Media = Media {
    media_type: "application/x-www-form-urlencoded",
    kind: MediaKind::Form,
};

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
