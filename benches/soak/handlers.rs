//! The operations of `vessels`. A vessel whose number ends in 7 is looked for far away: that takes 20 ms.

use std::future::poll_fn;
use std::sync::OnceLock;
use std::sync::mpsc::{Sender, channel};
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use api::types::{Hold, Pilots, Vessel, VesselFlag};
use api::vessels::{
    AddVessel, AddVesselResponse, CountPilots, CountPilotsResponse, GetVessel, GetVesselResponse,
    Vessels,
};
use gate::{Caller, Problem};

use crate::app::App;

const FAR: Duration = Duration::from_millis(20);

impl Vessels for App {
    async fn get_vessel(
        &self,
        _caller: Caller,
        request: GetVessel,
    ) -> Result<GetVesselResponse, Problem> {
        if request.imo.ends_with('7') {
            wait().await;
        }
        let hold = |number| Hold {
            number,
            volume: 1250.5,
            cooled: Some(false),
        };
        Ok(GetVesselResponse::Ok(Vessel {
            imo: request.imo,
            name: "Northern Light".to_owned(),
            flag: VesselFlag::No,
            length: 84.5,
            built: Some(1998),
            holds: (1..=3).map(hold).collect(),
        }))
    }

    async fn add_vessel(
        &self,
        _caller: Caller,
        request: AddVessel,
    ) -> Result<AddVesselResponse, Problem> {
        Ok(AddVesselResponse::Created(request.body))
    }

    async fn count_pilots(
        &self,
        _caller: Caller,
        _request: CountPilots,
    ) -> Result<CountPilotsResponse, Problem> {
        Ok(CountPilotsResponse::Ok(Pilots { count: 3 }))
    }
}

/// Waits without a timer of the runtime's, which this package does not depend on.
async fn wait() {
    let until = Instant::now() + FAR;
    poll_fn(|context| {
        if Instant::now() >= until || alarm().send((until, context.waker().clone())).is_err() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

/// Whoever is to be woken, in the order of their times: all of them wait as long.
fn alarm() -> &'static Sender<(Instant, Waker)> {
    static ALARM: OnceLock<Sender<(Instant, Waker)>> = OnceLock::new();
    ALARM.get_or_init(|| {
        let (sender, waiting) = channel::<(Instant, Waker)>();
        thread::spawn(move || {
            for (until, waker) in waiting {
                thread::sleep(until.saturating_duration_since(Instant::now()));
                waker.wake();
            }
        });
        sender
    })
}
