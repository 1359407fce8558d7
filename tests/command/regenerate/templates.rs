//! Templates of a team's own: they win, they are held by what they make, and what is wrong with one has its place.

use std::process::Output;

use super::super::portcullis;
use super::{AFTER, Shop, data, run, talk, tree};

const NAME: &str = "SECURITY.md";
const OWN: &str = "portcullis/templates/SECURITY.md.tera";
const BASE: &str = "portcullis/base/SECURITY.md.tera";

impl Shop {
    fn templates(&self, arguments: &[&str]) -> Output {
        run(&self.root(), [&["templates"], arguments].concat())
    }

    #[track_caller]
    fn eject(&self, arguments: &[&str]) -> String {
        let output = self.templates(&[&["eject"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
        data(&output)
    }

    /// Tests the templates, outside of CI.
    fn hold(&self, arguments: &[&str]) -> Output {
        let arguments = [&["templates", "test"], arguments].concat();
        let mut command = portcullis(&self.root());
        command.args(arguments).env_remove("CI").output().unwrap()
    }
}

#[test]
fn an_own_template_wins_until_it_is_deleted() {
    let shop = Shop::new();
    let built_in = shop.read(NAME);
    assert_eq!(shop.eject(&[NAME]), format!("ejected  {OWN}\n"));
    shop.add(OWN, "\nAsk {{ title_line }} first.");
    shop.expect(&["--check"], 1);
    shop.expect(&[], 0);
    let own = shop.read(NAME);
    assert!(own.ends_with("\nAsk Little Shop first.\n"), "{own}");
    assert!(
        own.contains("## Templates of your own") && own.contains("- `SECURITY.md`"),
        "who reads it learns that it is not ours: {own}"
    );
    let before = shop.times();
    shop.expect(&["--check"], 0);
    shop.expect(&[], 0);
    assert_eq!(shop.times(), before, "nothing is left to do");
    std::fs::remove_file(shop.path(OWN)).unwrap();
    shop.expect(&[], 0);
    assert_eq!(shop.read(NAME), built_in);
}

#[test]
fn a_project_that_is_made_anew_has_the_templates_of_the_old_one() {
    let shop = Shop::new();
    shop.eject(&[NAME]);
    shop.add(OWN, "\nOurs.");
    let arguments = ["new", "before.yaml", "--out", "shop", "--force"];
    let made = run(shop.bench.path(), arguments);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    assert!(shop.read(NAME).ends_with("\nOurs.\n"));
}

#[test]
fn each_template_is_listed_with_its_standing() {
    let shop = Shop::new();
    let line = |listed: &str| {
        let found = listed.lines().find(|line| line.starts_with("SECURITY.md "));
        found.unwrap_or_default().to_owned()
    };
    let listed = data(&shop.templates(&["list"]));
    assert!(listed.contains("src/handlers/[tag].rs"), "{listed}");
    assert!(line(&listed).ends_with("built-in"), "{listed}");
    shop.eject(&[NAME]);
    let listed = data(&shop.templates(&["list"]));
    assert!(line(&listed).ends_with("  own"), "{listed}");
    let json = data(&shop.templates(&["list", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rows = json["templates"].as_array().unwrap();
    let row = rows.iter().find(|row| row["name"] == NAME).unwrap();
    assert_eq!(row["state"], "own");
    assert_eq!(row["owner"], "ours");
}

#[test]
fn a_newer_built_in_one_is_told_with_the_difference_until_somebody_takes_note() {
    let shop = Shop::new();
    shop.eject(&[NAME]);
    shop.add(OWN, "\nOurs.");
    let base = shop.read(BASE);
    shop.write(BASE, &base.replace("## Connections\n", "## Lines\n"));
    let listed = data(&shop.templates(&["list"]));
    assert!(listed.contains("own, older than the built-in"), "{listed}");
    shop.expect(&[], 0);
    for output in [shop.hold(&[]), shop.regenerate(&["--spec", "openapi.yaml"])] {
        let told = talk(&output);
        assert!(told.contains("-## Lines\n+## Connections\n"), "{told}");
    }
    let kept = shop.eject(&[NAME]);
    assert!(kept.starts_with(&format!("kept     {OWN}")), "{kept}");
    assert!(shop.read(OWN).ends_with("\nOurs.\n"), "it stays as it is");
    let listed = data(&shop.templates(&["list"]));
    assert!(!listed.contains("older"), "{listed}");
    shop.eject(&[NAME, "--force"]);
    assert_eq!(shop.read(OWN), base);
}

#[test]
fn what_templates_make_is_held() {
    let shop = Shop::new();
    shop.eject(&[NAME, "api/src/[tag]/mod.rs"]);
    let snapshot = "portcullis/snapshots/api/src/items/mod.rs";
    let before = tree(&shop.root());
    let unblessed = shop.hold(&[]);
    assert_eq!(unblessed.status.code(), Some(1), "nothing is blessed");
    assert!(
        talk(&unblessed).starts_with("error: 3 files of 2 templates were never blessed\n"),
        "{}",
        talk(&unblessed)
    );
    assert_eq!(tree(&shop.root()), before, "a test writes nothing");
    let mut command = portcullis(&shop.root());
    command
        .args(["templates", "test", "--bless"])
        .env("CI", "true");
    let refused = command.output().unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", talk(&refused));
    assert_eq!(tree(&shop.root()), before, "not where nobody looks");

    assert_eq!(shop.hold(&["--bless"]).status.code(), Some(0));
    assert_eq!(shop.read(snapshot), shop.read("api/src/items/mod.rs"));
    let held = shop.hold(&[]);
    assert_eq!(held.status.code(), Some(0), "{}", talk(&held));
    assert_eq!(data(&held), "3 files of 2 templates as they were blessed\n");

    shop.add(OWN, "\nOne line more.");
    let changed = shop.hold(&[]);
    assert_eq!(changed.status.code(), Some(1));
    assert!(
        talk(&changed).contains("+One line more."),
        "{}",
        talk(&changed)
    );
    // A snapshot of what is not made any more is a change as well.
    std::fs::create_dir_all(shop.path("portcullis/snapshots/api/src/gone")).unwrap();
    shop.write("portcullis/snapshots/api/src/gone/mod.rs", "// gone\n");
    assert!(talk(&shop.hold(&[])).contains("-// gone"));
    assert_eq!(shop.hold(&["--bless"]).status.code(), Some(0));
    assert!(
        !shop
            .path("portcullis/snapshots/api/src/gone/mod.rs")
            .exists()
    );
    assert_eq!(shop.hold(&[]).status.code(), Some(0));
}

#[test]
fn a_fault_of_a_template_has_its_place() {
    let faults = [
        ("{{ nobody_knows }}", "nobody_knows"),
        ("{% if title %}", ""),
        ("{{ title | no_such_filter }}", "no_such_filter"),
        (
            "{% for tag in tags %}{{ tag.colour }}{% endfor %}",
            "colour",
        ),
    ];
    let shop = Shop::new();
    shop.eject(&[NAME]);
    let text = shop.read(OWN);
    for (fault, word) in faults {
        shop.write(OWN, &format!("{text}{fault}\n"));
        let before = tree(&shop.root());
        let output = shop.regenerate(&[]);
        let told = talk(&output);
        assert_eq!(output.status.code(), Some(1), "{fault}: {told}");
        let line = text.lines().count() + 1;
        // An end that is missing is missing at the end.
        let place = if word.is_empty() {
            format!("{OWN}:")
        } else {
            format!("{OWN}:{line}:")
        };
        assert!(
            told.contains(&place) && told.contains(word),
            "{fault}: {told}"
        );
        assert!(told.contains("delete its file"), "{fault}: {told}");
        // The line itself, and nothing that a terminal would not take as it is.
        assert!(
            word.is_empty() || told.contains(&format!("\n{line} | {fault}\n")),
            "{fault}: {told}"
        );
        assert!(!told.contains("\\u{"), "{fault}: {told}");
        assert_eq!(tree(&shop.root()), before, "{fault}");
    }
}

#[test]
fn a_template_that_makes_no_rust_is_named() {
    let shop = Shop::new();
    shop.eject(&["api/src/contract.rs"]);
    shop.add("portcullis/templates/api/src/contract.rs.tera", "fn (");
    let output = shop.regenerate(&[]);
    assert_eq!(output.status.code(), Some(1));
    let told = talk(&output);
    assert!(
        told.contains("portcullis/templates/api/src/contract.rs.tera") && told.contains("fn ("),
        "{told}"
    );
}

#[test]
fn names_that_no_template_has_are_refused() {
    let shop = Shop::new();
    let before = tree(&shop.root());
    let output = shop.templates(&["eject", "SECURITY.md", "no/such.rs"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(talk(&output).contains("`no/such.rs`"), "{}", talk(&output));
    assert_eq!(tree(&shop.root()), before, "all of it or nothing");
    std::fs::create_dir_all(shop.path("portcullis/templates/src")).unwrap();
    shop.write("portcullis/templates/src/mine.rs.tera", "fn mine() {}\n");
    let output = shop.regenerate(&[]);
    assert_eq!(output.status.code(), Some(1));
    let told = talk(&output);
    assert!(
        told.contains("portcullis/templates/src/mine.rs.tera"),
        "{told}"
    );
    let elsewhere = run(shop.bench.path(), ["templates", "eject"]);
    assert_eq!(elsewhere.status.code(), Some(2), "there is no project");
}

#[test]
fn handlers_come_from_a_template_of_ones_own() {
    const HANDLERS: &str = "portcullis/templates/src/handlers/[tag].rs.tera";
    let shop = Shop::new();
    shop.eject(&["src/handlers/[tag].rs"]);
    let built_in = shop.read(HANDLERS);
    let body = "Err(Problem::not_implemented())";
    assert!(built_in.contains(body), "{built_in}");
    let asked = format!("// Ask the team of {{{{ module }}}} first.\n        {body}");
    let own = built_in.replace(body, &asked);
    shop.write(HANDLERS, &own);
    let before = shop.read("src/handlers/items.rs");
    shop.expect(&[], 0);
    assert_eq!(
        shop.read("src/handlers/items.rs"),
        before,
        "what exists stays as it is"
    );
    // A new operation of a tag that is there, and one of a tag that is new.
    let more = AFTER.replace(
        "components:\n",
        "  /people:\n    get: {operationId: listPeople, tags: [people], security: [], responses: {\"204\": {description: None}}}\ncomponents:\n",
    );
    shop.write("openapi.yaml", &more);
    shop.expect(&[], 0);
    let grown = shop.read("src/handlers/items.rs");
    assert_eq!(
        grown
            .matches("        // Ask the team of items first.")
            .count(),
        1,
        "{grown}"
    );
    let (_, of_new) = grown.split_once("async fn first_item(").unwrap();
    assert!(
        of_new.contains("// Ask the team of items first."),
        "{grown}"
    );
    assert!(
        shop.read("src/handlers/people.rs")
            .contains("// Ask the team of people first.")
    );
    shop.expect(&["--check"], 0);

    // One that makes no impl cannot say what a handler looks like: that is told, and told again.
    shop.write(HANDLERS, "//! Written by hand.\n");
    let again = more
        .replace("operationId: listPeople", "operationId: everybody")
        .replace("  /people:", "  /everybody:");
    let again = again.replace(
        "  /items/first:\n",
        "  /items/last:\n    get: {operationId: lastItem, tags: [items], security: [], responses: {\"204\": {description: None}}}\n  /items/first:\n",
    );
    shop.write("openapi.yaml", &again);
    let said = shop.expect(&[], 1);
    assert!(
        said.contains(
            "lastItem (GET /v1/items/last) is new, and the template of handlers has no `last_item`"
        ),
        "{said}"
    );
    let said = shop.expect(&["--check"], 1);
    assert!(said.contains("still to do: lastItem ("), "{said}");
}
