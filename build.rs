//! Templates, the gate and the pages of codes are part of the binary; a change to one is a change to the program. The program
//! has a name of its own, a hash of everything that it is made of: a project whose lock says it need not be made again.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=docs/codes");
    let mut files = Vec::new();
    for folder in ["gate", "src", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(Path::new(folder), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let contents = fs::read(&file)?;
        // Which separator the machine has does not matter, where one file ends and the next begins does.
        let name = file.to_string_lossy().replace('\\', "/");
        hash.update(format!("{name}\n{}\n", contents.len()));
        hash.update(contents);
    }
    let hash = hash.finalize();
    let name = hash
        .iter()
        .take(8)
        .fold(0_u64, |name, byte| (name << 8) | u64::from(*byte));
    println!("cargo::rustc-env=PORTCULLIS_GENERATOR={name:016x}");
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
