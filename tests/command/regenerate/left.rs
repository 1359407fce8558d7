//! What had no place: it is told by every run until it is there, and by none after that.

use super::{AFTER, BEFORE, Shop};

/// Handlers inside of a macro call, where nothing is put.
const HIDDEN: &str = "use api::items::{Items, ListItems, ListItemsResponse};
use gate::{Caller, Problem};

use crate::app::App;

macro_rules! handlers {
    ($($all:tt)*) => { $($all)* };
}

handlers! {
    impl Items for App {
        async fn list_items(&self, _: Caller, _: ListItems) -> Result<ListItemsResponse, Problem> {
            Err(Problem::not_implemented())
        }
    }
}
";

#[test]
fn a_handler_without_a_place_is_told_until_it_is_there() {
    let shop = Shop::new();
    shop.write("src/handlers/items.rs", HIDDEN);
    shop.write("openapi.yaml", AFTER);
    let first = shop.expect(&[], 1);
    assert!(first.contains("paste    src/handlers/items.rs:"), "{first}");
    assert!(first.contains("| "), "{first}");
    let wanted = |said: &str| {
        let lines = said.lines().filter(|line| line.starts_with("         | "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    for again in [&[][..], &["--check"], &["--dry-run"], &[]] {
        let before = shop.times();
        let said = shop.expect(again, 1);
        assert!(said.contains(": still to do: firstItem ("), "{said}");
        assert_eq!(wanted(&said), wanted(&first), "the same is to be pasted");
        assert_eq!(shop.times(), before, "telling changes nothing");
    }
    let json = shop.expect(&["--format", "json"], 1);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["notes"][0]["kind"], "paste", "{json}");

    let pasted = HIDDEN.replace(
        "    }\n}\n",
        "    async fn first_item(&self, _: Caller, _: api::items::FirstItem) -> Result<api::items::FirstItemResponse, Problem> {
            Err(Problem::not_implemented())
        }\n    }\n}\n",
    );
    assert_ne!(pasted, HIDDEN);
    shop.write("src/handlers/items.rs", &pasted);
    let said = shop.expect(&[], 0);
    assert!(!said.contains("paste"), "{said}");
    assert!(!shop.read("portcullis.lock").contains("[left]"));
    let before = shop.times();
    shop.expect(&["--check"], 0);
    shop.expect(&[], 0);
    assert_eq!(shop.times(), before);
}

#[test]
fn a_rule_and_a_module_without_a_place_are_told_until_they_are_there() {
    let shop = Shop::new();
    let policy = "use api::Operation;\nuse gate::Rule;\n\n/// One for all.\npub fn rule(_: Operation) -> Rule {\n    Rule::ScopesSuffice\n}\n";
    shop.write("src/policy.rs", policy);
    // The modules of handlers are declared somewhere else.
    std::fs::remove_file(shop.path("src/handlers/mod.rs")).unwrap();
    let library = shop.read("src/lib.rs");
    let inline = "mod handlers {\n    pub mod items;\n    pub mod orders;\n}";
    assert!(library.contains("mod handlers;"), "{library}");
    shop.write("src/lib.rs", &library.replace("mod handlers;", inline));
    let people = BEFORE.replace(
        "components:\n",
        "  /people:\n    get: {operationId: listPeople, tags: [people], security: [], responses: {\"204\": {description: None}}}\ncomponents:\n",
    );
    shop.write("openapi.yaml", &people);
    let first = shop.expect(&[], 1);
    assert!(
        first.contains("Operation::ListPeople") || first.contains("ListPeople =>"),
        "{first}"
    );
    assert!(first.contains("| mod people;"), "{first}");
    let again = shop.expect(&["--check"], 1);
    assert!(again.contains("still to do: listPeople ("), "{again}");
    assert!(
        again.contains("still to do: nothing declares `people`"),
        "{again}"
    );
    shop.write(
        "src/lib.rs",
        &shop
            .read("src/lib.rs")
            .replace("pub mod orders;", "pub mod orders;\n    pub mod people;"),
    );
    let half = shop.expect(&[], 1);
    assert!(!half.contains("declares"), "{half}");
    shop.write(
        "src/policy.rs",
        &policy.replace(
            "Rule::ScopesSuffice",
            "// Operation::ListPeople\n    Rule::ScopesSuffice",
        ),
    );
    let said = shop.expect(&[], 1);
    assert!(said.contains("has no rule"), "a comment is no rule: {said}");
    shop.write(
        "src/policy.rs",
        "use api::Operation;\nuse gate::Rule;\n\n/// Each its own.\npub fn rule(operation: Operation) -> Rule {\n    if matches!(operation, Operation::ListPeople) { return Rule::Deny; }\n    Rule::ScopesSuffice\n}\n",
    );
    shop.expect(&[], 0);
    shop.expect(&["--check"], 0);
}

#[test]
fn what_the_contract_does_not_ask_for_any_more_is_not_told_again() {
    let shop = Shop::new();
    shop.write("src/handlers/items.rs", HIDDEN);
    shop.write("openapi.yaml", AFTER);
    shop.expect(&[], 1);
    shop.write("openapi.yaml", BEFORE);
    // What was never there has not to be taken away either.
    shop.expect(&[], 0);
    shop.expect(&["--check"], 0);
    assert!(!shop.read("portcullis.lock").contains("[left]"));

    // A handler that nothing asks for is told of for as long as it hides there.
    let gone = BEFORE.replace("operationId: listItems", "operationId: allThings");
    let gone = gone.replace("  /items:", "  /things:");
    shop.write("openapi.yaml", &gone);
    shop.expect(&[], 1);
    let said = shop.expect(&["--check"], 1);
    assert!(
        said.contains("`list_items` of `api::items::Items` answers nothing"),
        "{said}"
    );
    shop.write(
        "src/handlers/items.rs",
        &HIDDEN.replace("list_items", "all_things"),
    );
    shop.expect(&[], 0);
    shop.expect(&["--check"], 0);
}

#[test]
fn an_import_that_served_only_what_is_gone_is_told() {
    let shop = Shop::new();
    let path = "src/handlers/orders.rs";
    let written = shop
        .read(path)
        .replace("use gate::", "use std::collections::HashMap;\n\nuse gate::")
        .replace(
            "let _ = (caller, request);",
            "let _: HashMap<u8, u8> = HashMap::new();\n        let _ = (caller, request);",
        );
    shop.write(path, &written);
    shop.write("openapi.yaml", AFTER);
    let said = shop.expect(&[], 0);
    let told = "nothing that is compiled needs the import of `HashMap` any more";
    assert_eq!(said.matches(told).count(), 1, "{said}");
    assert!(
        shop.read(path).contains("use std::collections::HashMap;\n"),
        "it is the user's"
    );
    // One that something else needs is not told.
    let shop = Shop::new();
    shop.write(
        path,
        &format!(
            "{written}\n#[must_use]\npub fn none() -> HashMap<u8, u8> {{\n    HashMap::new()\n}}\n"
        ),
    );
    shop.write("openapi.yaml", AFTER);
    let said = shop.expect(&[], 0);
    assert!(!said.contains("needs the import"), "{said}");
}
