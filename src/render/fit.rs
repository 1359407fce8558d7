//! Lines of the files that the user owns, laid out as rustfmt would: what is theirs must be clean before they touch it.

/// The width at which rustfmt breaks lines.
const WIDTH: usize = 100;

/// `use MODULE::{NAMES};`, in as many lines as rustfmt makes of it.
#[must_use]
pub fn imports(module: &str, names: &[&str]) -> Vec<String> {
    let mut names: Vec<&str> = names.to_vec();
    names.sort_by(|left, right| version_order(left, right));
    names.dedup();
    if let [only] = names.as_slice() {
        return vec![format!("use {module}::{only};")];
    }
    let single = format!("use {module}::{{{}}};", names.join(", "));
    if single.chars().count() <= WIDTH - 2 {
        return vec![single];
    }
    let mut lines = vec![format!("use {module}::{{")];
    let mut line = String::from("   ");
    let last = names.len() - 1;
    for (position, name) in names.into_iter().enumerate() {
        // A comma that is not the last one needs room for what may follow it.
        let width = if position == last { WIDTH } else { WIDTH - 1 };
        if line.chars().count() + name.chars().count() + 2 > width {
            lines.push(std::mem::replace(&mut line, String::from("   ")));
        }
        line.push(' ');
        line.push_str(name);
        line.push(',');
    }
    lines.push(line);
    lines.push("};".to_owned());
    lines
}

/// The head of a handler inside an impl, up to and with its opening brace.
#[must_use]
pub fn signature(function: &str, request: &str, response: &str) -> Vec<String> {
    let answer = format!("Result<{response}, Problem>");
    let single = format!(
        "    async fn {function}(&self, caller: Caller, request: {request}) -> {answer} {{"
    );
    if single.chars().count() <= WIDTH {
        return vec![single];
    }
    let mut lines = vec![
        format!("    async fn {function}("),
        "        &self,".to_owned(),
        "        caller: Caller,".to_owned(),
        format!("        request: {request},"),
    ];
    // rustfmt keeps room for the brace in one way and for the type in another; these bounds are what it does.
    let last = format!("    ) -> {answer}");
    match last.chars().count() {
        ..=94 => lines.push(format!("{last} {{")),
        95..=102 => lines.extend([last, "    {".to_owned()]),
        _ => {
            lines.push("    ) -> Result<".to_owned());
            lines.push(format!("        {response},"));
            lines.push("        Problem,".to_owned());
            lines.push("    > {".to_owned());
        }
    }
    lines
}

/// The head of the impl of a tag's trait, up to and with its opening brace.
#[must_use]
pub fn implementation(handlers: &str) -> Vec<String> {
    let single = format!("impl {handlers} for App {{");
    if single.chars().count() <= WIDTH {
        return vec![single];
    }
    let mut lines = vec![format!("impl {handlers}")];
    if lines[0].chars().count() > WIDTH {
        lines = vec!["impl".to_owned(), format!("    {handlers}")];
    }
    lines.extend(["    for App".to_owned(), "{".to_owned()]);
    lines
}

/// The order in which rustfmt's 2024 style puts names: runs of digits count as numbers.
fn version_order(left: &str, right: &str) -> std::cmp::Ordering {
    let (left_chunks, right_chunks) = (chunks(left), chunks(right));
    for (one, other) in left_chunks.iter().zip(&right_chunks) {
        let order = match (one.parse::<u128>(), other.parse::<u128>()) {
            (Ok(one), Ok(other)) => one.cmp(&other),
            _ => one.cmp(other),
        };
        if order.is_ne() {
            return order;
        }
    }
    left_chunks
        .len()
        .cmp(&right_chunks.len())
        .then_with(|| left.cmp(right))
}

/// Runs of digits and runs of everything else.
fn chunks(word: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    let mut start = 0;
    let mut digits = None;
    for (position, character) in word.char_indices() {
        let is_digit = character.is_ascii_digit();
        if digits.is_some_and(|before| before != is_digit) {
            chunks.push(&word[start..position]);
            start = position;
        }
        digits = Some(is_digit);
    }
    if start < word.len() {
        chunks.push(&word[start..]);
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::{imports, signature};

    #[test]
    fn long_imports_are_wrapped() {
        assert_eq!(
            imports("api::pets", &["Pets", "ListPets"]),
            ["use api::pets::{ListPets, Pets};"]
        );
        let names: Vec<String> = (0..12)
            .map(|number| format!("RatherLongName{number}"))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let lines = imports("api::pets", &names);
        assert!(lines.len() > 3 && lines.iter().all(|line| line.len() <= super::WIDTH));
        assert!(lines[1].find("RatherLongName2,") < lines[1].find("RatherLongName3,"));
    }

    #[test]
    fn a_long_signature_is_wrapped() {
        assert_eq!(signature("get", "Get", "GetResponse").len(), 1);
        assert_eq!(
            signature(&"long_name_".repeat(8), "Get", "GetResponse").len(),
            5
        );
    }
}
