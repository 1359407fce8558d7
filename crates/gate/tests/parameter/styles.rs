//! Lists and objects, in every style of every place.

use gate::{Call, Explode, Location, Parameter, Shape, Style};
use serde_json::json;

use super::{NUMBERS, POINT, plain, query, read, reads, refuses, with_headers, with_query};

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
