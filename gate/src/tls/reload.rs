//! Certificate and key as they are now: the files are looked at twice a second, and read again when they change.
//!
//! New files that are broken, or do not fit each other because only one of them has arrived yet, leave what was in
//! force; connections that exist keep what they began with.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustls::ServerConfig;
use tokio::time::sleep;

use super::{Part, Pem, configuration};
use crate::auth::watched::{Stamp, stamp};
use crate::log::{Level, Log};
use crate::settings::TlsSettings;

const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The configuration of handshakes that is in force.
pub(crate) struct Tls {
    settings: TlsSettings,
    state: Mutex<State>,
}

struct State {
    configuration: Arc<ServerConfig>,
    stamps: Vec<Option<Stamp>>,
    /// Why the files as they are now are not in force.
    fault: Option<String>,
}

impl Tls {
    /// Reads the files for the first time.
    pub(crate) fn load(settings: TlsSettings) -> Result<Self, String> {
        let stamps = stamps(&settings);
        let configuration = Arc::new(read(&settings)?);
        Ok(Self {
            settings,
            state: Mutex::new(State {
                configuration,
                stamps,
                fault: None,
            }),
        })
    }

    /// What the next handshake goes by.
    pub(crate) fn configuration(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.lock().configuration)
    }

    /// Looks after the files for as long as it is polled.
    pub(crate) async fn watch(self: Arc<Self>, log: Log) {
        loop {
            sleep(LOOK_EVERY).await;
            let own = Arc::clone(&self);
            // Files may be far away; nobody else waits for them.
            match tokio::task::spawn_blocking(move || own.look()).await {
                Ok(Some(Ok(()))) => {
                    log.note(Level::Info, "tls", "new certificate and key in force");
                }
                Ok(Some(Err(fault))) => log.note(
                    Level::Warning,
                    "tls",
                    &format!("the files changed and are not in force: {fault}"),
                ),
                Ok(None) | Err(_) => {}
            }
        }
    }

    /// Reads the files again if they changed; says what came of it, and the same fault only once.
    fn look(&self) -> Option<Result<(), String>> {
        // The stamps are taken first: a change in between is seen at the next look.
        let now = stamps(&self.settings);
        {
            let state = self.lock();
            if state.stamps == now && state.fault.is_none() {
                return None;
            }
        }
        let read = read(&self.settings);
        let mut state = self.lock();
        let news = match read {
            Ok(configuration) => {
                state.configuration = Arc::new(configuration);
                state.fault = None;
                Some(Ok(()))
            }
            Err(fault) => {
                let is_news = state.stamps != now || state.fault.as_ref() != Some(&fault);
                state.fault = Some(fault.clone());
                is_news.then_some(Err(fault))
            }
        };
        state.stamps = now;
        news
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn paths(settings: &TlsSettings) -> impl Iterator<Item = &Path> {
    [
        Some(settings.certificate.as_path()),
        Some(settings.key.as_path()),
        settings.client_authority.as_deref(),
    ]
    .into_iter()
    .flatten()
}

fn stamps(settings: &TlsSettings) -> Vec<Option<Stamp>> {
    paths(settings)
        .map(|path| stamp(path).ok().flatten())
        .collect()
}

fn read(settings: &TlsSettings) -> Result<ServerConfig, String> {
    let text = |path: &Path| {
        fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let pem = Pem {
        certificate: text(&settings.certificate)?,
        key: text(&settings.key)?,
        client_authority: settings.client_authority.as_deref().map(text).transpose()?,
    };
    configuration(&pem).map_err(|faults| {
        let sentences: Vec<String> = faults
            .into_iter()
            .map(|(part, sentence)| format!("{} {sentence}", settings.path(part).display()))
            .collect();
        sentences.join("; ")
    })
}

impl TlsSettings {
    fn path(&self, part: Part) -> &Path {
        match part {
            Part::Certificate => &self.certificate,
            Part::Key => &self.key,
            Part::ClientAuthority => self.client_authority.as_deref().unwrap_or(Path::new("")),
        }
    }
}
