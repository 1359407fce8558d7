//! Abuse: every operation is asked what no honest caller would ask, against the service without a socket.
//!
//! `tests/abuse/` has an honest request for each operation, which the suite spoils in one way at a time. Handlers are not
//! run. Where `src/auth.rs` verifies a scheme itself, say what it accepts: `suite().credential("scheme", Given::Key(…))`.

use gate::abuse::{Abuse, Failures, Suite};
use gate::{Boot, Service, StartError};

use harbor::app;

fn suite() -> Suite<impl AsyncFn(Boot) -> Result<Service, StartError>> {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/abuse");
    Suite::new(&api::CONTRACT, app::service, cases)
}

#[test]
fn every_operation_has_a_case() -> Result<(), Failures> {
    suite().is_complete()
}

#[test]
fn strangers_are_told_to_authenticate() -> Result<(), Failures> {
    suite().attempt(Abuse::NoCredentials)
}

#[test]
fn every_scope_is_needed() -> Result<(), Failures> {
    suite().attempt(Abuse::MissingScope)
}

#[test]
fn schemes_that_belong_together_are_both_needed() -> Result<(), Failures> {
    suite().attempt(Abuse::HalfOfBoth)
}

#[test]
fn forged_and_expired_credentials_are_refused() -> Result<(), Failures> {
    suite().attempt(Abuse::ForgedCredentials)
}

#[test]
fn other_methods_are_refused() -> Result<(), Failures> {
    suite().attempt(Abuse::WrongMethod)
}

#[test]
fn wrong_parameters_are_refused() -> Result<(), Failures> {
    suite().attempt(Abuse::WrongParameter)
}

#[test]
fn other_media_types_are_refused() -> Result<(), Failures> {
    suite().attempt(Abuse::WrongMediaType)
}

#[test]
fn compressed_bodies_are_refused() -> Result<(), Failures> {
    suite().attempt(Abuse::EncodedBody)
}

#[test]
fn large_bodies_are_refused() -> Result<(), Failures> {
    suite().attempt(Abuse::TooLarge)
}

#[test]
fn broken_bodies_are_refused() -> Result<(), Failures> {
    suite().attempt(Abuse::BrokenJson)
}

#[test]
fn bodies_of_another_type_are_refused() -> Result<(), Failures> {
    suite().attempt(Abuse::WrongType)
}

#[test]
fn unknown_members_are_refused() -> Result<(), Failures> {
    suite().attempt(Abuse::UnknownMember)
}

#[test]
fn callers_are_limited() -> Result<(), Failures> {
    suite().attempt(Abuse::TooOften)
}
