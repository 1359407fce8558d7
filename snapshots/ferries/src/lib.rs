//! Ferries: everything but the start, so that tests can build the service too.

pub mod app;
pub mod auth;
pub mod handlers;
pub mod policy;
pub mod problems;
