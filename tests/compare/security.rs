//! Security regressions are told, and what stands next to them is not.

use portcullis::compare::{Change, Weight};
use serde::Deserialize;
use serde_json::Value;

use super::{changes, codes, with};

#[derive(Deserialize)]
struct Row {
    name: String,
    slot: String,
    old: Value,
    new: Value,
    #[serde(default)]
    regressions: Vec<String>,
}

#[test]
fn exactly_the_regressions_are_told() {
    let rows: Vec<Row> = serde_yaml::from_str(include_str!("security.yaml")).unwrap();
    let mut wrong = Vec::new();
    for row in &rows {
        let (old, new) = (with(&row.slot, &row.old), with(&row.slot, &row.new));
        let found = changes(&old, &new, 0);
        let regressions = found
            .iter()
            .filter(|change| change.is_security_regression());
        let told = codes(regressions);
        if told != row.regressions {
            wrong.push(format!(
                "{}: {told:?}, not {:?}\n{found:#?}",
                row.name, row.regressions
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let caught = rows
        .iter()
        .filter(|row| !row.regressions.is_empty())
        .count();
    assert!(
        caught > 50 && rows.len() - caught > 50,
        "{caught} of {}",
        rows.len()
    );
}

#[test]
fn a_regression_is_told_of_every_operation_that_it_concerns() {
    let contract = |limit: u32| {
        let schema = serde_json::json!({"$ref": "#/components/schemas/Name"});
        let body = serde_json::json!({"content": {"application/json": {"schema": schema}}});
        let operation =
            serde_json::json!({"requestBody": body, "responses": {"200": {"description": "d"}}});
        let mut contract = with(
            "document",
            &serde_json::json!({"components": {"schemas": {"Name": {"type": "string", "maxLength": limit}}}}),
        );
        contract["paths"]["/things"]["put"] = operation.clone();
        contract["paths"]["/more"] = serde_json::json!({"put": operation});
        contract
    };
    let found: Vec<Change> = changes(&contract(5), &contract(10), 0);
    let [only] = found.as_slice() else {
        panic!("{found:#?}");
    };
    assert_eq!(only.operations, ["PUT /things", "PUT /more"]);
    assert_eq!(only.code.to_string(), "request-max-length-widened");
    assert_eq!(only.impact.callers, Weight::Information);
    let pointer = |site: &Option<portcullis::compare::Site>| site.as_ref().unwrap().pointer.clone();
    assert_eq!(pointer(&only.old), "/components/schemas/Name/maxLength");
    assert_eq!(pointer(&only.new), "/components/schemas/Name/maxLength");
}
