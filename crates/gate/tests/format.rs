//! Formats, each by the letter of its RFC; and by the JSON Schema suite where it is at hand.

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
fn dates() {
    check(
        Format::Date,
        &[
            "1963-06-19",
            "2020-02-29",
            "2000-02-29",
            "0000-01-01",
            "2026-12-31",
        ],
        &[
            "",
            "1963-06-32",
            "2021-02-29",
            "1900-02-29",
            "1998-13-01",
            "1998-00-10",
            "1998-04-31",
            "1998-01-00",
            "1998-1-20",
            "98-01-20",
            "1998-01-20Z",
            "1998/01/20",
            "2020-W01-1",
            "2020-001",
            "１９９８-01-20",
            "1998-01-2০",
            "19980120",
            "-998-01-20",
            " 1998-01-20",
        ],
    );
}

#[test]
fn times() {
    check(
        Format::Time,
        &[
            "08:30:06Z",
            "08:30:06z",
            "08:30:06.283185Z",
            "08:30:06+00:20",
            "23:59:60Z",
            "23:59:60+00:00",
            "01:29:60+01:30",
            "23:29:60+23:30",
            "15:59:60-08:00",
            "00:29:60-23:30",
            "08:30:06-08:00",
        ],
        &[
            "08:30:06",
            "8:30:06Z",
            "08:30Z",
            "24:00:00Z",
            "08:60:00Z",
            "08:30:61Z",
            "22:59:60Z",
            "23:58:60Z",
            "23:59:60+01:00",
            "23:59:60-01:00",
            "08:30:06.Z",
            "08:30:06+24:00",
            "08:30:06+00:60",
            "08:30:06+0800",
            "08:30:06 PST",
            "01:01:01,1111",
            "08:30:06Z+00:30",
            "08:30:06#00:20",
            "1২:00:00Z",
            "08:30:06.১Z",
            "",
            "08:30:06-8:000",
        ],
    );
}

#[test]
fn date_times() {
    check(
        Format::DateTime,
        &[
            "1963-06-19T08:30:06.283185Z",
            "1963-06-19t08:30:06z",
            "1937-01-01T12:00:27.87+00:20",
            "1990-12-31T15:59:50.123-08:00",
            "1998-12-31T23:59:60Z",
            "1998-12-31T15:59:60.123-08:00",
            "9999-12-31T23:59:59Z",
        ],
        &[
            "1963-06-19 08:30:06Z",
            "1963-06-19",
            "08:30:06Z",
            "1990-02-31T15:59:59.123-08:00",
            "2013-350T01:01:01",
            "1963-06-19T08:30:06",
            "1998-12-31T23:58:60Z",
            "06/19/1963 08:30:06 PST",
            "1963-06-1৪T00:00:00Z",
            "T",
            "+11963-06-19T08:30:06Z",
            "1963-06-19T08:30:06.28123+01:00Z",
        ],
    );
}

#[test]
fn durations() {
    check(
        Format::Duration,
        &[
            "P4DT12H30M5S",
            "P4Y",
            "PT0S",
            "P0D",
            "P1M",
            "PT1M",
            "PT36H",
            "P1DT12H",
            "P2W",
            "P1Y2M3D",
            "PT1H2M",
            "P1YT1S",
        ],
        &[
            "", "P", "PT", "P1", "1D", "PT1D", "P1H", "P2D1Y", "P1D2H", "P2S", "P1Y2W", "P1W2D",
            "P1YT", "P1Y2D", "PT1H2S", "P0.5Y", "PT1.5S", "P-1D", "PT1", "P২Y", "p1d", "P1DT",
            "P1D1D", "PT1S1S", "P1WT1H", "P1DT1M1H",
        ],
    );
}

#[test]
fn mail() {
    check(
        Format::Email,
        &[
            "a@b",
            "joe.bloggs@example.com",
            "\"\"@example.com",
            "\"a\\\"b\"@example.com",
            "a@[IPv6:::1]",
            "a@[ipv6:::1]",
        ],
        &[
            "",
            "@",
            "a",
            "a@",
            "@b",
            "a@b@c",
            "a..b@c",
            ".a@b",
            "a.@b",
            "a b@c",
            "a@-b",
            "a@b..c",
            "a@[300.0.0.1]",
            "a@[::1]",
            "\"a@b",
            "\"a\"b\"@c",
            "\"a\\\"@c",
            "é@example.com",
            "a@bücher.example",
            "a@b.",
            "a\n@b",
            "a@b\n",
        ],
    );
    let long = |length: usize| format!("{}@example.com", "a".repeat(length));
    check(Format::Email, &[&long(64)], &[&long(65)]);
    check(
        Format::IdnEmail,
        &[
            "실례@실례.테스트",
            "joe@example.com",
            "é@bücher.example",
            "\"é\"@example.com",
        ],
        &[
            "2962",
            "é",
            "a@ﬁ.example",
            "é\u{85}@example.com",
            "é..a@example.com",
        ],
    );
}

#[test]
fn host_names() {
    let label = "a".repeat(63);
    let long = [label.as_str(); 4].join(".");
    check(
        Format::Hostname,
        &[
            "a",
            "www.example.com",
            "1host",
            "a-b",
            "3com.com",
            "xn--4gbwdl.xn--wgbh1c",
            "XN--4GBWDL.xn--wgbh1c",
            &label,
            &long[..253],
        ],
        &[
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "-a",
            "a-",
            "a_b",
            "a b",
            "é.com",
            "xn--X",
            "xn--",
            "ab--cd",
            "a\u{ff0e}b",
            "xn--aa---o47jg78q",
            "xn--abc-",
            "xn---4gbwdl",
            &format!("{label}a"),
            &long[..254],
            "a.com\n",
        ],
    );
}

#[test]
fn host_names_in_any_script() {
    check(
        Format::IdnHostname,
        &[
            "실례.테스트",
            "bücher.example",
            "example.com",
            "faß.de",
            "ς.gr",
            "l·l.cat",
            "α͵β",
            "א׳ב",
            "ア・ア",
            "クノ",
            "क्\u{200d}ष",
            "क्\u{200c}ष",
            "بي\u{200c}بي",
            "xn--ihqwcrb4cv8a8dqg056pqjye",
            "a\u{3002}b",
        ],
        &[
            "",
            ".",
            "\u{3002}",
            "〮실례.테스트",
            "-> $1.00 --",
            "Ä.de",
            "ﬁ.de",
            "a·l",
            "l·a",
            "·",
            "α͵S",
            "׳א",
            "def・abc",
            "・",
            "ب٠۰",
            "क\u{200d}ष",
            "\u{200d}ष",
            "a\u{200c}b",
            "e\u{301}a",
            "\u{301}a",
            "аא",
            "-é",
            "é-",
            "éa--b",
            "ᄀᆨ",
            "ـعربي",
            "〱",
            "☃.net",
            "é..a",
        ],
    );
}

#[test]
fn addresses() {
    check(
        Format::Ipv4,
        &["0.0.0.0", "255.255.255.255"],
        &["", "1.2.3", "01.2.3.4", "1.2.3.256", "1.2.3.4\n", "১.2.3.4"],
    );
    check(
        Format::Ipv6,
        &[
            "::",
            "::1",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7::",
            "::ffff:1.2.3.4",
        ],
        &[
            "",
            ":",
            ":::",
            "1::2::3",
            "fe80::1%eth0",
            "::1.2.3.04",
            "12345::",
            "[::1]",
            "1:2:3:4:5:6:7:8:9",
        ],
    );
}

#[test]
fn uris() {
    let both = [
        "http://foo.bar/?q#f",
        "urn:a:b",
        "a:",
        "a://",
        "file:///x",
        "http://[v1.a:b]/",
        "http://u:p@h:1/",
        "x:?/?#/?",
    ];
    let relative = ["", "//h", "/a", "a", "?q", "#f", "./a:b", "a/b:c", "//u@h:"];
    let wrong = [
        "1a:b",
        "a b",
        "http://h/%zz",
        "http://h/%1",
        "http://[::1",
        "http://::1/",
        "http://h:a/",
        "/[",
        "a\\b",
        "/é",
        "http://a@b@c/",
        "#a#b",
        "http://[v.a]/",
        "http://[v1.]/",
        "http://[::1]a/",
        ":a",
        "http://h/\u{0}",
        "http://h/\n",
        "http://[fe80::1%25en0]/",
    ];
    check(Format::Uri, &both, &[&relative[..], &wrong[..]].concat());
    check(
        Format::UriReference,
        &[&both[..], &relative[..]].concat(),
        &wrong,
    );
}

#[test]
fn iris() {
    let both = [
        "http://ƒøø.ßår/?∂éœ=πîx#πîüx",
        "http://[2001:0db8::1]",
        "a:",
        "http://h/?\u{e000}",
    ];
    let relative = ["âππ", "#ƒrägmênt", "//ƒøø.ßår/", "/âππ"];
    let wrong = [
        "http://2001:0db8:85a3:0000:0000:8a2e:0370:7334",
        "\\\\WINDOWS\\filëßåré",
        "#ƒräg\\mênt",
        "http://h/\u{e000}",
        "http://h/\u{fffe}",
        "http://h/\u{85}",
        "http://h/\u{e0001}",
        "http://h/#\u{e000}",
    ];
    check(Format::Iri, &both, &[&relative[..], &wrong[..]].concat());
    check(
        Format::IriReference,
        &[&both[..], &relative[..]].concat(),
        &wrong,
    );
}

#[test]
fn templates() {
    check(
        Format::UriTemplate,
        &[
            "",
            "http://example.com/d/{term:1}/{term}",
            "{+a,b*,c:9999}",
            "{#a.b_c%20}",
            "é{?q}",
            "a",
            "{/a}{;b}{&c}{.d}",
        ],
        &[
            "{",
            "}",
            "{a",
            "a}",
            "{}",
            "{a:}",
            "{a:0}",
            "{a:10000}",
            "{a**}",
            "{a b}",
            "{a..b}",
            "{.}",
            "{a{b}}",
            "a b",
            "<",
            "%4",
            "{%4}",
            "{$a}",
            "{a,}",
        ],
    );
}

#[test]
fn pointers() {
    check(
        Format::JsonPointer,
        &["", "/", "/a~0~1", "//", "/é"],
        &["a", "#", "#/a", "/~", "/~2", "/a~"],
    );
    check(
        Format::RelativeJsonPointer,
        &[
            "0",
            "1",
            "0/foo/bar",
            "2/0/baz/1/zip",
            "0#",
            "120/a",
            "0+1",
            "0-1#",
            "1+2/a",
        ],
        &[
            "", "/", "/foo", "-1/a", "+1/a", "0##", "01/a", "01#", "#", "0a", "1/~2", "0+01", "0+",
            "১/a",
        ],
    );
}

#[test]
fn identifiers() {
    check(
        Format::Uuid,
        &["2EB8AA08-aa98-11ea-b4aa-73b441d16380"],
        &[
            "",
            "2eb8aa08aa9811eab4aa73b441d16380",
            "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}",
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
        ],
    );
}

#[test]
fn base64() {
    check(
        Format::Byte,
        &["", "Zg==", "Zm8=", "Zm9v", "+/+/"],
        &[
            "Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zm9v=", "====", "Zm9v====", "Zm-v", "Zm 9v", "=Zg=",
        ],
    );
}

#[test]
fn regular_expressions() {
    check(
        Format::Regex,
        &[
            "",
            "([abc])+\\s+$",
            "^a{1,2}?$",
            "(?:a|b)",
            "(?<n>a)\\k<n>",
            "(a)\\1",
            "\\1(a)",
            "(?=a)",
            "(?<!a)b",
            "[^]",
            "[]",
            "\\u{1F600}",
            "\\ud83d\\ude00",
            "\\p{L}",
            "\\p{Letter}",
            "\\p{Script=Greek}",
            "\\P{gc=Lu}",
            "\\p{Emoji}",
            "[\\d-]",
            "[a-z-]",
            "\\cA",
            "\\x41",
            "\\0",
            "\\/",
            "a||b",
            "(?i:a)",
            "(?i-s:a)",
            "[\\b\\-]",
            "a{2,}",
            ".",
            "é",
            "^\\S(|(.|\\n)*\\S)$",
        ],
        &[
            "^(abc]",
            "(",
            ")",
            "[",
            "a)",
            "*",
            "a**",
            "^*",
            "\\",
            "\\a",
            "\\Z",
            "^\\S(|(.|\\n)*\\S)\\Z",
            "\\z",
            "\\A",
            "{",
            "}",
            "]",
            "a{",
            "a{2,1}",
            "a{,1}",
            "\\1",
            "(a)\\2",
            "\\k<n>",
            "(?<n>a)(?<n>b)",
            "(?<1>a)",
            "(?<>a)",
            "(?<n",
            "(?P<n>a)",
            "(?i)a",
            "(?-:a)",
            "(?ii:a)",
            "[z-a]",
            "[\\d-z]",
            "\\u{110000}",
            "\\u12",
            "\\x4",
            "\\c1",
            "\\00",
            "\\p{Foo}",
            "\\p{letter}",
            "\\p{Script=greek}",
            "\\p{Script=Foo}",
            "\\pL",
            "\\p{",
            "(?=a)*",
            "(?<=a)+",
            "\\b+",
            "\\-",
            "\\e",
            "(?#c)",
        ],
    );
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
