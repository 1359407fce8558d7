//! Chunked bodies: a sound one leaves its connection to the next request, and no other does.

use std::io::Write;
use std::time::Duration;

use super::support::{Heard, hear, one_answer, say, start};

const NEXT: &str = "GET /v1/open HTTP/1.1\r\nhost: a\r\n\r\n";
/// What follows is the last request, so that a test need not wait.
const LAST: &str = "GET /v1/open HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
const POST: &str = "POST /v1/open HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n";

fn statuses(heard: &Heard) -> Vec<&str> {
    heard
        .text
        .match_indices("HTTP/1.1 ")
        .filter_map(|(at, _)| heard.text.get(at + 9..at + 12))
        .collect()
}

#[test]
fn a_sound_body_leaves_the_connection_to_the_next_request() {
    let service = start("chunked-kept", &[]);
    for (name, body, length) in [
        ("nothing", "0\r\n\r\n", 0),
        ("one chunk", "2\r\nab\r\n0\r\n\r\n", 2),
        (
            "several",
            "2\r\nab\r\n1\r\nc\r\nA\r\n0123456789\r\n0\r\n\r\n",
            13,
        ),
        ("a size with zeros", "00000002\r\nab\r\n000\r\n\r\n", 2),
        ("an extension", "2;x=y\r\nab\r\n0;z=\"a;b\"\r\n\r\n", 2),
        ("trailers", "2\r\nab\r\n0\r\nx-sum: 1\r\ny:\r\n\r\n", 2),
        (
            "a trailer that would be a length",
            "2\r\nab\r\n0\r\ncontent-length: 900\r\ntransfer-encoding: x\r\n\r\n",
            2,
        ),
        (
            "a request in a chunk",
            "1d\r\nGET /v1/me HTTP/1.1\r\nx: y\r\n\r\n\r\n0\r\n\r\n",
            29,
        ),
    ] {
        let heard = say(
            &service,
            format!("{POST}{body}{NEXT}{POST}{body}{LAST}").as_bytes(),
        );
        assert_eq!(
            statuses(&heard),
            ["200", "200", "200", "200"],
            "{name}: {}",
            heard.text
        );
        let counted = format!("\r\n\r\n{length}HTTP/1.1 ");
        assert_eq!(
            heard.text.matches(&counted).count(),
            2,
            "{name}: {}",
            heard.text
        );
    }
    // The same in pieces of a few bytes, and one request after the other.
    for size in [1, 2, 3, 7] {
        let mut stream = service.connect();
        stream.set_nodelay(true).unwrap();
        for _ in 0..2 {
            let text = format!("{POST}2;x=y\r\nab\r\n3\r\n\r\n0\r\n0\r\nx: y\r\n\r\n");
            for part in text.as_bytes().chunks(size) {
                stream.write_all(part).unwrap();
                std::thread::sleep(Duration::from_micros(200));
            }
            let answer = one_answer(&mut stream);
            assert!(
                answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\n5"),
                "{size}: {answer}"
            );
            assert!(!answer.contains("connection: close"), "{answer}");
        }
    }
}

/// Bodies of which nobody can say where they end.
const BROKEN: &[(&str, &str)] = &[
    ("a size that is no number", "x\r\nab\r\n0\r\n\r\n"),
    ("no size", "\r\nab\r\n0\r\n\r\n"),
    ("an extension without a size", ";x\r\nab\r\n0\r\n\r\n"),
    ("a negative size", "-2\r\nab\r\n0\r\n\r\n"),
    ("a size with a sign", "+2\r\nab\r\n0\r\n\r\n"),
    ("a size with a prefix", "0x2\r\nab\r\n0\r\n\r\n"),
    ("a size with a blank before it", " 2\r\nab\r\n0\r\n\r\n"),
    ("a size with a blank behind it", "2 \r\nab\r\n0\r\n\r\n"),
    ("a size with an underscore", "1_0\r\nab\r\n0\r\n\r\n"),
    (
        "a size beyond all numbers",
        "fffffffffffffffff\r\nab\r\n0\r\n\r\n",
    ),
    (
        "a size that begins anew",
        "10000000000000002\r\nab\r\n0\r\n\r\n",
    ),
    ("a size that ends in a line feed", "2\nab\r\n0\r\n\r\n"),
    (
        "a size that ends in a carriage return",
        "2\rab\r\n0\r\n\r\n",
    ),
    ("an extension with a line feed", "2;x\ny\r\nab\r\n0\r\n\r\n"),
    (
        "an extension with a carriage return",
        "2;x\ry\r\nab\r\n0\r\n\r\n",
    ),
    ("an extension with a zero byte", "2;x\0y\r\nab\r\n0\r\n\r\n"),
    (
        "a chunk that is longer than it says",
        "2\r\nabc\r\n0\r\n\r\n",
    ),
    ("a chunk that ends in a line feed", "2\r\nab\n0\r\n\r\n"),
    (
        "a last chunk that ends in a line feed",
        "2\r\nab\r\n0\n\r\n",
    ),
    ("an end in a line feed", "2\r\nab\r\n0\r\n\n"),
    (
        "a trailer that ends in a line feed",
        "2\r\nab\r\n0\r\nx: y\n\r\n",
    ),
    ("a trailer without a colon", "2\r\nab\r\n0\r\nx\r\n\r\n"),
    ("a trailer without a name", "2\r\nab\r\n0\r\n: x\r\n\r\n"),
    ("a folded trailer", "2\r\nab\r\n0\r\nx: y\r\n z\r\n\r\n"),
    (
        "a blank before the colon of a trailer",
        "2\r\nab\r\n0\r\nx : y\r\n\r\n",
    ),
];

#[test]
fn a_body_that_breaks_off_is_the_last_thing_on_its_connection() {
    let service = start("chunked-broken", &[]);
    let short = BROKEN
        .iter()
        .map(|(name, body)| (*name, (*body).to_owned()));
    let long = [
        (
            "a size of too many digits",
            format!("{}2\r\nab\r\n0\r\n\r\n", "0".repeat(16)),
        ),
        (
            "extensions without end",
            format!("2;{}\r\nab\r\n0\r\n\r\n", "x".repeat(40_000)),
        ),
        (
            "extensions without end, in many chunks",
            format!(
                "{}0\r\n\r\n",
                format!("1;{}\r\na\r\n", "x".repeat(60)).repeat(200)
            ),
        ),
        (
            "trailers without end",
            format!(
                "0\r\n{}\r\n",
                "x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(400)
            ),
        ),
    ];
    for (name, body) in short.chain(long) {
        let heard = say(&service, format!("{POST}{body}{NEXT}").as_bytes());
        assert_eq!(statuses(&heard), ["400"], "{name}: {}", heard.text);
        assert!(heard.is_closed, "{name}: left open");
        for part in ["connection: close", "\"status\":400", "problem+json"] {
            assert!(heard.text.contains(part), "{name}: {}", heard.text);
        }
        // What came before it is answered, and what comes behind is not.
        let sound = format!("{POST}2\r\nab\r\n0\r\n\r\n");
        let heard = say(
            &service,
            format!("{sound}{NEXT}{sound}{POST}{body}{sound}{NEXT}").as_bytes(),
        );
        assert_eq!(
            statuses(&heard),
            ["200", "200", "200", "400"],
            "{name}: {}",
            heard.text
        );
        assert!(heard.is_closed, "{name}: left open");
    }
}

/// Where the last chunk of a body is seen by one reader and not by the other, a request could hide.
#[test]
fn a_request_behind_a_body_is_answered_only_where_the_body_is_sound() {
    let service = start("chunked-random", &[]);
    let sound = "4;x=y\r\na\r\nb\r\n2\r\nab\r\n0\r\nx: y\r\n\r\n";
    let (mut kept, mut early) = (0, 0);
    for at in 0..sound.len() {
        for byte in ["", "\r", "\n", "0", "2", " ", ";", ":", "\0", "\r\n"] {
            for gone in [0, 1] {
                let body = format!("{}{byte}{}", &sound[..at], &sound[at + gone..]);
                let heard = say(&service, format!("{POST}{body}{LAST}").as_bytes());
                let expected: &[&str] = match behind(body.as_bytes()) {
                    None => &["400"],
                    // Empty lines before a head mean nothing (RFC 9112, section 2.2).
                    Some("" | "\r\n" | "\r\n\r\n") => {
                        kept += 1;
                        &["200", "200"]
                    }
                    // What is behind the body is the beginning of a head, and none that can be read.
                    Some(_) => {
                        early += 1;
                        &["200", "400"]
                    }
                };
                assert_eq!(statuses(&heard), expected, "{body:?}: {}", heard.text);
                assert!(heard.is_closed, "{body:?}");
            }
        }
    }
    assert!(kept > 50 && early > 0, "{kept} {early}");
}

/// What comes behind the end of a chunked body, by the letter of RFC 9112, section 7.1, and read in the simplest way;
/// `None` where it has no end.
fn behind(text: &[u8]) -> Option<&str> {
    fn line<'a>(text: &mut &'a [u8]) -> Option<&'a str> {
        let end = text.windows(2).position(|pair| pair == b"\r\n")?;
        let line = std::str::from_utf8(&text[..end]).ok()?;
        *text = &text[end + 2..];
        (!line.contains(['\r', '\n', '\0'])).then_some(line)
    }
    let mut text = text;
    loop {
        let head = line(&mut text)?;
        let size = usize::from_str_radix(head.split(';').next()?, 16).ok()?;
        if size == 0 {
            break;
        }
        if text.get(size..size + 2) != Some(b"\r\n") {
            return None;
        }
        text = &text[size + 2..];
    }
    loop {
        let trailer = line(&mut text)?;
        if trailer.is_empty() {
            return std::str::from_utf8(text).ok();
        }
        let (name, _) = trailer.split_once(':')?;
        if name.is_empty() || name.contains([' ', ';']) {
            return None;
        }
    }
}

#[test]
fn a_refused_request_takes_its_body_with_it() {
    let service = start("chunked-refused", &[("APP__LIMITS__BODY", "1000")]);
    let sent = "2\r\nab\r\n0\r\n\r\n";
    let large = format!("400\r\n{}\r\n400\r\n{0}\r\n0\r\n\r\n", "x".repeat(1_024));
    for (name, head, body, status) in [
        (
            "no such path",
            POST.replace("/v1/open", "/v1/none"),
            sent,
            "404",
        ),
        (
            "no such method",
            POST.replace("/v1/open", "/v1/me"),
            sent,
            "405",
        ),
        ("no body is taken", POST.replace("POST", "GET"), sent, "400"),
        (
            "another type",
            POST.replace("text/plain", "text/html"),
            sent,
            "415",
        ),
        ("too large", POST.to_owned(), &large, "413"),
    ] {
        let heard = say(&service, format!("{head}{body}{NEXT}").as_bytes());
        assert_eq!(statuses(&heard), [status], "{name}: {}", heard.text);
        assert!(
            heard.text.contains("connection: close"),
            "{name}: {}",
            heard.text
        );
        assert!(heard.is_closed, "{name}: left open");
    }
    // Nothing waits for a chunk that never comes.
    let mut stream = service.connect();
    stream
        .write_all(format!("{}2\r\n", POST.replace("/v1/open", "/v1/none")).as_bytes())
        .unwrap();
    let heard = hear(&mut stream);
    assert_eq!(statuses(&heard), ["404"], "{}", heard.text);
    assert!(heard.is_closed);
}
