//! An issuer of our own on loopback: it says what it is told to, and counts how often it is asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use serde_json::{Value, json};

/// A small HTTP server that stops when it is dropped.
pub struct Server {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    /// By path: head lines after the status, and body.
    answers: Mutex<BTreeMap<String, (String, String)>>,
    asked: AtomicUsize,
    stopping: AtomicBool,
}

impl Server {
    pub fn start() -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap())
    }

    pub fn start_at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if own.stopping.load(Ordering::SeqCst) {
                    return;
                }
                serve(&own, stream.unwrap());
            }
        });
        Self {
            address,
            shared,
            thread: Some(thread),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Answers `path` with 200, these header lines and this body.
    pub fn says(&self, path: &str, headers: &str, body: impl Into<String>) {
        self.answers(path, &format!("200 OK\r\n{headers}"), body);
    }

    /// Answers `path` with this status, header lines after it, and this body.
    pub fn answers(&self, path: &str, head: &str, body: impl Into<String>) {
        let mut answers = self.shared.answers.lock().unwrap();
        answers.insert(path.to_owned(), (head.to_owned(), body.into()));
    }

    /// Publishes keys at `/jwks.json`.
    pub fn publishes(&self, keys: &[Value]) {
        self.says("/jwks.json", "", json!({"keys": keys}).to_string());
    }

    pub fn asked(&self) -> usize {
        self.shared.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        let _ = self.thread.take().unwrap().join();
    }
}

fn serve(shared: &Shared, mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    let mut line = String::new();
    if reader.read_line(&mut first).is_err() {
        return;
    }
    while reader.read_line(&mut line).is_ok_and(|length| length > 2) {
        line.clear();
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    shared.asked.fetch_add(1, Ordering::SeqCst);
    let answer = shared.answers.lock().unwrap().get(path).cloned();
    let (head, body) = answer.unwrap_or(("404 Not Found\r\n".to_owned(), String::new()));
    let _ = write!(
        stream,
        "HTTP/1.1 {head}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
}
