//! The gate's edge, from outside: a router without a socket, and a process with one.

mod bodies;
mod credentials;
mod finish;
mod limits;
mod process;
mod routing;
mod settings;
mod support;
mod tokens;
mod yours;
