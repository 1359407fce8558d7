//! The crate that is built here and the one that is emitted have the same dependencies.

use toml::Table;

#[test]
fn what_is_tested_is_what_is_emitted() {
    let ours: Table = include_str!("../../Cargo.toml").parse().unwrap();
    let emitted: Table = include_str!("../../../../gate/manifest.toml")
        .parse()
        .unwrap();
    assert_eq!(ours["dependencies"], emitted["dependencies"]);
    assert_eq!(ours["features"], emitted["features"]);
    assert!(
        emitted["dependencies"]
            .as_table()
            .unwrap()
            .values()
            .all(|value| value.get("path").is_none())
    );
}
