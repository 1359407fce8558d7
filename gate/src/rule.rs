//! Schemas that no Rust type fits, enforced by the compiled schema itself: JSON flows in, [`Any`] flows out.
//!
//! Formats are those of this crate and asserted, references stay inside the contract's own schemas, patterns run with
//! a bound on backtracking. A rule that cannot be compiled lets nothing pass.

use std::{borrow::Cow, sync::OnceLock};

use jsonschema::{
    Draft, PatternOptions, Registry, ValidationError, ValidationOptions, Validator,
    error::{TypeKind, ValidationErrorKind},
};

use crate::{
    any::Any,
    decode::{Decode, Pointer, Report},
    format::Format,
    json::Value,
    problem::MAXIMUM_VIOLATIONS,
};

/// The schemas of a contract as one JSON text, `{"$defs": {…}}` by JSON Schema 2020-12.
#[derive(Debug)]
pub struct Rules {
    text: &'static str,
    registry: OnceLock<Result<Registry<'static>, String>>,
}

impl Rules {
    /// Schemas from their text.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self {
            text,
            registry: OnceLock::new(),
        }
    }

    /// The schema at a JSON pointer into the text, compiled.
    pub(crate) fn compile(&self, pointer: &str) -> Result<Validator, String> {
        let schema = serde_json::json!({ "$ref": format!("{ADDRESS}#{pointer}") });
        options()
            .with_registry(self.registry()?)
            .build(&schema)
            .map_err(|error| error.to_string())
    }

    fn registry(&self) -> Result<&Registry<'static>, String> {
        self.registry
            .get_or_init(|| register(self.text))
            .as_ref()
            .map_err(Clone::clone)
    }
}

/// The address under which rules refer to the text; nobody resolves it anywhere else.
const ADDRESS: &str = "urn:portcullis:rules";

fn register(text: &str) -> Result<Registry<'static>, String> {
    let schemas: serde_json::Value =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    let resource = Draft::Draft202012.create_resource(schemas);
    let builder = Registry::new()
        .add(ADDRESS, resource)
        .map_err(|error| error.to_string())?;
    builder.prepare().map_err(|error| error.to_string())
}

/// One schema of [`Rules`], compiled when it is first needed.
#[derive(Debug)]
pub struct Rule {
    rules: &'static Rules,
    pointer: &'static str,
    compiled: OnceLock<Result<Validator, String>>,
}

impl Rule {
    /// The schema at a JSON pointer into the text, such as `/$defs/Pet`.
    #[must_use]
    pub const fn new(rules: &'static Rules, pointer: &'static str) -> Self {
        Self {
            rules,
            pointer,
            compiled: OnceLock::new(),
        }
    }

    /// Compiles the rule now, so that one that cannot be compiled stops the boot rather than every request.
    ///
    /// # Errors
    /// What is wrong with the schema.
    pub fn prepare(&self) -> Result<(), String> {
        self.validator().map(|_| ())
    }

    fn validator(&self) -> Result<&Validator, String> {
        self.compiled
            .get_or_init(|| self.rules.compile(self.pointer))
            .as_ref()
            .map_err(Clone::clone)
    }
}

/// How far one pattern may backtrack on one text.
const BACKTRACKING: usize = 100_000;

fn options<'r>() -> ValidationOptions<'r> {
    let patterns = PatternOptions::fancy_regex().backtrack_limit(BACKTRACKING);
    let options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_pattern_options(patterns);
    Format::ALL.into_iter().fold(options, |options, format| {
        options.with_format(format.name(), move |text: &str| format.accepts(text))
    })
}

/// JSON that keeps a rule; each way in which it does not is a violation at its place.
pub fn rule(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report, rule: &Rule) -> Option<Any> {
    let any = Any::decode(value, at, report)?;
    let Ok(validator) = rule.validator() else {
        report.violation(at, "cannot be checked");
        return None;
    };
    // The quick answer first: the long one is only asked for when there is something to say.
    if validator.is_valid(&any.0) {
        return Some(any);
    }
    let errors = validator.iter_errors(&any.0).take(MAXIMUM_VIOLATIONS);
    let (unevaluated, others): (Vec<_>, Vec<_>) = errors.partition(|error| {
        matches!(
            error.kind(),
            ValidationErrorKind::UnevaluatedProperties { .. }
        )
    });
    for error in others {
        explain(&error, at, report);
    }
    // By the letter a member whose own schema refuses it is not evaluated either; to say that it is not declared as well
    // would be wrong.
    let known: Vec<String> = report
        .violations()
        .map(|violation| violation.pointer.clone())
        .collect();
    for error in unevaluated {
        undeclared(&error, at, &known, report);
    }
    if report.is_empty() {
        report.violation(at, "does not fit the declared form");
    }
    None
}

const UNDECLARED: &str = "is not a declared member";

/// Says which members are not declared, but for those that are at fault already.
fn undeclared(
    error: &ValidationError<'_>,
    at: &Pointer<'_>,
    known: &[String],
    report: &mut Report,
) {
    let ValidationErrorKind::UnevaluatedProperties { unexpected } = error.kind() else {
        return;
    };
    let at = at.below(error.instance_path().as_str());
    for name in unexpected {
        let member = at.key(name);
        let pointer = member.to_string();
        let is_within = |known: &String| {
            known
                .strip_prefix(&pointer)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if !known.iter().any(is_within) {
            report.violation(&member, UNDECLARED);
        }
    }
}

/// Says what an error says, without the value that the crate's own words repeat.
fn explain(error: &ValidationError<'_>, at: &Pointer<'_>, report: &mut Report) {
    let place = error.instance_path().as_str();
    let at = at.below(place);
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            report.violation(
                &at.key(property.as_str().unwrap_or_default()),
                "is required",
            );
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            for name in unexpected {
                report.violation(&at.key(name), UNDECLARED);
            }
        }
        ValidationErrorKind::Type { kind } => report.mismatch(&at, type_words(kind)),
        kind => report.violation(&at, words(kind)),
    }
}

fn type_words(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(kind) => format!("must be of type {kind}"),
        TypeKind::Multiple(kinds) => {
            let kinds: Vec<String> = kinds.iter().map(|kind| kind.to_string()).collect();
            format!("must be of one of the types {}", kinds.join(", "))
        }
    }
}

/// What a value has to be, in words that do not repeat it.
pub(crate) fn words(kind: &ValidationErrorKind) -> Cow<'static, str> {
    match kind {
        ValidationErrorKind::AdditionalItems { limit } => {
            format!("must have at most {limit} items").into()
        }
        ValidationErrorKind::AnyOf { .. } => "must fit one of the declared forms".into(),
        ValidationErrorKind::OneOfNotValid { .. } => {
            "must fit exactly one of the declared forms, and fits none".into()
        }
        ValidationErrorKind::OneOfMultipleValid { .. } => {
            "must fit exactly one of the declared forms, and fits several".into()
        }
        ValidationErrorKind::Constant { .. } => "must be the declared value".into(),
        ValidationErrorKind::Enum { .. } => "must be one of the declared values".into(),
        ValidationErrorKind::Contains => "must have an item of the declared form".into(),
        ValidationErrorKind::Minimum { limit } => format!("must be at least {limit}").into(),
        ValidationErrorKind::ExclusiveMinimum { limit } => {
            format!("must be greater than {limit}").into()
        }
        ValidationErrorKind::Maximum { limit } => format!("must be at most {limit}").into(),
        ValidationErrorKind::ExclusiveMaximum { limit } => {
            format!("must be less than {limit}").into()
        }
        ValidationErrorKind::MultipleOf { multiple_of } => {
            format!("must be a multiple of {multiple_of}").into()
        }
        ValidationErrorKind::MinLength { limit } => {
            format!("must have at least {limit} characters").into()
        }
        ValidationErrorKind::MaxLength { limit } => {
            format!("must have at most {limit} characters").into()
        }
        ValidationErrorKind::MinItems { limit } => {
            format!("must have at least {limit} items").into()
        }
        ValidationErrorKind::MaxItems { limit } => {
            format!("must have at most {limit} items").into()
        }
        ValidationErrorKind::MinProperties { limit } => {
            format!("must have at least {limit} members").into()
        }
        ValidationErrorKind::MaxProperties { limit } => {
            format!("must have at most {limit} members").into()
        }
        ValidationErrorKind::UniqueItems => "must not have the same item twice".into(),
        ValidationErrorKind::UnevaluatedItems { .. } => "has items that are not declared".into(),
        ValidationErrorKind::Format { format } => Format::named(format)
            .map_or("is not of the declared format", Format::expectation)
            .into(),
        ValidationErrorKind::Pattern { pattern } => {
            format!("must match the pattern {pattern}").into()
        }
        ValidationErrorKind::PropertyNames { .. } => {
            "has a member whose name is not allowed".into()
        }
        ValidationErrorKind::FalseSchema => "must not be there".into(),
        ValidationErrorKind::Not { .. } => "fits a form that is ruled out".into(),
        ValidationErrorKind::BacktrackLimitExceeded { .. }
        | ValidationErrorKind::RegexEngineFailure { .. } => "is too intricate to be checked".into(),
        _ => "does not fit the declared form".into(),
    }
}
