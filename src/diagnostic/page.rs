//! What there is to say about a code: a code comes in, its page of `docs/codes/` goes out.

use include_dir::{Dir, include_dir};

use super::Code;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/codes");

/// How the line of a page begins that says how much the code weighs.
const SEVERITY: &str = "Severity: ";

impl Code {
    /// The page of this code, as Markdown: what it means, why it matters, an example, and what to do.
    #[must_use]
    pub fn page(self) -> &'static str {
        PAGES
            .get_file(format!("{self}.md"))
            .and_then(include_dir::File::contents_utf8)
            .unwrap_or_default()
    }

    /// How much the code weighs, and what a flag changes about that, as its page says it.
    #[must_use]
    pub fn weight(self) -> &'static str {
        self.page()
            .lines()
            .find_map(|line| line.strip_prefix(SEVERITY))
            .unwrap_or_default()
    }
}
