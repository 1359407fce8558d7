//! What was typed. Strings and flags only; each command turns its own into what it needs.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use jiff::civil::Date;

use crate::compare;
use crate::diagnostic::Code;
use crate::options::{Sharing, Typeless};

/// Turns an OpenAPI document into a Rust service that authenticates, limits and validates every request.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, disable_help_subcommand = true, after_help = EXIT_CODES)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the document or the project is at fault; diagnostics say where
  2  the command line is, or the world: a missing file, a full disk, a folder that may not be written";

/// One command each.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Emit a new service from an OpenAPI document
    #[command(after_help = NEW_EXAMPLES)]
    New(NewArguments),
    /// Bring a project after its contract, its choices or a newer Portcullis
    #[command(after_help = REGENERATE_EXAMPLES)]
    Regenerate(RegenerateArguments),
    /// Say what changed between two versions of a contract: for callers, for handlers, for security
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(DiffArguments),
    /// Emit the built-in example, build it, run it, and print requests to paste
    #[command(after_help = DEMO_EXAMPLES)]
    Demo(DemoArguments),
    /// Keep templates of your own, and hold what is made of them
    #[command(after_help = TEMPLATES_EXAMPLES)]
    Templates(TemplatesArguments),
    /// Say what a code means, of a finding or of a change: why it matters and what to do
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(ExplainArguments),
    /// Print a completion script for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArguments),
}

const NEW_EXAMPLES: &str = "\
Examples:
  portcullis new openapi.yaml --out harbor
  portcullis new openapi.json --out services/harbor --name harbor
  portcullis new v1.yaml v2.yaml --out harbor
  portcullis new openapi.yaml --out harbor --format json > findings.json";

const REGENERATE_EXAMPLES: &str = "\
Examples:
  portcullis regenerate                          in the project's folder, after its contract was edited
  portcullis regenerate --dry-run                say what would happen, write nothing
  portcullis regenerate --check                  for CI: exit code 1 if anything would change
  portcullis regenerate --spec ../openapi.yaml   with a contract from elsewhere, which takes the project's place";

const DIFF_EXAMPLES: &str = "\
Examples:
  portcullis diff main.yaml openapi.yaml
  portcullis diff main.yaml openapi.yaml --format markdown >> review.md
  portcullis diff main.yaml openapi.yaml --fail-on security --format json > changes.json

The changes go to stdout. docs/diff.md lists every code.";

const DEMO_EXAMPLES: &str = "\
Examples:
  portcullis demo            in a cache folder, which makes the second time fast
  portcullis demo harbor     in a folder to keep and to look at

Ctrl-C stops it. The first run builds the service and its dependencies, with cargo.";

const TEMPLATES_EXAMPLES: &str = "\
Examples:
  portcullis templates list                              every template, and which are your own
  portcullis templates eject 'src/handlers/[tag].rs'     copy one to portcullis/templates/, where it wins
  portcullis templates test                              fail when what your own templates make has changed
  portcullis templates test --bless                      take what they make now for right";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  portcullis explain                      all codes, one line each
  portcullis explain reference-missing    one of them, with an example
  portcullis explain scope-dropped        a change that `diff` or `regenerate` told";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  portcullis completions bash > ~/.local/share/bash-completion/completions/portcullis
  portcullis completions zsh > ~/.zfunc/_portcullis";

/// The arguments of `portcullis new`.
#[derive(Debug, Args)]
pub struct NewArguments {
    /// The OpenAPI document: YAML or JSON; several are versions of one contract, served side by side
    #[arg(value_name = "SPEC", value_hint = ValueHint::FilePath, required = true)]
    pub spec: Vec<PathBuf>,
    /// The folder of the project, made if it does not exist [default: the name, in the current folder]
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// The name of the service [default: made from DIR, or from the document's title]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Write into a folder that is not empty: files of the project are replaced, all others stay
    #[arg(long)]
    pub force: bool,
    /// What a document may get away with
    #[command(flatten)]
    pub leeway: Leeway,
    /// What a schema accepts beyond what its author most likely meant
    #[arg(long, value_name = "MEANING", default_value = "object")]
    pub typeless: Typeless,
    /// Which types several versions of a contract have in common
    #[arg(long, value_name = "WHICH", default_value = "none")]
    pub share: Sharing,
    /// How it is told: to a person (findings on stderr, what was made on stdout), or the findings as JSON on stdout
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: FindingsFormat,
}

/// The arguments of `portcullis regenerate`.
#[derive(Debug, Args)]
pub struct RegenerateArguments {
    /// The folder of the project
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub project: PathBuf,
    /// A contract that takes the place of the project's own [default: the one that `portcullis.toml` names]
    #[arg(long, value_name = "SPEC", value_hint = ValueHint::FilePath)]
    pub spec: Option<PathBuf>,
    /// Say what would happen, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write nothing, and end with exit code 1 if anything would change
    #[arg(long)]
    pub check: bool,
    /// Take note of security changes of these codes: they stop the run otherwise
    #[arg(long, value_name = "CODE", num_args = 1.., value_delimiter = ',')]
    pub accept: Vec<String>,
    /// Write files of ours anew also where they were edited by hand
    #[arg(long)]
    pub force: bool,
    /// What the contract may get away with, from now on
    #[command(flatten)]
    pub leeway: Leeway,
    /// How it is told: to a person (findings on stderr, the report on stdout), or all of it as JSON on stdout
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: FindingsFormat,
}

/// The arguments of `portcullis diff`.
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The contract as it was: YAML or JSON
    #[arg(value_name = "OLD", value_hint = ValueHint::FilePath)]
    pub old: PathBuf,
    /// The contract as it is
    #[arg(value_name = "NEW", value_hint = ValueHint::FilePath)]
    pub new: PathBuf,
    /// How the changes are told, on stdout
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: ReportFormat,
    /// Exit with 1 where something of this kind changed
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub fail_on: Vec<FailOn>,
    /// How many days before its end something has to be announced as deprecated
    #[arg(long, value_name = "DAYS", default_value = "0")]
    pub notice: u32,
    /// The day on which an end has come or not, such as 2027-01-31 [default: today]
    #[arg(long, value_name = "DATE")]
    pub day: Option<Date>,
    /// What a schema accepts beyond what its author most likely meant
    #[arg(long, value_name = "MEANING", default_value = "object")]
    pub typeless: Typeless,
    /// Leave out operations that are invalid, and say which, instead of refusing a document
    #[arg(long)]
    pub lenient: bool,
    /// Follow references out of the documents' folders: to files above them, and over HTTP and HTTPS
    #[arg(long)]
    pub allow_remote: bool,
}

impl RegenerateArguments {
    /// Nothing but the project that it is about.
    #[must_use]
    pub fn of(project: &Path) -> Self {
        Self {
            project: project.to_owned(),
            spec: None,
            dry_run: false,
            check: false,
            accept: Vec::new(),
            force: false,
            leeway: Leeway {
                allow_unenforced: false,
                lenient: false,
                allow_remote: false,
            },
            format: FindingsFormat::Human,
        }
    }
}

/// What a document may get away with.
#[derive(Debug, Args)]
pub struct Leeway {
    /// Go on where a demand of the document cannot be enforced, and list it in SECURITY.md
    #[arg(long)]
    pub allow_unenforced: bool,
    /// Leave out operations that are invalid, and say which, instead of refusing the document
    #[arg(long)]
    pub lenient: bool,
    /// Follow references out of the document's folder: to files above it, and over HTTP and HTTPS
    #[arg(long)]
    pub allow_remote: bool,
}

/// The arguments of `portcullis demo`.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// The folder of the project [default: one in the cache, used again the next time]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: Option<PathBuf>,
}

/// The arguments of `portcullis templates`.
#[derive(Debug, Args)]
pub struct TemplatesArguments {
    /// What to do with them.
    #[command(subcommand)]
    pub verb: TemplatesVerb,
}

/// What can be done with templates.
#[derive(Debug, Subcommand)]
pub enum TemplatesVerb {
    /// Name every template: what it is for, and whether the project has its own
    List(ListArguments),
    /// Copy built-in templates into the project, where they win over the built-in ones
    Eject(EjectArguments),
    /// Compare what the project's own templates make of its contract with what they made when it was blessed
    Test(TestArguments),
}

/// The arguments of `portcullis templates list`.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// The folder of the project
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub project: PathBuf,
    /// How it is told: to a person, or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: FindingsFormat,
}

/// The arguments of `portcullis templates eject`.
#[derive(Debug, Args)]
pub struct EjectArguments {
    /// Templates, by the names that `templates list` shows [default: all of them]
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// The folder of the project
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub project: PathBuf,
    /// Write the built-in text over one that is there already
    #[arg(long)]
    pub force: bool,
}

/// The arguments of `portcullis templates test`.
#[derive(Debug, Args)]
pub struct TestArguments {
    /// The folder of the project
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub project: PathBuf,
    /// Take what is made now for right; not where `CI` is set
    #[arg(long)]
    pub bless: bool,
}

/// The arguments of `portcullis explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The code, as it stands in brackets: of a finding, or of a change that `diff` told [default: a list of all codes]
    #[arg(value_name = "CODE", hide_possible_values = true, value_parser = codes())]
    pub code: Option<String>,
}

/// The names of everything that can be explained: findings of a document first, then changes between two.
fn codes() -> PossibleValuesParser {
    static CHANGES: LazyLock<Vec<String>> = LazyLock::new(|| {
        compare::Code::all()
            .iter()
            .map(ToString::to_string)
            .collect()
    });
    let findings = Code::all().iter().map(|code| code.as_str());
    PossibleValuesParser::new(findings.chain(CHANGES.iter().map(String::as_str)))
}

/// The arguments of `portcullis completions`.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// How changes are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For a person
    Human,
    /// One JSON object
    Json,
    /// Tables for a review
    Markdown,
}

/// Which changes make `diff` fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// What breaks callers or handlers that kept to the contract
    Breaking,
    /// Security regressions
    Security,
    /// Anything
    Any,
}

/// How findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// For a person: findings on stderr, what is done on stdout
    Human,
    /// One JSON object, on stdout
    Json,
}
