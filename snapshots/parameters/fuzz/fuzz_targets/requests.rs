//! Requests that nobody thought of: every operation, with credentials that pass, and anything for parameters and body.
//!
//! Two bytes choose the operation and one the media type; then come, with a zero byte between them, the value of every path
//! parameter, the query, the value of every header, and the body. Whatever it is, the service answers, and not with 500.

#![no_main]

use gate::abuse::{Failures, Fuzz};
use libfuzzer_sys::fuzz_target;

use parameters::app;

std::thread_local! {
    static SERVICE: Result<Fuzz, Failures> = {
        let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/abuse");
        Fuzz::new(&api::CONTRACT, app::service, cases)
    };
}

fuzz_target!(|bytes: &[u8]| {
    let found = SERVICE.with(|service| match service {
        Ok(service) => service.ask(bytes).err().map(|failure| failure.to_string()),
        Err(failures) => Some(failures.to_string()),
    });
    assert_eq!(found, None);
});
