//! Formats: a word goes in, what is known of it comes out.

/// The formats of strings that the gate asserts, with the variant of its `Format`.
const FORMATS: &[(&str, &str)] = &[
    ("byte", "Byte"),
    ("date", "Date"),
    ("date-time", "DateTime"),
    ("duration", "Duration"),
    ("email", "Email"),
    ("hostname", "Hostname"),
    ("idn-email", "IdnEmail"),
    ("idn-hostname", "IdnHostname"),
    ("ipv4", "Ipv4"),
    ("ipv6", "Ipv6"),
    ("iri", "Iri"),
    ("iri-reference", "IriReference"),
    ("json-pointer", "JsonPointer"),
    ("regex", "Regex"),
    ("relative-json-pointer", "RelativeJsonPointer"),
    ("time", "Time"),
    ("uri", "Uri"),
    ("uri-reference", "UriReference"),
    ("uri-template", "UriTemplate"),
    ("uuid", "Uuid"),
];

/// Formats that say how a string is used, not what may stand in it.
const ANNOTATIONS: &[&str] = &[
    "binary",
    "password",
    "html",
    "markdown",
    "commonmark",
    "string",
    "media-range",
];

/// The variant of the gate's `Format` that asserts this format of strings.
#[must_use]
pub fn asserted(format: &str) -> Option<&'static str> {
    FORMATS
        .iter()
        .find(|(name, _)| *name == format)
        .map(|(_, variant)| *variant)
}

/// Does the format only say how a string is used?
#[must_use]
pub fn is_annotation(format: &str) -> bool {
    ANNOTATIONS.contains(&format)
}

/// The least and the greatest whole number of a format of integers.
#[must_use]
pub fn integer_range(format: &str) -> Option<(i128, i128)> {
    let range = match format {
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "int64" => (i64::MIN.into(), i64::MAX.into()),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        "uint64" | "uint" => (0, u64::MAX.into()),
        _ => return None,
    };
    Some(range)
}

/// Is it the name of a format that somebody defines, whether or not there is something to assert?
#[must_use]
pub fn is_known(format: &str) -> bool {
    const NUMBERS: &[&str] = &["float", "double", "decimal", "double-int"];
    asserted(format).is_some()
        || is_annotation(format)
        || NUMBERS.contains(&format)
        || integer_range(format).is_some()
}
