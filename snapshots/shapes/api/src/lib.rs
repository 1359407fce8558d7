//! Shapes: its types, decoding, operations and routes, made from the contract.
//!
//! Nothing here is written by hand. What a request may carry is decided by the `Decode` implementations in `types` and
//! by the `decode` function of each operation; what is answered, by the enums beside them.

#![forbid(unsafe_code)]

#[rustfmt::skip]
pub mod combinations;
#[rustfmt::skip]
pub mod containers;
#[rustfmt::skip]
mod contract;
#[cfg(feature = "mock")]
#[rustfmt::skip]
mod mock;
#[rustfmt::skip]
pub mod rules;
#[rustfmt::skip]
pub mod scalars;
#[rustfmt::skip]
pub mod types;

pub use contract::{Answer, Api, CONTRACT, OperationId, Routes};
