//! Harbor: its types, decoding, operations and routes, made from the contract.
//!
//! Nothing here is written by hand. What a request may carry is decided by the `Decode` implementations in `types` and
//! by the `decode` function of each operation; what is answered, by the enums beside them.

#![forbid(unsafe_code)]

#[rustfmt::skip]
pub mod berths;
#[rustfmt::skip]
pub mod cargo;
#[rustfmt::skip]
mod contract;
#[rustfmt::skip]
pub mod harbor;
#[cfg(feature = "mock")]
#[rustfmt::skip]
mod mock;
#[rustfmt::skip]
pub mod types;
#[rustfmt::skip]
pub mod vessels;

pub use contract::{Answer, Api, CONTRACT, OperationId, Routes};
