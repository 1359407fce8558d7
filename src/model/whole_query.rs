//! The query as one value (`in: querystring` of 3.2): a parameter with a `content` goes in, how its text is read comes out.

use openapiv3::{ParameterData, ParameterSchemaOrContent};
use serde_json::Value;

use super::build::Builder;
use super::media;
use super::parameter::{Placed, spelled};
use super::{Location, MediaKind, Reading, Shape};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

impl Builder<'_> {
    /// A parameter that is the whole query leaves nothing to another one (3.2, section 4.12.1).
    pub fn one_whole_query(&mut self, parameters: &[Placed<'_>]) {
        let takes = |location| move |(parameter, _): &&Placed<'_>| spelled(parameter).0 == location;
        let mut whole = parameters.iter().filter(takes(Location::QueryString));
        if whole.next().is_none() {
            return;
        }
        let others = parameters.iter().filter(takes(Location::Query));
        for (parameter, place) in whole.chain(others) {
            let name = &parameter.parameter_data_ref().name;
            self.diagnostics.push(
                Diagnostic::error(Code::StructureInvalid, place.as_str())
                    .message(format!(
                        "nothing of the query is left for `{name}`: another parameter is all of it"
                    ))
                    .help("describe it as a member of the parameter with `in: querystring`"),
            );
        }
    }

    /// The schema of the whole query, its place, and how the query is read.
    pub fn whole_query(&mut self, data: &ParameterData, place: &str) -> (Value, String, Reading) {
        let ParameterSchemaOrContent::Content(content) = &data.format else {
            // Refused when the document was read.
            return (Value::Bool(true), place.to_owned(), Reading::Json);
        };
        let Some((media_type, media)) = content.first() else {
            return (Value::Bool(true), place.to_owned(), Reading::Json);
        };
        let here = pointer::join(&format!("{place}/content"), media_type);
        let (schema, at) = self.media_schema(media, &here);
        let resolved = self.resolved(&schema);
        let reading = match media::kind(media_type, &resolved) {
            MediaKind::Json => Reading::Json,
            MediaKind::Form if media::may_be_object(&resolved) => {
                Reading::Form(self.form_fields(&schema, &here))
            }
            // Languages of queries, such as JSONPath (RFC 9535), are text whatever they are called.
            kind => match self.lexical(&schema, 0) {
                Shape::Any if kind != MediaKind::Form => Reading::Text(Shape::Text),
                Shape::Any | Shape::List(_) | Shape::Object(_) => {
                    self.unenforceable(
                        Diagnostic::error(Code::ParameterUnsupported, here)
                            .message(format!(
                                "`{}` is the whole query as `{media_type}`, which is not read into this schema",
                                data.name
                            ))
                            .help("describe it as a form of an object, as JSON or as text, or pass `--allow-unenforced` to take its text as it is"),
                        "the query is taken as text; its media type is not read",
                    );
                    return (
                        Value::Bool(true),
                        place.to_owned(),
                        Reading::Text(Shape::Text),
                    );
                }
                shape => Reading::Text(shape),
            },
        };
        (schema, at, reading)
    }
}
