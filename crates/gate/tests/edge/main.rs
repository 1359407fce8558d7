//! The gate's edge, from outside: a router without a socket, and a process with one.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod bodies;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod combinations;
#[cfg(test)]
mod contracted;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod credentials;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod finish;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod guesses;
#[cfg(test)]
mod issuer;
#[cfg(test)]
mod key_sets;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod manifest;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod multipart;
#[cfg(test)]
mod own_verifiers;
#[cfg(test)]
mod paths;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod process;
#[cfg(test)]
mod random_routes;
#[cfg(test)]
mod remote_keys;
#[cfg(test)]
mod routing;
#[cfg(test)]
mod sealing;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod sensitive;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod shared;
#[cfg(test)]
mod shared_secret;
#[cfg(test)]
mod shared_tls;
#[cfg(test)]
mod statuses;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod support;
#[cfg(test)]
mod telemetry;
#[cfg(test)]
mod telemetry_settings;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod verbs;
#[cfg(test)]
mod versions;
#[cfg(test)]
mod yours;
