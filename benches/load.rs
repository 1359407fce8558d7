//! What everything that a service checks costs: an emitted service, its production profile with everything on, beside bare
//! axum without anything, over sockets.
//!
//! `cargo bench --bench load [ROUNDS]`. Needs `wrk`, `taskset` (util-linux) and `openssl` of Debian. Both services do the same:
//! a GET that makes a vessel, a POST that takes one and sends it back. Each runs on the first processor alone, the load
//! comes from the second; rounds alternate, medians count. What is printed: requests a second and CPU time a request, each
//! as a ratio to bare axum, and the memory of the emitted service before the first request and after the last.

use std::fs;
use std::io::{self, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use portcullis::options::{Options, ProjectName, Sharing, Templates, Typeless, Unenforced};
use portcullis::source;

const SECRET: &str = "a secret that only this bench has, of 64 bytes and a few more ...";
const SECONDS: u64 = 5;
const BODY: &str = r#"{"imo":"9074729","name":"Northern Light","flag":"NO","length":84.5,"built":1998,"holds":[{"number":1,"volume":1250.5,"cooled":false},{"number":2,"volume":1250.5,"cooled":false},{"number":3,"volume":1250.5,"cooled":false}]}"#;

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let rounds: usize = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(5);
    for program in ["wrk", "taskset", "openssl"] {
        let found = Command::new("which")
            .arg(program)
            .output()?
            .status
            .success();
        if !found {
            return Err(format!(
                "{program} is not installed: apt-get install wrk util-linux openssl"
            )
            .into());
        }
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("load");
    let emitted = emitted(&folder)?;
    let bare = bare(&folder)?;
    let script = folder.join("post.lua");
    let token = token()?;
    fs::write(
        &script,
        format!(
            "wrk.method = \"POST\"\nwrk.body = [[{BODY}]]\nwrk.headers[\"Content-Type\"] = \"application/json\"\n"
        ),
    )?;
    let mut service = Service::emitted(&emitted, &folder)?;
    let mut plain = Service::bare(&bare)?;
    let idle = service.memory()?;
    let mut table = Vec::new();
    for (name, path, script) in [
        ("GET", "/v1/vessels/9074729", None),
        ("POST", "/v1/vessels", Some(script.as_path())),
    ] {
        let (mut own, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            theirs.push(plain.load(path, script, &token)?);
            own.push(service.load(path, script, &token)?);
        }
        table.push((name, median(&own), median(&theirs)));
    }
    let after = service.memory()?;
    service.stop();
    plain.stop();
    let mut out = io::stdout();
    for (name, own, theirs) in table {
        writeln!(
            out,
            "{name}: {:.0} requests/s to {:.0}, ratio {:.2}; CPU a request {:.1} us to {:.1} us, ratio {:.2}",
            own.rate,
            theirs.rate,
            own.rate / theirs.rate,
            own.cpu,
            theirs.cpu,
            theirs.cpu / own.cpu
        )?;
    }
    writeln!(
        out,
        "memory of the emitted service: {idle} KiB idle, {after} KiB after the load"
    )?;
    Ok(())
}

/// One round: requests a second, and microseconds of CPU time a request.
#[derive(Clone, Copy)]
struct Round {
    rate: f64,
    cpu: f64,
}

fn median(rounds: &[Round]) -> Round {
    let middle = |of: fn(&Round) -> f64| {
        let mut all: Vec<f64> = rounds.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
    };
    Round {
        rate: middle(|round| round.rate),
        cpu: middle(|round| round.cpu),
    }
}

struct Service {
    child: Child,
    address: String,
}

impl Service {
    fn emitted(binary: &Path, folder: &Path) -> Result<Self, Fault> {
        let (address, management) = (free()?, free()?);
        let mut command = on_the_first_processor(binary);
        command.current_dir(folder.join("load")).envs([
            ("APP__PROFILE", "production"),
            ("APP__SERVER__LISTEN", &address),
            ("APP__MANAGEMENT__LISTEN", &management),
            ("APP__TLS__TERMINATED_UPSTREAM", "true"),
            ("APP__POLICY__ALLOW_UNREVIEWED", "true"),
            ("APP__RATE_LIMIT__DEFAULT", "1000000/s"),
            ("APP__AUTH__TOKEN__ISSUER", "https://issuer.example"),
            ("APP__AUTH__TOKEN__AUDIENCE", "load"),
            ("APP__AUTH__TOKEN__SECRET", SECRET),
            ("APP__AUTH__TOKEN__ALGORITHMS", "HS256"),
        ]);
        Self::start(command, address)
    }

    fn bare(binary: &Path) -> Result<Self, Fault> {
        let address = free()?;
        let mut command = on_the_first_processor(binary);
        command.arg(&address);
        Self::start(command, address)
    }

    fn start(mut command: Command, address: String) -> Result<Self, Fault> {
        let child = command.stdout(Stdio::null()).spawn()?;
        let service = Self { child, address };
        for _ in 0..100 {
            if std::net::TcpStream::connect(&service.address).is_ok() {
                return Ok(service);
            }
            sleep(Duration::from_millis(50));
        }
        Err(format!("nothing listens on {}", service.address).into())
    }

    fn load(&self, path: &str, script: Option<&Path>, token: &str) -> Result<Round, Fault> {
        let url = format!("http://{}{path}", self.address);
        let mut command = Command::new("taskset");
        command
            .args(["-c", "1", "wrk", "-t1", "-c64", "-d"])
            .arg(format!("{SECONDS}s"))
            .args(["-H", &format!("Authorization: Bearer {token}")]);
        if let Some(script) = script {
            command.arg("-s").arg(script);
        }
        let before = self.cpu()?;
        let output = command.arg(url).output()?;
        let used = self.cpu()? - before;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if text.contains("Non-2xx") || text.contains("Socket errors") {
            return Err(format!("not every request was answered as it should be:\n{text}").into());
        }
        let requests = number_before(&text, " requests in").ok_or("wrk says nothing")?;
        let rate = text
            .split_once("Requests/sec:")
            .and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok())
            .ok_or("wrk says no rate")?;
        Ok(Round {
            rate,
            cpu: used / requests,
        })
    }

    /// Microseconds of CPU time that the process has used.
    fn cpu(&self) -> Result<f64, Fault> {
        let text = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<&str> = text
            .rsplit_once(')')
            .map(|(_, rest)| rest.split_whitespace().collect())
            .unwrap_or_default();
        // utime and stime, in hundredths of a second (proc(5)).
        let ticks = |index: usize| {
            fields
                .get(index)
                .and_then(|field| field.parse::<f64>().ok())
        };
        let (user, system) = ticks(11).zip(ticks(12)).ok_or("no times in /proc")?;
        Ok((user + system) * 10_000.0)
    }

    /// Resident memory, in KiB.
    fn memory(&self) -> Result<u64, Fault> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        number.ok_or_else(|| "no memory in /proc".into())
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whatever ends the run ends what it started.
impl Drop for Service {
    fn drop(&mut self) {
        self.stop();
    }
}

fn number_before(text: &str, word: &str) -> Option<f64> {
    let (before, _) = text.split_once(word)?;
    before.split_whitespace().last()?.parse().ok()
}

fn on_the_first_processor(binary: &Path) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(binary);
    command
}

fn free() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    Ok(listener.local_addr()?.to_string())
}

/// Emits, writes the handlers and builds.
fn emitted(folder: &Path) -> Result<PathBuf, Fault> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/load");
    let loaded = source::load(&here.join("contract.yaml"))?;
    let document = loaded.document.ok_or("the contract is refused")?;
    let options = Options {
        name: ProjectName::near("load"),
        unenforced: Unenforced::Refuse,
        typeless: Typeless::Object,
        sharing: Sharing::None,
        templates: Templates::default(),
    };
    let files = portcullis::emit(&document, &options)
        .files
        .ok_or("nothing is emitted")?;
    let project = folder.join("load");
    for file in files {
        let path = project.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(&project))?;
        fs::write(path, &file.contents)?;
    }
    fs::copy(
        here.join("handlers.rs"),
        project.join("src/handlers/vessels.rs"),
    )?;
    build(&project, folder)?;
    Ok(folder.join("target/release/load"))
}

fn bare(folder: &Path) -> Result<PathBuf, Fault> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/load/bare");
    let project = folder.join("bare");
    fs::create_dir_all(project.join("src"))?;
    for file in ["Cargo.toml", "src/main.rs"] {
        fs::copy(here.join(file), project.join(file))?;
    }
    build(&project, folder)?;
    Ok(folder.join("target/release/bare"))
}

fn build(project: &Path, folder: &Path) -> Result<(), Fault> {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release"])
        .current_dir(project)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} does not build", project.display()).into())
    }
}

/// A token under the secret, good for an hour.
fn token() -> Result<String, Fault> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let head = base64url(br#"{"alg":"HS256","typ":"at+jwt"}"#)?;
    let claims = format!(
        r#"{{"iss":"https://issuer.example","aud":"load","sub":"wrk","scope":"vessels","iat":{now},"exp":{}}}"#,
        now + 3_600
    );
    let signed = format!("{head}.{}", base64url(claims.as_bytes())?);
    let signature = piped(
        &["dgst", "-sha256", "-hmac", SECRET, "-binary"],
        signed.as_bytes(),
    )?;
    Ok(format!("{signed}.{}", base64url(&signature)?))
}

fn base64url(bytes: &[u8]) -> Result<String, Fault> {
    let text = String::from_utf8(piped(&["base64", "-A"], bytes)?)?;
    Ok(text
        .trim()
        .trim_end_matches('=')
        .replace('+', "-")
        .replace('/', "_"))
}

fn piped(arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input)?;
    }
    Ok(child.wait_with_output()?.stdout)
}
