//! A user of emitted projects: a folder in which a project lies goes in; somebody has worked in it when it comes back, with
//! comments and layouts of their own, and with code that asks requests for their fields.
//!
//! Every statement about a type of the contract has a line for itself, so that who reads the report can take it out.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use regex::{Captures, Regex};

use super::types::{Kind, Types};

/// What marks a line as the user's own.
pub const MARK: &str = "~user:";

/// What marks a line that can be taken out by itself.
pub const ALONE: &str = "~user: alone";

/// How deep a body is looked into.
const DEPTH: usize = 2;

/// Somebody who numbers the lines that they write.
#[derive(Debug, Default)]
pub struct User {
    lines: usize,
}

impl User {
    /// Writes in every file of a project that was just made, and in what is still as it was made.
    pub fn work(&mut self, root: &Path) {
        let types = Types::read(root);
        let handlers = root.join("src/handlers");
        let mut paths: Vec<_> = super::files(&handlers).into_iter().collect();
        paths.retain(|path| path != "mod.rs");
        for (position, name) in paths.iter().enumerate() {
            let path = handlers.join(name);
            let text = fs::read_to_string(&path).unwrap();
            let module = name.trim_end_matches(".rs");
            let written = self.handlers(&text.replace("\r\n", "\n"), module, position, &types);
            if let Some(written) = written {
                let is_crlf = text.contains("\r\n") || position % 3 == 1;
                fs::write(path, laid_out(&written, position, is_crlf)).unwrap();
            }
        }
        self.policy(&root.join("src/policy.rs"));
        for name in super::files(&root.join("tests/abuse")) {
            self.cases(&root.join("tests/abuse").join(name));
        }
        self.module(root, &types);
    }

    fn number(&mut self) -> usize {
        self.lines += 1;
        self.lines
    }

    /// The stubs of a file, filled in; every fifth stays as it was made. Nothing where nothing is left to do.
    fn handlers(
        &mut self,
        text: &str,
        module: &str,
        position: usize,
        types: &Types,
    ) -> Option<String> {
        let stub = Regex::new(
            r"async fn (?<name>\w+)\(\s*&self,\s*caller: Caller,\s*request: (?<request>\w+),?\s*\)\s*->\s*Result<\s*(?<response>\w+),\s*Problem,?\s*>\s*\{\n        let _ = \(caller, request\);\n        Err\(Problem::not_implemented\(\)\)\n    \}",
        )
        .unwrap();
        let is_fresh = !text.contains(MARK);
        let helper = format!("measured_{module}");
        let leans = position.is_multiple_of(2);
        let mut count = 0;
        let written = stub.replace_all(text, |found: &Captures<'_>| {
            count += 1;
            if count % 5 == 4 {
                return found[0].to_owned();
            }
            let measured = if leans {
                helper.as_str()
            } else {
                "std::mem::size_of_val"
            };
            self.body(found, module, measured, types)
        });
        let mut written = written.into_owned();
        if leans && count > 0 && !text.contains(&helper) {
            let _ = write!(
                written,
                "\n// {MARK} of {module} alone.\nfn {helper}<T>(asked: &T) -> usize {{\n\tstd::mem::size_of_val( asked ) // {MARK} {}\n}}\n",
                self.number()
            );
        }
        if is_fresh {
            for found in stub.captures_iter(text).take(2) {
                self.helpers(
                    &mut written,
                    (module, &found["request"], &found["response"]),
                    types,
                );
            }
        }
        (written != text).then_some(written)
    }

    /// One handler.
    fn body(
        &mut self,
        found: &Captures<'_>,
        module: &str,
        measured: &str,
        types: &Types,
    ) -> String {
        let whole = &found[0];
        let head = whole.split("        let _ =").next().unwrap_or_default();
        let (name, request, response) = (&found["name"], &found["request"], &found["response"]);
        let mut uses = Vec::new();
        for (field, ty) in types.fields(module, request).into_iter().take(6) {
            self.uses(&format!("request.{field}"), &ty, 0, types, &mut uses);
        }
        let indent = if self.lines.is_multiple_of(2) {
            "\t\t"
        } else {
            "        "
        };
        let uses: String = uses.iter().flat_map(|line| [indent, line, "\n"]).collect();
        let done = types.unit_variant(module, response).map_or_else(String::new, |variant| {
            format!("{indent}if seen > 9_000 {{ return Ok( {response}::{variant} ) }} // {ALONE} {}\n", self.number())
        });
        let at = self.number();
        // The second comment has lines and braces in it, and so has the text.
        format!(
            "// {MARK} {at} {name} was asked for by the office; see the minutes of May.\n\
             \x20   /* {MARK} {at} a second one, }}\n\
             \x20      {MARK} {at} of two lines {{ */\n\
             \x20   #[inline] // {MARK} {at}\n\
             \x20   {head}{indent}let mut seen=0_usize ;   /* {MARK} {at} odd on purpose */\n\
             {indent}seen += {measured}( &request ); // {MARK} {at} measured\n\
             {uses}\
             {indent}let text = r#\"impl X for App {{ async fn {name}( }} {MARK} {at}\"#; drop( (text, '}}', \"}}\\\"\") ); // {MARK} {at}\n\
             \n\
             {indent}if seen>  10_000 {{   // {MARK} {at}\n\
             {indent}    return Err( Problem::not_implemented( ) ) ; // {MARK} {at}, and this line goes on and on, because nobody here has ever run a formatter over it\n\
             {indent}}}\n\
             {done}\
             {indent}let answer: Result<{response},Problem> = Err(Problem::not_implemented()); // {MARK} {at}\n\
             {indent}let   _=caller; /* {MARK} {at} nobody in particular */\n\
             {indent}answer\n    }} // {MARK} {at} end of it"
        )
    }

    /// Lines that ask a value for what is in it.
    fn uses(&mut self, value: &str, ty: &str, depth: usize, types: &Types, out: &mut Vec<String>) {
        let at = self.number();
        let line = match ty {
            "String" => format!("seen += {value}.trim( ).len( );"),
            "bool" => format!("seen += usize::from( {value} );"),
            "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => {
                format!("if  {value} > 3 {{ seen+=1 ; }}")
            }
            "f32" | "f64" => format!("if {value} > 0.5 {{ seen += 2 }}"),
            _ if ty.starts_with("Vec<") => format!("seen += {value}.iter( ).count( );"),
            _ => match ty
                .strip_prefix("Option<")
                .and_then(|ty| ty.strip_suffix('>'))
            {
                Some("String") => {
                    format!("if let Some( found ) = &{value} {{ seen += found.len(); }}")
                }
                Some("i64" | "i32") => {
                    format!("if let Some( found ) = {value} {{ if found > 3 {{ seen += 1; }} }}")
                }
                Some(inner) if depth < DEPTH && !types.fields("types", inner).is_empty() => {
                    for (field, ty) in types.fields("types", inner).into_iter().take(2) {
                        let mut inside = Vec::new();
                        self.uses(&format!("found.{field}"), &ty, DEPTH, types, &mut inside);
                        for line in inside {
                            let (code, comment) = line.split_once(" // ").unwrap();
                            out.push(format!(
                                "if let Some( found ) = &{value} {{ {code} }} // {comment}"
                            ));
                        }
                    }
                    format!("seen += usize::from( {value}.is_some() );")
                }
                Some(_) => format!("seen += usize::from( {value}.is_some() );"),
                None if depth < DEPTH => {
                    for (field, ty) in types.fields("types", ty).into_iter().take(4) {
                        self.uses(&format!("{value}.{field}"), &ty, depth + 1, types, out);
                    }
                    format!("let _ = &{value};")
                }
                None => format!("let _ = &{value};"),
            },
        };
        out.push(format!("{line} // {ALONE} {at}"));
    }

    /// Functions beside the handlers that speak of their types.
    fn helpers(
        &mut self,
        written: &mut String,
        (module, request, response): (&str, &str, &str),
        types: &Types,
    ) {
        let at = self.number();
        if let Some((field, _)) = types.fields(module, request).first() {
            let _ = write!(
                written,
                "\n/// {MARK} {at}\nfn  first_of_{at}( asked:&{request} ) {{ // {MARK} {at}\n\tlet _ = & asked.{field} ; // {ALONE} {at}\n\tlet _=asked ; }} // {MARK} {at}\n"
            );
        }
        if let Some(Kind::Enum(variants)) = types.of(module, response) {
            let mut arms = String::new();
            for (position, (variant, holds)) in variants.iter().enumerate() {
                let pattern = if holds.is_empty() { "" } else { "{..}" };
                let _ = write!(arms, "{response}::{variant}{pattern} => {position}, ");
            }
            let _ = write!(
                written,
                "\nfn status_{at}(answer : &{response}) -> u16 {{ match answer {{ {arms}}} }} // {ALONE} {at}\n"
            );
        }
    }

    /// Every second rule that nobody has reviewed gets a check of its own; others are decided.
    fn policy(&mut self, path: &Path) {
        let text = fs::read_to_string(path).unwrap();
        let arm = Regex::new(r"(?m)^        Operation::(\w+)\(_\) => Rule::Unreviewed,$").unwrap();
        let written = arm.replace_all(&text, |found: &Captures<'_>| {
            let variant = &found[1];
            let at = self.number();
            match at % 3 {
                0 => found[0].to_owned(),
                1 => format!("        // {MARK} {at} decided by the owners\n        Operation::{variant}( ids )   => ids.check( app, may ) ,  // {MARK} {at}"),
                _ => format!("        Operation::{variant}(_) => {{ Rule::Deny }} // {MARK} {at}"),
            }
        });
        let mut written = written.replace("rule(_app: ", "rule(app: ");
        if !written.contains("async fn may") {
            // Where no rule has a check, nobody looks at the service.
            written = written.replace(
                "    match operation {",
                &format!("    let _ = app; // {MARK} may\n    match operation {{"),
            );
            let _ = write!(
                written,
                "\n// {MARK} whoever asks.\nasync fn may<T>(_: Arc<App>, _: gate::Caller, ids: T) -> Result<gate::Decision, gate::Problem> {{\n    drop( ids ); Ok(gate::Decision::Deny) // {MARK} may\n}}\n"
            );
        }
        if written != text {
            fs::write(path, written).unwrap();
        }
    }

    /// Every third case is somebody's own.
    fn cases(&mut self, path: &Path) {
        let text = fs::read_to_string(path).unwrap();
        if text.contains(MARK) {
            return;
        }
        let mut written = String::new();
        for (position, part) in text.split("[[case]]\n").enumerate() {
            if position > 0 {
                if position % 3 == 1 {
                    let _ = writeln!(written, "# {MARK} {}", self.number());
                }
                written.push_str("[[case]]\n");
            }
            written.push_str(part);
        }
        fs::write(path, written).unwrap();
    }

    /// A module and a test of one's own, which speak of the contract too.
    fn module(&mut self, root: &Path, types: &Types) {
        let path = root.join("src/reports.rs");
        if path.exists() {
            return;
        }
        let mut text = format!("//! {MARK} reports.\n");
        for (name, fields) in types.simple().into_iter().take(4) {
            let at = self.number();
            let mut made = String::new();
            for (field, value) in fields {
                let _ = write!(made, "{field}: {value}, ");
            }
            let _ = write!(
                text,
                "\npub fn made_{at}() -> api::types::{name} {{ api::types::{name} {{ {made}}} }} // {ALONE} {at}\n"
            );
        }
        // No line feed at the end.
        let _ = write!(text, "\n#[test] fn reports() {{ }} // {MARK} reports");
        fs::write(path, text).unwrap();
        let library = root.join("src/lib.rs");
        let text = fs::read_to_string(&library).unwrap();
        fs::write(
            library,
            format!("{text}pub   mod reports ; // {MARK} lib\n"),
        )
        .unwrap();
        for (name, mark) in [
            ("Cargo.toml", "#"),
            ("config/production.toml", "#"),
            ("deploy/nginx.conf", "#"),
        ] {
            let path = root.join(name);
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, format!("{text}{mark} {MARK} {name}\n")).unwrap();
        }
    }
}

/// Does what the report says: of the lines that it names, those that can be taken out are.
pub fn repair(root: &Path, places: &[(String, usize)]) {
    for (path, number) in places {
        let path = root.join(path);
        let text = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        // What the report says to be kept and not compiled has its attribute in the line above.
        let above = number.checked_sub(2).and_then(|above| lines.get(above));
        let is_off = above.is_some_and(|above| above.trim_start().starts_with("#[cfg(false)]"));
        if let Some(line) = lines.get_mut(number - 1)
            && line.contains(ALONE)
            && !(is_off || line.trim_start().starts_with("//"))
        {
            *line = format!("// {line}");
        }
        fs::write(path, lines.concat()).unwrap();
    }
}

/// Windows here, no last line feed there.
fn laid_out(text: &str, position: usize, is_crlf: bool) -> String {
    if is_crlf {
        text.replace('\n', "\r\n")
    } else if position % 3 == 2 {
        text.trim_end().to_owned()
    } else {
        text.to_owned()
    }
}
