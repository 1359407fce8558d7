//! Names: `every` "word" {{ there }} \ {% is %}: its types, decoding, operations and routes, made from the contract.
//!
//! Nothing here is written by hand. What a request may carry is decided by the `Decode` implementations in `types` and
//! by the `decode` function of each operation; what is answered, by the enums beside them.

#![forbid(unsafe_code)]

#[rustfmt::skip]
pub mod api2;
#[rustfmt::skip]
pub mod app;
#[rustfmt::skip]
pub mod clash;
#[rustfmt::skip]
pub mod clash_response;
#[rustfmt::skip]
pub mod clash_table;
#[rustfmt::skip]
pub mod contract;
#[rustfmt::skip]
mod contract;
#[rustfmt::skip]
pub mod fields;
#[rustfmt::skip]
pub mod gate2;
#[rustfmt::skip]
pub mod gen_;
#[rustfmt::skip]
pub mod größe;
#[rustfmt::skip]
pub mod lib2;
#[cfg(feature = "mock")]
#[rustfmt::skip]
mod mock;
#[rustfmt::skip]
pub mod mock2;
#[rustfmt::skip]
pub mod n3d_models;
#[rustfmt::skip]
pub mod operations;
#[rustfmt::skip]
pub mod option;
#[rustfmt::skip]
pub mod option2;
#[rustfmt::skip]
pub mod problem;
#[rustfmt::skip]
pub mod routes;
#[rustfmt::skip]
pub mod self2;
#[rustfmt::skip]
pub mod self_;
#[rustfmt::skip]
pub mod sign;
#[rustfmt::skip]
pub mod slash;
#[rustfmt::skip]
pub mod tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_;
#[rustfmt::skip]
pub mod type_;
#[rustfmt::skip]
pub mod types;
#[rustfmt::skip]
pub mod types2;
#[rustfmt::skip]
pub mod 日本語;

pub use contract::{Answer, Api, CONTRACT, OperationId, Routes};
