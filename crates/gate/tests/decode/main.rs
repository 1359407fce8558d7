//! Decoders: every rule lets the right value pass, names the place of each fault, and never repeats what was sent.

#[cfg(test)]
mod collections;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod scalars;
#[cfg(test)]
mod unions;

use gate::json::{ReadLimits, read};
use gate::{Decoder, Pointer, Report};

#[cfg(test)]
fn decode<T>(json: &str, decoder: Decoder<T>) -> Result<T, Vec<(String, String)>> {
    let value = read(json.as_bytes(), &ReadLimits::default()).expect("readable");
    let mut report = Report::new();
    let kept = decoder(&value, &Pointer::root(), &mut report);
    let found: Vec<_> = report
        .violations()
        .map(|violation| (violation.pointer.clone(), violation.detail.to_string()))
        .collect();
    // The contract of every decoder, checked wherever one is tested.
    assert!(
        kept.is_some() || !found.is_empty(),
        "{json}: refused without a reason"
    );
    if found.is_empty() {
        Ok(kept.expect("a value when nothing is wrong"))
    } else {
        Err(found)
    }
}

#[cfg(test)]
#[track_caller]
fn accepts<T: PartialEq + std::fmt::Debug>(json: &str, decoder: Decoder<T>, expected: T) {
    assert_eq!(decode(json, decoder), Ok(expected));
}

#[cfg(test)]
#[track_caller]
fn refuses<T: std::fmt::Debug>(json: &str, decoder: Decoder<T>, expected: &[(&str, &str)]) {
    let found = decode(json, decoder).expect_err("must be refused");
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(at, detail)| (at.as_str(), detail.as_str()))
        .collect();
    assert_eq!(found, expected);
}
