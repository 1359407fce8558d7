//! The keywords that change nothing in a service, each with the reason.

/// Kind of object, keywords, and why nothing is lost.
pub const ANNOTATIONS: &[(&str, &[&str], &str)] = &[];
