//! A gate over any table, asked without a socket.

use std::net::SocketAddr;

use axum::body::{Body, to_bytes};
use gate::settings::Settings;
use gate::{
    BodyRule, Boot, Call, Contract, Dispatch, GateBuilder, HeaderMap, Limits, Operation, Peer,
    Pending, Reply, Rule, Scheme, StatusCode, StepUp, TokenRequest,
};
use http::Request;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tower_service::Service as _;

/// An operation that anybody may call, without a body.
pub const OPEN: Operation = Operation {
    id: "open",
    method: "GET",
    path: "/open",
    security: &[],
    body: BodyRule::None,
    produces: &[],
    limits: Limits::DEFAULT,
    notices: &[],
    step_up: StepUp::None,
};

pub fn contract(schemes: &'static [Scheme], operations: Vec<Operation>) -> &'static Contract {
    let operations = Box::leak(operations.into_boxed_slice());
    Box::leak(Box::new(Contract {
        title: "Test \"API\"",
        version: "1",
        operations,
        schemes,
        base_path: "",
        request_headers: &[],
        document: "",
    }))
}

/// Answers with what it was asked.
pub fn echo(operation: usize, call: Call) -> Pending {
    Box::pin(async move {
        let caller = call.caller();
        let names = ["a", "b", "c", "id", "name", "extension", "sid", "x"];
        let path: Vec<_> = names
            .iter()
            .filter_map(|name| call.path_value(name).map(|value| format!("{name}={value}")))
            .collect();
        Reply::json(
            StatusCode::OK,
            "application/json",
            &json!({
                "operation": operation,
                "path": path,
                "query": call.query(),
                "subject": caller.subject(),
                "anonymous": caller.is_anonymous(),
                "scopes": caller.scopes().collect::<Vec<_>>(),
                "schemes": caller.schemes().collect::<Vec<_>>(),
                "media": call.media().map(|media| media.media_type),
                "body": String::from_utf8_lossy(call.bytes()),
            }),
        )
    })
}

pub type Handler = fn(usize, Call) -> Pending;

/// A contract whose calls all go to one function.
pub struct Probe(pub &'static Contract, pub Handler);

impl Dispatch for Probe {
    fn contract(&self) -> &'static Contract {
        self.0
    }

    fn call(&self, operation: usize, call: Call) -> Pending {
        (self.1)(operation, call)
    }
}

/// A service under test.
pub struct Service {
    router: gate::Service,
    pub boot: Boot,
    runtime: Runtime,
}

/// How a service under test is put together.
pub struct Setup {
    pub contract: &'static Contract,
    pub variables: Vec<(String, String)>,
    pub handler: Handler,
}

impl Setup {
    pub fn new(contract: &'static Contract) -> Self {
        Self {
            contract,
            variables: Vec::new(),
            handler: echo,
        }
    }

    pub fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    pub fn handler(mut self, handler: Handler) -> Self {
        self.handler = handler;
        self
    }

    pub fn settings(&self) -> Settings {
        Settings::from_parts(self.contract, &self.variables, |_| {
            Err(std::io::ErrorKind::NotFound.into())
        })
        .unwrap()
    }

    pub fn try_build(
        self,
        own: impl FnOnce(GateBuilder) -> GateBuilder,
    ) -> Result<Service, gate::BuildError> {
        let rules = vec![Rule::ScopesSuffice; self.contract.operations.len()];
        self.try_build_bare(|gate| own(gate.policy(rules)))
    }

    /// Builds a service that has no policy yet.
    pub fn try_build_bare(
        self,
        own: impl FnOnce(GateBuilder) -> GateBuilder,
    ) -> Result<Service, gate::BuildError> {
        let probe = Probe(self.contract, self.handler);
        self.try_build_of(probe, own)
    }

    /// Builds a service of routes of a test's own.
    pub fn try_build_of(
        self,
        dispatch: impl Dispatch,
        own: impl FnOnce(GateBuilder) -> GateBuilder,
    ) -> Result<Service, gate::BuildError> {
        let boot = Boot::rehearsal_with(self.contract, self.settings()).unwrap();
        let router = own(boot.gate(dispatch)).build()?;
        Ok(Service {
            router,
            boot,
            runtime: runtime(),
        })
    }

    pub fn build(self) -> Service {
        self.try_build(|gate| gate).unwrap()
    }
}

pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
}

/// A service of this table with the defaults.
pub fn service(contract: &'static Contract) -> Service {
    Setup::new(contract).build()
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

impl Service {
    pub fn send(&self, request: Request<Body>) -> Answer {
        self.end(&mut self.begin(request))
    }

    /// Sends a request and does not wait for its answer.
    pub fn begin(&self, request: Request<Body>) -> JoinHandle<Answer> {
        let mut router = self.router.clone();
        self.runtime.spawn(async move {
            let response = router.call(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Answer {
                status: parts.status.as_u16(),
                headers: parts.headers,
                body,
            }
        })
    }

    pub fn end(&self, begun: &mut JoinHandle<Answer>) -> Answer {
        self.runtime.block_on(begun).unwrap()
    }

    /// Asks the management port's routes.
    pub fn management(&self, method: &str, path: &str) -> Answer {
        let mut router = self.boot.management();
        let request = request(method, path, &[]);
        self.runtime.block_on(async move {
            let (parts, body) = router.call(request).await.unwrap().into_parts();
            Answer {
                status: parts.status.as_u16(),
                headers: parts.headers,
                body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
            }
        })
    }

    pub fn ask(&self, method: &str, path: &str) -> Answer {
        self.send(request(method, path, &[]))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path)
    }

    pub fn with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(request("GET", path, headers))
    }

    /// A development token with these scopes.
    pub fn token(&self, scopes: &str) -> String {
        let request = TokenRequest {
            subject: Some("alice".to_owned()),
            scopes: scopes.to_owned(),
            methods: Vec::new(),
        };
        format!("Bearer {}", self.boot.mint(None, &request).unwrap())
    }

    pub fn log(&self) -> String {
        self.boot.log().lines()
    }
}

pub fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).unwrap()
}

pub fn post(path: &str, media_type: &str, body: impl Into<Body>) -> Request<Body> {
    Request::builder()
        .method("POST")
        .uri(path)
        .header("content-type", media_type)
        .body(body.into())
        .unwrap()
}

/// The same request as if it came over a connection from this address.
pub fn from(mut request: Request<Body>, address: &str) -> Request<Body> {
    request
        .extensions_mut()
        .insert(Peer(SocketAddr::new(address.parse().unwrap(), 4000)));
    request
        .headers_mut()
        .entry("host")
        .or_insert(http::HeaderValue::from_static("test"));
    request
}
