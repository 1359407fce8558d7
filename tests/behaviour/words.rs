//! Values of an `enum`, as code of a team's own writes and reads them: by the words of the contract.

use crate::support::project::{cargo, lay};
use crate::support::{contract_of, defaults, emit, load};
use portcullis::project::File;

/// What a team could write.
const USED: &str = r#"//! Written by the team.

use api::types::{ChoicesColour, ChoicesLevel};

#[test]
fn words_are_those_of_the_contract() {
    for (word, colour) in [
        ("red", ChoicesColour::Red),
        ("3d", ChoicesColour::N3d),
        ("in progress", ChoicesColour::InProgress),
    ] {
        assert_eq!(colour.to_string(), word);
        assert_eq!(word.parse(), Ok(colour));
    }
    for word in ["red", "", "3d", "in progress", "In-Progress", "type", "+1", "-1"] {
        let colour: ChoicesColour = word.parse().unwrap();
        assert_eq!((colour.to_string(), colour.as_str()), (word.to_owned(), word));
    }
    for word in ["Red", " red", "N3d", "inprogress", "1", "blue"] {
        let error = word.parse::<ChoicesColour>().unwrap_err();
        assert_eq!(error.to_string(), "this is none of the declared values");
    }
    assert_eq!(format!("{:>5}|", ChoicesColour::Red), "  red|");
}

#[test]
fn numbers_are_as_json_writes_them() {
    for number in [1_i64, 2, -1] {
        let level: ChoicesLevel = number.to_string().parse().unwrap();
        assert_eq!((level.as_i64(), level.to_string()), (number, number.to_string()));
    }
    for word in ["+1", "01", "1.0", " 1", "", "3"] {
        assert!(word.parse::<ChoicesLevel>().is_err(), "{word}");
    }
}
"#;

#[test]
fn a_value_is_written_and_read_by_its_word() {
    let mut files = emit(&load(&contract_of("shapes")), &defaults("words"));
    files.push(File {
        path: "tests/words.rs".to_owned(),
        contents: USED.as_bytes().to_vec(),
        ..files[0].clone()
    });
    let project = lay("words", &files);
    let said = cargo(
        &project,
        &["test", "--locked", "--quiet", "--test", "words"],
    );
    assert!(said.success, "{}{}", said.data, said.talk);
}
