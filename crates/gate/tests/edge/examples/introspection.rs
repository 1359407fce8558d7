//! Tokens that say nothing to us: the authorization server is asked what they are worth.

use std::sync::Arc;

use gate::{Credential, Denied, Identity, Verifier};
use serde_json::Value;
use tokio::task::spawn_blocking;

/// Opaque tokens, looked up at the authorization server (RFC 7662).
#[derive(Clone)]
pub struct Introspection {
    /// The server's introspection endpoint.
    pub endpoint: String,
    /// How this service shows the server who it is: `Basic …`.
    pub authorization: String,
}

impl Verifier for Introspection {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        let Credential::Token(token) = credential else {
            return Err(Denied::Invalid("this is no token"));
        };
        let (server, token) = (self.clone(), token.to_owned());
        let answer = spawn_blocking(move || server.ask(&token))
            .await
            .map_err(|error| Denied::Unavailable(error.to_string()))?
            // A server that does not answer refuses with 503; it lets nobody in.
            .map_err(|error| Denied::Unavailable(error.to_string()))?;
        let claims: Value = serde_json::from_str(&answer)
            .map_err(|_| Denied::Unavailable("the server's answer is no JSON".to_owned()))?;
        if claims["active"] != true || claims["aud"] != "harbor" {
            return Err(Denied::Invalid(
                "the token is not active, or not for this service",
            ));
        }
        let subject = claims["sub"]
            .as_str()
            .ok_or(Denied::Invalid("the token has no subject"))?;
        let scopes = claims["scope"].as_str().unwrap_or_default();
        let mut identity = Identity::new(subject).with_scopes(scopes.split_whitespace());
        identity.claims = claims.as_object().cloned().unwrap_or_default();
        Ok(Arc::new(identity))
    }
}

impl Introspection {
    fn ask(&self, token: &str) -> Result<String, ureq::Error> {
        ureq::post(&self.endpoint)
            .config()
            .timeout_global(Some(std::time::Duration::from_secs(2)))
            .build()
            .header("authorization", &self.authorization)
            .send_form([("token", token)])?
            .body_mut()
            .read_to_string()
    }
}
