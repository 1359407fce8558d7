//! From `main` to the sockets: verbs, settings, two listeners, and an orderly end.
//!
//! A connection is hyper's; what it reads goes through the team's router to the gate. A signal turns readiness off,
//! stops taking connections, lets requests in flight finish, and ends the process with 0.

use std::future::{Future, poll_fn};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::process::ExitCode;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};
use tower_service::Service;

use crate::boot::{Boot, Readiness};
use crate::edge::address::Peer;
use crate::log::{Form, Level, Log};
use crate::operation::Contract;
use crate::settings::Settings;
use crate::verbs::{self, Verb};

/// Any error of the team's own `app`.
pub type StartError = Box<dyn std::error::Error + Send + Sync>;

/// Requests in flight have this long to finish once a signal came.
const GRACE: Duration = Duration::from_secs(12);
/// Between readiness off and the last accepted connection, for load balancers to notice.
const NOTICE: Duration = Duration::from_millis(500);
/// Connections at once, idle ones included.
const CONNECTIONS: usize = 8_192;
/// What hyper reads ahead; longer heads are refused by hyper itself.
const BUFFER: usize = 65_536;

/// Runs the emitted binary: a verb of the command line, or the service that `app` builds.
///
/// Exit 0: done. 1: the settings or the service's own parts are at fault. 2: usage, or the world.
pub fn run<F>(contract: &'static Contract, app: F) -> ExitCode
where
    F: AsyncFnOnce(Boot) -> Result<Router, StartError>,
{
    let outcome = verbs::parse(std::env::args_os())
        .map_err(Failure::World)
        .and_then(|verb| match verb {
            Verb::Help => verbs::help(contract).map_err(|error| Failure::World(error.to_string())),
            Verb::Serve => start(contract, app),
            other => {
                let settings =
                    Settings::load(contract).map_err(|error| Failure::Fault(error.to_string()))?;
                verbs::run(contract, settings, other).map_err(Failure::World)
            }
        });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let (code, text) = match failure {
                Failure::Fault(text) => (1, text),
                Failure::World(text) => (2, text),
            };
            // Without stderr there is no one left to tell.
            let _ = writeln!(io::stderr(), "error: {text}");
            ExitCode::from(code)
        }
    }
}

/// Whose fault it is that nothing runs.
enum Failure {
    /// That of the settings, or of the service's own parts.
    Fault(String),
    /// That of whoever called, or of the machine.
    World(String),
}

fn start<F>(contract: &'static Contract, app: F) -> Result<(), Failure>
where
    F: AsyncFnOnce(Boot) -> Result<Router, StartError>,
{
    let settings = Settings::load(contract).map_err(|error| Failure::Fault(error.to_string()))?;
    let log = Log::stdout(Form::of(settings.profile));
    let boot = Boot::new(contract, settings, log)
        .map_err(|error| Failure::World(format!("the signing key: {error}")))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::World(error.to_string()))?;
    let ended = runtime.block_on(async {
        let router = app(boot.clone())
            .await
            .map_err(|error| Failure::Fault(error.to_string()))?;
        let listeners = Listeners::bind(&boot)
            .await
            .map_err(|error| Failure::World(error.to_string()))?;
        listeners.serve(&boot, router, signal()).await;
        Ok(())
    });
    // Whatever still runs in the background had its time.
    runtime.shutdown_timeout(Duration::from_millis(500));
    boot.log().flush();
    ended
}

/// The two bound sockets of a service.
pub(crate) struct Listeners {
    service: TcpListener,
    management: TcpListener,
}

impl Listeners {
    pub(crate) async fn bind(boot: &Boot) -> io::Result<Self> {
        let settings = boot.settings();
        let bind = async |address: SocketAddr| {
            let named = |error: io::Error| {
                io::Error::new(error.kind(), format!("cannot listen on {address}: {error}"))
            };
            TcpListener::bind(address).await.map_err(named)
        };
        Ok(Self {
            service: bind(settings.listen).await?,
            management: bind(settings.management).await?,
        })
    }

    /// Serves until `stop` is over, then finishes what is in flight.
    pub(crate) async fn serve(
        self,
        boot: &Boot,
        router: Router,
        stop: impl Future<Output = &'static str>,
    ) {
        let (stopping, stopped) = watch::channel(());
        let header_timeout = boot.settings().limits.header_timeout;
        let listening = |listener: &TcpListener| {
            listener
                .local_addr()
                .map_or_else(|error| error.to_string(), |address| address.to_string())
        };
        let message = format!(
            "{} {} on http://{}, management on http://{}",
            boot.contract().title,
            boot.contract().version,
            listening(&self.service),
            listening(&self.management)
        );
        let service = tokio::spawn(accept(
            self.service,
            router,
            header_timeout,
            stopped.clone(),
            boot.log().clone(),
        ));
        // Health and numbers are answered until the last request is through, so management stops with the process.
        let (still_managing, managed) = watch::channel(());
        let management = boot.management();
        let managing = tokio::spawn(accept(
            self.management,
            management,
            header_timeout,
            managed,
            boot.log().clone(),
        ));
        boot.set_ready(Readiness::Ready);
        boot.log().note(Level::Info, "listening", &message);
        let signal = stop.await;
        boot.set_ready(Readiness::Stopping);
        boot.log().note(Level::Info, "stopping", signal);
        sleep(NOTICE).await;
        drop(stopped);
        stopping.send_replace(());
        if timeout(GRACE, stopping.closed()).await.is_err() {
            boot.log().note(
                Level::Warning,
                "stopping",
                "some requests did not finish in time",
            );
        }
        service.abort();
        drop(still_managing);
        managing.abort();
        boot.log().note(Level::Info, "stopped", signal);
    }
}

/// Takes connections until it is told to stop. Each connection holds `stopping` as long as it lives.
async fn accept(
    listener: TcpListener,
    router: Router,
    header_timeout: Duration,
    mut stopping: watch::Receiver<()>,
    log: Log,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let accepted = {
            let accepting = pin!(listener.accept());
            let told = pin!(stopping.changed());
            first(accepting, told).await
        };
        match accepted {
            First::Left(Ok((stream, peer))) => {
                let connection = connection(
                    stream,
                    peer,
                    router.clone(),
                    header_timeout,
                    stopping.clone(),
                );
                tokio::spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            First::Left(Err(error)) => {
                // Out of descriptors, most likely: trying again at once would spin.
                log.note(Level::Warning, "accept", &error.to_string());
                sleep(Duration::from_millis(100)).await;
            }
            First::Right(_) => return,
        }
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    header_timeout: Duration,
    mut stopping: watch::Receiver<()>,
) {
    // Answers are written whole; waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        router.clone().call(request)
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(header_timeout)
            .max_buf_size(BUFFER)
            .serve_connection(TokioIo::new(stream), service)
    );
    let told = {
        let told = pin!(stopping.changed());
        first(connection.as_mut(), told).await
    };
    if let First::Right(_) = told {
        connection.as_mut().graceful_shutdown();
        // A client that broke off is no news: its requests have their lines already.
        let _ = connection.await;
    }
}

/// Which of two futures was first.
enum First<A, B> {
    Left(A),
    Right(B),
}

async fn first<A: Future, B: Future>(
    mut left: Pin<&mut A>,
    mut right: Pin<&mut B>,
) -> First<A::Output, B::Output> {
    poll_fn(|context| {
        if let Poll::Ready(output) = left.as_mut().poll(context) {
            return Poll::Ready(First::Left(output));
        }
        right.as_mut().poll(context).map(First::Right)
    })
    .await
}

/// SIGTERM or SIGINT, whichever comes first.
#[cfg(unix)]
async fn signal() -> &'static str {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        return std::future::pending().await;
    };
    let terminated = pin!(terminate.recv());
    let interrupted = pin!(interrupt.recv());
    match first(terminated, interrupted).await {
        First::Left(_) => "SIGTERM",
        First::Right(_) => "SIGINT",
    }
}

#[cfg(not(unix))]
async fn signal() -> &'static str {
    match tokio::signal::ctrl_c().await {
        Ok(()) => "interrupted",
        Err(_) => std::future::pending().await,
    }
}
