//! Links: what an answer says of the operations that may follow goes in, sentences for its documentation come out.

use serde_json::Value;

use super::build::Builder;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

impl Builder<'_> {
    /// The links of an answer, a sentence each (OpenAPI 3.1, section 4.8.20).
    pub fn links(&mut self, response: &str) -> Vec<String> {
        let at = format!("{response}/links");
        let document = self.document;
        let links = document.at(&at).and_then(Value::as_object);
        let mut sentences = Vec::new();
        for (name, link) in links.into_iter().flatten() {
            let reference = link.get("$ref").and_then(Value::as_str);
            let place = match reference.and_then(pointer::of_reference) {
                Some(place) => place,
                None => pointer::join(&at, name),
            };
            let Some(link) = document.at(&place) else {
                continue;
            };
            sentences.push(self.link(name, link, &place));
        }
        sentences
    }

    fn link(&mut self, name: &str, link: &Value, place: &str) -> String {
        let text = |keyword: &str| link.get(keyword).and_then(Value::as_str);
        let target = match (text("operationId"), text("operationRef")) {
            (Some(id), _) => {
                if !self.has_operation(id) {
                    self.diagnostics.push(
                        Diagnostic::warning(Code::LinkBroken, format!("{place}/operationId"))
                            .message(format!("no operation is called `{id}`"))
                            .help("correct the id, or remove the link"),
                    );
                }
                id
            }
            (None, Some(reference)) => reference,
            (None, None) => "an operation",
        };
        let given: Vec<String> = link
            .get("parameters")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(parameter, value)| {
                let value = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                format!("`{parameter}` from `{value}`")
            })
            .collect();
        let with = if given.is_empty() {
            String::new()
        } else {
            format!(", {}", given.join(", "))
        };
        format!("Link `{name}`: `{target}`{with}.")
    }

    fn has_operation(&self, id: &str) -> bool {
        let items = self.document.typed.paths.paths.values();
        let fixed = items
            .filter_map(|item| item.as_item())
            .flat_map(openapiv3::PathItem::iter)
            .map(|(_, operation)| operation);
        let further = self.document.further.values().flatten();
        fixed
            .chain(further.map(|further| &further.typed))
            .any(|operation| operation.operation_id.as_deref() == Some(id))
    }
}
