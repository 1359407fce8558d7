//! What a line of the log says of a path.

use super::support::{OPEN, Setup, contract};
use gate::Operation;

const KEY: &str = "pk_0123abcd_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";

/// The line about one request, in the log of a profile.
fn line(profile: &str, path: &str) -> String {
    let operations = vec![Operation {
        path: "/a/{id}",
        ..OPEN
    }];
    let service = Setup::new(contract(&[], operations))
        .set("APP__PROFILE", profile)
        .set("APP__TLS__TERMINATED_UPSTREAM", "true")
        .build();
    let _ = service.boot.log().take();
    service.get(path);
    service.boot.log().take()
}

#[test]
fn a_key_or_a_token_in_a_path_is_left_out() {
    for profile in ["development", "production"] {
        for secret in [KEY, TOKEN] {
            for (path, kept) in [
                (format!("/a/{secret}"), "/a/…"),
                (format!("/nowhere/{secret}/more"), "/nowhere/…/more"),
                (format!("/{secret}"), "/…"),
                (format!("/a/key={secret};b"), "/a/…"),
            ] {
                let line = line(profile, &path);
                assert!(line.contains(kept), "{path}: {line}");
                assert!(!line.contains(&secret[20..40]), "{path}: {line}");
            }
        }
        for path in [
            "/a/01890000-0000-7000-8000-000000000000",
            "/a/pk_short",
            "/a/eyJ",
            "/nowhere/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            let line = line(profile, path);
            assert!(line.contains(path), "{path}: {line}");
        }
    }
}
