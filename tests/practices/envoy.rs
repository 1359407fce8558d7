//! What stands in front, once more: the emitted settings of Envoy, read by Envoy itself (row 17).
//!
//! The program is found as `PORTCULLIS_ENVOY` or in `target/judges/bin`, where `.ci/run` installs it.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::issuer::Issuer;
use super::supply::file;
use super::transport::certificate;
use super::{add, get, has, start};
use crate::support::ROOT;
use crate::support::http::{Answer, Request};

/// The emitted Envoy at work: on a port of its own, with TLS taken off, so that a test sees bytes. Everything else is as it
/// was emitted.
struct Envoy {
    child: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Envoy {
    #[track_caller]
    fn before(program: &Path, service: SocketAddr) -> Self {
        let folder = TempDir::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let settings = plain(&addressed(file("deploy/envoy.yaml"), address, service));
        fs::write(folder.path().join("envoy.yaml"), settings).unwrap();
        let child = Command::new(program)
            .current_dir(folder.path())
            .args(["-c", "envoy.yaml", "--disable-hot-restart"])
            .args(["--concurrency", "1", "-l", "error", "--log-path", "log"])
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let envoy = Self {
            child,
            address,
            folder,
        };
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(started.elapsed().as_secs() < 20, "{}", envoy.log());
            sleep(Duration::from_millis(50));
        }
        envoy
    }

    #[track_caller]
    fn ask(&self, request: &Request) -> Answer {
        request.send(self.address)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Envoy {
    fn drop(&mut self) {
        // Nothing can be done about either here.
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let _ = self.child.wait();
    }
}

/// The settings with other addresses: nothing else has a place in a test that it has not in a deployment.
#[track_caller]
fn addressed(settings: String, own: SocketAddr, service: SocketAddr) -> String {
    let replaced = |settings: String, from: &str, to: SocketAddr| {
        let to = format!("{{address: {}, port_value: {}}}", to.ip(), to.port());
        assert_eq!(settings.matches(from).count(), 1, "{settings}");
        settings.replace(from, &to)
    };
    let settings = replaced(settings, "{address: 0.0.0.0, port_value: 8443}", own);
    replaced(settings, "{address: practices, port_value: 8080}", service)
}

/// The settings without TLS.
#[track_caller]
fn plain(settings: &str) -> String {
    let (before, rest) = settings
        .split_once("        - transport_socket:\n")
        .unwrap();
    let (_, filters) = rest.split_once("\n          filters:\n").unwrap();
    format!("{before}        - filters:\n{filters}")
}

#[track_caller]
fn envoy() -> Option<PathBuf> {
    let installed = Path::new(ROOT).join("target/judges/bin/envoy");
    let named = std::env::var_os("PORTCULLIS_ENVOY").map_or(installed, PathBuf::from);
    has(named.to_str().unwrap()).then_some(named)
}

#[test]
fn row_17_envoy_takes_the_emitted_settings_as_they_are() {
    let Some(program) = envoy().filter(|_| has("openssl")) else {
        return;
    };
    let folder = TempDir::new().unwrap();
    certificate(folder.path());
    let own = format!("{}/", folder.path().display());
    let settings = file("deploy/envoy.yaml");
    assert!(settings.contains("/etc/envoy/tls/tls.crt"), "{settings}");
    let path = folder.path().join("envoy.yaml");
    fs::write(&path, settings.replace("/etc/envoy/tls/", &own)).unwrap();
    let output = Command::new(program)
        .args(["--mode", "validate", "-l", "warning", "-c"])
        .arg(&path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    // A word that it takes and means to forget is no setting to hand to anybody.
    assert!(!said.to_lowercase().contains("deprecated"), "{said}");
}

#[test]
fn row_17_the_emitted_envoy_agrees_with_the_contract() {
    let Some(program) = envoy() else {
        return;
    };
    let service = start(&[("APP__RATE_LIMIT__TRUSTED_PROXIES", "127.0.0.1/32")]);
    let envoy = Envoy::before(&program, service.address());
    let own = Issuer::own();
    let (read, write) = (own.token("parcels:read"), own.token("parcels:write"));
    let note = |text: usize| {
        let form = format!("text={}", "x".repeat(text));
        let request = Request::new("PUT", "/v3/parcels/7/note");
        request.body("application/x-www-form-urlencoded", form.as_bytes())
    };
    let parcel = |length: usize| add(&write, &format!(r#"{{"to":"{}"}}"#, "x".repeat(length)));
    let long = |length: usize| {
        let request = get("/parcels").bearer(&read);
        request.header("X-Long", &"x".repeat(length))
    };
    let rows: Vec<(Request, u16)> = vec![
        (get("/parcels").bearer(&read), 200),
        (get("/parcels?words=a%2Fb").bearer(&read), 200),
        (get("/parcels"), 401),
        (add(&write, "{}"), 422),
        // Neither refuses what the contract allows, and both refuse one byte more.
        (note(4_096 - 5), 204),
        (note(4_097 - 5), 413),
        (parcel(2_097_152 - 9), 422),
        (parcel(2_097_153 - 9), 413),
        // A concrete path is not taken for the templated one.
        (
            Request::new("PUT", "/v3/parcels/last/note").json(&" ".repeat(5_000)),
            400,
        ),
        (get("/nowhere"), 404),
        (Request::new("GET", "/metrics"), 404),
        (Request::new("GET", "/v1/parcels"), 404),
        (long(31_000), 200),
        (long(33_000), 431),
    ];
    for (request, status) in rows {
        let answer = envoy.ask(&request);
        let shown: String = format!("{request:?}").chars().take(200).collect();
        let said = || format!("{shown}: {} {}", answer.text(), envoy.log());
        assert_eq!(answer.status, status, "{}", said());
        if status >= 400 {
            let media_type = answer.header("content-type");
            assert_eq!(media_type, Some("application/problem+json"), "{}", said());
            assert_eq!(answer.json()["status"], status, "{}", said());
        }
    }
}

#[test]
fn row_17_the_emitted_envoy_says_who_calls_and_nobody_else() {
    let Some(program) = envoy() else {
        return;
    };
    let service = start(&[("APP__RATE_LIMIT__TRUSTED_PROXIES", "127.0.0.1/32")]);
    let envoy = Envoy::before(&program, service.address());
    let spoofed = |number: u8| {
        get("/depots/busy")
            .header("X-Forwarded-For", &format!("203.0.113.{number}"))
            .header("Forwarded", &format!("for=203.0.113.{number}"))
    };
    // The service believes Envoy, and Envoy says whom it sees in place of what they say.
    let answers: Vec<u16> = (0..4)
        .map(|number| envoy.ask(&spoofed(number)).status)
        .collect();
    assert_eq!(answers, [204, 204, 204, 429], "{}", envoy.log());
    assert_eq!(service.ask(&spoofed(9)).status, 204);
}
