//! What a person calls a place: a pointer goes in, words such as `Pet.tags[]` go out.

use serde_json::Value;

use crate::source::{join_pointer, pointer_tokens};

/// What stands at a pointer, in words for the middle of a sentence.
#[must_use]
pub fn subject(document: &Value, pointer: &str) -> String {
    let tokens: Vec<String> = pointer_tokens(pointer).collect();
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["components", "schemas", name, rest @ ..] => quoted(&format!("{name}{}", path(rest))),
        ["components", _, name, rest @ ..] => inside(&format!("`{name}`"), rest),
        ["paths", template, rest @ ..] => of_item(document, pointer, template, rest),
        ["webhooks", name, _, rest @ ..] => of_operation(&format!("the webhook `{name}`"), rest),
        _ => quoted(pointer),
    }
}

fn of_item(document: &Value, pointer: &str, template: &str, rest: &[&str]) -> String {
    let parameter = |base: &[&str], rest: &[&str], index: &str| {
        let mut place = join_pointer("/paths", template);
        for word in base.iter().chain(&["parameters", index]) {
            place = join_pointer(&place, word);
        }
        let name = document
            .pointer(&place)
            .and_then(|parameter| parameter.get("name")?.as_str());
        let name = name.unwrap_or("?");
        inside(&format!("the parameter `{name}`"), rest)
    };
    match rest {
        ["parameters", index, rest @ ..] => parameter(&[], rest, index),
        [method, "parameters", index, rest @ ..] => parameter(&[method], rest, index),
        ["additionalOperations", method, rest @ ..] | [method, rest @ ..] => {
            let label = format!("`{} {template}`", method.to_ascii_uppercase());
            of_operation(&label, rest)
        }
        [] => quoted(pointer),
    }
}

fn of_operation(label: &str, rest: &[&str]) -> String {
    match rest {
        ["requestBody", rest @ ..] => inside(&format!("the body of {label}"), rest),
        ["responses", status, "headers", name, rest @ ..] => inside(
            &format!("the header `{name}` of answer {status} of {label}"),
            rest,
        ),
        ["responses", status, rest @ ..] => {
            inside(&format!("the answer {status} of {label}"), rest)
        }
        ["callbacks", name, ..] => format!("the callback `{name}` of {label}"),
        _ => label.to_owned(),
    }
}

/// What stands further inside something that is not a schema itself.
fn inside(whole: &str, rest: &[&str]) -> String {
    let rest = match rest {
        ["content", _, "schema", rest @ ..] | ["schema", rest @ ..] => rest,
        _ => &[],
    };
    let path = path(rest);
    match path.strip_prefix('.').unwrap_or(&path) {
        "" => whole.to_owned(),
        path => format!("`{path}` in {whole}"),
    }
}

/// The way through a schema: members by name, items and further members by marks, parts and alternatives by nothing.
fn path(tokens: &[&str]) -> String {
    let mut text = String::new();
    let mut rest = tokens;
    loop {
        rest = match rest {
            ["properties", name, rest @ ..] => {
                text.push('.');
                text.push_str(name);
                rest
            }
            ["items" | "unevaluatedItems" | "contains", rest @ ..]
            | ["prefixItems", _, rest @ ..] => {
                text.push_str("[]");
                rest
            }
            ["additionalProperties" | "unevaluatedProperties", rest @ ..]
            | ["patternProperties", _, rest @ ..] => {
                text.push_str(".*");
                rest
            }
            ["allOf" | "anyOf" | "oneOf", index, rest @ ..]
                if index.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                rest
            }
            _ => return text,
        };
    }
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// A value as a message shows it: JSON, and not all of it where it is long.
#[must_use]
pub fn shown(value: &Value) -> String {
    shortened(&value.to_string())
}

/// A text of which only the beginning is shown where it is long.
#[must_use]
pub fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::subject;

    #[test]
    fn a_place_has_a_name() {
        let document = json!({"paths": {"/a": {"get": {"parameters": [{"name": "limit"}]}}}});
        for (pointer, expected) in [
            (
                "/components/schemas/Pet/properties/tags/items",
                "`Pet.tags[]`",
            ),
            (
                "/components/schemas/Pet/allOf/1/properties/name/maxLength",
                "`Pet.name`",
            ),
            ("/components/schemas/Pet/additionalProperties", "`Pet.*`"),
            (
                "/paths/~1a/get/parameters/0/schema/maximum",
                "the parameter `limit`",
            ),
            (
                "/paths/~1a/post/requestBody/content/application~1json/schema/properties/x",
                "`x` in the body of `POST /a`",
            ),
            (
                "/paths/~1a/get/responses/200/content/application~1json/schema",
                "the answer 200 of `GET /a`",
            ),
            (
                "/paths/~1a/get/responses/200/headers/X-A/schema",
                "the header `X-A` of answer 200 of `GET /a`",
            ),
            ("/components/parameters/Page/schema/minimum", "`Page`"),
            (
                "/components/schemas/Pet/properties/properties",
                "`Pet.properties`",
            ),
        ] {
            assert_eq!(subject(&document, pointer), expected, "{pointer}");
        }
    }
}
