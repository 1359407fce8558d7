//! Requests that two readers could read in two ways: each is refused with 400, and nothing after it is answered.

use std::io::Write;
use std::time::Duration;

use super::support::{Heard, hear, say, start};

const NEXT: &str = "GET /v1/open HTTP/1.1\r\nhost: a\r\n\r\n";

/// One refusal in the one envelope, with the headers that every answer has, and the end of the connection.
#[track_caller]
fn refused(name: &str, status: u16, heard: &Heard) {
    let text = &heard.text;
    assert!(
        text.starts_with(&format!("HTTP/1.1 {status} ")),
        "{name}: {text:?}"
    );
    assert_eq!(text.matches("HTTP/1.1 ").count(), 1, "{name}: {text:?}");
    assert!(heard.is_closed, "{name}: left open");
    for part in [
        "content-type: application/problem+json",
        "x-content-type-options: nosniff",
        "x-request-id: ",
        "connection: close",
        &format!("\"status\":{status}"),
        "\"instance\":\"urn:uuid:",
    ] {
        assert!(text.contains(part), "{name}: no {part} in {text:?}");
    }
    let says_where = text.contains("\"errors\":[{\"pointer\":\"");
    assert_eq!(says_where, status == 400, "{name}: {text:?}");
}

/// What follows the first lines of a POST.
const AMBIGUOUS: &[(&str, &str)] = &[
    (
        "length and coding",
        "content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "coding and length",
        "transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n",
    ),
    (
        "coding and length in capitals",
        "TRANSFER-ENCODING: chunked\r\nCONTENT-LENGTH: 4\r\n\r\n0\r\n\r\n",
    ),
    (
        "two lengths",
        "content-length: 2\r\ncontent-length: 3\r\n\r\n{}x",
    ),
    (
        "two equal lengths",
        "content-length: 2\r\ncontent-length: 2\r\n\r\n{}",
    ),
    ("a list of lengths", "content-length: 2, 2\r\n\r\n{}"),
    ("a negative length", "content-length: -1\r\n\r\n"),
    ("a length with a sign", "content-length: +2\r\n\r\n{}"),
    ("a hexadecimal length", "content-length: 0x2\r\n\r\n{}"),
    ("no length", "content-length:\r\n\r\n{}"),
    (
        "a length beyond all numbers",
        "content-length: 18446744073709551616\r\n\r\n",
    ),
    (
        "a coding that looks like chunked",
        "transfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "a coding in another coding",
        "transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "chunked before another coding",
        "transfer-encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    ),
    (
        "chunked twice",
        "transfer-encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "two codings",
        "transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "a coding with a parameter",
        "transfer-encoding: chunked;x=y\r\n\r\n0\r\n\r\n",
    ),
    ("no coding", "transfer-encoding:\r\n\r\n0\r\n\r\n"),
    ("identity", "transfer-encoding: identity\r\n\r\n0\r\n\r\n"),
    (
        "a coding in quotes",
        "transfer-encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
    ),
    (
        "chunked behind a comma",
        "transfer-encoding: ,chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "identity after chunked",
        "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n",
    ),
    (
        "a blank before the colon",
        "transfer-encoding : chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "a blank before the colon of a length",
        "content-length : 2\r\n\r\n{}",
    ),
    ("a folded line", "x: 1\r\n 2\r\n\r\n"),
    (
        "a folded coding",
        "transfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "a coding behind a vertical tab",
        "transfer-encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    ),
    ("a line feed alone", "x: 1\ny: 2\r\n\r\n"),
    (
        "a line feed alone that hides a length",
        "x: 1\ncontent-length: 40\r\n\r\n",
    ),
    ("a carriage return alone", "x: 1\ry: 2\r\n\r\n"),
    ("a head that ends in line feeds", "content-length: 2\n\n{}"),
    ("a zero byte in a value", "x: a\0b\r\n\r\n"),
    ("a zero byte in a name", "x\0y: a\r\n\r\n"),
    ("a line without a colon", "x\r\n\r\n"),
    ("a line without a name", ": x\r\n\r\n"),
    ("two hosts", "host: b\r\ncontent-length: 0\r\n\r\n"),
];

#[test]
fn a_request_that_can_be_read_in_two_ways_is_refused() {
    let service = start("framing", &[]);
    let post = "POST /v1/open HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\n";
    for &(name, rest) in AMBIGUOUS {
        let heard = say(&service, format!("{post}{rest}{NEXT}").as_bytes());
        if name == "two hosts" {
            assert!(heard.text.starts_with("HTTP/1.1 400 "), "{}", heard.text);
            continue;
        }
        refused(name, 400, &heard);
    }
}

#[test]
fn a_request_line_that_can_be_read_in_two_ways_is_refused() {
    let service = start("line", &[]);
    for (name, head) in [
        (
            "a line feed alone",
            "GET /v1/open HTTP/1.1\nhost: a\r\n\r\n",
        ),
        (
            "a coding in HTTP/1.0",
            "POST /v1/open HTTP/1.0\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        ),
        ("HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("HTTP/9", "GET /v1/open HTTP/9.1\r\nhost: a\r\n\r\n"),
        ("two blanks", "GET  /v1/open HTTP/1.1\r\nhost: a\r\n\r\n"),
        (
            "a blank in the target",
            "GET /v1 /open HTTP/1.1\r\nhost: a\r\n\r\n",
        ),
        ("nonsense", "\x16\x03\x01\x02\r\n\r\n"),
        (
            "a line feed before everything",
            "\nGET /v1/open HTTP/1.1\r\nhost: a\r\n\r\n",
        ),
    ] {
        let heard = say(&service, format!("{head}{NEXT}").as_bytes());
        refused(name, 400, &heard);
    }
    let other = say(
        &service,
        b"GET http://b/v1/open HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    );
    assert!(other.text.starts_with("HTTP/1.1 400 "), "{}", other.text);
    let same = say(
        &service,
        b"GET http://A/v1/open HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    );
    assert!(same.text.starts_with("HTTP/1.1 200 "), "{}", same.text);
    for host in [
        "a b", "a/b", "b@a", "a\\b", "a#b", "a?b", "\u{e9}", "a\tb", "<a>",
    ] {
        let head = format!("GET /v1/open HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let none = say(&service, head.as_bytes());
        assert!(
            none.text.starts_with("HTTP/1.1 400 "),
            "{host}: {}",
            none.text
        );
    }
    for host in [
        "a",
        "a.example:8080",
        "[::1]:80",
        "127.0.0.1",
        "xn--a_b-c~",
        "",
    ] {
        let head = format!("GET /v1/open HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let answer = say(&service, head.as_bytes());
        assert!(
            answer.text.starts_with("HTTP/1.1 200 "),
            "{host}: {}",
            answer.text
        );
    }
    let user = say(
        &service,
        b"GET http://b@a/v1/open HTTP/1.1\r\nhost: b@a\r\nconnection: close\r\n\r\n",
    );
    assert!(user.text.starts_with("HTTP/1.1 400 "), "{}", user.text);
    let tunnel = say(&service, b"CONNECT a:443 HTTP/1.1\r\nhost: a:443\r\n\r\n");
    refused("a tunnel", 405, &tunnel);
}

#[test]
fn heads_that_are_too_large_are_refused_like_any_other() {
    let service = start("large-heads", &[]);
    let long = "x".repeat(200_000);
    let heard = say(
        &service,
        format!("GET /v1/open HTTP/1.1\r\nhost: a\r\nx: {long}\r\n\r\n{NEXT}").as_bytes(),
    );
    refused("a large head", 431, &heard);
    let many = "x: 1\r\n".repeat(200);
    let heard = say(
        &service,
        format!("GET /v1/open HTTP/1.1\r\nhost: a\r\n{many}\r\n{NEXT}").as_bytes(),
    );
    refused("many headers", 431, &heard);
    // A target is too long wherever the service stops reading it.
    for length in [66_000, 70_000, 200_000] {
        let long = "x".repeat(length);
        for piece in [5_000, 65_536, 300_000] {
            let mut stream = service.connect();
            let request = format!("GET /v1/{long} HTTP/1.1\r\nhost: a\r\n\r\n{NEXT}");
            for part in request.as_bytes().chunks(piece) {
                let _ = stream.write_all(part);
                std::thread::sleep(Duration::from_millis(1));
            }
            let heard = hear(&mut stream);
            let name = format!("a target of {length} bytes in pieces of {piece}");
            refused(&name, 414, &heard);
        }
    }
}

#[test]
fn what_came_before_is_answered() {
    let service = start("pipeline", &[]);
    let put = "POST /v1/open HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\ncontent-length: 6\r\n\r\nx\ny\n\nz";
    let flawed = "GET /v1/open HTTP/1.1\r\nhost: a\nx: 1\r\n\r\n";
    let slow = "GET /v1/slow HTTP/1.1\r\nhost: a\r\n\r\n";
    let heard = say(
        &service,
        format!("{NEXT}{put}{put}{slow}{NEXT}{flawed}{NEXT}").as_bytes(),
    );
    let statuses: Vec<&str> = heard
        .text
        .match_indices("HTTP/1.1 ")
        .filter_map(|(at, _)| heard.text.get(at + 9..at + 12))
        .collect();
    assert_eq!(
        statuses,
        ["200", "200", "200", "200", "200", "400"],
        "{}",
        heard.text
    );
    assert!(heard.is_closed);
}

#[test]
fn a_head_is_followed_however_it_is_cut() {
    let service = start("cut", &[]);
    let put = "\r\nPOST /v1/open HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\na\nb\nc\n";
    let flawed = "POST /v1/open HTTP/1.1\r\nhost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    for size in [1, 2, 3, 7, 19] {
        let mut stream = service.connect();
        stream.set_nodelay(true).unwrap();
        for part in format!("{put}{put}{flawed}{NEXT}").as_bytes().chunks(size) {
            // The service may have said all it has to say before everything is sent.
            if stream.write_all(part).is_err() {
                break;
            }
            std::thread::sleep(Duration::from_micros(300));
        }
        let heard = hear(&mut stream);
        let statuses: Vec<&str> = heard
            .text
            .match_indices("HTTP/1.1 ")
            .filter_map(|(at, _)| heard.text.get(at + 9..at + 12))
            .collect();
        assert_eq!(statuses, ["200", "200", "400"], "{size}: {}", heard.text);
        assert!(heard.is_closed);
    }
}

#[test]
fn a_refusal_of_the_connection_leaves_a_line() {
    let mut service = start("log", &[]);
    say(&service, b"GET /v1/open HTTP/1.1\nhost: a\r\n\r\n");
    say(&service, b"nonsense\r\n\r\n");
    service.terminate();
    service.exit(Duration::from_secs(15));
    let log = service.log();
    assert!(
        log.contains(" 400 - - -") && log.contains("does not end in CR LF"),
        "{log}"
    );
    assert!(log.contains("the head cannot be read"), "{log}");
}
