//! The handlers, one module for each tag of the contract.

mod methods;
mod queries;
