//! JSON pointers (RFC 6901) and the references that carry them in a fragment.

use std::fmt::Write;

/// A JSON pointer that grows and shrinks as a walk goes down and up.
#[derive(Clone, Debug, Default)]
pub struct Pointer {
    text: String,
}

impl Pointer {
    /// A pointer that starts at `text`.
    #[must_use]
    pub fn at(text: &str) -> Self {
        Self {
            text: text.to_owned(),
        }
    }

    /// The pointer so far.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Runs `visit` one member further down.
    pub fn within<T>(&mut self, member: &str, visit: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.text.len();
        push(&mut self.text, member);
        let result = visit(self);
        self.text.truncate(length);
        result
    }

    /// Goes one member further down, for good.
    pub fn push(&mut self, member: &str) {
        push(&mut self.text, member);
    }

    /// Goes back up to where the pointer had this many bytes.
    pub fn cut(&mut self, length: usize) {
        self.text.truncate(length);
    }

    /// Runs `visit` one element further down.
    pub fn within_index<T>(&mut self, index: usize, visit: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.text.len();
        // Writing to a string cannot fail.
        let _ = write!(self.text, "/{index}");
        let result = visit(self);
        self.text.truncate(length);
        result
    }
}

/// Appends `member` as one more token.
pub fn push(pointer: &mut String, member: &str) {
    pointer.push('/');
    for character in member.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// `pointer` with one more token.
#[must_use]
pub fn join(pointer: &str, member: &str) -> String {
    let mut longer = pointer.to_owned();
    push(&mut longer, member);
    longer
}

/// The members that a pointer names, unescaped.
pub fn tokens(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer
        .split('/')
        .skip(1)
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// The reference whose fragment is `pointer`; `%` is escaped, so that [`of_reference`] is its inverse.
#[must_use]
pub fn to_reference(pointer: &str) -> String {
    format!("#{}", pointer.replace('%', "%25"))
}

/// The canonical pointer in a local reference: percent-decoded, `~0` and `~1` as they are. `None` when the reference is
/// not local, or its fragment is no pointer.
#[must_use]
pub fn of_reference(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    let pointer = percent_decode(fragment)?;
    (pointer.is_empty() || pointer.starts_with('/')).then_some(pointer)
}

/// A `%` that no two hexadecimal digits follow stands for itself, as in references written by hand; `None` when what comes
/// out is not UTF-8.
#[must_use]
pub fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if let (b'%', [high, low, after @ ..]) = (first, tail)
            && let (Some(high), Some(low)) = (digit(*high), digit(*low))
        {
            bytes.push(high << 4 | low);
            rest = after;
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// One token of a reference as the word it stands for: percent-decoded, `~1` and `~0` undone.
#[must_use]
pub fn unescape(token: &str) -> String {
    percent_decode(token)
        .unwrap_or_else(|| token.to_owned())
        .replace("~1", "/")
        .replace("~0", "~")
}
