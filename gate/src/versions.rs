//! Several versions of a contract behind one gate: the number of an operation among all of them goes in, the version that
//! has it answers.
//!
//! Routing, limits and rules know one table, in which the rows of the versions stand one after the other. What a version
//! has for itself is how its requests are decoded, what it answers, and the contract that it shows to its readers.

use std::future::ready;

use crate::call::Call;
use crate::operation::{Contract, Dispatch, Pending};
use crate::problem::Problem;

/// The versions, in the order of their rows in the table.
#[derive(Default)]
pub struct Versions {
    each: Vec<Box<dyn Dispatch>>,
}

impl Versions {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more, whose rows follow those of the others.
    #[must_use]
    pub fn and(mut self, version: impl Dispatch) -> Self {
        self.each.push(Box::new(version));
        self
    }

    /// What each of them shows to its readers.
    #[must_use]
    pub fn contracts(&self) -> Vec<&'static Contract> {
        self.each.iter().map(|version| version.contract()).collect()
    }

    /// Has the version answer that has the operation in this row of the common table.
    #[must_use]
    pub fn call(&self, operation: usize, call: Call) -> Pending {
        let mut row = operation;
        for version in &self.each {
            let rows = version.contract().operations.len();
            if row < rows {
                return version.call(row, call);
            }
            row -= rows;
        }
        Box::pin(ready(Err(Problem::not_implemented())))
    }
}
