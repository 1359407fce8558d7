//! The handlers, one module for each tag of the contract.

mod combinations;
mod containers;
mod rules;
mod scalars;
