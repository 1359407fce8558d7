//! Counters that replicas share: the same GCRA as beside it, in one script that Redis runs as one step.
//!
//! Redis keeps the clock, so that replicas need not agree on the time, and forgets a counter when its allowance is whole
//! again. Nothing here refuses a request because Redis is away: who asks is told that there is no answer, counts by itself,
//! and Redis is left alone for a second before it is tried again.

use std::borrow::Cow;
use std::net::IpAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisError};
use ring::digest::{Context, SHA256};
use tokio::sync::Mutex;

use super::{Verdict, nanoseconds};
use crate::caller::Caller;
use crate::log::{Level, Log};
use crate::operation::Rate;

mod secured;

use secured::Secured;

/// A counter is asked for at most this long; a request does not wait longer for its limit.
const PATIENCE: Duration = Duration::from_millis(100);
/// After a failure, Redis is left alone this long.
const REST: Duration = Duration::from_secs(1);

/// The key of the counter, what one request costs and what fits at once, both in microseconds. Answers with 1 and the time
/// that is used up, or with 0 and the time to wait. Numbers are doubles, which are exact here until the year 2255.
const SCRIPT: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local cost, capacity = tonumber(ARGV[1]), tonumber(ARGV[2])
local arrival = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + cost
local ahead = arrival - now
if ahead > capacity then return {0, ahead - capacity} end
redis.call('SET', KEYS[1], string.format('%.0f', arrival), 'PX', math.ceil(ahead / 1000))
return {1, ahead}
";

/// Counters in a Redis.
pub(crate) struct Shared {
    client: Client,
    /// How connections are made to an address that begins with `rediss://`.
    secured: Option<Secured>,
    /// The one connection, which carries the questions of all requests at once.
    connection: Mutex<Option<MultiplexedConnection>>,
    /// What tells the counters of this contract from those of others in the same Redis.
    contract: &'static str,
    log: Log,
    start: Instant,
    /// In nanoseconds since the start, until when Redis is left alone.
    resting: AtomicU64,
    away: AtomicBool,
}

impl Shared {
    /// Counters at a `redis://` or `rediss://` address, which is asked for the first time when the first request comes.
    /// Authorities are those of its certificate.
    pub(crate) fn new(
        address: &str,
        authorities: Option<&Path>,
        contract: &'static str,
        log: Log,
    ) -> Result<Self, String> {
        let (plain, over) = place(address);
        let failed = |reason: &str| format!("the counters of limits: {reason}");
        let client = Client::open(plain.as_ref()).map_err(|error| failed(error.category()))?;
        let secured = match over {
            Over::Tcp => None,
            Over::Tls => {
                let address = client.get_connection_info().addr();
                let secured = Secured::new(address, authorities);
                Some(secured.map_err(|reason| failed(&reason))?)
            }
        };
        Ok(Self {
            client,
            secured,
            connection: Mutex::new(None),
            contract,
            log,
            start: Instant::now(),
            resting: AtomicU64::new(0),
            away: AtomicBool::new(false),
        })
    }

    /// Counts one request against the allowance of this name; `None` when Redis does not answer.
    pub(crate) async fn take(
        &self,
        allowance: &str,
        caller: &Caller,
        address: IpAddr,
        rate: &Rate,
    ) -> Option<Verdict> {
        if self.rests() {
            return None;
        }
        let key = self.key(allowance, caller, address);
        let (answer, cost, capacity) = self.count(&key, rate).await?;
        Some(verdict(answer, cost, capacity))
    }

    /// Counts one wrong credential under these words: how far the counter is ahead of the clock, and how long to wait where
    /// there were too many; `None` when Redis does not answer.
    pub(crate) async fn failed(
        &self,
        what: &[&str],
        rate: &Rate,
    ) -> Option<(Duration, Option<Duration>)> {
        if self.rests() {
            return None;
        }
        let parts: Vec<&str> = [self.contract, "failed"]
            .iter()
            .chain(what)
            .copied()
            .collect();
        let ((passes, time), cost, capacity) = self.count(&digest(&parts), rate).await?;
        Some(if passes == 0 {
            let ahead = time.saturating_add(capacity).saturating_sub(cost);
            (
                Duration::from_micros(ahead),
                Some(Duration::from_micros(time)),
            )
        } else {
            (Duration::from_micros(time), None)
        })
    }

    /// Counts under a key: what Redis answers, and what one costs and what fits at once, in microseconds.
    async fn count(&self, key: &str, rate: &Rate) -> Option<((u8, u64), u64, u64)> {
        let cost = micros(rate.per)
            .checked_div(u64::from(rate.requests))?
            .max(1);
        let capacity = cost.saturating_mul(u64::from(rate.burst.max(1)));
        match tokio::time::timeout(PATIENCE, self.ask(key, cost, capacity)).await {
            Ok(Ok(answer)) => {
                self.is_back();
                Some((answer?, cost, capacity))
            }
            Ok(Err(error)) => self.is_away(error.category()).await,
            Err(_) => self.is_away("it does not answer in time").await,
        }
    }

    /// Runs the script; `None` when another request has found out in the meantime that Redis is away.
    async fn ask(
        &self,
        key: &str,
        cost: u64,
        capacity: u64,
    ) -> Result<Option<(u8, u64)>, RedisError> {
        let Some(mut connection) = self.connected().await? else {
            return Ok(None);
        };
        redis::cmd("EVAL")
            .arg(SCRIPT)
            .arg(1)
            .arg(key)
            .arg(cost)
            .arg(capacity)
            .query_async(&mut connection)
            .await
            .map(Some)
    }

    async fn connected(&self) -> Result<Option<MultiplexedConnection>, RedisError> {
        let mut kept = self.connection.lock().await;
        if self.rests() {
            return Ok(None);
        }
        if let Some(connection) = &*kept {
            return Ok(Some(connection.clone()));
        }
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let new = match &self.secured {
            None => {
                let connecting = self
                    .client
                    .get_multiplexed_async_connection_with_config(&config);
                connecting.await?
            }
            Some(secured) => {
                let settings = self.client.get_connection_info().redis_settings();
                let stream = secured.connect().await?;
                let (new, driver) =
                    MultiplexedConnection::new_with_config(settings, stream, config).await?;
                // It ends when nobody keeps the connection.
                tokio::spawn(driver);
                new
            }
        };
        Ok(Some(kept.insert(new).clone()))
    }

    fn rests(&self) -> bool {
        nanoseconds(self.start.elapsed()) < self.resting.load(Ordering::Relaxed)
    }

    /// A name for the counter that says nothing of the caller, and is the same in every replica.
    fn key(&self, allowance: &str, caller: &Caller, address: IpAddr) -> String {
        let address = address.to_string();
        let (kind, scheme, subject) = match caller.limiter_key() {
            Some((scheme, subject)) => ("caller", scheme, subject),
            None => ("address", "", address.as_str()),
        };
        digest(&[self.contract, allowance, kind, scheme, subject])
    }

    fn is_back(&self) {
        if self.away.load(Ordering::Relaxed) && self.away.swap(false, Ordering::Relaxed) {
            self.log
                .note(Level::Info, "limits", "the shared counters are back");
        }
    }

    async fn is_away<T>(&self, cause: &str) -> Option<T> {
        let rested = nanoseconds(self.start.elapsed().saturating_add(REST));
        self.resting.store(rested, Ordering::Relaxed);
        *self.connection.lock().await = None;
        if !self.away.swap(true, Ordering::Relaxed) {
            self.log.note(
                Level::Warning,
                "limits",
                &format!("the shared counters cannot be reached ({cause}); this replica counts by itself until they can"),
            );
        }
        None
    }
}

/// The name of a counter: a hash of these parts, each with its length.
fn digest(parts: &[&str]) -> String {
    let mut digest = Context::new(&SHA256);
    for part in parts {
        digest.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part.as_bytes());
    }
    let digest = digest.finish();
    let mut key = String::with_capacity(7 + 32);
    key.push_str("limits:");
    for byte in digest.as_ref().iter().take(16) {
        for half in [byte >> 4, byte & 15] {
            key.extend(char::from_digit(u32::from(half), 16));
        }
    }
    key
}

/// Whether counters could be at this address.
pub(crate) fn is_address(text: &str) -> bool {
    let is_of_redis = text.starts_with("redis://") || text.starts_with("rediss://");
    // The library takes a fragment for the wish not to verify certificates.
    is_of_redis && !text.contains('#') && Client::open(place(text).0.as_ref()).is_ok()
}

/// What carries questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    Tcp,
    Tls,
}

/// An address as the library takes it, and what leads there: its own TLS is not built in.
pub(crate) fn place(address: &str) -> (Cow<'_, str>, Over) {
    match address.strip_prefix("rediss://") {
        Some(rest) => (Cow::Owned(format!("redis://{rest}")), Over::Tls),
        None => (Cow::Borrowed(address), Over::Tcp),
    }
}

fn verdict((passes, time): (u8, u64), cost: u64, capacity: u64) -> Verdict {
    if passes == 0 {
        return Verdict::Wait(Duration::from_micros(time));
    }
    let free = capacity.saturating_sub(time);
    let more = free.checked_rem(cost).map_or(cost, |part| cost - part);
    Verdict::Pass {
        remaining: free.checked_div(cost).unwrap_or(0),
        more: Duration::from_micros(more),
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
