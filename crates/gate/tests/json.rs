//! The strict JSON reader: what it takes, what it refuses, and that it agrees with `serde_json` on the rest.

use gate::json::{ReadLimits, Value, read};
use proptest::prelude::*;

const LIMITS: ReadLimits = ReadLimits {
    depth: 64,
    nodes: 100_000,
};

#[cfg(test)]
fn accepts(text: &str) -> serde_json::Value {
    read(text.as_bytes(), &LIMITS)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
        .to_json()
        .expect("in range")
}

#[cfg(test)]
#[track_caller]
fn refuses(bytes: &[u8], offset: usize, reason: &str) {
    let error = read(bytes, &LIMITS).expect_err("must be refused");
    assert_eq!((error.offset(), error.reason()), (offset, reason));
}

#[test]
fn every_kind_of_value_is_read() {
    let text =
        r#" {"a": [1, -2.5e3, true, false, null], "b": {"c": "d"}, "": "", "e": [], "f": {}} "#;
    assert_eq!(
        accepts(text),
        serde_json::from_str::<serde_json::Value>(text).expect("valid")
    );
}

#[test]
fn strings_without_escapes_borrow_and_others_are_unescaped() {
    let Ok(Value::Array(items)) = read(br#"["plain", "\u00e9\n\ud83d\ude0e\/"]"#, &LIMITS) else {
        panic!("an array");
    };
    assert!(matches!(
        &items[0],
        Value::String(std::borrow::Cow::Borrowed("plain"))
    ));
    assert!(matches!(&items[1], Value::String(text) if text == "é\n😎/"));
}

#[test]
fn a_special_byte_is_found_at_every_distance() {
    for length in 0..40 {
        let plain = "é".repeat(length / 2) + &"x".repeat(length % 2 + length / 3);
        for (special, meant) in [
            ("\\n", "\n"),
            ("\\\\", "\\"),
            ("\\\"", "\""),
            ("\u{7f}", "\u{7f}"),
        ] {
            let text = format!("\"{plain}{special}{plain}\"");
            assert_eq!(
                accepts(&text),
                serde_json::Value::String(format!("{plain}{meant}{plain}"))
            );
        }
        let text = format!("\"{plain}\u{1}{plain}\"");
        refuses(
            text.as_bytes(),
            plain.len() + 1,
            "a control character must be escaped",
        );
    }
}

#[test]
fn what_rfc_8259_forbids_is_refused() {
    refuses(b"", 0, "the text ends too early");
    refuses(b"[1,]", 3, "a value was expected");
    refuses(b"[1 2]", 3, "a comma or the closing bracket was expected");
    refuses(b"{\"a\":1,}", 7, "a member name was expected");
    refuses(b"{\"a\" 1}", 5, "a colon was expected");
    refuses(b"{a:1}", 1, "a member name was expected");
    refuses(b"[1}", 2, "a comma or the closing bracket was expected");
    refuses(b"nul", 0, "a value was expected");
    refuses(b"truE", 0, "a value was expected");
    refuses(b"NaN", 0, "a value was expected");
    refuses(b"1 // x", 2, "the text goes on after the value");
    refuses(b"\"a", 2, "the text ends inside a string");
    refuses(b"\"\\x\"", 1, "an escape is malformed");
    refuses(b"\"\\u12g4\"", 1, "an escape is malformed");
    refuses(b"\"\\u+123\"", 1, "an escape is malformed");
    for number in [
        "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "1.2.3", "--1", "1_000",
    ] {
        assert!(read(number.as_bytes(), &LIMITS).is_err(), "{number}");
    }
}

#[test]
fn what_a_body_must_not_hold_is_refused() {
    refuses(
        "\u{feff}{}".as_bytes(),
        0,
        "a byte order mark is not allowed",
    );
    refuses(b"\"\xff\"", 1, "the text is not UTF-8");
    refuses(b"\"\xed\xa0\x80\"", 1, "the text is not UTF-8");
    refuses(br#""\ud800""#, 1, "a surrogate stands alone");
    refuses(br#""\udc00""#, 1, "a surrogate stands alone");
    refuses(br#""\ud800\u0041""#, 1, "a surrogate stands alone");
    refuses(b"{} {}", 3, "the text goes on after the value");
}

#[test]
fn duplicate_names_are_refused_in_small_and_large_objects() {
    refuses(
        br#"{"a":1,"a":2}"#,
        7,
        "a member name appears twice in one object",
    );
    refuses(
        br#"{"a":1,"\u0061":2}"#,
        7,
        "a member name appears twice in one object",
    );
    for size in [14, 15, 16, 17, 18, 100] {
        let members: Vec<String> = (0..size).map(|index| format!("\"k{index}\":0")).collect();
        let unique = format!("{{{}}}", members.join(","));
        assert!(read(unique.as_bytes(), &LIMITS).is_ok(), "{size}");
        for repeated in [0, size / 2, size - 1] {
            let text = format!("{{{},\"k{repeated}\":0}}", members.join(","));
            assert!(
                read(text.as_bytes(), &LIMITS).is_err(),
                "{size}, {repeated}"
            );
        }
    }
    // The same name in different objects is no duplicate.
    assert!(read(br#"[{"a":1},{"a":{"a":1}}]"#, &LIMITS).is_ok());
}

#[test]
fn depth_and_nodes_are_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(read(nested(64).as_bytes(), &LIMITS).is_ok());
    refuses(nested(65).as_bytes(), 64, "the text is nested too deeply");
    let siblings = "[".to_owned() + &vec!["[[]]"; 1_000].join(",") + "]";
    assert!(read(siblings.as_bytes(), &LIMITS).is_ok());
    let few = ReadLimits {
        depth: 64,
        nodes: 4,
    };
    assert!(read(b"[1,2,3]", &few).is_ok());
    assert_eq!(
        read(b"[1,2,3,4]", &few).expect_err("five nodes").reason(),
        "the text holds too many values"
    );
    // However deep the settings allow, the stack is safe.
    let endless = ReadLimits {
        depth: usize::MAX,
        nodes: usize::MAX,
    };
    assert!(read(nested(1_000_000).as_bytes(), &endless).is_err());
}

#[test]
fn large_hostile_objects_are_read_in_linear_time() {
    let members: Vec<String> = (0..90_000).map(|index| format!("\"k{index}\":0")).collect();
    let text = format!("{{{}}}", members.join(","));
    let start = std::time::Instant::now();
    assert!(read(text.as_bytes(), &LIMITS).is_ok());
    // Pairwise it would be four thousand million comparisons.
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn numbers_keep_their_text() {
    let Ok(Value::Number(number)) = read(
        b"12345678910111213141516171819202122232425262728293031",
        &LIMITS,
    ) else {
        panic!("a number");
    };
    assert_eq!(
        number.as_str(),
        "12345678910111213141516171819202122232425262728293031"
    );
    assert!(number.is_integer());
    assert_eq!(number.to_integer(), None);
    for (text, integer) in [
        ("0", Some(0)),
        ("-0", Some(0)),
        ("1.0", Some(1)),
        ("1e2", Some(100)),
        ("1.50e1", Some(15)),
        ("100e-2", Some(1)),
        ("-12.5e1", Some(-125)),
        ("0e999999999999999999999", Some(0)),
        ("1.5", None),
        ("1e-1", None),
        ("1e99", None),
        ("1e-99999999999999999999", None),
        ("170141183460469231731687303715884105727", Some(i128::MAX)),
        ("-170141183460469231731687303715884105728", Some(i128::MIN)),
        ("170141183460469231731687303715884105728", None),
    ] {
        let Ok(Value::Number(number)) = read(text.as_bytes(), &LIMITS) else {
            panic!("{text}")
        };
        assert_eq!(number.to_integer(), integer, "{text}");
    }
    assert!(
        read(b"1e999", &LIMITS)
            .expect("readable")
            .to_json()
            .is_none()
    );
}

#[test]
fn equality_is_that_of_json_schema() {
    let same = |left: &str, right: &str| {
        let left = read(left.as_bytes(), &LIMITS).expect("valid");
        left.same(&read(right.as_bytes(), &LIMITS).expect("valid"))
    };
    for (left, right) in [
        ("1", "1.0"),
        ("100", "1e2"),
        ("0", "-0.0"),
        ("0.1", "1E-1"),
        (r#"{"a":1,"b":[2]}"#, r#"{"b":[2.0],"a":1}"#),
        (r#""\u0061""#, r#""a""#),
    ] {
        assert!(same(left, right), "{left} {right}");
    }
    for (left, right) in [
        ("1", "true"),
        ("0", "false"),
        ("0", "null"),
        ("1", "\"1\""),
        ("1", "-1"),
        ("9007199254740993", "9007199254740992"),
        ("[1,2]", "[2,1]"),
        ("[]", "{}"),
        (r#"{"a":1}"#, r#"{"a":1,"b":1}"#),
        (r#"{"a":1}"#, r#"{"b":1}"#),
        (r#"{"a":false}"#, r#"{"a":0}"#),
    ] {
        assert!(!same(left, right), "{left} {right}");
    }
}

/// JSON with everything in it that text can say in more than one way.
#[cfg(test)]
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        any::<f64>()
            .prop_filter("finite", |value| value.is_finite())
            .prop_map(|value| format!("{value:e}")),
        any::<String>().prop_map(|text| serde_json::to_string(&text).expect("a string")),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8)
                .prop_map(|items| format!("[ {} ]", items.join(" ,\n"))),
            prop::collection::btree_map(any::<String>(), inner, 0..24).prop_map(|members| {
                let members: Vec<String> = members
                    .into_iter()
                    .map(|(key, value)| {
                        format!(
                            "{} : {value}",
                            serde_json::to_string(&key).expect("a string")
                        )
                    })
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn valid_texts_read_as_serde_json_reads_them(text in json()) {
        let theirs: serde_json::Value = serde_json::from_str(&text).expect("valid");
        prop_assert_eq!(accepts(&text), theirs);
    }

    #[test]
    fn broken_texts_are_judged_as_serde_json_judges_them(text in json(), at in any::<prop::sample::Index>(), byte in prop::sample::select(b"{}[],:\"\\0159.-+eEtfn u\x00\x1f\xff".to_vec())) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let ours = read(&bytes, &LIMITS);
        let theirs = serde_json::from_slice::<serde_json::Value>(&bytes);
        match (&ours, &theirs) {
            (Ok(ours), Ok(theirs)) => if let Some(ours) = ours.to_json() { prop_assert_eq!(&ours, theirs) },
            (Err(_), Err(_)) => {}
            // Here we are stricter: duplicate names. And we keep numbers that a double cannot hold.
            (Err(error), Ok(_)) => prop_assert!(error.reason().starts_with("a member name appears twice"), "{}", error),
            (Ok(_), Err(error)) => prop_assert!(error.to_string().starts_with("number out of range"), "{}", error),
        }
    }

    #[test]
    fn bytes_of_any_kind_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        prop_assert_eq!(read(&bytes, &LIMITS).is_ok(), serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
    }

    #[test]
    fn numbers_are_ordered_exactly(left in -100_000_i64..100_000, right in -100_000_i64..100_000, scale in 0_usize..5) {
        // The same numbers, shifted by powers of ten in two spellings.
        let spell = |number: i64| [format!("{number}e-{scale}"), format!("{number}{}", "0".repeat(3))];
        for (one, other) in spell(left).iter().zip(&spell(right)) {
            let one = read(one.as_bytes(), &LIMITS).expect("valid");
            let other = read(other.as_bytes(), &LIMITS).expect("valid");
            prop_assert_eq!(one.same(&other), left == right);
        }
    }
}
