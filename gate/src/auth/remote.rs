//! The public keys of an issuer that is somewhere else: fetched by a thread of their own, and believed for a while.
//!
//! Requests only read what was fetched last. The thread asks again when a set is no longer fresh, sooner after a failure,
//! and once when a token names a key that nobody knows, which is how a rotation shows. An issuer that is down stops
//! neither the start nor the service: its old keys are believed for a day, and until its first keys are here tokens are
//! answered with 503.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

use super::fetch::fetch;
use super::jwks::{KeySet, note_unusable};
use crate::log::{Level, Log};
use crate::settings::RemoteKeySettings;
use crate::trust::Trust;

/// No set is asked for more often than this, whatever it says about its age.
const SHORTEST: Duration = Duration::from_mins(1);
/// After a failure it is tried again after a second, then two, then four, and so on up to this.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// For how long keys are believed that could not be asked for again.
const BELIEVED: Duration = Duration::from_hours(24);
/// Unknown keys make the thread ask at most this often, since anybody can make up a key id.
const ASKED_EVERY: Duration = Duration::from_secs(30);
/// How long a request waits for keys, and how many of them do.
const WAIT: Duration = Duration::from_secs(3);
const WAITING: usize = 32;

/// The keys of one issuer, as far as they are known.
pub(crate) struct RemoteKeys {
    state: watch::Receiver<State>,
    asks: Sender<()>,
    asked: Mutex<Asked>,
    waiting: Semaphore,
}

/// What the thread has found out.
#[derive(Clone, Debug, Default)]
struct State {
    known: Option<Known>,
    /// How often it was tried, well or not.
    tries: u64,
}

#[derive(Clone, Debug)]
struct Known {
    keys: Arc<KeySet>,
    /// When they are not believed any more.
    until: Instant,
}

/// When requests made the thread ask.
#[derive(Default)]
struct Asked {
    at: Option<Instant>,
    /// The number of tries before that.
    tries: u64,
}

impl RemoteKeys {
    /// Begins to fetch the keys of `scheme`; the thread ends with the last user of what is returned.
    pub(crate) fn begin(
        scheme: &'static str,
        settings: RemoteKeySettings,
        log: Log,
    ) -> Result<Self, String> {
        let trust = Trust::read(settings.authorities.as_deref())?;
        let (sender, state) = watch::channel(State::default());
        let (asks, asked) = channel();
        let worker = Worker {
            scheme,
            settings,
            trust,
            log,
            state: sender,
            text: String::new(),
        };
        thread::Builder::new()
            .name("issuer-keys".to_owned())
            .spawn(move || worker.run(&asked))
            .map_err(|error| error.to_string())?;
        Ok(Self {
            state,
            asks,
            asked: Mutex::default(),
            waiting: Semaphore::new(WAITING),
        })
    }

    /// The keys as they are known now.
    pub(crate) fn get(&self) -> Option<Arc<KeySet>> {
        let state = self.state.borrow();
        let known = state.known.as_ref()?;
        (known.until > Instant::now()).then(|| Arc::clone(&known.keys))
    }

    /// Waits for the first answer, which is on its way when the service has just started.
    pub(crate) async fn first(&self) {
        if self.state.borrow().tries == 0 {
            self.later_than(0).await;
        }
    }

    /// Asks again because a token names an unknown key. Says whether an answer came; whoever asks too soon after the
    /// last one hears none.
    pub(crate) async fn asked_again(&self) -> bool {
        let tries = self.state.borrow().tries;
        let joins = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            let recent = asked.at.is_some_and(|at| at.elapsed() < ASKED_EVERY);
            if recent {
                // The answer to somebody else's question is on its way.
                asked.tries == tries
            } else {
                *asked = Asked {
                    at: Some(Instant::now()),
                    tries,
                };
                self.asks.send(()).is_ok()
            }
        };
        joins && self.later_than(tries).await
    }

    /// Waits until there were more tries than so many, within a bound and in a small company.
    async fn later_than(&self, tries: u64) -> bool {
        let Ok(_place) = self.waiting.try_acquire() else {
            return false;
        };
        let mut state = self.state.clone();
        let arrived = timeout(WAIT, state.wait_for(|state| state.tries > tries)).await;
        arrived.is_ok_and(|state| state.is_ok())
    }
}

/// The thread's own.
struct Worker {
    scheme: &'static str,
    settings: RemoteKeySettings,
    trust: Trust,
    log: Log,
    state: watch::Sender<State>,
    /// What was read last, to tell whether anything changed.
    text: String,
}

impl Worker {
    fn run(mut self, asked: &Receiver<()>) {
        let mut failures = 0_u32;
        loop {
            let pause = match self.fetch() {
                Ok(pause) => {
                    if failures > 0 {
                        self.note(Level::Info, "keys are there again");
                    }
                    failures = 0;
                    pause
                }
                Err(reason) => {
                    if failures == 0 {
                        self.note(Level::Warning, &format!("keys cannot be fetched: {reason}"));
                    }
                    self.state.send_modify(|state| state.tries += 1);
                    let pause = Duration::from_secs(1).saturating_mul(1 << failures.min(6));
                    failures = failures.saturating_add(1);
                    pause.min(LONGEST_PAUSE)
                }
            };
            if asked.recv_timeout(pause) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    }

    /// Fetches once and says for how long that will do.
    fn fetch(&mut self) -> Result<Duration, String> {
        let fetched = fetch(&self.settings.place, &self.trust)?;
        let same = self.text == fetched.keys;
        let fresh = same
            .then(|| self.state.borrow().known.clone())
            .flatten()
            .map(|known| known.keys);
        let keys = match fresh {
            // The very same set, so that what it verified stays remembered.
            Some(keys) => keys,
            None => Arc::new(KeySet::read(Some(&fetched.keys))?.of(fetched.issuer)),
        };
        if !same {
            self.note(Level::Info, &format!("{} keys", keys.len()));
            note_unusable(&keys, self.scheme, &self.log);
        }
        self.text = fetched.keys;
        self.state.send_modify(|state| {
            state.tries += 1;
            state.known = Some(Known {
                keys,
                until: Instant::now() + BELIEVED,
            });
        });
        let longest = self.settings.refresh;
        Ok(fetched
            .max_age
            .map_or(longest, |age| age.max(SHORTEST).min(longest)))
    }

    fn note(&self, level: Level, message: &str) {
        let message = format!("scheme {}: {message}", self.scheme);
        self.log.note(level, "issuer_keys", &message);
    }
}
