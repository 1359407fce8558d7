//! An `OpenID` provider says itself where its keys are: discovery, and the provider that a contract names.

use gate::settings::{KeyPlace, KeySource, SchemeSettings, Settings};
use gate::{Contract, Operation, Scheme, SchemeKind};
use serde_json::{Value, json};

use super::super::credentials::security;
use super::super::issuer::Server;
use super::super::support::{OPEN, Setup, contract};
use super::super::tokens::{Issuer, claims, header, status};
use super::asking;

/// A gate for the scheme of the `OpenID` provider at `server`, by its configured name.
fn provider(server: &Server, name: &str) -> Setup {
    Setup::new(asking("openId:read"))
        .set("APP__AUTH__OPEN_ID__ISSUER", server.url(name))
        .set("APP__AUTH__OPEN_ID__AUDIENCE", "harbor")
}

/// A token of the issuer, under the name that the gate was told.
pub fn signed_by(issuer: &Issuer, name: &str) -> String {
    let mut claims = claims();
    claims["iss"] = json!(name);
    issuer.sign(&header(), &claims)
}

#[test]
fn a_provider_is_discovered_by_its_exact_name() {
    const METADATA: &str = "/tenant/.well-known/openid-configuration";
    let (server, issuer) = (Server::start(), Issuer::new("one"));
    server.publishes(&[issuer.jwk()]);
    let says = |name: &str, keys: Value| {
        let metadata = json!({"issuer": name, "jwks_uri": keys, "extra": [1]});
        server.says(METADATA, "", metadata.to_string());
    };
    let (name, keys) = (server.url("/tenant"), json!(server.url("/jwks.json")));
    says(&name, keys.clone());
    let gate = provider(&server, "/tenant").build();
    assert_eq!(status(&gate, &signed_by(&issuer, &name)), 200);
    assert_eq!(status(&gate, &signed_by(&issuer, &format!("{name}/"))), 401);
    assert_eq!(
        status(&gate, &signed_by(&issuer, "https://other.example")),
        401
    );
    // A slash at the end is part of the name, and not of the address.
    says(&format!("{name}/"), keys.clone());
    let gate = provider(&server, "/tenant/").build();
    assert_eq!(status(&gate, &signed_by(&issuer, &format!("{name}/"))), 200);
    assert_eq!(status(&gate, &signed_by(&issuer, &name)), 401);
    for (said, keys) in [
        ("https://other.example", keys.clone()),
        (&format!("{name}/"), keys.clone()),
        (&name.to_uppercase(), keys),
        (&name, json!("http://issuer.example/jwks.json")),
        (&name, json!("file:///etc/passwd")),
        (&name, json!("/jwks.json")),
        (&name, Value::Null),
    ] {
        says(said, keys.clone());
        let gate = provider(&server, "/tenant").build();
        let answered = status(&gate, &signed_by(&issuer, &name));
        assert_eq!(answered, 503, "{said} {keys}");
    }
}

fn load(
    contract: &'static Contract,
    profile: &str,
    variables: &[(&str, &str)],
) -> Result<Settings, Vec<String>> {
    let all: Vec<(String, String)> = [
        ("APP__PROFILE", profile),
        ("APP__TLS__TERMINATED_UPSTREAM", "true"),
    ]
    .iter()
    .chain(variables)
    .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
    .collect();
    Settings::from_parts(contract, &all, |_| Err(std::io::ErrorKind::NotFound.into()))
        .and_then(Settings::complete)
        .map_err(|error| error.faults)
}

fn open_id(discovery: &'static str) -> &'static Contract {
    let scheme = Scheme {
        name: "openId",
        setting: "open_id",
        kind: SchemeKind::OpenIdConnect { discovery },
    };
    contract(Vec::leak(vec![scheme]), vec![OPEN])
}

#[test]
fn production_takes_the_provider_of_the_contract() {
    let audience = ("APP__AUTH__OPEN_ID__AUDIENCE", "harbor");
    let contract = open_id("https://login.example/tenant/.well-known/openid-configuration");
    let settings = load(contract, "production", &[audience]).unwrap();
    let SchemeSettings::Token(token) = &settings.schemes[0] else {
        panic!("a scheme of tokens");
    };
    let KeySource::Remote(remote) = &token.keys else {
        panic!("{token:?}");
    };
    let KeyPlace::Metadata { url, issuer: None } = &remote.place else {
        panic!("{remote:?}");
    };
    assert_eq!(
        url.as_str(),
        "https://login.example/tenant/.well-known/openid-configuration"
    );
    // A configured name wins, and so do keys that are configured.
    let own = ("APP__AUTH__OPEN_ID__ISSUER", "https://own.example/");
    let settings = load(contract, "production", &[audience, own]).unwrap();
    assert!(
        format!("{settings:?}").contains("https://own.example/.well-known/openid-configuration")
    );
    let file = ("APP__AUTH__OPEN_ID__JWKS_FILE", "/run/jwks.json");
    let settings = load(contract, "production", &[audience, own, file]).unwrap();
    assert!(!format!("{settings:?}").contains("openid-configuration"));
    // Development asks nobody whom it was not told to ask.
    let settings = load(contract, "development", &[]).unwrap();
    assert!(format!("{settings:?}").contains("Development"));
    for unusable in [
        "http://login.example/.well-known/openid-configuration",
        "https://login.example/metadata",
        "/.well-known/openid-configuration",
        "",
    ] {
        let faults = load(open_id(unusable), "production", &[audience]).unwrap_err();
        assert!(
            faults
                .iter()
                .any(|fault| fault.starts_with("APP__AUTH__OPEN_ID__ISSUER: ")),
            "{faults:?}"
        );
    }
    assert!(
        load(contract, "production", &[]).is_err(),
        "who is meant is never assumed"
    );
}

#[test]
fn a_provider_of_the_contract_says_its_own_name() {
    const METADATA: &str = "/.well-known/openid-configuration";
    let (server, issuer) = (Server::start(), Issuer::new("one"));
    server.publishes(&[issuer.jwk()]);
    let scheme = Scheme {
        name: "openId",
        setting: "open_id",
        kind: SchemeKind::OpenIdConnect {
            discovery: server.url(METADATA).leak(),
        },
    };
    let operation = Operation {
        path: "/a",
        security: security("openId:read"),
        ..OPEN
    };
    let contract = contract(Vec::leak(vec![scheme]), vec![operation]);
    let gate = || {
        Setup::new(contract)
            .set("APP__PROFILE", "production")
            .set("APP__TLS__TERMINATED_UPSTREAM", "true")
            .set("APP__AUTH__OPEN_ID__AUDIENCE", "harbor")
            .build()
    };
    let says = |name: &str| {
        let metadata = json!({"issuer": name, "jwks_uri": server.url("/jwks.json")});
        server.says(METADATA, "", metadata.to_string());
    };
    for name in [server.url(""), server.url("/")] {
        says(&name);
        let gate = gate();
        assert_eq!(status(&gate, &signed_by(&issuer, &name)), 200, "{name}");
        for other in ["", "https://other.example", &format!("{name}/")] {
            assert_eq!(status(&gate, &signed_by(&issuer, other)), 401, "{other}");
        }
    }
    for stranger in ["https://other.example", "", &server.url("/tenant")] {
        says(stranger);
        let answered = status(&gate(), &signed_by(&issuer, stranger));
        assert_eq!(answered, 503, "{stranger}");
    }
}

#[test]
fn addresses_that_anybody_could_answer_for_stop_the_boot() {
    let fault = |name: &str, value: &str| {
        let named = format!("APP__AUTH__OAUTH__{name}");
        let variables = [
            ("APP__AUTH__OAUTH__ISSUER", "https://issuer.example"),
            ("APP__AUTH__OAUTH__AUDIENCE", "harbor"),
            (named.as_str(), value),
        ];
        load(asking("oauth"), "development", &variables)
    };
    for good in [
        "https://issuer.example/jwks.json",
        "https://issuer.example:8443/a?b=c",
        "http://127.0.0.1:9000/jwks.json",
        "http://localhost/jwks.json",
        "http://[::1]:9000/jwks.json",
    ] {
        assert!(fault("JWKS_URL", good).is_ok(), "{good}");
    }
    for bad in [
        "http://issuer.example/jwks.json",
        "http://127.0.0.1.example/jwks.json",
        "http://localhost.example/",
        "http://10.0.0.1/jwks.json",
        "https://user:password@issuer.example/jwks.json",
        "https://issuer.example/#keys",
        "https:///jwks.json",
        "ftp://issuer.example/jwks.json",
        "file:///etc/jwks.json",
        "issuer.example/jwks.json",
        "//issuer.example/jwks.json",
    ] {
        let faults = fault("JWKS_URL", bad).unwrap_err();
        assert!(
            faults
                .iter()
                .any(|fault| fault.starts_with("APP__AUTH__OAUTH__JWKS_URL: say an https")),
            "{bad}: {faults:?}"
        );
    }
    let both = [
        ("APP__AUTH__OAUTH__ISSUER", "https://issuer.example"),
        ("APP__AUTH__OAUTH__AUDIENCE", "harbor"),
        (
            "APP__AUTH__OAUTH__JWKS_URL",
            "https://issuer.example/jwks.json",
        ),
    ];
    for (name, value) in [
        ("APP__AUTH__OAUTH__JWKS_FILE", "/run/jwks.json"),
        (
            "APP__AUTH__OAUTH__SECRET",
            "0123456789abcdef0123456789abcdef",
        ),
    ] {
        let all = [both[0], both[1], both[2], (name, value)];
        let faults = load(asking("oauth"), "development", &all).unwrap_err();
        assert_eq!(faults.len(), 1, "{faults:?}");
    }
    for (name, value) in [("JWKS_REFRESH", "5m"), ("CA", "/etc/ca.pem")] {
        assert!(fault(name, value).is_err(), "{name} without JWKS_URL");
    }
}
