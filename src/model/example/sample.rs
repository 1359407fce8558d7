//! A pattern in, short texts in which it is found out.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use crate::model::pattern::{Engine, translate};

/// No text is made longer than this, in bytes: it is an example.
const LONGEST: usize = 4096;

/// A text in which an ECMA-262 pattern is likely found, the `variant`th, of at least `least` characters if the pattern
/// lets it grow. Anchors inside and lookaround are not reckoned with: the caller has to check.
pub(super) fn sample(ecma: &str, least: usize, variant: usize) -> Option<String> {
    let translated = translate(ecma).ok()?;
    // What looks around has no such form, but what it looks around at nearly always has.
    let regex = match translated.engine {
        Engine::Linear => translated.regex,
        Engine::Bounded => without_looking(&translated.regex)?,
    };
    let hir = regex_syntax::parse(&regex).ok()?;
    // Some repetition may have to turn more often than it must; try how often for all of them at once.
    let mut best = None;
    for extra in (0..8).chain([12, 16, 24, 32, 48, 64, 128, 256, 512, 1024]) {
        let mut sampler = Sampler {
            text: String::new(),
            extra,
            variant,
        };
        sampler.write(&hir);
        let length = sampler.text.chars().count();
        if length > LONGEST {
            break;
        }
        best = Some(sampler.text);
        if length >= least {
            break;
        }
    }
    best
}

/// The pattern without its lookarounds.
fn without_looking(regex: &str) -> Option<String> {
    let mut kept = String::new();
    let mut rest = regex;
    while let Some(start) = ["(?=", "(?!", "(?<=", "(?<!"]
        .iter()
        .filter_map(|look| rest.find(look))
        .min()
    {
        let (before, group) = rest.split_at_checked(start)?;
        kept.push_str(before);
        rest = group.get(closing(group)? + 1..)?;
    }
    kept.push_str(rest);
    Some(kept)
}

/// Where the group that begins a text ends.
fn closing(group: &str) -> Option<usize> {
    let (mut depth, mut brackets, mut escaped) = (0_usize, 0_usize, false);
    for (index, character) in group.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            '(' if brackets == 0 => depth += 1,
            ')' if brackets == 0 => {
                depth -= 1;
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
    }
    None
}

struct Sampler {
    text: String,
    /// How often repetitions turn beyond what they must.
    extra: u32,
    /// What is left of the variant's number: each choice takes its share.
    variant: usize,
}

impl Sampler {
    fn write(&mut self, hir: &Hir) {
        if self.text.len() > LONGEST {
            return;
        }
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => self.text.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(class) => self.class(class),
            HirKind::Look(look) => self.look(*look),
            HirKind::Repetition(repetition) => {
                // A step that may be left out is left out, unless the text has to grow.
                let turns = repetition.min.saturating_add(self.extra);
                for _ in 0..repetition.max.map_or(turns, |max| turns.min(max)) {
                    self.write(&repetition.sub);
                }
            }
            HirKind::Capture(capture) => self.write(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.write(part)),
            HirKind::Alternation(parts) => {
                if let Some(part) = parts.get(self.share(parts.len())) {
                    self.write(part);
                }
            }
        }
    }

    /// A boundary where there would be none is made with a space.
    fn look(&mut self, look: Look) {
        let after_word = self
            .text
            .ends_with(|last: char| last.is_ascii_alphanumeric() || last == '_');
        if look == Look::WordAsciiNegate && after_word {
            self.text.push(' ');
        }
    }

    /// One of `count` ways, by the variant.
    fn share(&mut self, count: usize) -> usize {
        let chosen = self.variant % count.max(1);
        self.variant /= count.max(1);
        chosen
    }

    fn class(&mut self, class: &Class) {
        let ranges: Vec<(u32, u32)> = match class {
            Class::Unicode(class) => class
                .ranges()
                .iter()
                .map(|range| (range.start().into(), range.end().into()))
                .collect(),
            Class::Bytes(class) => class
                .ranges()
                .iter()
                .map(|range| (range.start().into(), range.end().into()))
                .collect(),
        };
        // Letters first, then digits, then what can be printed, then anything.
        let liked = [
            ('a', 'z'),
            ('A', 'Z'),
            ('0', '9'),
            ('-', '-'),
            ('_', '_'),
            ('!', '~'),
            (' ', ' '),
            ('\0', char::MAX),
        ];
        for (first, last) in liked {
            let within: Vec<(u32, u32)> = ranges
                .iter()
                .map(|(from, to)| ((*from).max(first.into()), (*to).min(last.into())))
                .filter(|(from, to)| from <= to)
                .collect();
            let count: u32 = within.iter().map(|(from, to)| to - from + 1).sum();
            if count == 0 {
                continue;
            }
            let mut index = u32::try_from(self.share(count as usize)).unwrap_or(0);
            for (from, to) in within {
                if index <= to - from {
                    self.text.extend(char::from_u32(from + index));
                    return;
                }
                index -= to - from + 1;
            }
        }
    }
}
