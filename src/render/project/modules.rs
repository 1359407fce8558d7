//! The modules of the emitted crates, in the order in which they are declared.

use serde::Serialize;

use super::VersionView;
use crate::render::PartView;

/// A module of the contract's crate.
#[derive(Debug, Serialize)]
pub struct ModuleView {
    name: String,
    public: bool,
    mock: bool,
}

impl ModuleView {
    fn public(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            public: true,
            mock: false,
        }
    }
}

/// The modules of the contract: in the root of the crate, or in the module of a version.
pub fn modules(parts: &[PartView<'_>]) -> Vec<ModuleView> {
    let mut modules = vec![
        ModuleView {
            name: "contract".to_owned(),
            public: false,
            mock: false,
        },
        ModuleView {
            name: "mock".to_owned(),
            public: false,
            mock: true,
        },
        ModuleView::public("types"),
    ];
    for part in parts {
        let tags = part.tags.iter();
        modules.extend(tags.map(|tag| ModuleView::public(&tag.module)));
        if !part.api.outgoing.is_empty() {
            modules.push(ModuleView::public("outgoing"));
        }
    }
    modules.sort_by(|left, right| left.name.cmp(&right.name));
    modules
}

/// The modules of the root, where there are versions: one each, and the one that brings them together.
pub fn modules_of_versions(versions: &[VersionView<'_>]) -> Vec<ModuleView> {
    let together = ModuleView {
        name: "versions".to_owned(),
        public: false,
        mock: false,
    };
    let each = versions
        .iter()
        .map(|version| ModuleView::public(version.module));
    let mut modules: Vec<ModuleView> = each.chain([together]).collect();
    modules.sort_by(|left, right| left.name.cmp(&right.name));
    modules
}

/// The modules of handlers.
pub fn modules_of_tags<'v>(parts: &'v [PartView<'v>]) -> Vec<&'v str> {
    let tags = parts.iter().flat_map(|part| &part.tags);
    sorted(tags.map(|tag| tag.module.as_str()))
}

/// Names by the alphabet.
pub fn sorted<'v>(names: impl Iterator<Item = &'v str>) -> Vec<&'v str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
}
