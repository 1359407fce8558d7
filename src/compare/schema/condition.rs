//! What holds only if something else does, and what may not hold: `if`, `then`, `else`, `not`, `discriminator`.

use super::Look;
use super::flat::{At, Flat};
use crate::compare::code::{Aspect, Flow, Sense};
use crate::compare::subject::shown;

/// A condition and what follows from it.
struct Condition<'d> {
    when: At<'d>,
    then: Option<At<'d>>,
    otherwise: Option<At<'d>>,
}

impl<'d> Look<'_, 'd> {
    pub(super) fn conditions(&mut self) {
        self.implications();
        self.exclusions();
        self.discriminators();
    }

    /// Do both accept the same?
    pub(super) fn same(&self, old: &At<'d>, new: &At<'d>) -> bool {
        self.engine.fits(old, new, Flow::Request) && self.engine.fits(old, new, Flow::Response)
    }

    fn implications(&mut self) {
        let (mut old, mut new) = (conditions(self.old), conditions(self.new));
        let mut pairs = Vec::new();
        old.retain(|was| {
            let found = new.iter().position(|is| self.same(&was.when, &is.when));
            if let Some(index) = found {
                let is = new.remove(index);
                pairs.push((was.then.clone(), is.then, Aspect::Then, "then"));
                pairs.push((was.otherwise.clone(), is.otherwise, Aspect::Else, "else"));
            }
            found.is_none()
        });
        for (was, is, aspect, keyword) in pairs {
            match (was, is) {
                (None, None) => {}
                (Some(was), Some(is)) => self.child(vec![was], vec![is]),
                (None, Some(is)) => {
                    self.keyword(aspect, Sense::Narrowed, keyword, None, Some(told(&is)));
                }
                (Some(was), None) => {
                    self.keyword(aspect, Sense::Widened, keyword, Some(told(&was)), None);
                }
            }
        }
        let old: Vec<At<'d>> = old.into_iter().map(|condition| condition.when).collect();
        let new: Vec<At<'d>> = new.into_iter().map(|condition| condition.when).collect();
        self.leftover(Aspect::If, "if", &old, &new);
    }

    fn exclusions(&mut self) {
        let (mut old, mut new) = (self.old.all("not"), self.new.all("not"));
        old.retain(|was| {
            let found = new.iter().position(|is| self.same(was, is));
            if let Some(index) = found {
                new.remove(index);
            }
            found.is_none()
        });
        self.leftover(Aspect::Not, "not", &old, &new);
    }

    /// What has no partner: changed as far as there are as many, then come or gone.
    fn leftover(&mut self, aspect: Aspect, keyword: &str, old: &[At<'d>], new: &[At<'d>]) {
        for index in 0..old.len().max(new.len()) {
            let (was, is) = (old.get(index).map(told), new.get(index).map(told));
            let sense = match (&was, &is) {
                (Some(_), Some(_)) => Sense::Changed,
                (None, _) => Sense::Narrowed,
                (_, None) => Sense::Widened,
            };
            self.keyword(aspect, sense, keyword, was, is);
        }
    }

    fn discriminators(&mut self) {
        let name = |flat: &Flat<'d>| {
            let at = flat.first("discriminator")?;
            at.value.get("propertyName").map(|name| (name, at.pointer))
        };
        let (old, new) = (name(self.old), name(self.new));
        if old.as_ref().map(|found| found.0) == new.as_ref().map(|found| found.0) {
            return;
        }
        let text = |(name, pointer): (&serde_json::Value, String)| (shown(name), pointer);
        self.keyword(
            Aspect::Discriminator,
            Sense::Changed,
            "discriminator",
            old.map(text),
            new.map(text),
        );
    }
}

fn told(at: &At<'_>) -> (String, String) {
    (shown(at.value), at.pointer.clone())
}

/// The conditions from which something follows.
fn conditions<'d>(flat: &Flat<'d>) -> Vec<Condition<'d>> {
    let all = flat.parts.iter().filter_map(|part| {
        Some(Condition {
            when: part.at("if")?,
            then: part.at("then"),
            otherwise: part.at("else"),
        })
    });
    all.filter(|condition| condition.then.is_some() || condition.otherwise.is_some())
        .collect()
}
