//! Counters that replicas share, in a Redis that is reached over TLS.

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use gate::Operation;

use super::remote_keys::secure::openssl;
use super::support::{OPEN, Service, Setup, contract, from, request};

/// A Redis that speaks TLS alone and wants a password, with a certificate for `localhost`.
struct Redis {
    port: u16,
    folder: PathBuf,
    process: Child,
}

impl Redis {
    /// `None` where there is no Redis or no openssl on the machine, which CI does not allow.
    fn start(name: &str) -> Option<Self> {
        let folder =
            std::env::temp_dir().join(format!("gate-rediss-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut arguments = vec!["req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"];
        arguments.extend([
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-subj",
            "/CN=localhost",
        ]);
        arguments.extend(["-keyout", "key.pem", "-out", "certificate.pem"]);
        arguments.extend(["-addext", "subjectAltName=DNS:localhost"]);
        arguments.extend(["-addext", "basicConstraints=critical,CA:FALSE"]);
        openssl(&folder, &arguments)?;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let spawned = Command::new("redis-server")
            .current_dir(&folder)
            .args(["--port", "0", "--tls-port", &port.to_string()])
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .args(["--tls-cert-file", "certificate.pem"])
            .args(["--tls-key-file", "key.pem", "--tls-auth-clients", "no"])
            .args(["--requirepass", "hunter2"])
            .stdout(Stdio::null())
            .spawn();
        let Ok(process) = spawned else {
            assert!(
                std::env::var_os("CI").is_none(),
                "CI has to have redis-server"
            );
            eprintln!("skipped: there is no redis-server on this machine");
            return None;
        };
        let redis = Self {
            port,
            folder,
            process,
        };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                start.elapsed() < Duration::from_secs(10),
                "redis-server does not start"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(redis)
    }

    fn certificate(&self) -> PathBuf {
        self.folder.join("certificate.pem")
    }

    /// A replica of four requests an hour that counts at this address.
    fn replica(&self, scheme: &str, host: &str, authorities: Option<PathBuf>) -> Service {
        let mut setup = Setup::new(contract(&[], vec![Operation { path: "/a", ..OPEN }]))
            .set("APP__RATE_LIMIT__DEFAULT", "4/h")
            .set(
                "APP__RATE_LIMIT__BACKEND",
                format!("{scheme}://:hunter2@{host}:{}/0", self.port),
            );
        if let Some(path) = authorities {
            setup = setup.set("APP__RATE_LIMIT__CA", path.to_str().unwrap());
        }
        setup.build()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn ask(replica: &Service, address: &str) -> u16 {
    let request = request("GET", "/a", &[]);
    replica.send(from(request, address)).status
}

/// Asks until the counters are there: on a busy machine a handshake may take longer than a request waits for them.
fn connected(replica: &Service) {
    let start = Instant::now();
    loop {
        ask(
            replica,
            &format!("198.51.100.{}", start.elapsed().as_secs()),
        );
        let log = replica.log();
        if log.matches("cannot be reached").count() == log.matches("are back").count() {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{log}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn replicas_count_together_over_tls() {
    let Some(redis) = Redis::start("together") else {
        return;
    };
    let replica = || redis.replica("rediss", "localhost", Some(redis.certificate()));
    let (one, other) = (replica(), replica());
    connected(&one);
    connected(&other);
    let statuses =
        [&one, &other, &one, &other, &one, &other].map(|replica| ask(replica, "192.0.2.1"));
    assert_eq!(statuses, [200, 200, 200, 200, 429, 429], "{}", one.log());
}

#[test]
fn a_redis_that_nobody_vouches_for_is_not_asked() {
    let Some(redis) = Redis::start("stranger") else {
        return;
    };
    let trusted = redis.replica("rediss", "localhost", Some(redis.certificate()));
    connected(&trusted);
    for (name, replica) in [
        ("Mozilla's list", redis.replica("rediss", "localhost", None)),
        (
            "another host",
            redis.replica("rediss", "127.0.0.1", Some(redis.certificate())),
        ),
        ("in the clear", redis.replica("redis", "localhost", None)),
    ] {
        let alone = [(); 5].map(|()| ask(&replica, "192.0.2.1"));
        assert_eq!(alone, [200, 200, 200, 200, 429], "{name}");
        let log = replica.log();
        assert!(log.contains("cannot be reached"), "{name}: {log}");
        assert!(!log.contains("are back"), "{name}: {log}");
        assert!(!log.contains("hunter2"), "{name}: {log}");
    }
    // None of them counted there.
    let together = [(); 5].map(|()| ask(&trusted, "192.0.2.1"));
    assert_eq!(together, [200, 200, 200, 200, 429], "{}", trusted.log());
}

#[test]
fn an_authority_goes_with_an_address_over_tls() {
    let setup = |backend: &str, authorities: &str| {
        Setup::new(contract(&[], vec![OPEN]))
            .set("APP__RATE_LIMIT__BACKEND", backend)
            .set("APP__RATE_LIMIT__CA", authorities)
    };
    for backend in ["memory", "redis://localhost:6379/0"] {
        let variables = [
            ("APP__RATE_LIMIT__BACKEND", backend),
            ("APP__RATE_LIMIT__CA", "redis.crt"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let served = contract(&[], vec![OPEN]);
        let fault = gate::settings::Settings::from_parts(served, &variables, |_| {
            Err(std::io::ErrorKind::NotFound.into())
        });
        let fault = fault.unwrap_err().to_string();
        assert!(fault.contains("APP__RATE_LIMIT__CA: nothing is"), "{fault}");
    }
    let path = std::env::temp_dir().join(format!("gate-no-authority-{}.pem", std::process::id()));
    std::fs::write(&path, "no certificate").unwrap();
    let over_tls = "rediss://localhost:6379/0";
    for (file, reason) in [
        (path.to_str().unwrap(), "holds no certificate in PEM"),
        ("/nonexistent/redis.crt", "cannot be read"),
    ] {
        let refused = setup(over_tls, file).try_build(|gate| gate);
        let refused = refused.err().unwrap().to_string();
        assert!(refused.contains(file), "{refused}");
        assert!(refused.contains(reason), "{refused}");
    }
    drop(std::fs::remove_file(path));
}
