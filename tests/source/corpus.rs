//! Real documents: each loads, of whatever dialect and of however many files.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use portcullis::source::{self, Reach};

#[test]
fn every_document_loads() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let Ok(manifest) = fs::read_to_string(corpus.join("manifest.tsv")) else {
        // A checkout without the corpus still has all other tests.
        eprintln!("there is no corpus beside this checkout: nothing to load");
        return;
    };
    let mut loaded_documents = 0;
    for row in manifest.lines().skip(1) {
        let mut columns = row.split('\t').skip(1);
        let Some(file) = columns.next() else {
            continue;
        };
        let start = Instant::now();
        let mut loaded =
            source::load_within(&corpus.join(file), Reach::Remote).expect("the file is there");
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
        assert!(took < Duration::from_mins(1), "{file}: {took:?}");
        loaded_documents += 1;
    }
    assert!(loaded_documents == 47, "{loaded_documents}");
}
