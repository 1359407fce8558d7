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
        let mut holders: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
        let mut waiting = Vec::new();
        for (index, definition) in types.iter().enumerate() {
            let mut held = Vec::new();
            if !kind_is_equal(&definition.kind, &mut held) {
                waiting.push(index);
            }
            for target in held {
                holders[target].push(index);
            }
        }
        while let Some(index) = waiting.pop() {
            if std::mem::replace(&mut equal[index], false) {
                waiting.extend(&holders[index]);
            }
        }
        Self(equal)
    }

    /// Whether the type at this position of the arena has `Eq`.
    #[must_use]
    pub fn holds(&self, index: usize) -> bool {
        self.0[index]
    }
}

/// Whether a type has `Eq` where those that it names have; these are noted.
fn kind_is_equal(kind: &DefinitionKind, held: &mut Vec<usize>) -> bool {
    let mut each = |types: &mut dyn Iterator<Item = &Type>| {
        // All of them are looked at, for what they name.
        let unequal = types.filter(|ty| !type_is_equal(ty, held));
        unequal.count() == 0
    };
    match kind {
        DefinitionKind::Struct(body) => {
            let kept = match &body.additional {
                Additional::Kept(_, ty) => Some(ty),
                Additional::Refused => None,
            };
            each(&mut body.fields.iter().map(|field| &field.ty).chain(kept))
        }
        DefinitionKind::Choice(_) | DefinitionKind::IntegerChoice(_) => true,
        DefinitionKind::Union(union) => each(&mut union.variants.iter().map(|variant| &variant.ty)),
        DefinitionKind::Newtype(ty) => type_is_equal(ty, held),
        DefinitionKind::Rule(_) => false,
    }
}

fn type_is_equal(ty: &Type, held: &mut Vec<usize>) -> bool {
    match ty {
        Type::Any | Type::Number(_) => false,
        Type::Boolean | Type::Integer(_) | Type::Text(_) | Type::Bytes | Type::File(_) => true,
        Type::List(inner, _)
        | Type::Map(inner, _)
        | Type::Nullable(inner)
        | Type::Secret(inner, _) => type_is_equal(inner, held),
        Type::Named(TypeId(index)) | Type::Boxed(TypeId(index)) => {
            held.push(*index);
            true
        }
    }
}
