//! The team's rules: asked after authentication, before the body, and never in silence.

use std::future::{pending, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gate::{
    BodyRule, BuildError, Call, Caller, Decision, Ids, Media, MediaKind, ObjectIds, Operation,
    Problem, Requirement, Rule, Scheme, SchemeKind, StatusCode, Violation,
};

use super::support::{OPEN, Service, Setup, contract, post};

const SCHEMES: &[Scheme] = &[Scheme {
    name: "token",
    setting: "token",
    kind: SchemeKind::Bearer,
}];

const TOKEN: &[&[Requirement]] = &[&[Requirement {
    scheme: "token",
    scopes: &["read"],
}]];

/// A vessel's number, which is one digit.
struct Vessel(u32);

impl ObjectIds for Vessel {
    fn decode(call: &Call) -> Result<Self, Problem> {
        let text = call.path_value("id").unwrap_or_default();
        text.parse().map(Self).map_err(|_| {
            let violation = Violation::new("/path/id", "must be a number");
            Problem::unreadable("this is no number", vec![violation])
        })
    }
}

const IDS: Ids<Vessel> = Ids::NEW;

/// Two operations: `/a` for callers with a token, and `POST /b/{id}` for everybody.
fn setup() -> Setup {
    let json: &[Media] = &[Media {
        media_type: "application/json",
        kind: MediaKind::Json,
    }];
    let operations = vec![
        Operation {
            path: "/a",
            id: "a",
            security: TOKEN,
            ..OPEN
        },
        Operation {
            path: "/b/{id}",
            id: "b",
            method: "POST",
            body: BodyRule::Required(json),
            ..OPEN
        },
    ];
    Setup::new(contract(SCHEMES, operations))
}

fn with(rule: Rule) -> Service {
    setup()
        .try_build(|gate| gate.policy(vec![Rule::ScopesSuffice, rule]))
        .unwrap()
}

/// What `POST /b/<id>` is answered with under a rule.
fn ask(rule: Rule, id: &str) -> u16 {
    with(rule)
        .send(post(&format!("/b/{id}"), "application/json", "{}"))
        .status
}

async fn seven_only(allowed: Arc<u32>, _: Caller, ids: Vessel) -> Result<Decision, Problem> {
    tokio::task::yield_now().await;
    Ok(if ids.0 == *allowed {
        Decision::Allow
    } else {
        Decision::Deny
    })
}

#[test]
fn a_rule_says_who_may() {
    let state = Arc::new(7);
    let nothing = Arc::new(());
    assert_eq!(ask(Rule::ScopesSuffice, "1"), 200);
    assert_eq!(ask(Rule::Unreviewed, "1"), 200);
    assert_eq!(ask(Rule::Deny, "1"), 403);
    assert_eq!(ask(IDS.check(&state, seven_only), "7"), 200);
    assert_eq!(ask(IDS.check(&state, seven_only), "8"), 403);
    let hidden = IDS.check(&nothing, |_, _, _: Vessel| ready(Ok(Decision::Hide)));
    assert_eq!(ask(hidden, "7"), 404);
    let for_nobody = Rule::check(&nothing, |_, caller: Caller| {
        ready(Ok(if caller.is_anonymous() {
            Decision::Deny
        } else {
            Decision::Allow
        }))
    });
    assert_eq!(ask(for_nobody, "7"), 403);
}

#[test]
fn a_check_that_fails_lets_nobody_in() {
    let nothing = Arc::new(());
    let broken = IDS.check(&nothing, |_, _, _: Vessel| {
        ready(Err(std::io::Error::other(
            "the database at 10.0.0.1 is away",
        )
        .into()))
    });
    let gate = with(broken);
    let answer = gate.send(post("/b/7", "application/json", "{}"));
    assert_eq!(answer.status, 500);
    assert!(!String::from_utf8_lossy(&answer.body).contains("10.0.0.1"));
    assert!(gate.log().contains("10.0.0.1"));
    let own = IDS.check(&nothing, |_, _, _: Vessel| {
        ready(Err(Problem::new(StatusCode::CONFLICT)))
    });
    assert_eq!(ask(own, "7"), 409);
}

#[test]
fn a_check_that_never_ends_does() {
    let nothing = Arc::new(());
    let endless = IDS.check(&nothing, |_, _, _: Vessel| pending());
    let gate = setup()
        .set("APP__LIMITS__TIMEOUT", "50ms")
        .try_build(|gate| gate.policy(vec![Rule::ScopesSuffice, endless]))
        .unwrap();
    let answer = gate.send(post("/b/7", "application/json", "{}"));
    assert_eq!(answer.status, 503);
}

#[test]
fn a_rule_is_asked_after_authentication_and_before_the_body() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counting = |asked: Arc<AtomicUsize>, _: Caller| {
        asked.fetch_add(1, Ordering::Relaxed);
        ready(Ok(Decision::Allow))
    };
    let rules = vec![
        Rule::check(&asked, counting),
        IDS.check(&Arc::new(7), seven_only),
    ];
    let gate = setup().try_build(|gate| gate.policy(rules)).unwrap();
    assert_eq!(gate.get("/a").status, 401);
    assert_eq!(
        asked.load(Ordering::Relaxed),
        0,
        "a stranger is not asked about"
    );
    let token = gate.token("read");
    assert_eq!(gate.with("/a", &[("authorization", &token)]).status, 200);
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    let wrong_body = post("/b/8", "text/plain", "no JSON");
    assert_eq!(gate.send(wrong_body).status, 403);
    let unreadable_path = gate.send(post("/b/x", "application/json", "{}"));
    assert_eq!(unreadable_path.status, 400);
    assert_eq!(unreadable_path.json()["errors"][0]["pointer"], "/path/id");
}

fn start(variables: &[(&str, &str)], rules: Option<Vec<Rule>>) -> Result<Service, BuildError> {
    let operations = vec![
        Operation {
            path: "/a",
            id: "a",
            ..OPEN
        },
        Operation {
            path: "/b/{id}",
            id: "b",
            ..OPEN
        },
    ];
    let mut setup = Setup::new(contract(&[], operations));
    for (name, value) in variables {
        setup = setup.set(name, *value);
    }
    setup.try_build_bare(|gate| match rules {
        Some(rules) => gate.policy(rules),
        None => gate,
    })
}

#[test]
fn production_does_not_start_with_what_nobody_has_reviewed() {
    let production = [
        ("APP__PROFILE", "production"),
        ("APP__TLS__TERMINATED_UPSTREAM", "true"),
    ];
    let rules = || Some(vec![Rule::Unreviewed, Rule::Unreviewed]);
    let refused = start(&production, rules()).err().unwrap().to_string();
    assert!(refused.contains("reviewed: a, b;"), "{refused}");
    let reviewed = Some(vec![Rule::ScopesSuffice, Rule::Deny]);
    assert!(start(&production, reviewed).is_ok());
    let mut allowed = production.to_vec();
    allowed.push(("APP__POLICY__ALLOW_UNREVIEWED", "true"));
    let service = start(&allowed, rules()).unwrap();
    let log = service.log();
    assert!(log.contains("nobody has reviewed"), "{log}");
    let none = start(&production, None).err().unwrap().to_string();
    assert!(none.contains("reviewed: b;"), "{none}");
}

#[test]
fn development_names_them_once() {
    let gate = start(&[], Some(vec![Rule::Unreviewed, Rule::Unreviewed])).unwrap();
    gate.get("/a");
    gate.send(post("/b/7", "application/json", "{}"));
    let log = gate.log();
    assert_eq!(log.matches("nobody has reviewed").count(), 1, "{log}");
    assert!(log.contains("who may call a, b "), "{log}");
}

#[test]
fn a_policy_has_a_rule_for_each_operation() {
    let refused = start(&[], Some(vec![Rule::ScopesSuffice])).err().unwrap();
    assert!(refused.to_string().contains("1 rules for 2 operations"));
}

/// A contract whose examples answer.
struct Mocked(&'static gate::Contract);

impl gate::Dispatch for Mocked {
    fn contract(&self) -> &'static gate::Contract {
        self.0
    }

    fn answering(&self) -> gate::Answering {
        gate::Answering::Examples
    }

    fn call(&self, _: usize, _: gate::Call) -> gate::Pending {
        Box::pin(std::future::ready(Err(gate::Problem::not_implemented())))
    }
}

#[test]
fn a_service_that_answers_with_examples_says_so_when_it_starts() {
    let served = contract(&[], vec![OPEN]);
    let told = "examples of the contract answer in place of the handlers";
    let mocked = Setup::new(served).try_build_of(Mocked(served), |gate| gate);
    let log = mocked.unwrap().log();
    assert_eq!(log.matches(told).count(), 1, "{log}");
    let handled = Setup::new(served).try_build_bare(|gate| gate).unwrap();
    assert!(!handled.log().contains(told), "{}", handled.log());
}
