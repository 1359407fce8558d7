//! Paths of real contracts, and what a client may try with them.

use super::support::{OPEN, Setup, contract, service};
use gate::Operation;

/// Asks one gate over these `method path` rows, and says which row answered with which path values.
fn check(rows: &[&'static str], method: &str, path: &str, expected: &str) {
    let operations = rows
        .iter()
        .map(|row| {
            let (method, path) = row.split_once(' ').unwrap();
            Operation {
                method,
                path,
                id: path,
                ..OPEN
            }
        })
        .collect();
    let answer = service(contract(&[], operations)).ask(method, path);
    let json = answer.json();
    let found = match answer.status {
        200 => {
            let row: usize = json["operation"].as_u64().unwrap().try_into().unwrap();
            let values: Vec<&str> = json["path"]
                .as_array()
                .unwrap()
                .iter()
                .map(|value| value.as_str().unwrap())
                .collect();
            format!("{} [{}]", rows[row], values.join(" "))
        }
        status => status.to_string(),
    };
    assert_eq!(found, expected, "{method} {path}");
}

#[test]
fn text_comes_before_a_parameter() {
    let rows = ["GET /v1/pets/{id}", "GET /v1/pets/mine"];
    check(&rows, "GET", "/v1/pets/mine", "GET /v1/pets/mine []");
    check(&rows, "GET", "/v1/pets/7", "GET /v1/pets/{id} [id=7]");
    check(
        &rows,
        "GET",
        "/v1/pets/minerva",
        "GET /v1/pets/{id} [id=minerva]",
    );
}

#[test]
fn a_concrete_path_hides_the_templated_one_for_every_method() {
    let rows = ["GET /pets/mine", "DELETE /pets/{id}"];
    check(&rows, "DELETE", "/pets/mine", "405");
    check(&rows, "DELETE", "/pets/7", "DELETE /pets/{id} [id=7]");
}

#[test]
fn a_dead_end_behind_text_is_left_again() {
    let rows = ["GET /a/b/c", "GET /a/{x}/d"];
    check(&rows, "GET", "/a/b/c", "GET /a/b/c []");
    check(&rows, "GET", "/a/b/d", "GET /a/{x}/d [x=b]");
}

#[test]
fn text_stands_around_parameters() {
    check(
        &["GET /Accounts/{sid}.json"],
        "GET",
        "/Accounts/AC7.json",
        "GET /Accounts/{sid}.json [sid=AC7]",
    );
    check(&["GET /Accounts/{sid}.json"], "GET", "/Accounts/AC7", "404");
    check(
        &["GET /Accounts/{sid}.json"],
        "GET",
        "/Accounts/.json",
        "404",
    );
    check(
        &["GET /thumbnail.{extension}"],
        "GET",
        "/thumbnail.png",
        "GET /thumbnail.{extension} [extension=png]",
    );
    check(
        &["GET /x/{id}:publish"],
        "GET",
        "/x/7:publish",
        "GET /x/{id}:publish [id=7]",
    );
    check(
        &["GET /x/{id}:publish", "GET /x/{id}"],
        "GET",
        "/x/7",
        "GET /x/{id} [id=7]",
    );
    check(
        &["GET /x/{id}", "GET /x/{id}:publish"],
        "GET",
        "/x/7:publish",
        "GET /x/{id}:publish [id=7]",
    );
    check(
        &["GET /users('{id}')"],
        "GET",
        "/users('me')",
        "GET /users('{id}') [id=me]",
    );
}

#[test]
fn a_segment_holds_several_parameters() {
    check(
        &["GET /compare/{a}...{b}"],
        "GET",
        "/compare/main...topic",
        "GET /compare/{a}...{b} [a=main b=topic]",
    );
    check(
        &["GET /compare/{a}...{b}"],
        "GET",
        "/compare/a....b",
        "GET /compare/{a}...{b} [a=a. b=b]",
    );
    check(&["GET /compare/{a}...{b}"], "GET", "/compare/...b", "404");
    check(&["GET /compare/{a}...{b}"], "GET", "/compare/a...", "404");
    check(
        &["GET /f/{name}.{extension}"],
        "GET",
        "/f/a.b.tar",
        "GET /f/{name}.{extension} [name=a.b extension=tar]",
    );
    check(
        &["GET /r/{a}-{b}-{c}"],
        "GET",
        "/r/1-2-3",
        "GET /r/{a}-{b}-{c} [a=1 b=2 c=3]",
    );
    check(
        &["GET /r/{a}{b}"],
        "GET",
        "/r/xyz",
        "GET /r/{a}{b} [a=xy b=z]",
    );
    check(&["GET /r/{a}{b}"], "GET", "/r/x", "404");
}

#[test]
fn each_operation_keeps_its_own_parameter_names() {
    let rows = ["GET /a/{x}", "DELETE /a/{name}", "GET /a/{id}/more"];
    check(&rows, "GET", "/a/1", "GET /a/{x} [x=1]");
    check(&rows, "DELETE", "/a/1", "DELETE /a/{name} [name=1]");
    check(&rows, "GET", "/a/1/more", "GET /a/{id}/more [id=1]");
}

#[test]
fn an_encoded_slash_stays_in_its_segment() {
    let rows = ["GET /a/{id}", "GET /a/{id}/b"];
    check(&rows, "GET", "/a/1%2Fb", "GET /a/{id} [id=1/b]");
    check(&rows, "GET", "/a/1/b", "GET /a/{id}/b [id=1]");
    check(&rows, "GET", "/a/%C3%A9%20%2B+", "GET /a/{id} [id=é ++]");
}

#[test]
fn a_path_that_cannot_be_read_is_refused() {
    for path in [
        "/a/%",
        "/a/%2",
        "/a/%zz",
        "/a/%+1",
        "/a/%ff",
        "/a/%c3",
        "/a/..",
        "/a/.",
        "/a/%2e%2E",
        "/a/%2e",
    ] {
        check(&["GET /a/{id}"], "GET", path, "400");
    }
    check(&["GET /a/{id}"], "GET", "/a/..x", "GET /a/{id} [id=..x]");
}

#[test]
fn what_is_not_there_is_not_found() {
    let rows = ["GET /a/{id}", "GET /a", "GET /"];
    for path in ["/b", "/a/1/2", "/a/", "//a", "/a//", "/a//1"] {
        check(&rows, "GET", path, "404");
    }
    check(&rows, "GET", "/", "GET / []");
    check(&rows, "GET", "/a", "GET /a []");
    check(&["GET /a/"], "GET", "/a", "404");
    check(&["GET /a/"], "GET", "/a/", "GET /a/ []");
}

#[test]
fn text_of_a_template_is_compared_decoded() {
    check(&["GET /a%20b"], "GET", "/a%20b", "GET /a%20b []");
    check(&["GET /a b"], "GET", "/a%20b", "GET /a b []");
    check(
        &["GET /x%3Fy%23z"],
        "GET",
        "/x%3Fy%23z",
        "GET /x%3Fy%23z []",
    );
    check(&["GET /50%"], "GET", "/50%25", "GET /50% []");
    check(&["GET /a/{open"], "GET", "/a/%7Bopen", "GET /a/{open []");
    check(
        &["GET /:kind/{id}"],
        "GET",
        "/:kind/1",
        "GET /:kind/{id} [id=1]",
    );
}

#[test]
fn an_escape_is_undone_once() {
    let rows = ["GET /a/{id}"];
    check(&rows, "GET", "/a/%252e%252E", "GET /a/{id} [id=%2e%2E]");
    check(&rows, "GET", "/a/1%252Fb", "GET /a/{id} [id=1%2Fb]");
    check(&rows, "GET", "/a/%2525", "GET /a/{id} [id=%25]");
}

#[test]
fn rows_of_one_path_are_told_apart_by_their_query() {
    let rows = [
        "GET /x",
        "GET /x?beta=true",
        "GET /x?beta=true&all",
        "POST /x?action=a+b%26c",
    ];
    check(&rows, "GET", "/x", "GET /x []");
    check(&rows, "GET", "/x?beta=false", "GET /x []");
    check(&rows, "GET", "/x?beta=true", "GET /x?beta=true []");
    check(&rows, "GET", "/x?y=1&b%65ta=tru%65&", "GET /x?beta=true []");
    check(
        &rows,
        "GET",
        "/x?all=1&beta=true",
        "GET /x?beta=true&all []",
    );
    check(
        &rows,
        "POST",
        "/x?action=a%20b%26c",
        "POST /x?action=a+b%26c []",
    );
    // The path is known, and so is the method; there is no such thing under it.
    check(&rows, "POST", "/x?action=other", "404");
    check(&rows, "POST", "/x", "404");
    check(&rows, "PUT", "/x?beta=true", "405");
    check(&rows, "POST", "/x%3Faction%3Da+b%2526c", "404");
}

#[test]
fn a_condition_stands_after_parameters() {
    let rows = ["GET /x/{id}?full", "GET /x/{id}", "GET /y/{a?b#c}"];
    check(&rows, "GET", "/x/7?full", "GET /x/{id}?full [id=7]");
    check(&rows, "GET", "/x/7?Full", "GET /x/{id} [id=7]");
    check(&rows, "GET", "/y/7", "GET /y/{a?b#c} []");
}

#[test]
fn rows_of_one_path_are_told_apart_by_a_header() {
    let operation = |path, id| Operation {
        method: "POST",
        path,
        id,
        ..OPEN
    };
    let gate = service(contract(
        &[],
        vec![
            operation("/#X-Target=Shop.List", "list"),
            operation("/#X-Target=Shop.Get", "get"),
        ],
    ));
    let ask = |target: &str| {
        let request = http::Request::post("/").header("x-target", target);
        gate.send(request.body(axum::body::Body::empty()).unwrap())
    };
    assert_eq!(ask("Shop.List").json()["operation"], 0);
    assert_eq!(ask("Shop.Get").json()["operation"], 1);
    assert_eq!(ask("Shop.Other").status, 404);
    assert_eq!(gate.ask("POST", "/").status, 404);
}

#[test]
fn a_wrong_method_is_told_the_right_ones() {
    let gate = service(contract(
        &[],
        vec![
            Operation { path: "/a", ..OPEN },
            Operation {
                path: "/a",
                method: "POST",
                id: "post",
                ..OPEN
            },
        ],
    ));
    for method in ["PUT", "DELETE", "TRACE", "BREW"] {
        let answer = gate.ask(method, "/a");
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, "GET, HEAD, OPTIONS, POST"),
            "{method}"
        );
    }
    let answer = gate.ask("OPTIONS", "/a");
    assert_eq!(
        (answer.status, answer.header("allow")),
        (204, "GET, HEAD, OPTIONS, POST")
    );
    assert!(answer.body.is_empty());
    assert_eq!(gate.ask("OPTIONS", "/b").status, 404);
}

#[test]
fn head_is_get_without_a_body() {
    let gate = service(contract(&[], vec![Operation { path: "/a", ..OPEN }]));
    let (get, head) = (gate.get("/a"), gate.ask("HEAD", "/a"));
    assert_eq!(head.status, 200);
    assert!(head.body.is_empty());
    assert_eq!(head.header("content-length"), get.body.len().to_string());
    let post_only = service(contract(
        &[],
        vec![Operation {
            path: "/a",
            method: "POST",
            ..OPEN
        }],
    ));
    assert_eq!(post_only.ask("HEAD", "/a").status, 405);
}

#[test]
fn declared_methods_are_not_answered_by_the_gate() {
    check(&["OPTIONS /a", "GET /a"], "OPTIONS", "/a", "OPTIONS /a []");
    check(&["TRACE /a"], "TRACE", "/a", "TRACE /a []");
}

#[test]
fn operations_that_no_request_tells_apart_stop_the_boot() {
    let operations = vec![
        Operation {
            path: "/a/{x}",
            id: "one",
            ..OPEN
        },
        Operation {
            path: "/a/{y}",
            id: "two",
            ..OPEN
        },
    ];
    let error = Setup::new(contract(&[], operations))
        .try_build(|gate| gate)
        .err()
        .unwrap();
    assert_eq!(
        error.to_string(),
        "operations one and two cannot be told apart"
    );
}

#[test]
fn hostile_paths_cost_little() {
    let gate = service(contract(
        &[],
        vec![
            Operation {
                path: "/{a}-{b}-{c}/{id}",
                id: "one",
                ..OPEN
            },
            Operation {
                path: "/a/{x}/{id}.{name}",
                id: "two",
                ..OPEN
            },
        ],
    ));
    for path in [
        "/".repeat(8_000),
        format!("/{}/x", "-".repeat(8_000)),
        format!("/{}", "%2F".repeat(2_600)),
    ] {
        let started = std::time::Instant::now();
        assert!(matches!(gate.get(&path).status, 200 | 404));
        assert!(started.elapsed().as_millis() < 200);
    }
}

#[test]
fn what_cannot_be_read_is_named_by_its_parameter() {
    let rows = ["GET /v1/pets/{id}/toys/{a~b}", "POST /v1/pets/{pet}"];
    for (method, path, pointer) in [
        ("GET", "/v1/pets/%ff/toys/1", "/path/id"),
        ("GET", "/v1/pets/1/toys/%z", "/path/a~0b"),
        ("POST", "/v1/pets/%ff", "/path/pet"),
        ("POST", "/v1/pets/..", "/path/pet"),
        ("GET", "/v1/%ff/1", "/path"),
        ("GET", "/%ff", "/path"),
    ] {
        let operations = rows
            .iter()
            .map(|row| {
                let (method, path) = row.split_once(' ').unwrap();
                Operation {
                    method,
                    path,
                    id: path,
                    ..OPEN
                }
            })
            .collect();
        let answer = service(contract(&[], operations)).ask(method, path);
        assert_eq!(answer.status, 400, "{method} {path}");
        assert_eq!(
            answer.json()["errors"][0]["pointer"],
            pointer,
            "{method} {path}"
        );
    }
}
