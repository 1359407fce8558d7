//! How credentials are looked up. The gate verifies every scheme of the contract by itself; put a verifier of your own
//! here where keys live in a database, or tokens are opaque.
//!
//! - `crewKey`: an API key in the header `X-Crew-Key`.
//!
//! - `staff`: an OAuth 2 access token.
//!
//! A verifier is for a scheme as it is spelled here; settings spell it in small letters.

use gate::Verifiers;

/// Verifiers of your own: `Verifiers::new().with("scheme", verifier)`.
pub fn verifiers() -> Verifiers {
    Verifiers::new()
}
