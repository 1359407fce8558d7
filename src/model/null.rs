//! `null` among what a schema accepts: a schema goes in, the rest of it and whether `null` was there come out.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::build::Builder;
use super::keyword::is_annotation;

impl Builder<'_> {
    /// The schema without `null`, and whether `null` was among what it accepts.
    pub fn without_null<'s>(&self, schema: &'s Value) -> (Cow<'s, Value>, bool) {
        let unchanged = (Cow::Borrowed(schema), false);
        let Some(keywords) = schema.as_object() else {
            return unchanged;
        };
        if keywords
            .keys()
            .any(|keyword| matches!(keyword.as_str(), "allOf" | "$ref" | "const" | "not" | "if"))
        {
            return unchanged;
        }
        for word in ["oneOf", "anyOf"] {
            if let Some(members) = keywords.get(word).and_then(Value::as_array) {
                return self
                    .members_without_null(keywords, word, members)
                    .map_or(unchanged, |schema| (Cow::Owned(schema), true));
            }
        }
        let admits = match keywords.get("type") {
            Some(Value::Array(words)) => words.len() > 1 && words.contains(&json!("null")),
            None => keywords.contains_key("enum"),
            Some(_) => false,
        };
        let listed = keywords.get("enum").and_then(Value::as_array);
        // Where nothing but `null` is listed, nothing would be left of the list.
        if !admits || listed.is_some_and(|values| values.iter().all(Value::is_null)) {
            return unchanged;
        }
        if listed.is_some_and(|values| !values.contains(&Value::Null)) {
            return (Cow::Owned(without_null_type(keywords, listed)), false);
        }
        (Cow::Owned(without_null_type(keywords, listed)), true)
    }

    fn members_without_null(
        &self,
        keywords: &Map<String, Value>,
        word: &str,
        members: &[Value],
    ) -> Option<Value> {
        let bare = keywords
            .keys()
            .all(|keyword| keyword == word || is_annotation(keyword));
        let (nulls, others): (Vec<&Value>, Vec<&Value>) =
            members.iter().partition(|member| is_null(member));
        if !bare
            || nulls.len() != 1
            || others.is_empty()
            || (word == "oneOf" && others.iter().any(|member| self.kinds(member, 0).null))
        {
            return None;
        }
        let mut rest = keywords.clone();
        if let [only] = others.as_slice() {
            rest.shift_remove(word);
            rest.shift_remove("discriminator");
            let only = only.as_object()?;
            for (keyword, value) in only {
                rest.insert(keyword.clone(), value.clone());
            }
        } else {
            rest.insert(word.to_owned(), json!(others));
        }
        Some(Value::Object(rest))
    }
}

/// Does the schema accept `null` and nothing else?
fn is_null(schema: &Value) -> bool {
    schema.get("type") == Some(&json!("null"))
        || schema.get("const") == Some(&Value::Null)
        || schema.get("enum") == Some(&json!([null]))
}

fn without_null_type(keywords: &Map<String, Value>, listed: Option<&Vec<Value>>) -> Value {
    let mut rest = keywords.clone();
    if let Some(Value::Array(words)) = keywords.get("type") {
        let mut others: Vec<Value> = words
            .iter()
            .filter(|word| **word != json!("null"))
            .cloned()
            .collect();
        let ty = if others.len() == 1 {
            others.remove(0)
        } else {
            Value::Array(others)
        };
        rest.insert("type".to_owned(), ty);
    }
    if let Some(values) = listed {
        rest.insert(
            "enum".to_owned(),
            values
                .iter()
                .filter(|value| !value.is_null())
                .cloned()
                .collect(),
        );
    }
    Value::Object(rest)
}

#[cfg(test)]
mod tests {
    use super::is_null;
    use serde_json::json;

    #[test]
    fn only_null_is_null() {
        assert!(is_null(&json!({"type": "null"})));
        assert!(!is_null(&json!({"type": ["string", "null"]})));
    }
}
