//! Where things are: mail, hosts, addresses, URIs and templates of them, pointers.

use gate::Format;

use super::check;

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
