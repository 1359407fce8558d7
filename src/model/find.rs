//! What there is to serve: path items go in, the operations that requests reach come out, and what is told of the others.

use std::borrow::Cow;

use openapiv3::{Operation as Typed, PathItem, ReferenceOr};
use serde_json::Value;

use super::build::Builder;
use super::path::Conditions;
use super::route;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

/// An operation as the document has it.
pub struct Found<'d> {
    pub template: &'d str,
    pub conditions: Conditions,
    /// As it is sent.
    pub method: Cow<'d, str>,
    pub item: &'d PathItem,
    pub typed: &'d Typed,
    pub pointer: String,
    pub item_pointer: String,
}

impl<'d> Builder<'d> {
    /// Every operation that is served.
    pub fn find(&mut self) -> Vec<Found<'d>> {
        let document = self.document;
        let mut found = Vec::new();
        for (template, item) in &document.typed.paths.paths {
            let item_pointer = pointer::join("/paths", template);
            let ReferenceOr::Item(item) = item else {
                self.diagnostics.push(
                    Diagnostic::error(Code::ReferenceInvalid, item_pointer)
                        .message("a path item by reference is not read yet")
                        .help("write the path item where it is used"),
                );
                continue;
            };
            self.odd_template(template, &item_pointer);
            let own = item.iter().map(|(word, typed)| {
                let method = Cow::Owned(word.to_ascii_uppercase());
                (method, pointer::join(&item_pointer, word), typed)
            });
            let further = document.further.get(template).into_iter().flatten();
            let further = further.map(|further| {
                let method = Cow::Borrowed(further.method.as_str());
                (method, further.pointer.clone(), &further.typed)
            });
            // The skeleton has the methods in an order of its own; handlers and rules stand in that of the document.
            let mut all: Vec<_> = own.chain(further).collect();
            all.sort_by_key(|(_, pointer, _)| self.position(&item_pointer, pointer));
            for (method, pointer, typed) in all {
                if self.refuses(&method, &pointer) {
                    continue;
                }
                found.push(Found {
                    template,
                    conditions: Conditions::default(),
                    method,
                    item,
                    typed,
                    pointer,
                    item_pointer: item_pointer.clone(),
                });
            }
        }
        self.reachable(found)
    }

    /// Which member of a path item an operation stands in, counted from the first.
    fn position(&self, item: &str, operation: &str) -> usize {
        let member = operation
            .strip_prefix(item)
            .and_then(|rest| rest.split('/').nth(1));
        let members = self.document.at(item).and_then(Value::as_object);
        members
            .zip(member)
            .and_then(|(members, member)| members.keys().position(|key| key == member))
            .unwrap_or(usize::MAX)
    }

    /// Tells of servers of the document whose paths are not those that are served.
    pub fn other_servers(&mut self) {
        let servers = &self.document.typed.servers;
        let Some(first) = servers.first().map(route::server_path) else {
            return;
        };
        for (index, server) in servers.iter().enumerate().skip(1) {
            let other = route::server_path(server);
            if other != first {
                self.diagnostics.push(
                    Diagnostic::warning(Code::MemberUnread, format!("/servers/{index}/url"))
                        .message(format!(
                            "`{other}` is not acted on: every path is served under `{first}`, the base path of the first server"
                        ))
                        .help("put the server first whose base path callers use"),
                );
            }
        }
    }

    /// Is a method never served? Then that was noted.
    fn refuses(&mut self, method: &str, pointer: &str) -> bool {
        let reason = match method {
            "TRACE" => "it shows a caller what others sent",
            "CONNECT" => "it asks for a tunnel and names no path",
            _ => return false,
        };
        self.unenforceable(
            Diagnostic::error(Code::MethodUnsupported, pointer)
                .message(format!("{method} is answered with 405, because {reason}"))
                .help("remove the operation, or pass `--allow-unenforced` to leave it out"),
            &format!("{method} is refused with 405"),
        );
        true
    }
}
