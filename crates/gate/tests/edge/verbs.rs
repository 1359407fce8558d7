//! The verbs that make, list and withdraw credentials, in a service that runs meanwhile.

use std::process::Output;
use std::time::Duration;

use super::process::{folder, get, harbor, post, run, start, text};

fn succeeded(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    text(&output.stdout)
}

#[test]
fn a_key_is_made_listed_and_revoked() {
    let folder = folder("keys");
    let service = start(&mut harbor(&folder, &[]));
    let verb = |arguments: &[&str]| {
        let mut all = vec!["api-key"];
        all.extend(arguments);
        all.extend(["--scheme", "stationKey"]);
        run(&folder, &all, "")
    };
    let create = |rest: &[&str]| {
        let mut all = vec!["create", "--scopes", "vessels:write"];
        all.extend(rest);
        succeeded(&verb(&all))
    };
    let first = create(&["--owner", "pier"]);
    let second = create(&["--owner", "pier\tnine"]);
    let third = create(&["--owner", "quay", "--expires", "2020-01-01"]);
    let parts: Vec<&str> = first.splitn(3, '_').collect();
    assert_eq!((parts[0], parts[1].len(), parts[2].len()), ("pk", 8, 43));
    let list = succeeded(&verb(&["list"]));
    let lines: Vec<Vec<&str>> = list
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(lines.len(), 3, "{list}");
    assert_eq!(lines[0][..4], [parts[1], "active", "pier", "vessels:write"]);
    assert_eq!(lines[1][2], "pier\\tnine", "one line stays one line");
    assert_eq!(
        (lines[2][1], lines[2][5]),
        ("expired", "2020-01-01T00:00:00Z")
    );
    let secrets = [&first, &second, &third].map(|key| key.splitn(3, '_').nth(2).unwrap());
    assert!(secrets.iter().all(|secret| !list.contains(secret)));
    let station = |key: &str| post(&service.address, &format!("x-station-key: {key}\r\n"));
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(
        [&first, &second, &third].map(|key| station(key)),
        [201, 201, 401]
    );
    // By its id, and whole, by somebody who found it.
    assert!(verb(&["revoke", parts[1]]).status.success());
    assert!(verb(&["revoke", &second]).status.success());
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!([&first, &second].map(|key| station(key)), [401, 401]);
    let list = succeeded(&verb(&["list"]));
    assert_eq!(list.matches("\trevoked\t").count(), 2, "{list}");
    for useless in [
        &["revoke", parts[1]][..],
        &["revoke", "deadbeef"],
        &["revoke"],
    ] {
        let output = verb(useless);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
    }
    let soon = create(&["--owner", "tide", "--expires", "90d"]);
    let line = succeeded(&verb(&["list"]));
    let line = line.lines().find(|line| line.contains("tide")).unwrap();
    assert!(
        line.contains("active") && !line.ends_with("never"),
        "{line}"
    );
    assert!(
        !soon.is_empty()
            && !verb(&["create", "--owner", "o", "--expires", "tomorrow"])
                .status
                .success()
    );
    let fourth = create(&["--owner", "pier"]);
    let fifth = create(&["--owner", "pier"]);
    assert!(verb(&["revoke", "--owner", "pier"]).status.success());
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!([&fourth, &fifth].map(|key| station(key)), [401, 401]);
}

#[test]
fn a_user_is_added_and_removed_and_keeps_a_second_factor() {
    use base64::Engine;
    let folder = folder("users");
    let service = start(&mut harbor(&folder, &[]));
    let verb = |arguments: &[&str], input: &str| {
        let mut all = vec!["user"];
        all.extend(arguments);
        all.extend(["--scheme", "crew"]);
        run(&folder, &all, input)
    };
    let basic = |pair: &str| {
        let pair = base64::engine::general_purpose::STANDARD.encode(pair);
        post(
            &service.address,
            &format!("authorization: Basic {pair}\r\n"),
        )
    };
    succeeded(&verb(&["add", "mate"], "one\n"));
    let uri = succeeded(&verb(&["totp", "mate"], ""));
    let secret = uri
        .strip_prefix("otpauth://totp/Harbor:mate?secret=")
        .and_then(|rest| rest.split_once('&'))
        .unwrap_or_else(|| panic!("{uri}"))
        .0;
    assert!(
        secret.len() == 32
            && secret
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    );
    assert!(uri.ends_with("&issuer=Harbor&algorithm=SHA1&digits=6&period=30"));
    let file = folder.join("data/crew.toml");
    let holds = |what: &str| std::fs::read_to_string(&file).unwrap().contains(what);
    assert!(holds(secret));
    succeeded(&verb(&["add", "mate"], "two\n"));
    assert!(
        holds(secret),
        "a new password does not take the second factor away"
    );
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(basic("mate:one"), 401);
    assert_eq!(basic("mate:two"), 201);
    succeeded(&verb(&["remove", "mate"], ""));
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(basic("mate:two"), 401);
    for gone in ["remove", "totp"] {
        let output = verb(&[gone, "mate"], "");
        assert_eq!(output.status.code(), Some(2));
        assert!(
            text(&output.stderr).contains("there is no user mate"),
            "{output:?}"
        );
    }
    assert_eq!(get(&service.address, "/v1/vessels", "").0, 401);
}

#[test]
fn changes_at_once_wait_for_each_other() {
    let folder = folder("together");
    // What a change that was cut short left behind is in nobody's way.
    std::fs::create_dir_all(folder.join("data")).unwrap();
    std::fs::write(folder.join("data/station_key.toml.new"), "half").unwrap();
    std::thread::scope(|scope| {
        for owner in ["a", "b", "c", "d", "e", "f"] {
            let folder = &folder;
            scope.spawn(move || {
                let arguments = [
                    "api-key",
                    "create",
                    "--scheme",
                    "stationKey",
                    "--owner",
                    owner,
                ];
                succeeded(&run(folder, &arguments, ""));
            });
        }
    });
    let list = succeeded(&run(
        &folder,
        &["api-key", "list", "--scheme", "station_key"],
        "",
    ));
    assert_eq!(list.lines().count(), 6, "{list}");
}

#[test]
fn a_verb_refuses_options_that_it_would_ignore() {
    let folder = folder("foreign");
    for (arguments, refused) in [
        (
            &["user", "add", "ada", "--scheme", "crew", "--expires", "90d"][..],
            "`user add ada` takes no option `--expires`",
        ),
        (
            &["token", "--expires", "1h"],
            "`token` takes no option `--expires`",
        ),
        (&["--scopes", "a"], "`serve` takes no option `--scopes`"),
        (&["token", "--nothing", "1"], "--nothing"),
    ] {
        let output = run(&folder, arguments, "one\n");
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(text(&output.stderr).contains(refused), "{output:?}");
    }
    assert!(!folder.join("data/crew.toml").exists());
}
