//! Headers that the contract decides on: the end of an operation, and what may be cached.

use gate::{Call, Operation, Pending, Reply, Requirement, Scheme, SchemeKind, StatusCode};

use super::support::{OPEN, Setup, contract};

const SCHEMES: &[Scheme] = &[Scheme {
    name: "token",
    setting: "token",
    kind: SchemeKind::Bearer,
}];

#[test]
fn every_answer_says_when_its_operation_ends() {
    let notices = &[
        ("deprecation", "@1801353600"),
        ("sunset", "Sun, 31 Jan 2027 00:00:00 GMT"),
        ("link", "<https://example.com/why>; rel=\"deprecation\""),
        ("link", "<https://example.com/when>; rel=\"sunset\""),
    ];
    let token: &[&[Requirement]] = &[&[Requirement {
        scheme: "token",
        scopes: &[],
    }]];
    let operations = vec![
        Operation {
            path: "/old",
            notices,
            security: token,
            ..OPEN
        },
        Operation {
            path: "/new",
            id: "new",
            ..OPEN
        },
    ];
    let gate = Setup::new(contract(SCHEMES, operations)).build();
    let token = gate.token("");
    let with_token: &[(&str, &str)] = &[("authorization", &token)];
    for (headers, status) in [(with_token, 200), (&[], 401)] {
        let answer = gate.with("/old", headers);
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("deprecation"), "@1801353600");
        assert_eq!(answer.header("sunset"), "Sun, 31 Jan 2027 00:00:00 GMT");
        assert_eq!(answer.headers.get_all("link").iter().count(), 2);
    }
    assert_eq!(gate.get("/new").header("deprecation"), "");
}

fn cached(operation: usize, _: Call) -> Pending {
    let reply = Reply::empty(StatusCode::OK);
    Box::pin(std::future::ready(match operation {
        0 => reply.header("cache-control", "public, max-age=60"),
        _ => Ok(reply),
    }))
}

#[test]
fn nothing_is_stored_unless_the_contract_has_a_word_on_it() {
    let operations = vec![
        Operation {
            path: "/cached",
            ..OPEN
        },
        Operation {
            path: "/plain",
            id: "plain",
            ..OPEN
        },
    ];
    let gate = Setup::new(contract(&[], operations))
        .handler(cached)
        .build();
    let values = |path: &str| -> Vec<String> {
        let answer = gate.get(path);
        let values = answer.headers.get_all("cache-control").iter();
        values
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(values("/cached"), ["public, max-age=60"]);
    assert_eq!(values("/plain"), ["no-store"]);
    assert_eq!(values("/nowhere"), ["no-store"]);
}
