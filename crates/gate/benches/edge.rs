//! What the gate costs: CPU time of one request in process, beside a bare axum route that does nothing.
//!
//! `cargo bench --bench edge` prints nanoseconds for each; DESIGN's figure to meet is 3,468 against 2,310.

use std::hint::black_box;
use std::io::Write;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::routing::get;
use gate::settings::Settings;
use gate::{
    BodyRule, Boot, Call, Contract, Dispatch, Limits, Operation, Peer, Pending, Reply, Requirement,
    Scheme, SchemeKind, StatusCode, StepUp, TokenRequest,
};
use http::Request;
use tower_service::Service;

static CONTRACT: Contract = Contract {
    title: "Bench",
    version: "1",
    operations: &[Operation {
        id: "get",
        method: "GET",
        path: "/v1/vessels/{imo}",
        security: &[&[Requirement {
            scheme: "bearer",
            scopes: &["read"],
        }]],
        body: BodyRule::None,
        produces: &["application/json"],
        limits: Limits::DEFAULT,
        notices: &[],
        step_up: StepUp::None,
    }],
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
const ROUNDS: u32 = 100_000;

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

fn request(token: &str) -> Request<Body> {
    let mut request = Request::builder()
        .uri("/v1/vessels/9074729")
        .header("host", "localhost:8080")
        .header("user-agent", "bench/1.0")
        .header("accept", "application/json")
        .header("authorization", token)
        .body(Body::empty())
        .unwrap_or_default();
    request
        .extensions_mut()
        .insert(Peer(SocketAddr::from(([127, 0, 0, 1], 4000))));
    request
}

async fn measure(mut router: Router, boot: &Boot, token: &str) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        for round in 0..ROUNDS {
            if round % 10_000 == 0 {
                // A log that nobody takes would be full, and then cheap.
                black_box(boot.log().take());
            }
            let Ok(response) = router.call(request(token)).await;
            assert_eq!(response.status(), StatusCode::OK);
            black_box(to_bytes(response.into_body(), 1_024).await.is_ok());
        }
        best = best.min(started.elapsed() / ROUNDS);
    }
    best
}

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let variables = [(
        "APP__RATE_LIMIT__DEFAULT".to_owned(),
        "100000000/s".to_owned(),
    )];
    let settings = Settings::from_parts(&CONTRACT, &variables, |_| {
        Err(std::io::ErrorKind::NotFound.into())
    })?;
    let boot = Boot::rehearsal_with(&CONTRACT, settings)?;
    let token = boot.mint(
        None,
        &TokenRequest {
            scopes: "read write".to_owned(),
            ..TokenRequest::default()
        },
    )?;
    let token = format!("Bearer {token}");
    let gated = boot.gate(Routes).build()?;
    let bare = Router::new().route(
        "/v1/vessels/{imo}",
        get(async || ([("content-type", "application/json")], ANSWER)),
    );
    let bare = runtime.block_on(measure(bare, &boot, &token));
    let gated = runtime.block_on(measure(gated, &boot, &token));
    let mut stdout = std::io::stdout();
    writeln!(
        stdout,
        "bare axum {} ns, gate {} ns a request",
        bare.as_nanos(),
        gated.as_nanos()
    )?;
    Ok(())
}
