//! What is put aside: an operation that is gone and the bytes that were written for it go in, a block that keeps them and that
//! nobody compiles comes out; and the way back, when the operation comes back.
//!
//! The block is an inherent impl under `#[cfg(false)]`: the types of a request that is gone are gone with it, and no other place
//! for the bytes compiles in every case.

use super::Known;
use super::edits::with_newlines;
use super::source::{Impl, Source};

/// How the reason of a block begins.
const MARK: &str = "removed from the contract: ";

/// The attribute that says that nobody calls it.
const MARKED: &str = "expect";

/// What keeps an item or an arm from being compiled.
const OFF: &str = "#[cfg(false)]";

/// rustfmt breaks lines that are longer (`max_width`).
const LONGEST_LINE: usize = 100;

/// rustfmt breaks attributes whose arguments are longer (`attr_fn_like_width`).
const LONGEST_ARGUMENTS: usize = 70;

/// What tells an operation in a comment or a reason.
#[must_use]
pub fn label(known: &Known) -> String {
    let place = format!("{} {}", known.http_method, known.path);
    match &known.id {
        Some(id) => format!("{id} ({place})"),
        None => place,
    }
}

/// Whether a label is that of an operation: the same id, or the same method and path.
#[must_use]
pub fn is_label_of(label: &str, known: &Known) -> bool {
    let place = format!("{} {}", known.http_method, known.path);
    let (id, stood) = match label
        .strip_suffix(')')
        .and_then(|label| label.split_once(" ("))
    {
        Some((id, stood)) => (Some(id), stood),
        None => (None, label),
    };
    (id.is_some() && id == known.id.as_deref()) || stood == place
}

/// An impl that gets a method of another one: what stands before and behind its type, how far it is indented, and how its lines
/// end.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'f> {
    /// Everything from `impl` to the type.
    pub opening: &'f str,
    /// The type, and conditions behind it.
    pub target: &'f str,
    /// The white space before it.
    pub indent: &'f str,
    /// How its lines end.
    pub newline: &'f str,
}

impl Frame<'_> {
    /// The impl around the bytes of a method, which stay as they are; `above` are lines of ours.
    #[must_use]
    pub fn around(self, above: &str, lines: &str) -> String {
        let Self {
            opening,
            target,
            indent,
            newline,
        } = self;
        let (opening, target) = (opening.trim(), target.trim());
        let above = with_newlines(above, newline);
        let end = if lines.ends_with('\n') { "" } else { newline };
        format!("{above}{indent}{opening} {target} {{{newline}{lines}{end}{indent}}}{newline}")
    }
}

/// A block that keeps the bytes of a method.
#[must_use]
pub fn block(known: &Known, frame: Frame<'_>, lines: &str) -> String {
    let indent = frame.indent;
    let label = label(known);
    let reason = format!("{MARK}{label}")
        .replace('\\', "\\\\")
        .replace('"', "\\\"");
    let label = label.replace(['\n', '\r'], " ");
    let reason = reason.replace(['\n', '\r'], " ");
    let marked = marked(&format!("reason = \"{reason}\""), indent);
    let above = format!(
        "{indent}// The contract has no {label} any more.\n\
         {indent}// What was written for it is kept here and not compiled: take out what is of use, then delete it.\n\
         {indent}{OFF}\n\
         {indent}{marked}\n"
    );
    frame.around(&above, lines)
}

/// The attribute of a block, in the lines that rustfmt makes of it.
fn marked(reason: &str, indent: &str) -> String {
    let arguments = format!("dead_code, {reason}");
    let line = format!("#[{MARKED}({arguments})]");
    if arguments.chars().count() <= LONGEST_ARGUMENTS && fits(indent, &line) {
        return line;
    }
    format!("#[{MARKED}(\n{indent}    dead_code,\n{indent}    {reason}\n{indent})]")
}

fn fits(indent: &str, line: &str) -> bool {
    indent.chars().count() + line.chars().count() <= LONGEST_LINE
}

/// What is put above an arm of a match that nobody compiles any more, up to the arm itself: one line, or the two that
/// rustfmt makes of a long one.
#[must_use]
pub fn line(known: &Known, indent: &str) -> String {
    let label = label(known).replace(['\n', '\r'], " ");
    let comment = format!("// {MARK}{label}");
    let line = format!("{OFF} {comment}");
    if fits(indent, &line) {
        format!("{line}\n{indent}")
    } else {
        format!("{OFF}\n{indent}{comment}\n{indent}")
    }
}

/// The label with which a text begins that [`line()`] made, and how many bytes that takes up to the arm itself.
#[must_use]
pub fn label_in(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix(OFF)?.trim_start();
    let rest = rest.strip_prefix("// ")?.strip_prefix(MARK)?;
    let (label, arm) = rest.split_once('\n')?;
    let arm = arm.trim_start_matches([' ', '\t']);
    Some((label.trim_end(), text.len() - arm.len()))
}

/// The blocks of a file that keep a method of an operation: positions of impls.
#[must_use]
pub fn kept_for(source: &Source<'_>, known: &Known) -> Vec<usize> {
    let is_kept = |implementation: &Impl| {
        let reason = implementation.reason.as_deref();
        let label = reason.and_then(|reason| reason.strip_prefix(MARK));
        implementation.path.is_empty()
            && implementation.methods.len() == 1
            && label.is_some_and(|label| is_label_of(label, known))
    };
    let impls = source.impls.iter().enumerate();
    impls
        .filter(|(_, implementation)| is_kept(implementation))
        .map(|(position, _)| position)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Frame, Known, block, label_in, line};

    fn known(path: &str) -> Known {
        Known {
            version: String::new(),
            id: Some("dropPet".to_owned()),
            http_method: "DELETE".to_owned(),
            path: path.to_owned(),
            route: path.to_owned(),
            tag: "pets".to_owned(),
            method: "drop_pet".to_owned(),
            variant: "DropPet".to_owned(),
            request: "DropPet".to_owned(),
            response: "DropPetResponse".to_owned(),
            ids: None,
        }
    }

    #[test]
    fn an_attribute_is_broken_where_rustfmt_breaks_it() {
        // `dead_code, reason = "removed from the contract: dropPet (DELETE /…)"` has 70 characters with a path of 4.
        let path = "/abc";
        for (path, indent, lines) in [
            (path, "", 1),
            (path, &*" ".repeat(19), 1),
            (path, &*" ".repeat(20), 4),
            (&format!("{path}d"), "", 4),
        ] {
            let frame = Frame {
                opening: "impl",
                target: "App",
                indent,
                newline: "\n",
            };
            let text = block(&known(path), frame, "");
            let attribute: Vec<&str> = text
                .lines()
                .skip_while(|line| !line.contains("#[expect("))
                .take_while(|line| !line.contains("impl App"))
                .collect();
            assert_eq!(attribute.len(), lines, "{text}");
        }
    }

    #[test]
    fn what_is_put_above_an_arm_is_found_again() {
        for (path, lines) in [("/pets", 1), (&*format!("/{}", "long".repeat(20)), 2)] {
            let above = line(&known(path), "    ");
            assert_eq!(above.lines().count(), lines + 1, "{above}");
            for text in [
                format!("{above}Operation::A"),
                format!("{above}Operation::A").replace('\n', "\r\n"),
            ] {
                let (label, length) = label_in(&text).unwrap();
                assert_eq!(label, format!("dropPet (DELETE {path})"));
                assert_eq!(text.get(length..), Some("Operation::A"));
            }
        }
        assert_eq!(label_in("#[cfg(false)] // mine\nOperation::A"), None);
    }
}
