//! Pier: a service for the tests of connections, with operations that are slow, large, or ask for a certificate.

use std::process::ExitCode;
use std::time::Duration;

use gate::{
    BodyRule, Boot, Bytes, Call, Contract, Dispatch, Limits, Media, MediaKind, Operation, Pending,
    Rate, Reply, Requirement, Scheme, SchemeKind, StartError, StatusCode,
};

/// Floods are what these tests are about.
const PLENTY: Limits = Limits {
    rate: Some(Rate::new(1_000_000, Duration::from_secs(1))),
    ..Limits::DEFAULT
};

const OPEN: Operation = Operation {
    id: "open",
    method: "GET",
    path: "/v1/open",
    security: &[],
    body: BodyRule::None,
    produces: &["text/plain"],
    limits: PLENTY,
    notices: &[],
    step_up: gate::StepUp::None,
};

static CONTRACT: Contract = Contract {
    title: "Pier",
    version: "1.0.0",
    base_path: "/v1",
    request_headers: &[],
    document: "{}",
    operations: &[
        OPEN,
        Operation {
            id: "put",
            method: "POST",
            body: BodyRule::Required(&[Media {
                media_type: "text/plain",
                kind: MediaKind::Text,
            }]),
            ..OPEN
        },
        Operation {
            id: "slow",
            path: "/v1/slow",
            ..OPEN
        },
        Operation {
            id: "large",
            path: "/v1/large",
            ..OPEN
        },
        Operation {
            id: "me",
            path: "/v1/me",
            security: &[&[Requirement {
                scheme: "certificate",
                scopes: &[],
            }]],
            ..OPEN
        },
        Operation {
            id: "scoped",
            path: "/v1/scoped",
            security: &[&[Requirement {
                scheme: "certificate",
                scopes: &["write"],
            }]],
            ..OPEN
        },
    ],
    schemes: &[Scheme {
        name: "certificate",
        setting: "certificate",
        kind: SchemeKind::MutualTls,
    }],
};

struct Routes;

impl Dispatch for Routes {
    fn contract(&self) -> &'static Contract {
        &CONTRACT
    }

    fn call(&self, operation: usize, call: Call) -> Pending {
        Box::pin(async move {
            let text = match CONTRACT.operations.get(operation).map(|found| found.id) {
                Some("slow") => {
                    tokio::time::sleep(Duration::from_millis(1_500)).await;
                    Bytes::from_static(b"at last")
                }
                Some("large") => Bytes::from(vec![b'x'; 32 << 20]),
                Some("put") => Bytes::from(call.bytes().len().to_string()),
                _ => Bytes::from(call.caller().subject().unwrap_or("nobody").to_owned()),
            };
            Ok(Reply::bytes(StatusCode::OK, "text/plain", text))
        })
    }
}

async fn app(boot: Boot) -> Result<gate::Service, StartError> {
    Ok(boot.gate(Routes).build()?)
}

fn main() -> ExitCode {
    gate::run(&CONTRACT, app)
}
