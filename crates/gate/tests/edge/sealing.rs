//! Sealing at rest: what a key ring opens and what it does not, rotation, and second factors in the file of users.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use gate::settings::Settings;
use gate::{KeyRing, SealError, Secret};

use super::credentials::{SCHEMES, folder, wait_for};
use super::process::{self, harbor, run, start, text};
use super::second_factor::{SECRET, ask, code, gate_with, step, users};
use super::support::{OPEN, contract};

const CONTEXT: &str = "accounts/42/iban";
/// Sealed elsewhere, by another implementation of AES-256-GCM: `GB33BUKB20201555555555` for [`CONTEXT`], under the bytes
/// 0 to 31 with the nonce 100 to 111.
const KNOWN: &str = "v1.k1.ZGVmZ2hpamtsbW5vD1ntVTu8HdwMUm3Y61BfyHf3Mz--WQ0cZYiVNPrLxcW_ZA4h_-o";
const IBAN: &str = "GB33BUKB20201555555555";

/// A line of a file of keys: every byte of the key is one more than the one before.
fn key(name: &str, first: u8) -> String {
    let bytes: Vec<u8> = (0..32).map(|more| first + more).collect();
    format!("{name} = {}", STANDARD.encode(bytes))
}

fn ring(lines: &[String]) -> KeyRing {
    let variables = [("APP__SEAL__KEYS".to_owned(), lines.join(","))];
    settings(&variables).unwrap().seal.unwrap()
}

fn settings(variables: &[(String, String)]) -> Result<Settings, gate::settings::SettingsError> {
    Settings::from_parts(contract(SCHEMES, vec![OPEN]), variables, |path| {
        std::fs::read_to_string(path)
    })
}

fn opened(ring: &KeyRing, sealed: &str) -> Result<Vec<u8>, SealError> {
    ring.open(sealed, CONTEXT)
        .map(|secret| secret.expose().clone())
}

#[test]
fn what_was_sealed_is_opened() {
    let ring = ring(&[key("k1", 0)]);
    for length in [0, 1, 22, 100_000] {
        let value = vec![0xff; length];
        let sealed = ring.seal(&value, CONTEXT).unwrap();
        assert!(sealed.starts_with("v1.k1."), "{sealed:.40}");
        assert_eq!(opened(&ring, &sealed).unwrap(), value);
        assert_ne!(sealed, ring.seal(&value, CONTEXT).unwrap());
    }
    assert_eq!(opened(&ring, KNOWN).unwrap(), IBAN.as_bytes());
    let bytes = Secret::from(vec![0_u8, 159, 146, 150]);
    let sealed = bytes.seal(&ring, CONTEXT).unwrap();
    assert_eq!(ring.open(&sealed, CONTEXT).unwrap(), bytes);
    assert_eq!(
        Secret::open(&ring, &sealed, CONTEXT),
        Err(SealError::Unreadable),
        "it is no text"
    );
    let iban = Secret::from(IBAN.to_owned());
    let sealed = iban.seal(&ring, CONTEXT).unwrap();
    assert_eq!(Secret::open(&ring, &sealed, CONTEXT).unwrap(), iban);
}

#[test]
fn what_was_changed_is_not_opened() {
    let ring = ring(&[key("k1", 0), key("k2", 1)]);
    let known: Vec<char> = KNOWN.chars().collect();
    for at in 0..known.len() {
        for other in "Aa0-_.=+/ ü".chars().filter(|other| *other != known[at]) {
            let mut changed = known.clone();
            changed[at] = other;
            let changed: String = changed.into_iter().collect();
            assert!(opened(&ring, &changed).is_err(), "{at}: {changed}");
        }
    }
    let bytes = URL_SAFE_NO_PAD.decode(&KNOWN["v1.k1.".len()..]).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            let changed = format!("v1.k1.{}", URL_SAFE_NO_PAD.encode(changed));
            assert_eq!(opened(&ring, &changed), Err(SealError::Refused), "{at}");
        }
        let short = format!("v1.k1.{}", URL_SAFE_NO_PAD.encode(&bytes[..at]));
        assert!(opened(&ring, &short).is_err(), "{at} bytes");
    }
    for (changed, fault) in [
        (format!("{KNOWN}AAAA"), SealError::Refused),
        (format!("{KNOWN}="), SealError::Unreadable),
        (format!(" {KNOWN}"), SealError::Unreadable),
        (KNOWN.replace("v1.", "v2."), SealError::Unreadable),
        (KNOWN.replace(".k1.", ".k2."), SealError::Refused),
        (KNOWN.replace(".k1.", ".k3."), SealError::UnknownKey),
        (KNOWN.replace(".k1.", ".."), SealError::Unreadable),
        ("v1.k1".to_owned(), SealError::Unreadable),
        ("v1.k1.".to_owned(), SealError::Unreadable),
        (IBAN.to_owned(), SealError::Unreadable),
        (String::new(), SealError::Unreadable),
    ] {
        assert_eq!(opened(&ring, &changed), Err(fault), "{changed}");
    }
}

#[test]
fn what_was_moved_or_meant_for_another_ring_is_not_opened() {
    let one = ring(&[key("k1", 0)]);
    let own = one.seal(IBAN.as_bytes(), CONTEXT).unwrap();
    for context in [
        "",
        "accounts/42/name",
        "accounts/43/iban",
        "accounts/42/iban\0",
        "Accounts/42/iban",
    ] {
        for sealed in [KNOWN, &own] {
            assert_eq!(
                one.open(sealed, context),
                Err(SealError::Refused),
                "{context:?}"
            );
        }
    }
    // What is left of the name and right of it does not run together.
    let sealed = one.seal(b"x", "2/a").unwrap();
    let other = ring(&[key("k12", 0)]);
    assert_eq!(
        other.open(&sealed.replace(".k1.", ".k12."), "/a"),
        Err(SealError::Refused)
    );
    assert_eq!(
        opened(&ring(&[key("k1", 9)]), KNOWN),
        Err(SealError::Refused)
    );
    assert_eq!(
        opened(&ring(&[key("k2", 0)]), KNOWN),
        Err(SealError::UnknownKey)
    );
}

#[test]
fn no_nonce_comes_twice() {
    let ring = ring(&[key("k1", 0)]);
    let mut seen = HashSet::new();
    for count in 0..100_000 {
        let sealed = ring.seal(b"", "").unwrap();
        let nonce = URL_SAFE_NO_PAD.decode(&sealed[6..22]).unwrap();
        assert_eq!(nonce.len(), 12);
        assert!(seen.insert(nonce), "after {count}");
    }
}

#[test]
fn a_new_key_seals_and_old_ones_open() {
    let file = folder("ring").join("keys");
    let write = |lines: &[String]| {
        let aside = file.with_extension("new");
        std::fs::write(&aside, lines.join("\n")).unwrap();
        std::fs::rename(&aside, &file).unwrap();
    };
    let (first, second) = (key("2026-05", 0), key("2026-11", 100));
    write(std::slice::from_ref(&first));
    let ring = KeyRing::at(&file);
    let again = ring.clone();
    let old = ring.seal(b"kept", CONTEXT).unwrap();
    assert!(!ring.needs_resealing(&old).unwrap());
    assert!(ring.needs_resealing("kept").unwrap(), "not sealed at all");
    // First every replica learns to open with the new key, then the new key seals.
    write(&[first.clone(), second.clone()]);
    let other = KeyRing::at(&file);
    assert!(other.seal(b"", CONTEXT).unwrap().starts_with("v1.2026-05."));
    write(&[
        second.clone(),
        String::new(),
        "# the one before".to_owned(),
        first,
    ]);
    wait_for("a new key", || ring.needs_resealing(&old).unwrap());
    assert_eq!(opened(&ring, &old).unwrap(), b"kept");
    let new = again.seal(b"kept", CONTEXT).unwrap();
    assert!(new.starts_with("v1.2026-11."), "{new}");
    assert!(!ring.needs_resealing(&new).unwrap());
    write(&[second]);
    wait_for("an old key that is gone", || {
        opened(&ring, &old) == Err(SealError::UnknownKey)
    });
    assert_eq!(opened(&ring, &new).unwrap(), b"kept");
    // A file that cannot be read opens nothing, whatever was in it before.
    for broken in ["", "2026-11", "2026-11 = c2hvcnQ="] {
        write(&[broken.to_owned()]);
        wait_for("a broken file", || {
            opened(&ring, &new) == Err(SealError::NoKeys)
        });
    }
    std::fs::remove_file(&file).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(600));
    assert_eq!(ring.seal(b"", ""), Err(SealError::NoKeys));
    write(&[key("2026-11", 100)]);
    wait_for("the file again", || opened(&ring, &new).is_ok());
}

#[test]
fn faults_in_the_keys_stop_the_boot_and_repeat_nothing() {
    let file = folder("faults").join("keys");
    let short = STANDARD.encode([b's'; 31]);
    let long = STANDARD.encode([b'l'; 33]);
    let sound = key("k1", 0);
    for (content, fault) in [
        (String::new(), "there is no key in it"),
        ("# nothing\n\n".to_owned(), "there is no key in it"),
        (format!("{sound}\nk2"), "line 2: say `name = key`"),
        (
            format!("{sound}\n{sound}"),
            "line 2: another key has the same name",
        ),
        (
            format!("{sound}\n{}", key("k2", 0)),
            "line 2: it is there already",
        ),
        (format!("k1 = {short}"), "line 1: a key is 32 bytes"),
        (format!("k1 = {long}"), "line 1: a key is 32 bytes"),
        (
            format!("k1 = {}", &sound[5..sound.len() - 1]),
            "line 1: a key is 32 bytes",
        ),
        (format!("k.1 = {short}"), "line 1: a key's name"),
        (format!(" = {short}"), "line 1: a key's name"),
        (
            format!("{} = {short}", "k".repeat(33)),
            "line 1: a key's name",
        ),
    ] {
        std::fs::write(&file, &content).unwrap();
        let path = file.to_str().unwrap();
        let named = [("APP__SEAL__KEYS_FILE".to_owned(), path.to_owned())];
        let faults = settings(&named).unwrap_err().faults;
        assert_eq!(faults.len(), 1, "{faults:?}");
        let start = format!("APP__SEAL__KEYS_FILE: {path}: {fault}");
        assert!(faults[0].starts_with(&start), "{faults:?}");
        let given = [("APP__SEAL__KEYS".to_owned(), content.replace('\n', ","))];
        let given = settings(&given).unwrap_err().faults;
        assert_eq!(given.len(), 1, "{given:?}");
        for secret in [short.as_str(), &long, &sound[5..]] {
            assert!(!faults[0].contains(secret) && !given[0].contains(secret));
        }
    }
    std::fs::remove_file(&file).unwrap();
    let both = [
        ("APP__SEAL__KEYS".to_owned(), sound),
        (
            "APP__SEAL__KEYS_FILE".to_owned(),
            file.display().to_string(),
        ),
    ];
    let faults = settings(&both).unwrap_err().faults;
    assert!(faults[0].contains("seal.keys is set as well"), "{faults:?}");
    assert!(faults[1].contains("No such file"), "{faults:?}");
    assert!(settings(&[]).unwrap().seal.is_none());
    let unknown = [("APP__SEAL__KEY".to_owned(), key("k1", 0))];
    let faults = settings(&unknown).unwrap_err().faults;
    assert!(faults[0].contains("APP__SEAL__KEYS"), "{faults:?}");
}

#[test]
fn quotes_comments_and_blanks_are_read() {
    let bare = key("k1", 0);
    let quoted = format!("  # two\n\n\tk2=\"{}\"  \r\n{bare}\r\n", &key("k2", 1)[5..]);
    let file = folder("quotes").join("keys");
    std::fs::write(&file, quoted).unwrap();
    let ring = KeyRing::at(&file);
    assert!(ring.seal(b"", "").unwrap().starts_with("v1.k2."));
    assert!(opened(&ring, KNOWN).is_ok());
}

#[test]
fn nothing_shows_a_key() {
    let ring = ring(&[key("k1", 0)]);
    assert_eq!(format!("{ring:?}"), "KeyRing(…)");
    let variables = [("APP__SEAL__KEYS".to_owned(), key("k1", 0))];
    let shown = format!("{:?}", settings(&variables).unwrap());
    assert!(shown.contains("KeyRing(…)") && !shown.contains("AAECAwQ"));
}

/// What one user's secret is kept as.
fn kept(file: &Path, user: &str) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let table: toml::Table = text.parse().unwrap();
    table["users"][user]["totp"].as_str().unwrap().to_owned()
}

#[test]
fn a_sealed_second_factor_is_that_of_one_user_of_one_scheme() {
    let file = users("sealed");
    let keys = key("k1", 0);
    let ring = ring(std::slice::from_ref(&keys));
    let own = ring.seal(SECRET.as_bytes(), "totp:basic:alice").unwrap();
    let stolen = ring.seal(SECRET.as_bytes(), "totp:other:carol").unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let sealed = text.replacen(SECRET, &own, 1).replacen(SECRET, &stolen, 1);
    std::fs::write(&file, &sealed).unwrap();
    let gate = gate_with(&file, &[("APP__SEAL__KEYS", &keys)]);
    let step = step();
    assert_eq!(ask(&gate, "alice:right", &[&code(step + 9)]).status, 401);
    assert_eq!(ask(&gate, "alice:right", &[&code(step)]).status, 200);
    assert_eq!(
        ask(&gate, "carol:right", &[&code(step)]).status,
        503,
        "of another scheme"
    );
    assert!(
        gate.log()
            .contains("a second factor: it was changed, or sealed for another place")
    );
    // Nor does what one user enrolled serve another one.
    std::fs::write(&file, sealed.replace(&stolen, &own)).unwrap();
    wait_for("a moved secret", || {
        std::thread::sleep(std::time::Duration::from_millis(500));
        ask(&gate, "carol:right", &[&code(step)]).status == 503
    });
    let without = gate_with(&file, &[]);
    assert_eq!(ask(&without, "alice:right", &[&code(step + 1)]).status, 503);
    let other = key("k1", 5);
    let other = gate_with(&file, &[("APP__SEAL__KEYS", &other)]);
    assert_eq!(ask(&other, "alice:right", &[&code(step + 1)]).status, 503);
    assert_eq!(ask(&gate, "alice:right", &[&code(step + 1)]).status, 200);
}

/// A folder with a user who has a second factor, kept as it is.
fn enrolled(name: &str) -> (PathBuf, String) {
    let folder = process::folder(name);
    let added = run(
        &folder,
        &["user", "add", "mate", "--scheme", "crew"],
        "one\n",
    );
    assert!(added.status.success(), "{added:?}");
    let uri = text(&run(&folder, &["user", "totp", "mate", "--scheme", "crew"], "").stdout);
    let (_, rest) = uri.split_once("secret=").unwrap();
    let (secret, _) = rest.split_once('&').unwrap();
    (folder, secret.to_owned())
}

#[test]
fn a_dump_of_the_store_holds_no_second_factor() {
    let (folder, secret) = enrolled("dump");
    let file = folder.join("data/crew.toml");
    assert_eq!(kept(&file, "mate"), secret, "without keys");
    let verb = |keys: &str, arguments: &[&str]| {
        let mut command = harbor(&folder, arguments);
        command.env("APP__SEAL__KEYS_FILE", keys).output().unwrap()
    };
    let first = verb("keys", &["seal-key", "new", "--id", "first"]);
    assert!(first.status.success(), "there is no file yet: {first:?}");
    let first = text(&first.stdout);
    assert!(
        first.starts_with("first = ") && first.len() == 52,
        "{first}"
    );
    std::fs::write(folder.join("keys"), &first).unwrap();
    // A start seals what is there.
    drop(start(
        harbor(&folder, &[]).env("APP__SEAL__KEYS_FILE", "keys"),
    ));
    let sealed = kept(&file, "mate");
    assert!(sealed.starts_with("v1.first."), "{sealed}");
    let context = "totp:crew:mate";
    let ring = KeyRing::at(&folder.join("keys"));
    let open = |sealed: &str| Secret::open(&ring, sealed, context);
    assert_eq!(open(&sealed).unwrap().expose(), &secret);
    // A second start has nothing to do, and leaves the file alone.
    let modified = || std::fs::metadata(&file).unwrap().modified().unwrap();
    let before = modified();
    drop(start(
        harbor(&folder, &[]).env("APP__SEAL__KEYS_FILE", "keys"),
    ));
    assert_eq!(modified(), before);
    // A new password keeps it, and a new second factor is sealed from the first moment.
    let mut enrol = harbor(&folder, &["user", "totp", "mate", "--scheme", "crew"]);
    let uri = text(
        &enrol
            .env("APP__SEAL__KEYS_FILE", "keys")
            .output()
            .unwrap()
            .stdout,
    );
    let new = Secret::open(
        &KeyRing::at(&folder.join("keys")),
        &kept(&file, "mate"),
        context,
    );
    assert!(uri.contains(new.unwrap().expose()), "{uri}");
    let added = run(
        &folder,
        &["user", "add", "mate", "--scheme", "crew"],
        "two\n",
    );
    assert!(added.status.success(), "{added:?}");
    assert!(kept(&file, "mate").starts_with("v1.first."));
    // Rotation, by the verb.
    let second = text(&verb("keys", &["seal-key", "new", "--id", "second"]).stdout);
    std::fs::write(folder.join("keys"), format!("{second}\n{first}\n")).unwrap();
    let list = text(&verb("keys", &["seal-key", "list"]).stdout);
    assert_eq!(list, "second\tseals\nfirst\topens");
    let resealed = verb("keys", &["seal-key", "reseal"]);
    assert!(resealed.status.success(), "{resealed:?}");
    assert_eq!(text(&resealed.stderr), "sealed 1 second factors");
    assert!(kept(&file, "mate").starts_with("v1.second."));
    let dump = std::fs::read_dir(folder.join("data")).unwrap();
    for entry in dump {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(
            !text.contains(&secret) && !text.contains("totp = \"A"),
            "{text}"
        );
    }
    // A key that is gone too early is said by name.
    std::fs::write(folder.join("keys"), &first).unwrap();
    let stuck = verb("keys", &["seal-key", "reseal"]);
    assert_eq!(stuck.status.code(), Some(2));
    assert!(
        text(&stuck.stderr).contains("mate does not open"),
        "{stuck:?}"
    );
    assert!(
        kept(&file, "mate").starts_with("v1.second."),
        "nothing is lost"
    );
}

#[test]
fn keys_are_made_and_named() {
    let folder = process::folder("sealkeys");
    let new = |arguments: &[&str]| {
        let mut all = vec!["seal-key", "new"];
        all.extend(arguments);
        run(&folder, &all, "")
    };
    let (one, other) = (text(&new(&[]).stdout), text(&new(&[]).stdout));
    for line in [&one, &other] {
        let (name, key) = line.split_once(" = ").unwrap();
        assert_eq!(STANDARD.decode(key).unwrap().len(), 32);
        assert!(name.starts_with("20") && name.len() == 17, "{line}");
    }
    assert_ne!(
        one.split_once(" = ").unwrap().1,
        other.split_once(" = ").unwrap().1
    );
    assert_eq!(new(&["--id", "a.b"]).status.code(), Some(2));
    for verb in ["list", "reseal"] {
        let output = run(&folder, &["seal-key", verb], "");
        assert_eq!(output.status.code(), Some(2));
        assert!(
            text(&output.stderr).contains("APP__SEAL__KEYS_FILE"),
            "{output:?}"
        );
    }
}

#[test]
fn production_says_that_second_factors_are_not_sealed() {
    let (folder, _) = enrolled("unsealed");
    let jwks = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
    std::fs::write(folder.join("jwks.json"), jwks).unwrap();
    let said = |keys: &[(&str, &str)]| {
        use std::io::Read;
        let mut command = harbor(&folder, &[]);
        command
            .env("APP__PROFILE", "production")
            .env("APP__TLS__TERMINATED_UPSTREAM", "true")
            .env("APP__AUTH__BEARER_AUTH__ISSUER", "i")
            .env("APP__AUTH__BEARER_AUTH__AUDIENCE", "a")
            .env("APP__AUTH__BEARER_AUTH__JWKS_FILE", "jwks.json")
            .envs(keys.iter().copied());
        let mut service = start(&mut command);
        // Killed, its output ends.
        service.child.kill().unwrap();
        let mut rest = String::new();
        service.stdout.read_to_string(&mut rest).unwrap();
        format!("{}{rest}", service.before)
    };
    let warned = said(&[]);
    assert!(
        warned.contains("1 second factors are kept as they are"),
        "{warned}"
    );
    let keys = key("k1", 0);
    let sealed = said(&[("APP__SEAL__KEYS", &keys)]);
    assert!(sealed.contains("1 second factors were sealed"), "{sealed}");
    let quiet = said(&[("APP__SEAL__KEYS", &keys)]);
    assert!(!quiet.contains("second factors"), "{quiet}");
}
