//! Views of what the service sends itself: webhooks and callbacks go in, one struct for each comes out.

use serde::Serialize;

use super::docs;
use super::literal::quoted;
use super::rust::{From, Types};
use crate::model::{Api, Outgoing};

/// One webhook or callback.
#[derive(Debug, Serialize)]
pub struct OutgoingView {
    pub docs: Vec<String>,
    pub name: String,
    pub method: String,
    pub target: String,
    pub media_type: Option<String>,
    /// The type of its body, where it is typed.
    pub body: Option<String>,
}

/// The views of every webhook and callback.
#[must_use]
pub fn views(api: &Api) -> Vec<OutgoingView> {
    let types = Types {
        arena: &api.types,
        from: From::Operations,
    };
    api.outgoing.iter().map(|call| view(call, types)).collect()
}

fn view(call: &Outgoing, types: Types<'_>) -> OutgoingView {
    let route = format!("`{} {}`", call.method, call.target.replace('`', ""));
    let mut lines = docs::lines(&call.description, "");
    lines.retain(|line| !line.is_empty());
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(route);
    let body = call.body.as_ref();
    OutgoingView {
        docs: lines,
        name: call.name.rust().to_owned(),
        method: quoted(&call.method),
        target: quoted(&call.target),
        media_type: body.map(|body| quoted(&body.media_type)),
        body: body
            .and_then(|body| body.ty.as_ref())
            .map(|ty| types.declared(ty)),
    }
}
