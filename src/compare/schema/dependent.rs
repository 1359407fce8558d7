//! What members of an object have to be by their names, and by each other; keywords that hold one schema.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Look;
use super::flat::{At, Flat};
use crate::compare::code::{Aspect, Sense};
use crate::compare::subject::shortened;

impl<'d> Look<'_, 'd> {
    pub(super) fn by_pattern(&mut self) {
        let patterns = |flat: &Flat<'d>| {
            let all = flat.all("patternProperties").into_iter();
            all.flat_map(|at| at.members())
                .collect::<BTreeMap<&str, At<'d>>>()
        };
        let (old, new) = (patterns(self.old), patterns(self.new));
        // In an open object a pattern demands, in a closed one it allows; beside a schema for all others it does both.
        let sense = |flat: &Flat<'d>, open: Sense, closed: Sense| match flat
            .first("additionalProperties")
            .map(|at| at.value)
        {
            Some(Value::Bool(false)) => closed,
            None | Some(Value::Bool(true)) => open,
            Some(_) => Sense::Changed,
        };
        for (pattern, here) in &new {
            if let Some(there) = old.get(pattern) {
                self.child(vec![there.clone()], vec![here.clone()]);
                continue;
            }
            let sense = sense(self.old, Sense::Narrowed, Sense::Widened);
            let came = (shortened(pattern), here.pointer.clone());
            self.keyword(
                Aspect::PatternProperties,
                sense,
                "patternProperties",
                None,
                Some(came),
            );
        }
        for (pattern, there) in old
            .iter()
            .filter(|(pattern, _)| !new.contains_key(*pattern))
        {
            let sense = sense(self.new, Sense::Widened, Sense::Narrowed);
            let gone = (shortened(pattern), there.pointer.clone());
            self.keyword(
                Aspect::PatternProperties,
                sense,
                "patternProperties",
                Some(gone),
                None,
            );
        }
    }

    pub(super) fn dependencies(&mut self) {
        let needs = |flat: &Flat<'d>| {
            let all = flat.all("dependentRequired").into_iter();
            let entries = all.flat_map(|at| at.members());
            let pairs = entries.flat_map(|(name, at)| {
                at.elements().into_iter().filter_map(move |needed| {
                    Some(((name, needed.value.as_str()?), needed.pointer))
                })
            });
            pairs.collect::<BTreeMap<(&str, &str), String>>()
        };
        let (old, new) = (needs(self.old), needs(self.new));
        let words = |(name, needed): &(&str, &str)| format!("`{name}` needs `{needed}`");
        let came: Vec<_> = new
            .iter()
            .filter(|(pair, _)| !old.contains_key(*pair))
            .collect();
        let gone: Vec<_> = old
            .iter()
            .filter(|(pair, _)| !new.contains_key(*pair))
            .collect();
        let text = |list: &[(&(&str, &str), &String)]| {
            let (_, pointer) = list.first()?;
            let told: Vec<String> = list.iter().map(|(pair, _)| words(pair)).collect();
            Some((told.join(", "), (*pointer).clone()))
        };
        let sense = match (gone.is_empty(), came.is_empty()) {
            (true, true) => None,
            (true, false) => Some(Sense::Narrowed),
            (false, true) => Some(Sense::Widened),
            (false, false) => Some(Sense::Changed),
        };
        if let Some(sense) = sense {
            self.keyword(
                Aspect::DependentRequired,
                sense,
                "dependentRequired",
                text(&gone),
                text(&came),
            );
        }

        let schemas = |flat: &Flat<'d>| {
            let all = flat.all("dependentSchemas").into_iter();
            all.flat_map(|at| at.members())
                .collect::<BTreeMap<&str, At<'d>>>()
        };
        let (old, new) = (schemas(self.old), schemas(self.new));
        for (name, here) in &new {
            if let Some(there) = old.get(name) {
                self.child(vec![there.clone()], vec![here.clone()]);
            } else {
                {
                    let came = (format!("of `{name}`"), here.pointer.clone());
                    self.keyword(
                        Aspect::DependentSchemas,
                        Sense::Narrowed,
                        "dependentSchemas",
                        None,
                        Some(came),
                    );
                }
            }
        }
        for (name, there) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
            let gone = (format!("of `{name}`"), there.pointer.clone());
            self.keyword(
                Aspect::DependentSchemas,
                Sense::Widened,
                "dependentSchemas",
                Some(gone),
                None,
            );
        }
    }

    /// A keyword that holds one schema.
    pub(super) fn schemas(&mut self, keyword: &'static str, aspect: Aspect) {
        let (old, new) = (self.old.all(keyword), self.new.all(keyword));
        match (old.first(), new.first()) {
            (None, None) => {}
            (None, Some(here)) => {
                let came = (shortened(&here.value.to_string()), here.pointer.clone());
                self.keyword(aspect, Sense::Narrowed, keyword, None, Some(came));
            }
            (Some(there), None) => {
                let gone = (shortened(&there.value.to_string()), there.pointer.clone());
                self.keyword(aspect, Sense::Widened, keyword, Some(gone), None);
            }
            (Some(there), Some(here)) => {
                // A schema that is `false` forbids; its neighbour is told by what it is, and not by what nothing is.
                let closed = |at: &At<'d>| at.value == &Value::Bool(false);
                match (closed(there), closed(here)) {
                    (false, true) => {
                        self.whole_keyword(aspect, Sense::Narrowed, keyword, there, here);
                    }
                    (true, false) => {
                        self.whole_keyword(aspect, Sense::Widened, keyword, there, here);
                    }
                    (true, true) => {}
                    (false, false) => self.child(old, new),
                }
            }
        }
    }

    fn whole_keyword(
        &mut self,
        aspect: Aspect,
        sense: Sense,
        keyword: &str,
        there: &At<'d>,
        here: &At<'d>,
    ) {
        let told = |at: &At<'d>| Some((shortened(&at.value.to_string()), at.pointer.clone()));
        self.keyword(aspect, sense, keyword, told(there), told(here));
    }
}
