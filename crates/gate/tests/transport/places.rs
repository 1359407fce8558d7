//! How many connections there may be.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use super::support::{Running, hear, one_answer, start};

const ASK: &[u8] = b"GET /v1/open HTTP/1.1\r\nhost: a\r\n\r\n";

/// A connection from this address.
fn from(service: &Running, address: &str) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let stream = runtime
        .block_on(async {
            let socket = tokio::net::TcpSocket::new_v4()?;
            socket.bind(format!("{address}:0").parse().unwrap())?;
            socket
                .connect(service.address.parse().unwrap())
                .await?
                .into_std()
        })
        .unwrap();
    stream.set_nonblocking(false).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(3)))
        .unwrap();
    stream
}

fn is_served(stream: &mut TcpStream) -> bool {
    stream.write_all(ASK).is_ok() && one_answer(stream).starts_with("HTTP/1.1 200")
}

/// A number of the management listener.
fn number(service: &Running, name: &str) -> String {
    let mut stream = TcpStream::connect(&service.management).unwrap();
    stream
        .write_all(b"GET /metrics HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
        .unwrap();
    let text = hear(&mut stream).text;
    let line = text.lines().find(|line| line.starts_with(name));
    line.unwrap_or_default().to_owned()
}

#[test]
fn an_address_has_so_many_connections_and_no_more() {
    let service = start(
        "per-address",
        &[("APP__LIMITS__CONNECTIONS_PER_ADDRESS", "3")],
    );
    let mut open: Vec<TcpStream> = (0..3).map(|_| from(&service, "127.0.0.1")).collect();
    assert!(open.iter_mut().all(is_served));
    let mut fourth = from(&service, "127.0.0.1");
    let _ = fourth.write_all(ASK);
    let heard = hear(&mut fourth);
    assert!(heard.is_closed && heard.text.is_empty(), "{}", heard.text);
    assert!(is_served(&mut from(&service, "127.0.0.2")));
    assert_eq!(
        number(&service, "gate_connections_turned_away_total"),
        "gate_connections_turned_away_total 1"
    );
    // A place that is left is free.
    open.pop();
    std::thread::sleep(Duration::from_millis(200));
    assert!(is_served(&mut from(&service, "127.0.0.1")));
}

#[test]
fn a_trusted_proxy_is_bounded_by_the_whole_alone() {
    let service = start(
        "proxy",
        &[
            ("APP__LIMITS__CONNECTIONS_PER_ADDRESS", "1"),
            ("APP__RATE_LIMIT__TRUSTED_PROXIES", "127.0.0.3"),
        ],
    );
    let mut open: Vec<TcpStream> = (0..3).map(|_| from(&service, "127.0.0.3")).collect();
    assert!(open.iter_mut().all(is_served));
    // A header does not change who holds a connection.
    let mut first = from(&service, "127.0.0.4");
    assert!(is_served(&mut first));
    let mut second = from(&service, "127.0.0.4");
    let _ =
        second.write_all(b"GET /v1/open HTTP/1.1\r\nhost: a\r\nx-forwarded-for: 10.9.8.7\r\n\r\n");
    assert!(hear(&mut second).text.is_empty());
}

#[test]
fn who_does_nothing_makes_room_in_a_crowd() {
    let service = start("crowd", &[("APP__LIMITS__CONNECTIONS", "8")]);
    let from_host = |host: usize| from(&service, &format!("127.0.2.{host}"));
    // Kept for the next request, by default for more than a minute.
    let mut kept: Vec<TcpStream> = (1..6).map(from_host).collect();
    assert!(kept.iter_mut().all(is_served));
    std::thread::sleep(Duration::from_secs(3));
    assert!(kept.iter_mut().all(is_served), "there is room");
    // Three more, and there is none.
    let mut more: Vec<TcpStream> = (6..9).map(from_host).collect();
    assert!(more.iter_mut().all(is_served));
    let mut newcomer = from_host(9);
    newcomer.write_all(ASK).unwrap();
    newcomer
        .set_read_timeout(Some(Duration::from_secs(6)))
        .unwrap();
    assert!(one_answer(&mut newcomer).starts_with("HTTP/1.1 200"));
    // They were told to leave, not cut off in the midst of something.
    let mut nothing = [0; 1];
    let ended = std::io::Read::read(&mut kept[0], &mut nothing);
    assert_eq!(ended.unwrap(), 0);
}

#[test]
fn all_together_have_so_many_connections_and_the_next_one_waits() {
    let service = start("in-all", &[("APP__LIMITS__CONNECTIONS", "2")]);
    let mut open: Vec<TcpStream> = (1..3)
        .map(|host| from(&service, &format!("127.0.1.{host}")))
        .collect();
    assert!(open.iter_mut().all(is_served));
    let mut third = from(&service, "127.0.1.3");
    third.write_all(ASK).unwrap();
    third
        .set_read_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    assert_eq!(one_answer(&mut third), "");
    open.clear();
    third
        .set_read_timeout(Some(Duration::from_secs(3)))
        .unwrap();
    assert!(one_answer(&mut third).starts_with("HTTP/1.1 200"));
}
