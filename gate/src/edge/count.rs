//! Counting a request against the allowance of its caller, here or in the counters that replicas share.

use std::net::IpAddr;

use super::finish::Record;
use super::{Core, Row, address};
use crate::caller::Caller;
use crate::limit::Verdict;
use crate::problem::Problem;

impl Core {
    /// Counts a request of a caller and keeps what is left for the answer.
    pub(super) async fn count(
        &self,
        row: &Row,
        caller: &Caller,
        record: &mut Record<'_>,
    ) -> Result<(), Problem> {
        let verdict = self.take(row, caller, record.client).await;
        record.limit = Some(verdict);
        match verdict {
            Verdict::Pass { .. } => Ok(()),
            Verdict::Wait(wait) => Err(Problem::too_many_requests(wait)),
        }
    }

    /// Counts a request of a caller; strangers are counted by their address.
    pub(crate) async fn take(&self, row: &Row, caller: &Caller, client: Option<IpAddr>) -> Verdict {
        match shared(self, row, caller, client).await {
            Some(verdict) => verdict,
            None => self.take_here(row, caller, client),
        }
    }

    fn take_here(&self, row: &Row, caller: &Caller, client: Option<IpAddr>) -> Verdict {
        let key = match caller.limiter_key() {
            Some((scheme, subject)) => self.limiter.key(("caller", row.counter, scheme, subject)),
            None => self
                .limiter
                .key(("address", row.counter, address::counted(client))),
        };
        self.limiter.take(key, &row.rate)
    }
}

/// Counts a request in the counters that replicas share; `None` where there are none, or they do not answer.
#[cfg(feature = "redis")]
async fn shared(
    core: &Core,
    row: &Row,
    caller: &Caller,
    client: Option<IpAddr>,
) -> Option<Verdict> {
    let shared = core.shared.as_ref()?;
    let address = address::counted(client);
    // On the heap, so that a request which counts in memory does not carry the room for this.
    Box::pin(shared.take(&row.rate_name, caller, address, &row.rate)).await
}

#[cfg(not(feature = "redis"))]
fn shared(_: &Core, _: &Row, _: &Caller, _: Option<IpAddr>) -> std::future::Ready<Option<Verdict>> {
    std::future::ready(None)
}
