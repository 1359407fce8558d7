//! Several versions behind one gate: each answers for its own rows and shows its own contract, and old ones name the newer.

use gate::{Call, Contract, Dispatch, Operation, Pending, Reply, Rule, StatusCode, Versions};

use super::support::{OPEN, Service, Setup, contract};

/// One version: answers with its name and with the row that it was asked for.
struct Version(&'static str, &'static Contract);

impl Dispatch for Version {
    fn contract(&self) -> &'static Contract {
        self.1
    }

    fn call(&self, operation: usize, _: Call) -> Pending {
        let said = format!("{} {operation}", self.0);
        Box::pin(std::future::ready(Reply::json(
            StatusCode::OK,
            "application/json",
            &said,
        )))
    }
}

/// All of them, as an emitted project has them.
struct Together(&'static Contract, Versions);

impl Dispatch for Together {
    fn contract(&self) -> &'static Contract {
        self.0
    }

    fn versions(&self) -> Vec<&'static Contract> {
        self.1.contracts()
    }

    fn call(&self, operation: usize, call: Call) -> Pending {
        self.1.call(operation, call)
    }
}

fn operation(path: &'static str) -> Operation {
    Operation {
        id: path,
        path,
        ..OPEN
    }
}

fn version(
    base_path: &'static str,
    document: &'static str,
    rows: Vec<Operation>,
) -> &'static Contract {
    Box::leak(Box::new(Contract {
        base_path,
        document,
        ..*contract(&[], rows)
    }))
}

fn together() -> Service {
    let first = || vec![operation("/v1/a"), operation("/v1/b")];
    let second = || vec![operation("/v2/a")];
    let third = || vec![operation("/v3/a"), operation("/v3/c")];
    let versions = || {
        Versions::new()
            .and(Version("one", version("/v1", "{\"one\":1}", first())))
            .and(Version("two", version("/v2", "", second())))
            .and(Version("three", version("/v3", "{\"three\":3}", third())))
    };
    let rows = first().into_iter().chain(second()).chain(third());
    let whole = contract(&[], rows.collect());
    let rules = vec![Rule::ScopesSuffice; whole.operations.len()];
    Setup::new(whole)
        .set("APP__DOCS__ACCESS", "public")
        .try_build_of(Together(whole, versions()), |gate| gate.policy(rules))
        .unwrap()
}

#[test]
fn each_version_answers_for_its_own_rows() {
    let gate = together();
    for (path, said) in [
        ("/v1/a", "one 0"),
        ("/v1/b", "one 1"),
        ("/v2/a", "two 0"),
        ("/v3/a", "three 0"),
        ("/v3/c", "three 1"),
    ] {
        let answer = gate.get(path);
        assert_eq!((answer.status, answer.json()), (200, said.into()), "{path}");
    }
    for path in ["/v2/b", "/v4/a", "/a"] {
        assert_eq!(gate.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_row_that_nobody_has_is_not_answered() {
    let versions = Versions::new().and(Version("one", version("/v1", "", vec![OPEN])));
    let whole = contract(&[], vec![OPEN, operation("/more")]);
    let rules = vec![Rule::ScopesSuffice; 2];
    let gate = Setup::new(whole)
        .try_build_of(Together(whole, versions), |gate| gate.policy(rules))
        .unwrap();
    assert_eq!(gate.get("/open").status, 200);
    assert_eq!(gate.get("/more").status, 501);
}

#[test]
fn each_version_shows_its_own_contract() {
    let gate = together();
    assert_eq!(gate.get("/v1/openapi.json").json()["one"], 1);
    assert_eq!(gate.get("/v3/openapi.json").json()["three"], 3);
    assert_eq!(gate.get("/v1/docs").status, 200);
    // There is nothing to read of the second one, and nothing of all together.
    for path in ["/v2/openapi.json", "/v2/docs", "/openapi.json", "/docs"] {
        assert_eq!(gate.get(path).status, 404, "{path}");
    }
}

fn linked(notices: &'static [(&'static str, &'static str)]) -> Service {
    let old = Operation {
        path: "/v1/{a}/x/{b}",
        notices,
        ..OPEN
    };
    Setup::new(contract(&[], vec![old])).build()
}

#[test]
fn an_old_version_names_the_very_resource_in_the_newer_one() {
    let gate = linked(&[
        ("deprecation", "@0"),
        ("link", "</v2/{4}/y/{2}>; rel=\"successor-version\""),
        ("link", "<https://example.com/why>; rel=\"deprecation\""),
    ]);
    for (path, target) in [
        ("/v1/1/x/2", "/v2/2/y/1"),
        ("/v1/a%2Fb/x/c%20d?more=1", "/v2/c%20d/y/a%2Fb"),
        ("/v1/{4}/x/$;'", "/v2/$;'/y/{4}"),
    ] {
        let answer = gate.get(path);
        let links: Vec<&str> = answer
            .headers
            .get_all("link")
            .iter()
            .map(|link| link.to_str().unwrap())
            .collect();
        let expected = format!("<{target}>; rel=\"successor-version\"");
        assert_eq!(answer.header("deprecation"), "@0", "{path}");
        assert_eq!(
            links,
            [
                "<https://example.com/why>; rel=\"deprecation\"",
                expected.as_str()
            ],
            "{path}"
        );
    }
}

#[test]
fn a_link_that_the_request_could_end_early_is_not_sent() {
    let gate = linked(&[("link", "</v2/{2}>; rel=\"successor-version\"")]);
    let answer = gate.get("/v1/a\"b/x/1");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("link"), "");
    assert_ne!(gate.get("/v1/ab/x/1").header("link"), "");
    // Places that are none are none.
    for wrong in [
        &[("link", "</v2/{id}>; rel=\"successor-version\"")],
        &[("link", "</v2/{9}>; rel=\"successor-version\"")],
        &[("link", "</v2/{2>; rel=\"successor-version\"")],
    ] {
        assert_eq!(linked(wrong).get("/v1/a/x/1").header("link"), "");
    }
}
