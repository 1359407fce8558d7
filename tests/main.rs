//! The one integration binary: tests are data through one door each.

#[cfg(test)]
mod abuse;
#[cfg(test)]
mod behaviour;
#[cfg(test)]
mod command;
#[cfg(test)]
mod compare;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod diagnostic;
#[cfg(test)]
mod differential;
#[cfg(test)]
mod evolution;
#[cfg(test)]
mod example;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod graft;
#[cfg(test)]
mod invariants;
#[cfg(test)]
mod model;
#[cfg(test)]
mod pattern;
#[cfg(test)]
mod practices;
#[cfg(test)]
mod schemathesis;
#[cfg(test)]
mod served;
#[cfg(test)]
mod snapshot;
#[cfg(test)]
mod soak;
#[cfg(test)]
mod source;
#[cfg(test)]
mod suite;
#[cfg(test)]
mod support;
