//! Which security fixes come with a newer gate: two versions come in, sentences come out. The list travels with the gate.

use toml_edit::{DocumentMut, Item};

/// What the gate's list of changes says for versions after `from`, up to `to`: version and sentence, the oldest first.
pub fn between(list: &str, from: &str, to: &str) -> Vec<(String, String)> {
    let list = list.parse::<DocumentMut>().unwrap_or_default();
    let rows = list.get("fix").and_then(Item::as_array_of_tables);
    let mut fixes: Vec<(Vec<u64>, String, String)> = rows
        .into_iter()
        .flatten()
        .filter_map(|row| {
            let text = |name: &str| Some(row.get(name)?.as_str()?.to_owned());
            let version = text("version")?;
            Some((numbers(&version), version, text("what")?))
        })
        .filter(|(version, ..)| *version > numbers(from) && *version <= numbers(to))
        .collect();
    fixes.sort();
    fixes
        .into_iter()
        .map(|(_, version, what)| (version, what))
        .collect()
}

/// Whether one version comes after another.
pub fn is_newer(version: &str, than: &str) -> bool {
    numbers(version) > numbers(than)
}

/// The numbers of a version, by which versions are ordered.
fn numbers(version: &str) -> Vec<u64> {
    let numbers = version.split(['.', '-', '+']);
    numbers.map_while(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn fixes_of_the_versions_in_between_are_told_in_their_order() {
        let list = "[[fix]]\nversion = \"0.10.0\"\nwhat = \"c\"\n[[fix]]\nversion = \"0.9.1\"\nwhat = \"b\"\n[[fix]]\nversion = \"0.9.0\"\nwhat = \"a\"\n[[fix]]\nversion = \"0.11.0\"\nwhat = \"d\"\n";
        let told = |from, to| {
            let fixes = between(list, from, to).into_iter();
            fixes.map(|(_, what)| what).collect::<String>()
        };
        assert_eq!(told("0.9.0", "0.10.0"), "bc");
        assert_eq!(told("0.10.0", "0.10.0"), "");
        assert_eq!(told("0.1.0", "1.0.0"), "abcd");
    }

    #[test]
    fn the_list_of_the_gate_can_be_read() {
        let list = crate::render::gate_changes();
        let rows = list.lines().filter(|line| *line == "[[fix]]").count();
        assert_eq!(between(list, "0.0.0", "1000.0.0").len(), rows);
        assert!(list.parse::<toml_edit::DocumentMut>().is_ok());
    }
}
