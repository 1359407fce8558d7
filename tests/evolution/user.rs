//! A user of emitted projects: fresh files go in; files in which somebody has worked, with comments and layouts of their own,
//! come out.

use std::fmt::Write as _;

use portcullis::graft::Files;
use regex::Regex;

/// What marks a line as the user's own.
pub const MARK: &str = "user:";

/// Writes in every file of a project that was just made, and in what is still as it was made.
pub fn work(files: &mut Files) {
    let handlers: Vec<String> = files
        .keys()
        .filter(|path| path.starts_with("src/handlers/") && !path.ends_with("mod.rs"))
        .cloned()
        .collect();
    for (position, path) in handlers.iter().enumerate() {
        let text = &files[path];
        let written = handler(&text.replace("\r\n", "\n"), path, position);
        files.insert(path.clone(), laid_out(&written, position));
    }
    if let Some(text) = files.get("src/policy.rs") {
        let written = policy(text);
        files.insert("src/policy.rs".to_owned(), written);
    }
    for (path, text) in files.iter_mut() {
        if path.starts_with("tests/abuse/") && !text.contains(MARK) {
            *text = cases(text, path);
        }
    }
}

/// Windows here, no last line feed there.
fn laid_out(text: &str, position: usize) -> String {
    match position % 3 {
        1 => text.replace('\n', "\r\n"),
        2 => text.trim_end().to_owned(),
        _ => text.to_owned(),
    }
}

/// The stubs of a file, filled in; every fifth stays as it was made.
fn handler(text: &str, path: &str, position: usize) -> String {
    let stub = Regex::new(
        r"async fn (\w+)\(\s*&self,\s*caller: Caller,\s*request: (\w+),?\s*\)\s*->\s*Result<\s*(\w+),\s*Problem,?\s*>\s*\{\n        let _ = \(caller, request\);\n        Err\(Problem::not_implemented\(\)\)\n    \}",
    )
    .unwrap();
    let module = path
        .trim_start_matches("src/handlers/")
        .trim_end_matches(".rs");
    let helper = format!("measured_{module}");
    let leans = position.is_multiple_of(2);
    let mut count = 0;
    let mut written = String::new();
    let mut at = 0;
    for found in stub.captures_iter(text) {
        let whole = found.get(0).unwrap();
        count += 1;
        if count % 5 == 4 {
            continue;
        }
        written.push_str(&text[at..whole.start()]);
        at = whole.end();
        let head = whole.as_str().split("        let _ =").next().unwrap();
        let (name, request, response) = (&found[1], &found[2], &found[3]);
        let measured = if leans {
            helper.as_str()
        } else {
            "std::mem::size_of_val"
        };
        let _ = write!(
            written,
            "{head}        // {MARK} {name} was asked for by the office; see the minutes of May.\n\
             \x20       let   asked:&{request}=&request ;   /* {MARK} {name} odd on purpose */\n\
             \x20       let size={measured}( asked );       // {MARK} {name} measured\n\
             \n\
             \x20       if size>  10_000 {{   // {MARK} {name}\n\
             \x20           return Err( Problem::not_implemented( ) ) ;\n\
             \x20       }}\n\
             \x20       let answer: Result<{response},Problem> = Err(Problem::not_implemented());\n\
             \x20       let   _=caller; /* {MARK} {name} nobody in particular */\n\
             \x20       answer\n    }} // {MARK} end of {name}"
        );
    }
    written.push_str(&text[at..]);
    if leans && count > 0 && !text.contains(&helper) {
        let _ = write!(
            written,
            "\n// {MARK} of {module} alone.\nfn {helper}<T>(asked: &T) -> usize {{\n    std::mem::size_of_val( asked ) // {MARK} {module}\n}}\n"
        );
    }
    written
}

/// Every second rule that nobody has reviewed gets a check of its own; others are decided.
fn policy(text: &str) -> String {
    let arm = Regex::new(r"(?m)^        Operation::(\w+)\(_\) => Rule::Unreviewed,$").unwrap();
    let mut count = text.matches("// user: decided").count();
    let written = arm.replace_all(text, |found: &regex::Captures<'_>| {
        count += 1;
        let variant = &found[1];
        if count.is_multiple_of(2) {
            format!("        // {MARK} decided by the owners\n        Operation::{variant}( ids )   => ids.check( app, may ) ,  // {MARK} {variant}")
        } else {
            format!("        Operation::{variant}(_) => {{ Rule::Deny }} // {MARK} {variant}")
        }
    });
    let mut written = written.replace("rule(_app: ", "rule(app: ");
    if !written.contains("async fn may") {
        let _ = write!(
            written,
            "\n// {MARK} whoever asks.\nasync fn may<T>(_: Arc<App>, _: gate::Caller, ids: T) -> Result<gate::Decision, gate::Problem> {{\n    drop( ids ); Ok(gate::Decision::Deny) // {MARK} may\n}}\n"
        );
    }
    // Where no rule has a check, nobody looks at the service.
    written
        .replace(
            "    match operation {",
            "    let _ = app;\n    match operation {",
        )
        .replace("    let _ = app;\n    let _ = app;\n", "    let _ = app;\n")
}

/// Every third case is somebody's own.
fn cases(text: &str, path: &str) -> String {
    let mut written = String::new();
    for (position, part) in text.split("[[case]]\n").enumerate() {
        if position > 0 {
            if position % 3 == 1 {
                let _ = writeln!(written, "# {MARK} {path} {position}");
            }
            written.push_str("[[case]]\n");
        }
        written.push_str(part);
    }
    written
}
