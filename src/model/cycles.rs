//! Types that contain themselves by value: the arena goes in, and comes out with those fields boxed.

use super::{Additional, Definition, DefinitionKind, Type, TypeId};

/// Puts every field on the heap through which a type would contain itself.
pub fn break_cycles(types: &mut [Definition]) {
    let edges: Vec<Vec<usize>> = types
        .iter()
        .map(|definition| targets(&definition.kind))
        .collect();
    let components = strongly_connected(&edges);
    for (index, definition) in types.iter_mut().enumerate() {
        each_type(&mut definition.kind, &mut |ty| {
            box_within(ty, index, &components, &edges);
        });
    }
}

fn box_within(ty: &mut Type, owner: usize, components: &[usize], edges: &[Vec<usize>]) {
    match ty {
        Type::Named(TypeId(target)) => {
            let loops = components[owner] == components[*target]
                && (owner != *target || edges[owner].contains(&owner));
            if loops {
                *ty = Type::Boxed(TypeId(*target));
            }
        }
        Type::Nullable(inner) => box_within(inner, owner, components, edges),
        _ => {}
    }
}

/// The types that a definition holds directly, not behind a list or a map.
fn targets(kind: &DefinitionKind) -> Vec<usize> {
    let mut found = Vec::new();
    let mut note = |mut ty: &Type| {
        while let Type::Nullable(inner) = ty {
            ty = inner;
        }
        if let Type::Named(TypeId(target)) = ty {
            found.push(*target);
        }
    };
    match kind {
        DefinitionKind::Struct(body) => body.fields.iter().for_each(|field| note(&field.ty)),
        DefinitionKind::Union(union) => union.variants.iter().for_each(|variant| note(&variant.ty)),
        DefinitionKind::Newtype(ty) => note(ty),
        DefinitionKind::Choice(_) | DefinitionKind::IntegerChoice(_) | DefinitionKind::Rule(_) => {}
    }
    found
}

/// Visits every type that a definition holds.
pub fn each_type(kind: &mut DefinitionKind, visit: &mut dyn FnMut(&mut Type)) {
    match kind {
        DefinitionKind::Struct(body) => {
            body.fields
                .iter_mut()
                .for_each(|field| visit(&mut field.ty));
            if let Additional::Kept(_, ty) = &mut body.additional {
                visit(ty);
            }
        }
        DefinitionKind::Union(union) => union
            .variants
            .iter_mut()
            .for_each(|variant| visit(&mut variant.ty)),
        DefinitionKind::Newtype(ty) => visit(ty),
        DefinitionKind::Choice(_) | DefinitionKind::IntegerChoice(_) | DefinitionKind::Rule(_) => {}
    }
}

/// A number for each node; nodes that reach each other share it (Tarjan, without recursion).
fn strongly_connected(edges: &[Vec<usize>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let count = edges.len();
    let mut order = vec![NEW; count];
    let mut low = vec![0; count];
    let mut component = vec![NEW; count];
    let mut stack = Vec::new();
    let mut clock = 0;
    for start in 0..count {
        if order[start] != NEW {
            continue;
        }
        let mut work = vec![(start, 0)];
        while let Some((node, next)) = work.pop() {
            if next == 0 {
                order[node] = clock;
                low[node] = clock;
                clock += 1;
                stack.push(node);
            }
            if let Some(&target) = edges[node].get(next) {
                work.push((node, next + 1));
                if order[target] == NEW {
                    work.push((target, 0));
                } else if component[target] == NEW {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            if low[node] == order[node] {
                while let Some(member) = stack.pop() {
                    component[member] = node;
                    if member == node {
                        break;
                    }
                }
            }
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::strongly_connected;

    #[test]
    fn nodes_that_reach_each_other_share_a_component() {
        let edges = vec![vec![1], vec![2], vec![0, 3], vec![3], vec![]];
        let component = strongly_connected(&edges);
        assert_eq!(component[0], component[1]);
        assert_eq!(component[1], component[2]);
        assert_ne!(component[2], component[3]);
        assert_ne!(component[3], component[4]);
    }
}
