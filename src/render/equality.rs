//! Which types have a total equality: the arena goes in, a mark for each type comes out.

use crate::model::{Additional, Definition, DefinitionKind, Type, TypeId};

/// Which types keep `Eq`.
#[derive(Debug)]
pub struct Equality(Vec<bool>);

impl Equality {
    /// Floats and free JSON have no `Eq`, nor has what holds them.
    #[must_use]
    pub fn of(types: &[Definition]) -> Self {
        let mut equal = vec![true; types.len()];
        loop {
            let mut changed = false;
            for index in 0..types.len() {
                if equal[index] && !kind_is_equal(&types[index].kind, &equal) {
                    equal[index] = false;
                    changed = true;
                }
            }
            if !changed {
                return Self(equal);
            }
        }
    }

    /// Whether the type at this position of the arena has `Eq`.
    #[must_use]
    pub fn holds(&self, index: usize) -> bool {
        self.0[index]
    }
}

fn kind_is_equal(kind: &DefinitionKind, known: &[bool]) -> bool {
    let is_equal = |ty: &Type| type_is_equal(ty, known);
    match kind {
        DefinitionKind::Struct(body) => {
            body.fields.iter().all(|field| is_equal(&field.ty))
                && !matches!(&body.additional, Additional::Kept(_, ty) if !is_equal(ty))
        }
        DefinitionKind::Choice(_) | DefinitionKind::IntegerChoice(_) => true,
        DefinitionKind::Union(union) => union.variants.iter().all(|variant| is_equal(&variant.ty)),
        DefinitionKind::Newtype(ty) => is_equal(ty),
        DefinitionKind::Rule(_) => false,
    }
}

fn type_is_equal(ty: &Type, known: &[bool]) -> bool {
    match ty {
        Type::Any | Type::Number(_) => false,
        Type::Boolean | Type::Integer(_) | Type::Text(_) | Type::Bytes | Type::File(_) => true,
        Type::List(inner, _)
        | Type::Map(inner, _)
        | Type::Nullable(inner)
        | Type::Secret(inner, _) => type_is_equal(inner, known),
        Type::Named(TypeId(index)) | Type::Boxed(TypeId(index)) => known[*index],
    }
}
