//! HTTP/2, frame by frame: floods, answers that nobody takes, connections that nobody uses.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::certificates::server;
use super::support::{Folder, Running, has, start_in};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
pub const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// A frame as it came.
#[derive(Debug)]
pub struct Frame {
    pub kind: u8,
    pub flags: u8,
    pub stream: u32,
    pub payload: Vec<u8>,
}

/// A client that speaks frames.
pub struct Client(StreamOwned<ClientConnection, TcpStream>);

/// A service over TLS, and the folder with its files.
pub fn secured(name: &str, variables: &[(&str, &str)]) -> Option<(Running, String)> {
    if !has("openssl") {
        return None;
    }
    let folder = Folder::new(name);
    server(&folder);
    let path = folder.path("");
    let mut all = vec![
        ("APP__TLS__CERT", "server.crt"),
        ("APP__TLS__KEY", "server.key"),
    ];
    all.extend(variables);
    Some((start_in(folder, &all), path))
}

impl Client {
    /// Connects and says what every client says first, with these settings.
    pub fn connect(service: &Running, folder: &str, settings: &[(u16, u32)]) -> Self {
        let mut roots = RootCertStore::empty();
        let certificate = CertificateDer::from_pem_file(format!("{folder}/authority.crt")).unwrap();
        roots.add(certificate).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let session =
            ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
        let mut client = Self(StreamOwned::new(session, service.connect()));
        let payload: Vec<u8> = settings
            .iter()
            .flat_map(|(name, value)| {
                let mut setting = name.to_be_bytes().to_vec();
                setting.extend(value.to_be_bytes());
                setting
            })
            .collect();
        client
            .0
            .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            .unwrap();
        client.send(SETTINGS, 0, 0, &payload).unwrap();
        client
    }

    pub fn send(
        &mut self,
        kind: u8,
        flags: u8,
        stream: u32,
        payload: &[u8],
    ) -> std::io::Result<()> {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let mut frame = vec![length[1], length[2], length[3], kind, flags];
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        self.0.write_all(&frame)
    }

    /// A GET without a body, by literals that no table remembers (RFC 7541, section 6.2.2).
    pub fn get(&mut self, stream: u32, path: &str) -> std::io::Result<()> {
        let mut block = vec![0x82, 0x87, 0x04, u8::try_from(path.len()).unwrap()];
        block.extend(path.as_bytes());
        block.extend([0x01, 9]);
        block.extend(b"localhost");
        self.send(HEADERS, END_HEADERS | END_STREAM, stream, &block)
    }

    /// The head of a POST whose body is to come.
    fn post(&mut self, stream: u32, path: &str) -> std::io::Result<()> {
        let mut block = vec![0x83, 0x87, 0x04, u8::try_from(path.len()).unwrap()];
        block.extend(path.as_bytes());
        block.extend([0x01, 9]);
        block.extend(b"localhost");
        // `content-type: text/plain`
        block.extend([0x0f, 0x10, 10]);
        block.extend(b"text/plain");
        self.send(HEADERS, END_HEADERS, stream, &block)
    }

    /// The next frame; `None` when the connection is closed.
    pub fn next(&mut self) -> Option<Frame> {
        let mut head = [0; 9];
        self.0.read_exact(&mut head).ok()?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        self.0.read_exact(&mut payload).ok()?;
        Some(Frame {
            kind: head[3],
            flags: head[4],
            stream: u32::from_be_bytes([head[5], head[6], head[7], head[8]]),
            payload,
        })
    }

    /// Waits for a frame of a kind on a stream.
    pub fn wait(&mut self, kind: u8, stream: u32) -> Frame {
        loop {
            let frame = self.next().expect("the connection was closed");
            if (frame.kind, frame.stream) == (kind, stream) {
                return frame;
            }
        }
    }

    /// Reads until the connection is closed, for so long.
    pub fn is_closed_within(&mut self, time: Duration) -> bool {
        let started = Instant::now();
        self.0.sock.set_read_timeout(Some(time)).unwrap();
        while started.elapsed() < time {
            if self.next().is_none() {
                return started.elapsed() < time;
            }
        }
        false
    }
}

/// What a client does again and again.
type Attack = fn(&mut Client, u32) -> std::io::Result<()>;

/// Sends a frame again and again; says after how many the connection was closed.
fn flood(
    client: &mut Client,
    mut one: impl FnMut(&mut Client, u32) -> std::io::Result<()>,
) -> Option<u32> {
    for round in 0..20_000 {
        if one(client, round).is_err() {
            return Some(round);
        }
    }
    client
        .is_closed_within(Duration::from_secs(3))
        .then_some(20_000)
}

#[test]
fn frames_for_nothing_end_the_connection() {
    let Some((mut service, folder)) = secured("floods", &[]) else {
        return;
    };
    let attacks: [(&str, Attack); 6] = [
        ("rapid reset", |client, round| {
            client.get(2 * round + 1, "/v1/slow")?;
            client.send(RST_STREAM, 0, 2 * round + 1, &8_u32.to_be_bytes())
        }),
        ("pings", |client, _| client.send(PING, 0, 0, &[0; 8])),
        ("settings", |client, _| client.send(SETTINGS, 0, 0, &[])),
        ("empty data", |client, round| {
            if round == 0 {
                client.post(1, "/v1/open")?;
            }
            client.send(DATA, 0, 1, &[])
        }),
        ("priorities", |client, _| {
            client.send(2, 0, 1, &[0, 0, 0, 0, 1])
        }),
        ("frames of no known kind", |client, _| {
            client.send(0xfa, 0, 0, &[])
        }),
    ];
    for (name, attack) in attacks {
        let mut client = Client::connect(&service, &folder, &[]);
        let closed = flood(&mut client, attack);
        assert!(closed.is_some(), "{name}: goes on for ever");
        // Everybody else is served as before.
        let mut honest = Client::connect(&service, &folder, &[]);
        honest.get(1, "/v1/open").unwrap();
        assert_eq!(honest.wait(DATA, 1).payload, b"nobody", "{name}");
    }
    service.terminate();
    service.exit(Duration::from_secs(15));
    assert!(service.log().contains("sent frames for nothing"));
}

#[test]
fn an_honest_client_may_ping_and_change_its_mind() {
    let Some((service, folder)) = secured("honest", &[]) else {
        return;
    };
    let mut client = Client::connect(&service, &folder, &[]);
    for round in 0..100 {
        client.send(PING, 0, 0, &[7; 8]).unwrap();
        client.get(2 * round + 1, "/v1/open").unwrap();
        if round % 10 == 9 {
            client
                .send(RST_STREAM, 0, 2 * round + 1, &8_u32.to_be_bytes())
                .unwrap();
        } else {
            assert_eq!(client.wait(DATA, 2 * round + 1).payload, b"nobody");
        }
    }
}

#[test]
fn streams_at_once_are_bounded() {
    let Some((service, folder)) = secured("streams", &[]) else {
        return;
    };
    let mut client = Client::connect(&service, &folder, &[]);
    let settings = client.wait(SETTINGS, 0);
    let most = settings
        .payload
        .chunks(6)
        .find(|setting| setting[..2] == [0, 3])
        .map(|setting| u32::from_be_bytes([setting[2], setting[3], setting[4], setting[5]]))
        .unwrap();
    assert_eq!(most, 128);
    for stream in 0..=most {
        client.get(2 * stream + 1, "/v1/slow").unwrap();
    }
    let reset = client.wait(RST_STREAM, 2 * most + 1);
    // REFUSED_STREAM: it may be tried again.
    assert_eq!(reset.payload, 7_u32.to_be_bytes());
    assert_eq!(client.wait(DATA, 1).payload, b"at last");
}

#[test]
fn an_answer_that_nobody_takes_is_ended() {
    let Some((service, folder)) = secured(
        "untaken",
        &[
            ("APP__LIMITS__TIMEOUT", "1s"),
            ("APP__LIMITS__IDLE_TIMEOUT", "1s"),
        ],
    ) else {
        return;
    };
    // A window of nothing, and one that is opened by a byte now and then.
    for window in [0, 1] {
        let mut client = Client::connect(&service, &folder, &[(4, window)]);
        client.get(1, "/v1/large").unwrap();
        assert_eq!(client.wait(HEADERS, 1).flags & END_STREAM, 0);
        let started = Instant::now();
        let mut is_closed = false;
        client
            .0
            .sock
            .set_read_timeout(Some(Duration::from_millis(100)))
            .unwrap();
        while !is_closed && started.elapsed() < Duration::from_secs(8) {
            std::thread::sleep(Duration::from_millis(100));
            is_closed = client
                .send(WINDOW_UPDATE, 0, 1, &window.max(1).to_be_bytes())
                .is_err();
            if window == 0 {
                is_closed = client.is_closed_within(Duration::from_secs(8));
            }
        }
        assert!(is_closed, "a window of {window}");
    }
    // A small answer is handed over whole; what ends its connection is that nothing else happens on it.
    let mut client = Client::connect(&service, &folder, &[(4, 0)]);
    client.get(1, "/v1/open").unwrap();
    assert!(client.is_closed_within(Duration::from_secs(8)));
}

#[test]
fn a_connection_without_requests_is_ended_by_goaway() {
    let Some((service, folder)) = secured(
        "unused",
        &[
            ("APP__LIMITS__IDLE_TIMEOUT", "1s"),
            ("APP__LIMITS__HEADER_TIMEOUT", "1s"),
        ],
    ) else {
        return;
    };
    let mut client = Client::connect(&service, &folder, &[]);
    client.get(1, "/v1/open").unwrap();
    assert_eq!(client.wait(DATA, 1).payload, b"nobody");
    let started = Instant::now();
    client.wait(GOAWAY, 0);
    assert!(started.elapsed() < Duration::from_secs(4));
    // A client that never asks anything at all has as long as a head has.
    let mut client = Client::connect(&service, &folder, &[]);
    assert!(client.is_closed_within(Duration::from_secs(5)));
}

#[test]
fn a_refused_body_does_not_cost_its_answer() {
    let Some((service, folder)) = secured("refused-body", &[]) else {
        return;
    };
    let mut client = Client::connect(&service, &folder, &[]);
    client.post(1, "/v1/me").unwrap();
    client.send(DATA, 0, 1, &[b'x'; 1_000]).unwrap();
    let problem = client.wait(DATA, 1).payload;
    let problem = String::from_utf8_lossy(&problem);
    assert!(problem.contains("\"status\":405"), "{problem}");
}

/// Waits for the answer to a request whose body is refused while it is still coming: its problem, and how the stream ended.
fn refusal(client: &mut Client, stream: u32) -> (String, Option<Vec<u8>>) {
    let mut problem = Vec::new();
    loop {
        let frame = client.next().expect("the connection was closed");
        assert_ne!(frame.kind, GOAWAY, "{:?}", frame.payload);
        if frame.stream != stream {
            continue;
        }
        match frame.kind {
            DATA => problem.extend(frame.payload),
            RST_STREAM => {
                return (
                    String::from_utf8_lossy(&problem).into_owned(),
                    Some(frame.payload),
                );
            }
            _ => {}
        }
        if frame.flags & END_STREAM != 0 && frame.kind == DATA {
            return (String::from_utf8_lossy(&problem).into_owned(), None);
        }
    }
}

#[test]
fn a_body_that_is_too_large_does_not_cost_its_answer() {
    let Some((service, folder)) = secured("too-large", &[("APP__LIMITS__BODY", "100000")]) else {
        return;
    };
    let mut client = Client::connect(&service, &folder, &[]);
    // The windows that the service offers hold once it has said so.
    client.wait(SETTINGS, 0);
    client.wait(WINDOW_UPDATE, 0);
    client.send(SETTINGS, 1, 0, &[]).unwrap();
    // Together these bodies are larger than the connection's window: what is refused must not be counted against those that
    // follow.
    for stream in (1..80).step_by(4) {
        client.post(stream, "/v1/open").unwrap();
        for _ in 0..12 {
            client.send(DATA, 0, stream, &[b'x'; 10_000]).unwrap();
        }
        let (problem, reset) = refusal(&mut client, stream);
        assert!(problem.contains("\"status\":413"), "{problem}");
        // An end, and at most the advice that nothing more need be sent (RFC 9113, section 8.1): no error.
        assert!(
            reset.is_none_or(|code| code == 0_u32.to_be_bytes()),
            "{problem}"
        );
        // A few frames that were on their way when it was said.
        for _ in 0..3 {
            client.send(DATA, 0, stream, &[b'x'; 10_000]).unwrap();
        }
        client
            .send(RST_STREAM, 0, stream, &8_u32.to_be_bytes())
            .unwrap();
        client.get(stream + 2, "/v1/open").unwrap();
        assert_eq!(client.wait(DATA, stream + 2).payload, b"nobody");
    }
}

#[test]
fn a_common_client_sees_the_answer_to_a_body_that_is_too_large() {
    let Some((service, folder)) = secured("curl", &[]) else {
        return;
    };
    if !has("curl") {
        return;
    }
    let body = format!("{folder}/body");
    std::fs::write(&body, vec![b'x'; 6 << 20]).unwrap();
    let port = service.address.rsplit_once(':').unwrap().1;
    for version in ["--http2", "--http1.1"] {
        for (name, extra) in [
            ("announced", "x: y"),
            ("not announced", "transfer-encoding: chunked"),
            ("at once", "expect:"),
        ] {
            let output = std::process::Command::new("curl")
                .args(["--silent", "--show-error", "--max-time", "20", version])
                .args(["--cacert", &format!("{folder}/authority.crt")])
                .args(["--header", "content-type: text/plain", "--header", extra])
                .args(["--data-binary", &format!("@{body}")])
                .args(["--write-out", " %{http_version} %{http_code}"])
                .arg(format!("https://localhost:{port}/v1/open"))
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            let complaint = String::from_utf8_lossy(&output.stderr);
            assert!(
                output.status.success(),
                "{version}, {name}: {said} {complaint}"
            );
            let seen = if version == "--http2" {
                "2 413"
            } else {
                "1.1 413"
            };
            assert!(
                said.contains("\"status\":413") && said.ends_with(seen),
                "{version}, {name}: {said} {complaint}"
            );
        }
    }
}
