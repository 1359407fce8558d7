//! How often callers may ask, and who they are.

use std::time::Duration;

use gate::{Limits, Operation, Rate, Requirement, TokenRequest};

use super::credentials::SCHEMES;
use super::support::{OPEN, Service, Setup, contract, from, request};

fn gate(rate: &str) -> Service {
    let seldom = Limits {
        rate: Some(Rate {
            requests: 2,
            per: Duration::from_hours(1),
            burst: 2,
        }),
        ..Limits::DEFAULT
    };
    let token: &[&[Requirement]] = &[&[Requirement {
        scheme: "token",
        scopes: &[],
    }]];
    let operations = vec![
        Operation { path: "/a", ..OPEN },
        Operation {
            path: "/b",
            id: "b",
            ..OPEN
        },
        Operation {
            path: "/rare",
            id: "rare",
            limits: seldom,
            ..OPEN
        },
        Operation {
            path: "/mine",
            id: "mine",
            security: token,
            ..OPEN
        },
    ];
    Setup::new(contract(SCHEMES, operations))
        .set("APP__RATE_LIMIT__DEFAULT", rate)
        .build()
}

#[test]
fn each_operation_is_counted_by_itself_by_default_too() {
    let gate = gate("2/h");
    assert_eq!(
        ["/a", "/a", "/a", "/b", "/b", "/b", "/mine"].map(|path| gate.get(path).status),
        [200, 200, 429, 200, 200, 429, 401]
    );
    let (first, second) = (gate.get("/a"), gate.get("/b"));
    assert_eq!(first.header("ratelimit-policy"), "\"open\";q=2;w=3600");
    assert_eq!(second.header("ratelimit-policy"), "\"b\";q=2;w=3600");
}

#[test]
fn an_operation_with_a_rate_of_its_own_is_counted_by_itself() {
    let gate = gate("3/h");
    assert_eq!(
        ["/rare", "/rare", "/rare", "/a"].map(|path| gate.get(path).status),
        [200, 200, 429, 200]
    );
}

#[test]
fn the_headers_say_what_is_left() {
    let gate = gate("2/h");
    let first = gate.get("/a");
    assert_eq!(first.header("ratelimit-policy"), "\"open\";q=2;w=3600");
    assert_eq!(first.header("ratelimit"), "\"open\";r=1;t=1800");
    gate.get("/a");
    let refused = gate.get("/a");
    assert_eq!(refused.status, 429);
    assert!(refused.header("ratelimit").starts_with("\"open\";r=0;t="));
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=1_800).contains(&wait), "{wait}");
    assert_eq!(
        gate.get("/rare").header("ratelimit-policy"),
        "\"rare\";q=2;w=3600"
    );
}

#[test]
fn the_reset_is_when_one_more_may_come() {
    let gate = gate("3600/h burst 2");
    assert_eq!(
        gate.get("/a").header("ratelimit"),
        "\"open\";r=1;t=1",
        "the burst is whole again after a second, and so is one more"
    );
    let slow = self::gate("4/h");
    slow.get("/a");
    let second = slow.get("/a");
    assert_eq!(second.header("ratelimit"), "\"open\";r=2;t=900");
    assert_eq!(second.header("ratelimit-policy"), "\"open\";q=4;w=3600");
}

#[test]
fn no_more_is_left_than_the_policy_has() {
    let gate = gate("2/h burst 5");
    let left = [(); 6].map(|()| gate.get("/a")).map(|answer| {
        let policy = answer.header("ratelimit-policy").to_owned();
        assert_eq!(policy, "\"open\";q=2;w=3600");
        let left = answer.header("ratelimit").to_owned();
        let (left, _) = left.split_once(";t=").unwrap();
        (answer.status, left.to_owned())
    });
    let expected = [(200, 2), (200, 2), (200, 2), (200, 1), (200, 0), (429, 0)];
    let expected = expected.map(|(status, left)| (status, format!("\"open\";r={left}")));
    assert_eq!(left, expected);
}

#[test]
fn refusals_have_a_limit_and_say_so() {
    let gate = gate("2/h");
    let refused = gate.get("/mine");
    assert_eq!(
        (refused.status, refused.header("ratelimit")),
        (401, "\"mine\";r=1;t=1800")
    );
    assert_eq!(refused.header("ratelimit-policy"), "\"mine\";q=2;w=3600");
    assert_eq!(gate.get("/mine").status, 401);
    let limited = gate.get("/mine");
    assert_eq!(limited.status, 429);
    assert!(limited.header("retry-after").parse::<u64>().unwrap() > 0);
    let known = gate.with("/mine", &[("authorization", &gate.token(""))]);
    assert_eq!(
        known.status, 200,
        "a caller is not held to what strangers did at the same address"
    );
    let unreadable = gate.ask("POST", "/mine");
    assert_eq!(unreadable.status, 405);
    assert_eq!(unreadable.header("ratelimit"), "", "no operation, no limit");
}

#[test]
fn a_policy_is_named_after_its_operation_whatever_that_is() {
    let seldom = Limits {
        rate: Some(Rate::new(1, Duration::from_secs(1))),
        ..Limits::DEFAULT
    };
    let operation = Operation {
        id: "list \"größe\" \\",
        limits: seldom,
        ..OPEN
    };
    let gate = Setup::new(contract(&[], vec![operation])).build();
    let answer = gate.get("/open");
    assert_eq!(
        answer.header("ratelimit-policy"),
        r#""list \"gre\" \\";q=1;w=1"#
    );
}

#[test]
fn an_allowance_comes_back_and_nobody_is_told_to_wait_for_0_seconds() {
    let gate = gate("20/s burst 1");
    assert_eq!(gate.get("/a").status, 200);
    let refused = gate.get("/a");
    assert_eq!((refused.status, refused.header("retry-after")), (429, "1"));
    std::thread::sleep(Duration::from_millis(80));
    assert_eq!(gate.get("/a").status, 200);
}

#[test]
fn callers_are_counted_by_who_they_are() {
    let gate = gate("1/h");
    let token = |subject: &str| {
        let request = TokenRequest {
            subject: Some(subject.to_owned()),
            ..TokenRequest::default()
        };
        format!("Bearer {}", gate.boot.mint(None, &request).unwrap())
    };
    let (alice, bob) = (token("alice"), token("bob"));
    let ask = |token: &str, address: &str| {
        gate.send(from(
            request("GET", "/mine", &[("authorization", token)]),
            address,
        ))
        .status
    };
    assert_eq!(ask(&alice, "192.0.2.1"), 200);
    assert_eq!(
        ask(&bob, "192.0.2.1"),
        200,
        "bob is not alice, though at her address"
    );
    assert_eq!(
        ask(&alice, "192.0.2.2"),
        429,
        "alice is alice wherever she is"
    );
    assert_eq!(
        ask(&token("alice"), "192.0.2.3"),
        429,
        "and with whatever token"
    );
}

#[test]
fn strangers_are_counted_by_address() {
    let gate = gate("1/h");
    let ask = |address: &str| gate.send(from(request("GET", "/a", &[]), address)).status;
    assert_eq!(
        ["192.0.2.1", "192.0.2.2", "192.0.2.1", "::ffff:192.0.2.2"].map(ask),
        [200, 200, 429, 429]
    );
    assert_eq!(
        ["2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:2::1"].map(ask),
        [200, 429, 200]
    );
}

/// Asks twice from one peer with these `X-Forwarded-For`s, and says whether both were counted together.
fn counted_together(proxies: &str, peer: &str, forwarded: [&str; 2]) -> bool {
    let contract = contract(&[], vec![Operation { path: "/a", ..OPEN }]);
    let mut setup = Setup::new(contract).set("APP__RATE_LIMIT__DEFAULT", "1/h");
    if !proxies.is_empty() {
        setup = setup.set("APP__RATE_LIMIT__TRUSTED_PROXIES", proxies);
    }
    let gate = setup.build();
    let statuses = forwarded.map(|list| {
        gate.send(from(
            request("GET", "/a", &[("x-forwarded-for", list)]),
            peer,
        ))
        .status
    });
    assert_eq!(statuses[0], 200);
    statuses[1] == 429
}

#[test]
fn a_forwarded_address_counts_only_from_a_trusted_proxy() {
    let strangers = ["198.51.100.1", "198.51.100.2"];
    assert!(counted_together("", "10.0.0.1", strangers));
    assert!(counted_together("10.1.0.0/16", "10.0.0.1", strangers));
    assert!(!counted_together("10.0.0.0/16", "10.0.0.1", strangers));
    assert!(!counted_together(
        "2001:db8::/32, 10.0.0.1",
        "10.0.0.1",
        strangers
    ));
    assert!(!counted_together("10.0.0.1", "::ffff:10.0.0.1", strangers));
}

#[test]
fn what_the_client_wrote_into_the_list_does_not_count() {
    let forged = ["1.1.1.1, 198.51.100.1", "2.2.2.2, 198.51.100.1"];
    assert!(counted_together("10.0.0.1", "10.0.0.1", forged));
    let through_two = [
        "1.1.1.1, 198.51.100.1, 10.0.0.2",
        "2.2.2.2, 198.51.100.1, 10.0.0.2",
    ];
    assert!(counted_together("10.0.0.0/24", "10.0.0.1", through_two));
    assert!(counted_together(
        "10.0.0.1",
        "10.0.0.1",
        ["nonsense", "rubbish"]
    ));
}

#[test]
fn an_address_in_the_list_may_have_brackets_and_a_port() {
    let once = |first: &'static str, second: &'static str| {
        counted_together("10.0.0.1", "10.0.0.1", [first, second])
    };
    assert!(once("198.51.100.1:4000", "198.51.100.1:4001"));
    assert!(!once("198.51.100.1:4000", "198.51.100.2:4000"));
    assert!(once("[2001:db8::1]:4000", "2001:db8::1"));
    assert!(once("[2001:db8::1]", "2001:db8::1"));
    assert!(!once("[2001:db8:0:1::1]", "[2001:db8:0:2::1]"));
    // What is no address is nobody's: the proxy itself is counted.
    for garbage in [
        "[198.51.100.1]",
        "198.51.100.1:x",
        "unknown",
        "_hidden",
        "",
        "198.51.100.1:",
    ] {
        assert!(
            counted_together("10.0.0.1", "10.0.0.1", [garbage, "rubbish"]),
            "{garbage}"
        );
    }
}

#[test]
fn only_one_header_says_where_a_request_comes_from() {
    let contract = contract(&[], vec![Operation { path: "/a", ..OPEN }]);
    let gate = Setup::new(contract)
        .set("APP__RATE_LIMIT__DEFAULT", "1/h")
        .set("APP__RATE_LIMIT__TRUSTED_PROXIES", "10.0.0.1")
        .build();
    let statuses = ["198.51.100.1", "198.51.100.2"].map(|client| {
        let forwarded = format!("for={client};proto=https");
        let headers = [
            ("forwarded", forwarded.as_str()),
            ("x-real-ip", client),
            ("x-client-ip", client),
            ("x-forwarded-proto", "https"),
        ];
        gate.send(from(request("GET", "/a", &headers), "10.0.0.1"))
            .status
    });
    assert_eq!(statuses, [200, 429]);
}

#[test]
fn a_flood_of_addresses_does_not_let_anyone_pass_twice() {
    let gate = gate("1/h");
    for low in 0..3_000_u32 {
        let address = std::net::Ipv4Addr::from(0x0a00_0000 + low).to_string();
        assert_eq!(
            gate.send(from(request("GET", "/a", &[]), &address)).status,
            200
        );
    }
    assert_eq!(
        gate.send(from(request("GET", "/a", &[]), "10.0.0.7"))
            .status,
        429
    );
}
