//! What is not to be seen: rows 14 and 19.

use std::fs;
use std::path::Path;

use super::issuer::Issuer;
use super::{add, built, folder, get, start, start_in};
use crate::support::project::tree;
use crate::support::service::command;

/// Everything that a service keeps, as a thief of its disk would read it.
fn dump(folder: &Path) -> String {
    let kept = tree(&folder.join("data"));
    let texts = kept.iter().map(|path| fs::read_to_string(path).unwrap());
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn row_14_what_is_kept_is_hashed_or_sealed_under_keys_that_rotate() {
    let (_, binary) = built();
    let new_key = |folder: &Path| {
        let output = command(binary, folder).args(["seal-key", "new"]).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let folder = folder();
    let keys = folder.path().join("keys");
    let first = new_key(folder.path());
    assert!(first.contains(" = "), "{first}");
    fs::write(&keys, &first).unwrap();
    let sealed = [("APP__SEAL__KEYS_FILE", "keys")];
    let service = start_in(folder, &sealed);
    service.verb(
        &["user", "add", "ada", "--scheme", "crew"],
        "correct horse\n",
    );
    let key = service.verb(
        &[
            "api-key",
            "create",
            "--scheme",
            "partnerKey",
            "--owner",
            "t",
        ],
        "",
    );
    let with_keys = |arguments: &[&str]| {
        let output = command(binary, service.folder())
            .envs(sealed)
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let uri = with_keys(&["user", "totp", "ada", "--scheme", "crew"]);
    let (_, secret) = uri.split_once("secret=").unwrap();
    let secret = secret.split('&').next().unwrap();
    let kept = dump(service.folder());
    // `pk_<id>_<secret>`, and the secret may have such a mark of its own.
    let random = key.splitn(3, '_').nth(2).unwrap();
    for plain in ["correct horse", secret, random, first.trim()] {
        assert!(!kept.contains(plain), "{plain} is in {kept}");
    }
    let id = first.split(" = ").next().unwrap();
    assert!(kept.contains(&format!("v1.{id}.")), "{kept}");
    assert!(kept.contains("$argon2id$"), "{kept}");
    // A new key first, and what was sealed under the old one is sealed under it.
    let second = new_key(service.folder());
    fs::write(service.folder().join("keys"), format!("{second}{first}")).unwrap();
    with_keys(&["seal-key", "reseal"]);
    let kept = dump(service.folder());
    let id = second.split(" = ").next().unwrap();
    assert!(kept.contains(&format!("v1.{id}.")), "{kept}");
}

#[test]
fn row_19_sensitive_members_go_one_way_and_show_nowhere() {
    let service = start(&[]);
    let own = Issuer::own();
    let (read, write) = (own.token("parcels:read"), own.token("parcels:write"));
    // `readOnly` is not taken.
    let answer = service.ask(&add(&write, r#"{"id":7,"to":"Ada","weight":1}"#));
    assert_eq!(answer.status, 422);
    assert_eq!(answer.pointers(), ["/id"]);
    // `writeOnly` is not answered, and no answer repeats what is sensitive.
    let whole = r#"{"to":"Ada","weight":1,"pin":"hunter2hunter2","customs":"diamonds"}"#;
    let answer = service.ask(&add(&write, whole));
    assert_eq!(answer.status, 201);
    assert!(!answer.text().contains("pin") && !answer.text().contains("diamonds"));
    let short = whole.replace("hunter2hunter2", "hunter2");
    let answer = service.ask(&add(&write, &short));
    assert_eq!(answer.pointers(), ["/pin"]);
    assert!(!answer.text().contains("hunter2"), "{}", answer.text());
    // A handler that prints the whole request into its error prints no secret.
    let failing = whole.replace("Ada", "fail");
    let answer = service.ask(&add(&write, &failing));
    assert_eq!(answer.status, 500);
    let id = answer.header("x-request-id").unwrap();
    let lines = super::record::lines_with(&service, id, 2);
    assert!(lines.contains("the shelf broke under"), "{lines}");
    assert!(
        !lines.contains("hunter2") && !lines.contains("diamonds"),
        "{lines}"
    );
    // What is revealed on purpose is.
    let shown = get("/parcels").header("X-Depot", "OSL").bearer(&read);
    assert_eq!(service.ask(&shown).json()[0]["customs"], "OSL");
}
