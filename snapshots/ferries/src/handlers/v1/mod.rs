//! The handlers of version `v1`, one module for each tag of its contract.

mod crossings;
mod ferries;
