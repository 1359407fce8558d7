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

/// Changes a TOML file. Two changes at once do not lose one: the second one is refused.
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
    let aside = aside(path);
    let mut file = private(&aside).map_err(|error| {
        let reason = format!("{}: {error}; is another change under way?", aside.display());
        io::Error::new(error.kind(), reason)
    })?;
    let written = (|| {
        let mut content = read(path)?;
        change(&mut content)?;
        let text = toml::to_string(&content).map_err(io::Error::other)?;
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
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn aside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}
