//! Real documents: each of 3.x that is one file loads.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use portcullis::source;

#[test]
fn every_document_of_one_file_loads() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let Ok(manifest) = fs::read_to_string(corpus.join("manifest.tsv")) else {
        // A checkout without the corpus still has all other tests.
        eprintln!("there is no corpus beside this checkout: nothing to load");
        return;
    };
    let mut loaded_documents = 0;
    for row in manifest.lines().skip(1) {
        let mut columns = row.split('\t').skip(1);
        let (Some(file), Some(version)) = (columns.next(), columns.next()) else {
            continue;
        };
        if !version.starts_with('3') || row.contains("external-ref") {
            continue;
        }
        let start = Instant::now();
        let mut loaded = source::load(&corpus.join(file)).expect("the file is there");
        let took = start.elapsed();
        source::place(&loaded.origin, &mut loaded.diagnostics);
        assert!(
            loaded.document.is_some(),
            "{file}: {:#?}",
            loaded.diagnostics
        );
        assert!(
            loaded
                .diagnostics
                .iter()
                .all(|diagnostic| diagnostic.place.is_some()),
            "{file}"
        );
        assert!(took < Duration::from_secs(20), "{file}: {took:?}");
        loaded_documents += 1;
    }
    assert!(loaded_documents > 30, "{loaded_documents}");
}
