//! Bodies of requests: whether there is one, and of which media types.

use super::{Visit, contents, covers, is_required, member, resolved, schema_of};
use crate::compare::code::{ContractCode as C, Flow};
use crate::compare::event::Event;
use crate::compare::schema::{At, Pair, Reader, Role};
use crate::source::join_pointer;

impl<'d> Visit<'_, 'd> {
    pub(super) fn body(&mut self, old: &At<'d>, new: &At<'d>) {
        let resolve = |reader: &Reader<'d>, at: &At<'d>| {
            let at = member(at, "requestBody")?;
            Some(resolved(reader, at))
        };
        let was = resolve(&self.both.old, old);
        let is = resolve(&self.both.new, new);
        let (was, is) = match (was, is) {
            (None, None) => return,
            (None, Some(is)) => {
                let (code, what) = if is_required(&is) {
                    (C::BodyAddedRequired, "a body has to be sent")
                } else {
                    (C::BodyAdded, "a body may be sent")
                };
                self.tell(Event::of(code, what).is(is.pointer));
                return;
            }
            (Some(was), None) => {
                self.tell(Event::of(C::BodyRemoved, "no body is taken any more").was(was.pointer));
                return;
            }
            (Some(was), Some(is)) => (was, is),
        };
        match (is_required(&was), is_required(&is)) {
            (false, true) => {
                let event = Event::of(C::BodyMadeRequired, "the body has to be sent");
                self.tell(
                    event
                        .was(was.pointer.as_str())
                        .is(join_pointer(&is.pointer, "required")),
                );
            }
            (true, false) => {
                let event = Event::of(C::BodyMadeOptional, "the body may be left out");
                self.tell(
                    event
                        .was(join_pointer(&was.pointer, "required"))
                        .is(is.pointer.as_str()),
                );
            }
            _ => {}
        }
        let (olds, mut news) = (contents(&was), contents(&is));
        for (media_type, one) in &olds {
            let same = news.shift_remove(media_type);
            let covering = || {
                let range = news.keys().find(|range| covers(range, media_type))?;
                news.get(range).cloned()
            };
            let Some(another) = same.or_else(covering) else {
                let message = format!("a body of `{media_type}` is not taken any more");
                self.tell(Event::of(C::BodyMediaTypeRemoved, message).was(one.pointer.as_str()));
                continue;
            };
            if one.value.get("encoding") != another.value.get("encoding") {
                let message = format!("how the fields of `{media_type}` are written changed");
                let place = |at: &At<'d>| match at.value.get("encoding") {
                    Some(_) => join_pointer(&at.pointer, "encoding"),
                    None => at.pointer.clone(),
                };
                self.tell(
                    Event::of(C::BodyEncodingChanged, message)
                        .was(place(one))
                        .is(place(&another)),
                );
            }
            self.compare(Pair::new(
                schema_of(one),
                schema_of(&another),
                Flow::Request,
                Role::Value,
            ));
        }
        for (media_type, another) in &news {
            if olds
                .keys()
                .any(|old| covers(media_type, old) && old != media_type)
            {
                continue;
            }
            let message = format!("a body of `{media_type}` is taken");
            self.tell(Event::of(C::BodyMediaTypeAdded, message).is(another.pointer.as_str()));
        }
    }
}
