//! Which words can be the name of a service, and what becomes of the others.

use portcullis::options::{NameError, ProjectName};

#[track_caller]
fn near(text: &str, expected: &str) {
    let name = ProjectName::near(text);
    assert_eq!(name.as_str(), expected, "from {text:?}");
    assert_eq!(
        ProjectName::new(expected).as_ref(),
        Ok(&name),
        "it has to be typeable"
    );
}

#[test]
fn any_text_has_a_name_near_it() {
    near("harbor", "harbor");
    near("Swagger Petstore", "swagger-petstore");
    near("my_service", "my_service");
    near("Größe & Gewicht (v2)", "gr-e-gewicht-v2");
    near("3D models", "service-3d-models");
    near("", "service");
    near("日本", "service");
    near("--", "service");
    near("gate", "gate-service");
    near("async", "async-service");
    near("Self", "self-service");
    near("serde-json", "serde-json-service");
    near("CON", "con-service");
    near(&"x".repeat(200), &"x".repeat(56));
}

#[test]
fn a_typed_name_is_taken_as_it_is_or_refused() {
    for good in ["harbor", "harbor2", "a", "a-b_c", &"x".repeat(64)] {
        assert_eq!(
            ProjectName::new(good).map(|name| name.to_string()),
            Ok(good.to_owned())
        );
    }
    for bad in [
        "",
        "Harbor",
        "2fast",
        "-x",
        "_x",
        "a b",
        "a/b",
        "..",
        "größe",
        &"x".repeat(65),
    ] {
        assert_eq!(
            ProjectName::new(bad),
            Err(NameError::Characters(bad.to_owned()))
        );
    }
    for taken in [
        "api",
        "gate",
        "axum",
        "serde-json",
        "serde_json",
        "fn",
        "gen",
        "build",
        "nul",
        "std",
    ] {
        assert_eq!(
            ProjectName::new(taken),
            Err(NameError::Taken(taken.to_owned()))
        );
    }
}

#[test]
fn no_dependency_of_the_gate_is_free_to_be_a_name() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/gate/manifest.toml");
    let manifest: toml_edit::DocumentMut =
        std::fs::read_to_string(manifest).unwrap().parse().unwrap();
    let dependencies = manifest["dependencies"].as_table_like().unwrap();
    assert!(!dependencies.is_empty());
    for (name, _) in dependencies.iter() {
        assert_eq!(
            ProjectName::new(name),
            Err(NameError::Taken(name.to_owned()))
        );
    }
}
