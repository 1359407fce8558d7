//! Names that nothing declares, and names that two things have: what the model meets on its way goes in, findings come out.

use std::collections::HashMap;

use openapiv3::Parameter;
use serde_json::{Map, Value};

use super::build::Builder;
use super::find::Found;
use super::keyword::bare_reference;
use super::operation::stated_id;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{nearest, pointer};

impl Builder<'_> {
    /// A list of parameters that has one twice (OpenAPI 3.1, section 4.8.10: it must not).
    pub fn repeated(&mut self, parameter: &Parameter, at: String) {
        let name = &parameter.parameter_data_ref().name;
        self.diagnostics.push(
            Diagnostic::error(Code::StructureInvalid, at)
                .message(format!(
                    "`{name}` stands twice in this list of parameters, and each says something of its own"
                ))
                .help("remove one of them, or give it the name of what it is for"),
        );
    }

    /// Operations that have an id which another one has (section 4.8.10: it must be unique). They are called by it and a number in code.
    pub fn repeated_ids(&mut self, found: &[Found<'_>]) {
        let mut first: HashMap<&str, String> = HashMap::new();
        for one in found {
            let Some(id) = stated_id(one.typed) else {
                continue;
            };
            let here = format!("{} {}", one.method, one.template);
            match first.get(id) {
                None => {
                    first.insert(id, here);
                }
                Some(there) => self.diagnostics.push(
                    Diagnostic::warning(
                        Code::OperationIdDuplicate,
                        format!("{}/operationId", one.pointer),
                    )
                    .message(format!(
                        "`{id}` is the id of `{there}` too; this one is called by it and a number in code, and by method and path in log and metrics"
                    ))
                    .help("give each operation an id of its own: links and settings name operations by it"),
                ),
            }
        }
    }

    /// A tag that the document's list of tags does not have: a module of its own, and often a slip.
    pub fn undeclared_tag(&mut self, word: &str, first: &Found<'_>) {
        let declared = &self.document.typed.tags;
        if declared.is_empty() || declared.iter().any(|tag| tag.name == word) {
            return;
        }
        let meant = nearest(word, declared.iter().map(|tag| tag.name.as_str()));
        let help = match meant {
            Some(meant) => format!("write `{meant}`, if that is meant, or add it to `tags`"),
            None => "add it to `tags`".to_owned(),
        };
        self.diagnostics.push(
            Diagnostic::note(Code::NameUndeclared, format!("{}/tags/0", first.pointer))
                .message(format!(
                    "`tags` of the document has no `{word}`; its operations get a module and a trait of their own"
                ))
                .help(help),
        );
    }

    /// A scope that no flow of its OAuth 2 scheme has: no caller will ever be given it.
    pub fn undeclared_scopes(&mut self, scheme: &str, scopes: &[String], at: &str) {
        let flows = pointer::join("/components/securitySchemes", scheme);
        let Some(flows) = self.document.at(&format!("{flows}/flows")) else {
            return;
        };
        let known: Vec<&str> = flows
            .as_object()
            .into_iter()
            .flat_map(Map::values)
            .filter_map(|flow| flow.get("scopes")?.as_object())
            .flat_map(Map::keys)
            .map(String::as_str)
            .collect();
        let mut told = Vec::new();
        for (index, scope) in scopes.iter().enumerate() {
            if known.contains(&scope.as_str()) {
                continue;
            }
            let help = match nearest(scope, known.iter().copied()) {
                Some(meant) => format!(
                    "write `{meant}`, if that is meant, or declare it in a flow of the scheme"
                ),
                None => "declare it in a flow of the scheme".to_owned(),
            };
            told.push(
                Diagnostic::warning(
                    Code::NameUndeclared,
                    format!("{}/{index}", pointer::join(at, scheme)),
                )
                .message(format!(
                    "no flow of `{scheme}` has the scope `{scope}`; who asks for tokens by the document never gets in here"
                ))
                .help(help),
            );
        }
        self.tell_once(told);
    }

    /// A member that is required and not among the properties: it is asked for, and may be anything.
    pub fn undeclared_member(&mut self, name: &str, properties: &Map<String, Value>, at: &str) {
        let list = format!("{at}/required");
        let place = match self.document.at(&list).and_then(Value::as_array) {
            Some(names) => {
                let index = names.iter().position(|known| known == name);
                index.map_or_else(|| at.to_owned(), |index| format!("{list}/{index}"))
            }
            None => at.to_owned(),
        };
        let message = format!(
            "`{name}` is required and not among the properties; it has to be there and may be anything"
        );
        let meant = nearest(name, properties.keys().map(String::as_str));
        let told = match meant {
            Some(meant) => Diagnostic::warning(Code::NameUndeclared, place)
                .help(format!("write `{meant}`, or declare `{name}`")),
            None => Diagnostic::note(Code::NameUndeclared, place)
                .help(format!("declare `{name}` under `properties`")),
        };
        self.tell_once(vec![told.message(message)]);
    }

    /// A discriminator that does not tell the alternatives apart: what it names is in none of them, or leads to none.
    pub fn undeclared_discriminator(
        &mut self,
        keywords: &Map<String, Value>,
        members: &[Value],
        at: &str,
    ) {
        let Some(discriminator) = keywords.get("discriminator") else {
            return;
        };
        let at = format!("{at}/discriminator");
        let mut told = Vec::new();
        let property = discriminator.get("propertyName").and_then(Value::as_str);
        let lacking = property.and_then(|property| {
            let lacks = |member: &&Value| {
                member.get("type").and_then(Value::as_str) != Some("null")
                    && self.declared(member, property).is_none()
            };
            members.iter().find(lacks).map(|member| (property, member))
        });
        if let Some((property, member)) = lacking {
            let which = match bare_reference(member).and_then(|at| at.rsplit('/').next()) {
                Some(name) => format!("`{}`", pointer::unescape(name)),
                None => "an alternative".to_owned(),
            };
            told.push(
                Diagnostic::warning(Code::NameUndeclared, format!("{at}/propertyName"))
                    .message(format!(
                        "{which} has no property `{property}`, so that it chooses nothing; a value has to fit one alternative alone"
                    ))
                    .help(format!("declare `{property}` in every alternative, and require it")),
            );
        }
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        // An alternative that is written in place has no name that a mapping could say.
        let mapping = mapping.filter(|_| members.iter().all(|one| bare_reference(one).is_some()));
        for (word, target) in mapping.into_iter().flatten() {
            let leads = |member: &Value| {
                let reference = bare_reference(member);
                let name = reference.and_then(|reference| reference.rsplit('/').next());
                let target = target.as_str();
                target.is_some() && (target == reference || target == name)
            };
            let is_local = target
                .as_str()
                .is_some_and(|target| target.starts_with('#') || !target.contains(['/', '.']));
            if !is_local || members.iter().any(leads) {
                continue;
            }
            told.push(
                Diagnostic::warning(
                    Code::NameUndeclared,
                    pointer::join(&format!("{at}/mapping"), word),
                )
                .message(format!(
                    "`{word}` leads to none of the alternatives; a value that says it is refused"
                ))
                .help("name the schema as the list of alternatives does, or add it to the list"),
            );
        }
        self.tell_once(told);
    }

    /// An encoding for a part or a field that the schema does not have (OpenAPI 3.1, section 4.8.14: it must).
    pub fn undeclared_encodings(&mut self, schema: &Value, here: &str) {
        let at = format!("{here}/encoding");
        let document = self.document;
        let Some(encodings) = document.at(&at).and_then(Value::as_object) else {
            return;
        };
        let known: Vec<String> = self
            .members(schema)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        if known.is_empty() {
            return;
        }
        let mut told = Vec::new();
        for name in encodings.keys() {
            if known.contains(name) || name.starts_with("x-") {
                continue;
            }
            let help = match nearest(name, known.iter().map(String::as_str)) {
                Some(meant) => format!("write `{meant}`, if that is meant, or remove it"),
                None => "name a property of the schema, or remove it".to_owned(),
            };
            told.push(
                Diagnostic::warning(Code::NameUndeclared, pointer::join(&at, name))
                    .message(format!(
                        "the schema has no property `{name}`; how it is encoded is not read"
                    ))
                    .help(help),
            );
        }
        self.tell_once(told);
    }

    /// What several operations share is told once.
    fn tell_once(&mut self, found: Vec<Diagnostic>) {
        for one in found {
            let place = one.pointer.as_deref().unwrap_or_default();
            if self
                .formats
                .insert(format!("undeclared {place} {}", one.message))
            {
                self.diagnostics.push(one);
            }
        }
    }
}
