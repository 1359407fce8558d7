//! A query that is one value, and cookies of their own style: what is read, and what is refused with which status.

use gate::{
    Any, Call, Decode, Explode, HeaderMap, Inputs, Location, Parameter, Problem, Report, Shape,
    Style, form_query, json_query, optional_form_query, optional_json_query, optional_text_query,
    text_query,
};
use serde_json::json;

/// A value, or the status and the places of a refusal.
type Outcome = Result<serde_json::Value, (u16, Vec<String>)>;

const WHOLE: &[Parameter] = &[Parameter::whole_query("filter")];

const FORM: &[Parameter] = &[
    Parameter {
        name: "size",
        location: Location::Query,
        style: Style::Form,
        explode: Explode::Yes,
        shape: Shape::Integer,
    },
    Parameter::credential("key"),
];

#[cfg(test)]
#[track_caller]
fn check(
    text: &str,
    read: impl Fn(&Call, &mut Report) -> Option<serde_json::Value>,
    expected: &Outcome,
) {
    let call = Call::for_test().with_query(text);
    let mut report = Report::new();
    let _ = Inputs::read(&call, WHOLE, &mut report);
    let value = read(&call, &mut report);
    let outcome = report.finish(|| value).map_err(|problem: Problem| {
        let places = problem.errors().iter().map(|error| error.pointer.clone());
        (problem.status().as_u16(), places.collect())
    });
    assert_eq!(&outcome, expected, "{text}");
}

fn refused(status: u16, place: &str) -> Outcome {
    Err((status, vec![place.to_owned()]))
}

#[test]
fn a_form_is_the_object_of_its_pairs_without_keys_of_schemes() {
    let read = |call: &Call, report: &mut Report| {
        form_query(call, FORM, report, Any::decode).map(|any| any.0)
    };
    check("size=7", read, &Ok(json!({"size": 7})));
    check(
        "size=7&more=a%26b",
        read,
        &Ok(json!({"size": 7, "more": "a&b"})),
    );
    check("size=7&key=secret", read, &Ok(json!({"size": 7})));
    check("", read, &Ok(json!({})));
    check("size=x", read, &refused(400, "/query/size"));
    check("%=7", read, &refused(400, "/query"));
    let optional = |call: &Call, report: &mut Report| {
        let read = optional_form_query(call, FORM, report, Any::decode)?;
        Some(read.map_or(json!("none"), |any| any.0))
    };
    check("", optional, &Ok(json!("none")));
    check("size=7", optional, &Ok(json!({"size": 7})));
}

#[test]
fn json_is_escaped_as_a_whole() {
    let read =
        |call: &Call, report: &mut Report| json_query(call, report, Any::decode).map(|any| any.0);
    check(
        "%7B%22a%22:[1,%22+%22]%7D",
        read,
        &Ok(json!({"a": [1, "+"]})),
    );
    check("", read, &refused(422, "/query"));
    check("%7B", read, &refused(400, "/query"));
    check("%ff", read, &refused(400, "/query"));
    check("a=1", read, &refused(400, "/query"));
    let optional = |call: &Call, report: &mut Report| {
        let read = optional_json_query(call, report, Any::decode)?;
        Some(read.map_or(json!("none"), |any| any.0))
    };
    check("", optional, &Ok(json!("none")));
    check("1", optional, &Ok(json!(1)));
}

#[test]
fn text_is_read_by_its_shape() {
    let read = |shape: &'static Shape| {
        move |call: &Call, report: &mut Report| {
            text_query(call, shape, report, Any::decode).map(|any| any.0)
        }
    };
    check("$.a%5B1%5D", read(&Shape::Text), &Ok(json!("$.a[1]")));
    check("7", read(&Shape::Text), &Ok(json!("7")));
    check("7", read(&Shape::Integer), &Ok(json!(7)));
    check("seven", read(&Shape::Integer), &refused(400, "/query"));
    check("", read(&Shape::Text), &refused(422, "/query"));
    let optional = |call: &Call, report: &mut Report| {
        let read = optional_text_query(call, &Shape::Text, report, Any::decode)?;
        Some(read.map_or(json!("none"), |any| any.0))
    };
    check("", optional, &Ok(json!("none")));
}

#[test]
fn cookies_of_their_own_style_are_taken_as_they_are() {
    const ROWS: &[Parameter] = &[Parameter {
        name: "id",
        location: Location::Cookie,
        style: Style::Cookie,
        explode: Explode::No,
        shape: Shape::Text,
    }];
    let mut headers = HeaderMap::new();
    headers.insert("cookie", "id=a%20b%".parse().unwrap());
    let call = Call::for_test().with_headers(headers);
    let mut report = Report::new();
    let inputs = Inputs::read(&call, ROWS, &mut report);
    let read = inputs.cookie("id").required(&mut report, Any::decode);
    assert_eq!(report.finish(|| read).unwrap().0, json!("a%20b%"));
}

#[test]
fn lists_with_marks_of_their_own_are_taken_apart_once_decoded() {
    const NUMBERS: Shape = Shape::Delimited('\t', &Shape::Integer);
    const ROWS: Shape = Shape::List(&Shape::Delimited('|', &Shape::Integer));
    let row = |style, explode, shape| Parameter {
        name: "a",
        location: Location::Query,
        style,
        explode,
        shape,
    };
    let read = |text: &str, row: Parameter| {
        let rows: &'static [Parameter] = Vec::leak(vec![row]);
        let call = Call::for_test().with_query(text);
        let mut report = Report::new();
        let inputs = Inputs::read(&call, rows, &mut report);
        let value = inputs.query("a").required(&mut report, Any::decode);
        let value = value.map(|any| any.0);
        report.finish(|| value).map_err(|problem: Problem| {
            let places = problem.errors().iter().map(|error| error.pointer.clone());
            (problem.status().as_u16(), places.collect())
        })
    };
    let tabs = row(Style::Form, Explode::Yes, NUMBERS);
    assert_eq!(read("a=1%092", tabs), Ok(json!([1, 2])));
    assert_eq!(read("a=1", tabs), Ok(json!([1])));
    assert_eq!(read("a=1%09x", tabs), refused(400, "/query/a/1"));
    let nested = row(Style::Form, Explode::No, ROWS);
    assert_eq!(read("a=1%7C2,3", nested), Ok(json!([[1, 2], [3]])));
    assert_eq!(read("a=1|2,3|x", nested), refused(400, "/query/a/1/1"));
    let many = format!("a={}", "1,".repeat(200_000));
    assert_eq!(read(&many, nested), refused(400, "/query/a"));
    let many = format!("a={}", "1%09".repeat(200_000));
    assert_eq!(read(&many, tabs), refused(400, "/query/a"));
}
