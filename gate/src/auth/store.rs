//! Writing the files of keys and users: whole, to the side, then renamed, so that a running service never reads
//! half a file.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a TOML file; one that is not there is empty.
pub(crate) fn read<T: DeserializeOwned + Default>(path: &Path) -> io::Result<T> {
    match fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| {
            io::Error::new(io::ErrorKind::InvalidData, error.message().to_owned())
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(error),
    }
}

/// Changes a TOML file. Changes wait for each other, whatever process they are made by: a lock beside the file, which
/// ends with its process, keeps them apart.
pub(crate) fn change<T>(
    path: &Path,
    change: impl FnOnce(&mut T) -> io::Result<()>,
) -> io::Result<()>
where
    T: Serialize + DeserializeOwned + Default,
{
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    let lock = owned()
        .create(true)
        .truncate(false)
        .open(beside(path, ".lock"))?;
    lock.lock()?;
    let mut content = read(path)?;
    change(&mut content)?;
    let text = toml::to_string(&content).map_err(io::Error::other)?;
    let aside = beside(path, ".new");
    // What a change left behind that was cut short: nobody else makes one while the lock is held.
    if let Err(error) = fs::remove_file(&aside)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = private(&aside)?;
    let written = (|| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&aside, path)
    })();
    if written.is_err() {
        // The content of the file itself was not touched; only what was begun beside it goes.
        let _ = fs::remove_file(&aside);
    }
    written
}

/// A new file that only its owner may read.
pub(crate) fn private(path: &Path) -> io::Result<fs::File> {
    owned().create_new(true).open(path)
}

/// How files are opened that only their owner may read.
fn owned() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
