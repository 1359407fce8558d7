//! A pattern in, its characters out, one at a time and with any look ahead.

/// A place in a pattern.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'p> {
    rest: &'p str,
}

impl<'p> Scanner<'p> {
    pub(super) fn new(pattern: &'p str) -> Self {
        Self { rest: pattern }
    }

    /// What has not been read yet.
    pub(super) fn rest(&self) -> &'p str {
        self.rest
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let character = characters.next()?;
        self.rest = characters.as_str();
        Some(character)
    }

    /// Reads `word` if it comes next, and says whether it did.
    pub(super) fn take(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Reads up to `end`, and over it; `None`, and nothing read, if it never comes.
    pub(super) fn take_until(&mut self, end: char) -> Option<&'p str> {
        let (before, after) = self.rest.split_once(end)?;
        self.rest = after;
        Some(before)
    }

    /// Reads exactly `count` hexadecimal digits; `None`, and nothing read, if there are fewer.
    pub(super) fn take_hex(&mut self, count: usize) -> Option<u32> {
        let digits = self.rest.get(..count)?;
        let value = hex(digits)?;
        self.rest = self.rest.get(count..)?;
        Some(value)
    }

    /// Reads as many decimal digits as there are; `None` if there is none. A number too large to count is `u32::MAX`.
    pub(super) fn take_number(&mut self) -> Option<u32> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(length);
        if digits.is_empty() {
            return None;
        }
        self.rest = rest;
        Some(digits.parse().unwrap_or(u32::MAX))
    }
}

/// The value of a string of nothing but hexadecimal digits.
pub(super) fn hex(digits: &str) -> Option<u32> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}
