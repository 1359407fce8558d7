//! Parameters and bodies: a call flows in, JSON values for the decoders flow out.
//!
//! Text from the path, the query, headers, cookies and forms is taken apart by the declared style, percent-decoded
//! strictly, and read by the declared shape into the same tree that JSON bodies become. So there is one set of
//! decoders, and a parameter keeps the same rules as a member of a body.

mod body;
mod header;
#[cfg(feature = "multipart")]
mod multipart;
mod pairs;
mod percent;
mod query;
mod read;
mod shape;
mod split;

pub use body::{
    form_body, json_body, optional_form_body, optional_json_body, optional_text_body, stream_body,
    text_body,
};
#[cfg(feature = "xml")]
pub use body::{optional_xml_body, xml_body};
pub(crate) use header::header_text;
#[cfg(feature = "multipart")]
pub use multipart::{multipart_body, optional_multipart_body};
pub use query::{
    form_query, json_query, optional_form_query, optional_json_query, optional_text_query,
    text_query,
};
pub use read::{Input, Inputs};

use crate::decode::Location;

/// A parameter of an operation, or a field of a form.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The name in the contract.
    pub name: &'static str,
    /// Where it is sent. Fields of forms are written as [`Location::Query`], whose syntax they share.
    pub location: Location,
    /// How lists and objects are written.
    pub style: Style,
    /// Whether each item or member is written for itself.
    pub explode: Explode,
    /// What the text is read as.
    pub shape: Shape,
}

impl Parameter {
    /// A key that a security scheme reads from the query: known, and none of the decoders' business.
    #[must_use]
    pub const fn credential(name: &'static str) -> Self {
        Self {
            name,
            location: Location::Query,
            style: Style::Form,
            explode: Explode::Yes,
            shape: Shape::Credential,
        }
    }

    /// A parameter that is the whole query (`in: querystring`): [`Inputs`] leaves the query to the functions that read
    /// it as form, JSON or text.
    #[must_use]
    pub const fn whole_query(name: &'static str) -> Self {
        Self {
            name,
            location: Location::Query,
            style: Style::Form,
            explode: Explode::Yes,
            shape: Shape::WholeQuery,
        }
    }
}

/// How a list or an object is written (`OpenAPI`, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`: paths and headers.
    Simple,
    /// `.a.b`: paths.
    Label,
    /// `;name=a;name=b`: paths.
    Matrix,
    /// `name=a&name=b`: queries, cookies and forms.
    Form,
    /// `name=a; name=b`: cookies whose values are not percent-encoded.
    Cookie,
    /// `name=a%20b`: queries.
    SpaceDelimited,
    /// `name=a|b`: queries.
    PipeDelimited,
    /// `name[key]=value`: queries.
    DeepObject,
}

/// Whether each item of a list or member of an object is written for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explode {
    /// `name=a&name=b`.
    Yes,
    /// `name=a,b`.
    No,
}

/// What text is read as, before a decoder sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Whatever the decoder accepts: the literal that the text spells (a number, `true`, `false`, `null`) is tried
    /// first, then the text itself.
    Any,
    /// JSON, as parameters with a `content` are written.
    Json,
    /// `null` where the text is empty, else this: what `allowEmptyValue` allows.
    OrEmpty(&'static Shape),
    /// A list.
    List(&'static Shape),
    /// A list in one text, its items between marks of this kind, whatever the style; decoded before it is taken apart.
    Delimited(char, &'static Shape),
    /// An object with these members.
    Object(&'static [(&'static str, Shape)]),
    /// An object with any members; together with the `form` style and `explode` it takes every query parameter that
    /// no other one claims.
    Map(&'static Shape),
    /// Not read: see [`Parameter::credential`].
    Credential,
    /// Not read here: see [`Parameter::whole_query`].
    WholeQuery,
}
