//! Answers: which there are, of which media types, and with which headers.

use super::{Named, Visit, contents, covers, is_required, member, resolved, schema_of};
use crate::compare::code::{ContractCode as C, Flow};
use crate::compare::event::Event;
use crate::compare::schema::{At, Pair, Reader, Role};

impl<'d> Visit<'_, 'd> {
    pub(super) fn responses(&mut self, old: &At<'d>, new: &At<'d>) {
        let list = |reader: &Reader<'d>, at: &At<'d>| -> Named<'d> {
            let responses = member(at, "responses");
            let entries = responses.map(|at| at.members()).unwrap_or_default();
            entries
                .into_iter()
                .filter(|(status, _)| !status.starts_with("x-"))
                .map(|(status, at)| (status.to_ascii_uppercase(), resolved(reader, at)))
                .collect()
        };
        let (olds, mut news) = (list(&self.both.old, old), list(&self.both.new, new));
        let all = news.clone();
        for (status, one) in &olds {
            if let Some(another) = news.shift_remove(status) {
                self.response(status, one, &another);
                continue;
            }
            let success = status.starts_with(['1', '2', '3']);
            // A range says the same of each of its statuses.
            let range = format!("{}XX", status.get(..1).unwrap_or_default());
            if let Some(another) = all.get(&range).filter(|_| status != "DEFAULT") {
                self.response(status, one, another);
                continue;
            }
            let code = if success {
                C::ResponseRemoved
            } else {
                C::ResponseFailureRemoved
            };
            let word = status.to_ascii_lowercase();
            self.tell(
                Event::of(code, format!("{word} is not answered any more"))
                    .was(one.pointer.as_str()),
            );
        }
        for (status, another) in &news {
            let word = status.to_ascii_lowercase();
            self.tell(
                Event::of(C::ResponseAdded, format!("{word} may be answered"))
                    .is(another.pointer.as_str()),
            );
        }
    }

    fn response(&mut self, status: &str, old: &At<'d>, new: &At<'d>) {
        if self.both.stable.holds(old.value, new.value) {
            return;
        }
        self.headers(status, old, new);
        let (olds, mut news) = (contents(old), contents(new));
        let all = news.clone();
        for (media_type, one) in &olds {
            if let Some(another) = news.shift_remove(media_type) {
                self.compare(Pair::new(
                    schema_of(one),
                    schema_of(&another),
                    Flow::Response,
                    Role::Value,
                ));
                continue;
            }
            let range = all.iter().find(|(range, _)| covers(range, media_type));
            let (code, message, place) = if let Some((range, another)) = range {
                news.shift_remove(range);
                self.compare(Pair::new(
                    schema_of(one),
                    schema_of(another),
                    Flow::Response,
                    Role::Value,
                ));
                let message =
                    format!("answer {status} may be any `{range}`; it was `{media_type}`");
                (
                    C::ResponseMediaTypeGeneralized,
                    message,
                    Some(another.pointer.clone()),
                )
            } else {
                let message = format!("answer {status} is not `{media_type}` any more");
                (C::ResponseMediaTypeRemoved, message, None)
            };
            let mut event = Event::of(code, message).was(one.pointer.as_str());
            event.new = place;
            self.tell(event);
        }
        for (media_type, another) in &news {
            let message = format!("answer {status} may be `{media_type}`");
            self.tell(Event::of(C::ResponseMediaTypeAdded, message).is(another.pointer.as_str()));
        }
    }

    fn headers(&mut self, status: &str, old: &At<'d>, new: &At<'d>) {
        let list = |reader: &Reader<'d>, at: &At<'d>| -> Named<'d> {
            let headers = member(at, "headers")
                .map(|at| at.members())
                .unwrap_or_default();
            headers
                .into_iter()
                .map(|(name, at)| (name.to_ascii_lowercase(), resolved(reader, at)))
                .collect()
        };
        let (olds, mut news) = (list(&self.both.old, old), list(&self.both.new, new));
        for (name, one) in &olds {
            let Some(another) = news.shift_remove(name) else {
                let code = if is_required(one) {
                    C::ResponseRequiredHeaderRemoved
                } else {
                    C::ResponseHeaderRemoved
                };
                let message = format!("the header `{name}` of answer {status} is gone");
                self.tell(Event::of(code, message).was(one.pointer.as_str()));
                continue;
            };
            let (code, what) = match (is_required(one), is_required(&another)) {
                (true, false) => (Some(C::ResponseHeaderMadeOptional), "may be missing"),
                (false, true) => (Some(C::ResponseHeaderMadeRequired), "is always there"),
                _ => (None, ""),
            };
            if let Some(code) = code {
                let message = format!("the header `{name}` of answer {status} {what}");
                self.tell(
                    Event::of(code, message)
                        .was(one.pointer.as_str())
                        .is(another.pointer.as_str()),
                );
            }
            self.compare(Pair::new(
                schema_of(one),
                schema_of(&another),
                Flow::Response,
                Role::Value,
            ));
        }
        for (name, another) in &news {
            let message = format!("the header `{name}` of answer {status} came");
            self.tell(Event::of(C::ResponseHeaderAdded, message).is(another.pointer.as_str()));
        }
    }
}
