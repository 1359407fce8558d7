//! The handlers of version `v2`, one module for each tag of its contract.

mod crossings;
mod ferries;
