//! Every connection of the service, and the walk past all of them once a second.
//!
//! In: the notes of each connection. Out: orders to those that have to end, be it for what their client does or because
//! the service stops.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::time::sleep;

use super::line::{Clock, Line, Order, Patience};

/// The connections of one listener.
#[derive(Debug)]
pub(crate) struct Registry {
    clock: Arc<Clock>,
    next: AtomicU64,
    /// With this many connections there is a crowd: newcomers might find no place soon.
    crowd: usize,
    open: Mutex<Open>,
}

#[derive(Debug)]
struct Open {
    lines: HashMap<u64, Arc<Line>>,
    /// What a connection is told that comes after everybody was told.
    standing: Order,
}

/// A connection in the registry; it is taken out when this is dropped.
#[derive(Debug)]
pub(crate) struct Registered {
    pub(crate) line: Arc<Line>,
    number: u64,
    registry: Arc<Registry>,
}

impl Registry {
    /// For a listener with so many places.
    pub(crate) fn new(places: usize) -> Self {
        Self {
            crowd: (places - places / 4).max(1),
            clock: Arc::new(Clock::new()),
            next: AtomicU64::new(0),
            open: Mutex::new(Open {
                lines: HashMap::new(),
                standing: Order::None,
            }),
        }
    }

    /// Takes in a new connection.
    pub(crate) fn register(self: &Arc<Self>) -> Registered {
        let line = Arc::new(Line::new(Arc::clone(&self.clock)));
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut open = self.lock();
        line.give(open.standing);
        open.lines.insert(number, Arc::clone(&line));
        drop(open);
        Registered {
            line,
            number,
            registry: Arc::clone(self),
        }
    }

    /// Orders everybody, and whoever comes later.
    pub(crate) fn order_all(&self, order: Order) {
        let mut open = self.lock();
        open.standing = order;
        open.lines.values().for_each(|line| line.give(order));
    }

    /// Walks past all connections again and again; it ends with the task that polls it.
    pub(crate) async fn sweep(&self, patience: Patience) {
        loop {
            sleep(patience.interval()).await;
            let now = self.clock.tick();
            let open = self.lock();
            // Who has a place and does nothing with it makes room, before somebody waits for one.
            let patience = if open.lines.len() >= self.crowd {
                patience.in_a_crowd()
            } else {
                patience
            };
            for line in open.lines.values() {
                line.give(line.judge(&patience, now));
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.registry.lock().lines.remove(&self.number);
    }
}
