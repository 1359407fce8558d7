//! Security schemes.

use serde_json::{Map, Value, json};

use super::super::pointer;
use super::Lifting;
use crate::diagnostic::Code;

impl<'s> Lifting<'s> {
    /// A security scheme: basic is a scheme of HTTP, and an OAuth 2 scheme has its one flow under `flows`.
    pub fn security_scheme(&mut self, scheme: &'s Value, old: &str, new: &str) -> Value {
        let Value::Object(members) = scheme else {
            return scheme.clone();
        };
        match members.get("type").and_then(Value::as_str) {
            Some("basic") => {
                let mut lifted = members.clone();
                lifted.insert("type".to_owned(), Value::from("http"));
                lifted.insert("scheme".to_owned(), Value::from("basic"));
                Value::Object(lifted)
            }
            Some("oauth2") => self.oauth2(members, old, new),
            _ => scheme.clone(),
        }
    }

    fn oauth2(&mut self, members: &Map<String, Value>, old: &str, new: &str) -> Value {
        const OF_FLOW: &[&str] = &["flow", "authorizationUrl", "tokenUrl", "scopes"];
        let written = members.get("flow").and_then(Value::as_str);
        let name = match written {
            Some("implicit") => "implicit",
            Some("password") => "password",
            Some("application") => "clientCredentials",
            Some("accessCode") => "authorizationCode",
            _ => {
                self.refused(
                    Code::StructureInvalid,
                    &pointer::join(old, "flow"),
                    "an OAuth 2 scheme names its `flow`".to_owned(),
                    "it is one of `implicit`, `password`, `application` and `accessCode`",
                );
                return Value::Object(members.clone());
            }
        };
        let flow: Map<String, Value> = members
            .iter()
            .filter(|(member, _)| *member != "flow" && OF_FLOW.contains(&member.as_str()))
            .map(|(member, value)| (member.clone(), value.clone()))
            .collect();
        let mut lifted: Map<String, Value> = members
            .iter()
            .filter(|(member, _)| !OF_FLOW.contains(&member.as_str()))
            .map(|(member, value)| (member.clone(), value.clone()))
            .collect();
        let flows = pointer::join(new, "flows");
        self.moves.add(&flows, &pointer::join(old, "flow"));
        self.moves.add(&pointer::join(&flows, name), old);
        lifted.insert("flows".to_owned(), json!({ name: flow }));
        Value::Object(lifted)
    }
}
