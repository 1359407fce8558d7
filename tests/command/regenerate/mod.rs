//! `portcullis regenerate`, as a person or a pipeline meets it: what it says, what it changes, and what it never touches.

mod contracts;
mod crash;
mod left;
mod offers;
mod owners;
mod rounds;
mod security;
mod sharing;
mod templates;
mod versions;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::SystemTime;

use tempfile::TempDir;

use super::{data, run, talk, tree};

/// A contract with two tags.
const BEFORE: &str = r##"openapi: 3.1.0
info: {title: Little Shop, version: 1.0.0}
paths:
  /items:
    get:
      operationId: listItems
      tags: [items]
      security: []
      responses:
        "200":
          description: All items
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Item"}}
  /orders:
    get:
      operationId: listOrders
      tags: [orders]
      security: []
      responses: {"204": {description: None}}
components:
  schemas:
    Item:
      type: object
      required: [name]
      properties:
        name: {type: string, minLength: 1}
"##;

/// The same without `orders`, with one operation and one member more.
const AFTER: &str = r##"openapi: 3.1.0
info: {title: Little Shop, version: 1.0.0}
paths:
  /items:
    get:
      operationId: listItems
      tags: [items]
      security: []
      responses:
        "200":
          description: All items
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Item"}}
  /items/first:
    get:
      operationId: firstItem
      tags: [items]
      security: []
      responses: {"204": {description: None}}
components:
  schemas:
    Item:
      type: object
      required: [name]
      properties:
        name: {type: string, minLength: 1}
        price: {type: integer}
"##;

/// A project made of [`BEFORE`], in a folder of the test's own.
struct Shop {
    bench: TempDir,
}

impl Shop {
    fn new() -> Self {
        let bench = TempDir::new().unwrap();
        fs::write(bench.path().join("before.yaml"), BEFORE).unwrap();
        let made = run(bench.path(), ["new", "before.yaml", "--out", "shop"]);
        assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
        Self { bench }
    }

    fn root(&self) -> PathBuf {
        self.bench.path().join("shop")
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    /// Lets the user write a line below everything else in a file.
    fn add(&self, path: &str, line: &str) {
        self.write(path, &format!("{}{line}\n", self.read(path)));
    }

    fn regenerate(&self, more: &[&str]) -> Output {
        run(&self.root(), [&["regenerate"], more].concat())
    }

    /// Regenerates, and expects this exit code; answers with what went to stdout.
    #[track_caller]
    fn expect(&self, more: &[&str], code: i32) -> String {
        let output = self.regenerate(more);
        let said = data(&output);
        assert_eq!(output.status.code(), Some(code), "{said}{}", talk(&output));
        said
    }

    /// When each file was changed last.
    fn times(&self) -> Vec<(PathBuf, SystemTime)> {
        let paths = tree(&self.root()).into_keys();
        let time = |path: PathBuf| {
            let changed = fs::metadata(self.root().join(&path)).unwrap().modified();
            (path, changed.unwrap())
        };
        paths.map(time).collect()
    }
}

/// What a project is that was made of [`AFTER`] in an undisturbed run.
fn undisturbed() -> std::collections::BTreeMap<PathBuf, Option<Vec<u8>>> {
    let shop = Shop::new();
    shop.write("openapi.yaml", AFTER);
    shop.expect(&[], 0);
    tree(&shop.root())
}

#[test]
fn what_did_not_change_is_not_touched() {
    let shop = Shop::new();
    let before = shop.times();
    for arguments in [&[][..], &["--check"], &["--dry-run"]] {
        let said = shop.expect(arguments, 0);
        assert!(
            said.starts_with("files    ") && said.ends_with(" as they are\n"),
            "{said}"
        );
    }
    // The same by the long way, which the fast one has to agree with.
    shop.expect(&["--spec", "openapi.yaml"], 0);
    assert_eq!(shop.times(), before);
}

#[test]
fn a_changed_contract_is_followed_and_then_there_is_nothing_to_do() {
    let shop = Shop::new();
    shop.write("openapi.yaml", AFTER);
    let before = tree(&shop.root());
    let planned = shop.expect(&["--dry-run"], 0);
    assert!(planned.contains("\nadapt    "), "{planned}");
    assert!(!planned.contains("done "), "nothing is done yet: {planned}");
    assert_eq!(shop.expect(&["--check"], 1), planned);
    assert_eq!(tree(&shop.root()), before, "nothing is written");
    assert_eq!(shop.expect(&[], 0), planned);
    for line in [
        "create   api/src/items/first_item.rs\n",
        "rewrite  api/src/items/mod.rs\n",
        "remove   api/src/orders/list_orders.rs\n",
        "edit     src/handlers/items.rs\n",
        "edit     src/policy.rs\n",
    ] {
        assert!(planned.contains(line), "{line}{planned}");
    }
    assert!(
        !shop.path("api/src/orders").exists(),
        "an empty folder is left"
    );
    let handlers = shop.read("src/handlers/items.rs");
    assert!(handlers.contains("async fn first_item("), "{handlers}");
    let after = shop.times();
    shop.expect(&["--check"], 0);
    shop.expect(&[], 0);
    shop.expect(&["--spec", "openapi.yaml"], 0);
    assert_eq!(shop.times(), after);
}

#[test]
fn the_files_of_ours_are_those_of_a_new_project() {
    let shop = Shop::new();
    shop.write("openapi.yaml", AFTER);
    shop.expect(&[], 0);
    let bench = TempDir::new().unwrap();
    fs::write(bench.path().join("after.yaml"), AFTER).unwrap();
    let made = run(bench.path(), ["new", "after.yaml", "--out", "shop"]);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    let ours = |root: &Path| {
        let mut files = tree(root);
        files.retain(|path, _| {
            ["api", "gate", ".portcullis/base", ".portcullis/last"]
                .iter()
                .any(|folder| path.starts_with(folder))
                || path == Path::new("SECURITY.md")
        });
        files
    };
    assert_eq!(ours(&shop.root()), ours(&bench.path().join("shop")));
}

#[test]
fn the_exit_code_says_whose_fault_it_was() {
    let shop = Shop::new();
    let nowhere = run(shop.bench.path(), ["regenerate"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(
        talk(&nowhere).contains("there is no project"),
        "{}",
        talk(&nowhere)
    );
    let there = run(shop.bench.path(), ["regenerate", "--project", "shop"]);
    assert_eq!(there.status.code(), Some(0), "{}", talk(&there));

    let lock = shop.read("portcullis.lock");
    for text in [
        "<<<<<<< HEAD\n",
        "format = 3\n",
        "format = 2\n[portcullis]\n[files]\na = {}\n",
        "",
    ] {
        shop.write("portcullis.lock", text);
        let before = tree(&shop.root());
        let output = shop.regenerate(&[]);
        assert_eq!(output.status.code(), Some(1), "{}", talk(&output));
        assert!(
            talk(&output).contains("`portcullis.lock`"),
            "{}",
            talk(&output)
        );
        assert_eq!(tree(&shop.root()), before);
    }
    // An older program would take away what a newer one mended.
    let now = format!("version = \"{}\"", env!("CARGO_PKG_VERSION"));
    shop.write(
        "portcullis.lock",
        &lock.replacen(&now, "version = \"1000.0.0\"", 1),
    );
    let output = shop.regenerate(&[]);
    assert_eq!(output.status.code(), Some(2), "{}", talk(&output));
    assert!(
        talk(&output).contains("made by Portcullis 1000.0.0"),
        "{}",
        talk(&output)
    );
    shop.expect(&["--force"], 0);
    assert!(shop.read("portcullis.lock") == lock);

    shop.write("openapi.yaml", "- 1\n");
    shop.expect(&[], 1);
    shop.write("openapi.yaml", AFTER);
    shop.write(
        "portcullis.toml",
        "[contract]\npath = \"../openapi.yaml\"\n",
    );
    shop.expect(&[], 1);
    shop.write("portcullis.toml", "[contract]\npath = \"absent.yaml\"\n");
    shop.expect(&[], 2);
}

#[test]
fn two_runs_do_not_meet() {
    let shop = Shop::new();
    let held = fs::File::open(shop.root()).unwrap();
    held.lock().unwrap();
    let output = shop.regenerate(&[]);
    assert_eq!(output.status.code(), Some(2), "{}", talk(&output));
    assert!(talk(&output).contains("another run"), "{}", talk(&output));
    drop(held);
    shop.expect(&[], 0);
}

#[test]
fn a_program_gets_one_object() {
    let shop = Shop::new();
    shop.write("openapi.yaml", AFTER);
    let said = shop.expect(&["--format", "json"], 0);
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert!(report["findings"].is_array(), "{report}");
    let created = serde_json::json!({
        "action": "create", "path": "api/src/items/first_item.rs", "why": null, "difference": null
    });
    assert!(
        report["decisions"].as_array().unwrap().contains(&created),
        "{report}"
    );
    let said = shop.expect(&["--format", "json"], 0);
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        report["decisions"].as_array().map(Vec::len),
        Some(0),
        "{report}"
    );
}
