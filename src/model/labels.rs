//! What log, metrics and limits call an operation: all of them go in, a word for each comes out that no other one has.

use std::collections::HashSet;

use super::find::Found;
use super::operation::stated_id;

/// The words of these operations, in their order: the `operationId`, or method and path where there is none or where it is
/// that of an operation further up. What counts and what is told would else be of two operations at once.
pub fn labels(found: &[Found<'_>]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut labels = Vec::with_capacity(found.len());
    for one in found {
        let place = format!("{} {}", one.method, one.template);
        let id = stated_id(one.typed).map(str::to_owned);
        let numbered = (2_u32..).map(|number| format!("{place} {number}"));
        let mut words = id.into_iter().chain([place.clone()]).chain(numbered);
        let free = words.find(|word| !taken.contains(word));
        let label = free.unwrap_or(place);
        taken.insert(label.clone());
        labels.push(label);
    }
    labels
}
