//! What a definition mentions: its types, the types that these are made of, and their names.

use crate::model::{Additional, DefinitionKind, Type, TypeId};

/// Visits the names that a definition mentions.
pub fn each_named(kind: &DefinitionKind, visit: &mut dyn FnMut(TypeId)) {
    fn within(ty: &Type, visit: &mut dyn FnMut(TypeId)) {
        match ty {
            Type::List(inner, _) | Type::Map(inner, _) | Type::Nullable(inner) => {
                within(inner, visit);
            }
            Type::Named(id) | Type::Boxed(id) => visit(*id),
            _ => {}
        }
    }
    each_type(kind, &mut |ty| within(ty, visit));
}

/// Visits the types that a definition holds.
fn each_type(kind: &DefinitionKind, visit: &mut dyn FnMut(&Type)) {
    match kind {
        DefinitionKind::Struct(body) => {
            body.fields.iter().for_each(|field| visit(&field.ty));
            if let Additional::Kept(_, ty) = &body.additional {
                visit(ty);
            }
        }
        DefinitionKind::Union(union) => {
            union.variants.iter().for_each(|variant| visit(&variant.ty));
        }
        DefinitionKind::Newtype(ty) => visit(ty),
        DefinitionKind::Choice(_) | DefinitionKind::IntegerChoice(_) | DefinitionKind::Rule(_) => {}
    }
}

/// Does the Rust text of the definition name a map?
pub fn uses_map(kind: &DefinitionKind) -> bool {
    let mut found = matches!(kind, DefinitionKind::Struct(body) if matches!(body.additional, Additional::Kept(..)));
    each_type(kind, &mut |ty| found |= has_map(ty));
    found
}

/// Does the Rust text of the type name a map?
fn has_map(ty: &Type) -> bool {
    match ty {
        Type::Map(..) => true,
        Type::List(inner, _) | Type::Nullable(inner) => has_map(inner),
        _ => false,
    }
}
