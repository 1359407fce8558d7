//! How credentials are looked up. The gate verifies every scheme of the contract by itself; put a verifier of your own
//! here where keys live in a database, or tokens are opaque.
//!
//! - `token`: a bearer token.
//!
//! - `headerKey`: an API key in the header `X-Api-Key`.
//!
//! - `queryKey`: an API key in the query parameter `api_key`.
//!
//! - `cookieKey`: an API key in the cookie `session`.
//!
//! - `user`: a user and a password.
//!
//! - `oauth`: an OAuth 2 access token.
//!
//! - `openId`: a token of the OpenID provider.
//!
//! A verifier is for a scheme as it is spelled here; settings spell it in small letters.

use gate::Verifiers;

/// Verifiers of your own: `Verifiers::new().with("scheme", verifier)`.
pub fn verifiers() -> Verifiers {
    Verifiers::new()
}
