//! References where none may stand: what they lead to is written in their place.

use serde_json::{Map, Value};

use super::super::pointer::{self, Pointer};
use super::super::trace::Written;
use super::copy::{Copier, Here};
use super::expect::Expect;
use super::look::{circular, missing};

impl Copier<'_> {
    /// A reference where none may stand: what it leads to is written in its place, and members beside it win.
    pub fn including(
        &mut self,
        reference: &str,
        members: &Map<String, Value>,
        at: Expect,
        here: &mut Here,
    ) -> Value {
        let Some((file, place)) = here.within("$ref", |here| {
            self.follow(here.file, reference)
                .map_err(|diagnostic| self.tell(*diagnostic, here))
                .ok()
        }) else {
            return Value::Null;
        };
        let target = Written {
            file,
            pointer: place,
        };
        let Some(root) = self.library.value(file) else {
            return self.text_of(file, reference, here);
        };
        let Some(value) = root.pointer(&target.pointer) else {
            here.within("$ref", |here| self.tell(missing(reference), here));
            return Value::Null;
        };
        if self.trail.contains(&target) {
            here.within("$ref", |here| self.tell(circular(reference), here));
            return Value::Null;
        }
        let own: Map<String, Value> = members
            .iter()
            .filter(|(name, _)| *name != "$ref")
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        self.trail.push(target.clone());
        let mut there = Here {
            file,
            read: Pointer::at(&target.pointer),
            write: here.write.clone(),
        };
        let mut copy = self.copy(value, at, &mut there);
        self.trail.pop();
        if own.is_empty() {
            self.written.insert(here.write.as_str().to_owned(), target);
        } else if let Value::Object(copied) = &mut copy {
            for name in copied.keys() {
                let written = Written {
                    file,
                    pointer: pointer::join(&target.pointer, name),
                };
                self.written
                    .insert(pointer::join(here.write.as_str(), name), written);
            }
            for (name, value) in self.members(&own, at, here) {
                let written = here.within(&name, |here| here.written());
                self.written
                    .insert(pointer::join(here.write.as_str(), &name), written);
                copied.insert(name, value);
            }
        }
        copy
    }

    /// A file that is no document is included as text.
    fn text_of(&mut self, file: usize, reference: &str, here: &mut Here) -> Value {
        if self.library.text(file).is_empty() {
            here.within("$ref", |here| self.tell(missing(reference), here));
        }
        Value::from(self.library.text(file))
    }
}
