//! What the gate costs: time of one request in process, on one thread, beside a bare axum route that does nothing; and what
//! each of its parts costs, as the difference to a row without it.
//!
//! `cargo bench -p gate --bench edge [ROUNDS]` prints a table, in nanoseconds: the least of five goes for each row. No
//! socket is involved: what a connection costs is seen by `cargo bench --bench load`.

use std::convert::Infallible;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use gate::settings::Settings;
use gate::{
    BodyRule, Boot, Call, Contract, Decision, Dispatch, GateBuilder, Limits, Operation, Peer,
    Pending, Rate, Reply, Requirement, Rule, Scheme, SchemeKind, StatusCode, StepUp, TokenRequest,
};
use http::Request;
use tokio::runtime::Runtime;
use tower_service::Service;

const BARE: Operation = Operation {
    id: "open",
    method: "GET",
    path: "/v1/open/{imo}",
    security: &[],
    body: BodyRule::None,
    produces: &["application/json"],
    limits: Limits::DEFAULT,
    notices: &[],
    step_up: StepUp::None,
};

static CONTRACT: Contract = Contract {
    title: "Bench",
    version: "1",
    operations: &[
        BARE,
        Operation {
            id: "token",
            path: "/v1/token/{imo}",
            security: &[&[Requirement {
                scheme: "bearer",
                scopes: &["read"],
            }]],
            ..BARE
        },
        Operation {
            id: "rate",
            path: "/v1/rate/{imo}",
            limits: Limits {
                rate: Some(Rate::new(100_000_000, Duration::from_secs(1))),
                ..Limits::DEFAULT
            },
            ..BARE
        },
        Operation {
            id: "notices",
            path: "/v1/notices/{imo}",
            notices: &[
                ("deprecation", "@1688169599"),
                ("sunset", "Sun, 30 Jun 2030 23:59:59 GMT"),
            ],
            ..BARE
        },
    ],
    schemes: &[Scheme {
        name: "bearer",
        setting: "bearer",
        kind: SchemeKind::Bearer,
    }],
    base_path: "/v1",
    request_headers: &[],
    document: "",
};

const ANSWER: &str = r#"{"imo":"9074729","name":"Ada"}"#;
const ORIGIN: &str = "https://app.example.com";
const TRACE: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

struct Routes;

impl Dispatch for Routes {
    fn contract(&self) -> &'static Contract {
        &CONTRACT
    }

    fn call(&self, _: usize, call: Call) -> Pending {
        Box::pin(async move {
            black_box(call.path_value("imo"));
            Ok(Reply::bytes(
                StatusCode::OK,
                "application/json",
                gate::Bytes::from_static(ANSWER.as_bytes()),
            ))
        })
    }
}

/// What is asked, and of what.
struct Asked<'a> {
    path: &'static str,
    headers: &'a [(&'static str, &'a str)],
    expected: StatusCode,
}

impl Asked<'_> {
    fn request(&self) -> Request<Body> {
        let mut request = Request::builder()
            .uri(self.path)
            .header("host", "localhost:8080")
            .header("user-agent", "bench/1.0")
            .header("accept", "application/json");
        for (name, value) in self.headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).unwrap_or_default();
        request
            .extensions_mut()
            .insert(Peer(SocketAddr::from(([127, 0, 0, 1], 4000))));
        request
    }
}

/// Nanoseconds of a request.
async fn measure<S>(mut service: S, boot: &Boot, asked: &Asked<'_>, rounds: u32) -> u128
where
    S: Service<Request<Body>, Response = Response, Error = Infallible>,
{
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        for round in 0..rounds {
            if round % 10_000 == 0 {
                // A log that nobody takes would be full, and then cheap.
                black_box(boot.log().take());
            }
            let Ok(response) = service.call(asked.request()).await;
            assert_eq!(response.status(), asked.expected);
            black_box(to_bytes(response.into_body(), 1_024).await.is_ok());
        }
        best = best.min(started.elapsed() / rounds);
    }
    best.as_nanos()
}

/// A service in development, with the settings that every row has and these.
fn boot(further: &[(&str, &str)]) -> Result<Boot, Fault> {
    let mut variables = vec![(
        "APP__RATE_LIMIT__DEFAULT".to_owned(),
        "100000000/s".to_owned(),
    )];
    let further = further.iter();
    variables.extend(further.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let settings = Settings::from_parts(&CONTRACT, &variables, |_| {
        Err(std::io::ErrorKind::NotFound.into())
    })?;
    Ok(Boot::rehearsal_with(&CONTRACT, settings)?)
}

fn gate(boot: &Boot) -> GateBuilder {
    let rules = vec![Rule::ScopesSuffice; CONTRACT.operations.len()];
    boot.gate(Routes).policy(rules)
}

async fn unchanged(response: Response) -> Response {
    response
}

/// A collector that reads what it is sent and is content: its address.
fn collector() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || while taken(&stream).is_some() {});
        }
    });
    Ok(format!("http://{address}"))
}

/// Takes one request; `None` when there is none any more.
fn taken(stream: &TcpStream) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let mut lines = head.lines();
    let length = lines.find_map(|line| line.strip_prefix("content-length: "))?;
    let mut body = vec![0; length.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    (&mut &*stream).write_all(answer).ok()
}

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// What everything is measured by.
struct Bench {
    runtime: Runtime,
    rounds: u32,
    plain: Boot,
}

impl Bench {
    /// Nanoseconds of a request to an operation for everybody.
    fn open<S>(&self, service: S) -> u128
    where
        S: Service<Request<Body>, Response = Response, Error = Infallible>,
    {
        self.asked(service, "/v1/open/9074729", &[])
    }

    /// Nanoseconds of a request with these headers.
    fn asked<S>(&self, service: S, path: &'static str, headers: &[(&'static str, &str)]) -> u128
    where
        S: Service<Request<Body>, Response = Response, Error = Infallible>,
    {
        let asked = Asked {
            path,
            headers,
            expected: StatusCode::OK,
        };
        let measured = measure(service, &self.plain, &asked, self.rounds);
        self.runtime.block_on(measured)
    }

    /// Parts of the gate that have a request of their own: name, and nanoseconds of that request.
    fn requests(&self) -> Result<Vec<(&'static str, u128)>, Fault> {
        let scopes = TokenRequest {
            scopes: "read write".to_owned(),
            ..TokenRequest::default()
        };
        let token = format!("Bearer {}", self.plain.mint(None, &scopes)?);
        let stranger = Asked {
            path: "/v1/token/9074729",
            headers: &[],
            expected: StatusCode::UNAUTHORIZED,
        };
        let service = || gate(&self.plain).build();
        let refused = measure(service()?, &self.plain, &stranger, self.rounds);
        let refused = self.runtime.block_on(refused);
        let bearer = [("authorization", token.as_str())];
        let trace = [("traceparent", TRACE)];
        Ok(vec![
            (
                "a bearer token that was verified before",
                self.asked(service()?, "/v1/token/9074729", &bearer),
            ),
            (
                "a rate of its own",
                self.asked(service()?, "/v1/rate/9074729", &[]),
            ),
            (
                "`Deprecation` and `Sunset`",
                self.asked(service()?, "/v1/notices/9074729", &[]),
            ),
            (
                "`traceparent`",
                self.asked(service()?, "/v1/open/9074729", &trace),
            ),
            ("no token: 401 instead of the answer", refused),
        ])
    }

    /// What spans cost (feature `otel`): name, and nanoseconds of a request, while another thread sends what it can.
    fn traces(&self) -> Result<Vec<(&'static str, u128)>, Fault> {
        let collector = collector()?;
        let sent = boot(&[("APP__TELEMETRY__ENDPOINT", &collector)])?;
        let never = boot(&[
            ("APP__TELEMETRY__ENDPOINT", &collector),
            ("APP__TELEMETRY__SAMPLER", "always_off"),
        ])?;
        let tenth = boot(&[
            ("APP__TELEMETRY__ENDPOINT", &collector),
            ("APP__TELEMETRY__SAMPLER", "traceidratio"),
            ("APP__TELEMETRY__SAMPLER_ARG", "0.1"),
        ])?;
        Ok(vec![
            ("a span that is sent", self.open(gate(&sent).build()?)),
            (
                "a span of which every tenth is sent",
                self.open(gate(&tenth).build()?),
            ),
            (
                "a span that is not sampled",
                self.open(gate(&never).build()?),
            ),
        ])
    }

    /// Parts that a team adds: name, and nanoseconds of a request.
    fn additions(&self) -> Result<Vec<(&'static str, u128)>, Fault> {
        let mut rules = vec![Rule::ScopesSuffice; CONTRACT.operations.len() - 1];
        let allow = |_, _| std::future::ready(Ok(Decision::Allow));
        rules.insert(0, Rule::check(&Arc::new(()), allow));
        let checked = self.plain.gate(Routes).policy(rules).build()?;
        let crossing = boot(&[("APP__CORS__ORIGINS", ORIGIN)])?;
        let outside = gate(&self.plain).build()?.layer(map_response(unchanged));
        let inside = gate(&self.plain)
            .inside(|handlers| handlers.layer(map_response(unchanged)))
            .build()?;
        let origin = [("origin", ORIGIN)];
        Ok(vec![
            ("a rule of the team's own", self.open(checked)),
            (
                "an origin that may read the answer",
                self.asked(gate(&crossing).build()?, "/v1/open/9074729", &origin),
            ),
            ("a layer outside of the gate", self.open(outside)),
            ("a layer between gate and handlers", self.open(inside)),
        ])
    }
}

fn main() -> Result<(), Fault> {
    let rounds = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(100_000);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let bench = Bench {
        runtime,
        rounds,
        plain: boot(&[])?,
    };
    let router = Router::new().route(
        "/v1/open/{imo}",
        get(async || ([("content-type", "application/json")], ANSWER)),
    );
    let bare = bench.open(router);
    let gated = bench.open(gate(&bench.plain).build()?);
    let mut out = std::io::stdout();
    writeln!(out, "{bare:>6} ns  bare axum, no checks")?;
    writeln!(
        out,
        "{gated:>6} ns  the gate: id, route, limit, headers, log, metrics; an operation for everybody"
    )?;
    let rows = [bench.requests()?, bench.traces()?, bench.additions()?];
    for (name, nanoseconds) in rows.into_iter().flatten() {
        let more = i128::try_from(nanoseconds)? - i128::try_from(gated)?;
        writeln!(out, "{more:>+6} ns  {name}")?;
    }
    Ok(())
}
