//! The view of one type: a definition goes in, what the template shows of it comes out, and the tables of its decoder.

use serde::Serialize;

use crate::model::names::{Name, Scope};
use crate::model::{
    Additional, Api, Definition, DefinitionKind, Field, Presence, Selection, Struct, Union,
};
use crate::render::docs;
use crate::render::equality::Equality;
use crate::render::literal::{grouped, quoted};
use crate::render::rust::{BOX_ABOVE, Types};
use crate::render::table::{Tables, object_table};
use crate::render::whence::Whence;

/// One type.
#[derive(Debug, Serialize)]
pub struct DefinitionView {
    docs: Vec<String>,
    /// Its name.
    pub name: String,
    derives: String,
    decodes: bool,
    encodes: bool,
    record: Option<RecordView>,
    choice: Option<ChoiceView>,
    number_choice: Option<NumberChoiceView>,
    union: Option<UnionView>,
    newtype: Option<NewtypeView>,
    tables: Vec<String>,
}

#[derive(Debug, Serialize)]
struct RecordView {
    open: String,
    fields: Vec<FieldView>,
}

#[derive(Debug, Serialize)]
struct FieldView {
    docs: Vec<String>,
    attributes: Vec<String>,
    name: String,
    local: String,
    ty: String,
    decode: String,
}

#[derive(Debug, Serialize)]
struct ChoiceView {
    variants: Vec<WordView>,
}

#[derive(Debug, Serialize)]
struct WordView {
    name: String,
    literal: String,
    renamed: bool,
}

#[derive(Debug, Serialize)]
struct NumberChoiceView {
    variants: Vec<NumberView>,
}

#[derive(Debug, Serialize)]
struct NumberView {
    name: String,
    literal: String,
    /// The number as text, as JSON writes it.
    word: String,
}

#[derive(Debug, Serialize)]
struct UnionView {
    variants: Vec<VariantView>,
    decode: String,
}

#[derive(Debug, Serialize)]
struct VariantView {
    name: String,
    ty: String,
}

#[derive(Debug, Serialize)]
struct NewtypeView {
    ty: String,
    decode: String,
}

pub fn definition(
    api: &Api,
    index: usize,
    types: Types<'_>,
    tables: &mut Tables,
    (equality, whence): (&Equality, &Whence<'_>),
) -> DefinitionView {
    let definition = &api.types[index];
    let name = definition.name.rust();
    let place = match whence.sentence(&definition.pointer) {
        Some(sentence) => sentence,
        None => format!("`{}` of the contract.", plain(definition.name.wire())),
    };
    let decodes = definition.uses.decoded;
    let mut view = DefinitionView {
        docs: docs::lines(&definition.description, &place),
        name: name.to_owned(),
        derives: derives(api, index, equality),
        decodes,
        encodes: definition.uses.encoded,
        record: None,
        choice: None,
        number_choice: None,
        union: None,
        newtype: None,
        tables: Vec::new(),
    };
    match &definition.kind {
        DefinitionKind::Struct(body) => {
            view.record = Some(record(body, name, types, tables, definition));
        }
        DefinitionKind::Choice(names) => view.choice = Some(choice(names)),
        DefinitionKind::IntegerChoice(numbers) => {
            view.number_choice = Some(number_choice(numbers));
        }
        DefinitionKind::Union(body) => view.union = Some(union(body, name, types, tables, decodes)),
        DefinitionKind::Newtype(ty) => {
            let decode = decodes.then(|| types.call(ty, tables, name));
            view.newtype = Some(NewtypeView {
                ty: types.declared(ty),
                decode: decode.unwrap_or_default(),
            });
        }
        DefinitionKind::Rule(position) => {
            let rule = api.rules.get(*position).filter(|_| decodes);
            let decode = rule.map(|rule| judged(&rule.name, name, tables));
            view.newtype = Some(NewtypeView {
                ty: "gate::Any".to_owned(),
                decode: decode.unwrap_or_default(),
            });
        }
    }
    view.tables = std::mem::take(&mut tables.items);
    view
}

/// What a type derives; one that only lists words is small and has an order.
fn derives(api: &Api, index: usize, equality: &Equality) -> String {
    let definition = &api.types[index];
    let is_numbers = matches!(definition.kind, DefinitionKind::IntegerChoice(_));
    let is_word = is_numbers || matches!(definition.kind, DefinitionKind::Choice(_));
    let all = [
        ("Clone", true),
        ("Copy", is_word),
        ("Debug", true),
        ("PartialEq", true),
        ("Eq", equality.holds(index)),
        ("PartialOrd", is_word),
        ("Ord", is_word),
        ("Hash", is_word),
        ("Serialize", definition.uses.encoded && !is_numbers),
    ];
    let chosen = all.into_iter().filter(|(_, holds)| *holds);
    chosen.map(|(name, _)| name).collect::<Vec<_>>().join(", ")
}

fn choice(names: &[Name]) -> ChoiceView {
    let word = |name: &Name| WordView {
        name: name.rust().to_owned(),
        literal: quoted(name.wire()),
        renamed: name.is_renamed(),
    };
    ChoiceView {
        variants: names.iter().map(word).collect(),
    }
}

fn number_choice(numbers: &[(Name, i64)]) -> NumberChoiceView {
    let number = |(name, number): &(Name, i64)| NumberView {
        name: name.rust().to_owned(),
        literal: grouped(*number),
        word: quoted(&number.to_string()),
    };
    NumberChoiceView {
        variants: numbers.iter().map(number).collect(),
    }
}

/// The expression that has a compiled rule judge the value.
fn judged(rule: &str, name: &str, tables: &mut Tables) -> String {
    let place = quoted(&format!("/$defs/{rule}"));
    let made = format!("rule::Rule::new(&super::RULES, {place})");
    let table = tables.add(name, "rule::Rule", &made);
    format!("rule::rule(value, at, report, {table})")
}

fn record(
    body: &Struct,
    name: &str,
    types: Types<'_>,
    tables: &mut Tables,
    definition: &Definition,
) -> RecordView {
    let decodes = definition.uses.decoded;
    let encodes = definition.uses.encoded;
    let mut locals = Scope::new();
    for taken in ["value", "at", "report", "fields"] {
        locals.reserve(taken);
    }
    let open = if decodes {
        tables.add(name, "decode::Object", &object_table(body))
    } else {
        String::new()
    };
    let mut fields: Vec<FieldView> = body
        .fields
        .iter()
        .map(|field| {
            let mut view = field_view(field, types, encodes, &mut locals);
            if decodes {
                view.decode = field_decode(field, types, tables, name);
            }
            view
        })
        .collect();
    if let Additional::Kept(extra, ty) = &body.additional {
        let decode = if decodes {
            format!(
                "fields.additional(report, {})",
                types.decoder(ty, tables, &format!("{name} {}", extra.rust()))
            )
        } else {
            String::new()
        };
        fields.push(FieldView {
            docs: vec!["Members that the contract does not name.".to_owned()],
            attributes: if encodes {
                vec!["#[serde(flatten)]".to_owned()]
            } else {
                Vec::new()
            },
            name: extra.rust().to_owned(),
            local: locals.field(extra.rust()).rust().to_owned(),
            ty: format!("BTreeMap<String, {}>", types.declared(ty)),
            decode,
        });
    }
    RecordView { open, fields }
}

fn field_view(field: &Field, types: Types<'_>, encodes: bool, locals: &mut Scope) -> FieldView {
    let name = field.name.rust();
    let declared = types.declared(&field.ty);
    let optional = field.presence == Presence::Optional;
    let mut serde = Vec::new();
    if field.name.is_renamed() {
        serde.push(format!("rename = {}", quoted(field.name.wire())));
    }
    if optional {
        serde.push("skip_serializing_if = \"Option::is_none\"".to_owned());
    }
    let attributes = if encodes && !serde.is_empty() {
        vec![format!("#[serde({})]", serde.join(", "))]
    } else {
        Vec::new()
    };
    FieldView {
        docs: docs::lines(
            &field.description,
            &format!("`{}`", plain(field.name.wire())),
        ),
        attributes,
        name: name.to_owned(),
        local: locals.field(name).rust().to_owned(),
        ty: if optional {
            format!("Option<{declared}>")
        } else {
            declared
        },
        decode: String::new(),
    }
}

fn field_decode(field: &Field, types: Types<'_>, tables: &mut Tables, owner: &str) -> String {
    let word = quoted(field.name.wire());
    let decoder = types.decoder(&field.ty, tables, &format!("{owner} {}", field.name.rust()));
    match &field.presence {
        Presence::Required => format!("fields.required({word}, report, {decoder})"),
        Presence::Optional => format!("fields.optional({word}, report, {decoder})"),
        Presence::Default(value) => {
            format!(
                "fields.or({word}, report, {decoder}, {})",
                types.default(&field.ty, value)
            )
        }
    }
}

fn union(
    body: &Union,
    name: &str,
    types: Types<'_>,
    tables: &mut Tables,
    decodes: bool,
) -> UnionView {
    let mut variants = Vec::new();
    let mut branches = Vec::new();
    for variant in &body.variants {
        let boxed = types.size(&variant.ty, 0) > BOX_ABOVE;
        let declared = types.declared(&variant.ty);
        variants.push(VariantView {
            name: variant.name.rust().to_owned(),
            ty: if boxed {
                format!("Box<{declared}>")
            } else {
                declared
            },
        });
        if !decodes {
            continue;
        }
        let call = types.call(
            &variant.ty,
            tables,
            &format!("{name} {}", variant.name.rust()),
        );
        let boxing = if boxed { ".map(Box::new)" } else { "" };
        let branch = format!(
            "|value, at, report| {call}{boxing}.map(Self::{})",
            variant.name.rust()
        );
        match &body.selection {
            Selection::Tagged(_) => {
                branches.extend(
                    variant
                        .tags
                        .iter()
                        .map(|tag| format!("({}, {branch})", quoted(tag))),
                );
            }
            Selection::ExactlyOne | Selection::FirstOf => branches.push(branch),
        }
    }
    let branches = branches.join(", ");
    let decode = match &body.selection {
        Selection::ExactlyOne => format!("decode::exactly_one(value, at, report, &[{branches}])"),
        Selection::FirstOf => format!("decode::first_of(value, at, report, &[{branches}])"),
        Selection::Tagged(property) => format!(
            "decode::tagged(value, at, report, {}, &[{branches}])",
            quoted(property)
        ),
    };
    UnionView { variants, decode }
}

/// A word of the document inside backticks.
fn plain(word: &str) -> String {
    word.chars()
        .filter(|character| *character != '`' && !character.is_control())
        .collect()
}
