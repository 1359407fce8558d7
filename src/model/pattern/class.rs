//! A set in brackets in, the same set for the engines out.

use super::emit::{ANYTHING, NOTHING, all_but, push_range};
use super::escape::{self, Escape, Set};
use super::scan::Scanner;
use super::{Unsupported, group::Letters};

/// One end of what may be a range.
enum Member {
    Code(u32),
    Set(Set),
}

/// Reads a class whose opening bracket is read already, and writes it.
pub(super) fn translate(
    scanner: &mut Scanner<'_>,
    letters: Letters,
    output: &mut String,
) -> Result<(), Unsupported> {
    let negated = scanner.take("^");
    let mut members = String::new();
    loop {
        if scanner.take("]") {
            break;
        }
        let first = member(scanner, letters)?;
        let mut ahead = scanner.clone();
        // A `-` before the closing bracket stands for itself, as does one beside a set (Annex B, `[\w-.]`).
        if !ahead.take("-") || ahead.peek() == Some(']') {
            push(&mut members, first);
            continue;
        }
        let last = member(&mut ahead, letters)?;
        *scanner = ahead;
        match (first, last) {
            (Member::Code(first), Member::Code(last)) if first <= last => {
                push_range(&mut members, first, last);
            }
            (Member::Code(_), Member::Code(_)) => {
                return Err(Unsupported::new(
                    "a range in brackets ends before it begins",
                ));
            }
            (first, last) => {
                push(&mut members, first);
                push(&mut members, Member::Code(u32::from('-')));
                push(&mut members, last);
            }
        }
    }
    // Nothing but surrogates, or nothing at all: the engines have no word for it but a negation of everything.
    match (members.is_empty(), negated) {
        (true, false) => output.push_str(NOTHING),
        (true, true) => output.push_str(ANYTHING),
        (false, _) => {
            output.push_str(if negated { "[^" } else { "[" });
            output.push_str(&members);
            output.push(']');
        }
    }
    Ok(())
}

fn member(scanner: &mut Scanner<'_>, letters: Letters) -> Result<Member, Unsupported> {
    match scanner.next() {
        None => Err(Unsupported::new("a bracket is not closed")),
        // Inside brackets, and only there, `\b` is the backspace.
        Some('\\') if scanner.take("b") => Ok(Member::Code(0x08)),
        Some('\\') => match escape::read(scanner)? {
            Escape::Code(code) => Ok(Member::Code(code)),
            Escape::Set(set) => letters.admit(&set).map(|()| Member::Set(set)),
        },
        Some(itself) => Ok(Member::Code(u32::from(itself))),
    }
}

fn push(members: &mut String, member: Member) {
    match member {
        Member::Code(code) => push_range(members, code, code),
        Member::Set(set) => push_set(members, &set),
    }
}

/// Writes a set so that it may stand inside brackets.
fn push_set(members: &mut String, set: &Set) {
    match set {
        Set::Members(text) => members.push_str(text),
        Set::AllBut(text) => members.push_str(all_but(text)),
        Set::Property(text) | Set::NotProperty(text) => members.push_str(text),
    }
}

/// Writes a set that stands outside brackets.
pub(super) fn push_alone(output: &mut String, set: &Set) {
    match set {
        Set::Members(text) => {
            output.push('[');
            output.push_str(text);
            output.push(']');
        }
        Set::AllBut(text) => {
            output.push_str("[^");
            output.push_str(text);
            output.push(']');
        }
        Set::Property(_) | Set::NotProperty(_) => push_set(output, set),
    }
}
