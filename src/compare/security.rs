//! Who may call: the requirements of an operation as OR of ANDs, and what the schemes are.
//!
//! A requirement is as good as before if whoever satisfies one of its new alternatives satisfied one of the old ones: then
//! nobody gets in who did not. Every alternative that does not follow from an old one is a regression, and is told by what it
//! lacks.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::code::ContractCode as C;
use super::event::Event;
use super::operations::Operation;
use super::schema::At;
use crate::source::{Document, join_pointer};

/// One alternative: schemes, each with the scopes that it has to grant.
type Alternative = BTreeMap<String, BTreeSet<String>>;

/// The alternatives of an operation, and where they are told.
struct Requirement {
    alternatives: Vec<Alternative>,
    /// `None` where nothing is said.
    pointer: Option<String>,
}

impl Requirement {
    /// The place of one alternative.
    fn element(&self, index: usize) -> Option<String> {
        let list = self.pointer.as_deref()?;
        Some(join_pointer(list, &index.to_string()))
    }
}

/// Schemes that are the same in both documents under other names: new name to old name.
#[derive(Clone, Debug, Default)]
pub struct Renamed {
    old_of: BTreeMap<String, String>,
}

impl Renamed {
    /// The name that a scheme of the new document had.
    fn old<'s>(&'s self, name: &'s str) -> &'s str {
        self.old_of.get(name).map_or(name, String::as_str)
    }
}

/// What changed about the schemes themselves, and which of them have another name.
#[must_use]
pub fn schemes(old: &Document, new: &Document) -> (Vec<Event>, Renamed) {
    let list = |document: &Document| {
        let schemes = document.raw.pointer("/components/securitySchemes");
        let schemes = schemes.and_then(Value::as_object).cloned();
        schemes.unwrap_or_default()
    };
    let place = |name: &str| join_pointer("/components/securitySchemes", name);
    let (before, after) = (list(old), list(new));
    let mut events = Vec::new();
    let mut renamed = Renamed::default();
    for (name, is) in &after {
        if let Some(was) = before.get(name) {
            definition(name, was, is, &place(name), &mut events);
            continue;
        }
        let same = before.iter().find(|(old_name, was)| {
            let taken = renamed.old_of.values().any(|taken| taken == *old_name);
            !taken && !after.contains_key(*old_name) && essence(was) == essence(is)
        });
        if let Some((old_name, _)) = same {
            let message = format!("the scheme `{old_name}` is called `{name}` now");
            let event = Event::of(C::SchemeRenamed, message)
                .was(place(old_name))
                .is(place(name))
                .help("its section of the settings has another name too");
            events.push(event);
            renamed.old_of.insert(name.clone(), old_name.clone());
        }
    }
    (events, renamed)
}

/// What a caller has to prove by a scheme, without what only describes it.
fn essence(scheme: &Value) -> Vec<String> {
    let word = |member: &str| {
        let text = scheme
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default();
        match member {
            "name" if scheme.get("in").and_then(Value::as_str) != Some("header") => text.to_owned(),
            "openIdConnectUrl" => text.to_owned(),
            _ => text.to_ascii_lowercase(),
        }
    };
    ["type", "scheme", "in", "name", "openIdConnectUrl"]
        .into_iter()
        .map(word)
        .collect()
}

fn definition(name: &str, was: &Value, is: &Value, place: &str, events: &mut Vec<Event>) {
    let told = |code, message: String, member: &str| {
        Event::of(code, message)
            .was(join_pointer(place, member))
            .is(join_pointer(place, member))
    };
    let (old, new) = (essence(was), essence(is));
    let [kind_was, scheme_was, in_was, name_was, issuer_was] = old.as_slice() else {
        return;
    };
    let [kind_is, scheme_is, in_is, name_is, issuer_is] = new.as_slice() else {
        return;
    };
    if kind_was != kind_is || scheme_was != scheme_is {
        let words = |kind: &str, scheme: &str| format!("`{kind} {scheme}`").replace(" `", "`");
        let message = format!(
            "the scheme `{name}` is {} now; it was {}",
            words(kind_is, scheme_is),
            words(kind_was, scheme_was)
        );
        let member = if kind_was == kind_is {
            "scheme"
        } else {
            "type"
        };
        events.push(told(C::SchemeChanged, message, member));
        return;
    }
    if in_was != in_is {
        let message =
            format!("the key of `{name}` travels in the {in_is} now; it was in the {in_was}");
        // Whatever stands in an address is written down on the way.
        let code = if in_is == "query" {
            C::SchemeChanged
        } else {
            C::KeyMoved
        };
        events.push(told(code, message, "in"));
    }
    if name_was != name_is {
        let message = format!("the key of `{name}` is called `{name_is}` now; it was `{name_was}`");
        events.push(told(C::KeyMoved, message, "name"));
    }
    if issuer_was != issuer_is {
        let message = format!(
            "the tokens of `{name}` come from `{issuer_is}` now; they came from `{issuer_was}`"
        );
        events.push(told(C::IssuerChanged, message, "openIdConnectUrl"));
    }
    for member in ["flows", "bearerFormat"] {
        if described(was.get(member)) != described(is.get(member)) {
            let message = format!("`{member}` of the scheme `{name}` changed");
            events.push(told(C::SchemeDetailsChanged, message, member));
        }
    }
}

/// Without the sentences about scopes.
fn described(value: Option<&Value>) -> Option<Value> {
    let mut value = value?.clone();
    if let Value::Object(flows) = &mut value {
        for flow in flows.values_mut() {
            if let Some(Value::Object(scopes)) = flow.get_mut("scopes") {
                scopes
                    .values_mut()
                    .for_each(|sentence| *sentence = Value::Null);
            }
        }
    }
    Some(value)
}

/// What changed about who may call one operation.
#[must_use]
pub fn requirements(
    (old_document, old): (&Document, &Operation<'_>),
    (new_document, new): (&Document, &Operation<'_>),
    renamed: &Renamed,
) -> Vec<Event> {
    let was = requirement(old_document, old, &Renamed::default());
    let is = requirement(new_document, new, renamed);
    let public = |requirement: &Requirement| {
        requirement.alternatives.is_empty()
            || requirement.alternatives.iter().any(BTreeMap::is_empty)
    };
    // What was said and is not any more is shown where it was.
    let told = |mut event: Event| {
        event.old.clone_from(&was.pointer);
        event.new.clone_from(&is.pointer);
        event
    };
    match (public(&was), public(&is)) {
        (true, true) => return Vec::new(),
        (false, true)
            if is
                .alternatives
                .iter()
                .any(|alternative| !alternative.is_empty()) =>
        {
            let message = "a credential may be left out";
            let event = Event::of(C::SecurityMadeOptional, message)
                .help("remove the empty alternative `{}` from `security`");
            return vec![told(event)];
        }
        (false, true) => {
            let event = Event::of(C::OperationMadePublic, "anybody may call it; a credential was needed")
                .help("`security` of the operation wins over that of the document; an empty list asks for nothing");
            return vec![told(event)];
        }
        (true | false, false) => {}
    }
    let mut events = Vec::new();
    let mut lacking = BTreeSet::new();
    for (index, alternative) in is.alternatives.iter().enumerate() {
        let follows = was.alternatives.iter().any(|old| demands(alternative, old));
        if !follows && !public(&was) && lacking.insert(alternative) {
            let mut event = told(lack(alternative, &was.alternatives, &is.alternatives));
            event.new = is.element(index);
            if was.alternatives.len() == 1 {
                event.old = was.element(0);
            }
            events.push(event);
        }
    }
    // What satisfied an old alternative and satisfies no new one is refused.
    let refused = was
        .alternatives
        .iter()
        .find(|old| !is.alternatives.iter().any(|new| demands(old, new)));
    if public(&was) {
        let message = format!("a credential is needed: {}", words(&is.alternatives));
        events.push(told(Event::of(C::SecurityTightened, message)));
    } else if let Some(old) = refused
        && events.is_empty()
    {
        let message = format!(
            "{} is not enough any more; {} is",
            words(std::slice::from_ref(old)),
            words(&is.alternatives)
        );
        events.push(told(Event::of(C::SecurityTightened, message)));
    } else if refused.is_some() {
        // It is told already, and callers have to do something about it too.
        for event in &mut events {
            event.impact.callers = super::Weight::Breaking;
        }
    }
    events
}

/// Does whoever satisfies `one` satisfy `other` too?
fn demands(one: &Alternative, other: &Alternative) -> bool {
    other.iter().all(|(scheme, scopes)| {
        one.get(scheme)
            .is_some_and(|granted| granted.is_superset(scopes))
    })
}

/// What an alternative lacks that follows from no old one.
fn lack(new: &Alternative, old: &[Alternative], all: &[Alternative]) -> Event {
    let names =
        |alternative: &Alternative| alternative.keys().cloned().collect::<BTreeSet<String>>();
    let own = names(new);
    let word = words(std::slice::from_ref(new));
    let same = old.iter().filter(|old| names(old) == own);
    // The old one that asked for the fewest scopes is the one that it is measured by.
    if let Some(nearest) = same.min_by_key(|old| missing_scopes(new, old).len()) {
        let missing = missing_scopes(new, nearest).join("`, `");
        return Event::of(
            C::ScopeDropped,
            format!("{word} is enough; the scope `{missing}` was needed too"),
        );
    }
    let larger = old.iter().find(|old| names(old).is_superset(&own));
    if let Some(larger) = larger {
        let dropped: Vec<String> = names(larger).difference(&own).cloned().collect();
        let left = all
            .iter()
            .any(|other| dropped.iter().any(|name| other.contains_key(name)));
        let list = dropped.join("`, `");
        return if left {
            Event::of(
                C::AndLoosened,
                format!("{word} is enough by itself; `{list}` was needed together with it"),
            )
        } else {
            Event::of(
                C::SchemeRemoved,
                format!("`{list}` is not asked for any more; {word} is enough"),
            )
        };
    }
    let kept = old.iter().any(|old| {
        all.iter()
            .any(|new| demands(new, old) || names(new) == names(old))
    });
    if kept {
        Event::of(C::AlternativeAdded, format!("{word} is enough too"))
    } else {
        Event::of(
            C::SchemeReplaced,
            format!("{word} is what is asked for; it was {}", words(old)),
        )
    }
}

/// The scopes that `old` asks for and `new` does not.
fn missing_scopes(new: &Alternative, old: &Alternative) -> Vec<String> {
    old.iter()
        .flat_map(|(scheme, scopes)| {
            let granted = new.get(scheme);
            scopes
                .iter()
                .filter(move |scope| granted.is_none_or(|granted| !granted.contains(*scope)))
        })
        .cloned()
        .collect()
}

fn words(alternatives: &[Alternative]) -> String {
    let one = |alternative: &Alternative| {
        let schemes: Vec<String> = alternative
            .iter()
            .map(|(scheme, scopes)| {
                let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
                match scopes.as_slice() {
                    [] => format!("`{scheme}`"),
                    scopes => format!("`{scheme}` with `{}`", scopes.join("`, `")),
                }
            })
            .collect();
        schemes.join(" and ")
    };
    alternatives
        .iter()
        .map(one)
        .collect::<Vec<_>>()
        .join(", or ")
}

/// What an operation asks for, by the old names of schemes.
fn requirement(document: &Document, operation: &Operation<'_>, renamed: &Renamed) -> Requirement {
    let (list, pointer) = match operation.members.get("security") {
        Some(own) => (
            Some(own),
            Some(join_pointer(&operation.pointer, "security")),
        ),
        None => match document.raw.get("security") {
            Some(shared) => (Some(shared), Some("/security".to_owned())),
            None => (None, None),
        },
    };
    let list = list.map(|value| At {
        value,
        pointer: String::new(),
    });
    let alternatives = list.map(|list| list.elements()).unwrap_or_default();
    let alternatives = alternatives.into_iter().map(|alternative| {
        let schemes = alternative.members().into_iter();
        schemes
            .map(|(scheme, scopes)| {
                let scopes = scopes.value.as_array().into_iter().flatten();
                let scopes = scopes.filter_map(Value::as_str).map(str::to_owned);
                (renamed.old(scheme).to_owned(), scopes.collect())
            })
            .collect()
    });
    Requirement {
        alternatives: alternatives.collect(),
        pointer,
    }
}

/// Does anybody get through to an operation?
#[must_use]
pub fn is_public(document: &Document, operation: &Operation<'_>) -> bool {
    let requirement = requirement(document, operation, &Renamed::default());
    requirement.alternatives.is_empty() || requirement.alternatives.iter().any(BTreeMap::is_empty)
}
