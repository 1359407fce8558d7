//! The one integration binary: tests are data through one door each.
