//! The handlers, one module for each tag of the contract.

mod berths;
mod cargo;
mod harbor;
mod vessels;
