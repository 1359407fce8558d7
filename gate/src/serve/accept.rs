//! From a listening socket to a connection that is served: a place for it, TLS if it is on, and the protocol.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::exchange::Exchange;
use super::places::Places;
use super::refusals::Refusals;
use super::signal::{First, first};
use super::sweep::Registry;
use super::{http1, http2};
use crate::auth::certificate::Certificate;
use crate::boot::Boot;
use crate::edge::address::Peer;
use crate::edge::arrival::Arrival;
use crate::log::Level;
use crate::service::Service;
use crate::tls::reload::Tls;
use crate::tls::{HTTP_2, subject};

/// Handshakes at once. Each costs a signature, and a client that does not go on holds one until its time is over.
const HANDSHAKES: usize = 1_024;

/// What becomes of the connections of one listener.
pub(crate) struct Acceptor {
    pub(crate) service: Service,
    pub(crate) tls: Option<Arc<Tls>>,
    pub(crate) boot: Boot,
    pub(crate) refusals: Arc<Refusals>,
    /// How long a handshake may take.
    pub(crate) handshake: Duration,
    pub(crate) places: Places,
    pub(crate) registry: Arc<Registry>,
}

/// Takes connections until it is told to stop; each holds on to `stopping` as long as it lives.
pub(crate) async fn accept(
    listener: TcpListener,
    acceptor: Acceptor,
    mut stopping: watch::Receiver<()>,
) {
    let handshakes = Arc::new(Semaphore::new(HANDSHAKES));
    loop {
        let next = {
            let accepting = pin!(next(&listener, &acceptor.places));
            let told = pin!(stopping.changed());
            first(accepting, told).await
        };
        match next {
            First::Left(Ok((place, stream, peer))) => {
                acceptor.take(place, stream, peer, &handshakes, &stopping);
            }
            First::Left(Err(error)) => {
                // Out of descriptors, most likely: trying again at once would spin.
                let log = acceptor.boot.log();
                log.note(Level::Warning, "accept", &error.to_string());
                sleep(Duration::from_millis(100)).await;
            }
            First::Right(_) => break,
        }
    }
    // Whoever the system has connected already would find the door shut in its face.
    while let Some(Ok((place, stream, peer))) = at_once(next(&listener, &acceptor.places)).await {
        acceptor.take(place, stream, peer, &handshakes, &stopping);
    }
}

async fn next(
    listener: &TcpListener,
    places: &Places,
) -> io::Result<(OwnedSemaphorePermit, TcpStream, SocketAddr)> {
    let free = places.free().await.ok_or(io::ErrorKind::Other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((free, stream, peer))
}

/// What a future has to say without waiting.
async fn at_once<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| {
        Poll::Ready(match future.as_mut().poll(context) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        })
    })
    .await
}

impl Acceptor {
    /// Serves a connection on its own, if its address may have one more.
    fn take(
        &self,
        free: OwnedSemaphorePermit,
        stream: TcpStream,
        peer: SocketAddr,
        handshakes: &Arc<Semaphore>,
        stopping: &watch::Receiver<()>,
    ) {
        let Some(place) = self.places.take(free, peer.ip()) else {
            // It is closed without a word: an answer would cost what is being saved.
            self.boot.metrics().turned_away();
            return;
        };
        // Answers are written whole; waiting for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let registered = self.registry.register();
        let exchange = Exchange {
            service: self.service.clone(),
            refusals: Arc::clone(&self.refusals),
            peer,
            arrival: Arrival {
                peer: Some(Peer(peer)),
                certificate: None,
            },
            line: Arc::clone(&registered.line),
        };
        let (tls, time) = (self.tls.clone(), self.handshake);
        let (handshakes, alive) = (Arc::clone(handshakes), stopping.clone());
        tokio::spawn(async move {
            match tls {
                None => http1::serve(stream, exchange).await,
                Some(tls) => {
                    let acceptor = TlsAcceptor::from(tls.configuration());
                    let shaken = timeout(time, shake(&handshakes, &acceptor, stream)).await;
                    // What went wrong is the client's affair: nothing was asked of us yet.
                    if let Ok(Some(stream)) = shaken {
                        secured(stream, exchange).await;
                    }
                }
            }
            drop((place, registered, alive));
        });
    }
}

async fn shake(
    handshakes: &Semaphore,
    acceptor: &TlsAcceptor,
    stream: TcpStream,
) -> Option<TlsStream<TcpStream>> {
    let _one = handshakes.acquire().await.ok()?;
    acceptor.accept(stream).await.ok()
}

/// A connection whose handshake is over.
async fn secured(stream: TlsStream<TcpStream>, mut exchange: Exchange) {
    let (_, session) = stream.get_ref();
    exchange.arrival.certificate = session
        .peer_certificates()
        .and_then(|chain| chain.first())
        .map(|certificate| Certificate::new(subject::identity(certificate)));
    exchange.line.enter(super::line::Phase::Head);
    if session.alpn_protocol() == Some(HTTP_2) {
        http2::serve(stream, exchange).await;
    } else {
        http1::serve(stream, exchange).await;
    }
}
