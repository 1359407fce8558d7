//! How credentials are looked up. The gate verifies every scheme of the contract by itself; put a verifier of your own
//! here where keys live in a database, or tokens are opaque.
//!
//! - `token`: a bearer token.
//!
//! - `header_key`: an API key in the header `X-Api-Key`.
//!
//! - `query_key`: an API key in the query parameter `api_key`.
//!
//! - `cookie_key`: an API key in the cookie `session`.
//!
//! - `user`: a user and a password.
//!
//! - `oauth`: an OAuth 2 access token.
//!
//! - `open_id`: a token of the OpenID provider.

use gate::Verifiers;

/// Verifiers of your own: `Verifiers::new().with("scheme", verifier)`.
pub fn verifiers() -> Verifiers {
    Verifiers::new()
}
