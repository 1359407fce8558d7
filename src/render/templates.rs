//! Templates: the built-in ones, and those of a team's own that take their place. Texts go in, an engine that renders them
//! comes out, or what is wrong with one of them, with its line.

use tera::{ErrorKind, Tera};

use super::TEMPLATES;
use super::format::{TemplateBug, TemplateLine};
use crate::options::Templates;
use crate::plan::{Each, FILES, entry_of};
use crate::project::Owner;

/// Where the templates of a team's own are, in its project.
pub const FOLDER: &str = "portcullis/templates";

/// How the name of a file ends that is a template.
pub const ENDING: &str = ".tera";

/// A template that there is.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Its name: the path in the project of what it makes, with `[tag]` and its like where there is one file for each.
    pub name: &'static str,
    /// Whose the files are that it makes.
    pub owner: Owner,
    /// How often something is made from it, in words.
    pub every: &'static str,
    /// Its built-in text.
    pub text: &'static str,
}

/// Every built-in template.
pub fn built_in() -> impl Iterator<Item = Template> {
    FILES.iter().filter_map(|entry| {
        Some(Template {
            name: entry.path,
            owner: entry.owner,
            every: every(entry.each),
            text: text(entry.path)?,
        })
    })
}

fn every(each: Each) -> &'static str {
    match each {
        Each::Project => "once",
        Each::Versions => "once, for all versions",
        Each::Version => "for each version",
        Each::Contract => "for each contract",
        Each::Outgoing => "where calls go out",
        Each::Tag => "for each tag",
        Each::Operation => "for each operation",
        Each::Types => "for each file of types",
    }
}

/// The template that makes a file of a project; `versions` are the modules of its versions, where it has several.
#[must_use]
pub fn of_file(path: &str, versions: &[&str]) -> Option<&'static str> {
    entry_of(path, versions).map(|entry| entry.path)
}

/// The text of the built-in template of this name, which is its path in the plan.
#[must_use]
pub fn text(name: &str) -> Option<&'static str> {
    TEMPLATES
        .get_file(format!("{name}{ENDING}"))?
        .contents_utf8()
}

/// Where a template of the team's own is, in its project.
#[must_use]
pub fn place(name: &str) -> String {
    format!("{FOLDER}/{name}{ENDING}")
}

/// The engine with every template: the team's own where there is one.
///
/// # Errors
/// A template cannot be read, or nothing is made of one of that name.
pub(super) fn engine(own: &Templates) -> Result<Tera, TemplateBug> {
    if let Some(unknown) = own.0.keys().find(|name| text(name).is_none()) {
        return Err(TemplateBug {
            template: place(unknown),
            reason: "nothing is made from a template of this name; `portcullis templates list` names all".to_owned(),
            place: None,
            rendered: None,
        });
    }
    let mut engine = Tera::default();
    engine.autoescape_on(Vec::<String>::new());
    let templates = built_in().map(|template| {
        let text = own
            .0
            .get(template.name)
            .map_or(template.text, String::as_str);
        (template.name, text)
    });
    engine
        .add_raw_templates(templates.collect::<Vec<_>>())
        .map_err(|error| unrendered("templates", own, &error))?;
    Ok(engine)
}

/// What a template is blamed for that could not be read or rendered: with its file, line and column, and the line itself.
pub(super) fn unrendered(template: &str, own: &Templates, error: &tera::Error) -> TemplateBug {
    let shown = |name: &str| {
        if own.0.contains_key(name) {
            place(name)
        } else {
            name.to_owned()
        }
    };
    let (ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report)) = error.kind() else {
        // A text, in which the place stands behind the template's own name.
        let told = error.to_string();
        let (sentence, _) = told.split_once(" --> ").unwrap_or((&told, ""));
        let located = own.0.iter().find_map(|(name, text)| {
            let (_, rest) = told.split_once(&format!("--> {name}:"))?;
            let (line, column) = rest.lines().next()?.trim().split_once(':')?;
            Some((
                name,
                in_line(text, line.parse().ok()?, column.parse().ok()?),
            ))
        });
        let (named, place) = located.unzip();
        return TemplateBug {
            template: shown(named.map_or(template, String::as_str)),
            reason: sentence.split_whitespace().collect::<Vec<_>>().join(" "),
            place,
            rendered: None,
        };
    };
    let name = match report.filename() {
        "" => template,
        name => name,
    };
    let (line, column) = (report.span().start_line, report.span().start_col + 1);
    let source = own.0.get(name).map(String::as_str).or_else(|| text(name));
    let source = source.unwrap_or_default();
    // What comes after the first sentence is a list of everything that there is.
    let message = report.message().lines().next().unwrap_or_default();
    TemplateBug {
        template: shown(name),
        reason: message.trim_end_matches('.').to_owned(),
        place: Some(in_line(source, line, column)),
        rendered: None,
    }
}

fn in_line(source: &str, number: usize, column: usize) -> TemplateLine {
    let text = source.lines().nth(number.saturating_sub(1));
    TemplateLine {
        number,
        column,
        text: text.unwrap_or_default().to_owned(),
    }
}
