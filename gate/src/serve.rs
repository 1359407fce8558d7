//! From `main` to the sockets: verbs, settings, two listeners, and an orderly end.
//!
//! `listeners` opens the sockets and orders the end, `accept` takes connections, `http1` and `http2` serve them by hyper;
//! what they read goes through the team's layers, if there are any, to the gate. `guarded` stands between hyper and the network, and
//! `sweep` walks past all connections once a second.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use crate::auth::factor;
use crate::boot::Boot;
use crate::log::{Form, Level, Log};
use crate::operation::Contract;
use crate::service::Service;
use crate::settings::{Settings, TelemetrySettings};
#[cfg(feature = "otel")]
use crate::telemetry;
use crate::verbs::{self, Verb};

mod accept;
mod answer;
mod arriving;
mod chunks;
mod exchange;
mod frames;
mod guarded;
mod heads;
mod http1;
mod http2;
mod line;
mod listeners;
mod places;
mod refusals;
mod signal;
mod sweep;

use listeners::Listeners;
use signal::signal;

/// Any error of the team's own `app`.
pub type StartError = Box<dyn std::error::Error + Send + Sync>;

/// Runs the emitted binary: a verb of the command line, or the service that `app` builds.
///
/// Exit 0: done. 1: the settings or the service's own parts are at fault. 2: usage, or the world.
pub fn run<F, S>(contract: &'static Contract, app: F) -> ExitCode
where
    F: AsyncFnOnce(Boot) -> Result<S, StartError>,
    S: Into<Service>,
{
    let outcome = verbs::parse(std::env::args_os())
        .map_err(Failure::World)
        .and_then(|verb| match verb {
            Verb::ListSettings => {
                verbs::list_settings(contract).map_err(|error| Failure::World(error.to_string()))
            }
            Verb::Help => verbs::help(contract).map_err(|error| Failure::World(error.to_string())),
            Verb::NewSealKey(options) => verbs::seal::new_key(&options).map_err(Failure::World),
            Verb::Serve => start(contract, app),
            other => {
                let settings = Settings::load_for_a_verb(contract)
                    .map_err(|error| Failure::Fault(error.to_string()))?;
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

/// In production the log is read by programs, a line at a time, and what is on stderr ends up between its lines. So a panic is
/// an event of the log there, whoever catches it.
fn tell_panics(log: &Log) {
    if log.form() == Form::Json {
        let log = log.clone();
        std::panic::set_hook(Box::new(move |panic| {
            log.note(Level::Error, "panic", &panic.to_string());
            log.flush();
        }));
    }
}

fn start<F, S>(contract: &'static Contract, app: F) -> Result<(), Failure>
where
    F: AsyncFnOnce(Boot) -> Result<S, StartError>,
    S: Into<Service>,
{
    let settings = Settings::load(contract).map_err(|error| Failure::Fault(error.to_string()))?;
    let log = Log::stdout(Form::of(settings.profile));
    let boot = Boot::new(contract, settings, log)
        .map_err(|error| Failure::World(format!("the signing key: {error}")))?;
    tell_panics(boot.log());
    factor::reseal_at_start(contract, boot.settings(), boot.log());
    if let TelemetrySettings::NotBuilt(variable) = boot.settings().telemetry {
        let message = format!(
            "{variable} is set, and this service is built without the feature `otel`: no traces are sent"
        );
        boot.log().note(Level::Warning, "telemetry", &message);
    }
    #[cfg(feature = "otel")]
    telemetry::begin(&boot).map_err(Failure::Fault)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::World(error.to_string()))?;
    let ended = runtime.block_on(async {
        let service = app(boot.clone())
            .await
            .map_err(|error| Failure::Fault(error.to_string()))?;
        let listeners = Listeners::bind(&boot)
            .await
            .map_err(|error| Failure::World(error.to_string()))?;
        listeners.serve(&boot, service.into(), signal()).await;
        Ok(())
    });
    // Whatever still runs in the background had its time.
    runtime.shutdown_timeout(Duration::from_millis(500));
    #[cfg(feature = "otel")]
    telemetry::end(&boot);
    boot.log().flush();
    ended
}
