//! Parameters: its types, decoding, operations and routes, made from the contract.
//!
//! Nothing here is written by hand. What a request may carry is decided by the `Decode` implementations in `types` and
//! by the `decode` function of each operation; what is answered, by the enums beside them.

#![forbid(unsafe_code)]

#[rustfmt::skip]
pub mod bodies;
#[rustfmt::skip]
pub mod callers;
#[rustfmt::skip]
mod contract;
#[cfg(feature = "mock")]
#[rustfmt::skip]
mod mock;
#[rustfmt::skip]
pub mod paths;
#[rustfmt::skip]
pub mod queries;
#[rustfmt::skip]
pub mod types;

pub use contract::{Answer, Api, CONTRACT, OperationId, Routes};
