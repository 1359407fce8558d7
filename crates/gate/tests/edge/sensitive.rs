//! What is not seen, and what is cleaned before it is judged.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gate::decode::{Decode, Text, secret, text};
use gate::json::{ReadLimits, read};
use gate::{Location, Pointer, Problem, Report, Revealed, Sanitize, Secret, sanitize};
use proptest::prelude::*;
use zeroize::Zeroize;

#[test]
fn a_secret_shows_nothing_of_itself() {
    let secret: Secret<String> = Secret::from("hunter2".to_owned());
    let shown = format!("{secret:?} {:#?} {:?}", Some(&secret), vec![secret.clone()]);
    assert!(!shown.contains("hunter2"), "{shown}");
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(secret, Secret::from("hunter2".to_owned()));
    assert_ne!(secret, Secret::from("hunter3".to_owned()));
    let pin: Secret<i64> = Secret::from(4711);
    assert!(!format!("{pin:?}").contains("4711"));
    let revealed: Revealed<String> = secret.reveal();
    assert!(!format!("{revealed:?}").contains("hunter2"));
    assert_eq!(serde_json::to_string(&revealed).unwrap(), "\"hunter2\"");
}

/// Says when it is wiped.
struct Probe(Arc<AtomicUsize>);

impl Zeroize for Probe {
    fn zeroize(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_secret_is_wiped_when_it_is_dropped() {
    let wiped = Arc::new(AtomicUsize::new(0));
    let secret = Secret::from(Probe(Arc::clone(&wiped)));
    assert_eq!(wiped.load(Ordering::Relaxed), 0);
    drop(secret);
    assert_eq!(wiped.load(Ordering::Relaxed), 1);
    drop(Secret::from(Probe(Arc::clone(&wiped))).reveal());
    assert_eq!(wiped.load(Ordering::Relaxed), 2);
}

/// Decodes a JSON text as a secret word of at most eight letters.
fn decode(json: &str) -> Result<Secret<String>, Problem> {
    const SHORT: Text = Text {
        max_length: Some(8),
        ..Text::ANY
    };
    let value = read(json.as_bytes(), &ReadLimits::default()).unwrap();
    let mut report = Report::new();
    let decoded = secret(
        &value,
        &Pointer::root(),
        &mut report,
        |value, at, report| text(value, at, report, &SHORT),
    );
    report.finish(|| decoded)
}

#[test]
fn a_secret_is_judged_and_never_repeated() {
    assert_eq!(decode("\"hunter2\"").unwrap().expose(), "hunter2");
    for wrong in ["\"hunter2hunter2\"", "4711"] {
        let problem = format!("{:?}", decode(wrong).unwrap_err());
        assert!(
            !problem.contains("hunter2") && !problem.contains("4711"),
            "{problem}"
        );
    }
}

#[test]
fn each_step_cleans_what_it_says() {
    use Sanitize::{Nfc, PlainText, StripControl, Trim};
    for (steps, dirty, clean) in [
        (&[Trim][..], " \u{a0}a b\n ", "a b"),
        (&[Nfc], "e\u{301}", "\u{e9}"),
        (
            &[StripControl],
            "a\u{0}b\u{1b}[31m\tc\n\u{202e}d\u{7f}\u{85}",
            "ab[31m\tc\nd",
        ),
        (&[PlainText], "<b>bold</b> &amp; <br/>new", "bold &amp; new"),
        (&[PlainText], "1 < 2 > 0, a<b", "1 < 2 > 0, a"),
        (&[PlainText], "<<b>script>alert(1)<</b>/script>", "alert(1)"),
        (&[PlainText], "a<!-- x > y --><?php z ?>b<!-->c", "abc"),
        (&[PlainText], "open <img src=x onerror=alert(1)", "open "),
        (&[PlainText, Trim], "<i> a </i>", "a"),
        (&[Trim, PlainText], "<i> a </i>", " a "),
        (&[], " <b> ", " <b> "),
    ] {
        assert_eq!(sanitize(dirty, steps), clean, "{dirty:?} by {steps:?}");
    }
}

#[test]
fn rules_see_the_clean_text() {
    const NAME: Text = Text {
        min_length: 1,
        max_length: Some(3),
        sanitize: &[Sanitize::Trim],
        ..Text::ANY
    };
    let decode = |json: &str| {
        let value = read(json.as_bytes(), &ReadLimits::default()).unwrap();
        text(
            &value,
            &Pointer::parameter(Location::Query, "name"),
            &mut Report::new(),
            &NAME,
        )
    };
    assert_eq!(decode("\"  abc  \"").as_deref(), Some("abc"));
    assert_eq!(decode("\"    \""), None);
    assert_eq!(decode("\" abcd \""), None);
    assert!(
        String::decode(
            &read(b"\" a \"", &ReadLimits::default()).unwrap(),
            &Pointer::root(),
            &mut Report::new()
        )
        .is_some()
    );
}

proptest! {
    #[test]
    fn no_tag_survives_and_cleaning_twice_is_cleaning_once(text in "[<>/!?a-c -]{0,40}") {
        let steps = [Sanitize::PlainText];
        let clean = sanitize(&text, &steps).into_owned();
        let opens = clean.as_bytes().windows(2).any(|pair| {
            pair[0] == b'<' && (pair[1].is_ascii_alphabetic() || b"/!?".contains(&pair[1]))
        });
        prop_assert!(!opens, "{clean:?}");
        prop_assert_eq!(sanitize(&clean, &steps), clean.as_str());
    }
}
