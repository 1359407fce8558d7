//! How credentials are looked up. The gate verifies every scheme of the contract by itself; put a verifier of your own
//! here where keys live in a database, or tokens are opaque.
//!
//! - `key`: an API key in the query parameter `key`.

use gate::Verifiers;

/// Verifiers of your own: `Verifiers::new().with("scheme", verifier)`.
pub fn verifiers() -> Verifiers {
    Verifiers::new()
}
