//! The emitted binary as a process: sockets, signals, verbs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;

/// A folder of its own for one service.
pub fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("gate-process-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub fn harbor(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_harbor"));
    command.current_dir(folder).args(arguments);
    command
        .env("APP__SERVER__LISTEN", "127.0.0.1:0")
        .env("APP__MANAGEMENT__LISTEN", "127.0.0.1:0");
    command
}

pub fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = harbor(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A verb that reads no input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// A service that runs until it is dropped.
pub struct Running {
    pub child: Child,
    pub stdout: BufReader<ChildStdout>,
    /// The lines before the one with the addresses.
    pub before: String,
    pub address: String,
    pub management: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn start(command: &mut Command) -> Running {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let (mut before, mut line) = (String::new(), String::new());
    while !line.contains(" on http://") {
        before.push_str(&line);
        line.clear();
        assert!(stdout.read_line(&mut line).unwrap() > 0, "{before}");
    }
    let after = |mark: &str| {
        let rest = line
            .split_once(mark)
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .1;
        rest.split([',', '"', '\n']).next().unwrap().to_owned()
    };
    let (address, management) = (after(" on http://"), after("management on http://"));
    Running {
        child,
        stdout,
        before,
        address,
        management,
    }
}

/// Writes bytes to a connection and reads until the other end closes it or a second goes by.
fn raw(address: &str, bytes: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(2)))
        .unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    text(&answer)
}

pub fn get(address: &str, path: &str, headers: &str) -> (u16, String) {
    let answer = raw(
        address,
        &format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{headers}\r\n"),
    );
    let status = answer.split(' ').nth(1).unwrap_or("0").parse().unwrap_or(0);
    (status, answer)
}

pub fn post(address: &str, headers: &str) -> u16 {
    let body = r#"{"imo":"9074729","name":"Ada"}"#;
    let answer = raw(
        address,
        &format!(
            "POST /v1/vessels HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n{headers}\r\n{body}",
            body.len()
        ),
    );
    answer.split(' ').nth(1).unwrap_or("0").parse().unwrap_or(0)
}

#[test]
fn a_fresh_service_is_called_with_what_its_verbs_made() {
    let folder = folder("verbs");
    let service = start(&mut harbor(&folder, &[]));
    let (status, answer) = get(&service.address, "/v1/vessels", "");
    assert_eq!(status, 401, "{answer}");
    let token = text(
        &run(
            &folder,
            &[
                "token",
                "--scopes",
                "vessels:read vessels:write",
                "--sub",
                "ada",
            ],
            "",
        )
        .stdout,
    );
    let signed = format!("authorization: Bearer {token}\r\n");
    assert_eq!(get(&service.address, "/v1/vessels", &signed).0, 200);
    assert_eq!(
        get(&service.address, "/v1/vessels/0000000", &signed).0,
        403,
        "policy"
    );
    assert_eq!(post(&service.address, &signed), 201);
    assert_eq!(
        post(&service.address, "x-partner-key: acme-test-key\r\n"),
        201,
        "a verifier of the team's own"
    );
    assert_eq!(post(&service.address, "x-partner-key: other\r\n"), 401);
    let (status, whoami) = get(&service.address, "/whoami", &signed);
    assert!(status == 200 && whoami.ends_with("ada"), "{whoami}");
    assert_eq!(get(&service.address, "/hello", "").0, 200);

    let created = run(
        &folder,
        &[
            "api-key",
            "create",
            "--scheme",
            "stationKey",
            "--owner",
            "pier",
            "--scopes",
            "vessels:write",
        ],
        "",
    );
    let key = text(&created.stdout);
    assert!(key.starts_with("pk_"), "{created:?}");
    let file = std::fs::read_to_string(folder.join("data/station_key.toml")).unwrap();
    assert!(!file.contains(&key) && file.contains("owner = \"pier\""));
    let added = run(
        &folder,
        &["user", "add", "mate", "--scheme", "crew"],
        "correct horse\n",
    );
    assert!(added.status.success(), "{added:?}");
    assert!(
        std::fs::read_to_string(folder.join("data/crew.toml"))
            .unwrap()
            .contains("$argon2id$")
    );
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(
        post(&service.address, &format!("x-station-key: {key}\r\n")),
        201
    );
    assert_eq!(post(&service.address, "x-station-key: pk_other\r\n"), 401);
    let basic = |pair: &str| {
        format!(
            "authorization: Basic {}\r\n",
            base64::engine::general_purpose::STANDARD.encode(pair)
        )
    };
    assert_eq!(post(&service.address, &basic("mate:correct horse")), 201);
    assert_eq!(post(&service.address, &basic("mate:wrong")), 401);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for secret in [
            ".dev/signing.key",
            "data/station_key.toml",
            "data/crew.toml",
        ] {
            assert_eq!(
                std::fs::metadata(folder.join(secret))
                    .unwrap()
                    .permissions()
                    .mode()
                    & 0o077,
                0,
                "{secret}"
            );
        }
    }
}

#[test]
fn health_and_numbers_are_on_a_port_of_their_own() {
    let service = start(&mut harbor(&folder("management"), &[]));
    assert_eq!(get(&service.management, "/livez", "").0, 200);
    assert_eq!(get(&service.management, "/readyz", "").0, 200);
    get(&service.address, "/v1/vessels", "");
    let metrics = get(&service.management, "/metrics", "").1;
    assert!(
        metrics.contains("http_requests_total{operation=\"listVessels\",class=\"4xx\"} 1\n"),
        "{metrics}"
    );
    assert!(
        metrics.contains(
            "gate_refusals_total{operation=\"listVessels\",reason=\"missing_credentials\"} 1\n"
        ),
        "{metrics}"
    );
    assert!(
        metrics.contains("http_request_duration_seconds_count{operation=\"listVessels\"} 1"),
        "{metrics}"
    );
    assert_eq!(get(&service.management, "/v1/vessels", "").0, 404);
    assert_eq!(get(&service.address, "/livez", "").0, 404);
}

#[test]
fn a_signal_ends_the_service_in_order() {
    let mut service = start(&mut harbor(&folder("signal"), &[]));
    // A request in flight: its body is not there yet.
    let mut slow = TcpStream::connect(&service.address).unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    slow.write_all(b"POST /v1/vessels HTTP/1.1\r\nhost: a\r\nx-partner-key: acme-test-key\r\ncontent-type: application/json\r\ncontent-length: 30\r\n\r\n{").unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let signalled = Command::new("kill")
        .arg("-TERM")
        .arg(service.child.id().to_string())
        .status()
        .unwrap();
    assert!(signalled.success());
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(
        get(&service.management, "/readyz", "").0,
        503,
        "readiness is off first"
    );
    std::thread::sleep(Duration::from_millis(700));
    assert!(
        TcpStream::connect(&service.address).is_err(),
        "no new connections"
    );
    slow.write_all(br#""imo":"9074729","name":"Ada"}"#).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let started = Instant::now();
    let code = loop {
        if let Some(status) = service.child.try_wait().unwrap() {
            break status.code();
        }
        assert!(started.elapsed() < Duration::from_secs(15));
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(code, Some(0));
    let mut log = String::new();
    service.stdout.read_to_string(&mut log).unwrap();
    assert!(
        log.contains("stopped: SIGTERM") && log.contains(" 201 POST /v1/vessels addVessel acme"),
        "{log}"
    );
}

#[test]
fn requests_that_could_be_smuggled_are_refused() {
    let service = start(&mut harbor(&folder("smuggle"), &[]));
    let ask = |rest: &str| {
        raw(
            &service.address,
            &format!("POST /v1/vessels HTTP/1.1\r\n{rest}"),
        )
    };
    for (name, rest) in [
        (
            "two lengths",
            "host: a\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x",
        ),
        (
            "a coding that is not chunked",
            "host: a\r\ntransfer-encoding: gzip\r\n\r\n",
        ),
        ("no host", "content-length: 0\r\nconnection: close\r\n\r\n"),
        (
            "two hosts",
            "host: a\r\nhost: b\r\nconnection: close\r\n\r\n",
        ),
        ("a folded header", "host: a\r\nx: 1\r\n 2\r\n\r\n"),
    ] {
        let answer = ask(rest);
        assert!(answer.starts_with("HTTP/1.1 400"), "{name}: {answer}");
    }
}

#[test]
fn a_head_that_does_not_come_is_not_waited_for() {
    let service = start(harbor(&folder("slow"), &[]).env("APP__LIMITS__HEADER_TIMEOUT", "300ms"));
    let mut stream = TcpStream::connect(&service.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    stream.write_all(b"GET /hello HTTP/1.1\r\nhost:").unwrap();
    let started = Instant::now();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn wrong_settings_are_exit_1_and_wrong_usage_is_2() {
    let folder = folder("faults");
    let output = harbor(&folder, &[])
        .env("APP__LIMITS__BDOY", "1")
        .env("APP__TLS__CERT", "x")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = text(&output.stderr);
    assert!(
        stderr.contains("APP__LIMITS__BDOY") && stderr.contains("APP__TLS__CERT"),
        "{stderr}"
    );
    let production = harbor(&folder, &[])
        .env("APP__PROFILE", "production")
        .output()
        .unwrap();
    assert_eq!(production.status.code(), Some(1));
    assert!(text(&production.stderr).contains("APP__AUTH__BEARER_AUTH__ISSUER"));
    for arguments in [
        &["fly"][..],
        &["--port", "1"],
        &["token", "--scope", "a"],
        &["api-key", "create"],
        &["user", "add"],
    ] {
        let output = run(&folder, arguments, "");
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            text(&output.stderr)
        );
        assert!(output.stdout.is_empty());
    }
    let help = run(&folder, &["help"], "");
    assert!(help.status.success() && text(&help.stdout).contains("scheme stationKey (API key)"));
    let token = harbor(&folder, &["token"])
        .env("APP__PROFILE", "production")
        .env("APP__TLS__TERMINATED_UPSTREAM", "true")
        .env("APP__AUTH__BEARER_AUTH__ISSUER", "i")
        .env("APP__AUTH__BEARER_AUTH__AUDIENCE", "a")
        .env("APP__AUTH__BEARER_AUTH__JWKS_FILE", "f")
        .output()
        .unwrap();
    assert!(
        token.stdout.is_empty() && token.status.code() == Some(2),
        "no tokens in production"
    );
}

#[test]
fn files_of_public_keys_are_told_of_with_everything_else() {
    let folder = folder("key-sets");
    std::fs::write(folder.join("broken.json"), "{").unwrap();
    for (path, reason) in [
        ("nowhere.json", "No such file"),
        ("broken.json", "this is no JSON Web Key Set"),
    ] {
        let output = harbor(&folder, &[])
            .env("APP__AUTH__BEARER_AUTH__ISSUER", "i")
            .env("APP__AUTH__BEARER_AUTH__AUDIENCE", "a")
            .env("APP__AUTH__BEARER_AUTH__JWKS_FILE", path)
            .env("APP__LIMITS__BODY", "large")
            .output()
            .unwrap();
        let stderr = text(&output.stderr);
        let place = format!("APP__AUTH__BEARER_AUTH__JWKS_FILE: {path}: {reason}");
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(
            stderr.contains(&place) && stderr.contains("APP__LIMITS__BODY: "),
            "{stderr}"
        );
    }
}

#[test]
fn keys_are_made_before_everything_else_is_set() {
    let folder = folder("early");
    let create = |name: &str, value: &str| {
        let arguments = [
            "api-key",
            "create",
            "--scheme",
            "stationKey",
            "--owner",
            "o",
        ];
        let mut command = harbor(&folder, &arguments);
        command.env("APP__PROFILE", "production").env(name, value);
        command.output().unwrap()
    };
    let made = create("APP__LIMITS__BODY", "1MiB");
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(text(&made.stdout).starts_with("pk_"));
    // What is set has to be right all the same: the key might go where no service looks.
    for (name, value) in [
        ("APP__AUTH__STATION_KEY__FIEL", "k"),
        ("APP__PROFILE", "prod"),
    ] {
        let refused = create(name, value);
        assert_eq!(refused.status.code(), Some(1), "{name}");
        assert!(refused.stdout.is_empty() && text(&refused.stderr).contains(name));
    }
    // Serving still needs all of it.
    let serving = harbor(&folder, &[])
        .env("APP__PROFILE", "production")
        .output()
        .unwrap();
    assert_eq!(serving.status.code(), Some(1));
}

#[test]
fn a_panic_in_production_is_an_event_of_the_log() {
    let folder = folder("torn");
    let key = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
    std::fs::write(folder.join("jwks.json"), key).unwrap();
    let mut service = start(
        harbor(&folder, &[])
            .env("APP__PROFILE", "production")
            .env("APP__TLS__TERMINATED_UPSTREAM", "true")
            .env("APP__AUTH__BEARER_AUTH__ISSUER", "i")
            .env("APP__AUTH__BEARER_AUTH__AUDIENCE", "a")
            .env("APP__AUTH__BEARER_AUTH__JWKS_FILE", "jwks.json")
            .stderr(Stdio::piped()),
    );
    let (status, body) = get(&service.address, "/torn", "");
    assert_eq!(status, 500);
    assert!(!body.contains("byte index"), "{body}");
    let mut lines = String::new();
    while !lines.contains("\"class_uid\":6003") {
        assert!(service.stdout.read_line(&mut lines).unwrap() > 0, "{lines}");
    }
    let told = |event: &serde_json::Value| {
        event["activity_name"] == "panic"
            && event["message"].as_str().unwrap().contains("byte index 6")
    };
    assert!(super::audit::events(&lines).iter().any(told), "{lines}");
    service.child.kill().unwrap();
    let mut beside = String::new();
    let mut stderr = service.child.stderr.take().unwrap();
    std::io::Read::read_to_string(&mut stderr, &mut beside).unwrap();
    assert_eq!(beside, "");
}

#[test]
fn production_writes_one_object_a_line() {
    let folder = folder("json");
    let key = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
    std::fs::write(folder.join("jwks.json"), key).unwrap();
    let production = |folder: &Path, arguments: &[&str]| {
        let mut command = harbor(folder, arguments);
        command
            .env("APP__PROFILE", "production")
            .env("APP__TLS__TERMINATED_UPSTREAM", "true")
            .env("APP__AUTH__BEARER_AUTH__ISSUER", "i")
            .env("APP__AUTH__BEARER_AUTH__AUDIENCE", "a")
            .env("APP__AUTH__BEARER_AUTH__JWKS_FILE", "jwks.json");
        command
    };
    let mut service = start(&mut production(&folder, &[]));
    get(
        &service.address,
        "/v1/vessels?token=s3cret",
        "authorization: Bearer s3cret.s3cret.s3cret\r\n",
    );
    let mut lines = String::new();
    service.stdout.read_line(&mut lines).unwrap();
    service.stdout.read_line(&mut lines).unwrap();
    let events = super::audit::events(&lines);
    assert_eq!(events[0]["class_uid"], 3002);
    assert_eq!(events[1]["class_uid"], 6003);
    assert_eq!(events[1]["http_response"]["code"], 401);
    assert_eq!(events[1]["src_endpoint"]["ip"], "127.0.0.1");
    assert_eq!(
        events[1]["unmapped"]["cause"],
        "the token's header cannot be read"
    );
    assert!(!lines.contains("s3cret"), "{lines}");
    assert!(
        !folder.join(".dev").exists(),
        "production makes no key of its own"
    );
    let verb = |arguments: &[&str], input| {
        let mut command = production(&folder, arguments);
        command.stdin(Stdio::piped());
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(str::as_bytes(input));
        child.wait_with_output().unwrap()
    };
    let created = verb(
        &[
            "api-key",
            "create",
            "--scheme",
            "stationKey",
            "--owner",
            "pier",
        ],
        "",
    );
    let (key, told) = (text(&created.stdout), text(&created.stderr));
    let event = super::audit::events(&told).remove(0);
    assert_eq!(
        (&event["class_uid"], &event["entity"]["name"]),
        (&3004.into(), &"pier".into())
    );
    assert!(!key.is_empty() && !told.contains(&key));
    let added = verb(
        &["user", "add", "mate", "--scheme", "crew"],
        "correct horse\n",
    );
    let told = text(&added.stderr);
    let event = super::audit::events(told.lines().next().unwrap()).remove(0);
    assert_eq!(
        (&event["class_uid"], &event["user"]["uid"]),
        (&3001.into(), &"mate".into())
    );
    assert!(!told.contains("horse"));
}
