//! The end of a service, as its clients see it.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use super::frames::{Client, GOAWAY, secured};
use super::support::{one_answer, start};

/// What a loop of requests saw.
#[derive(Default)]
struct Seen {
    answers: AtomicU32,
    lost: AtomicU32,
}

/// Asks again and again, on the same connection as long as the service keeps it.
fn ask(address: &str, path: &str, seen: &Seen, is_over: &AtomicBool) {
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n");
    while let Ok(mut stream) = TcpStream::connect(address) {
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let mut is_fresh = true;
        loop {
            let answer = match stream.write_all(request.as_bytes()) {
                Ok(()) => one_answer(&mut stream),
                Err(_) => String::new(),
            };
            if answer.ends_with("nobody") || answer.ends_with("at last") {
                seen.answers.fetch_add(1, Ordering::Relaxed);
            } else {
                // Between the system's accepting and ours there is a moment in which the door closes.
                if !is_fresh || !is_over.load(Ordering::Relaxed) {
                    seen.lost.fetch_add(1, Ordering::Relaxed);
                }
                break;
            }
            is_fresh = false;
            if answer.contains("connection: close") {
                break;
            }
        }
    }
}

#[test]
fn no_request_is_lost_under_load() {
    let mut service = start("load", &[("APP__LIMITS__CONCURRENCY", "4096")]);
    let (seen, is_over) = (Seen::default(), AtomicBool::new(false));
    let address = service.address.clone();
    std::thread::scope(|scope| {
        for client in 0..16 {
            let path = if client % 4 == 0 {
                "/v1/slow"
            } else {
                "/v1/open"
            };
            let (address, seen, is_over) = (&address, &seen, &is_over);
            scope.spawn(move || ask(address, path, seen, is_over));
        }
        std::thread::sleep(Duration::from_millis(700));
        is_over.store(true, Ordering::Relaxed);
        service.terminate();
        let (code, took) = service.exit(Duration::from_secs(15));
        assert_eq!(code, Some(0));
        assert!(took > Duration::from_millis(400), "{took:?}");
    });
    assert_eq!(seen.lost.load(Ordering::Relaxed), 0);
    assert!(seen.answers.load(Ordering::Relaxed) > 100);
}

#[test]
fn clients_that_are_stuck_do_not_keep_it() {
    let mut service = start("stuck", &[]);
    let mut half = service.connect();
    half.write_all(b"GET /v1/open HTTP/1.1\r\nhost").unwrap();
    let mut body = service.connect();
    body.write_all(b"POST /v1/open HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\nx").unwrap();
    let mut unread = service.connect();
    unread
        .write_all(b"GET /v1/large HTTP/1.1\r\nhost: a\r\n\r\n")
        .unwrap();
    let idle = service.connect();
    std::thread::sleep(Duration::from_millis(300));
    service.terminate();
    let (code, took) = service.exit(Duration::from_secs(15));
    assert_eq!(code, Some(0));
    assert!(took > Duration::from_secs(2), "{took:?}");
    drop((half, body, unread, idle));
}

#[test]
fn an_idle_connection_is_closed_in_good_time() {
    let mut service = start("idle-stop", &[]);
    let mut kept = service.connect();
    kept.write_all(b"GET /v1/open HTTP/1.1\r\nhost: a\r\n\r\n")
        .unwrap();
    assert!(one_answer(&mut kept).contains("200 OK"));
    service.terminate();
    // What it still asks in time is answered, and told that it was the last time.
    std::thread::sleep(Duration::from_secs(1));
    kept.write_all(b"GET /v1/open HTTP/1.1\r\nhost: a\r\n\r\n")
        .unwrap();
    let answer = one_answer(&mut kept);
    assert!(
        answer.contains("200 OK") && answer.contains("connection: close"),
        "{answer}"
    );
    let quiet = Instant::now();
    let (code, _) = service.exit(Duration::from_secs(15));
    assert_eq!(code, Some(0));
    assert!(
        quiet.elapsed() < Duration::from_secs(4),
        "{:?}",
        quiet.elapsed()
    );
}

#[test]
fn http_2_is_told_by_goaway_and_answered() {
    let Some((mut service, folder)) = secured("goaway", &[]) else {
        return;
    };
    let mut client = Client::connect(&service, &folder, &[]);
    client.get(1, "/v1/slow").unwrap();
    std::thread::sleep(Duration::from_millis(200));
    service.terminate();
    client.wait(GOAWAY, 0);
    assert_eq!(client.wait(0, 1).payload, b"at last");
    drop(client);
    assert_eq!(service.exit(Duration::from_secs(15)).0, Some(0));
}
