//! The two sockets of a service, from the first connection to an orderly end.
//!
//! The end has an order. Readiness goes off, and for a moment everything is as before, so that whoever sends requests
//! here can notice. Then no connection is taken any more, and each that exists is told: HTTP/2 by GOAWAY, HTTP/1.1 with
//! its next answer. Those that ask nothing more are closed after a while; those whose requests do not end are left
//! behind at last.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::accept::{Acceptor, accept};
use super::line::{Order, Patience};
use super::places::{Places, possible};
use super::refusals::Refusals;
use super::sweep::Registry;
use crate::boot::{Boot, Readiness};
use crate::log::Level;
use crate::service::Service;
use crate::settings::Transport;
use crate::tls::reload::Tls;

/// Between readiness off and the last accepted connection, for load balancers to notice.
const NOTICE: Duration = Duration::from_millis(500);
/// A connection that is kept alive has so long to ask once more, and to learn that it was the last time.
const LAST_CALL: Duration = Duration::from_secs(2);
/// Requests in flight have so long to finish after that.
const GRACE: Duration = Duration::from_secs(10);
/// Connections of the management listener, which is not for callers.
const MANAGEMENT_CONNECTIONS: u64 = 128;

/// The two bound sockets of a service.
pub(crate) struct Listeners {
    service: TcpListener,
    management: TcpListener,
    tls: Option<Arc<Tls>>,
}

impl Listeners {
    pub(crate) async fn bind(boot: &Boot) -> io::Result<Self> {
        let settings = boot.settings();
        let tls = match &settings.transport {
            Transport::Plain => None,
            Transport::Tls(files) => {
                let tls = Tls::load(files.clone()).map_err(io::Error::other)?;
                Some(Arc::new(tls))
            }
        };
        let bind = async |address: SocketAddr| {
            let named = |error: io::Error| {
                io::Error::new(error.kind(), format!("cannot listen on {address}: {error}"))
            };
            TcpListener::bind(address).await.map_err(named)
        };
        Ok(Self {
            service: bind(settings.listen).await?,
            management: bind(settings.management).await?,
            tls,
        })
    }

    /// Serves until `stop` is over, then finishes what is in flight.
    pub(crate) async fn serve(
        self,
        boot: &Boot,
        service: Service,
        stop: impl Future<Output = &'static str>,
    ) {
        let message = self.message(boot);
        let limits = &boot.settings().limits;
        let patience = Patience {
            head: limits.header_timeout,
            idle: limits.idle_timeout,
            answer: limits.timeout,
        };
        let most = possible(limits.connections);
        let registry = Arc::new(Registry::new(most));
        let refusals = Arc::new(Refusals::new(boot.clone()));
        let acceptor = |service, tls, most, most_by_address| {
            let trusted = boot.settings().rate_limit.trusted_proxies.clone();
            Acceptor {
                service,
                tls,
                boot: boot.clone(),
                refusals: Arc::clone(&refusals),
                handshake: limits.header_timeout,
                places: Places::new(most, most_by_address, trusted),
                registry: Arc::clone(&registry),
            }
        };
        let own = acceptor(
            service,
            self.tls.clone(),
            most,
            limits.connections_per_address,
        );
        let managing = acceptor(
            boot.management().into(),
            None,
            possible(MANAGEMENT_CONNECTIONS),
            MANAGEMENT_CONNECTIONS,
        );
        let managing = Acceptor {
            registry: Arc::new(Registry::new(possible(MANAGEMENT_CONNECTIONS))),
            ..managing
        };
        let management_registry = Arc::clone(&managing.registry);
        let mut background = vec![
            spawn_sweep(Arc::clone(&registry), patience),
            spawn_sweep(management_registry, patience),
        ];
        if let Some(tls) = self.tls {
            background.push(tokio::spawn(tls.watch(boot.log().clone())));
        }
        let (stopping, stopped) = watch::channel(());
        tokio::spawn(accept(self.service, own, stopped));
        // Health and numbers are answered until the last request is through, so management stops with the process.
        let (_still_managing, managed) = watch::channel(());
        background.push(tokio::spawn(accept(self.management, managing, managed)));
        boot.set_ready(Readiness::Ready);
        boot.log().note(Level::Info, "listening", &message);
        let signal = stop.await;
        boot.set_ready(Readiness::Stopping);
        boot.log().note(Level::Info, "stopping", signal);
        sleep(NOTICE).await;
        stopping.send_replace(());
        finish(boot, &registry, &stopping).await;
        background.iter().for_each(tokio::task::JoinHandle::abort);
        boot.log().note(Level::Info, "stopped", signal);
    }

    fn message(&self, boot: &Boot) -> String {
        let listening = |listener: &TcpListener| {
            listener
                .local_addr()
                .map_or_else(|error| error.to_string(), |address| address.to_string())
        };
        format!(
            "{} {} on {}://{}, management on http://{}",
            boot.contract().title,
            boot.contract().version,
            if self.tls.is_some() { "https" } else { "http" },
            listening(&self.service),
            listening(&self.management)
        )
    }
}

/// Lets every connection come to its end; each of them holds on to `stopping` as long as it lives.
async fn finish(boot: &Boot, registry: &Registry, stopping: &watch::Sender<()>) {
    for (order, time) in [(Order::LastAnswer, LAST_CALL), (Order::Finish, GRACE)] {
        registry.order_all(order);
        if timeout(time, stopping.closed()).await.is_ok() {
            return;
        }
    }
    registry.order_all(Order::Close);
    boot.log().note(
        Level::Warning,
        "stopping",
        "some requests did not finish in time",
    );
}

fn spawn_sweep(registry: Arc<Registry>, patience: Patience) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move { registry.sweep(patience).await })
}
