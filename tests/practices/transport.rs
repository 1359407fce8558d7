//! On the way, and how often: rows 5 and 7.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::{PRODUCTION, folder, get, has, refused, start, start_in, without};
use crate::support::service::Service;

/// A certificate for `localhost`, signed by its own key: `tls.crt` and `tls.key`.
#[track_caller]
pub fn certificate(folder: &Path) {
    let made = Command::new("openssl")
        .current_dir(folder)
        .args([
            "req",
            "-x509",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
        ])
        .args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
        .args(["-keyout", "tls.key", "-out", "tls.crt"])
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success());
}

/// What openssl hears when it asks for a path.
#[track_caller]
fn handshake(service: &Service, version: &[&str]) -> Output {
    let address = service.address().to_string();
    let mut child = Command::new("openssl")
        .args(["s_client", "-ign_eof", "-connect", &address])
        .args(version)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let ask = "GET /v3/depots HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    // A handshake that failed takes no request.
    let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), ask.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn row_05_tls_1_2_and_1_3_and_nothing_else_in_production() {
    let (code, said) = refused(&without(PRODUCTION, "APP__TLS__TERMINATED_UPSTREAM"));
    assert_eq!(code, Some(1), "plain HTTP in production: {said}");
    assert!(said.contains("TLS"), "{said}");
    if !has("openssl") {
        return;
    }
    let folder = folder();
    certificate(folder.path());
    let files = [
        ("APP__TLS__TERMINATED_UPSTREAM", "false"),
        ("APP__TLS__CERT", "tls.crt"),
        ("APP__TLS__KEY", "tls.key"),
    ];
    let service = start_in(folder, &files);
    // openssl itself has to be talked into the old ones, or it would be its refusal that is seen.
    for old in ["-tls1", "-tls1_1"] {
        let output = handshake(&service, &[old, "-cipher", "ALL:@SECLEVEL=0"]);
        let talk = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && talk.contains("alert"),
            "{old}: {talk}"
        );
    }
    let heard = |version: &[&str]| {
        String::from_utf8_lossy(&handshake(&service, version).stdout).into_owned()
    };
    for (new, name) in [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")] {
        let heard = heard(&[new]);
        assert!(
            heard.contains(name) && heard.contains("HTTP/1.1 204"),
            "{heard}"
        );
        assert!(
            heard.contains("strict-transport-security: max-age="),
            "{heard}"
        );
    }
    // Another certificate is served within a second, without a restart.
    let shown = |heard: &str| heard.split("-----").nth(2).map(str::to_owned);
    let first = shown(&heard(&["-tls1_3"]));
    certificate(service.folder());
    let started = std::time::Instant::now();
    while shown(&heard(&["-tls1_3"])) == first {
        assert!(
            started.elapsed().as_secs() < 5,
            "the old certificate is still served"
        );
    }
}

#[test]
fn row_07_rates_are_limited_for_one_and_for_thousands_of_addresses() {
    let service = start(&[
        ("APP__RATE_LIMIT__TRUSTED_PROXIES", "127.0.0.1/32"),
        ("APP__RATE_LIMIT__DEFAULT", "5/h"),
        ("APP__RATE_LIMIT__FAILED_LOGINS", "4/h"),
    ]);
    let mut connection = service.connect();
    let mut from =
        |address: &str, path: &str| connection.ask(&get(path).header("X-Forwarded-For", address));
    // One address: as often as the contract says, and then it is told when to come back.
    for left in [2, 1, 0] {
        let answer = from("192.0.2.1", "/depots/busy");
        assert_eq!(answer.status, 204, "{}", answer.text());
        assert_eq!(
            answer.header("ratelimit-policy"),
            Some("\"getBusy\";q=3;w=3600")
        );
        let shown = answer.header("ratelimit").unwrap();
        assert!(
            shown.starts_with(&format!("\"getBusy\";r={left}")),
            "{shown}"
        );
    }
    let answer = from("192.0.2.1", "/depots/busy");
    assert_eq!(answer.status, 429);
    let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=3_600).contains(&wait), "{wait}");
    // What has no rate of its own has that of the settings, by itself.
    for status in [204, 204, 204, 204, 204, 429] {
        assert_eq!(from("192.0.2.1", "/depots").status, status);
    }
    // Three thousand addresses have as much each, and none of them gives the first anything back.
    for number in 0..3_000_u32 {
        let [_, _, third, fourth] = number.to_be_bytes();
        let address = format!("198.18.{third}.{fourth}");
        assert_eq!(from(&address, "/depots/busy").status, 204, "{address}");
    }
    assert_eq!(from("192.0.2.1", "/depots/busy").status, 429);
    // Wrong credentials are counted apart, and harder.
    let mut wrong = |address: &str| {
        let request = get("/by/nobody").header("X-Forwarded-For", address);
        connection.ask(&request.bearer("nonsense")).status
    };
    let answers: Vec<u16> = (0..5).map(|_| wrong("192.0.2.9")).collect();
    assert_eq!(answers, [401, 401, 401, 401, 429]);
    assert_eq!(wrong("192.0.2.10"), 401);
}
