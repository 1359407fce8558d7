//! A place in the document and a value in, the verdict of the `jsonschema` crate out.
//!
//! The crate compiles what a schema refers to into every validator anew, which in a document whose schemas all refer to
//! one another is quadratic. Here a reference is a keyword of our own that asks the one validator of its target. Only a
//! document with `unevaluated…` or dynamic references, which look through references, is compiled as the crate does it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use jsonschema::{Draft, Keyword, Registry, ValidationError, ValidationOptions, Validator};
use serde_json::{Value, json};

use super::lower::{References, lower};
use super::node::{Node, percent_encoded};
use super::{Direction, NoExample};
use crate::model::pattern::{Engine, translate};

/// The name of the document within validators that follow references by themselves.
const DOCUMENT: &str = "urn:document";

/// The validators of one document in one direction, compiled when they are first asked.
pub(super) struct Checker {
    shared: Arc<Shared>,
}

impl Checker {
    /// Prepares a document.
    pub(super) fn new(document: &Value, direction: Direction) -> Result<Self, NoExample> {
        let (document, references) = lower(document, direction);
        let whole = match references {
            References::Apart => None,
            References::Transparent => {
                let registry = Registry::new()
                    .add(DOCUMENT, document.clone())
                    .and_then(jsonschema::RegistryBuilder::prepare)
                    .map_err(|error| {
                        NoExample::new(format!("the document's references lead nowhere: {error}"))
                    })?;
                Some(registry)
            }
        };
        Ok(Self {
            shared: Arc::new(Shared {
                document,
                whole,
                slots: Mutex::default(),
                asked: Mutex::default(),
                answered: Mutex::default(),
                questions: AtomicUsize::new(0),
            }),
        })
    }

    /// Whether the schema at `pointer` accepts a value; a schema that cannot be compiled accepts none.
    pub(super) fn accepts(&self, pointer: &str, value: &Value) -> bool {
        self.shared
            .slot(pointer)
            .objection(&self.shared, value)
            .is_none()
    }

    /// How often a schema was asked about a value by now, also by other schemas.
    pub(super) fn asked(&self) -> usize {
        self.shared.questions.load(Ordering::Relaxed)
    }

    /// What the schema at `pointer` has against a value.
    pub(super) fn objection(&self, pointer: &str, value: &Value) -> Option<String> {
        self.shared.slot(pointer).objection(&self.shared, value)
    }
}

struct Shared {
    document: Value,
    /// The document with its references followed by the crate, where they have to be.
    whole: Option<Registry<'static>>,
    slots: Mutex<HashMap<String, Arc<Slot>>>,
    /// Which schema is being asked about which value, the latter by its address: a schema that refers to itself must not
    /// be asked again about the same value.
    asked: Mutex<Vec<(String, usize)>>,
    /// What was answered since the outermost question was asked. Schemas that refer to the same ones twice over at every
    /// step would otherwise ask each of them exponentially often.
    answered: Mutex<HashMap<(String, usize), Answer>>,
    /// How many questions there were.
    questions: AtomicUsize,
}

/// What a schema had against a value.
struct Answer {
    /// The value itself, where it is a text: names of members are judged as texts that live shortly, so that another
    /// one may have the address later.
    text: Option<String>,
    objection: Option<String>,
}

/// One schema's validator, once it was needed.
struct Slot {
    pointer: String,
    validator: OnceLock<Result<Validator, String>>,
}

impl Shared {
    fn slot(&self, pointer: &str) -> Arc<Slot> {
        let mut slots = lock(&self.slots);
        if let Some(slot) = slots.get(pointer) {
            return Arc::clone(slot);
        }
        let slot = Arc::new(Slot {
            pointer: pointer.to_owned(),
            validator: OnceLock::new(),
        });
        slots.insert(pointer.to_owned(), Arc::clone(&slot));
        slot
    }

    fn compile(self: &Arc<Self>, pointer: &str) -> Result<Validator, String> {
        let built = if let Some(registry) = &self.whole {
            let reference = json!({ "$ref": format!("{DOCUMENT}#{}", percent_encoded(pointer)) });
            options().with_registry(registry).build(&reference)
        } else {
            let schema = self
                .document
                .pointer(pointer)
                .ok_or("there is no such schema")?;
            let shared = Arc::downgrade(self);
            options()
                .with_keyword("$ref", move |_, place, _| {
                    let wrapper = json!({ "$ref": place });
                    let pointer = Node::new("", &wrapper).reference();
                    match (pointer, shared.upgrade()) {
                        (Some(pointer), Some(alive)) => Ok(Box::new(Reference {
                            slot: alive.slot(&pointer),
                            shared: shared.clone(),
                        })),
                        _ => Err(ValidationError::custom(
                            "the reference does not lead into the document",
                        )),
                    }
                })
                .build(schema)
        };
        built.map_err(|error| format!("the schema cannot be compiled: {error}"))
    }
}

impl Slot {
    /// What the schema has against a value.
    fn objection(&self, shared: &Arc<Shared>, value: &Value) -> Option<String> {
        shared.questions.fetch_add(1, Ordering::Relaxed);
        let question = (self.pointer.clone(), std::ptr::from_ref(value) as usize);
        let mut asked = lock(&shared.asked);
        if asked.contains(&question) {
            return None;
        }
        let text = value.as_str();
        if let Some(known) = lock(&shared.answered).get(&question)
            && known.text.as_deref() == text
        {
            return known.objection.clone();
        }
        asked.push(question.clone());
        drop(asked);
        let objection = self.judge(shared, value);
        let answer = Answer {
            text: text.map(str::to_owned),
            objection: objection.clone(),
        };
        let mut asked = lock(&shared.asked);
        asked.pop();
        let mut answered = lock(&shared.answered);
        if asked.is_empty() {
            // The next value may have the address of this one.
            answered.clear();
        } else {
            answered.insert(question, answer);
        }
        objection
    }

    fn judge(&self, shared: &Arc<Shared>, value: &Value) -> Option<String> {
        let validator = self.validator.get_or_init(|| shared.compile(&self.pointer));
        match validator {
            Err(reason) => Some(reason.clone()),
            Ok(validator) if validator.is_valid(value) => None,
            Ok(validator) => {
                let first = validator.iter_errors(value).next();
                Some(first.map_or_else(
                    || "it is not valid".to_owned(),
                    |error| match error.instance_path().as_str() {
                        "" => error.to_string(),
                        path => format!("`{path}`: {error}"),
                    },
                ))
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A reference: the question is passed on.
struct Reference {
    slot: Arc<Slot>,
    shared: Weak<Shared>,
}

impl<'i> Keyword<'i> for Reference {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        let objection = match self.shared.upgrade() {
            Some(shared) => self.slot.objection(&shared, instance),
            None => Some("the document is gone".to_owned()),
        };
        objection.map_or(Ok(()), |objection| Err(ValidationError::custom(objection)))
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        self.validate(instance).is_ok()
    }
}

/// Draft 2020-12 with formats asserted and patterns run as emitted services run them.
fn options<'r>() -> ValidationOptions<'r> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .with_keyword("pattern", |_, pattern, _| {
            match pattern.as_str().and_then(Matcher::new) {
                Some(matcher) => Ok(Box::new(matcher)),
                None => Err(ValidationError::custom("the pattern cannot be enforced")),
            }
        })
}

/// A pattern as emitted services run it.
pub(super) enum Matcher {
    Linear(regex::Regex),
    Bounded(fancy_regex::Regex),
}

impl Matcher {
    /// Compiles an ECMA-262 pattern; `None` if emitted services cannot run it.
    pub(super) fn new(ecma: &str) -> Option<Self> {
        let translated = translate(ecma).ok()?;
        match translated.engine {
            Engine::Linear => regex::Regex::new(&translated.regex).ok().map(Self::Linear),
            Engine::Bounded => fancy_regex::Regex::new(&translated.regex)
                .ok()
                .map(Self::Bounded),
        }
    }

    /// Whether the pattern is found in `text`. A search that is given up has found nothing.
    pub(super) fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Linear(regex) => regex.is_match(text),
            Self::Bounded(regex) => regex.is_match(text).unwrap_or(false),
        }
    }
}

impl<'i> Keyword<'i> for Matcher {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        if Keyword::is_valid(self, instance) {
            Ok(())
        } else {
            Err(ValidationError::custom("the pattern does not match"))
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        instance.as_str().is_none_or(|text| self.is_match(text))
    }
}
