//! The types of the model, without what makes them: the rest of `model` fills them in, `render` and `graft` read them.
//!
//! From the whole to its parts: `api`, `operation` with `access`, `request` and `answer`, and the `value`s that these carry.

mod access;
mod answer;
mod api;
mod operation;
mod request;
mod value;

pub use access::{KeyLocation, Requirement, Scheme, SchemeKind, StepUp};
pub use answer::{HeaderWriting, MediaKind, Response, ResponseContent, ResponseHeader, Status};
pub use api::{Api, Exception, Rule};
pub use operation::{
    Attempt, Limits, Mock, Operation, Outgoing, OutgoingBody, Rate, Retirement, Tag,
};
pub use request::{
    Body, Content, Explode, FormField, Input, Location, Part, PartContent, Reading, Shape, Style,
};
pub use value::{
    Additional, Definition, DefinitionKind, Disclosure, Field, FileSize, Integer, Items, Members,
    Number, Pattern, Presence, Sanitizer, Selection, Struct, Text, TextKind, Type, TypeId, Union,
    Uniqueness, Uses, Variant, Width,
};
