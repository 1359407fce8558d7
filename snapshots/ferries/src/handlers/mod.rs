//! The handlers, one module for each version of the contract.

mod v1;
mod v2;
