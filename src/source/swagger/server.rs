//! `host`, `basePath` and `schemes` become servers.

use serde_json::{Map, Value, json};

/// The servers at which these schemes are spoken; `members` are those of the root. `None` when it names neither a host nor a
/// path.
pub fn servers(members: &Map<String, Value>, schemes: Option<&Value>) -> Option<Value> {
    let host = members.get("host").and_then(Value::as_str);
    let path = members
        .get("basePath")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim_end_matches('/');
    let slash = if path.is_empty() || path.starts_with('/') {
        ""
    } else {
        "/"
    };
    let Some(host) = host else {
        return members
                .contains_key("basePath")
                .then(|| json!([{ "url": format!("{slash}{path}/").replace("//", "/").trim_end_matches('/') }]))
                .map(named);
    };
    let schemes: Vec<&str> = schemes
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    // Who says none serves by what the document was fetched with, which is not known here.
    let schemes = if schemes.is_empty() {
        vec!["https"]
    } else {
        schemes
    };
    let servers = schemes
        .iter()
        .map(|scheme| json!({ "url": format!("{scheme}://{host}{slash}{path}") }));
    Some(Value::Array(servers.collect()))
}

/// A server at the root is written as `/`.
fn named(mut servers: Value) -> Value {
    if let Some(url) = servers.pointer_mut("/0/url")
        && url.as_str() == Some("")
    {
        *url = Value::from("/");
    }
    servers
}
