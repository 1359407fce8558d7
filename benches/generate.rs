//! What it costs to turn a document into a project, layer by layer.
//!
//! `cargo bench --bench generate`. Real documents are read from `PORTCULLIS_CORPUS`, or `../shared/corpus` beside this
//! repository; without them only the demo's contract is measured.

use std::env;
use std::fs;
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use portcullis::compare::{Terms, compare};
use portcullis::options::{Options, ProjectName, Sharing, Templates, Typeless, Unenforced};
use portcullis::project::{Disk, File, Occupied, apply, decide};
use portcullis::{model, render, source};
use rayon::prelude::*;
use tempfile::TempDir;

/// The documents, small ones first.
fn documents() -> Vec<(&'static str, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = env::var_os("PORTCULLIS_CORPUS")
        .map_or_else(|| root.join("../shared/corpus"), PathBuf::from);
    let named = [
        ("harbor", root.join("demo/harbor.yaml")),
        ("petstore", corpus.join("oai-petstore.yaml")),
        ("box", corpus.join("box.json")),
        ("kubernetes", corpus.join("kubernetes.json")),
        ("github", corpus.join("github.json")),
    ];
    named
        .into_iter()
        .filter(|(_, path)| path.is_file())
        .collect()
}

fn options() -> Options {
    Options {
        name: ProjectName::near("measured"),
        unenforced: Unenforced::List,
        typeless: Typeless::Object,
        sharing: Sharing::None,
        templates: Templates::default(),
    }
}

/// The layers one after another, each on what the one before it made.
fn layers(criterion: &mut Criterion) {
    for (name, path) in documents() {
        let mut group = criterion.benchmark_group(name);
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(4));
        let Ok(bytes) = fs::read(&path) else { continue };
        group.bench_function("parse", |bencher| {
            bencher.iter_batched(
                || bytes.clone(),
                |bytes| black_box(source::parse(&path, bytes)),
                BatchSize::PerIteration,
            );
        });
        let Some(document) = source::parse(&path, bytes).document else {
            continue;
        };
        let terms = Terms::timeless(Typeless::Object);
        group.bench_function("compare with itself", |bencher| {
            bencher.iter(|| black_box(compare(&document, &document, &terms)));
        });
        let options = options();
        let choices = model::Options {
            unenforced: options.unenforced,
            typeless: options.typeless,
        };
        group.bench_function("model", |bencher| {
            bencher.iter(|| black_box(model::build(&document, choices)));
        });
        let (Some(api), _) = model::build(&document, choices) else {
            continue;
        };
        let parts = [render::Part {
            api: &api,
            contract: portcullis::contract(&document),
        }];
        group.bench_function("render", |bencher| {
            bencher.iter(|| black_box(render::texts(&parts, &options)));
        });
        let Ok(texts) = render::texts(&parts, &options) else {
            continue;
        };
        group.bench_function("format", |bencher| {
            bencher.iter_batched(
                || texts.clone(),
                |texts| {
                    let files: Vec<_> = texts.into_par_iter().map(render::Text::finished).collect();
                    black_box(files)
                },
                BatchSize::PerIteration,
            );
        });
        let Some(files) = portcullis::emit(&document, &options).files else {
            continue;
        };
        // The folder is handed back, so that its removal is not measured.
        group.bench_function("write", |bencher| {
            bencher.iter_batched(
                tempfile::tempdir,
                |folder| write(folder, &files),
                BatchSize::PerIteration,
            );
        });
        group.finish();
    }
}

fn write(folder: io::Result<TempDir>, files: &[File]) -> Option<TempDir> {
    let folder = folder.ok()?;
    let disk = Disk::read(folder.path(), files).ok()?;
    let actions = decide(files, &disk, Occupied::Replace).ok()?;
    apply(folder.path(), &actions, &AtomicBool::new(false)).ok()?;
    Some(folder)
}

criterion_group!(generate, layers);
criterion_main!(generate);
