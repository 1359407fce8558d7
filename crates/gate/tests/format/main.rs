//! Formats, each by the letter of its RFC; and by the JSON Schema suite where it is at hand.

#[cfg(test)]
mod places;
#[cfg(test)]
mod times;
#[cfg(test)]
mod tokens;

use gate::Format;

#[track_caller]
fn check(format: Format, accepted: &[&str], refused: &[&str]) {
    for text in accepted {
        assert!(
            format.accepts(text),
            "{} must accept {text:?}",
            format.name()
        );
    }
    for text in refused {
        assert!(
            !format.accepts(text),
            "{} must refuse {text:?}",
            format.name()
        );
    }
}

#[test]
fn every_format_is_found_by_its_name() {
    for format in Format::ALL {
        assert_eq!(Format::named(format.name()), Some(format));
    }
    assert_eq!(Format::named("int32"), None);
}

#[test]
fn hostile_texts_are_judged_in_linear_time() {
    let start = std::time::Instant::now();
    for piece in [
        "(", "[", "a.", "%41", "{a}", "~0", "/", "é", "1", ":", "@", "\"", "xn--", "\\", "P1Y",
        "(?<a>", "\u{200c}", "א",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        for format in Format::ALL {
            std::hint::black_box(format.accepts(&text));
        }
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

/// The part of the public JSON Schema Test Suite that lies beside this repository, if it does.
#[test]
fn the_suite_agrees() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suite");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there is no {}", folder.display());
        return;
    };
    let mut checked = 0;
    for entry in entries.flatten() {
        let Ok(text) = std::fs::read_to_string(entry.path().join("cases.json")) else {
            continue;
        };
        let cases: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
        for case in cases {
            let file = case["file"].as_str().expect("a name");
            let name = file
                .trim_end_matches(".json")
                .rsplit('/')
                .next()
                .expect("a name");
            let (Some(format), Some(data), true) = (
                Format::named(name),
                case["data"].as_str(),
                file.contains("/format/"),
            ) else {
                continue;
            };
            assert_eq!(format.accepts(data), case["valid"] == true, "{case}");
            checked += 1;
        }
    }
    assert!(checked > 200, "{checked} cases");
}
