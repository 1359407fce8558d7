//! Values as Rust text: strings, numbers and lists of them go in, literals come out.

/// A string as a Rust literal.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// An integer as a Rust literal, its digits in groups of three where there are many.
#[must_use]
pub fn grouped(number: impl Into<i128>) -> String {
    let number: i128 = number.into();
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    if digits.len() < 5 {
        return format!("{sign}{digits}");
    }
    let mut text = String::from(sign);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// A list of string literals.
#[must_use]
pub fn quoted_list<'t>(words: impl IntoIterator<Item = &'t str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(quoted).collect();
    format!("&[{}]", quoted.join(", "))
}

pub fn some(value: Option<impl Into<i128>>) -> Option<String> {
    value.map(|value| format!("Some({})", grouped(value)))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!(grouped(1_234), "1234");
        assert_eq!(grouped(-12_345), "-12_345");
        assert_eq!(grouped(1_234_567), "1_234_567");
    }
}
