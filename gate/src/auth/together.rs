//! Wrong credentials as replicas count them together.
//!
//! In: what was counted here. Out: how far the counter that all replicas share is ahead, by which the one here catches up.
//! So only who is wrong waits for Redis, and nobody who is right: a replica learns what the others have counted with the
//! first wrong credential that it sees itself.

use std::time::Duration;

#[cfg(feature = "redis")]
use std::sync::Arc;

#[cfg(feature = "redis")]
use crate::limit::shared::Shared;
use crate::operation::Rate;

/// What the shared counter says of one wrong credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    /// How much of the allowance is used up, as time.
    pub(super) ahead: Duration,
    /// How long to wait, where there were too many.
    pub(super) wait: Option<Duration>,
}

/// The counters that replicas share, where the settings name some.
#[derive(Clone, Default)]
pub(crate) struct Together {
    #[cfg(feature = "redis")]
    shared: Option<Arc<Shared>>,
}

#[cfg(feature = "redis")]
impl Together {
    pub(crate) fn new(shared: Option<Arc<Shared>>) -> Self {
        Self { shared }
    }

    /// Counts a wrong credential; `None` where nothing is shared, or Redis does not answer.
    pub(super) async fn failed(&self, what: &[&str], rate: &Rate) -> Option<Counted> {
        let shared = self.shared.as_ref()?;
        // Apart from the future of every request, which would carry the room for this.
        let (ahead, wait) = Box::pin(shared.failed(what, rate)).await?;
        Some(Counted { ahead, wait })
    }
}

#[cfg(not(feature = "redis"))]
impl Together {
    /// Nothing is shared without the feature.
    pub(super) fn failed(&self, _: &[&str], _: &Rate) -> std::future::Ready<Option<Counted>> {
        std::future::ready(None)
    }
}
