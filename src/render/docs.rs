//! Descriptions as doc comments: a paragraph of the document goes in, lines that rustdoc and clippy take come out.

/// The widest line of a comment, without its marker.
const WIDTH: usize = 100;

/// The longest description that is kept, in characters; the contract beside the code has the rest.
const LONGEST: usize = 600;

/// The lines of a doc comment, without their marker; `fallback` where the document says nothing.
#[must_use]
pub fn lines(text: &str, fallback: &str) -> Vec<String> {
    let clean = clean(text);
    let text = if clean.is_empty() {
        visible(fallback)
    } else {
        clean
    };
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if !line.is_empty()
            && line.chars().count() + word.chars().count() + 1 > WIDTH
            && !starts_block(word)
        {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// The text on one line, without characters that nobody sees.
fn visible(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|character| {
            character.is_whitespace() || !(character.is_control() || is_invisible(*character))
        })
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ")
}

/// The text without what would be read as more than a sentence.
fn clean(text: &str) -> String {
    let mut text = escaped(&visible(text));
    while starts_block(text.split(' ').next().unwrap_or_default()) {
        text = text
            .split_once(' ')
            .map(|(_, rest)| rest.to_owned())
            .unwrap_or_default();
    }
    if text.chars().count() > LONGEST {
        let cut: String = text.chars().take(LONGEST).collect();
        text = format!(
            "{} …",
            cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head)
        );
    }
    text
}

/// Escapes what rustdoc would read as a link or as HTML; code in backticks stays as it is.
fn escaped(text: &str) -> String {
    let paired = text.matches('`').count().is_multiple_of(2);
    let mut code = false;
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '`' if paired => code = !code,
            '`' | '[' | ']' | '<' | '>' if !code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(character);
    }
    escaped
}

/// Would the word begin a list, a quotation or a rule at the start of a line?
fn starts_block(word: &str) -> bool {
    let marker = word.trim_start_matches('\\');
    let numbered = marker.trim_start_matches(|character: char| character.is_ascii_digit());
    let counts = numbered.len() < marker.len() && matches!(numbered, "." | ")");
    counts
        || matches!(marker, "-" | "+" | "*" | ">" | "=")
        || marker.starts_with("---")
        || marker.starts_with("===")
        || marker.starts_with(':')
}

/// Characters that change how text is shown without being seen; rustc refuses some of them.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_paragraph_is_wrapped_and_escaped() {
        assert_eq!(lines("", "A pet."), ["A pet."]);
        assert_eq!(lines("- see [here] <b>", ""), ["see \\[here\\] \\<b\\>"]);
        assert_eq!(lines("told by `kind[0]`", ""), ["told by `kind[0]`"]);
        assert!(
            lines(&"word ".repeat(60), "")
                .iter()
                .all(|line| line.chars().count() <= super::WIDTH)
        );
    }
}
