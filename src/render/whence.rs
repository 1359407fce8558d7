//! What a type without a name of its own is, in the words of the contract: its place goes in, a sentence comes out.

use std::collections::BTreeMap;

use crate::model::Api;
use crate::source::pointer_tokens;

/// The operations of an API, by their places.
pub struct Whence<'a> {
    operations: BTreeMap<&'a str, &'a str>,
}

impl<'a> Whence<'a> {
    /// Prepares an API.
    pub fn of(api: &'a Api) -> Self {
        let operations = api.operations.iter();
        Self {
            operations: operations
                .map(|operation| (operation.pointer.as_str(), operation.label.as_str()))
                .collect(),
        }
    }

    /// What stands at a pointer; `None` where there are no words for it.
    pub fn sentence(&self, pointer: &str) -> Option<String> {
        let (base, inside) = match pointer.strip_prefix("/components/") {
            Some(rest) => component(rest)?,
            None => self.operation(pointer)?,
        };
        let mut words = within(&inside)?;
        words.push(base);
        let sentence = words.join(" of ");
        let mut letters = sentence.chars();
        let first = letters.next()?.to_ascii_uppercase();
        Some(format!("{first}{}.", letters.as_str()))
    }

    /// A part of an operation, and what of its schema is meant.
    fn operation(&self, pointer: &str) -> Option<(String, Vec<String>)> {
        let mut before = self.operations.range(..=pointer).rev();
        let (place, label) = before.next()?;
        let tokens: Vec<String> = pointer_tokens(pointer.strip_prefix(*place)?).collect();
        let of = format!("of {}", code(label));
        match tokens.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["requestBody", "content", _, "schema" | "itemSchema", ..] => {
                Some((format!("the body {of}"), tokens[4..].to_vec()))
            }
            [
                "responses",
                status,
                "content",
                _,
                "schema" | "itemSchema",
                ..,
            ] => Some((format!("the answer {status} {of}"), tokens[5..].to_vec())),
            ["responses", status, "headers", header, "schema", ..] => Some((
                format!("the header {} of the answer {status} {of}", code(header)),
                tokens[5..].to_vec(),
            )),
            ["parameters", _, "schema", ..] => {
                Some((format!("a parameter {of}"), tokens[3..].to_vec()))
            }
            _ => None,
        }
    }
}

/// A component, or a part of one, and what of its schema is meant.
fn component(rest: &str) -> Option<(String, Vec<String>)> {
    let rest = format!("/{rest}");
    let tokens: Vec<String> = pointer_tokens(&rest).collect();
    let (kind, name) = (tokens.first()?.as_str(), code(tokens.get(1)?));
    match tokens[2..].iter().map(String::as_str).collect::<Vec<_>>()[..] {
        _ if kind == "schemas" => match tokens.len() {
            2 => Some((format!("{name} of the contract"), Vec::new())),
            _ => Some((name, tokens[2..].to_vec())),
        },
        ["content", _, "schema" | "itemSchema", ..] => {
            Some((format!("{} {name}", word(kind)?), tokens[5..].to_vec()))
        }
        ["headers", header, "schema", ..] => Some((
            format!("the header {} of the answer {name}", code(header)),
            tokens[5..].to_vec(),
        )),
        ["schema", ..] => Some((format!("{} {name}", word(kind)?), tokens[3..].to_vec())),
        [] => Some((format!("{} {name}", word(kind)?), Vec::new())),
        _ => None,
    }
}

/// What a kind of component is called.
fn word(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "responses" => "the answer",
        "requestBodies" => "the body",
        "parameters" => "the parameter",
        "headers" => "the header",
        _ => return None,
    })
}

/// What of a schema is meant, the innermost first.
fn within(tokens: &[String]) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = tokens.iter();
    while let Some(token) = rest.next() {
        match token.as_str() {
            "properties" => words.push(code(rest.next()?)),
            "items" => words.push("an item".to_owned()),
            "additionalProperties" => words.push("a value".to_owned()),
            "oneOf" | "anyOf" | "type" => {
                rest.next()?;
                words.push("an alternative".to_owned());
            }
            "allOf" => {
                rest.next()?;
            }
            _ => return None,
        }
    }
    words.reverse();
    Some(words)
}

/// A word of the contract, as code.
fn code(word: &str) -> String {
    format!("`{}`", word.replace('`', ""))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Whence;

    #[test]
    fn places_are_told_in_words() {
        let pay = "/paths/~1pay/post";
        let whence = Whence {
            operations: BTreeMap::from([(pay, "pay"), ("/paths/~1pay/get", "GET /pay/{id}")]),
        };
        for (place, sentence) in [
            ("/components/schemas/Money", "`Money` of the contract."),
            (
                "/components/schemas/Money/properties/currency",
                "`currency` of `Money`.",
            ),
            (
                "/components/schemas/Money/properties/all/items",
                "An item of `all` of `Money`.",
            ),
            (
                "/components/responses/Problem/content/application~1json/schema",
                "The answer `Problem`.",
            ),
            (
                "/components/responses/Problem/headers/X-A/schema",
                "The header `X-A` of the answer `Problem`.",
            ),
            (
                "/components/parameters/Sort/schema/items",
                "An item of the parameter `Sort`.",
            ),
            (
                "/paths/~1pay/post/requestBody/content/application~1json/schema/properties/a~1b",
                "`a/b` of the body of `pay`.",
            ),
            (
                "/paths/~1pay/post/responses/202/content/application~1json/schema/oneOf/0/properties/state",
                "`state` of an alternative of the answer 202 of `pay`.",
            ),
            (
                "/paths/~1pay/get/parameters/0/schema",
                "A parameter of `GET /pay/{id}`.",
            ),
        ] {
            assert_eq!(whence.sentence(place).as_deref(), Some(sentence), "{place}");
        }
        assert_eq!(whence.sentence("/webhooks/a/post/requestBody"), None);
        assert_eq!(whence.sentence("/components/pathItems/a/get"), None);
    }
}
