//! Building the model: a lifted document goes in, an [`Api`] and what was noticed come out. Nothing here does I/O.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::direction::{Direction, Marks};
use super::names::{Name, Scope};
use super::shared::SharedNames;
use super::{Api, Definition, DefinitionKind, Exception, Rule, Type};
use crate::diagnostic::Diagnostic;
use crate::options::{Typeless, Unenforced};
use crate::source::{Document, pointer};

mod arena;

/// What the caller chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// What becomes of a demand that cannot be enforced.
    pub unenforced: Unenforced,
    /// What a schema with `properties` and no `type` means.
    pub typeless: Typeless,
}

/// Builds the model of `document`. There is none when something in it stops generation.
#[must_use]
pub fn build(document: &Document, options: Options) -> (Option<Api>, Vec<Diagnostic>) {
    let mut builder = Builder::new(document, options);
    let mut api = builder.api();
    builder.settle_queue();
    for operation in &mut api.operations {
        for input in &mut operation.inputs {
            let words = &builder.choice_words;
            let settled = super::default::settle_default(&input.ty, &mut input.presence, words);
            if let super::default::Settled::Dropped(why) = settled {
                let at = input.schema.as_deref().unwrap_or(&operation.pointer);
                builder.diagnostics.push(super::default::unapplied(at, why));
            }
        }
    }
    super::cycles::break_cycles(&mut builder.types);
    super::uses::mark_uses(&api, &mut builder.types);
    builder.bound_rules();
    let (mocks, attempts) = rayon::join(
        || super::mock::all(document, &api.operations),
        || super::attempt::all(document, &api.operations, &builder.types),
    );
    for ((operation, mock), attempt) in api.operations.iter_mut().zip(mocks).zip(attempts) {
        match mock {
            Ok(mock) => operation.mock = Some(mock),
            Err(missing) => builder.diagnostics.push(*missing),
        }
        operation.attempt = attempt;
    }
    api.types = builder.types;
    api.rules = builder.rules;
    api.bounded_patterns = builder.bounded_patterns;
    api.exceptions = builder.exceptions;
    let left_out = document.left_out.iter().map(|pointer| Exception {
        pointer: pointer.clone(),
        sentence: "is invalid and left out; a request to it is answered with 404 or 405".to_owned(),
    });
    api.exceptions.extend(left_out);
    api.exceptions.sort();
    api.exceptions.dedup();
    let refused = builder.diagnostics.iter().any(Diagnostic::is_error);
    ((!refused).then_some(api), builder.diagnostics)
}

/// The state of one build.
pub struct Builder<'d> {
    /// The document, for its typed part.
    pub document: &'d Document,
    /// The same, for its schemas.
    pub raw: &'d Value,
    /// What the caller chose.
    pub options: Options,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
    /// What is listed instead of enforced.
    pub exceptions: Vec<Exception>,
    /// Formats and keywords that were spoken of already.
    pub formats: HashSet<String>,
    /// Schemas that are being merged with what they refer to.
    pub expansions: super::expansion::Expansions,
    /// Where a pattern stands that was spoken of already.
    pub patterns: HashSet<String>,
    /// Schemas to which a rule refers that were looked through already.
    pub surveyed: HashSet<String>,
    /// Which schemas differ by direction.
    pub marks: Marks,
    /// Whether a pattern needs an engine that backtracks.
    pub bounded_patterns: bool,
    /// The arena.
    pub types: Vec<Definition>,
    /// Names of types.
    pub scope: Scope,
    /// Schemas that are judged by a compiled rule.
    pub rules: Vec<Rule>,
    known: HashMap<(String, Direction), Type>,
    /// Where chains of bare references end, by their links.
    ends: RefCell<HashMap<String, String>>,
    waiting: arena::Queue<'d>,
    components: HashMap<String, Name>,
    /// What the schemas inside other components are called after.
    shared: SharedNames,
    files: Scope,
    file_of: HashMap<String, String>,
    /// How many schemas the look at hand may still visit.
    patience: Cell<usize>,
    /// The words of every type that is a list of words, once all are built.
    pub choice_words: Vec<Option<Vec<String>>>,
}

/// What an unnamed schema is called after, and the file it stands in.
#[derive(Clone, Debug)]
pub struct Hint {
    /// Words, to be cast into a type's name.
    pub words: String,
    /// The module.
    pub file: String,
}

impl Hint {
    /// The hint for something inside.
    #[must_use]
    pub fn within(&self, word: &str) -> Self {
        Self {
            words: format!("{} {word}", self.words),
            file: self.file.clone(),
        }
    }
}

/// What a schema turned out to be.
pub enum Shape {
    /// A type that needs no name.
    Plain(Type),
    /// A type that needs one.
    Defined(DefinitionKind),
}

impl<'d> Builder<'d> {
    fn new(document: &'d Document, options: Options) -> Self {
        let mut builder = Self {
            document,
            raw: &document.raw,
            options,
            diagnostics: Vec::new(),
            exceptions: Vec::new(),
            formats: HashSet::new(),
            expansions: super::expansion::Expansions::default(),
            patterns: HashSet::new(),
            surveyed: HashSet::new(),
            marks: Marks::of(&document.raw),
            bounded_patterns: false,
            types: Vec::new(),
            scope: Scope::types(),
            rules: Vec::new(),
            known: HashMap::new(),
            ends: RefCell::default(),
            waiting: arena::Queue::new(),
            components: HashMap::new(),
            shared: SharedNames::default(),
            files: Scope::modules(),
            file_of: HashMap::new(),
            patience: Cell::new(0),
            choice_words: Vec::new(),
        };
        // Components take their names first, so that no unnamed schema elsewhere changes them.
        let schemas = document
            .raw
            .pointer("/components/schemas")
            .and_then(Value::as_object);
        for name in schemas.into_iter().flat_map(serde_json::Map::keys) {
            let minted = builder.scope.pascal(name);
            let target = pointer::join("/components/schemas", name);
            let file = builder.file(minted.rust());
            builder.file_of.insert(target.clone(), file);
            builder.components.insert(target, minted);
        }
        builder.shared = SharedNames::of(&document.raw, &mut builder.scope, &mut builder.files);
        builder
    }

    /// Whether a look through schemas may go on; a document can be made so that there are exponentially many ways.
    pub fn has_patience(&self, depth: usize) -> bool {
        const MOST: usize = 2_000;
        let left = if depth == 0 {
            MOST
        } else {
            self.patience.get().saturating_sub(1)
        };
        self.patience.set(left);
        left > 0
    }

    /// A file for types that no component contains.
    pub fn file(&mut self, words: &str) -> String {
        self.files.module(words).rust().to_owned()
    }

    /// Notes a demand that cannot be enforced: an error, or with `--allow-unenforced` an exception that is listed.
    pub fn unenforceable(&mut self, mut diagnostic: Diagnostic, sentence: &str) {
        if self.options.unenforced == Unenforced::List {
            diagnostic.severity = crate::diagnostic::Severity::Warning;
            let pointer = diagnostic.pointer.clone().unwrap_or_default();
            self.exceptions.push(Exception {
                pointer,
                sentence: sentence.to_owned(),
            });
        }
        self.diagnostics.push(diagnostic);
    }

    /// The schema that a chain of bare references ends at, and its pointer.
    pub fn follow(&self, reference: &str) -> Option<(&'d Value, String)> {
        let document = self.document;
        let (mut schema, mut target) = document.resolve(reference)?;
        let mut passed = HashSet::new();
        while let Some(next) = super::keyword::bare_reference(schema) {
            // Of a long chain every link is asked for; each is followed once.
            let known = self.ends.borrow().get(&target).cloned();
            if let Some(end) = known {
                schema = document.at(&end)?;
                target = end;
                break;
            }
            if !passed.insert(target.clone()) {
                return None;
            }
            (schema, target) = document.resolve(next)?;
        }
        let ends = passed.into_iter().map(|link| (link, target.clone()));
        self.ends.borrow_mut().extend(ends);
        Some((schema, target))
    }

    /// A compiled rule for a schema that no Rust type fits.
    pub fn rule(&mut self, schema: Value, at: &str, hint: &Hint) -> DefinitionKind {
        self.survey_rule(&schema, at);
        let name = format!("{}_{}", super::names::snake(&hint.words), self.rules.len());
        self.rules.push(Rule { name, schema });
        DefinitionKind::Rule(self.rules.len() - 1)
    }
}
