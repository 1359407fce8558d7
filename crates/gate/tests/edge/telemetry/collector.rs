//! A collector of the test's own: takes OTLP over HTTP on loopback, and reads what it is sent by the published schema.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value::Value};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

/// One request to the collector.
pub struct Posted {
    /// Its head, in lower case.
    pub head: String,
    pub body: Vec<u8>,
}

/// A span, and who sent it.
#[derive(Debug)]
pub struct Sent {
    pub span: Span,
    pub resource: Vec<KeyValue>,
    pub scope: String,
}

#[derive(Default)]
struct Taken {
    posted: Mutex<Vec<Posted>>,
    /// What is answered, unless it is 0.
    status: AtomicU16,
}

pub struct Collector {
    address: SocketAddr,
    taken: Arc<Taken>,
}

impl Collector {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let taken = Arc::new(Taken::default());
        let of_threads = Arc::clone(&taken);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let taken = Arc::clone(&of_threads);
                thread::spawn(move || while one(&stream, &taken).is_some() {});
            }
        });
        Self { address, taken }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers with this from now on.
    pub fn answers(&self, status: u16) {
        self.taken.status.store(status, Ordering::Relaxed);
    }

    /// What was posted so far.
    pub fn posted(&self) -> Vec<Posted> {
        std::mem::take(&mut self.taken.posted.lock().unwrap())
    }

    /// The spans that were posted so far, in the order in which they ended.
    pub fn spans(&self) -> Vec<Sent> {
        let mut sent: Vec<Sent> = self.posted().iter().flat_map(read).collect();
        sent.sort_by_key(|sent| sent.span.end_time_unix_nano);
        sent
    }
}

/// The spans of a request.
pub fn read(posted: &Posted) -> Vec<Sent> {
    assert!(
        posted.head.starts_with("post /v1/traces http/1.1\r\n")
            && posted
                .head
                .contains("content-type: application/x-protobuf\r\n"),
        "{}",
        posted.head
    );
    let request = ExportTraceServiceRequest::decode(posted.body.as_slice()).unwrap();
    let mut sent = Vec::new();
    for spans in request.resource_spans {
        let resource = spans.resource.unwrap_or_default().attributes;
        for scoped in spans.scope_spans {
            let scope = scoped.scope.unwrap_or_default().name;
            sent.extend(scoped.spans.into_iter().map(|span| Sent {
                span,
                resource: resource.clone(),
                scope: scope.clone(),
            }));
        }
    }
    sent
}

/// Serves one request; `None` when there is none any more.
fn one(stream: &TcpStream, taken: &Taken) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let head = head.to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))?;
    let mut body = vec![0; length.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    taken.posted.lock().unwrap().push(Posted { head, body });
    let status = match taken.status.load(Ordering::Relaxed) {
        0 => 200,
        status => status,
    };
    let answer = format!(
        "HTTP/1.1 {status} x\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n"
    );
    (&mut &*stream).write_all(answer.as_bytes()).ok()
}

/// The value of an attribute as text; empty where there is none.
pub fn value(attributes: &[KeyValue], name: &str) -> String {
    let found = attributes.iter().find(|attribute| attribute.key == name);
    let value = found.and_then(|attribute| attribute.value.clone()?.value);
    match value {
        None => String::new(),
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(number)) => number.to_string(),
        Some(other) => panic!("{other:?}"),
    }
}

impl Sent {
    pub fn says(&self, name: &str) -> String {
        value(&self.span.attributes, name)
    }

    pub fn trace_id(&self) -> String {
        hexadecimal(&self.span.trace_id)
    }

    pub fn span_id(&self) -> String {
        hexadecimal(&self.span.span_id)
    }

    pub fn parent_id(&self) -> String {
        hexadecimal(&self.span.parent_span_id)
    }

    /// The status of the span: 0 is unset, 2 is an error.
    pub fn status(&self) -> i32 {
        self.span.status.clone().unwrap_or_default().code
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect::<Vec<_>>().concat()
}
