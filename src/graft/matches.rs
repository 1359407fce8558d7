//! Matches over the operations: a file goes in; every `match` whose arms speak of them, arm by arm, comes out.

use std::ops::Range;

use proc_macro2::{Delimiter, Span, TokenStream};
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Arm, Pat};

use super::names::resolved;
use super::rename::{Spelled, spelled};
use super::source::{Kind, Source};

/// A match.
#[derive(Debug)]
pub struct Match {
    /// Between its braces.
    pub inside: Range<usize>,
    /// Its arms.
    pub arms: Vec<ArmAt>,
}

/// One arm.
#[derive(Debug)]
pub struct ArmAt {
    /// All of it, attributes and comma too.
    pub range: Range<usize>,
    /// Where its pattern begins.
    pub pattern: usize,
    /// Whether it ends by a comma or a block, so that another arm may follow.
    pub is_closed: bool,
    /// Whether it takes whatever comes.
    pub takes_all: bool,
    /// What it takes, one by one.
    pub cases: Vec<Case>,
}

/// One of the patterns of an arm, and the operation that it is.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its bytes.
    pub range: Range<usize>,
    /// The enum's full path.
    pub of: String,
    /// The variant.
    pub variant: String,
    /// The variant's bytes.
    pub named: Range<usize>,
    /// What stands before the variant, as it is spelled.
    pub prefix: String,
}

/// Every match of a file with an arm that is about an operation; with `bare`, also those without arms.
#[must_use]
pub fn matches(source: &Source<'_>, enums: &[String]) -> Vec<Match> {
    let paths = spelled(source);
    let mut found = Vec::new();
    for (position, token) in source.tokens.iter().enumerate() {
        if token.kind != Kind::Word("match".to_owned()) || source.is_disabled(token.range.start) {
            continue;
        }
        let Some(inside) = braces_behind(source, position) else {
            continue;
        };
        let Some(arms) = arms(source, &inside, &paths, enums) else {
            continue;
        };
        let speaks = arms.iter().any(|arm| !arm.cases.is_empty());
        if speaks || arms.is_empty() {
            found.push(Match { inside, arms });
        }
    }
    found
}

/// Between the braces that follow what is matched.
fn braces_behind(source: &Source<'_>, position: usize) -> Option<Range<usize>> {
    let mut at = position + 1;
    loop {
        match &source.tokens.get(at)?.kind {
            Kind::Open(Delimiter::Brace, end) => {
                let open = source.tokens.get(at)?.range.end;
                return Some(open..source.tokens.get(*end)?.range.start);
            }
            Kind::Open(_, end) => at = end + 1,
            Kind::Close => return None,
            _ => at += 1,
        }
    }
}

fn arms(
    source: &Source<'_>,
    inside: &Range<usize>,
    paths: &[Spelled],
    enums: &[String],
) -> Option<Vec<ArmAt>> {
    let stream: TokenStream = source.slice(inside).parse().ok()?;
    let parse = |input: ParseStream<'_>| {
        let mut arms = Vec::new();
        while !input.is_empty() {
            arms.push(input.parse::<Arm>()?);
        }
        Ok(arms)
    };
    let parsed: Vec<Arm> = parse.parse2(stream).ok()?;
    let shifted = |span: Span| {
        let range = span.byte_range();
        range.start + inside.start..range.end + inside.start
    };
    let one = |arm: &Arm| {
        let pattern = shifted(arm.pat.span());
        let patterns: Vec<Range<usize>> = match &arm.pat {
            Pat::Or(or) => or.cases.iter().map(|case| shifted(case.span())).collect(),
            _ => vec![pattern.clone()],
        };
        let cases = patterns
            .into_iter()
            .filter_map(|range| case(source, range, paths, enums));
        let mut range = shifted(arm.span());
        if let Some(comma) = &arm.comma {
            range.end = range.end.max(shifted(comma.span()).end);
        }
        ArmAt {
            range,
            pattern: pattern.start,
            is_closed: arm.comma.is_some() || matches!(*arm.body, syn::Expr::Block(_)),
            takes_all: takes_all(&arm.pat),
            cases: cases.collect(),
        }
    };
    Some(parsed.iter().map(one).collect())
}

fn takes_all(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) => true,
        Pat::Ident(name) => {
            name.subpat.is_none()
                && name
                    .ident
                    .to_string()
                    .starts_with(|letter: char| letter.is_lowercase())
        }
        _ => false,
    }
}

/// The first operation that a pattern speaks of.
fn case(
    source: &Source<'_>,
    range: Range<usize>,
    paths: &[Spelled],
    enums: &[String],
) -> Option<Case> {
    let from = paths.partition_point(|path| path.start() < range.start);
    let inside = paths.get(from..)?.iter();
    let mut inside = inside.take_while(|path| path.start() < range.end);
    inside.find_map(|spelled| {
        let scope = source.scope_at(spelled.start());
        let full = resolved(source, scope, &spelled.path());
        let hit = full.into_iter().find_map(|full| {
            let (variant, of) = full.split_last()?;
            let of = of.join("::");
            enums.contains(&of).then(|| (of, variant.clone()))
        });
        let (of, variant) = hit?;
        let (_, named) = spelled.words.last()?;
        Some(Case {
            range: range.clone(),
            of,
            variant,
            prefix: source.slice(&(spelled.start()..named.start)).to_owned(),
            named: named.clone(),
        })
    })
}
