//! Settings: what is accepted, and how what is not is named.

use std::time::Duration;

use gate::settings::{Profile, SchemeSettings, Settings, SettingsError};
use gate::{Contract, Rate, Scheme, SchemeKind};

use super::credentials::SCHEMES;
use super::support::{OPEN, contract};

fn load(variables: &[(&str, &str)], file: Option<&str>) -> Result<Settings, SettingsError> {
    load_for(contract(SCHEMES, vec![OPEN]), variables, file)
}

fn load_for(
    contract: &'static Contract,
    variables: &[(&str, &str)],
    file: Option<&str>,
) -> Result<Settings, SettingsError> {
    let variables: Vec<(String, String)> = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Settings::from_parts(contract, &variables, |path| match (path.to_str(), file) {
        (Some("config/development.toml" | "config/production.toml"), Some(text)) => {
            Ok(text.to_owned())
        }
        (Some("/run/backend"), _) => Ok("redis://:secret@host\n".to_owned()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    })
    .and_then(Settings::complete)
}

/// Loads development settings with one variable, and gives the only fault.
#[track_caller]
fn fault(name: &str, value: &str) -> String {
    let error = load(&[(name, value)], None).unwrap_err();
    assert_eq!(error.faults.len(), 1, "{error}");
    error.faults[0].clone()
}

const PRODUCTION: [(&str, &str); 5] = [
    ("APP__PROFILE", "production"),
    ("APP__TLS__TERMINATED_UPSTREAM", "true"),
    ("APP__AUTH__TOKEN__ISSUER", "https://issuer.example"),
    ("APP__AUTH__TOKEN__AUDIENCE", "harbor"),
    ("APP__AUTH__TOKEN__JWKS_FILE", "/etc/jwks.json"),
];

#[test]
fn development_needs_nothing() {
    let settings = load(&[], None).unwrap();
    assert_eq!(settings.profile, Profile::Development);
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.management.to_string(), "127.0.0.1:9090");
    assert_eq!(
        settings.rate_limit.default,
        Rate::new(100, Duration::from_mins(1))
    );
    assert_eq!(settings.limits.body, 2_097_152);
    assert_eq!(settings.limits.timeout, Duration::from_secs(30));
    assert_eq!(settings.limits.header_timeout, Duration::from_secs(10));
    assert!(
        matches!(&settings.schemes[1], SchemeSettings::File(path) if path.to_str() == Some("data/header.toml"))
    );
}

#[test]
fn variables_win_over_the_file() {
    let file = "[server]\nlisten = \"127.0.0.1:1\"\n[limits]\nbody = 5\ntimeout = \"2s\"\n[rate_limit]\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]\n";
    let settings = load(
        &[("APP__SERVER__LISTEN", "127.0.0.1:2"), ("PATH", "/bin")],
        Some(file),
    )
    .unwrap();
    assert_eq!(settings.listen.port(), 2);
    assert_eq!(
        (settings.limits.body, settings.limits.timeout),
        (5, Duration::from_secs(2))
    );
    assert_eq!(settings.rate_limit.trusted_proxies.len(), 2);
}

#[test]
fn every_fault_is_named_at_once() {
    let error = load(
        &[
            ("APP__SERVER__LISTEN", "8080"),
            ("APP__LIMITS__BDOY", "5"),
            ("APP__RATE_LIMIT__DEFAULT", "many"),
        ],
        Some("[limits]\ntimeout = true\n[speling]\na = 1\n"),
    )
    .unwrap_err();
    assert_eq!(
        error.faults,
        [
            "APP__SERVER__LISTEN: say an address with a port, such as 127.0.0.1:8080",
            "APP__RATE_LIMIT__DEFAULT: say a rate such as 10/s, 100/m, 1000/h or 5000/d, and `burst 20` after it if need be",
            "config/development.toml: limits.timeout: say a number with a unit, such as 500ms, 30s, 10m or 24h",
            "APP__LIMITS__BDOY: no such setting; there are APP__LIMITS__BODY, APP__LIMITS__TIMEOUT, APP__LIMITS__HEADER_TIMEOUT, APP__LIMITS__IDLE_TIMEOUT, APP__LIMITS__CONNECTIONS, APP__LIMITS__CONNECTIONS_PER_ADDRESS, APP__LIMITS__CONCURRENCY, APP__LIMITS__JSON_DEPTH",
            "config/development.toml: speling.a: no such setting",
        ]
    );
}

#[test]
fn a_file_that_is_no_toml_is_a_fault() {
    let error = load(&[], Some("[server")).unwrap_err();
    assert!(
        error.faults[0].starts_with("config/development.toml: "),
        "{error}"
    );
    let error = load(&[], Some("[limits]\nbody = 1.5\n")).unwrap_err();
    assert!(
        error.faults[0].starts_with("config/development.toml: limits.body: "),
        "{error}"
    );
}

#[test]
fn unknown_schemes_and_profiles_are_faults() {
    assert!(
        fault("APP__AUTH__TOEKN__ISSUER", "x")
            .starts_with("APP__AUTH__TOEKN__ISSUER: no such setting")
    );
    assert!(fault("APP__AUTH__HEADER__ISSUER", "x").contains("there are APP__AUTH__HEADER__FILE"));
    assert_eq!(
        fault("APP__PROFILE", "prod"),
        "APP__PROFILE: say `development` or `production`"
    );
    assert_eq!(
        fault("APP__NONSENSE", "1"),
        "APP__NONSENSE: no such setting"
    );
}

#[test]
fn values_are_never_repeated() {
    assert!(!fault("APP__RATE_LIMIT__DEFAULT", "hunter2").contains("hunter2"));
    assert!(!fault("APP__RATE_LIMIT__BACKEND", "disk://hunter2").contains("hunter2"));
}

#[test]
fn development_stays_on_loopback() {
    assert!(fault("APP__SERVER__LISTEN", "0.0.0.0:8080").contains("loopback"));
    assert!(fault("APP__MANAGEMENT__LISTEN", "192.0.2.1:1").contains("loopback"));
    assert!(load(&[("APP__SERVER__LISTEN", "[::1]:0")], None).is_ok());
}

#[test]
fn callers_and_management_have_an_address_each() {
    let fault = fault("APP__MANAGEMENT__LISTEN", "127.0.0.1:8080");
    assert!(fault.contains("APP__SERVER__LISTEN"), "{fault}");
    let any = [
        ("APP__SERVER__LISTEN", "127.0.0.1:0"),
        ("APP__MANAGEMENT__LISTEN", "127.0.0.1:0"),
    ];
    assert!(load(&any, None).is_ok(), "the system gives each its own");
}

#[test]
fn production_assumes_nothing() {
    let error = load(&[("APP__PROFILE", "production")], None).unwrap_err();
    let named: Vec<&str> = error
        .faults
        .iter()
        .filter_map(|fault| fault.split_once(": "))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        named,
        [
            "APP__TLS__TERMINATED_UPSTREAM",
            "APP__AUTH__TOKEN__ISSUER",
            "APP__AUTH__TOKEN__AUDIENCE",
            "APP__AUTH__TOKEN__JWKS_FILE"
        ]
    );
    let mut complete = PRODUCTION.to_vec();
    complete.push(("APP__SERVER__LISTEN", "0.0.0.0:8080"));
    assert_eq!(load(&complete, None).unwrap().profile, Profile::Production);
    for left_out in 1..PRODUCTION.len() {
        let mut variables = PRODUCTION.to_vec();
        let (name, _) = variables.remove(left_out);
        let error = load(&variables, None).unwrap_err();
        assert!(
            error.faults.len() == 1 && error.faults[0].starts_with(name),
            "{name}: {error}"
        );
    }
}

#[test]
fn an_issuer_of_ones_own_is_not_half_assumed() {
    let error = load(&[("APP__AUTH__TOKEN__JWKS_FILE", "/etc/jwks.json")], None).unwrap_err();
    assert_eq!(error.faults.len(), 2, "{error}");
}

#[test]
fn what_is_not_served_yet_is_refused_and_not_ignored() {
    let name = "APP__AUTH__TOKEN__JWKS_URL";
    assert!(fault(name, "x").starts_with(name));
    assert!(
        fault("APP__RATE_LIMIT__BACKEND", "redis+unix:///a")
            .starts_with("APP__RATE_LIMIT__BACKEND")
    );
    assert!(fault("APP__DOCS__ACCESS", "everybody").starts_with("APP__DOCS__ACCESS"));
    assert!(load(&[("APP__RATE_LIMIT__BACKEND", "memory")], None).is_ok());
}

#[test]
fn only_algorithms_whose_verifier_cannot_sign() {
    for value in ["HS256", "none", "EdDSA,HS512", ""] {
        assert!(
            fault("APP__AUTH__TOKEN__ALGORITHMS", value)
                .starts_with("APP__AUTH__TOKEN__ALGORITHMS"),
            "{value}"
        );
    }
    assert!(load(&[("APP__AUTH__TOKEN__ALGORITHMS", "EdDSA, RS256")], None).is_ok());
}

#[test]
fn rates_sizes_and_durations() {
    let rate = |text| {
        load(&[("APP__RATE_LIMIT__DEFAULT", text)], None)
            .map(|settings| settings.rate_limit.default)
    };
    assert_eq!(rate("5/s").unwrap(), Rate::new(5, Duration::from_secs(1)));
    assert_eq!(
        rate("5/h burst 2").unwrap(),
        Rate {
            requests: 5,
            per: Duration::from_hours(1),
            burst: 2
        }
    );
    assert_eq!(rate("1/d").unwrap().per, Duration::from_hours(24));
    for wrong in ["0/s", "5", "5/x", "/s", "-1/s", "5/s burst", "5/s burst 0"] {
        assert!(rate(wrong).is_err(), "{wrong}");
    }
    let body =
        |text| load(&[("APP__LIMITS__BODY", text)], None).map(|settings| settings.limits.body);
    assert_eq!(
        [
            body("10").unwrap(),
            body("1KiB").unwrap(),
            body("2 MiB").unwrap()
        ],
        [10, 1_024, 2_097_152]
    );
    assert_eq!(
        [body("1kB").unwrap(), body("2MB").unwrap()],
        [1_000, 2_000_000]
    );
    for wrong in ["", "1Kb", "1K", "MiB", "99999999999GiB", "-1"] {
        assert!(body(wrong).is_err(), "{wrong}");
    }
    let timeout = |text| {
        load(&[("APP__LIMITS__TIMEOUT", text)], None).map(|settings| settings.limits.timeout)
    };
    assert_eq!(
        ["5ms", "2m", "30 s", "7"].map(|text| timeout(text).unwrap()),
        [
            Duration::from_millis(5),
            Duration::from_mins(2),
            Duration::from_secs(30),
            Duration::from_secs(7)
        ]
    );
    for wrong in ["0s", "0", "s", "5w", "1.5"] {
        assert!(timeout(wrong).is_err(), "{wrong}");
    }
    for (name, wrong) in [
        ("APP__LIMITS__CONCURRENCY", "0"),
        ("APP__LIMITS__JSON_DEPTH", "0"),
        ("APP__LIMITS__JSON_DEPTH", "513"),
        ("APP__POLICY__ALLOW_UNREVIEWED", "yes"),
        ("APP__RATE_LIMIT__TRUSTED_PROXIES", "10.0.0.0/33"),
        ("APP__RATE_LIMIT__TRUSTED_PROXIES", "host"),
    ] {
        assert!(fault(name, wrong).starts_with(name));
    }
}

/// Schemes whose names do not say where their words end.
const SPELT: &[Scheme] = &[
    Scheme {
        name: "OAuth2",
        setting: "o_auth2",
        kind: SchemeKind::OAuth2,
    },
    Scheme {
        name: "a-b",
        setting: "a_b",
        kind: SchemeKind::Basic,
    },
    Scheme {
        name: "ab_",
        setting: "ab_2",
        kind: SchemeKind::Basic,
    },
    Scheme {
        name: "AB2",
        setting: "ab2",
        kind: SchemeKind::Basic,
    },
];

#[test]
fn a_scheme_is_known_by_its_letters() {
    let load =
        |variables: &[(&str, &str)], file| load_for(contract(SPELT, vec![OPEN]), variables, file);
    let audience = |settings: &Settings| match &settings.schemes[0] {
        SchemeSettings::Token(token) => token.audience.clone(),
        _ => Vec::new(),
    };
    let file = "[auth.OAuth2]\naudience = \"depot\"\n";
    for (name, file) in [
        ("APP__AUTH__O_AUTH2__AUDIENCE", None),
        ("APP__AUTH__OAUTH2__AUDIENCE", None),
        ("APP__AUTH__A_B__FILE", Some(file)),
    ] {
        let settings = load(&[(name, "depot")], file).unwrap();
        assert_eq!(audience(&settings), ["depot"], "{name}");
    }
    // Said twice it is not guessed which one is meant, and letters that two schemes have are nobody's.
    for (name, other) in [
        (
            "APP__AUTH__OAUTH2__AUDIENCE",
            "APP__AUTH__O_AUTH2__AUDIENCE",
        ),
        ("APP__AUTH__A_B_2__FILE", "APP__AUTH__AB2__FILE"),
        ("APP__AUTH__OAUTH__AUDIENCE", "APP__AUTH__AB2__FILE"),
    ] {
        let error = load(&[(name, "depot"), (other, "depot")], None).unwrap_err();
        assert_eq!(error.faults.len(), 1, "{name}: {error}");
        assert!(
            error.faults[0].starts_with(&format!("{name}: no such setting")),
            "{error}"
        );
    }
}

/// The lines of the list that set something, without their marks: those that hold, and examples.
fn listed() -> (String, Vec<(String, String)>) {
    let text = gate::settings::listed(contract(SCHEMES, vec![OPEN]));
    let (mut held, mut examples) = (String::new(), Vec::new());
    let mut section = "";
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
            held.push_str(line);
            held.push('\n');
        }
        let Some((key, value)) = line
            .strip_prefix("# ")
            .and_then(|line| line.split_once(" = "))
        else {
            continue;
        };
        if key.contains(' ') {
            continue;
        }
        match value.strip_suffix(" # an example") {
            Some(_) => examples.push((section.to_owned(), key.to_owned())),
            None => held.extend([key, " = ", value, "\n"]),
        }
    }
    (held, examples)
}

#[test]
fn what_is_listed_as_a_default_is_what_holds() {
    let (held, examples) = listed();
    assert!(held.lines().count() > 30, "{held}");
    assert!(examples.len() > 12, "{examples:?}");
    let set = load(&[], Some(&held)).unwrap();
    assert_eq!(
        format!("{set:#?}"),
        format!("{:#?}", load(&[], None).unwrap())
    );
    // Two are told in words, because setting them says more than they do.
    let defaults = load(&[], None).unwrap().rate_limit;
    assert_eq!(
        defaults.failed_logins,
        Rate::new(20, Duration::from_mins(1))
    );
}

#[test]
fn what_is_listed_can_be_set_and_everything_that_can_be_set_is_listed() {
    let (held, examples) = listed();
    for (section, key) in &examples {
        let file = format!("[{section}]\n{key} = \"x\"\n");
        let faults = load(&[], Some(&file)).err().map(|error| error.faults);
        let unknown = "no such setting";
        assert!(
            faults
                .iter()
                .flatten()
                .all(|fault| !fault.contains(unknown)),
            "{section}.{key}: {faults:?}"
        );
    }
    // A key that nobody knows is answered with those of its section.
    let sections = held.lines().filter_map(|line| line.strip_prefix('['));
    for section in sections.map(|line| line.trim_end_matches(']')) {
        let file = format!("[{section}]\nnobody_knows = 1\n");
        let error = load(&[], Some(&file)).unwrap_err().to_string();
        let (_, there) = error.split_once("there are ").unwrap();
        for key in there.trim().split(", ") {
            let (_, key) = key.rsplit_once('.').unwrap();
            let is_example = examples.contains(&(section.to_owned(), key.to_owned()));
            let of_section = held.split(&format!("[{section}]\n")).nth(1).unwrap();
            let of_section = of_section.split("\n[").next().unwrap();
            let is_held = of_section
                .lines()
                .any(|line| line.starts_with(&format!("{key} = ")));
            assert!(is_example || is_held, "{section}.{key} is not listed");
        }
    }
}
