//! An issuer over TLS: whose certificate is believed.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::super::credentials::folder;
use super::super::issuer::Server;
use super::super::support::Setup;
use super::super::tokens::{Issuer, status};
use super::provider::signed_by;
use super::{asking, becomes, setup, token};

/// Runs openssl, where there is one; Debian's package is `openssl`.
pub fn openssl(folder: &Path, arguments: &[&str]) -> Option<()> {
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
