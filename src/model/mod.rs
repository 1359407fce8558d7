//! The model: an API as the emitted service will see it.
//!
//! `source` hands in one lifted document; `plan` and `render` only read what is here. Every name is final, every
//! reference is resolved, recursion is boxed, and what a request may carry is told apart from what an answer shows.

mod attempt;
mod body;
mod build;
mod choice;
mod cycles;
mod default;
mod direction;
mod effort;
pub mod example;
mod expansion;
mod find;
pub mod format;
mod keyword;
mod kinds;
mod labels;
pub mod limits;
mod links;
mod media;
mod merge;
mod mock;
mod multipart;
pub mod names;
mod null;
mod object;
mod operation;
mod outgoing;
mod overlap;
mod parameter;
mod path;
pub mod pattern;
mod response;
pub mod retirement;
pub mod route;
mod ruled;
mod scalar;
mod schema;
pub mod security;
pub mod sensitive;
pub mod shared;
mod successor;
mod types;
mod undeclared;
mod union;
mod uses;
pub mod versions;
mod whole_query;

pub use build::{Options, build};
pub use types::{
    Additional, Api, Attempt, Body, Content, Definition, DefinitionKind, Disclosure, Exception,
    Explode, Field, FileSize, FormField, HeaderWriting, Input, Integer, Items, KeyLocation, Limits,
    Location, MediaKind, Members, Mock, Number, Operation, Outgoing, OutgoingBody, Part,
    PartContent, Pattern, Presence, Rate, Reading, Requirement, Response, ResponseContent,
    ResponseHeader, Retirement, Rule, Sanitizer, Scheme, SchemeKind, Selection, Shape, Status,
    StepUp, Struct, Style, Tag, Text, TextKind, Type, TypeId, Union, Uniqueness, Uses, Variant,
    Width,
};
