//! Places in the user's files: what became of the types goes in, every line that speaks of what changed comes out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use proc_macro2::Delimiter;

use super::super::Files;
use super::super::edits::line_number;
use super::super::matches::matches;
use super::super::modules::is_rust;
use super::super::source::{Kind, Source};
use super::Holders;
use super::changes::{Change, Changes};
use super::read::{Mention, Read, Stands};
use super::shapes::Shapes;

/// The user's files as they were read.
pub struct Reading<'r> {
    files: Vec<Read<'r>>,
}

/// A line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place<'r> {
    /// The file.
    pub path: &'r str,
    /// The line, from 1.
    pub line: usize,
    /// The function in which it is.
    pub function: Option<&'r str>,
}

/// A line of a file, and what is told of it.
type Line<'r> = (Place<'r>, String);

impl<'r> Reading<'r> {
    /// Reads what is Rust.
    pub fn of(yours: &'r Files, before: &Shapes, after: &Shapes) -> Self {
        let is_type = |path: &str| before.contains_key(path) || after.contains_key(path);
        let texts = yours.iter().filter(|(path, _)| is_rust(path));
        let files = texts.filter_map(|(path, text)| {
            let source = Source::read(text).ok()?;
            Some(Read::of(path, source, is_type))
        });
        Self {
            files: files.collect(),
        }
    }

    /// Every line that speaks of what changed.
    pub fn told(&self, changes: &Changes, holders: &Holders) -> Vec<Line<'_>> {
        let mut homes: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (position, file) in self.files.iter().enumerate() {
            for item in &file.source.items {
                homes.entry(item).or_default().insert(position);
            }
        }
        let members = members(changes, holders);
        let mut lines = Vec::new();
        for file in &self.files {
            file.names(changes, &mut lines);
            file.literals(changes, &mut lines);
            file.matches(changes, &mut lines);
            for (_, function) in &file.functions {
                let asked = file.asked(function, &members);
                if asked.is_empty() {
                    continue;
                }
                let reach = self.reach(file, function, &homes);
                for (at, member) in asked {
                    let can_be = |one: &&Member<'_>| !one.holders.is_disjoint(&reach);
                    if let Some(hit) = member.iter().find(can_be) {
                        lines.push(file.line(at, format!("if this is {}", hit.message)));
                    }
                }
            }
        }
        lines
    }

    /// The types that a function can get hold of: those that it names, and those that the items have that it names.
    fn reach<'s>(
        &'s self,
        file: &'s Read<'r>,
        function: &Range<usize>,
        homes: &BTreeMap<&str, BTreeSet<usize>>,
    ) -> BTreeSet<&'s str> {
        let named = file.mentions.iter();
        let named = named.filter(|mention| function.contains(&mention.range.start));
        let mut reach: BTreeSet<&str> = named.map(|mention| mention.item.as_str()).collect();
        reach.extend(file.outside.iter().map(String::as_str));
        let tokens = file.source.tokens_in(function);
        let words = tokens.iter().filter_map(|token| match &token.kind {
            Kind::Word(word) => homes.get(word.as_str()),
            _ => None,
        });
        let others: BTreeSet<usize> = words.flatten().copied().collect();
        let others = others.iter().filter_map(|at| self.files.get(*at));
        reach.extend(others.flat_map(|other| other.outside.iter().map(String::as_str)));
        reach
    }
}

/// A member that changed, with everything that holds its type.
struct Member<'c> {
    holders: BTreeSet<&'c str>,
    message: String,
}

/// The fields that are gone or something else, by their names.
fn members<'c>(changes: &'c Changes, holders: &'c Holders) -> BTreeMap<&'c str, Vec<Member<'c>>> {
    let mut members: BTreeMap<&str, Vec<Member<'_>>> = BTreeMap::new();
    for (path, change) in changes.changed.iter().filter(|(_, one)| !one.is_enum) {
        let all = holders.all(path);
        let name = last(path);
        let gone = change.gone.iter();
        let gone = gone.map(|field| (field, format!("`{field}` of `{name}`, it is gone")));
        let retyped = change.retyped.iter();
        let retyped = retyped.map(|(field, types)| {
            (
                field,
                format!("`{field}` of `{name}`, it {}", became(types)),
            )
        });
        for (field, message) in gone.chain(retyped) {
            members.entry(field).or_default().push(Member {
                holders: all.clone(),
                message,
            });
        }
    }
    members
}

fn became((was, is): &(String, String)) -> String {
    if was == is {
        format!("is another kind of `{is}` now")
    } else {
        let told = |ty: &str| if ty.is_empty() { "nothing" } else { ty }.to_owned();
        format!("is `{}` now, and was `{}`", told(is), told(was))
    }
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

impl Read<'_> {
    fn line(&self, at: usize, message: String) -> Line<'_> {
        let place = Place {
            path: self.path,
            line: line_number(self.source.text, at),
            function: self.function(at),
        };
        (place, message)
    }

    /// Names that are gone, of types and of variants, and variants that are something else.
    fn names<'s>(&'s self, changes: &Changes, lines: &mut Vec<Line<'s>>) {
        for mention in &self.mentions {
            let Mention {
                item,
                member,
                range,
                stands,
            } = mention;
            if let Some(alike) = changes.gone.get(item) {
                // Where a `use` names it, the compiler points there.
                if *stands != Stands::Imported {
                    let mut message =
                        format!("this speaks of `{item}`, which the contract has no more");
                    if let Some(alike) = alike {
                        message = format!("{message}; `{alike}` is made alike");
                    }
                    lines.push(self.line(range.start, message));
                }
                continue;
            }
            let Some(change) = changes.changed.get(item) else {
                continue;
            };
            let name = last(item);
            if let Some(variant) = member.as_ref().filter(|_| change.is_enum) {
                if change.gone.contains(variant) {
                    lines.push(self.line(range.start, format!("`{name}::{variant}` is gone")));
                } else if let Some(types) = change.retyped.get(variant) {
                    let message = format!("`{name}::{variant}` {}", became(types));
                    lines.push(self.line(range.start, message));
                }
            }
            if change.is_recast && *stands != Stands::Import {
                let message = format!("`{name}` is another kind of type now");
                lines.push(self.line(range.start, message));
            }
            // What derives as well asks for the same of what it holds.
            if !change.lost.is_empty()
                && self.function(range.start).is_none()
                && *stands != Stands::Import
            {
                let lost: Vec<String> = change.lost.iter().map(|one| format!("`{one}`")).collect();
                let message = format!("`{name}` does not derive {} any more", lost.join(", "));
                lines.push(self.line(range.start, message));
            }
        }
    }

    /// The function in which a byte stands.
    fn function(&self, at: usize) -> Option<&str> {
        let mut functions = self.functions.iter();
        let around = functions.find(|(_, range)| range.contains(&at));
        around.map(|(name, _)| name.as_str())
    }

    /// Structs that are made or taken apart by their fields.
    fn literals<'s>(&'s self, changes: &Changes, lines: &mut Vec<Line<'s>>) {
        for mention in &self.mentions {
            let change = changes.changed.get(&mention.item);
            let Some(change) = change.filter(|one| !one.is_enum && mention.member.is_none()) else {
                continue;
            };
            let Some(fields) = self.fields_behind(mention) else {
                continue;
            };
            let told = literal(last(&mention.item), change, &fields);
            if let Some(told) = told {
                lines.push(self.line(mention.range.start, told));
            }
            for (word, at) in fields {
                let name = last(&mention.item);
                if change.gone.contains(&word) {
                    let message = format!("if this is `{word}` of `{name}`, it is gone");
                    lines.push(self.line(at, message));
                } else if let Some(types) = change.retyped.get(&word) {
                    let message = format!("if this is `{word}` of `{name}`, it {}", became(types));
                    lines.push(self.line(at, message));
                }
            }
        }
    }

    /// The names of fields between braces behind a mention, where these are of a literal or a pattern.
    fn fields_behind(&self, mention: &Mention) -> Option<Vec<(String, usize)>> {
        let tokens = &self.source.tokens;
        let behind = tokens.partition_point(|token| token.range.start < mention.range.end);
        let Kind::Open(Delimiter::Brace, end) = tokens.get(behind)?.kind else {
            return None;
        };
        // What a function returns has a body behind it, and what an impl is for its members.
        let open = tokens.get(behind)?.range.clone();
        let is_body = self.bodies.contains(&open.start);
        let mut impls = self.source.impls.iter();
        if is_body || impls.any(|one| one.inside.start == open.end) {
            return None;
        }
        let mut fields = Vec::new();
        let mut at = behind + 1;
        let mut begins = true;
        while at < end {
            let token = tokens.get(at)?;
            match &token.kind {
                Kind::Word(word) if begins && !matches!(word.as_str(), "ref" | "mut") => {
                    fields.push((word.clone(), token.range.start));
                    begins = false;
                }
                Kind::Mark(',') => begins = true,
                Kind::Open(_, close) => at = *close,
                _ => {}
            }
            at += 1;
        }
        Some(fields)
    }

    /// Matches that name every variant, where one came.
    fn matches<'s>(&'s self, changes: &Changes, lines: &mut Vec<Line<'s>>) {
        let grown = changes.changed.iter();
        let grown = grown.filter(|(_, change)| change.is_enum && !change.came.is_empty());
        let grown: Vec<String> = grown.map(|(path, _)| path.clone()).collect();
        if grown.is_empty() || !self.mentions.iter().any(|one| grown.contains(&one.item)) {
            return;
        }
        for found in matches(&self.source, &grown) {
            let case = found.arms.iter().flat_map(|arm| &arm.cases).next();
            let (Some(case), false) = (case, found.arms.iter().any(|arm| arm.takes_all)) else {
                continue;
            };
            let Some(change) = changes.changed.get(&case.of) else {
                continue;
            };
            let new: Vec<String> = change.came.iter().map(|one| format!("`{one}`")).collect();
            let (verb, asks) = if new.len() == 1 {
                ("is", "its arm")
            } else {
                ("are", "their arms")
            };
            let message = format!(
                "this match is about every `{}`, and {} {verb} new: the compiler asks for {asks}",
                last(&case.of),
                new.join(", "),
            );
            lines.push(self.line(found.inside.start, message));
        }
    }

    /// Fields that a function asks for by the names of members that changed.
    fn asked<'m, 'c>(
        &self,
        function: &Range<usize>,
        members: &'m BTreeMap<&str, Vec<Member<'c>>>,
    ) -> Vec<(usize, &'m Vec<Member<'c>>)> {
        let tokens = self.source.tokens_in(function);
        let mark = |at: Option<usize>, mark: char| {
            let token = at.and_then(|at| tokens.get(at));
            token.is_some_and(|token| token.kind == Kind::Mark(mark))
        };
        let mut found = Vec::new();
        for (position, token) in tokens.iter().enumerate() {
            let Kind::Word(word) = &token.kind else {
                continue;
            };
            let is_field =
                mark(position.checked_sub(1), '.') && !mark(position.checked_sub(2), '.');
            let is_call = matches!(
                tokens.get(position + 1).map(|token| &token.kind),
                Some(Kind::Open(Delimiter::Parenthesis, _))
            );
            if let (true, false, Some(members)) = (is_field, is_call, members.get(word.as_str()))
                && !self.source.is_disabled(token.range.start)
            {
                found.push((token.range.start, members));
            }
        }
        found
    }
}

/// What is told where a struct is made, or taken apart, by these of its fields.
fn literal(name: &str, change: &Change, fields: &[(String, usize)]) -> Option<String> {
    let has = |field: &&String| fields.iter().any(|(known, _)| known == *field);
    let came = change.came.iter().filter(|field| !has(field));
    let came: Vec<String> = came.map(|field| format!("`{field}`")).collect();
    (!came.is_empty()).then(|| format!("`{name}` has {} besides, which came", came.join(", ")))
}
