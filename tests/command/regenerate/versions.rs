//! From one version to several, and what follows the choice of them.

use std::fs;

use super::{BEFORE, Shop};

/// The second version of [`BEFORE`]: its schema has a member more.
fn second() -> String {
    BEFORE.replace("version: 1.0.0", "version: 2.0.0").replace(
        "name: {type: string, minLength: 1}",
        "name: {type: string, minLength: 1}\n        colour: {type: string}",
    )
}

/// Makes the only contract of a project the first of two versions, as docs/versions.md says it.
fn split(shop: &Shop) {
    for version in ["v1", "v2"] {
        fs::create_dir_all(shop.path(&format!("contract/{version}"))).unwrap();
    }
    fs::rename(
        shop.path("openapi.yaml"),
        shop.path("contract/v1/openapi.yaml"),
    )
    .unwrap();
    shop.write("contract/v2/openapi.yaml", &second());
    let choices = shop.read("portcullis.toml").replace(
        "[contract]\n# The contract, relative to this file.\npath = \"openapi.yaml\"\n",
        "[versions.v1]\npath = \"contract/v1/openapi.yaml\"\n\n[versions.v2]\npath = \"contract/v2/openapi.yaml\"\n",
    );
    shop.write("portcullis.toml", &choices);
}

#[test]
fn what_was_written_for_the_one_goes_on_in_the_first_of_two() {
    let shop = Shop::new();
    let stub = "let _ = (caller, request);";
    let mine = "let  _ = (caller, request) ;  /* mine, oddly laid out */";
    let handlers = shop.read("src/handlers/items.rs");
    shop.write("src/handlers/items.rs", &handlers.replace(stub, mine));
    let policy = shop.read("src/policy.rs");
    let decided = policy.replacen(
        "Operation::ListItems => Rule::Unreviewed",
        "Operation::ListItems => /* decided */ Rule::ScopesSuffice",
        1,
    );
    let decided = decided.replacen(
        "Operation::ListItems => Rule::ScopesSuffice",
        "Operation::ListItems => /* decided */ Rule::ScopesSuffice",
        1,
    );
    assert!(decided.contains("/* decided */"), "{policy}");
    shop.write("src/policy.rs", &decided);
    let case = shop.read("tests/abuse/items.toml");
    shop.write(
        "tests/abuse/items.toml",
        &case.replace("[[case]]\n", "# A case of mine.\n[[case]]\n"),
    );
    split(&shop);
    shop.expect(&["--check"], 1);
    let said = shop.expect(&[], 0);
    assert!(
        !said.contains("offer"),
        "the choice is the user's own: {said}"
    );
    let old = shop.read("src/handlers/v1/items.rs");
    assert!(
        old.contains(mine) && old.contains("use api::v1::items::"),
        "{old}"
    );
    let new = shop.read("src/handlers/v2/items.rs");
    assert!(
        new.contains(stub) && new.contains("use api::v2::items::"),
        "{new}"
    );
    let policy = shop.read("src/policy.rs");
    assert!(
        policy.contains("Operation::V1ListItems => /* decided */"),
        "{policy}"
    );
    assert!(policy.contains("Operation::V2ListItems => "), "{policy}");
    assert!(!policy.contains("Operation::ListItems"), "{policy}");
    assert!(
        shop.read("tests/abuse/v1/items.toml")
            .contains("# A case of mine.\n[[case]]\n")
    );
    assert!(!shop.read("tests/abuse/v2/items.toml").contains("mine"));
    for gone in [
        "src/handlers/items.rs",
        "src/handlers/orders.rs",
        "api/src/items",
        "tests/abuse/items.toml",
    ] {
        assert!(!shop.path(gone).exists(), "{gone}");
    }
    let before = shop.times();
    shop.expect(&["--check"], 0);
    shop.expect(&[], 0);
    assert_eq!(shop.times(), before);
}

#[test]
fn the_choices_file_is_offered_nothing_for_what_it_says_itself() {
    let shop = Shop::new();
    split(&shop);
    let choices = shop.read("portcullis.toml");
    let said = shop.expect(&[], 0);
    assert!(!said.contains("offer"), "{said}");
    assert!(!shop.path(".portcullis/offers").exists());
    assert_eq!(shop.read("portcullis.toml"), choices);
    shop.expect(&["--check"], 0);
    // A third one is no change of a template either, and a rearrangement is none.
    fs::create_dir_all(shop.path("contract/v3")).unwrap();
    shop.write(
        "contract/v3/openapi.yaml",
        &second().replace("version: 2.0.0", "version: 3.0.0"),
    );
    shop.add(
        "portcullis.toml",
        "\n[versions.v3]\npath = \"contract/v3/openapi.yaml\"",
    );
    let said = shop.expect(&[], 0);
    assert!(!said.contains("offer"), "{said}");
    shop.expect(&["--check"], 0);
}
