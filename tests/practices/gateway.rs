//! What stands in front: row 17.

use std::collections::BTreeMap;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use super::issuer::Issuer;
use super::supply::{file, yaml};
use super::transport::certificate;
use super::{add, get, has, start};
use crate::support::http::{Answer, Request};
use crate::support::{defaults, emit, parse, text};

/// What the contract and the defaults of the settings say: path, largest body in bytes, how long it and its answer are
/// waited for, in seconds: longer than the service does, so that it is the service that says no.
const PLACES: &[(&str, u64, u64, u64)] = &[
    ("^/v3/moves$", 2_097_152, 35, 3_600),
    ("^/v3/parcels/last/note$", 2_097_152, 35, 35),
    ("^/v3/parcels/[^/]+/note$", 4_096, 8, 8),
    ("^/v3/scans$", 33_554_432, 95, 95),
];

/// What every other path has.
const USUAL: (u64, u64, u64) = (2_097_152, 35, 35);

/// The emitted nginx at work: on a port of its own, in a folder of its own, with TLS taken off where a test wants to see
/// bytes. Everything else is as it was emitted.
struct Nginx {
    child: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Nginx {
    #[track_caller]
    fn before(service: SocketAddr) -> Self {
        let folder = TempDir::new().unwrap();
        let own = folder.path().to_str().unwrap();
        let address = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let mut settings = file("deploy/nginx.conf");
        for (from, to) in [
            ("server practices:8080;", format!("server {service};")),
            ("listen 8443 ssl;", format!("listen {address};")),
            // Without TLS there is none; and Debian's nginx may be older than the image.
            ("        http2 on;\n", String::new()),
            (
                "worker_processes auto;",
                "worker_processes 1; daemon off;".to_owned(),
            ),
            (" /tmp/", format!(" {own}/")),
            ("/dev/stdout", format!("{own}/access")),
            ("/dev/stderr", format!("{own}/error")),
            ("/etc/nginx/tls/", format!("{own}/")),
        ] {
            assert!(settings.contains(from), "no `{from}` in {settings}");
            settings = settings.replace(from, &to);
        }
        fs::write(folder.path().join("nginx.conf"), settings).unwrap();
        certificate(folder.path());
        let child = Command::new("nginx")
            .args(["-p", own, "-e", "error", "-c", "nginx.conf"])
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let nginx = Self {
            child,
            address,
            folder,
        };
        let started = Instant::now();
        while std::net::TcpStream::connect(address).is_err() {
            assert!(started.elapsed().as_secs() < 10, "{}", nginx.read("error"));
            sleep(Duration::from_millis(20));
        }
        nginx
    }

    #[track_caller]
    fn ask(&self, request: &Request) -> Answer {
        request.send(self.address)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Nothing can be done about either here.
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let _ = self.child.wait();
    }
}

/// `-v` instead of `--version`, and the same words where it is not there.
#[track_caller]
fn has_nginx() -> bool {
    has("nginx") && has("openssl")
}

#[test]
fn row_17_a_gateway_says_who_calls_and_nobody_else() {
    // Without one, what a caller writes about itself is not looked at.
    let service = start(&[]);
    let spoofed = |number: u8| {
        get("/depots/busy")
            .header("X-Forwarded-For", &format!("203.0.113.{number}"))
            .header("Forwarded", &format!("for=203.0.113.{number}"))
    };
    let answers: Vec<u16> = (0..4)
        .map(|number| service.ask(&spoofed(number)).status)
        .collect();
    assert_eq!(answers, [204, 204, 204, 429]);
    if !has_nginx() {
        return;
    }
    let service = start(&[("APP__RATE_LIMIT__TRUSTED_PROXIES", "127.0.0.1/32")]);
    let nginx = Nginx::before(service.address());
    // Behind the emitted nginx, whose address is trusted, neither: it says whom it sees in place of what they say.
    let answers: Vec<u16> = (0..4)
        .map(|number| nginx.ask(&spoofed(number)).status)
        .collect();
    assert_eq!(answers, [204, 204, 204, 429], "{}", nginx.read("error"));
    // And what the gateway of the settings says counts: past nginx, the trusted address may name callers.
    assert_eq!(service.ask(&spoofed(9)).status, 204);
}

#[test]
fn row_17_the_emitted_nginx_agrees_with_the_contract() {
    if !has_nginx() {
        return;
    }
    let service = start(&[("APP__RATE_LIMIT__TRUSTED_PROXIES", "127.0.0.1/32")]);
    let nginx = Nginx::before(service.address());
    let own = Issuer::own();
    let (read, write) = (own.token("parcels:read"), own.token("parcels:write"));
    let note = |path: &str, text: usize| {
        let form = format!("text={}", "x".repeat(text));
        Request::new("PUT", path).body("application/x-www-form-urlencoded", form.as_bytes())
    };
    let scan =
        |length: usize| Request::new("POST", "/v3/scans").body("image/png", &vec![7; length]);
    let parcel = |length: usize| add(&write, &format!(r#"{{"to":"{}"}}"#, "x".repeat(length)));
    let rows: Vec<(Request, u16)> = vec![
        (get("/parcels").bearer(&read), 200),
        (
            get("/parcels?words=a%2Fb")
                .bearer(&read)
                .header("X-Depot", "OSL"),
            200,
        ),
        (get("/parcels"), 401),
        (add(&write, "{}"), 422),
        // Neither refuses what the contract allows, and both refuse one byte more.
        (note("/v3/parcels/7/note", 4_096 - 5), 204),
        (note("/v3/parcels/7/note", 4_097 - 5), 413),
        (parcel(2_097_152 - 9), 422),
        (parcel(2_097_153 - 9), 413),
        (scan(3 << 20), 501),
        // A concrete path is not taken for the templated one.
        (
            Request::new("PUT", "/v3/parcels/last/note").json(&" ".repeat(5_000)),
            400,
        ),
        (get("/nowhere"), 404),
        (Request::new("GET", "/metrics"), 404),
        (Request::new("GET", "/v1/parcels"), 404),
        (
            get("/parcels")
                .bearer(&read)
                .header("X-Long", &"x".repeat(31_000)),
            200,
        ),
        (
            get("/parcels")
                .bearer(&read)
                .header("X-Long", &"x".repeat(40_000)),
            431,
        ),
        (get(&format!("/{}", "x".repeat(40_000))), 414),
    ];
    for (request, status) in rows {
        let answer = nginx.ask(&request);
        let shown: String = format!("{request:?}").chars().take(200).collect();
        assert_eq!(
            answer.status,
            status,
            "{shown}: {} {}",
            answer.text(),
            nginx.read("error")
        );
        if status >= 400 {
            let media_type = answer.header("content-type");
            assert_eq!(media_type, Some("application/problem+json"), "{shown}");
            assert_eq!(answer.json()["status"], status, "{shown}");
            assert_eq!(
                answer.header("x-content-type-options"),
                Some("nosniff"),
                "{shown}"
            );
        }
    }
    let log = nginx.read("access");
    assert!(log.lines().count() > 10 && !log.contains("words"), "{log}");
    let record: Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
    assert!(record["request"].is_string() && record["path"] == "/v3/parcels");
}

#[test]
fn row_17_a_header_with_an_underscore_and_a_body_that_stalls_are_the_services_to_judge() {
    if !has_nginx() {
        return;
    }
    let service = start(&[("APP__RATE_LIMIT__TRUSTED_PROXIES", "127.0.0.1/32")]);
    let nginx = Nginx::before(service.address());
    let key = service.verb(
        &[
            "api-key",
            "create",
            "--scheme",
            "partnerKey",
            "--owner",
            "tests",
        ],
        "",
    );
    let token = Issuer::own().token("parcels:read");
    let both = get("/by/both").bearer(&token).header("X_Partner_Key", &key);
    super::settled(&service, &both, super::PASSED);
    assert_eq!(nginx.ask(&both).status, super::PASSED);

    let mut stalled = std::net::TcpStream::connect(nginx.address).unwrap();
    stalled
        .set_read_timeout(Some(Duration::from_secs(15)))
        .unwrap();
    let head = "PUT /v3/parcels/7/note HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nte";
    std::io::Write::write_all(&mut stalled, head.as_bytes()).unwrap();
    let started = Instant::now();
    let mut answer = [0; 64];
    let length = std::io::Read::read(&mut stalled, &mut answer).unwrap();
    let (line, waited) = (
        String::from_utf8_lossy(&answer[..length]),
        started.elapsed(),
    );
    assert!(line.starts_with("HTTP/1.1 408"), "{line:?}");
    assert!((2..6).contains(&waited.as_secs()), "{waited:?}");
}

/// The numbers of every location of the emitted nginx, by its pattern.
fn locations(settings: &str) -> BTreeMap<String, (u64, u64, u64)> {
    let number = |block: &str, word: &str| {
        let (_, rest) = block.split_once(word).unwrap();
        let digits = rest.trim().split([';', 's']).next().unwrap();
        digits.parse::<u64>().unwrap()
    };
    settings
        .split("location ~ \"")
        .skip(1)
        .map(|block| {
            let (pattern, block) = block.split_once('"').unwrap();
            let numbers = (
                number(block, "client_max_body_size"),
                number(block, "client_body_timeout"),
                number(block, "proxy_read_timeout"),
            );
            (pattern.to_owned(), numbers)
        })
        .collect()
}

#[test]
fn row_17_nginx_envoy_and_kong_say_the_same_as_the_contract() {
    let mut expected: BTreeMap<String, (u64, u64, u64)> = PLACES
        .iter()
        .map(|(pattern, body, timeout, wait)| ((*pattern).to_owned(), (*body, *timeout, *wait)))
        .collect();
    expected.insert("^/v3(/|$)".to_owned(), USUAL);
    assert_eq!(locations(&file("deploy/nginx.conf")), expected);

    let kong = yaml("deploy/kong.yaml");
    let of_kong = kong["services"].as_array().unwrap().iter().map(|service| {
        let route = &service["routes"][0];
        assert_eq!(
            (&route["strip_path"], &route["preserve_host"]),
            (&false.into(), &true.into())
        );
        let path = route["paths"][0].as_str().unwrap().trim_start_matches('~');
        let milliseconds = |name: &str| service[name].as_u64().unwrap() / 1_000;
        let size = &service["plugins"][0]["config"]["allowed_payload_size"];
        let numbers = (
            size.as_u64().unwrap(),
            milliseconds("write_timeout"),
            milliseconds("read_timeout"),
        );
        (path.to_owned(), numbers)
    });
    assert_eq!(of_kong.collect::<BTreeMap<_, _>>(), expected);
    let clears = kong["plugins"][0]["config"]["rewrite"][0].as_str().unwrap();
    assert!(
        clears.contains("clear_header(\"X-Forwarded-For\")"),
        "{clears}"
    );

    let envoy = yaml("deploy/envoy.yaml");
    let listener = &envoy["static_resources"]["listeners"][0]["filter_chains"][0];
    let manager = &listener["filters"][0]["typed_config"];
    assert_eq!(
        manager["request_timeout"], "95s",
        "the longest that a body may take"
    );
    let host = &manager["route_config"]["virtual_hosts"][0];
    let overwritten = &host["request_headers_to_add"][0];
    assert_eq!(overwritten["header"]["key"], "x-forwarded-for");
    assert_eq!(overwritten["append_action"], "OVERWRITE_IF_EXISTS_OR_ADD");
    assert_eq!(
        (&manager["use_remote_address"], &manager["skip_xff_append"]),
        (&true.into(), &true.into())
    );
    let usual = &manager["http_filters"][0]["typed_config"]["max_request_bytes"];
    assert_eq!(usual, USUAL.0);
    let routes = host["routes"].as_array().unwrap();
    assert_eq!(routes.len(), PLACES.len() + 1);
    for (route, (pattern, body, _, wait)) in routes.iter().zip(PLACES) {
        assert_eq!(route["match"]["safe_regex"]["regex"], *pattern);
        assert_eq!(route["route"]["idle_timeout"], format!("{wait}s"));
        let buffer = &route["typed_per_filter_config"]["envoy.filters.http.buffer"];
        if *body > 16 << 20 {
            assert_eq!(buffer["disabled"], true, "{pattern}");
        } else {
            assert_eq!(buffer["buffer"]["max_request_bytes"], *body, "{pattern}");
        }
    }
    let rest = routes.last().unwrap();
    assert_eq!(rest["match"]["safe_regex"]["regex"], "^/v3(/.*)?$");
    assert_eq!(rest["route"]["idle_timeout"], format!("{}s", USUAL.2));
}

#[test]
fn row_17_the_container_runs_as_nobody_and_is_looked_after_on_its_own_port() {
    let image = file("deploy/Dockerfile");
    let (_, last) = image.rsplit_once("\nFROM ").unwrap();
    assert!(
        last.contains("distroless") && last.contains("\nUSER nonroot"),
        "{last}"
    );
    assert!(image.contains("cargo build --release --locked"), "{image}");
    let compose = yaml("deploy/compose.yaml");
    let (service, gateway) = (
        &compose["services"]["practices"],
        &compose["services"]["gateway"],
    );
    let trusted = service["environment"]["APP__RATE_LIMIT__TRUSTED_PROXIES"]
        .as_str()
        .unwrap();
    let address = gateway["networks"]["front"]["ipv4_address"]
        .as_str()
        .unwrap();
    assert_eq!(
        trusted,
        format!("{address}/32"),
        "the gateway, and nobody else"
    );
    assert!(service["ports"].is_null(), "nobody gets past the gateway");
    for service in [service, gateway] {
        assert_eq!(service["read_only"], true);
        assert_eq!(service["cap_drop"][0], "ALL");
    }
    let manifest = file("deploy/kubernetes.yaml");
    let documents: Vec<Value> = manifest
        .split("\n---\n")
        .map(|text| serde_yaml::from_str(text).unwrap())
        .collect();
    let pod = &documents[0]["spec"]["template"]["spec"];
    let container = &pod["containers"][0];
    assert_eq!(pod["securityContext"]["runAsNonRoot"], true);
    assert_eq!(pod["automountServiceAccountToken"], false);
    let security = &container["securityContext"];
    assert_eq!(
        (
            &security["readOnlyRootFilesystem"],
            &security["allowPrivilegeEscalation"]
        ),
        (&true.into(), &false.into())
    );
    assert!(container["resources"]["limits"]["memory"].is_string());
    for (probe, path) in [("livenessProbe", "/livez"), ("readinessProbe", "/readyz")] {
        let asked = &container[probe]["httpGet"];
        assert_eq!(
            (&asked["path"], &asked["port"]),
            (&path.into(), &"management".into())
        );
    }
    let policy = documents
        .iter()
        .find(|document| document["kind"] == "NetworkPolicy")
        .unwrap();
    assert_eq!(policy["spec"]["policyTypes"][0], "Ingress");
}

/// The lines of the head that are meant to be pasted, as a shell reads them.
#[test]
fn row_17_the_commands_of_the_deployment_do_what_they_say() {
    let compose = file("deploy/compose.yaml");
    let commands: Vec<&str> = compose
        .lines()
        .filter_map(|line| line.strip_prefix("#   "))
        .collect();
    let (before, containers) = commands.split_at(
        commands
            .iter()
            .position(|line| line.starts_with("docker"))
            .unwrap(),
    );
    // Keys and users are made by whoever the service runs as, in a volume that is that user's.
    let practices: Value = serde_yaml::from_str(&compose).unwrap();
    assert!(
        containers
            .iter()
            .any(|line| line.contains("run --rm practices api-key create --scheme ")),
        "{containers:?}"
    );
    assert!(
        practices["volumes"]
            .as_object()
            .unwrap()
            .contains_key("data")
    );
    assert_eq!(
        practices["services"]["practices"]["volumes"][0],
        "data:/service/data"
    );
    assert!(
        file("deploy/Dockerfile")
            .contains("COPY --from=build --chown=65532:65532 /build/data ./data\n")
    );
    // A private key is no part of the project.
    assert!(file(".gitignore").lines().any(|line| line == "/deploy/tls"));
    if !has("openssl") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let output = Command::new("sh")
        .current_dir(folder.path())
        .args(["-e", "-c", &before.join("\n")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    for name in ["tls.crt", "tls.key"] {
        let written = fs::metadata(folder.path().join("deploy/tls").join(name)).unwrap();
        // Whoever the gateway runs as reads it.
        assert_eq!(written.permissions().mode() & 0o044, 0o044, "{name}");
    }
}

/// Every setting that a container or a manifest names is one that the service knows: unknown ones stop the boot.
#[test]
fn row_17_the_service_starts_with_the_settings_of_its_deployment() {
    let compose = yaml("deploy/compose.yaml");
    let environment = compose["services"]["practices"]["environment"]
        .as_object()
        .unwrap();
    let manifest = file("deploy/kubernetes.yaml");
    let mut settings: Vec<(&str, &str)> = Vec::new();
    for (name, value) in environment {
        let value = value.as_str().unwrap();
        if name.starts_with("APP__AUTH__") || name.starts_with("APP__TLS__") {
            assert!(manifest.contains(&format!("- name: {name}\n")), "{name}");
        }
        if !name.ends_with("__LISTEN") {
            settings.push((name, value));
        }
    }
    settings.push(("APP__POLICY__ALLOW_UNREVIEWED", "true"));
    let (project, binary) = super::built();
    let service =
        crate::support::service::Service::start_in(super::folder(), project, binary, &settings);
    assert_eq!(service.ask(&get("/depots")).status, 204);
}

#[test]
fn row_17_client_certificates_end_where_tls_does() {
    let document = parse(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nsecurity: [{card: []}]\npaths: {/a: {get: {responses: {'204': {description: d}}}}}\ncomponents: {securitySchemes: {card: {type: mutualTLS}}}\n",
    );
    let files = emit(&document, &defaults("on"));
    let find = |path: &str| text(files.iter().find(|file| file.path == path).unwrap());
    // `on` is no text to readers of YAML, hence another name in networks.
    assert!(find("deploy/nginx.conf").contains("server on-service:8080;"));
    for path in ["deploy/nginx.conf", "deploy/envoy.yaml", "deploy/kong.yaml"] {
        let settings = find(path);
        assert!(
            !settings.contains("http {") && !settings.contains("HttpConnectionManager"),
            "{path}"
        );
    }
    let compose: Value = serde_yaml::from_str(find("deploy/compose.yaml")).unwrap();
    let environment = &compose["services"]["on-service"]["environment"];
    assert!(environment["APP__TLS__CLIENT_CA"].is_string(), "{compose}");
    assert!(
        environment["APP__TLS__TERMINATED_UPSTREAM"].is_null(),
        "{compose}"
    );
}
