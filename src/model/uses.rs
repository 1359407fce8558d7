//! Who needs which type: operations go in, the marks of every type they carry come out.

use super::{Additional, Api, Definition, DefinitionKind, Type, TypeId};

/// Marks every type that some request or answer carries.
pub fn mark_uses(api: &Api, types: &mut [Definition]) {
    let mut decoded = Vec::new();
    let mut encoded = Vec::new();
    for operation in &api.operations {
        decoded.extend(operation.inputs.iter().map(|input| input.ty.clone()));
        decoded.extend(
            operation
                .body
                .iter()
                .flat_map(|body| &body.contents)
                .map(|content| content.ty.clone()),
        );
        for response in &operation.responses {
            let headers = response.headers.iter().map(|header| header.ty.clone());
            let contents = response.contents.iter().map(|content| content.ty.clone());
            encoded.extend(headers.chain(contents));
        }
    }
    let bodies = api.outgoing.iter().filter_map(|call| call.body.as_ref());
    encoded.extend(bodies.filter_map(|body| body.ty.clone()));
    for index in reach(decoded, types) {
        types[index].uses.decoded = true;
    }
    for index in reach(encoded, types) {
        types[index].uses.encoded = true;
    }
}

fn reach(roots: Vec<Type>, types: &[Definition]) -> Vec<usize> {
    let mut seen = vec![false; types.len()];
    let mut waiting = roots;
    while let Some(ty) = waiting.pop() {
        match ty {
            Type::List(inner, _) | Type::Map(inner, _) | Type::Nullable(inner) => {
                waiting.push(*inner);
            }
            Type::Named(TypeId(index)) | Type::Boxed(TypeId(index)) if !seen[index] => {
                seen[index] = true;
                match &types[index].kind {
                    DefinitionKind::Struct(body) => {
                        waiting.extend(body.fields.iter().map(|field| field.ty.clone()));
                        if let Additional::Kept(_, ty) = &body.additional {
                            waiting.push(ty.clone());
                        }
                    }
                    DefinitionKind::Union(union) => {
                        waiting.extend(union.variants.iter().map(|variant| variant.ty.clone()));
                    }
                    DefinitionKind::Newtype(ty) => waiting.push(ty.clone()),
                    DefinitionKind::Choice(_)
                    | DefinitionKind::IntegerChoice(_)
                    | DefinitionKind::Rule(_) => {}
                }
            }
            _ => {}
        }
    }
    (0..types.len()).filter(|&index| seen[index]).collect()
}
