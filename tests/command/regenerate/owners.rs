//! Whose a file is: ours is rewritten unless somebody edited it, the user's is never taken from them.

use std::fs;

use super::{AFTER, Shop, talk, tree};

#[test]
fn an_edit_in_our_files_stops_everything_and_is_shown() {
    for path in [
        "api/src/items/mod.rs",
        "gate/src/lib.rs",
        "api/src/orders/list_orders.rs",
    ] {
        let shop = Shop::new();
        shop.add(path, "// by hand");
        shop.write("openapi.yaml", AFTER);
        let before = tree(&shop.root());
        let output = shop.regenerate(&[]);
        let said = talk(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("--force"), "{said}");
        if !path.contains("orders") {
            assert!(said.contains("\n+// by hand\n"), "{said}");
        }
        assert_eq!(tree(&shop.root()), before);
        shop.expect(&["--force"], 0);
        assert!(!shop.path(path).exists() || !shop.read(path).contains("// by hand"));
        shop.expect(&["--check"], 0);
    }
}

#[test]
fn an_edit_is_seen_though_the_contract_is_the_same() {
    let shop = Shop::new();
    shop.add("SECURITY.md", "Call me.");
    let output = shop.regenerate(&["--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(talk(&output).contains("+Call me."), "{}", talk(&output));
    // A file of ours that is gone comes back.
    let whole = shop.read("SECURITY.md").replace("Call me.\n", "");
    fs::remove_file(shop.path("SECURITY.md")).unwrap();
    shop.expect(&["--check"], 1);
    shop.expect(&[], 0);
    assert_eq!(shop.read("SECURITY.md"), whole);
}

#[test]
fn what_the_user_deleted_stays_deleted() {
    let shop = Shop::new();
    fs::remove_file(shop.path("README.md")).unwrap();
    fs::remove_file(shop.path("tests/abuse.rs")).unwrap();
    shop.expect(&["--check"], 0);
    shop.write("openapi.yaml", AFTER);
    shop.expect(&[], 0);
    assert!(!shop.path("README.md").exists());
    assert!(!shop.path("tests/abuse.rs").exists());
    shop.expect(&["--check"], 0);
}

#[test]
fn a_file_where_a_new_one_would_go_is_kept() {
    let shop = Shop::new();
    let mine = "# mine\n";
    shop.write("tests/abuse/wishes.toml", mine);
    shop.write(
        "openapi.yaml",
        &AFTER.replace(
            "operationId: firstItem\n      tags: [items]",
            "operationId: firstItem\n      tags: [wishes]",
        ),
    );
    let said = shop.expect(&[], 0);
    assert!(said.contains("src/handlers/wishes.rs"), "{said}");
    assert!(shop.read("tests/abuse/wishes.toml").starts_with(mine));
    shop.expect(&["--check"], 0);
}

#[test]
fn every_line_that_the_user_wrote_is_still_there() {
    let shop = Shop::new();
    let files = [
        ("src/main.rs", "// one"),
        ("src/handlers/items.rs", "// two"),
        ("src/policy.rs", "// three"),
        ("Cargo.toml", "# four"),
        ("README.md", "five"),
        ("config/production.toml", "# six"),
        ("src/handlers/orders.rs", "// seven"),
    ];
    for (path, line) in files {
        shop.add(path, line);
    }
    shop.write("openapi.yaml", AFTER);
    shop.expect(&[], 0);
    for (path, line) in files {
        let text = shop.read(path);
        assert!(text.lines().any(|known| known == line), "{path}: {text}");
    }
}

#[test]
fn a_lock_of_the_first_format_is_read() {
    let shop = Shop::new();
    let lock: toml_edit::DocumentMut = shop.read("portcullis.lock").parse().unwrap();
    let mut first = toml_edit::DocumentMut::new();
    first["format"] = toml_edit::value(1);
    first["portcullis"]["version"] = lock["portcullis"]["version"].clone();
    first["portcullis"]["document"] = lock["portcullis"]["document"].clone();
    first["files"] = lock["files"].clone();
    shop.write("portcullis.lock", &first.to_string());
    fs::remove_dir_all(shop.path(".portcullis")).unwrap();
    shop.add("src/main.rs", "// mine");
    let said = shop.expect(&[], 0);
    assert!(!said.contains("main.rs"), "{said}");
    assert!(shop.read("src/main.rs").ends_with("// mine\n"));
    assert!(shop.path(".portcullis/last/openapi.yaml").is_file());
    shop.expect(&["--check"], 0);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let shop = Shop::new();
    let outside = shop.bench.path().join("outside");
    fs::rename(shop.path("api/src/items"), &outside).unwrap();
    std::os::unix::fs::symlink(&outside, shop.path("api/src/items")).unwrap();
    let before = tree(&outside);
    shop.write("openapi.yaml", AFTER);
    let said = shop.expect(&["--force"], 1);
    assert!(said.contains("is a file or a link"), "{said}");
    assert_eq!(tree(&outside), before);
}
