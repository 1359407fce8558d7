//! The handlers, one module for each tag of the contract.

mod bodies;
mod callers;
mod paths;
mod queries;
