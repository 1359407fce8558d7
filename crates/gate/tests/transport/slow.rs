//! Clients that take their time.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::frames::secured;
use super::support::{hear, one_answer, start};

const ASK: &[u8] = b"GET /v1/open HTTP/1.1\r\nhost: a\r\n\r\n";

#[test]
fn a_head_that_does_not_come_is_refused() {
    let service = start("slow-head", &[("APP__LIMITS__HEADER_TIMEOUT", "400ms")]);
    let mut stream = service.connect();
    stream.write_all(b"GET /v1/open HTTP/1.1\r\nhost:").unwrap();
    let started = Instant::now();
    let heard = hear(&mut stream);
    assert!(
        heard.text.starts_with("HTTP/1.1 408 ") && heard.is_closed,
        "{}",
        heard.text
    );
    assert!(
        heard
            .text
            .contains("\"detail\":\"the head did not arrive in time\""),
        "{}",
        heard.text
    );
    let waited = started.elapsed();
    assert!(
        waited > Duration::from_millis(350) && waited < Duration::from_secs(2),
        "{waited:?}"
    );
    // A byte now and then does not help.
    let mut stream = service.connect();
    let started = Instant::now();
    for byte in b"GET /v1/open HTTP/1.1\r\nhost: a\r\nx: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    {
        if stream.write_all(&[*byte]).is_err() || started.elapsed() > Duration::from_secs(4) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(started.elapsed() < Duration::from_secs(3));
    // Who says nothing is told nothing.
    let started = Instant::now();
    let heard = hear(&mut service.connect());
    assert!(heard.is_closed && heard.text.is_empty(), "{}", heard.text);
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_body_that_does_not_come_ends_its_connection_and_says_so() {
    let service = start("slow-body", &[("APP__LIMITS__TIMEOUT", "400ms")]);
    for (length, status) in [(5, "408"), (100_000_000, "413")] {
        let mut stream = service.connect();
        let beginning = format!(
            "POST /v1/open HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\ncontent-length: {length}\r\n\r\na"
        );
        stream.write_all(beginning.as_bytes()).unwrap();
        let heard = hear(&mut stream);
        assert!(
            heard.text.starts_with(&format!("HTTP/1.1 {status} ")) && heard.is_closed,
            "{}",
            heard.text
        );
        assert!(heard.text.contains("connection: close"), "{}", heard.text);
    }
}

#[test]
fn a_connection_is_kept_for_a_while() {
    let service = start(
        "idle",
        &[
            ("APP__LIMITS__HEADER_TIMEOUT", "400ms"),
            ("APP__LIMITS__IDLE_TIMEOUT", "1500ms"),
        ],
    );
    let mut stream = service.connect();
    for _ in 0..3 {
        stream.write_all(ASK).unwrap();
        assert!(one_answer(&mut stream).starts_with("HTTP/1.1 200"));
        // Longer than a head may take, shorter than a connection may rest.
        std::thread::sleep(Duration::from_secs(1));
    }
    let started = Instant::now();
    let heard = hear(&mut stream);
    assert!(heard.is_closed && heard.text.is_empty(), "{}", heard.text);
    assert!(started.elapsed() < Duration::from_secs(2));
    // The next head has the time of a head.
    let mut stream = service.connect();
    stream.write_all(ASK).unwrap();
    one_answer(&mut stream);
    stream.write_all(b"GET /v1").unwrap();
    let started = Instant::now();
    let heard = hear(&mut stream);
    assert!(heard.text.starts_with("HTTP/1.1 408 "), "{}", heard.text);
    assert!(started.elapsed() < Duration::from_millis(1_400));
}

#[test]
fn a_slow_handler_is_not_a_slow_client() {
    let service = start(
        "slow-handler",
        &[
            ("APP__LIMITS__HEADER_TIMEOUT", "300ms"),
            ("APP__LIMITS__IDLE_TIMEOUT", "300ms"),
        ],
    );
    let mut stream = service.connect();
    stream
        .write_all(b"GET /v1/slow HTTP/1.1\r\nhost: a\r\n\r\n")
        .unwrap();
    assert!(one_answer(&mut stream).ends_with("at last"));
}

fn large(stream: &mut TcpStream) {
    stream
        .write_all(b"GET /v1/large HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
        .unwrap();
}

#[test]
fn an_answer_that_nobody_takes_is_ended() {
    let service = start("unread", &[("APP__LIMITS__TIMEOUT", "1s")]);
    let mut unread = service.connect();
    large(&mut unread);
    // A reader of a few bytes a second is no reader.
    let mut trickle = service.connect();
    large(&mut trickle);
    for _ in 0..50 {
        let mut byte = [0; 10];
        let _ = trickle.read(&mut byte);
        std::thread::sleep(Duration::from_millis(100));
    }
    for mut stream in [unread, trickle] {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(rest.len() < 24 << 20, "all of it was kept: {}", rest.len());
    }
}

#[test]
fn an_answer_that_is_taken_in_pieces_is_whole() {
    let service = start("pieces", &[("APP__LIMITS__TIMEOUT", "1s")]);
    let mut stream = service.connect();
    large(&mut stream);
    let mut total = 0;
    let mut piece = vec![0; 1 << 20];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => total += read,
            Err(error) => panic!("after {total}: {error}"),
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(total > 32 << 20, "{total}");
}

#[test]
fn a_handshake_that_does_not_come_is_not_waited_for() {
    let Some((service, _)) = secured(
        "slow-handshake",
        &[("APP__LIMITS__HEADER_TIMEOUT", "400ms")],
    ) else {
        return;
    };
    for said in [&b""[..], b"\x16\x03\x01\x02\x00"] {
        let mut stream = service.connect();
        stream.write_all(said).unwrap();
        let started = Instant::now();
        assert!(hear(&mut stream).is_closed);
        assert!(started.elapsed() < Duration::from_secs(2));
    }
}
