//! A flood of addresses: what it costs in memory, and that it wears no limit down. A process of its own, because memory is
//! measured of a whole process.

use std::net::{Ipv4Addr, SocketAddr};

use axum::body::Body;
use gate::settings::Settings;
use gate::{
    BodyRule, Boot, Call, Contract, Dispatch, Limits, Operation, Peer, Pending, Reply, StatusCode,
    StepUp,
};
use http::Request;
use tower_service::Service as _;

/// Addresses that ask; the counters have room for a third more.
const FLOOD: u32 = 100_000;
/// Addresses beyond what there is room for.
const BEYOND: u32 = 60_000;
/// What all counters together may take, in KiB.
const MOST: u64 = 8 * 1_024;

static CONTRACT: Contract = Contract {
    title: "Flood",
    version: "1",
    operations: &[Operation {
        id: "open",
        method: "GET",
        path: "/open",
        security: &[],
        body: BodyRule::None,
        produces: &[],
        limits: Limits::DEFAULT,
        notices: &[],
        step_up: StepUp::None,
    }],
    schemes: &[],
    base_path: "",
    request_headers: &[],
    document: "",
};

struct Empty;

impl Dispatch for Empty {
    fn contract(&self) -> &'static Contract {
        &CONTRACT
    }

    fn call(&self, _: usize, _: Call) -> Pending {
        Box::pin(std::future::ready(Ok(Reply::empty(StatusCode::NO_CONTENT))))
    }
}

/// The memory that this process holds, in KiB.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
async fn ask(router: &mut gate::Service, address: u32) -> u16 {
    let mut request = Request::get("/open")
        .header("host", "test")
        .body(Body::empty())
        .unwrap();
    let peer = SocketAddr::from((Ipv4Addr::from(address), 4000));
    request.extensions_mut().insert(Peer(peer));
    router.call(request).await.unwrap().status().as_u16()
}

#[test]
fn a_flood_of_addresses_stays_within_its_memory_and_resets_nobody() {
    let variables = [("APP__RATE_LIMIT__DEFAULT".to_owned(), "2/d".to_owned())];
    let settings = Settings::from_parts(&CONTRACT, &variables, |_| {
        Err(std::io::ErrorKind::NotFound.into())
    });
    let boot = Boot::rehearsal_with(&CONTRACT, settings.unwrap()).unwrap();
    let mut router = boot.gate(Empty).build().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    runtime.unwrap().block_on(async {
        let known = 0x0b00_0001;
        for expected in [204, 204, 429] {
            assert_eq!(ask(&mut router, known).await, expected);
        }
        let log = boot.log();
        drop(log.take());
        let before = resident();
        let mut refused = 0;
        for address in 0..FLOOD {
            refused += u32::from(ask(&mut router, 0x0a00_0000 + address).await == 429);
            if address % 1_000 == 0 {
                drop(log.take());
            }
        }
        assert_eq!(refused, 0, "there is room for all of these");
        let after = resident();
        for address in FLOOD..FLOOD + BEYOND {
            refused += u32::from(ask(&mut router, 0x0a00_0000 + address).await == 429);
            if address % 1_000 == 0 {
                drop(log.take());
            }
        }
        let beyond = resident();
        // Strangers share counters then, which lets fewer of them pass and never more.
        assert!(
            refused > BEYOND / 3,
            "{refused} of {BEYOND} strangers were refused"
        );
        assert_eq!(
            ask(&mut router, known).await,
            429,
            "who was known is still counted"
        );
        if let (Some(before), Some(after), Some(beyond)) = (before, after, beyond) {
            let (first, whole) = (after.saturating_sub(before), beyond.saturating_sub(before));
            println!(
                "{FLOOD} addresses took {first} KiB, {} took {whole} KiB",
                FLOOD + BEYOND
            );
            assert!(whole < MOST, "{whole} KiB");
        }
    });
}
