//! Patterns that say a plain thing in a way that no engine takes: a pattern goes in, and what it means comes out.
//!
//! Flags: `(?i)` in Perl, Java and Python holds for the rest of its group, and is no pattern at all in ECMA-262, which
//! knows `(?i:…)` (2025, section 22.2.1). Where the rest of the group is one thing, the one says the same as the other.
//!
//! Lengths: `^.{0,262144}$` is a program of many megabytes, and a length that costs nothing to check.

/// The pattern with groups in place of flags; `None` where it has none, or one that no group says.
#[must_use]
pub fn grouped(pattern: &str) -> Option<String> {
    let mut written = String::with_capacity(pattern.len() + 8);
    let mut is_changed = false;
    // For each open group, how many groups of ours end with it.
    let mut open = vec![0_usize];
    let mut is_class = false;
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        let mut length = next.len_utf8();
        match next {
            '\\' => {
                length += rest.get(1..)?.chars().next().map_or(0, char::len_utf8);
            }
            '[' => is_class = true,
            ']' => is_class = false,
            '(' if !is_class => {
                if let Some((flags, taken)) = flags(rest) {
                    let begins = written.is_empty() || written.ends_with(['(', ':']);
                    if !begins && is_divided(rest.get(taken..)?) {
                        return None;
                    }
                    written.extend(["(?", flags, ":"]);
                    *open.last_mut()? += 1;
                    is_changed = true;
                    rest = rest.get(taken..)?;
                    continue;
                }
                open.push(0);
            }
            ')' if !is_class => {
                let ours = open.pop()?;
                written.push_str(&")".repeat(ours));
            }
            _ => {}
        }
        written.push_str(rest.get(..length)?);
        rest = rest.get(length..)?;
    }
    written.push_str(&")".repeat(open.pop()?));
    (is_changed && open.is_empty()).then_some(written)
}

/// The flags with which a text begins, and how long that is.
fn flags(text: &str) -> Option<(&str, usize)> {
    let (flags, _) = text.strip_prefix("(?")?.split_once(')')?;
    let known = |flag: char| matches!(flag, 'i' | 's' | '-');
    let is_some = flags.contains(['i', 's']) && flags.chars().all(known);
    is_some.then_some((flags, flags.len() + "(?)".len()))
}

/// Whether a text has a bar before the group ends in which it begins.
fn is_divided(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut is_class = false;
    let mut is_escaped = false;
    for next in text.chars() {
        if std::mem::take(&mut is_escaped) {
            continue;
        }
        match (next, is_class) {
            ('\\', _) => is_escaped = true,
            ('[', false) => is_class = true,
            (']', true) => is_class = false,
            ('(', false) => depth += 1,
            (')', false) if depth == 0 => return false,
            (')', false) => depth -= 1,
            ('|', false) if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// From this count on a pattern is too large to be run as one.
const LARGE: u64 = 1_000;

/// The least and the most characters that a pattern asks for, where it asks for nothing else but that none of them ends a
/// line; `None` where it is small enough to be run as it is.
#[must_use]
pub fn lengths(pattern: &str) -> Option<(u64, Option<u64>)> {
    let count = pattern.strip_prefix("^.{")?.strip_suffix("}$")?;
    let (least, most) = match count.split_once(',') {
        None => (count, Some(count)),
        Some((least, "")) => (least, None),
        Some((least, most)) => (least, Some(most)),
    };
    let least: u64 = least.parse().ok()?;
    let most: Option<u64> = most.map(str::parse).transpose().ok()?;
    (most.unwrap_or(least) > LARGE).then_some((least, most))
}

#[cfg(test)]
mod tests {
    use super::{grouped, lengths};

    #[test]
    fn a_large_count_of_anything_is_a_length() {
        for (pattern, expected) in [
            ("^.{0,262144}$", Some((0, Some(262_144)))),
            ("^.{5000}$", Some((5_000, Some(5_000)))),
            ("^.{5000,}$", Some((5_000, None))),
            ("^.{1,20}$", None),
            ("^.{1,5000}", None),
            ("^.{1,5000}|a$", None),
            ("^.{1,-5000}$", None),
        ] {
            assert_eq!(lengths(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn flags_become_groups() {
        for (perl, ecma) in [
            ("(?i)^(all|none)$", "(?i:^(all|none)$)"),
            ("(?i)a|b", "(?i:a|b)"),
            ("(\\.(?i)(jpeg|pdf))$", "(\\.(?i:(jpeg|pdf)))$"),
            ("a(?i)b(?-i)c", "a(?i:b(?-i:c))"),
            ("((?is)a|b)c", "((?is:a|b))c"),
            ("(?:(?i)a|b)c", "(?:(?i:a|b))c"),
        ] {
            assert_eq!(grouped(perl).as_deref(), Some(ecma), "{perl}");
        }
    }

    #[test]
    fn what_is_no_flag_stays() {
        for pattern in [
            "^a$", "(?i:a)", "[(?i)]", "\\(?i)", "(?m)a", "a(?i)b|c", "(?P<a>b)", "(?i)a)",
        ] {
            assert_eq!(grouped(pattern), None, "{pattern}");
        }
    }
}
