//! TLS, as openssl and curl see it: versions, protocols, client certificates, and files that change.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::certificates::{authority, client, server, signed};
use super::support::{Folder, Running, has, hear, pier, start_in};

/// A service over TLS that knows the clients of `clients.crt`.
fn start(name: &str) -> Option<(Running, String)> {
    if !has("openssl") {
        return None;
    }
    let folder = Folder::new(name);
    server(&folder);
    authority(&folder, "clients");
    let path = folder.path("");
    let service = start_in(
        folder,
        &[
            ("APP__TLS__CERT", "server.crt"),
            ("APP__TLS__KEY", "server.key"),
            ("APP__TLS__CLIENT_CA", "clients.crt"),
        ],
    );
    Some((service, path))
}

/// What openssl says about a connection on which it sends this.
fn s_client(service: &Running, folder: &str, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new("openssl")
        .current_dir(folder)
        .args([
            "s_client",
            "-connect",
            &service.address,
            "-servername",
            "localhost",
        ])
        .args([
            "-CAfile",
            "authority.crt",
            "-verify_return_error",
            "-ign_eof",
        ])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn ask(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn curl(service: &Running, folder: &str, path: &str, arguments: &[&str]) -> String {
    let url = format!("https://{}{path}", service.address);
    let output = Command::new("curl")
        .current_dir(folder)
        .args([
            "--silent",
            "--show-error",
            "--max-time",
            "10",
            "--cacert",
            "authority.crt",
        ])
        .args(["--include", &url])
        .args(arguments)
        .output()
        .unwrap();
    format!(
        "{}{}",
        said(&output),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn only_tls_1_2_and_1_3_are_spoken() {
    let Some((service, folder)) = start("versions") else {
        return;
    };
    // openssl itself has to be talked into the old ones, or it would be its refusal that is seen.
    for old in ["-tls1", "-tls1_1"] {
        let output = s_client(&service, &folder, &[old, "-cipher", "ALL:@SECLEVEL=0"], "");
        let talk = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{old}: {}", said(&output));
        assert!(
            talk.contains("alert protocol version") || talk.contains("alert handshake failure"),
            "{old}: {talk}"
        );
    }
    for (new, name) in [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")] {
        let output = s_client(&service, &folder, &[new], &ask("/v1/open"));
        let text = said(&output);
        assert!(text.contains(name), "{text}");
        assert!(
            text.contains("HTTP/1.1 200 OK") && text.contains("\r\n\r\nnobody"),
            "{text}"
        );
        assert!(
            text.contains("strict-transport-security: max-age="),
            "{text}"
        );
    }
    // Without forward secrecy there is nothing in common.
    let output = s_client(
        &service,
        &folder,
        &["-tls1_2", "-cipher", "AES128-SHA:AES256-GCM-SHA384"],
        "",
    );
    assert!(!output.status.success());
    // Plain HTTP on this port is not answered.
    let mut plain = service.connect();
    plain.write_all(ask("/v1/open").as_bytes()).unwrap();
    let heard = hear(&mut plain);
    assert!(
        heard.is_closed && !heard.text.contains("HTTP/"),
        "{}",
        heard.text
    );
}

#[test]
fn the_protocol_is_agreed_on_in_the_handshake() {
    let Some((service, folder)) = start("alpn") else {
        return;
    };
    for (offered, agreed) in [
        ("h2,http/1.1", "ALPN protocol: h2"),
        ("http/1.1", "ALPN protocol: http/1.1"),
    ] {
        let output = s_client(&service, &folder, &["-alpn", offered], "x\r\n\r\n");
        assert!(
            said(&output).contains(agreed),
            "{offered}: {}",
            said(&output)
        );
    }
    let output = s_client(&service, &folder, &["-alpn", "spdy/3"], "");
    assert!(!output.status.success(), "{}", said(&output));
    if !has("curl") {
        return;
    }
    let answer = curl(&service, &folder, "/v1/open", &["--http2"]);
    assert!(
        answer.starts_with("HTTP/2 200") && answer.ends_with("nobody"),
        "{answer}"
    );
    let answer = curl(&service, &folder, "/v1/open", &["--http1.1"]);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let answer = curl(
        &service,
        &folder,
        "/v1/open",
        &[
            "--http2",
            "--data-binary",
            "abc",
            "-H",
            "content-type: text/plain",
        ],
    );
    assert!(
        answer.starts_with("HTTP/2 200") && answer.ends_with('3'),
        "{answer}"
    );
    let long = "x".repeat(40_000);
    let answer = curl(
        &service,
        &folder,
        "/v1/open",
        &["--http2", "-H", &format!("x: {long}")],
    );
    assert!(
        answer.starts_with("HTTP/2 431") && answer.contains("application/problem+json"),
        "{answer}"
    );
    let large = "x".repeat(3 << 20);
    fs::write(format!("{folder}/large"), large).unwrap();
    let answer = curl(
        &service,
        &folder,
        "/v1/open",
        &[
            "--http1.1",
            "--data-binary",
            "@large",
            "-H",
            "content-type: text/plain",
            "-H",
            "expect:",
        ],
    );
    assert!(
        answer.contains("HTTP/1.1 413") && answer.contains("application/problem+json"),
        "{answer}"
    );
    let answer = curl(
        &service,
        &folder,
        "/v1/large",
        &["--http2", "--output", "taken"],
    );
    assert!(answer.is_empty(), "{answer}");
    let taken = fs::read(format!("{folder}/taken")).unwrap();
    let body = taken
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap()
        + 4;
    assert_eq!(taken.len() - body, 32 << 20);
    // One request cannot speak of two hosts.
    let answer = curl(
        &service,
        &folder,
        "/v1/open",
        &["--http2", "-H", "host: other"],
    );
    assert!(answer.starts_with("HTTP/2 "), "{answer}");
}

#[test]
fn a_client_certificate_says_who_calls() {
    let Some((service, folder_path)) = start("mutual") else {
        return;
    };
    let folder = Folder(folder_path.clone().into());
    client(
        &folder,
        "clients",
        "ada",
        "/O=Pier/CN=ada",
        "subjectAltName=URI:spiffe://pier/other",
    );
    client(
        &folder,
        "clients",
        "uri",
        "/O=Pier",
        "subjectAltName=DNS:crane.pier,URI:spiffe://pier/crane",
    );
    client(
        &folder,
        "clients",
        "host",
        "/O=Pier",
        "subjectAltName=DNS:crane.pier",
    );
    client(&folder, "clients", "nobody", "/O=Pier", "");
    client(&folder, "clients", "two", "/CN=ada/CN=root", "");
    authority(&folder, "strangers");
    client(&folder, "strangers", "forged", "/CN=ada", "");
    signed(
        &folder,
        "clients",
        "serving",
        "/CN=ada",
        "extendedKeyUsage=serverAuth",
    );
    std::mem::forget(folder);
    let with = |name: &str, path: &str| {
        let (certificate, key) = (format!("{name}.crt"), format!("{name}.key"));
        said(&s_client(
            &service,
            &folder_path,
            &["-cert", &certificate, "-key", &key],
            &ask(path),
        ))
    };
    for (name, subject) in [
        ("ada", "ada"),
        ("uri", "spiffe://pier/crane"),
        ("host", "crane.pier"),
    ] {
        let text = with(name, "/v1/me");
        assert!(
            text.contains("HTTP/1.1 200 OK") && text.contains(&format!("\r\n\r\n{subject}")),
            "{name}: {text}"
        );
    }
    let none = said(&s_client(&service, &folder_path, &[], &ask("/v1/me")));
    assert!(
        none.contains("HTTP/1.1 401 ")
            && none.contains("www-authenticate: ClientCertificate realm=\"Pier\""),
        "{none}"
    );
    assert!(
        said(&s_client(&service, &folder_path, &[], &ask("/v1/open"))).contains("HTTP/1.1 200 OK")
    );
    for nameless in ["nobody", "two"] {
        let text = with(nameless, "/v1/me");
        assert!(text.contains("HTTP/1.1 401 "), "{nameless}: {text}");
    }
    // What the authority has not signed, or not for clients, does not get as far as a request.
    for stranger in ["forged", "serving"] {
        let text = with(stranger, "/v1/open");
        assert!(!text.contains("HTTP/1.1"), "{stranger}: {text}");
    }
    // A certificate grants no scopes.
    let text = with("ada", "/v1/scoped");
    assert!(text.contains("HTTP/1.1 403 "), "{text}");
    if has("curl") {
        let answer = curl(
            &service,
            &folder_path,
            "/v1/me",
            &["--http2", "--cert", "ada.crt", "--key", "ada.key"],
        );
        assert!(
            answer.starts_with("HTTP/2 200") && answer.ends_with("ada"),
            "{answer}"
        );
    }
}

/// The serial number of the certificate that is shown now.
fn shown(service: &Running, folder: &str) -> String {
    let output = s_client(service, folder, &[], &ask("/v1/open"));
    let mut child = Command::new("openssl")
        .args(["x509", "-noout", "-serial"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(&output.stdout)
        .unwrap();
    said(&child.wait_with_output().unwrap())
}

#[test]
fn new_files_are_in_force_within_a_second_and_broken_ones_never() {
    let Some((mut service, folder)) = start("reload") else {
        return;
    };
    let first = shown(&service, &folder);
    let own = Folder(folder.clone().into());
    signed(
        &own,
        "authority",
        "next",
        "/CN=localhost",
        "subjectAltName=DNS:localhost",
    );
    std::mem::forget(own);
    let copy = |from: &str, to: &str| {
        fs::copy(format!("{folder}/{from}"), format!("{folder}/{to}")).unwrap();
    };
    // A certificate whose key has not arrived yet, and nonsense, change nothing.
    copy("next.crt", "server.crt");
    std::thread::sleep(Duration::from_millis(1_200));
    assert_eq!(shown(&service, &folder), first);
    fs::write(format!("{folder}/server.crt"), "nonsense").unwrap();
    std::thread::sleep(Duration::from_millis(1_200));
    assert_eq!(shown(&service, &folder), first);
    fs::remove_file(format!("{folder}/server.crt")).unwrap();
    std::thread::sleep(Duration::from_millis(1_200));
    assert_eq!(shown(&service, &folder), first);
    copy("next.crt", "server.crt");
    copy("next.key", "server.key");
    let changed = Instant::now();
    while shown(&service, &folder) == first {
        assert!(
            changed.elapsed() < Duration::from_millis(1_500),
            "the new files are not in force"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    service.terminate();
    service.exit(Duration::from_secs(15));
    let log = service.log();
    for part in [
        "is not the key of the certificate",
        "holds no certificate",
        "server.crt",
        "new certificate and key in force",
    ] {
        assert!(log.contains(part), "{part}: {log}");
    }
}

/// What the service says about settings that it does not start with.
fn faults(folder: &Folder, variables: &[(&str, &str)]) -> String {
    let output = pier(&folder.0)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{variables:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_is_wrong_with_the_files_is_said_at_once_and_by_name() {
    if !has("openssl") {
        return;
    }
    let folder = Folder::new("tls-faults");
    server(&folder);
    authority(&folder, "clients");
    fs::write(folder.0.join("nonsense"), "nonsense").unwrap();
    let cert = ("APP__TLS__CERT", "server.crt");
    let key = ("APP__TLS__KEY", "server.key");
    for (variables, parts) in [
        (vec![cert], vec!["APP__TLS__KEY"]),
        (vec![key], vec!["APP__TLS__CERT"]),
        (
            vec![cert, ("APP__TLS__KEY", "missing")],
            vec!["APP__TLS__KEY: missing"],
        ),
        (
            vec![
                ("APP__TLS__CERT", "nonsense"),
                ("APP__TLS__KEY", "nonsense"),
                ("APP__LIMITS__BDOY", "1"),
            ],
            vec![
                "APP__TLS__CERT: the file holds no certificate",
                "APP__TLS__KEY: the file holds no private key",
                "APP__LIMITS__BDOY",
            ],
        ),
        (
            vec![cert, ("APP__TLS__KEY", "clients.key")],
            vec!["APP__TLS__KEY: the file is not the key"],
        ),
        (
            vec![cert, key, ("APP__TLS__CLIENT_CA", "nonsense")],
            vec!["APP__TLS__CLIENT_CA"],
        ),
        (
            vec![("APP__TLS__CLIENT_CA", "clients.crt")],
            vec!["APP__TLS__CLIENT_CA"],
        ),
        // In production, what the contract asks for has to be seen.
        (
            vec![("APP__PROFILE", "production")],
            vec![
                "production does not serve plain HTTP",
                "APP__TLS__CLIENT_CA: operation me",
            ],
        ),
        (
            vec![("APP__PROFILE", "production"), cert, key],
            vec!["APP__TLS__CLIENT_CA: operation me"],
        ),
        (
            vec![
                ("APP__PROFILE", "production"),
                ("APP__TLS__TERMINATED_UPSTREAM", "true"),
            ],
            vec!["APP__TLS__TERMINATED_UPSTREAM: operation me"],
        ),
    ] {
        let said = faults(&folder, &variables);
        for part in parts {
            assert!(said.contains(part), "{variables:?}: no {part} in {said}");
        }
    }
    let service = start_in(
        folder,
        &[
            ("APP__PROFILE", "production"),
            cert,
            key,
            ("APP__TLS__CLIENT_CA", "clients.crt"),
        ],
    );
    assert!(!service.address.is_empty());
}
