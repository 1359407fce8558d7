//! Keys that an issuer publishes somewhere else: fetched, refreshed, believed for a while, never from a wrong place.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use gate::settings::{KeyPlace, KeySource, SchemeSettings, Settings};
use gate::{Contract, Operation, Scheme, SchemeKind};
use serde_json::{Value, json};

use super::credentials::{folder, security};
use super::issuer::Server;
use super::support::{OPEN, Service, Setup, contract};
use super::tokens::{Issuer, claims, header, status};

const SCHEMES: &[Scheme] = &[
    Scheme {
        name: "oauth",
        setting: "oauth",
        kind: SchemeKind::OAuth2,
    },
    Scheme {
        name: "openId",
        setting: "open_id",
        kind: SchemeKind::OpenIdConnect {
            discovery: "https://login.example/tenant/.well-known/openid-configuration",
        },
    },
];

fn asking(needs: &'static str) -> &'static Contract {
    let operation = Operation {
        path: "/a",
        security: security(needs),
        ..OPEN
    };
    contract(SCHEMES, vec![operation])
}

fn setup(url: &str) -> Setup {
    Setup::new(asking("oauth:read"))
        .set("APP__AUTH__OAUTH__ISSUER", "https://issuer.example")
        .set("APP__AUTH__OAUTH__AUDIENCE", "harbor")
        .set("APP__AUTH__OAUTH__JWKS_URL", url)
        .set("APP__RATE_LIMIT__DEFAULT", "100000/s")
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "100000/s")
}

fn token(issuer: &Issuer) -> String {
    let mut header = header();
    header["kid"] = json!(issuer.id);
    issuer.sign(&header, &claims())
}

/// Asks until this is the answer, for a few seconds.
#[track_caller]
fn becomes(gate: &Service, token: &str, expected: u16) {
    let started = Instant::now();
    loop {
        let answered = status(gate, token);
        if answered == expected {
            return;
        }
        assert!(
            started.elapsed() < Duration::from_secs(8),
            "{answered} did not become {expected}:\n{}",
            gate.log()
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn keys_are_fetched_once_for_many_requests() {
    let (server, issuer) = (Server::start(), Issuer::new("one"));
    server.publishes(&[issuer.jwk()]);
    let gate = setup(&server.url("/jwks.json")).build();
    // The first request waits for the answer that is on its way.
    assert_eq!(status(&gate, &token(&issuer)), 200);
    for _ in 0..20 {
        assert_eq!(status(&gate, &token(&issuer)), 200);
    }
    assert_eq!(status(&gate, &token(&Issuer::new("one"))), 401, "forged");
    assert_eq!(server.asked(), 1);
}

#[test]
fn a_dead_issuer_stops_neither_the_start_nor_the_service() {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let issuer = Issuer::new("one");
    let gate = setup(&format!("http://{address}/jwks.json")).build();
    let bearer = format!("Bearer {}", token(&issuer));
    let answer = gate.with("/a", &[("authorization", &bearer)]);
    assert_eq!(answer.status, 503);
    assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert!(!String::from_utf8_lossy(&answer.body).contains("issuer"));
    assert!(
        gate.log().contains("keys cannot be fetched"),
        "{}",
        gate.log()
    );
    // What is no token at all is nobody else's fault.
    assert_eq!(status(&gate, "nonsense"), 401);
    assert_eq!(gate.get("/a").status, 401);
    let server = Server::start_at(address);
    server.publishes(&[issuer.jwk()]);
    becomes(&gate, &token(&issuer), 200);
    // It dies again, and its keys are believed meanwhile.
    drop(server);
    assert_eq!(status(&gate, &token(&issuer)), 200);
    assert_eq!(status(&gate, &token(&Issuer::new("two"))), 401);
    assert_eq!(status(&gate, &token(&issuer)), 200);
}

#[test]
fn an_unknown_key_makes_the_gate_ask_once() {
    let (server, old, new) = (Server::start(), Issuer::new("old"), Issuer::new("new"));
    server.publishes(&[old.jwk()]);
    let gate = setup(&server.url("/jwks.json")).build();
    assert_eq!(status(&gate, &token(&old)), 200);
    server.publishes(&[new.jwk()]);
    assert_eq!(status(&gate, &token(&new)), 200, "a rotation shows at once");
    assert_eq!(
        status(&gate, &token(&old)),
        401,
        "what the old key verified is forgotten"
    );
    assert_eq!(server.asked(), 2);
    for made_up in ["a", "b", "c", "d", "e", "f", "g", "h"] {
        assert_eq!(status(&gate, &token(&Issuer::new(made_up))), 401);
    }
    assert_eq!(server.asked(), 2, "anybody can make up a key id");
}

#[test]
fn nonsense_makes_nobody_ask() {
    let (server, issuer) = (Server::start(), Issuer::new("one"));
    server.publishes(&[issuer.jwk()]);
    let gate = setup(&server.url("/jwks.json")).build();
    assert_eq!(status(&gate, &token(&issuer)), 200);
    for (member, value) in [
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("typ", json!("dpop+jwt")),
        ("crit", json!(["exp"])),
        ("jku", json!(server.url("/evil.json"))),
        ("x5u", json!(server.url("/evil.json"))),
    ] {
        let mut header = header();
        header["kid"] = json!("unknown");
        header[member] = value;
        assert_eq!(status(&gate, &issuer.sign(&header, &claims())), 401);
    }
    assert_eq!(server.asked(), 1);
}

#[test]
fn keys_are_asked_for_again_in_the_background() {
    let (server, old, new) = (Server::start(), Issuer::new("old"), Issuer::new("new"));
    server.publishes(&[old.jwk()]);
    let gate = setup(&server.url("/jwks.json"))
        .set("APP__AUTH__OAUTH__JWKS_REFRESH", "1s")
        .build();
    assert_eq!(status(&gate, &token(&old)), 200);
    server.publishes(&[new.jwk()]);
    becomes(&gate, &token(&old), 401);
    assert_eq!(status(&gate, &token(&new)), 200);
    // An issuer that says nonsense meanwhile is believed its last sensible word.
    for nonsense in ["", "no", "{\"keys\": []}"] {
        let asked = server.asked();
        server.says("/jwks.json", "", nonsense);
        let started = Instant::now();
        while server.asked() == asked && started.elapsed() < Duration::from_secs(8) {
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(status(&gate, &token(&new)), 200, "{nonsense:?}");
    }
}

#[test]
fn only_a_sound_answer_from_the_address_itself_is_taken() {
    let issuer = Issuer::new("one");
    let keys = json!({"keys": [issuer.jwk()]}).to_string();
    let refuses = |path: &str, answer: &dyn Fn(&Server)| {
        let server = Server::start();
        server.says("/elsewhere.json", "", keys.clone());
        answer(&server);
        let gate = setup(&server.url(path)).build();
        assert_eq!(status(&gate, &token(&issuer)), 503, "{path}");
        assert!(gate.log().contains("keys cannot be fetched"));
    };
    for code in [301, 302, 303, 307, 308] {
        refuses("/moved.json", &|server| {
            let head = format!("{code} Moved\r\nlocation: /elsewhere.json\r\n");
            server.answers("/moved.json", &head, keys.clone());
        });
    }
    refuses("/absent.json", &|_| {});
    refuses("/broken.json", &|server| {
        server.answers("/broken.json", "500 Oh\r\n", keys.clone());
    });
    refuses("/part.json", &|server| {
        server.answers("/part.json", "206 Part\r\n", keys.clone());
    });
    refuses("/large.json", &|server| {
        server.says("/large.json", "", format!("{keys}{}", " ".repeat(300_000)));
    });
    refuses("/empty.json", &|server| {
        server.says("/empty.json", "", "{\"keys\": []}");
    });
}

#[test]
fn an_issuer_that_does_not_answer_holds_nobody_for_long() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let started = Instant::now();
    let gate = setup(&format!("http://{address}/jwks.json")).build();
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "the start waits for nobody"
    );
    let bearer = format!("Bearer {}", token(&Issuer::new("one")));
    let started = Instant::now();
    let mut waiting: Vec<_> = (0..64)
        .map(|_| {
            gate.begin(super::support::request(
                "GET",
                "/a",
                &[("authorization", &bearer)],
            ))
        })
        .collect();
    let statuses: Vec<u16> = waiting
        .iter_mut()
        .map(|begun| gate.end(begun).status)
        .collect();
    assert!(statuses.iter().all(|status| *status == 503), "{statuses:?}");
    assert!(started.elapsed() < Duration::from_secs(5));
    drop(listener);
}

/// A gate for the scheme of the `OpenID` provider at `server`, by its configured name.
fn provider(server: &Server, name: &str) -> Setup {
    Setup::new(asking("openId:read"))
        .set("APP__AUTH__OPEN_ID__ISSUER", server.url(name))
        .set("APP__AUTH__OPEN_ID__AUDIENCE", "harbor")
}

fn signed_by(issuer: &Issuer, name: &str) -> String {
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

/// Runs openssl, where there is one; Debian's package is `openssl`.
fn openssl(folder: &Path, arguments: &[&str]) -> Option<()> {
    let done = Command::new("openssl")
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .output();
    if let Ok(output) = done {
        assert!(output.status.success(), "{output:?}");
        Some(())
    } else {
        assert!(std::env::var_os("CI").is_none(), "openssl is missing");
        None
    }
}

/// Files over TLS, by `openssl s_server`, until it is dropped.
struct Secure {
    folder: PathBuf,
    port: u16,
    child: Child,
}

impl Drop for Secure {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Secure {
    fn start(name: &str) -> Option<Self> {
        let folder = folder(name);
        openssl(
            &folder,
            &[
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "certificate.pem",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-addext",
                "basicConstraints=critical,CA:FALSE",
            ],
        )?;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let child = Command::new("openssl")
            .current_dir(&folder)
            .args(["s_server", "-accept", &format!("127.0.0.1:{port}")])
            .args([
                "-HTTP",
                "-quiet",
                "-cert",
                "certificate.pem",
                "-key",
                "key.pem",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Some(Self {
            folder,
            port,
            child,
        })
    }

    fn says(&self, path: &str, body: &Value) {
        let file = self.folder.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, format!("HTTP/1.0 200 OK\r\n\r\n{body}")).unwrap();
    }

    fn url(&self, path: &str) -> String {
        format!("https://localhost:{}/{path}", self.port)
    }

    fn certificate(&self) -> String {
        self.folder.join("certificate.pem").display().to_string()
    }
}

#[test]
fn a_certificate_is_checked() {
    let Some(server) = Secure::start("issuer-tls") else {
        eprintln!("skipped: openssl is not here");
        return;
    };
    let issuer = Issuer::new("one");
    server.says("jwks.json", &json!({"keys": [issuer.jwk()]}));
    let trusting = |url: &str| {
        setup(url)
            .set("APP__AUTH__OAUTH__CA", server.certificate())
            .build()
    };
    let url = server.url("jwks.json");
    let token = token(&issuer);
    becomes(&trusting(&url), &token, 200);
    // The server is there by now: what these two cannot fetch, they do not believe.
    let misnamed = trusting(&url.replace("localhost", "127.0.0.1"));
    let stranger = setup(&url).build();
    assert_eq!(status(&stranger, &token), 503, "nobody vouches for it");
    assert_eq!(status(&misnamed, &token), 503, "it is of another name");
    let missing = setup("https://localhost/jwks.json")
        .set("APP__AUTH__OAUTH__CA", "/nonexistent/ca.pem")
        .try_build(|gate| gate);
    let error = missing.err().unwrap().to_string();
    assert!(error.contains("/nonexistent/ca.pem"), "{error}");
}

#[test]
fn a_provider_that_was_found_over_tls_has_its_keys_there_too() {
    let Some(server) = Secure::start("provider-tls") else {
        eprintln!("skipped: openssl is not here");
        return;
    };
    let (plain, issuer) = (Server::start(), Issuer::new("one"));
    plain.publishes(&[issuer.jwk()]);
    server.says("jwks.json", &json!({"keys": [issuer.jwk()]}));
    let provider = |name: &str, keys: String| {
        let metadata = json!({"issuer": server.url(name), "jwks_uri": keys});
        let path = format!("{name}/.well-known/openid-configuration");
        server.says(&path, &metadata);
        Setup::new(asking("openId:read"))
            .set("APP__AUTH__OPEN_ID__ISSUER", server.url(name))
            .set("APP__AUTH__OPEN_ID__AUDIENCE", "harbor")
            .set("APP__AUTH__OPEN_ID__CA", server.certificate())
            .build()
    };
    let secure = provider("secure", server.url("jwks.json"));
    becomes(&secure, &signed_by(&issuer, &server.url("secure")), 200);
    let downgraded = provider("downgraded", plain.url("/jwks.json"));
    let token = signed_by(&issuer, &server.url("downgraded"));
    assert_eq!(status(&downgraded, &token), 503);
    assert_eq!(plain.asked(), 0);
}
