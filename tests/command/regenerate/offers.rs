//! A newer Portcullis: what its templates have otherwise is offered as patches, and never forced.

use std::fs;

use portcullis::project::sha256;

use super::{AFTER, BEFORE, Shop, tree};

/// A project as an older Portcullis would have left it: this file was made with other words, and the user added a line.
fn older(path: &str, from: &str, to: &str) -> Shop {
    let shop = Shop::new();
    let now = shop.read(path);
    assert!(now.contains(from), "{now}");
    let base = now.replace(from, to);
    shop.write(&format!(".portcullis/base/{path}"), &base);
    shop.write(path, &format!("{base}\n# mine\n"));
    let known = shop.read("portcullis.lock");
    let known = known.replace(&sha256(now.as_bytes()), &sha256(base.as_bytes()));
    let mut lock: toml_edit::DocumentMut = known.parse().unwrap();
    lock["portcullis"]["version"] = toml_edit::value("0.0.1");
    lock["portcullis"]["generator"] = toml_edit::value("older");
    shop.write("portcullis.lock", &lock.to_string());
    shop
}

/// Takes an offer as a person would, without a program that a machine may lack.
fn take(shop: &Shop, path: &str) {
    let offered = shop.read(&format!(".portcullis/offers/{path}.patch"));
    let offered = diffy::Patch::from_str(&offered).unwrap();
    let taken = diffy::apply(&shop.read(path), &offered).unwrap();
    shop.write(path, &taken);
}

#[test]
fn a_newer_template_is_offered_and_can_be_taken() {
    // One that nothing is ever put into, and two that follow the contract.
    for (path, from, to) in [
        ("README.md", "cargo test ", "cargo tset "),
        ("src/app.rs", "//! ", "//! Old: "),
        ("Cargo.toml", "# Quick to build", "# Slow to build"),
    ] {
        let shop = older(path, from, to);
        let mine = shop.read(path);
        shop.expect(&["--check"], 1);
        let said = shop.expect(&[], 0);
        assert!(said.contains(&format!("offer    {path}: ")), "{said}");
        assert!(said.contains("gate     from 0.0.1 to "), "{said}");
        assert_eq!(shop.read(path), mine, "it is never forced");
        let before = shop.times();
        let said = shop.expect(&["--check"], 0);
        assert!(said.contains("still open"), "{said}");
        assert_eq!(shop.times(), before);
        take(&shop, path);
        let taken = shop.read(path);
        assert!(taken.contains(from) && !taken.contains(to) && taken.ends_with("\n# mine\n"));
        let said = shop.expect(&[], 0);
        assert!(!said.contains("offer"), "{said}");
        assert!(!shop.path(".portcullis/offers").exists());
        assert!(!shop.path(".portcullis/before").exists());
        assert_eq!(shop.read(path), taken);
        shop.expect(&["--check"], 0);
    }
}

#[test]
fn an_offer_that_is_thrown_away_does_not_come_back() {
    let shop = older("README.md", "cargo test ", "cargo tset ");
    shop.expect(&[], 0);
    fs::remove_dir_all(shop.path(".portcullis/offers")).unwrap();
    let said = shop.expect(&[], 0);
    assert!(!said.contains("offer"), "{said}");
    assert!(!shop.path(".portcullis/before").exists());
    shop.expect(&["--check"], 0);
    assert!(shop.read("README.md").contains("cargo tset "));
}

#[test]
fn both_sides_of_a_conflict_are_shown() {
    let shop = older("README.md", "cargo test ", "cargo tset ");
    let mine = shop
        .read("README.md")
        .replace("cargo tset ", "cargo nextest ");
    shop.write("README.md", &mine);
    let said = shop.expect(&[], 0);
    assert!(said.contains("where you changed it"), "{said}");
    assert_eq!(shop.read("README.md"), mine);
}

#[test]
fn an_offer_follows_what_the_user_does_meanwhile() {
    let shop = older("README.md", "cargo test ", "cargo tset ");
    shop.expect(&[], 0);
    let more = format!("# First\n{}", shop.read("README.md"));
    shop.write("README.md", &more);
    shop.write("openapi.yaml", AFTER);
    shop.expect(&[], 0);
    take(&shop, "README.md");
    let taken = shop.read("README.md");
    assert!(
        taken.starts_with("# First\n") && taken.contains("cargo test "),
        "{taken}"
    );
}

#[test]
fn the_tested_lock_of_dependencies_is_brought_up_to_date_unless_cargo_changed_it() {
    let shop = older("Cargo.lock", "version = 4", "version = 3");
    let changed = shop.read("Cargo.lock");
    shop.expect(&[], 0);
    assert_eq!(shop.read("Cargo.lock"), changed);

    let shop = older("Cargo.lock", "version = 4", "version = 3");
    shop.write("Cargo.lock", &shop.read(".portcullis/base/Cargo.lock"));
    let said = shop.expect(&[], 0);
    assert!(said.contains("rewrite  Cargo.lock"), "{said}");
    assert!(shop.read("Cargo.lock").contains("version = 4"));
    shop.expect(&["--check"], 0);
}

#[test]
fn a_project_of_the_same_templates_gets_no_offer() {
    let shop = Shop::new();
    let mut lock: toml_edit::DocumentMut = shop.read("portcullis.lock").parse().unwrap();
    lock["portcullis"]["generator"] = toml_edit::value("older");
    shop.write("portcullis.lock", &lock.to_string());
    shop.add("src/main.rs", "// mine");
    let before = tree(&shop.root());
    let said = shop.expect(&[], 0);
    assert!(!said.contains("offer"), "{said}");
    let mut after = tree(&shop.root());
    after.insert(
        "portcullis.lock".into(),
        before[std::path::Path::new("portcullis.lock")].clone(),
    );
    assert_eq!(after, before);
}

#[test]
fn what_nobody_changed_follows_the_contract_and_what_somebody_did_is_offered_a_patch() {
    let untouched = Shop::new();
    let renamed = BEFORE.replace("Little Shop", "Large Shop");
    untouched.write("openapi.yaml", &renamed);
    let said = untouched.expect(&[], 0);
    assert!(
        said.contains("rewrite  README.md: nobody had changed it\n"),
        "{said}"
    );
    assert!(untouched.read("README.md").starts_with("# Large Shop\n"));
    untouched.expect(&["--check"], 0);

    let touched = Shop::new();
    touched.add("README.md", "mine");
    let mine = touched.read("README.md");
    touched.write("openapi.yaml", &renamed);
    let said = touched.expect(&[], 0);
    assert!(said.contains("offer    README.md: "), "{said}");
    assert_eq!(touched.read("README.md"), mine);
    take(&touched, "README.md");
    let taken = touched.read("README.md");
    assert!(
        taken.starts_with("# Large Shop\n") && taken.ends_with("\nmine\n"),
        "{taken}"
    );
    touched.expect(&[], 0);
    touched.expect(&["--check"], 0);
}

#[test]
fn a_newer_template_is_offered_also_where_nobody_changed_anything_and_the_contract_did() {
    let shop = older("README.md", "cargo test ", "cargo tset ");
    shop.write("README.md", &shop.read(".portcullis/base/README.md"));
    shop.write("openapi.yaml", AFTER);
    let said = shop.expect(&[], 0);
    assert!(said.contains("offer    README.md: "), "{said}");
    assert!(shop.read("README.md").contains("cargo tset "));
}
