//! A service in a process of its own, and the clients that talk to it.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// A folder of its own for one test; it is gone with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("gate-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn pier(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pier"));
    command
        .current_dir(folder)
        .env("APP__SERVER__LISTEN", "127.0.0.1:0")
        .env("APP__MANAGEMENT__LISTEN", "127.0.0.1:0")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A service that runs until it is dropped.
pub struct Running {
    pub child: Child,
    pub stdout: BufReader<ChildStdout>,
    pub address: String,
    pub management: String,
    _folder: Folder,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn start(name: &str, variables: &[(&str, &str)]) -> Running {
    start_in(Folder::new(name), variables)
}

pub fn start_in(folder: Folder, variables: &[(&str, &str)]) -> Running {
    let mut command = pier(&folder.0);
    command.envs(variables.iter().copied());
    let mut child = command.stderr(Stdio::inherit()).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let after = |mark: &str| {
        let rest = line
            .split_once(mark)
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .1;
        rest.split([',', '"', '\n']).next().unwrap().to_owned()
    };
    let address = after(if line.contains(" on https://") {
        " on https://"
    } else {
        " on http://"
    });
    Running {
        child,
        stdout,
        address,
        management: after("management on http://"),
        _folder: folder,
    }
}

impl Running {
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        stream
    }

    pub fn terminate(&self) {
        let signalled = Command::new("kill")
            .arg("-TERM")
            .arg(self.child.id().to_string())
            .status()
            .unwrap();
        assert!(signalled.success());
    }

    /// The exit code, and how long it took to come.
    pub fn exit(&mut self, within: Duration) -> (Option<i32>, Duration) {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.code(), started.elapsed());
            }
            assert!(started.elapsed() < within, "the service does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Everything that the service has written and not been asked for; it has ended.
    pub fn log(&mut self) -> String {
        let mut log = String::new();
        self.stdout.read_to_string(&mut log).unwrap();
        log
    }
}

/// What came over a connection, and whether the other end closed it.
pub struct Heard {
    pub text: String,
    pub is_closed: bool,
}

/// Reads until the other end closes the connection or says nothing for the time that the stream was given.
pub fn hear(stream: &mut impl Read) -> Heard {
    let mut bytes = Vec::new();
    let is_closed = match stream.read_to_end(&mut bytes) {
        Ok(_) => true,
        Err(error) => !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
    };
    Heard {
        text: String::from_utf8_lossy(&bytes).into_owned(),
        is_closed,
    }
}

pub fn say(service: &Running, bytes: &[u8]) -> Heard {
    let mut stream = service.connect();
    stream.write_all(bytes).unwrap();
    hear(&mut stream)
}

/// Reads one answer with a `content-length`.
pub fn one_answer(stream: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => bytes.push(byte[0]),
            _ => return String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
    let head = String::from_utf8_lossy(&bytes).to_lowercase();
    let length: usize = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.trim().parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    bytes.extend(body);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether a program of the system is there. Where everything has to be tested, its absence is a failure.
pub fn has(program: &str) -> bool {
    let found = Command::new(program)
        .arg(if program == "openssl" {
            "version"
        } else {
            "--version"
        })
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(
        found || std::env::var_os("CI").is_none(),
        "{program} is needed here"
    );
    if !found {
        eprintln!("skipped: there is no {program}");
    }
    found
}
