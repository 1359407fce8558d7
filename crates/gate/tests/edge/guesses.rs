//! Guessing: limited by address and by account, before anything expensive, and never at the owner's cost.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use argon2::password_hash::PasswordHasher;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gate::Operation;

use super::credentials::{SCHEMES, folder, security};
use super::support::{OPEN, Service, Setup, contract, from, request};

/// A light argon2id hash of `right`, made for these tests.
fn light() -> String {
    let light = argon2::Params::new(64, 1, 1, None).unwrap();
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, light)
        .hash_password(b"right")
        .unwrap()
        .to_string()
}

fn users(name: &str, hash: &str) -> PathBuf {
    let file = folder(name).join("basic.toml");
    std::fs::write(
        &file,
        format!("[users.alice]\npassword = \"{hash}\"\n[users.bob]\npassword = \"{hash}\"\n"),
    )
    .unwrap();
    file
}

fn setup(file: &Path) -> Setup {
    let operation = Operation {
        path: "/a",
        security: security("basic"),
        ..OPEN
    };
    Setup::new(contract(SCHEMES, vec![operation]))
        .set("APP__AUTH__BASIC__FILE", file.to_str().unwrap())
        .set("APP__RATE_LIMIT__DEFAULT", "10000/s")
}

fn basic(pair: &str) -> String {
    format!("Basic {}", STANDARD.encode(pair))
}

fn status(gate: &Service, pair: &str, address: &str) -> u16 {
    let asked = request("GET", "/a", &[("authorization", &basic(pair))]);
    gate.send(from(asked, address)).status
}

#[test]
fn guesses_at_one_account_from_many_addresses_are_limited() {
    let gate = setup(&users("account", &light()))
        .set("APP__RATE_LIMIT__FAILED_LOGINS_PER_ACCOUNT", "3/h")
        .build();
    assert_eq!(status(&gate, "alice:right", "192.0.2.1"), 200);
    let guess = |host: u8| {
        status(
            &gate,
            &format!("alice:{host}"),
            &format!("198.51.100.{host}"),
        )
    };
    assert_eq!([1, 2, 3, 4, 5].map(guess), [401, 401, 401, 429, 429]);
    // A right guess after that tells nothing, not even while the password is remembered.
    assert_eq!(status(&gate, "alice:right", "198.51.100.6"), 429);
    // Whoever came from here before is not locked out by strangers, and has tries of its own.
    assert_eq!(status(&gate, "alice:right", "192.0.2.1"), 200);
    assert_eq!(
        [1, 2, 3, 4].map(|guess| status(&gate, &format!("alice:{guess}"), "192.0.2.1")),
        [401, 401, 401, 429]
    );
    // Another account is another account, and one that is not there is counted like one that is.
    assert_eq!(status(&gate, "bob:right", "198.51.100.7"), 200);
    let nobody = |host: u8| status(&gate, "nobody:x", &format!("203.0.113.{host}"));
    assert_eq!([1, 2, 3, 4].map(nobody), [401, 401, 401, 429]);
}

#[test]
fn guesses_from_one_address_are_limited_before_they_cost_anything() {
    let hash = argon2::Argon2::default().hash_password(b"right").unwrap();
    let gate = setup(&users("cost", hash.to_string().as_str()))
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "2/h")
        .build();
    let timed = |pair: &str| {
        let started = Instant::now();
        let status = status(&gate, pair, "192.0.2.1");
        (status, started.elapsed())
    };
    let (first, expensive) = timed("alice:1");
    let (second, _) = timed("alice:2");
    let (third, cheap) = timed("alice:3");
    assert_eq!([first, second, third], [401, 401, 429]);
    assert!(cheap * 3 < expensive, "{cheap:?} against {expensive:?}");
    // Also for other names: the tries are those of the address.
    assert_eq!(timed("bob:right").0, 429);
    let malformed = gate.send(from(
        request("GET", "/a", &[("authorization", "Basic !")]),
        "192.0.2.1",
    ));
    assert_eq!(malformed.status, 429);
    assert!(malformed.header("retry-after").parse::<u64>().unwrap() >= 1);
}

#[test]
fn a_name_that_is_not_there_takes_as_long_as_one_that_is() {
    let hash = argon2::Argon2::default().hash_password(b"right").unwrap();
    let gate = setup(&users("time", hash.to_string().as_str()))
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "1000/s")
        .set("APP__RATE_LIMIT__FAILED_LOGINS_PER_ACCOUNT", "1000/s")
        .build();
    // The quickest of a few is what the work itself takes, however busy the machine is.
    let quickest = |user: &str| {
        (0..5)
            .map(|round| {
                let started = Instant::now();
                assert_eq!(status(&gate, &format!("{user}:{round}"), "192.0.2.1"), 401);
                started.elapsed()
            })
            .min()
            .unwrap()
    };
    let (known, unknown) = (quickest("alice"), quickest("mallory"));
    let ratio = known.as_secs_f64() / unknown.as_secs_f64();
    assert!((0.5..2.0).contains(&ratio), "{known:?} against {unknown:?}");
}

#[test]
fn a_flood_of_passwords_leaves_room_for_others() {
    let hash = argon2::Argon2::default().hash_password(b"right").unwrap();
    let file = users("flood", hash.to_string().as_str());
    let needs = [("/a", "basic"), ("/b", "token")];
    let operations = needs.map(|(path, needs)| Operation {
        path,
        security: security(needs),
        ..OPEN
    });
    let gate = Setup::new(contract(SCHEMES, operations.into()))
        .set("APP__AUTH__BASIC__FILE", file.to_str().unwrap())
        .set("APP__RATE_LIMIT__FAILED_LOGINS_PER_ACCOUNT", "100000/s")
        .build();
    let token = gate.token("");
    let flood: Vec<_> = (0..200)
        .map(|guess: u16| {
            let [high, low] = guess.to_be_bytes();
            let asked = request(
                "GET",
                "/a",
                &[("authorization", &basic(&format!("alice:{guess}")))],
            );
            gate.begin(from(asked, &format!("127.1.{high}.{low}")))
        })
        .collect();
    std::thread::sleep(Duration::from_millis(100));
    let started = Instant::now();
    assert_eq!(gate.with("/b", &[("authorization", &token)]).status, 200);
    let elapsed = started.elapsed();
    assert!(
        elapsed < Duration::from_secs(1),
        "a token waited {elapsed:?}"
    );
    let mut statuses: Vec<u16> = flood
        .into_iter()
        .map(|mut begun| gate.end(&mut begun).status)
        .collect();
    statuses.sort_unstable();
    statuses.dedup();
    assert_eq!(statuses, [401, 503], "some were checked, some turned away");
}

#[test]
fn wrong_keys_of_one_prefix_are_limited_and_right_ones_never_wait() {
    let file = folder("prefix").join("header.toml");
    let hash = |key: &str| {
        base64::engine::general_purpose::URL_SAFE_NO_PAD
            .encode(ring::digest::digest(&ring::digest::SHA256, key.as_bytes()))
    };
    std::fs::write(
        &file,
        format!(
            "[[keys]]\nid = \"0a0b\"\nowner = \"o\"\nhash = \"{}\"\ncreated = \"2026-01-01T00:00:00Z\"\n",
            hash("pk_0a0b_right")
        ),
    )
    .unwrap();
    let operation = Operation {
        path: "/a",
        security: security("header"),
        ..OPEN
    };
    let gate = Setup::new(contract(SCHEMES, vec![operation]))
        .set("APP__AUTH__HEADER__FILE", file.to_str().unwrap())
        .set("APP__RATE_LIMIT__FAILED_LOGINS_PER_ACCOUNT", "2/h")
        .build();
    let status = |key: &str, host: u8| {
        let asked = request("GET", "/a", &[("x-key", key)]);
        gate.send(from(asked, &format!("192.0.2.{host}"))).status
    };
    let wrong = |host: u8| status("pk_0a0b_wrong", host);
    assert_eq!([1, 2, 3, 4].map(wrong), [401, 401, 429, 429]);
    assert_eq!(status("pk_0a0b_right", 5), 200);
    assert_eq!(status("pk_0c0d_wrong", 6), 401, "another prefix");
}

#[test]
fn wrong_tokens_do_not_shut_out_who_shares_their_address() {
    let operation = |path, scheme| Operation {
        path,
        security: security(scheme),
        ..OPEN
    };
    let contract = contract(
        SCHEMES,
        vec![operation("/token", "token"), operation("/key", "header")],
    );
    let build = |name: &str, rate: &str| {
        Setup::new(contract)
            .set("APP__RATE_LIMIT__DEFAULT", "40/m")
            .set(name, rate)
            .build()
    };
    let ask = |gate: &Service, path: &str, name: &str, value: &str| {
        gate.with(path, &[(name, value)]).status
    };
    let refused = |gate: &Service, path, name, value: &str| {
        (0..60)
            .take_while(|_| ask(gate, path, name, value) == 401)
            .count()
    };
    // A token that has expired is shown again and again, by a client that has neighbours.
    let gate = build("APP__LIMITS__BODY", "1MiB");
    let sound = gate.token("read");
    for _ in 0..25 {
        assert_eq!(ask(&gate, "/token", "authorization", "Bearer a.b.c"), 401);
    }
    assert_eq!(ask(&gate, "/token", "authorization", &sound), 200);
    assert_eq!(ask(&gate, "/key", "x-key", "wrong"), 401);
    // There are no more of them than requests in all, and fewer keys.
    let gate = build("APP__LIMITS__BODY", "1MiB");
    assert_eq!(
        refused(&gate, "/token", "authorization", "Bearer a.b.c"),
        40
    );
    let gate = build("APP__LIMITS__BODY", "1MiB");
    assert_eq!(refused(&gate, "/key", "x-key", "pk_00000000_wrong"), 20);
    // What is set is for both.
    let gate = build("APP__RATE_LIMIT__FAILED_LOGINS", "3/h");
    assert_eq!(refused(&gate, "/token", "authorization", "Bearer a.b.c"), 3);
    assert_eq!(refused(&gate, "/key", "x-key", "pk_00000000_wrong"), 3);
}
