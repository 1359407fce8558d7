//! Strings and numbers: lengths, formats, patterns, bounds and divisibility.

use gate::{
    Decode, Decoder, Format, Integer, Number, Pattern, Text, WholeNumber, float, integer, number,
    text,
};

use super::{accepts, decode, refuses};

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

#[test]
fn a_pattern_that_does_not_compile_lets_nothing_pass() {
    let pattern = Pattern::new("(");
    assert!(!pattern.matches("") && !pattern.matches("("));
    assert!(Pattern::new("b").matches("abc"));
}
