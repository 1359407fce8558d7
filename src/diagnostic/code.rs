//! The one list of what can be found. A new code is one variant and its sentence; its name is the variant in kebab case.

use std::fmt;
use std::sync::LazyLock;

use clap::ValueEnum;

/// Which kind of finding a diagnostic is; the doc comment of a variant is what [`Code::explain`] answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub enum Code {
    /// The file is empty or holds only comments.
    DocumentEmpty,
    /// The file is larger than Portcullis reads.
    DocumentTooLarge,
    /// The document nests deeper than Portcullis follows.
    DocumentTooDeep,
    /// Aliases make the document far larger than its text.
    AliasBomb,
    /// The file is not UTF-8 text.
    EncodingUnsupported,
    /// The file is not well-formed JSON.
    JsonSyntax,
    /// The file is not well-formed YAML.
    YamlSyntax,
    /// An object names one member twice, and readers disagree which one counts.
    DuplicateKey,
    /// The file holds something that JSON cannot say, such as infinity.
    ValueUnsupported,
    /// The document does not say that it is an OpenAPI document.
    NotOpenapi,
    /// The document is written in a dialect that Portcullis does not read yet.
    DialectUnsupported,
    /// The document is not shaped as the OpenAPI specification demands.
    StructureInvalid,
    /// The document deviates from the letter, and what it means is plain.
    DocumentRepaired,
    /// A member that no version of OpenAPI has; it is not read.
    MemberUnknown,
    /// A member of the specification that the emitted service does not act on.
    MemberUnread,
    /// A reference points at nothing.
    ReferenceMissing,
    /// A reference leads out of the document's folder or onto the network.
    ReferenceExternal,
    /// A reference leads back to itself, or names a thing of another kind.
    ReferenceInvalid,
    /// Keywords beside a reference, which OpenAPI 3.0 ignores.
    ReferenceSiblings,
    /// A keyword is written in a form that its dialect does not have.
    KeywordInvalid,
    /// A keyword that the dialect of the document does not have yet; it is enforced all the same.
    KeywordNewer,
    /// A keyword that no specification has; it judges nothing.
    KeywordUnknown,
    /// A schema whose keywords speak of one type while it names none.
    SchemaTypeless,
    /// Something is named that nothing declares: a scope, a tag, a member, a part.
    NameUndeclared,
    /// A schema that no value satisfies.
    SchemaUnsatisfiable,
    /// A schema that would take exponential time to check.
    SchemaExponential,
    /// Values of an `enum` that are not of the `type` beside it.
    EnumType,
    /// A pattern that no engine of the emitted service can run.
    PatternUnsupported,
    /// A format that no standard defines; it is an annotation.
    FormatUnknown,
    /// Neither the servers nor the paths name a version; the routes are served under the one of the document.
    VersionAssumed,
    /// A path template that says one thing twice, or leaves a brace open.
    PathInvalid,
    /// An operation that no request can tell from another one.
    PathAmbiguous,
    /// A parameter that the path does not have.
    ParameterUnused,
    /// A parameter of the path that nothing declares.
    ParameterUndeclared,
    /// A parameter that is written in a way that is not read.
    ParameterUnsupported,
    /// A media type whose schema is not applied; the handler gets the body as it comes.
    MediaTypeUnsupported,
    /// Two operations that have the same id.
    OperationIdDuplicate,
    /// An operation that declares no answer.
    ResponseMissing,
    /// A link that names an operation which the document does not have.
    LinkBroken,
    /// A method that the gate does not serve.
    MethodUnsupported,
    /// An extension of Portcullis that cannot be read.
    ExtensionInvalid,
    /// An extension that is nearly one of Portcullis, and is not read.
    ExtensionMisspelt,
    /// A sensitive value travels in an address, which is written down everywhere.
    SensitiveInUrl,
    /// A security scheme that is required and declared nowhere.
    SecuritySchemeMissing,
    /// A security scheme that the gate cannot enforce.
    SecuritySchemeUnenforceable,
    /// An operation for which no example answer can be made.
    ExampleMissing,
    /// A default that is not filled in where the value is absent.
    DefaultUnapplied,
    /// A choice in `portcullis.toml` that cannot be read, or is about nothing that there is.
    ChoiceInvalid,
    /// Two contracts of one service that are the same version.
    VersionClash,
    /// Two versions that have operations for one request.
    RouteOverlap,
    /// A security scheme that means something else in another version.
    SchemeClash,
    /// An operation is invalid, and left out because of `--lenient`.
    OperationLeftOut,
    /// A template rendered something that is not Rust.
    TemplateFault,
}

impl Code {
    /// Every code there is, in the order of the list.
    #[must_use]
    pub fn all() -> &'static [Self] {
        Self::value_variants()
    }

    /// The name in kebab case, as it is printed and as `--accept` takes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.word().map_or("unknown", |word| word.name.as_str())
    }

    /// What the code means, in one sentence.
    #[must_use]
    pub fn explain(self) -> &'static str {
        self.word().map_or("", |word| word.explanation.as_str())
    }

    fn word(self) -> Option<&'static Word> {
        WORDS.get(self as usize)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

struct Word {
    name: String,
    explanation: String,
}

/// In the order of the variants, so that a code is its own index; a test holds the two together.
static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    Code::value_variants()
        .iter()
        .filter_map(Code::to_possible_value)
        .map(|value| Word {
            name: value.get_name().to_owned(),
            explanation: value
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default(),
        })
        .collect()
});
