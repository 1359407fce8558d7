//! The address of the running example and two tokens come in; lines to paste into a shell go out.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::DemoError;
use crate::commands::new::quoted;

/// The emitted project keeps what is only for development here; it is not under version control.
const FOLDER: &str = ".dev";

/// More than a body may have: 2 MiB, unless the settings say otherwise.
const TOO_LARGE: usize = 3 * 1024 * 1024;

/// Files that the lines refer to, so that each line is short and works by itself.
#[derive(Debug)]
pub struct Props {
    /// A header with a token that may read and write.
    keeper: PathBuf,
    /// A header with a token that may only read.
    guest: PathBuf,
    /// A body that is too large.
    large: PathBuf,
}

impl Props {
    /// Writes the files into the project's folder for development, readable by their owner only.
    ///
    /// # Errors
    /// [`DemoError::File`].
    pub fn write(project: &Path, keeper: &str, guest: &str) -> Result<Self, DemoError> {
        let folder = project.join(FOLDER);
        fs::create_dir_all(&folder).map_err(|error| DemoError::File {
            path: folder.clone(),
            error,
        })?;
        let write = |name: &str, contents: &[u8]| {
            let path = folder.join(name);
            match write_private(&path, contents) {
                Ok(()) => Ok(path),
                Err(error) => Err(DemoError::File { path, error }),
            }
        };
        let header = |token: &str| format!("Authorization: Bearer {token}\n");
        Ok(Self {
            keeper: write("keeper.header", header(keeper).as_bytes())?,
            guest: write("guest.header", header(guest).as_bytes())?,
            large: write("too-large.json", &vec![b' '; TOO_LARGE])?,
        })
    }
}

/// The lines, each under a comment that says what to expect.
pub fn lines(address: SocketAddr, props: &Props) -> String {
    let keeper = format!("-H {}", at(&props.keeper));
    let guest = format!("-H {}", at(&props.guest));
    let json = "-H 'Content-Type: application/json'";
    let large = at(&props.large);
    let url = |rest: &str| format!("'http://{address}{rest}'");
    let vessel = r#"{"imo":"9074729","name":"Northern Light","flag":"NO","length":84.5}"#;
    let wrong = r#"{"imo":"12","name":"","flag":"Norway","length":-3,"colour":"red"}"#;
    let requests = [
        (
            "200 with a page of vessels, made from the contract's examples",
            format!("-i {keeper} {}", url("/v1/vessels?limit=2")),
        ),
        (
            "201 for a vessel that is all the contract asks for",
            format!("-i {keeper} {json} -d '{vessel}' {}", url("/v1/vessels")),
        ),
        ("401 without a token", format!("-i {}", url("/v1/vessels"))),
        (
            "403 with a token that may only read",
            format!("-i {guest} {json} -d '{vessel}' {}", url("/v1/vessels")),
        ),
        (
            "404 for a path that the contract does not have",
            format!("-i {keeper} {}", url("/v1/lighthouses")),
        ),
        (
            "405 with the methods that are allowed",
            format!("-i {keeper} -X DELETE {}", url("/v1/berths")),
        ),
        (
            "413 for a body of 3 MiB",
            format!(
                "-i {keeper} {json} --data-binary {large} {}",
                url("/v1/vessels")
            ),
        ),
        (
            "415 for a body that is no JSON",
            format!(
                "-i {keeper} -H 'Content-Type: text/plain' -d 'Northern Light' {}",
                url("/v1/vessels")
            ),
        ),
        (
            "422 with every mistake at once, each at its pointer",
            format!("-i {keeper} {json} -d '{wrong}' {}", url("/v1/vessels")),
        ),
        (
            "429 from the fourth request within a minute on",
            format!(
                "-o {} -w '%{{http_code}}\\n' {keeper} {}",
                null_device(),
                url("/v1/tides/[1-5]")
            ),
        ),
    ];
    requests
        .iter()
        .fold(String::new(), |mut text, (expected, arguments)| {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "# {expected}\ncurl -sS {arguments}\n");
            text
        })
}

fn at(path: &Path) -> String {
    quoted(&PathBuf::from(format!("@{}", path.display())))
}

fn null_device() -> &'static str {
    if cfg!(windows) { "NUL" } else { "/dev/null" }
}

fn write_private(path: &Path, contents: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)?.write_all(contents)
}
