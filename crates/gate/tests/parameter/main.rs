//! Parameters and bodies: styles, strict decoding, and what is refused with which status.

#[cfg(test)]
mod bodies;
#[cfg(test)]
mod scalars;
#[cfg(test)]
mod styles;

use gate::{
    Any, Call, Decode, Explode, HeaderMap, Inputs, Location, Media, MediaKind, Parameter, Problem,
    Report, Shape, Style,
};

const NUMBERS: Shape = Shape::List(&Shape::Integer);
const POINT: Shape = Shape::Object(&[("x", Shape::Integer), ("label", Shape::Text)]);

/// What the bodies of these tests are sent as.
const MEDIA: Media = Media {
    media_type: "application/x-www-form-urlencoded",
    kind: MediaKind::Form,
};

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
