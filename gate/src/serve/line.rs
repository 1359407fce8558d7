//! What the sweep and a connection's own task know of each other.
//!
//! The task notes what its connection is about, with a clock that costs one load; the sweep, once a second, reads the
//! notes of all connections and gives orders to those that waste a place. So no request pays for a timer.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

/// What a client has to take of an answer while its connection is full: 1 KiB a second on average.
const SLOWEST_READER: u64 = 1_024;

/// Milliseconds since the service started, as of the last sweep.
#[derive(Debug)]
pub(crate) struct Clock {
    started: Instant,
    now: AtomicU64,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            now: AtomicU64::new(1),
        }
    }

    pub(crate) fn now(&self) -> u64 {
        self.now.load(Ordering::Relaxed)
    }

    /// Brings the clock up to date. Its time is never 0, which stands for "not at all" among the notes.
    pub(crate) fn tick(&self) -> u64 {
        let now = milliseconds(self.started.elapsed()).max(1);
        self.now.store(now, Ordering::Relaxed);
        now
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// What an HTTP/1.1 connection is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The head of a request is awaited: the first one, or one of which something has come.
    Head,
    /// An answer went out, and nothing has come since.
    Idle,
    /// A request is with the service.
    Busy,
    /// An answer is going out.
    Answer,
    /// The last of an answer has been handed over and is not sent yet.
    Flush,
}

/// What a connection has to do. A later order is never a weaker one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Order {
    /// Go on.
    None,
    /// The next answer is the last: the service is stopping.
    LastAnswer,
    /// Finish what has begun, and begin nothing.
    Finish,
    /// End now: the client wastes the place.
    Close,
}

/// How long the sweep waits for what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// For a head to arrive.
    pub(crate) head: Duration,
    /// For a next request.
    pub(crate) idle: Duration,
    /// For a client to take what it was sent.
    pub(crate) answer: Duration,
}

impl Patience {
    /// How often to look: often enough to be near the shortest of the times, and at least once a second.
    pub(crate) fn interval(&self) -> Duration {
        let shortest = self.head.min(self.idle).min(self.answer);
        (shortest / 4).clamp(Duration::from_millis(50), Duration::from_secs(1))
    }

    /// The same where places run out: a connection that waits for a next request costs its client a handshake when it is closed,
    /// and whoever finds no place costs the service.
    pub(crate) fn in_a_crowd(&self) -> Self {
        Self {
            head: (self.head / 4).max(Duration::from_secs(1)).min(self.head),
            idle: Duration::from_secs(1).min(self.idle),
            answer: self.answer,
        }
    }
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Line {
    clock: Arc<Clock>,
    order: AtomicU8,
    waker: Mutex<Option<Waker>>,
    phase: AtomicU8,
    since: AtomicU64,
    /// Since when the socket takes nothing more; 0 while it does.
    blocked: AtomicU64,
    /// Bytes that it took since.
    taken: AtomicU64,
    /// Requests of an HTTP/2 connection whose answers are not handed over yet.
    streams: AtomicU32,
    /// When the pieces of their answers that are on offer were offered.
    offers: Mutex<Vec<Weak<AtomicU64>>>,
    flooded: AtomicBool,
    /// Whether the chunked body of the request that is being served was read to its end.
    ended: AtomicBool,
}

impl Line {
    pub(crate) fn new(clock: Arc<Clock>) -> Self {
        let now = clock.now();
        Self {
            clock,
            order: AtomicU8::new(0),
            waker: Mutex::new(None),
            phase: AtomicU8::new(0),
            since: AtomicU64::new(now),
            blocked: AtomicU64::new(0),
            taken: AtomicU64::new(0),
            streams: AtomicU32::new(0),
            offers: Mutex::new(Vec::new()),
            flooded: AtomicBool::new(false),
            ended: AtomicBool::new(false),
        }
    }

    pub(crate) fn now(&self) -> u64 {
        self.clock.now()
    }

    /// Notes what the connection is about from now on.
    pub(crate) fn enter(&self, phase: Phase) {
        self.since.store(self.clock.now(), Ordering::Relaxed);
        // The sweep reads the phase first: it never sees a phase with the time of an earlier one.
        self.phase.store(phase as u8, Ordering::Release);
    }

    pub(crate) fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Acquire) {
            0 => Phase::Head,
            1 => Phase::Idle,
            2 => Phase::Busy,
            3 => Phase::Answer,
            _ => Phase::Flush,
        }
    }

    /// Whether no request is being served: whatever is written now is said by nobody.
    pub(crate) fn awaits_head(&self) -> bool {
        matches!(self.phase(), Phase::Head | Phase::Idle)
    }

    /// Notes that the socket has no room.
    pub(crate) fn stuck(&self) {
        if self.blocked.load(Ordering::Relaxed) == 0 {
            self.taken.store(0, Ordering::Relaxed);
            self.blocked.store(self.clock.now(), Ordering::Relaxed);
        }
    }

    /// Notes that the socket took some bytes.
    pub(crate) fn took(&self, bytes: usize) {
        if self.blocked.load(Ordering::Relaxed) != 0 {
            let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
            self.taken.fetch_add(bytes, Ordering::Relaxed);
        }
    }

    /// Notes that the socket took everything.
    pub(crate) fn drained(&self) {
        if self.blocked.load(Ordering::Relaxed) != 0 {
            self.blocked.store(0, Ordering::Relaxed);
        }
    }

    /// A request of an HTTP/2 connection, counted until the guard is dropped.
    pub(crate) fn stream(self: &Arc<Self>) -> Stream {
        self.streams.fetch_add(1, Ordering::Relaxed);
        self.enter(Phase::Busy);
        Stream(Arc::clone(self))
    }

    /// A place for the time at which a piece of an answer was offered; 0 while none is.
    pub(crate) fn offer(&self) -> Arc<AtomicU64> {
        let offer = Arc::new(AtomicU64::new(self.clock.now()));
        self.offers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Arc::downgrade(&offer));
        offer
    }

    /// Notes that the client sends frames for nothing.
    pub(crate) fn flood(&self) {
        self.flooded.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_flooded(&self) -> bool {
        self.flooded.load(Ordering::Relaxed)
    }

    /// Notes that a chunked body is to be read.
    pub(crate) fn body_begins(&self) {
        self.ended.store(false, Ordering::Relaxed);
    }

    /// Notes that it was read to its end.
    pub(crate) fn body_ends(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    /// Whether it was.
    pub(crate) fn body_has_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }

    /// What the connection has to do; asked whenever its task runs.
    pub(crate) fn order(&self) -> Order {
        match self.order.load(Ordering::Acquire) {
            0 => Order::None,
            1 => Order::LastAnswer,
            2 => Order::Finish,
            _ => Order::Close,
        }
    }

    /// Keeps the task's waker, for orders to reach it.
    pub(crate) fn listen(&self, context: &Context<'_>) {
        let mut waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner);
        *waker = Some(context.waker().clone());
    }

    /// Gives an order and wakes the task, unless the order was given before.
    pub(crate) fn give(&self, order: Order) {
        if self.order.fetch_max(order as u8, Ordering::AcqRel) < order as u8 {
            let waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(waker) = waker.as_ref() {
                waker.wake_by_ref();
            }
        }
    }

    /// What the sweep thinks of the connection at `now`.
    pub(crate) fn judge(&self, patience: &Patience, now: u64) -> Order {
        // Notes are made with the time of the last sweep, hence one interval of grace.
        let grace = milliseconds(patience.interval());
        let limit = |duration: Duration| milliseconds(duration).saturating_add(grace);
        if self.is_unread(milliseconds(patience.answer), now) {
            return Order::Close;
        }
        let phase = self.phase();
        let waited = now.saturating_sub(self.since.load(Ordering::Relaxed));
        match phase {
            Phase::Head if waited > limit(patience.head) => Order::Close,
            Phase::Idle if self.streams.load(Ordering::Relaxed) > 0 => Order::None,
            // A client that does not even take its leave is left without one.
            Phase::Idle if waited > limit(patience.idle).saturating_add(limit(patience.head)) => {
                Order::Close
            }
            Phase::Idle if waited > limit(patience.idle) => Order::Finish,
            _ => Order::None,
        }
    }

    /// Whether the client does not take what it is sent, or takes it too slowly.
    fn is_unread(&self, answer: u64, now: u64) -> bool {
        let blocked = self.blocked.load(Ordering::Relaxed);
        if blocked != 0 && now.saturating_sub(blocked) > answer {
            if self.taken.load(Ordering::Relaxed) < SLOWEST_READER.saturating_mul(answer) / 1_000 {
                return true;
            }
            // A new round, unless the socket has been drained meanwhile.
            self.taken.store(0, Ordering::Relaxed);
            let _ =
                self.blocked
                    .compare_exchange(blocked, now, Ordering::Relaxed, Ordering::Relaxed);
        }
        let mut offers = self.offers.lock().unwrap_or_else(PoisonError::into_inner);
        offers.retain(|offer| offer.strong_count() > 0);
        offers.iter().filter_map(Weak::upgrade).any(|offer| {
            let offered = offer.load(Ordering::Relaxed);
            offered != 0 && now.saturating_sub(offered) > answer
        })
    }
}

/// A request of an HTTP/2 connection that is being served.
#[derive(Debug)]
pub(crate) struct Stream(Arc<Line>);

impl Drop for Stream {
    fn drop(&mut self) {
        if self.0.streams.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.0.enter(Phase::Idle);
        }
    }
}
