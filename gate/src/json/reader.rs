//! The reader itself: one pass over checked UTF-8, recursion bounded by the depth budget.

use std::{borrow::Cow, collections::HashSet};

use super::{Number, ReadLimits, Unreadable, Value};

/// Reads one JSON text (RFC 8259) and nothing else.
///
/// # Errors
/// [`Unreadable`] says where and why: bad syntax, bad UTF-8, a byte order mark, a duplicate member name, a lone
/// surrogate, trailing bytes, or a budget of `limits` that is spent.
pub fn read<'a>(bytes: &'a [u8], limits: &ReadLimits) -> Result<Value<'a>, Unreadable> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Unreadable::new(error.valid_up_to(), "the text is not UTF-8"))?;
    if text.starts_with('\u{feff}') {
        return Err(Unreadable::new(0, "a byte order mark is not allowed"));
    }
    let mut reader = Reader {
        text,
        at: 0,
        depth: limits.depth.min(ReadLimits::DEEPEST),
        nodes: limits.nodes,
    };
    let value = reader.value()?;
    reader.skip_space();
    if reader.at < bytes.len() {
        Err(reader.fault("the text goes on after the value"))
    } else {
        Ok(value)
    }
}

/// Objects up to this size are checked for duplicates pairwise: quicker than hashing, and still bounded.
const PAIRWISE: usize = 16;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    nodes: usize,
}

impl<'a> Reader<'a> {
    fn fault(&self, reason: &'static str) -> Unreadable {
        Unreadable::new(self.at, reason)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        // Most texts on the wire are compact: one comparison is all that is needed.
        while let Some(byte) = self.peek().filter(|byte| *byte <= b' ') {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return;
            }
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Value<'a>, Unreadable> {
        self.skip_space();
        if self.nodes == 0 {
            return Err(self.fault("the text holds too many values"));
        }
        self.nodes -= 1;
        match self.peek() {
            Some(b'"') => self.string().map(Value::String),
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(_) => Err(self.fault("a value was expected")),
            None => Err(self.fault("the text ends too early")),
        }
    }

    fn nested(
        &mut self,
        read: fn(&mut Self) -> Result<Value<'a>, Unreadable>,
    ) -> Result<Value<'a>, Unreadable> {
        if self.depth == 0 {
            return Err(self.fault("the text is nested too deeply"));
        }
        self.depth -= 1;
        self.at += 1;
        let value = read(self)?;
        self.depth += 1;
        Ok(value)
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, Unreadable> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.fault("a value was expected"))
        }
    }

    fn array(&mut self) -> Result<Value<'a>, Unreadable> {
        let mut items = Vec::new();
        self.skip_space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value()?);
            if self.separator(b']')? {
                return Ok(Value::Array(items));
            }
        }
    }

    fn object(&mut self) -> Result<Value<'a>, Unreadable> {
        let mut members = Vec::new();
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(members));
        }
        members.reserve(8);
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.fault("a member name was expected"));
            }
            let start = self.at;
            let key = self.string()?;
            if members.len() < PAIRWISE && members.iter().any(|(known, _)| is_same(known, &key)) {
                return Err(Unreadable::new(
                    start,
                    "a member name appears twice in one object",
                ));
            }
            self.skip_space();
            if self.peek() != Some(b':') {
                return Err(self.fault("a colon was expected"));
            }
            self.at += 1;
            let value = self.value()?;
            members.push((key, value));
            if self.separator(b'}')? {
                break;
            }
        }
        if members.len() > PAIRWISE {
            self.refuse_duplicates(&members)?;
        }
        Ok(Value::Object(members))
    }

    fn refuse_duplicates(&self, members: &[(Cow<'a, str>, Value<'a>)]) -> Result<(), Unreadable> {
        let mut seen = HashSet::with_capacity(members.len());
        if members.iter().all(|(key, _)| seen.insert(key.as_ref())) {
            Ok(())
        } else {
            Err(Unreadable::new(
                self.at - 1,
                "a member name appears twice in the object that ends here",
            ))
        }
    }

    /// Steps over a comma (false) or over `end` (true).
    fn separator(&mut self, end: u8) -> Result<bool, Unreadable> {
        self.skip_space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(false)
            }
            Some(byte) if byte == end => {
                self.at += 1;
                Ok(true)
            }
            Some(_) => Err(self.fault("a comma or the closing bracket was expected")),
            None => Err(self.fault("the text ends too early")),
        }
    }

    fn number(&mut self) -> Result<Value<'a>, Unreadable> {
        let rest = &self.text[self.at..];
        let length = Number::scan(rest.as_bytes());
        if length == 0 {
            return Err(self.fault("a number is malformed"));
        }
        self.at += length;
        // `01` scans as `0`, `1.` as `1`, `1e` as `1`: what follows is never a separator, so it is refused there.
        if let Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-') = self.peek() {
            return Err(self.fault("a number is malformed"));
        }
        Ok(Value::Number(Number::borrowed(&rest[..length])))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Unreadable> {
        self.at += 1;
        let start = self.at;
        self.skip_plain();
        if self.peek() == Some(b'"') {
            let text = &self.text[start..self.at];
            self.at += 1;
            return Ok(Cow::Borrowed(text));
        }
        let mut text = String::with_capacity(self.at - start + 16);
        let mut plain = start;
        loop {
            text.push_str(&self.text[plain..self.at]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(text));
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(self.fault("a control character must be escaped")),
                None => return Err(self.fault("the text ends inside a string")),
            }
            plain = self.at;
            self.skip_plain();
        }
    }

    /// Moves to the next quote, backslash, control character or the end.
    fn skip_plain(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let mut chunks = rest.chunks_exact(8);
        let mut skipped = 0;
        for chunk in &mut chunks {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            let special = special_bytes(u64::from_le_bytes(word));
            if special != 0 {
                self.at += skipped + (special.trailing_zeros() / 8) as usize;
                return;
            }
            skipped += 8;
        }
        let tail = chunks.remainder();
        let end = tail
            .iter()
            .position(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\')
            .unwrap_or(tail.len());
        self.at += skipped + end;
    }

    fn escape(&mut self) -> Result<char, Unreadable> {
        let escaped = match self.text.as_bytes().get(self.at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.fault("an escape is malformed")),
        };
        self.at += 2;
        Ok(escaped)
    }

    fn unicode_escape(&mut self) -> Result<char, Unreadable> {
        let first = self.hex(self.at)?;
        let (code, length) = match first {
            0xd800..=0xdbff => {
                let second = self.hex(self.at + 6).unwrap_or(0);
                if !(0xdc00..=0xdfff).contains(&second) {
                    return Err(self.fault("a surrogate stands alone"));
                }
                (0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00), 12)
            }
            code => (code, 6),
        };
        let character =
            char::from_u32(code).ok_or_else(|| self.fault("a surrogate stands alone"))?;
        self.at += length;
        Ok(character)
    }

    /// The four hexadecimal digits of a `\u` that starts at `start`.
    fn hex(&self, start: usize) -> Result<u32, Unreadable> {
        let escape = self
            .text
            .as_bytes()
            .get(start..start + 6)
            .filter(|escape| escape.starts_with(b"\\u"));
        let digits = escape.ok_or_else(|| self.fault("an escape is malformed"))?;
        digits[2..].iter().try_fold(0, |code, &digit| {
            let digit = char::from(digit)
                .to_digit(16)
                .ok_or_else(|| self.fault("an escape is malformed"))?;
            Ok(code * 16 + digit)
        })
    }
}

/// Equality of names, most of which differ in length or in their first byte.
fn is_same(left: &str, right: &str) -> bool {
    left.len() == right.len()
        && left.as_bytes().first() == right.as_bytes().first()
        && left == right
}

/// The high bit of each byte that ends a plain stretch of a string: below 0x20, a quote, or a backslash. Bits above the
/// lowest one set may be false alarms (borrow), the lowest one never is.
const fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let quote = word ^ (ONES * b'"' as u64);
    let backslash = word ^ (ONES * b'\\' as u64);
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    let equal = (quote.wrapping_sub(ONES) & !quote) | (backslash.wrapping_sub(ONES) & !backslash);
    (control | equal) & HIGH
}
