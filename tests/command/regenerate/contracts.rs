//! Which contract a project is made from: its own, of one file or several, or one from elsewhere.

use std::fs;

use tempfile::TempDir;

use super::{AFTER, BEFORE, Shop, run, talk, tree, undisturbed};

#[test]
fn another_contract_takes_the_place_of_the_own_one() {
    let shop = Shop::new();
    fs::write(shop.bench.path().join("after.yaml"), AFTER).unwrap();
    let said = shop.expect(&["--spec", "../after.yaml"], 0);
    assert!(
        said.contains("rewrite  openapi.yaml: from `--spec`\n"),
        "{said}"
    );
    assert_eq!(tree(&shop.root()), undisturbed());
    shop.expect(&["--check"], 0);

    // Who edited the contract meanwhile does not lose that.
    shop.add("openapi.yaml", "# mine");
    let before = tree(&shop.root());
    fs::write(shop.bench.path().join("before.yaml"), BEFORE).unwrap();
    let said = shop.expect(&["--spec", "../before.yaml"], 1);
    assert!(
        said.contains("refuse   openapi.yaml: it was edited here"),
        "{said}"
    );
    assert_eq!(tree(&shop.root()), before);
    shop.expect(&["--spec", "../before.yaml", "--force"], 0);
    assert_eq!(shop.read("openapi.yaml"), BEFORE);
}

#[test]
fn what_a_contract_may_get_away_with_is_remembered() {
    let bench = TempDir::new().unwrap();
    let invalid = BEFORE.replace("operationId: listOrders", "operationId: [1]");
    fs::write(bench.path().join("before.yaml"), &invalid).unwrap();
    let made = run(
        bench.path(),
        ["new", "before.yaml", "--lenient", "--out", "shop"],
    );
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    let shop = Shop { bench };
    shop.write("openapi.yaml", &invalid.replace("All items", "Every item"));
    shop.expect(&[], 0);
    assert!(!shop.path("api/src/orders").exists());

    // And it can be said afterwards, once.
    let strict = Shop::new();
    strict.write("openapi.yaml", &invalid);
    let before = tree(&strict.root());
    strict.expect(&[], 1);
    assert_eq!(tree(&strict.root()), before);
    strict.expect(&["--lenient"], 0);
    strict.expect(&["--check"], 0);
}

/// A project of a contract whose schema stands in a file of its own.
fn in_parts() -> Shop {
    let bench = TempDir::new().unwrap();
    let folder = bench.path().join("api");
    fs::create_dir_all(folder.join("schemas")).unwrap();
    let text = BEFORE.replace("#/components/schemas/Item", "schemas/item.yaml");
    let (text, _) = text.split_once("components:").unwrap();
    fs::write(folder.join("root.yaml"), text).unwrap();
    fs::write(
        folder.join("schemas/item.yaml"),
        "{type: object, properties: {name: {type: string}}}\n",
    )
    .unwrap();
    let made = run(bench.path(), ["new", "api/root.yaml", "--out", "shop"]);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    Shop { bench }
}

#[test]
fn a_contract_of_several_files_is_followed_in_each() {
    let shop = in_parts();
    let before = shop.times();
    shop.expect(&["--check"], 0);
    shop.expect(&[], 0);
    assert_eq!(shop.times(), before);
    let part = "contract/schemas/item.yaml";
    shop.write(
        part,
        "{type: object, properties: {name: {type: string}, price: {$ref: price.yaml}}}\n",
    );
    shop.write("contract/schemas/price.yaml", "{type: integer}\n");
    shop.expect(&["--check"], 1);
    shop.expect(&[], 0);
    assert!(shop.read("api/src/types/item.rs").contains("price"));
    let kept = |path: &str| shop.path(".portcullis/last").join(path).is_file();
    assert!(kept(part) && kept("contract/schemas/price.yaml"));
    shop.expect(&["--check"], 0);
    // A file that nothing refers to any more stays where it is, and is forgotten.
    shop.write(part, "{type: object}\n");
    shop.expect(&[], 0);
    assert!(shop.path("contract/schemas/price.yaml").is_file());
    assert!(!kept("contract/schemas/price.yaml"));
    shop.expect(&["--check"], 0);
}

#[test]
fn several_files_take_the_place_of_several() {
    let shop = in_parts();
    let folder = shop.bench.path().join("api");
    fs::write(
        folder.join("schemas/item.yaml"),
        "{type: object, properties: {colour: {type: string}}}\n",
    )
    .unwrap();
    let said = shop.expect(&["--spec", "../api/root.yaml"], 0);
    assert!(
        said.contains("rewrite  contract/schemas/item.yaml: from `--spec`\n"),
        "{said}"
    );
    assert!(shop.read("api/src/types/item.rs").contains("colour"));
    shop.expect(&["--check"], 0);

    // One file has no room for several.
    let one = Shop::new();
    let before = tree(&one.root());
    let output = one.regenerate(&["--spec", folder.join("root.yaml").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", talk(&output));
    assert!(talk(&output).contains("several files"), "{}", talk(&output));
    assert_eq!(tree(&one.root()), before);
}

#[test]
fn a_contract_may_move_within_the_project() {
    let shop = Shop::new();
    fs::create_dir(shop.path("spec")).unwrap();
    fs::rename(shop.path("openapi.yaml"), shop.path("spec/shop.yaml")).unwrap();
    let choices = shop
        .read("portcullis.toml")
        .replace("\"openapi.yaml\"", "\"spec/shop.yaml\"");
    shop.write("portcullis.toml", &choices);
    shop.expect(&[], 0);
    assert!(!shop.path("openapi.yaml").exists());
    assert_eq!(shop.read("portcullis.toml"), choices);
    shop.expect(&["--check"], 0);
    shop.write("spec/shop.yaml", AFTER);
    shop.expect(&[], 0);
    assert!(shop.path("api/src/items/first_item.rs").is_file());
    shop.expect(&["--check"], 0);
}

#[test]
fn a_contract_may_be_written_in_json_or_with_a_mark_before_it() {
    let shop = Shop::new();
    let yaml: serde_json::Value = serde_yaml::from_str(AFTER).unwrap();
    for text in [
        yaml.to_string(),
        format!("\u{feff}{AFTER}"),
        AFTER.replace('\n', "\r\n"),
    ] {
        shop.write("openapi.yaml", &text);
        shop.expect(&[], 0);
        assert_eq!(shop.read("openapi.yaml"), text);
        let before = shop.times();
        shop.expect(&["--check"], 0);
        shop.expect(&["--spec", "openapi.yaml"], 0);
        assert_eq!(shop.times(), before);
    }
}

#[test]
fn a_choice_is_followed_as_the_contract_is() {
    let shop = Shop::new();
    shop.add(
        "portcullis.toml",
        "[operations.listItems]\nrate-limit = \"7/m burst 2\"",
    );
    let choices = shop.read("portcullis.toml");
    shop.expect(&[], 0);
    assert!(
        shop.read("api/src/items/list_items.rs")
            .contains("requests: 7,")
    );
    assert_eq!(shop.read("portcullis.toml"), choices);
    shop.expect(&["--check"], 0);
}

#[test]
fn what_was_taken_note_of_once_is_no_permit_for_more_of_it() {
    let shop = Shop::new();
    let choices = shop.read("portcullis.toml");
    let rate = |often: &str| {
        let chosen = format!("{choices}[operations.listItems]\nrate-limit = \"{often}\"\n");
        shop.write("portcullis.toml", &chosen);
    };
    rate("10/m");
    shop.expect(&[], 0);
    rate("20/m");
    shop.expect(&[], 1);
    shop.expect(&["--accept", "rate-limit-widened"], 0);
    assert!(shop.read("portcullis.lock").contains("rate-limit-widened"));
    shop.expect(&["--check"], 0);
    rate("1000/m");
    let output = shop.regenerate(&[]);
    assert_eq!(output.status.code(), Some(1), "{}", talk(&output));
    assert!(talk(&output).contains("--accept rate-limit-widened"));
}

#[test]
fn taking_schemas_by_the_letter_has_to_be_meant() {
    let shop = Shop::new();
    let choices = shop
        .read("portcullis.toml")
        .replace("typeless = \"object\"", "typeless = \"any\"");
    shop.write("portcullis.toml", &choices);
    let before = tree(&shop.root());
    let output = shop.regenerate(&[]);
    assert_eq!(output.status.code(), Some(1), "{}", talk(&output));
    assert!(
        talk(&output).contains("--accept request-object-opened"),
        "{}",
        talk(&output)
    );
    assert_eq!(tree(&shop.root()), before);
    shop.expect(&["--accept", "request-object-opened"], 0);
    assert!(
        shop.read("portcullis.lock")
            .contains("{ code = \"request-object-opened\", place = \"\" }")
    );
    shop.expect(&["--check"], 0);
    let unknown = shop.regenerate(&["--accept", "everything"]);
    assert_eq!(unknown.status.code(), Some(2), "{}", talk(&unknown));
}

/// A version of a contract; its schema has this member.
fn version(number: usize, member: &str) -> String {
    let members = format!("name: {{type: string}}\n        {member}: {{type: string}}");
    BEFORE
        .replace("version: 1.0.0", &format!("version: {number}.0.0"))
        .replace("name: {type: string, minLength: 1}", &members)
}

#[test]
fn versions_are_followed_each_by_itself_and_a_third_may_come() {
    let bench = TempDir::new().unwrap();
    for number in [1, 2] {
        fs::write(
            bench.path().join(format!("v{number}.yaml")),
            version(number, "note"),
        )
        .unwrap();
    }
    let made = run(bench.path(), ["new", "v1.yaml", "v2.yaml", "--out", "shop"]);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    let shop = Shop { bench };
    let before = shop.times();
    shop.expect(&["--check"], 0);
    shop.expect(&[], 0);
    assert_eq!(shop.times(), before);

    shop.write("contract/v2/openapi.yaml", &version(2, "colour"));
    let said = shop.expect(&[], 0);
    assert!(
        said.contains("rewrite  api/src/v2/types/item.rs\n"),
        "{said}"
    );
    assert!(!said.contains("api/src/v1/"), "{said}");
    shop.expect(&["--check"], 0);

    fs::write(shop.bench.path().join("other.yaml"), version(1, "size")).unwrap();
    let said = shop.expect(&["--spec", "../other.yaml"], 0);
    assert!(
        said.contains("rewrite  contract/v1/openapi.yaml: from `--spec`\n"),
        "{said}"
    );
    assert!(shop.read("api/src/v1/types/item.rs").contains("size"));
    fs::write(shop.bench.path().join("other.yaml"), version(3, "size")).unwrap();
    let unknown = shop.regenerate(&["--spec", "../other.yaml"]);
    assert_eq!(unknown.status.code(), Some(1), "{}", talk(&unknown));
    assert!(
        talk(&unknown).contains("`[versions.v3]`"),
        "{}",
        talk(&unknown)
    );

    shop.add(
        "portcullis.toml",
        "[versions.v3]\npath = \"contract/v3/openapi.yaml\"",
    );
    fs::create_dir(shop.path("contract/v3")).unwrap();
    shop.write("contract/v3/openapi.yaml", &version(3, "third"));
    let said = shop.expect(&[], 0);
    assert!(
        said.contains("create   src/handlers/v3/items.rs\n"),
        "{said}"
    );
    assert!(
        shop.path(".portcullis/last/contract/v3/openapi.yaml")
            .is_file()
    );
    shop.expect(&["--check"], 0);
}
