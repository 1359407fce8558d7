//! Items of arrays: by position, all others, and those that have to be among them.

use super::Look;
use super::flat::{At, Flat};
use super::kinds::Kinds;
use crate::compare::code::{Aspect, Sense};
use crate::compare::subject::shown;

impl<'d> Look<'_, 'd> {
    pub(super) fn arrays(&mut self) {
        if !self.old.kinds.and(self.new.kinds).meets(Kinds::ARRAY) {
            return;
        }
        let positions = |flat: &Flat<'d>| {
            let lists = flat.all("prefixItems").into_iter();
            lists
                .map(|at| at.elements().len())
                .max()
                .unwrap_or_default()
        };
        for index in 0..positions(self.old).max(positions(self.new)) {
            let (was, is) = (at_position(self.old, index), at_position(self.new, index));
            self.child(was, is);
        }
        let items = |flat: &Flat<'d>| or_anything(flat.all("items"), flat);
        let (was, is) = (items(self.old), items(self.new));
        self.child(was, is);
        self.contained();
        self.schemas("unevaluatedItems", Aspect::UnevaluatedItems);
    }

    fn contained(&mut self) {
        let counted = |flat: &Flat<'d>| flat.first("maxContains").is_some();
        if counted(self.old) || counted(self.new) {
            // What more items count as is too many, or too few: what is there now is told, and not what became of it.
            self.contains_counted();
        } else {
            self.schemas("contains", Aspect::Contains);
        }
        if self.old.first("contains").is_none() || self.new.first("contains").is_none() {
            return;
        }
        let count = |flat: &Flat<'d>, keyword: &str| {
            let at = flat.first(keyword)?;
            Some((at.value.as_u64()?, (shown(at.value), at.pointer)))
        };
        for (keyword, aspect, unsaid) in [
            ("minContains", Aspect::MinContains, 1),
            ("maxContains", Aspect::MaxContains, u64::MAX),
        ] {
            let (old, new) = (count(self.old, keyword), count(self.new, keyword));
            let number = |found: &Option<(u64, (String, String))>| {
                found.as_ref().map_or(unsaid, |(count, _)| *count)
            };
            let (was, is) = (number(&old), number(&new));
            if was == is {
                continue;
            }
            let rises = is > was;
            let sense = if rises == (aspect == Aspect::MinContains) {
                Sense::Narrowed
            } else {
                Sense::Widened
            };
            let told = |found: Option<(u64, (String, String))>| found.map(|(_, told)| told);
            self.keyword(aspect, sense, keyword, told(old), told(new));
        }
    }

    fn contains_counted(&mut self) {
        let (old, new) = (self.old.first("contains"), self.new.first("contains"));
        let sense = match (&old, &new) {
            (Some(was), Some(is)) if self.same(was, is) => return,
            (Some(_), Some(_)) => Sense::Changed,
            (None, Some(_)) => Sense::Narrowed,
            (Some(_), None) => Sense::Widened,
            (None, None) => return,
        };
        let told = |at: At<'d>| (shown(at.value), at.pointer);
        self.keyword(
            Aspect::Contains,
            sense,
            "contains",
            old.map(told),
            new.map(told),
        );
    }
}

/// What holds at one position: of each part what it says of the position, else what it says of all items.
fn at_position<'d>(flat: &Flat<'d>, index: usize) -> Vec<At<'d>> {
    let schemas = flat.parts.iter().filter_map(|part| {
        let position = part
            .at("prefixItems")
            .and_then(|at| at.elements().into_iter().nth(index));
        position.or_else(|| part.at("items"))
    });
    or_anything(schemas.collect(), flat)
}

fn or_anything<'d>(schemas: Vec<At<'d>>, flat: &Flat<'d>) -> Vec<At<'d>> {
    if schemas.is_empty() {
        vec![At::anything(&flat.pointer)]
    } else {
        schemas
    }
}
