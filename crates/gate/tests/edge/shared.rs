//! Counters that replicas share, in a Redis that may be away.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gate::Operation;

use super::credentials::{SCHEMES, security};
use super::support::{OPEN, Service, Setup, contract, from, request};

/// A Redis of the test's own, on a free port of loopback, with nothing on the disk.
struct Redis {
    address: SocketAddr,
    folder: PathBuf,
    process: Option<Child>,
}

impl Redis {
    /// `None` where there is no Redis on the machine, which CI does not allow.
    fn start(name: &str) -> Option<Self> {
        let address = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let folder = std::env::temp_dir().join(format!("gate-redis-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut redis = Self {
            address,
            folder,
            process: None,
        };
        redis.run().then_some(redis)
    }

    fn run(&mut self) -> bool {
        let port = self.address.port().to_string();
        let arguments = [
            "--port",
            &port,
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ];
        let spawned = Command::new("redis-server")
            .args(arguments)
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .spawn();
        let Ok(process) = spawned else {
            assert!(
                std::env::var_os("CI").is_none(),
                "CI has to have redis-server"
            );
            eprintln!("skipped: there is no redis-server on this machine");
            return false;
        };
        self.process = Some(process);
        let start = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            assert!(
                start.elapsed() < Duration::from_secs(10),
                "redis-server does not start"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        true
    }

    fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Sends the process a signal by name.
    fn signal(&self, name: &str) {
        let id = self.process.as_ref().unwrap().id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", name, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// A replica that counts here.
    fn replica(&self, rate: &str) -> Service {
        let operations = vec![Operation { path: "/a", ..OPEN }];
        Setup::new(contract(&[], operations))
            .set("APP__RATE_LIMIT__DEFAULT", rate)
            .set(
                "APP__RATE_LIMIT__BACKEND",
                format!("redis://{}/0", self.address),
            )
            .build()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.stop();
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn ask(replica: &Service, address: &str) -> u16 {
    replica
        .send(from(request("GET", "/a", &[]), address))
        .status
}

#[test]
fn replicas_have_one_limit_together() {
    let Some(redis) = Redis::start("together") else {
        return;
    };
    let (one, other) = (redis.replica("4/h"), redis.replica("4/h"));
    let statuses =
        [&one, &other, &one, &other, &one, &other].map(|replica| ask(replica, "192.0.2.1"));
    assert_eq!(statuses, [200, 200, 200, 200, 429, 429]);
    assert_eq!(ask(&one, "192.0.2.2"), 200, "another caller has its own");
    let refused = other.send(from(request("GET", "/a", &[]), "192.0.2.1"));
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    assert_eq!(
        refused.header("ratelimit"),
        format!("\"open\";r=0;t={wait}")
    );
    let first = one.send(from(request("GET", "/a", &[]), "192.0.2.3"));
    assert_eq!(first.header("ratelimit"), "\"open\";r=3;t=900");
    assert!(!one.log().contains("cannot be reached"), "{}", one.log());
}

#[test]
fn replicas_count_wrong_credentials_together() {
    let Some(redis) = Redis::start("wrong") else {
        return;
    };
    let replica = |backend: &str| {
        let operation = Operation {
            path: "/a",
            security: security("token | basic"),
            ..OPEN
        };
        Setup::new(contract(SCHEMES, vec![operation]))
            .set("APP__RATE_LIMIT__FAILED_LOGINS", "4/h")
            .set("APP__RATE_LIMIT__FAILED_LOGINS_PER_ACCOUNT", "3/h")
            .set("APP__RATE_LIMIT__BACKEND", backend)
            .build()
    };
    let backend = format!("redis://{}/0", redis.address);
    let wrong = |replica: &Service, credential: &str, address: &str| {
        let headers = [("authorization", credential)];
        replica
            .send(from(request("GET", "/a", &headers), address))
            .status
    };
    let (one, other) = (replica(&backend), replica(&backend));
    let token = "Bearer a.b.c";
    let by_one = [(); 4].map(|()| wrong(&one, token, "192.0.2.1"));
    assert_eq!(by_one, [401; 4]);
    // The other one learns of it with the first that it counts itself, and not of what concerns others.
    let by_other = [(); 3].map(|()| wrong(&other, token, "192.0.2.1"));
    assert_eq!(by_other, [401, 429, 429]);
    assert_eq!(wrong(&other, token, "192.0.2.2"), 401);
    // By account, wherever the guesses come from.
    let guess = format!("Basic {}", STANDARD.encode("ada:wrong"));
    let guesses = ["198.51.100.1", "198.51.100.2", "198.51.100.3"];
    assert_eq!(
        guesses.map(|address| wrong(&one, &guess, address)),
        [401; 3]
    );
    assert_eq!(wrong(&other, &guess, "198.51.100.4"), 401);
    assert_eq!(wrong(&other, &guess, "198.51.100.5"), 429);
    let of_another = format!("Basic {}", STANDARD.encode("bob:wrong"));
    assert_eq!(wrong(&other, &of_another, "198.51.100.5"), 401);
    // Without a Redis each counts by itself.
    let alone = replica("memory");
    let by_itself = [(); 5].map(|()| wrong(&alone, token, "192.0.2.1"));
    assert_eq!(by_itself, [401, 401, 401, 401, 429]);
}

#[test]
fn an_allowance_comes_back_in_time() {
    let Some(redis) = Redis::start("time") else {
        return;
    };
    let replica = redis.replica("20/s burst 1");
    assert_eq!([200, 429], [(); 2].map(|()| ask(&replica, "192.0.2.1")));
    std::thread::sleep(Duration::from_millis(80));
    assert_eq!(ask(&replica, "192.0.2.1"), 200);
}

#[test]
fn a_redis_that_dies_takes_nothing_down() {
    let Some(mut redis) = Redis::start("dies") else {
        return;
    };
    let replica = redis.replica("2/h");
    assert_eq!(ask(&replica, "192.0.2.1"), 200);
    redis.stop();
    let alone = [(); 3].map(|()| ask(&replica, "192.0.2.1"));
    assert_eq!(alone, [200, 200, 429], "this replica counts by itself then");
    let log = replica.log();
    assert_eq!(log.matches("cannot be reached").count(), 1, "{log}");
    assert!(redis.run());
    let start = Instant::now();
    while !replica.log().contains("are back") {
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "{}",
            replica.log()
        );
        assert_ne!(ask(&replica, "192.0.2.2"), 500);
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(
        ask(&replica, "192.0.2.1"),
        200,
        "counted where it began anew"
    );
}

#[test]
fn a_redis_that_hangs_keeps_nobody_waiting() {
    let Some(redis) = Redis::start("hangs") else {
        return;
    };
    let replica = redis.replica("100/h");
    assert_eq!(ask(&replica, "192.0.2.1"), 200);
    redis.signal("STOP");
    let start = Instant::now();
    for _ in 0..20 {
        assert_eq!(ask(&replica, "192.0.2.1"), 200);
    }
    let took = start.elapsed();
    redis.signal("CONT");
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert!(replica.log().contains("cannot be reached"));
}

#[test]
fn a_redis_that_never_was_is_no_reason_not_to_start() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let redis = Redis {
        address: port,
        folder: std::env::temp_dir().join("gate-redis-never"),
        process: None,
    };
    let replica = redis.replica("2/h");
    assert_eq!(
        [200, 200, 429],
        [(); 3].map(|()| ask(&replica, "192.0.2.1"))
    );
}

#[test]
fn an_address_that_is_none_stops_the_boot_and_is_not_repeated() {
    for address in [
        "postgres://user:hunter2@db/0",
        "redis://",
        "rediss://",
        "rediss://db/#insecure",
        "valkeys://db",
        "disk",
    ] {
        let variables = [("APP__RATE_LIMIT__BACKEND".to_owned(), address.to_owned())];
        let operations = vec![Operation { path: "/a", ..OPEN }];
        let fault =
            gate::settings::Settings::from_parts(contract(&[], operations), &variables, |_| {
                Err(std::io::ErrorKind::NotFound.into())
            });
        let fault = fault.unwrap_err().to_string();
        assert!(
            fault.contains("APP__RATE_LIMIT__BACKEND: say `memory`"),
            "{fault}"
        );
        assert!(!fault.contains("hunter2"), "{fault}");
    }
    let with_password = Setup::new(contract(&[], vec![OPEN])).set(
        "APP__RATE_LIMIT__BACKEND",
        "redis://:hunter2@127.0.0.1:6379/0",
    );
    assert!(!format!("{:?}", with_password.settings()).contains("hunter2"));
}
