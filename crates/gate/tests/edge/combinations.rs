//! Every OR of two ANDs over three schemes, with every state of each credential, against the rule in plain words.

use std::sync::Arc;

use gate::{
    Credential, Denied, Identity, Operation, Requirement, Scheme, SchemeKind, StepUp, Verifier,
    Verifiers,
};

use super::credentials::{SCHEMES, security};
use super::support::{Answer, OPEN, Service, Setup, contract, request};

const NAMES: [&str; 3] = ["header", "query", "cookie"];

/// What is presented for one scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Missing,
    Wrong,
    /// Known, and without the scope that everything here asks for.
    Poor,
    Right,
}

const STATES: [State; 4] = [State::Missing, State::Wrong, State::Poor, State::Right];

struct Keys;

impl Verifier for Keys {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        match credential {
            Credential::Key("right") => Ok(Arc::new(Identity::new("r").with_scopes(["read"]))),
            Credential::Key("poor") => Ok(Arc::new(Identity::new("p").with_scopes(["write"]))),
            _ => Err(Denied::Invalid("wrong")),
        }
    }
}

/// The schemes whose bits are set.
fn members(set: usize) -> Vec<usize> {
    (0..3).filter(|scheme| set & (1 << scheme) != 0).collect()
}

fn gate(alternatives: &[usize]) -> Service {
    let needs = |set: &usize| -> &'static [Requirement] {
        let all = members(*set).into_iter().map(|scheme| Requirement {
            scheme: NAMES[scheme],
            scopes: &["read"],
        });
        all.collect::<Vec<_>>().leak()
    };
    let security: Vec<&'static [Requirement]> = alternatives.iter().map(needs).collect();
    let operation = Operation {
        path: "/a",
        security: security.leak(),
        ..OPEN
    };
    let own = NAMES
        .iter()
        .fold(Verifiers::new(), |own, name| own.with(name, Keys));
    Setup::new(contract(SCHEMES, vec![operation]))
        .set("APP__RATE_LIMIT__DEFAULT", "1000000/s")
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "1000000/s")
        .set("APP__RATE_LIMIT__FAILED_LOGINS_PER_ACCOUNT", "1000000/s")
        .try_build(|gate| gate.verifiers(own))
        .unwrap()
}

fn ask(gate: &Service, states: [State; 3]) -> Answer {
    let key = |state: State| match state {
        State::Missing => None,
        State::Wrong => Some("wrong"),
        State::Poor => Some("poor"),
        State::Right => Some("right"),
    };
    let path = key(states[1]).map_or("/a".to_owned(), |key| format!("/a?api%20key={key}"));
    let cookie = key(states[2]).map(|key| format!("session={key}"));
    let mut headers = Vec::new();
    headers.extend(key(states[0]).map(|key| ("x-key", key)));
    headers.extend(cookie.as_deref().map(|cookie| ("cookie", cookie)));
    gate.send(request("GET", &path, &headers))
}

/// The rule: one alternative of which everything is right is enough. Else whatever is wrong is refused, nobody at all
/// passes where nobody need pass, and whoever only lacks scopes is told so.
fn expected(alternatives: &[usize], states: [State; 3]) -> (u16, Vec<&'static str>) {
    let all = |set: usize, fits: &dyn Fn(State) -> bool| {
        members(set).into_iter().all(|scheme| fits(states[scheme]))
    };
    let asked = || alternatives.iter().copied().filter(|set| *set != 0);
    if let Some(set) = asked().find(|set| all(*set, &|state| state == State::Right)) {
        let names = members(set).into_iter().map(|scheme| NAMES[scheme]);
        return (200, names.collect());
    }
    if asked().any(|set| !all(set, &|state| state != State::Wrong)) {
        return (401, Vec::new());
    }
    if alternatives.is_empty() || alternatives.contains(&0) {
        return (200, Vec::new());
    }
    let known = |state: State| matches!(state, State::Poor | State::Right);
    if asked().any(|set| all(set, &known)) {
        return (403, Vec::new());
    }
    (401, Vec::new())
}

#[test]
fn every_combination_is_kept_as_written() {
    let mut asked = 0;
    let contracts = (0..8)
        .flat_map(|first| (0..8).map(move |second| vec![first, second]))
        .chain((0..8).map(|only| vec![only]))
        .chain([Vec::new()]);
    for alternatives in contracts {
        let gate = gate(&alternatives);
        for number in 0..64 {
            let states = [number / 16, number / 4 % 4, number % 4].map(|state| STATES[state]);
            let answer = ask(&gate, states);
            let (wanted, schemes) = expected(&alternatives, states);
            let case = format!("{alternatives:?} with {states:?}");
            assert_eq!(answer.status, wanted, "{case}");
            if wanted == 200 {
                assert_eq!(
                    answer.json()["schemes"],
                    serde_json::json!(schemes),
                    "{case}"
                );
                assert_eq!(answer.json()["anonymous"], schemes.is_empty(), "{case}");
            }
            asked += 1;
        }
    }
    assert_eq!(asked, 73 * 64);
}

/// Two issuers, whose tokens stand in the same header.
const ISSUERS: &[Scheme] = &[
    Scheme {
        name: "first",
        setting: "first",
        kind: SchemeKind::Bearer,
    },
    Scheme {
        name: "second",
        setting: "second",
        kind: SchemeKind::OAuth2,
    },
];

/// Knows the tokens of one issuer, which say its name and one scope.
struct Issuer(&'static str);

impl Verifier for Issuer {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        match credential {
            Credential::Token(token) => token
                .strip_prefix(self.0)
                .map(|scope| Arc::new(Identity::new("s").with_scopes([scope])))
                .ok_or(Denied::Invalid("of another issuer")),
            _ => Err(Denied::Invalid("no token")),
        }
    }
}

fn two_issuers(text: &'static str, step_up: StepUp) -> Service {
    let operation = Operation {
        path: "/a",
        security: security(text),
        step_up,
        ..OPEN
    };
    let own = Verifiers::new()
        .with("first", Issuer("1"))
        .with("second", Issuer("2"));
    Setup::new(contract(ISSUERS, vec![operation]))
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "2/d")
        .try_build(|gate| gate.verifiers(own))
        .unwrap()
}

#[test]
fn a_token_of_one_issuer_is_no_wrong_one_for_another() {
    let bearer = |token: &str| format!("Bearer {token}");
    for order in ["first:read | second:read", "second:read | first:read"] {
        let gate = two_issuers(order, StepUp::None);
        for token in ["1read", "2read"] {
            let answer = gate.with("/a", &[("authorization", &bearer(token))]);
            assert_eq!(answer.status, 200, "{order} {token}");
        }
        // It is known, so that it is no guess either: any number of times it lacks its scope, and nothing else.
        for token in ["1write", "2write", "1write", "2write"] {
            let answer = gate.with("/a", &[("authorization", &bearer(token))]);
            assert_eq!(answer.status, 403, "{order} {token}");
            assert!(
                answer
                    .header("www-authenticate")
                    .contains("insufficient_scope")
            );
        }
        let answer = gate.with("/a", &[("authorization", "Bearer 3read")]);
        assert_eq!(answer.status, 401, "{order}");
        assert!(answer.header("www-authenticate").contains("invalid_token"));
    }
    let gate = two_issuers("first | second", StepUp::SecondFactor);
    let answer = gate.with("/a", &[("authorization", "Bearer 2read")]);
    assert_eq!(answer.status, 401);
    let challenge = answer.header("www-authenticate");
    assert!(
        challenge.contains("insufficient_user_authentication"),
        "{challenge}"
    );
}
