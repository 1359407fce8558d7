//! The lock file of an emitted workspace: the tested one, with the project's own name in it.

use crate::options::ProjectName;

/// The name that stands for the project in the template.
const PLACEHOLDER: &str = "portcullis-emitted-service";

/// The tested lock file for a project of this name. Packages stay in the order in which cargo keeps them.
#[must_use]
pub fn named(template: &str, name: &ProjectName) -> String {
    let (head, packages) = template
        .split_once("[[package]]\n")
        .unwrap_or((template, ""));
    let mut packages: Vec<String> = packages
        .split("\n[[package]]\n")
        .map(|package| {
            package
                .trim_end()
                .replace(
                    &format!("name = \"{PLACEHOLDER}\""),
                    &format!("name = \"{}\"", name.as_str()),
                )
                .replace(
                    &format!("+{PLACEHOLDER}\""),
                    &format!("+{}\"", name.build()),
                )
        })
        .filter(|package| !package.is_empty())
        .collect();
    packages.sort_by(|left, right| key(left).cmp(&key(right)));
    let mut text = head.to_owned();
    for (position, package) in packages.iter().enumerate() {
        if position > 0 {
            text.push('\n');
        }
        text.push_str("[[package]]\n");
        text.push_str(package);
        text.push('\n');
    }
    text
}

/// Cargo orders packages by name, then version.
fn key(package: &str) -> (&str, Vec<u64>) {
    let field = |name: &str| {
        package
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .map_or("", |value| value.trim_matches(['=', ' ', '"']))
    };
    let version = field("version")
        .split(['.', '+', '-'])
        .map(|part| part.parse().unwrap_or(0))
        .collect();
    (field("name"), version)
}

#[cfg(test)]
mod tests {
    use super::named;
    use crate::options::ProjectName;

    #[test]
    fn a_project_stands_where_cargo_puts_it() {
        let template = "version = 4\n\n[[package]]\nname = \"api\"\nversion = \"0.1.0+portcullis-emitted-service\"\n\n[[package]]\nname = \"portcullis-emitted-service\"\nversion = \"0.1.0\"\n";
        let lock = named(template, &ProjectName::near("aard_vark"));
        assert_eq!(
            lock,
            "version = 4\n\n[[package]]\nname = \"aard_vark\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"api\"\nversion = \"0.1.0+aard-vark\"\n"
        );
    }
}
