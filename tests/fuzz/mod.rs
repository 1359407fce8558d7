//! Documents that were broken at random: reading, modelling and rendering neither panics, nor hangs, nor swells.
//!
//! Broken are the seeds beside this file and, where there are any, real documents. A run is known by the number of its
//! seed; `PORTCULLIS_FUZZ_SECONDS` makes it go on for that long instead of the few documents that everybody has, and
//! `PORTCULLIS_FUZZ_FIRST` is the number it starts from.

mod mutate;

use std::env;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use portcullis::options::{Options, ProjectName, Typeless, Unenforced};
use portcullis::source;

use crate::support::ROOT;
use crate::support::stream::Stream;

/// How long one document may take, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(10);

/// When a document is taken to hang, however busy the machine is.
const GIVEN_UP: Duration = Duration::from_mins(2);

/// How much memory the process may have come to hold, in megabytes.
const MEMORY: u64 = 3_000;

/// How many documents everybody has.
const DOCUMENTS: u64 = 150;

/// Real documents larger than this take too long one by one.
const LARGEST: u64 = 300_000;

/// What is broken: our seeds and contracts, and real documents where there are any.
fn seeds() -> Vec<PathBuf> {
    let root = Path::new(ROOT);
    let corpus = env::var_os("PORTCULLIS_CORPUS")
        .map_or_else(|| root.join("../shared/corpus"), PathBuf::from);
    let folders = [
        root.join("tests/fuzz/seeds"),
        root.join("tests/contracts"),
        root.join("demo"),
        corpus,
    ];
    let entries = folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok());
    let mut seeds: Vec<PathBuf> = entries
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let ends = path.extension().and_then(|end| end.to_str());
            let small = fs::metadata(path).is_ok_and(|file| file.len() <= LARGEST);
            small && matches!(ends, Some("json" | "yaml"))
        })
        .collect();
    seeds.sort();
    assert!(seeds.len() >= 8, "{seeds:?}");
    seeds
}

/// What came of one document.
fn emitted(name: &Path, bytes: Vec<u8>, options: &Options) {
    let mut loaded = source::parse(name, bytes);
    source::place(&loaded.origin, &mut loaded.diagnostics);
    let Some(document) = &loaded.document else {
        assert!(!loaded.diagnostics.is_empty(), "refused without a word");
        return;
    };
    let mut emitted = portcullis::emit(document, options);
    source::place(&loaded.origin, &mut emitted.diagnostics);
    let told = emitted
        .diagnostics
        .iter()
        .any(portcullis::diagnostic::Diagnostic::is_error);
    assert!(emitted.files.is_some() || told, "refused without an error");
    for file in emitted.files.iter().flatten() {
        let inside = !file.path.starts_with('/') && !file.path.split('/').any(|part| part == "..");
        assert!(inside, "{} leaves the folder", file.path);
    }
    // What was rendered and is not Rust is our fault, whatever the document says.
    let faults = emitted
        .diagnostics
        .iter()
        .find(|found| found.message.starts_with("the template"));
    assert!(faults.is_none(), "{faults:?}");
}

/// How many megabytes the process holds; 0 where the system does not say.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().split(' ').next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1_024
}

/// What is wrong with one document, in a word.
fn tried(name: &Path, bytes: &[u8], options: &Options) -> Option<String> {
    let (say, hear) = mpsc::channel();
    let (name, bytes, options) = (name.to_owned(), bytes.to_vec(), options.clone());
    // The command works on a stack of this size too.
    let worker = thread::Builder::new().stack_size(8 << 20).spawn(move || {
        let done = catch_unwind(|| emitted(&name, bytes, &options));
        // Nobody listens any more when this took too long.
        let _ = say.send((done.is_ok(), worked()));
    });
    worker.unwrap();
    match hear.recv_timeout(GIVEN_UP) {
        Err(_) => Some(format!("took longer than {GIVEN_UP:?}")),
        Ok((false, _)) => Some("panicked".to_owned()),
        Ok((true, time)) if time > PATIENCE => Some(format!("worked for {time:?}")),
        Ok(_) => (memory() > MEMORY).then(|| format!("{} megabytes", memory())),
    }
}

/// How long this thread has had a core, which a busy machine does not stretch; 0 where the system does not say.
fn worked() -> Duration {
    let statistics = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = statistics
        .split(' ')
        .next()
        .and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

fn options(stream: &mut Stream) -> Options {
    Options {
        unenforced: *stream.pick(&[Unenforced::List, Unenforced::Refuse]),
        typeless: *stream.pick(&[Typeless::Object, Typeless::Any]),
        ..crate::support::defaults("fuzz")
    }
}

#[test]
fn broken_documents_are_answered() {
    assert!(ProjectName::new("fuzz").is_ok());
    let number = |name: &str| {
        env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    let first = number("PORTCULLIS_FUZZ_FIRST").unwrap_or(1);
    let seconds = number("PORTCULLIS_FUZZ_SECONDS").map(Duration::from_secs);
    let begun = Instant::now();
    let seeds = seeds();
    let (mut wrong, mut count) = (Vec::new(), 0_u64);
    loop {
        let go_on = seconds.map_or(count < DOCUMENTS, |limit| begun.elapsed() < limit);
        if !go_on || wrong.len() > 20 {
            break;
        }
        let mut stream = Stream::new(first + count);
        let seed = stream.pick(&seeds).clone();
        let bytes = mutate::broken(&mut stream, &fs::read(&seed).unwrap(), &seed);
        let options = options(&mut stream);
        // What is broken in the bytes keeps its format; what is broken in the values is JSON.
        let format = if bytes.first() == Some(&b'{') {
            "a.json"
        } else {
            "a.yaml"
        };
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}", first + count));
        // Kept beforehand: who exhausts the stack ends the process, and tells nobody what did it.
        fs::write(&kept, &bytes).unwrap();
        match tried(Path::new(format), &bytes, &options) {
            None => fs::remove_file(&kept).unwrap(),
            Some(what) => wrong.push(format!(
                "{} as {format} with {options:?}: {what}, made from {}",
                kept.display(),
                seed.display()
            )),
        }
        count += 1;
    }
    eprintln!(
        "{count} documents in {:?}, {} megabytes",
        begun.elapsed(),
        memory()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
